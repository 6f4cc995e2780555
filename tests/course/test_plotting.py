"""`plot:` of a cell: its panels, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_samples import lesson_with, read, said

from tutor.course.model import Panel, PlotOptions


def cell(plot: str) -> str:
    return f"```{{code-cell}} python\n---\nid: a\nplot:\n{plot}\n---\nx = 1\n```"


def options(tmp_path: Path, plot: str) -> PlotOptions:
    reading = read(tmp_path, lesson_with(cell(plot)))
    assert reading.lesson is not None, reading.problems
    assert said(reading.problems) == []
    return reading.lesson.cells[0].plot


def test_panels_name_their_curves(tmp_path: Path) -> None:
    found = options(
        tmp_path, "  x: step\n  yscale: log\n  panels: {loss: [train, test], accuracy: [acc]}"
    )
    assert found.panels == (
        Panel("loss", ("train", "test"), "log"),
        Panel("accuracy", ("acc",), "log"),
    )
    assert (found.x, found.yscale) == ("step", "log")


def test_a_panel_has_a_scale_and_a_direction_of_its_own(tmp_path: Path) -> None:
    found = options(
        tmp_path,
        "  panels:\n    loss: {series: [train], yscale: log}\n"
        "    agreement: {series: [kappa], best: high}",
    )
    assert found.panels == (
        Panel("loss", ("train",), "log"),
        Panel("agreement", ("kappa",), "linear", "high"),
    )


def test_without_panels_there_are_none(tmp_path: Path) -> None:
    assert options(tmp_path, "  title: t") == PlotOptions(title="t")


# The header's `plot:` stands in line 12, what is tested from line 13 on.
@pytest.mark.parametrize(
    ("plot", "message"),
    [
        ("  panels: [a, b]", "13: `panels` must be a mapping; write `panels: {name: …}`"),
        (
            "  panels: {loss: []}",
            "13: panel `loss` names no curves; "
            "write `panels: {loss: [train, test], accuracy: [accuracy]}`",
        ),
        ("  panels: {loss: train}", "13: panel `loss` names no curves; write `panels:"),
        ("  panels: {loss: {yscale: log}}", "13: panel `loss` names no curves; write `panels:"),
        ("  panels: {loss: {series: [a], scale: log}}", "13: panel `loss` has no option `scale`"),
        (
            "  panels: {loss: {series: [a], yscale: logg}}",
            "13: `yscale` must be one of linear, log; did you mean `log`?",
        ),
        ("  panels: {loss: {series: a}}", "13: `series` must be a list of words"),
        (
            "  panels: {loss: {series: [a], best: up}}",
            "13: `best` must be one of low, high",
        ),
        (
            "  panels:\n    loss: [a, b]\n    more: [b]",
            "15: curve `b` is in panel `loss` and in `more`; keep it in one of them",
        ),
        (
            "  panels: {a: [a], b: [b], c: [c], d: [d], e: [e], f: [f], g: [g]}",
            "13: 7 panels are more than can be read; make it 6 at most",
        ),
    ],
)
def test_wrong_panels_are_explained(tmp_path: Path, plot: str, message: str) -> None:
    problems = said(read(tmp_path, lesson_with(cell(plot))).problems)
    assert len(problems) == 1
    assert problems[0].startswith(message)
