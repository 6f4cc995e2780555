"""`tutor check --paste`: the call that fails, written below the learner's code, and run."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.commands import pasting
from tutor.commands.errors import Failed, Misuse
from tutor.commands.verdicts import report_lines
from tutor.engine.verdicts import CaseResult, Report, Verdict, from_json, to_json

CODE = "def double(x):\n    return x + 3\n"
PASTE = "import math\nx = 2\nresult = double(x)\nprint(result)"


def verdict(report: Report | None) -> Verdict:
    return Verdict(
        "double", report is None, [CaseResult("a", "A case", report is None, report=report)]
    )


@pytest.fixture
def code(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(CODE)
    return path


def test_what_is_written_runs_by_itself(code: Path, tmp_path: Path) -> None:
    target = tmp_path / "call.py"
    said = pasting.write(target, code, verdict(Report("differs", "No.", "f", 2, paste=PASTE)))
    assert "holds your code and call 2. Run it: python " in said
    done = subprocess.run([sys.executable, target], capture_output=True, text=True, check=True)
    assert done.stdout == "5\n"
    assert "# --- Call 2 of the case “A case”, which fails ---" in target.read_text()


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (None, "no call fails"),
        (Report("required", "No."), "what fails is no single call"),
        (Report("differs", "No.", "f(<x>)", 1), "needs more than can be written down"),
    ],
)
def test_nothing_is_written_without_a_call(
    code: Path, tmp_path: Path, report: Report | None, why: str
) -> None:
    assert why in pasting.write(tmp_path / "call.py", code, verdict(report))
    assert not (tmp_path / "call.py").exists()


def test_never_over_the_learners_own_code(code: Path) -> None:
    with pytest.raises(Misuse):
        pasting.write(code, code, verdict(Report("differs", "No.", "f", 1, paste=PASTE)))
    assert code.read_text() == CODE


def test_a_folder_that_is_not_there(code: Path, tmp_path: Path) -> None:
    with pytest.raises(Failed):
        pasting.write(
            tmp_path / "no" / "call.py",
            code,
            verdict(Report("differs", "No.", "f", 1, paste=PASTE)),
        )


def test_a_short_call_is_printed_as_it_is_pasted() -> None:
    short = report_lines(Report("differs", "No.", "f(x)", 1, paste=PASTE, calls=3))
    assert "    call 1 of 3" in short
    assert "      print(result)" in short
    long = report_lines(Report("differs", "No.", "x = […]\nf(x)", 1, paste=PASTE * 9))
    assert "      f(x)" in long
    assert "--paste FILE" in long[-1]


def test_matrices_and_shapes_stand_side_by_side() -> None:
    lines = report_lines(Report("differs", "No.", expected="[1]\n[2]", got="[1]\n[3]"))
    assert lines[1:] == [
        "    values",
        "      expected   got",
        "      [1]      │ [1]",
        "      [2]      ≠ [3]",
    ]
    drawn = report_lines(Report("shape", "No.", expected="a", got="b", picture="┌┐\n└┘"))
    assert drawn[1:] == ["    shapes", "      ┌┐", "      └┘"]


def test_long_messages_are_wrapped() -> None:
    lines = report_lines(Report("differs", "word " * 60))
    assert max(map(len, lines)) <= 78


def test_a_terminal_without_signs_gets_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    report = Report("shape", "“No” …", expected="[1]\n[2]", got="[1]\n[3]")
    assert report_lines(report) == [
        '  "No" ...', "    values", "      expected   got", "      [1]      | [1]",
        "      [2]      ! [3]",
    ]  # fmt: skip


def test_only_the_first_whole_call_is_kept() -> None:
    cases = [
        CaseResult(name, name, False, report=Report("differs", "No.", "f", 1, paste=PASTE))
        for name in "ab"
    ]
    kept = from_json(to_json(Verdict("double", False, cases)))
    assert kept is not None
    assert [case.report and case.report.paste for case in kept.cases] == [PASTE, ""]
