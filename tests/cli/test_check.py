"""`tutor check` and `tutor audit` on an exercise of a tiny course, with real checks."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest
from doubling import ACCEPTED, CHECK, REFERENCE, STARTER, WRONG, exercise
from small_course import Command

from tutor.commands.check import Outcome
from tutor.commands.errors import Exit
from tutor.commands.exercises import find
from tutor.commands.verdicts import Printer
from tutor.course import scores
from tutor.engine import with_feedback
from tutor.engine.protocol import Checked, Judged, Listed
from tutor.engine.verdicts import CaseResult, Report, Verdict, from_json
from tutor.progress import Progress, Workspace

COURSE = """\
name: exercises
title: Exercises
chapters:
  - name: one
    title: One
    lessons: [doubles]
"""
LESSON = """\
---
summary: Doubling.
---

# Doubles

## Write it

:::{exercise} doubling
:::
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exercises")
    (folder / "course.yml").write_text(COURSE)
    lesson = folder / "one" / "doubles"
    exercise(lesson / "exercises" / "doubling", wrong=WRONG, accepted=ACCEPTED)
    (lesson / "lesson.md").write_text(LESSON)
    return folder


@pytest.fixture
def tutor(root: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(root, capsys)


def file(tmp_path: Path, code: str, name: str = "mine.py") -> str:
    path = tmp_path / name
    path.write_text(code)
    return str(path)


def attempts() -> list[tuple[bool, str]]:
    progress = Progress.open()
    try:
        return [(a.passed, a.code) for a in progress.attempts("exercises", "doubling")]
    finally:
        progress.close()


# --- check ----------------------------------------------------------------------------------------


def test_a_right_solution_passes_and_is_kept(tutor: Command, tmp_path: Path) -> None:
    assert tutor("check", "doubling", file(tmp_path, ACCEPTED["adds"])) == Exit.FINE
    lines = tutor.out.splitlines()
    assert lines[:4] == ["doubling: Doubling", "  ✓ A vector", "  ✓ A matrix", "  ✓ A number"]
    assert lines[-1].startswith("All 3 cases passed, in ")
    assert attempts() == [(True, ACCEPTED["adds"])]
    progress = Progress.open()
    assert list(progress.done("exercises", "doubles")) == ["doubling"]
    progress.close()


def test_a_wrong_solution_is_reported_and_explained(tutor: Command, tmp_path: Path) -> None:
    code = WRONG["squares"].replace("return", "print('at work')\n    return")
    assert tutor("check", "doubling", file(tmp_path, code)) == Exit.FAILED
    assert "  ✗ A matrix" in tutor.out
    assert "expected" in tutor.out
    assert "at work" in tutor.out
    assert "This is `squares`." in tutor.out
    assert "of 3 cases passed, in " in tutor.out.splitlines()[-1]
    ((passed, _),) = attempts()
    assert not passed
    progress = Progress.open()
    (attempt,) = progress.attempts("exercises", "doubling")
    assert progress.done("exercises", "doubles") == {}
    progress.close()
    verdict = from_json(attempt.verdict)
    assert verdict is not None
    assert verdict.feedback == "squares"


def test_a_failed_check_as_json(tutor: Command, tmp_path: Path) -> None:
    path = file(tmp_path, "print('loaded')\n" + WRONG["halves"])
    assert tutor("check", "doubling", path, "--json", "--seed", "3") == Exit.FAILED
    document = tutor.document
    assert list(document) == [
        "exercise", "title", "file", "seed", "passed", "seconds", "cases", "unplayed", "fault",
        "printed", "notes", "feedback", "convention", "attempt",
    ]  # fmt: skip
    assert (document["exercise"], document["title"]) == ("doubling", "Doubling")
    assert Path(document["file"]).name == "mine.py"
    assert (document["seed"], document["passed"], document["fault"]) == (3, False, None)
    assert document["printed"] == "loaded\n"
    assert document["feedback"]["name"] == "halves"
    assert document["feedback"]["text"] == "This is `halves`."
    assert document["feedback"]["certain"] is True
    assert document["attempt"] == 1
    (first, *_) = document["cases"]
    assert list(first) == ["name", "title", "passed", "seconds", "pace", "printed", "report"]
    assert list(first["report"]) == [
        "kind", "message", "call", "number", "place", "expected", "got", "printed", "traceback",
        "line", "column", "calls", "step", "picture", "paste",
    ]  # fmt: skip


def test_without_a_file_the_workspace_is_checked(tutor: Command) -> None:
    assert tutor("check", "doubling", "--json") == Exit.FAILED
    assert tutor.document["fault"]["kind"] == "missing"
    assert attempts() == []
    Workspace().open("doubling", STARTER)
    assert tutor("check", "doubling", "--json") == Exit.FAILED
    report = tutor.document["fault"] or tutor.document["cases"][0]["report"]
    assert report["kind"] == "unwritten"
    Workspace().write("doubling", ACCEPTED["parts"])
    assert tutor("check", "doubling") == Exit.FINE
    assert [passed for passed, _ in attempts()] == [False, True]


def test_a_folder_outside_of_the_course_is_checked_and_not_kept(
    tutor: Command, tmp_path: Path
) -> None:
    made = exercise(tmp_path / "elsewhere")
    path = file(tmp_path, REFERENCE)
    assert tutor("check", str(made.folder), path, "--json") == Exit.FINE
    assert tutor.document["attempt"] is None
    assert tutor("check", str(made.folder)) == Exit.MISUSE
    assert "which FILE" in tutor.err


def test_what_is_not_there_is_misuse(tutor: Command, tmp_path: Path) -> None:
    assert tutor("check", "dubling") == Exit.MISUSE
    assert "Did you mean doubling?" in tutor.err
    assert tutor("check", "zzz") == Exit.MISUSE
    assert "There are these: doubling" in tutor.err
    assert tutor("check", "doubling", str(tmp_path / "none.py")) == Exit.MISUSE
    assert "none.py" in tutor.err
    assert tutor("check", "doubling", "--json", "--watch") == Exit.MISUSE
    assert tutor("check", "doubling", "--seed", "x") == Exit.MISUSE
    assert tutor("check") == Exit.MISUSE
    assert attempts() == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"# later\n", "empty"),
        (b"\xff\xfe\x00", "unreadable"),
        (b"def double(x:\n", "syntax"),
    ],
)
def test_a_bad_file_is_a_failed_check(
    tutor: Command, tmp_path: Path, data: bytes, kind: str
) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(data)
    assert tutor("check", "doubling", str(path), "--json") == Exit.FAILED
    assert tutor.document["fault"]["kind"] == kind


