"""Synthetic data is never shown as if it were real: lines, captions, labels, saved files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from course_maker import floats
from data_steps import AIRFOIL, ScriptedFetch, data_app, put_files, run_walk, said
from textual.pilot import Pilot

from tutor.app import data_words, exporting
from tutor.app.cell import CellView
from tutor.app.cell_parts import UsedData
from tutor.app.driving import lesson_screen, screen_text, until
from tutor.app.figure import Figure
from tutor.app.figure_model import FigureModel
from tutor.app.home import HomeScreen
from tutor.app.main import TutorApp
from tutor.app.runs import Runs
from tutor.course.model import PlotOptions
from tutor.datasets import shelf
from tutor.engine import protocol

MADE_UP = protocol.DataUsed(1, "airfoil", AIRFOIL, "synthetic", "1500 rows")
REAL = protocol.DataUsed(1, "airfoil", AIRFOIL, "real", "1500 rows")
CLOTHES = protocol.DataUsed(1, "fashion_mnist", "Fashion-MNIST", "real")
FINISHED = protocol.Finished(1, "walk", "done", 0.1)


def points(level: float) -> protocol.Points:
    return protocol.Points(1, "loss", floats(0, 1), floats(level, level))


def model_of(*runs: list[protocol.DataUsed]) -> FigureModel:
    """A figure with a run for each list of data."""
    model = FigureModel(PlotOptions(title="losses"))
    for level, used in enumerate(runs, 1):
        model.begin({"eta": 0.1}, "code")
        for event in used:
            model.use(event)
        model.take(points(level))
        model.finish(FINISHED)
    return model


async def drawn(pilot: Pilot[None]) -> CellView:
    """Run the cell with synthetic data, which was chosen before."""
    cell = await run_walk(pilot)
    assert cell.outcome == "done"
    return cell


def app_with_synthetic(tmp_path: Path) -> TutorApp:
    app = data_app(tmp_path, ScriptedFetch([]))
    shelf.choose("airfoil", "synthetic")
    return app


# --- words --------------------------------------------------------------------------------------


def test_the_line_of_an_output() -> None:
    made_up = data_words.line(AIRFOIL, "synthetic", "1500 rows")
    assert made_up == "Data: Airfoil self-noise, synthetic: made by Tutor, not measured · 1500 rows"
    assert data_words.line(AIRFOIL, "real") == "Data: Airfoil self-noise, the real data"


def test_runs_that_differ_in_their_data_say_so() -> None:
    model = model_of([MADE_UP], [REAL])
    labels = [model.runs.label(run) for run in model.runs.all]
    assert labels == ["synthetic data", "real data"]
    assert model.caption == "synthetic data in run 1: Airfoil self-noise"


def test_runs_with_several_sets_name_the_set() -> None:
    made_up = protocol.DataUsed(1, "fashion_mnist", "Fashion-MNIST", "synthetic")
    model = model_of([REAL, CLOTHES], [MADE_UP, CLOTHES], [REAL, made_up])
    assert [model.runs.label(run) for run in model.runs.all] == [
        "real data",
        f"{AIRFOIL} synthetic, Fashion-MNIST real",
        f"{AIRFOIL} real, Fashion-MNIST synthetic",
    ]
    assert model.caption == "synthetic data in runs 2, 3: Airfoil self-noise, Fashion-MNIST"


def test_runs_of_one_kind_of_data_are_labelled_as_before() -> None:
    model = model_of([MADE_UP], [MADE_UP])
    assert [model.runs.label(run) for run in model.runs.all] == ["run 1", "run 2"]
    assert model.caption == "synthetic data: Airfoil self-noise"
    assert model_of([REAL]).caption == ""
    assert model_of([]).caption == ""


def test_a_knob_comes_before_the_data() -> None:
    runs = Runs()
    for eta, used in ((0.1, MADE_UP), (0.2, REAL)):
        run = runs.begin({"eta": eta}, "code")
        run.data[used.name] = used
        run.take(points(eta))
        runs.finish("done", 0.1, 1)
    assert [runs.label(run) for run in runs.all] == [
        "eta 0.1 · synthetic data",
        "eta 0.2 · real data",
    ]


def test_the_same_curve_from_other_data_is_another_run() -> None:
    runs = Runs()
    for used in (MADE_UP, REAL, REAL):
        run = runs.begin({}, "code")
        run.data[used.name] = used
        run.take(points(1.0))
        runs.finish("done", 0.1, 1)
    assert [next(iter(run.kinds.values())) for run in runs.kept] == ["synthetic", "real"]


def test_a_hidden_run_needs_no_caption() -> None:
    model = model_of([MADE_UP], [REAL])
    model.toggle(model.runs.all[0])
    assert model.caption == ""


@pytest.mark.parametrize(("used", "title"), [(MADE_UP, "w · synthetic data"), (REAL, "w")])
def test_tables_and_images_carry_it(used: protocol.DataUsed, title: str) -> None:
    data = UsedData()
    data.take(used)
    for event in (protocol.Table(1, [], [["1"]], "w"), protocol.Images(1, [], "w")):
        marked = data.marked(event)
        assert isinstance(marked, protocol.Table | protocol.Images)
        assert marked.title == title
    text = protocol.Text(1, "x")
    assert data.marked(text) is text
    data.begin()
    assert data.marked(protocol.Table(1, [], [["1"]], "w")).title == "w"  # type: ignore[union-attr]


# --- saved --------------------------------------------------------------------------------------


def test_a_saved_drawing_says_it_above_everything() -> None:
    text = exporting.as_svg(model_of([MADE_UP]))
    assert text.count("synthetic data: Airfoil self-noise") == 2  # its title, and on the paper
    assert "<g transform='translate(0 28)'>" in text
    plain = exporting.as_svg(model_of([REAL]))
    assert "synthetic" not in plain
    assert "<g transform='translate(0 0)'>" in plain


def test_saved_numbers_say_it_in_each_line() -> None:
    rows = list(csv.DictReader(io.StringIO(exporting.as_csv(model_of([MADE_UP], [REAL])))))
    assert [row["data"] for row in rows] == [
        *[f"{AIRFOIL}: synthetic"] * 2,
        *[f"{AIRFOIL}: real"] * 2,
    ]
    assert exporting.as_csv(model_of([])).splitlines()[0] == "run,eta,curve,x,y"


# --- on the screen ------------------------------------------------------------------------------


async def test_line_caption_and_table_on_the_page_and_in_its_text(tmp_path: Path) -> None:
    app = app_with_synthetic(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        cell = await drawn(pilot)
        shown = screen_text(app)
        assert "synthetic data: Airfoil self-noise" in shown
        assert "Data: Airfoil self-noise, synthetic" in shown
        assert "Weights · synthetic data" in shown
        text = lesson_screen(app).view.as_text()
        assert text.index("synthetic data: Airfoil") < text.index("the walk")
        assert "synthetic: made by Tutor" in text
        assert "Weights · synthetic data" in text
        line = cell.output.query_one(".output-data")
        assert line.has_class("-synthetic")


@pytest.mark.parametrize("size", [(120, 36), (40, 12)])
async def test_full_screen_has_the_caption(tmp_path: Path, size: tuple[int, int]) -> None:
    app = app_with_synthetic(tmp_path)
    async with app.run_test(size=size) as pilot:
        await drawn(pilot)
        await pilot.press("f")
        await pilot.pause()
        assert "synthetic data: Airfoil" in screen_text(app)
        figure = app.screen.query_one(Figure)
        caption, plot = figure.query_one(".figure-caption"), figure.plots[0]
        assert caption.region.bottom <= plot.region.y
        assert plot.region.bottom <= figure.region.bottom
        assert plot.size.height >= 4


@pytest.mark.slow
async def test_full_screen_with_several_panels(tmp_path: Path) -> None:
    app = app_with_synthetic(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await drawn(pilot)
        assert cell.figure is not None
        cell.figure.begin({"eta": 0.1}, "")
        cell.figure.use(MADE_UP)
        for name in ("a", "b", "c"):
            await cell.figure.take(protocol.Points(1, name, floats(0, 1), floats(1, 2)))
        cell.figure.finish(FINISHED)
        cell.figure.action_panels()
        await pilot.pause()
        await pilot.press("f")
        await pilot.pause()
        figure = app.screen.query_one(Figure)
        assert len(figure.plots) >= 3
        assert all(plot.size.height >= 6 for plot in figure.plots)
        assert all(plot.region.bottom <= figure.region.bottom for plot in figure.plots)
        assert figure.plots[0].region.y == figure.plots[1].region.y > figure.region.y


async def test_the_table_of_runs_says_it(tmp_path: Path) -> None:
    app = app_with_synthetic(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        cell = await drawn(pilot)
        put_files("airfoil")
        await app.datasets.use("airfoil", "real")
        await drawn(pilot)
        assert cell.figure is not None
        cell.figure.action_compare()
        await pilot.pause()
        shown = screen_text(app)
        assert "synthetic data in run 1: Airfoil self-noise" in shown
        assert "real data" in shown


async def test_a_turned_knob_does_not_clear_the_page_for_the_line(tmp_path: Path) -> None:
    """What the run before gave stays until this one gives something itself."""
    app = app_with_synthetic(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        cell = await drawn(pilot)
        await cell.begin({}, turned=True)
        await cell.apply(REAL)
        assert "x = 0.0605" in cell.output.text
        await cell.apply(protocol.Text(1, "new\n"))
        assert cell.output.text == f"Data: {AIRFOIL}, the real data · 1500 rows\nnew"
        await cell.apply(FINISHED)


@pytest.mark.slow
async def test_two_sets_have_two_lines_and_whose_code_comes_first(tmp_path: Path) -> None:
    app = app_with_synthetic(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        cell = await drawn(pilot)
        await cell.begin({})
        for event in (MADE_UP, CLOTHES, protocol.Using(1, [("sgd", "yours")]), REAL):
            await cell.apply(event)
        await cell.apply(protocol.Text(1, "out\n"))
        await cell.apply(FINISHED)
        uses, *rest = cell.output.text.splitlines()
        assert "sgd" in uses
        assert rest == [
            f"Data: {AIRFOIL}, the real data · 1500 rows",
            "Data: Fashion-MNIST, the real data",
            "out",
        ]


# --- the map ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [("open", "data not here yet"), ("synthetic", "synthetic data"), ("real", "real data")],
)
async def test_the_map_says_which_data_a_lesson_uses(
    tmp_path: Path, state: str, expected: str
) -> None:
    app = data_app(tmp_path, start=None)
    if state == "synthetic":
        shelf.choose("airfoil", "synthetic")
    if state == "real":
        put_files("airfoil")
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: bool(app.home.entries), "the map", 5)
        await pilot.press("down", "up")
        await pilot.pause()
        shown = screen_text(app)
        (line,) = [each for each in shown.splitlines() if "Downhill" in each]
        assert line.rstrip().endswith(f"5 min · {expected}")
        assert f"Data: {AIRFOIL} (" in shown
        assert "d lists all sets" in shown


async def test_where_nobody_is_asked_the_map_says_synthetic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_OFFLINE", "1")
    app = data_app(tmp_path, start=None)
    async with app.run_test(size=(40, 14)) as pilot:
        await until(pilot, lambda: bool(app.home.entries), "the map", 5)
        await pilot.pause()
        assert "synthetic data" in " ".join(screen_text(app).split())
        assert isinstance(app.screen, HomeScreen)
        assert said(app) == ""