def test_a_folder_as_file_is_a_failed_check(tutor: Command, tmp_path: Path) -> None:
    assert tutor("check", "doubling", str(tmp_path), "--json") == Exit.FAILED
    assert tutor.document["fault"]["kind"] == "unreadable"


def test_an_exercise_with_errors_is_said(tutor: Command, tmp_path: Path) -> None:
    made = exercise(tmp_path / "bad")
    (made.folder / "exercise.md").write_text("# Nothing\n")
    assert tutor("check", str(made.folder), file(tmp_path, REFERENCE)) == Exit.FAILED
    assert "exercise.md:" in tutor.err


def test_a_folder_of_the_course_is_the_exercise_of_the_course(root: Path, tmp_path: Path) -> None:
    arguments = Namespace(lessons=str(root), lang="en")
    folder = root / "one" / "doubles" / "exercises" / "doubling"
    for word in ("doubling", str(folder), str(folder / "check.py")):
        found = find(arguments, word)
        assert found.course is not None
        assert (found.exercise.name, found.lesson) == ("doubling", "doubles")
    assert find(arguments, str(exercise(tmp_path / "doubling").folder)).course is None


def test_a_terminal_without_signs_gets_words(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    monkeypatch.setattr(sys, "stdout", shown)
    report = Report("differs", "Other numbers.", "double(3)", 1, "[0]", "1\n2", "2", line=4)
    failed = CaseResult("b", "Two", False, report=report, printed="out")
    verdict = Verdict("doubling", False, [CaseResult("a", "One", True), failed], ["Three"])
    printer = Printer(find(Namespace(lessons=str(root), lang="en"), "doubling").exercise)
    for event in (
        Listed(1, [("a", "One")]), *(Checked(1, case) for case in verdict.cases),
        Judged(1, verdict),
    ):  # fmt: skip
        printer.hear(event)
    printer.end(Outcome(with_feedback(verdict, "same")))
    shown.seek(0)
    assert shown.read().splitlines() == [
        "doubling: Doubling",
        "  ok   One",
        "  FAIL Two",
        "  -    Three (not played)",
        "",
        "Two",
        "  Other numbers.",
        "  (line 4 of your file)",
        "    call 1    double(3)",
        "    at        [0]",
        "    expected",
        "      1",
        "      2",
        "    got       2",
        "    printed   out",
        "",
        "It may be this. This is `same`.",
        "",
        "1 of 3 cases passed, in 0.00 s.",
    ]


TUTOR = [sys.executable, "-c", "import sys; from tutor.cli import main; sys.exit(main())"]


def test_watching_checks_each_save(root: Path, tmp_path: Path) -> None:
    path = Path(file(tmp_path, WRONG["halves"]))
    command = [*TUTOR, "--lessons", str(root), "check", "doubling", str(path), "--watch"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        until(process.stdout, "of 3 cases passed")
        until(process.stderr, "Waiting for the next save")
        time.sleep(0.3)  # for the system to watch the folder
        beside = path.with_suffix(".new")
        beside.write_text(ACCEPTED["adds"])
        beside.replace(path)  # as editors save
        until(process.stdout, "All 3 cases passed")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == Exit.INTERRUPTED
    assert [passed for passed, _ in attempts()] == [False, True]


def until(lines: object, words: str) -> None:
    for line in lines:  # type: ignore[attr-defined]
        if words in line:
            return
    pytest.fail(f"{words!r} never came")


# --- audit ----------------------------------------------------------------------------------------


def test_an_audit_as_json(tutor: Command) -> None:
    assert tutor("audit", "doubling", "--json") == Exit.FINE
    document = tutor.document
    assert list(document) == ["ok", "exercises"]
    (found,) = document["exercises"]
    assert list(found) == [
        "exercise", "ok", "accepted", "wrong", "variations", "mutants", "lacking", "seeds", "cases",
        "calls", "seconds", "problems", "remarks",
    ]  # fmt: skip
    assert found["variations"]["recognized"] == found["variations"]["total"] > 10
    assert found["mutants"]["killed"] == found["mutants"]["total"] > 5
    assert found["mutants"]["survivors"] == found["lacking"] == []
    assert found["seeds"] == {"tried": 0, "rejected": []}
    assert found["accepted"] == {"passed": 3, "total": 3}
    assert found["wrong"] == {"failed": 4, "total": 4, "recognized": 4}
    assert found["problems"] == []


@pytest.mark.slow
def test_a_bad_exercise_fails_its_audit(tutor: Command, tmp_path: Path) -> None:
    made = exercise(
        tmp_path / "lenient",
        check=CHECK.replace("close(mine.double(x), x + x)", "mine.double(x)"),
        wrong={**WRONG, "right": REFERENCE},
        accepted={**ACCEPTED, "wrong": WRONG["same"]},
    )
    assert tutor("audit", "doubling", str(made.folder)) == Exit.FAILED
    header, good, bad, every, *_ = tutor.out.splitlines()
    assert header.split() == [
        "exercise", "accepted", "wrong", "recognized", "variations", "mutants", "score",
        "explained", "cases", "calls", "seconds",
    ]  # fmt: skip
    assert good.split()[:4] == ["doubling", "3/3", "4/4", "4/4"]
    assert good.split()[6:11] == ["100", "%", "0", "3", "3"]
    assert good.split()[12:] == ["ok"]
    assert bad.split()[:4] == ["lenient", "3/4", "4/5", "4/4"]
    assert bad.split()[12:] == ["PROBLEMS"]
    assert every.split()[:4] == ["all", "6/7", "8/9", "8/8"]
    assert "lenient/wrong/right.py must fail, but passes every case" in tutor.out
    assert "lenient/accepted/wrong.py must pass, but: " in tutor.out
    assert "lenient/check.py rests on the reference alone" in tutor.out
    assert tutor.out.splitlines()[-1] == "1 of 2 exercises have problems."


def test_an_audit_of_nothing(tutor: Command, root: Path) -> None:
    assert tutor("audit", "dubling") == Exit.MISUSE
    assert "doubling" in tutor.err


def test_an_exercise_that_cannot_be_read_fails_the_audit(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lesson = tmp_path / "one" / "doubles"
    made = exercise(lesson / "exercises" / "doubling")
    (tmp_path / "course.yml").write_text(COURSE)
    (lesson / "lesson.md").write_text(LESSON)
    (made.folder / "reference.py").unlink()
    tutor = Command(tmp_path, capsys)
    assert tutor("audit", "--json") == Exit.FAILED
    assert tutor.document == {"ok": False, "exercises": []}
    assert "reference.py" in tutor.err


@pytest.mark.slow
def test_more_seeds_go_on_where_the_scores_end(tutor: Command, tmp_path: Path) -> None:
    path = tmp_path / "graders.json"
    sow = ("audit", "doubling", "--more-seeds", "3", "--save", str(path))
    assert tutor(*sow) == Exit.FAILED
    assert "audit it first" in tutor.err
    assert tutor("audit", "doubling", "--save", str(path)) == Exit.FINE
    before = scores.load(path)["doubling"]
    assert tutor(*sow) == Exit.FINE
    assert tutor(*sow, "--json") == Exit.FINE
    expected = {"exercise": "doubling", "seeds": 6, "refused": 0}
    assert tutor.document == {"ok": True, "exercises": [expected]}
    assert scores.load(path)["doubling"] == replace(before, seeds=6)
    assert tutor("audit", "doubling", "--more-seeds", "3") == Exit.MISUSE
