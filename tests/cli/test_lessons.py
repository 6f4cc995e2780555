"""`tutor list`, `run`, `read` and `lint` on a tiny course, with real runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_course import BAD, LESSON, Command

from tutor.commands.errors import Exit
from tutor.progress import Progress

# --- list -----------------------------------------------------------------------------------------


def test_list_shows_progress_and_marks_what_is_broken(tutor: Command, own_home: Path) -> None:
    assert tutor("list") == 0
    assert "A small course: 0 of 9 done" in tutor.out
    assert "The first chapter" in tutor.out
    assert not own_home.exists()  # a list leaves nothing behind
    progress = Progress.open()
    for activity in ("guess", "add", "gone"):
        progress.mark_done("small", "adding", activity, "d")
    progress.close()
    assert tutor("list") == 0
    (adding,) = (line for line in tutor.out.splitlines() if line.strip().startswith("adding"))
    assert adding.split() == ["adding", "Small", "steps", "2/5", "done", "5", "min"]
    (bad,) = (line for line in tutor.out.splitlines() if line.strip().startswith("bad"))
    assert "can't be opened" in bad
    assert "lesson.md:9:" in bad


def test_list_as_json(tutor: Command) -> None:
    assert tutor("list", "--json") == 0
    document = tutor.document
    assert set(document) == {"course", "title", "done", "total", "chapters", "problems"}
    (chapter,) = document["chapters"]
    lessons = {lesson["name"]: lesson for lesson in chapter["lessons"]}
    assert list(lessons) == ["adding", "breaking", "looping", "bad"]
    assert lessons["adding"]["total"] == 5
    assert lessons["adding"]["problem"] is None
    assert lessons["bad"]["title"] is None
    assert lessons["bad"]["problem"]["line"] == 9


def test_list_says_what_is_wrong_with_the_progress_file(tutor: Command, own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "progress.db").write_bytes(b"junk")
    assert tutor("list") == 0
    assert "damaged" in tutor.err
    assert "0 of 9 done" in tutor.out


# --- run ------------------------------------------------------------------------------------------


def test_run_prints_everything_that_the_cells_give(tutor: Command) -> None:
    assert tutor("run", "adding") == 0
    assert "adding\n42\n" in tutor.out
    assert "name   n\na      1\nbb    22\n" in tutor.out
    assert "Curve loss: 20 points, from 1 at 0 to 0.05 at 19; lowest 0.05, highest 1." in tutor.out
    assert tutor.out.index("add: Adding") < tutor.out.index("42") < tutor.out.index("add: done")
    assert "\x1b" not in tutor.out
    assert tutor.err == ""


def test_run_as_json(tutor: Command) -> None:
    assert tutor("run", "adding", "--seed", "7", "--json") == 0
    document = tutor.document
    assert document["seed"] == 7
    assert document["device"]
    assert document["ok"] is True
    setup, add, draw = document["cells"]
    assert (setup["id"], setup["stdout"], setup["curves"]) == ("setup", "", [])
    assert (add["id"], add["outcome"], add["value"]) == ("add", "done", "42")
    assert add["stdout"] == "adding\n"
    assert add["error"] is None
    assert draw["tables"] == [
        {"title": "", "header": ["name", "n"], "rows": [["a", "1"], ["bb", "22"]]}
    ]
    (curve,) = draw["curves"]
    assert (curve["name"], curve["points"]) == ("loss", 20)
    assert curve["last"] == [19.0, 0.05]
    assert draw["steps"] == 20


def test_run_draws_curves_on_a_terminal(tutor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert tutor("run", "adding", "--cell", "draw") == 0
    drawn = [line for line in tutor.out.splitlines() if any("⠁" <= c <= "⣿" for c in line)]
    assert len(drawn) > 3
    assert max(map(len, tutor.out.splitlines())) <= 80
    assert "\x1b" not in tutor.out


def test_a_cell_that_raises_fails_the_run(tutor: Command) -> None:
    assert tutor("run", "breaking") == Exit.FAILED
    assert "still here" in tutor.out  # the others run all the same
    assert "ZeroDivisionError: division by zero" in tutor.err
    assert "1 / 0" in tutor.err
    assert "1 of 3 cells failed: broken." in tutor.err
    assert tutor("run", "breaking", "--json") == Exit.FAILED
    cells = {cell["id"]: cell for cell in tutor.document["cells"]}
    assert [cell["outcome"] for cell in cells.values()] == ["done", "raised", "done"]
    assert cells["broken"]["error"]["kind"] == "ZeroDivisionError"
    assert cells["broken"]["error"]["line"] == 1
    assert tutor.document["ok"] is False


def test_a_device_that_is_not_there(tutor: Command) -> None:
    assert tutor("run", "adding", "--device", "cuda:99") == Exit.FAILED
    assert "tutor doctor" in tutor.err
    assert "42" not in tutor.out  # and not quietly on another


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("name", ["run", "read"])
def test_ctrl_c_stops_a_run(written: Path, name: str) -> None:
    """The whole foreground group gets the signal, as from a terminal."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor", "--lessons", str(written), name, "looping"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    last_words = {"run": "begun", "read": "For ever"}[name]  # before it waits for the cell
    while last_words not in process.stdout.readline():
        assert process.poll() is None
    time.sleep(0.5)
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == Exit.INTERRUPTED
    assert "stopped" in err
    assert "Traceback" not in err
    with pytest.raises(ProcessLookupError):  # nothing of it is left
        os.killpg(process.pid, 0)


# --- read -----------------------------------------------------------------------------------------


def test_read_is_the_whole_lesson_in_a_line(tutor: Command) -> None:
    assert tutor("read", "adding") == 0
    order = [
        "Small steps\n===========",
        "Counting and adding.",
        "5 minutes.",
        "Code (setup):",
        "Adding\n------",
        "We add xᵢ² to a start.",
        "Quiz 1 (",
        "Code (add):",
        "Output:\n\n    adding\n    42\n",
        "Drawing\n-------",
        "Code (draw):",
        "    bb    22\n    Curve loss: 20 points",
        "Quiz 2 (",
        "Quiz 3 (",
        "Answers\n-------",
        "Quiz 1:\n",
        "Adding a positive number makes more.",
        "Quiz 2:\n\n    43\n",
        "Quiz 3:\n\n    84\n",
    ]
    places = [tutor.out.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "\x1b" not in tutor.out
    assert tutor.out.count("Drawing") == 1
    assert "That would be taking away." not in tutor.out
    assert tutor.err == ""


def test_the_answers_have_the_letters_of_the_options(tutor: Command) -> None:
    assert tutor("read", "adding", "--no-run") == 0
    before, answers = tutor.out.split("Answers\n")
    (option,) = (line.strip() for line in before.splitlines() if line.endswith(". More"))
    assert option in answers


def test_read_without_running(tutor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an engine was made")

    monkeypatch.setattr("tutor.engine.Engine", refuse, raising=False)
    assert tutor("read", "adding", "--no-run") == 0
    assert "Output" not in tutor.out
    assert "Run the lesson to see it." in tutor.out
    assert tutor("read", "breaking", "--no-run") == 0


def test_read_wraps(tutor: Command) -> None:
    assert tutor("read", "adding", "--no-run", "--width", "32") == 0
    prose = [line for line in tutor.out.splitlines() if not line.startswith("    ")]
    assert max(map(len, prose)) <= 32


def test_read_in_chinese(tutor: Command) -> None:
    assert tutor("read", "adding", "--no-run", "--lang", "zh") == 0
    assert tutor.out.startswith("小步\n====\n")


def test_read_shows_what_failed(tutor: Command) -> None:
    assert tutor("read", "breaking") == Exit.FAILED
    assert "ZeroDivisionError" in tutor.out
    assert "still here" in tutor.out
    assert "broken" in tutor.err


# --- lint -----------------------------------------------------------------------------------------


def test_lint_counts_and_fails_on_errors(
    tutor: Command, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written)
    assert tutor("lint") == Exit.FAILED
    lines = tutor.out.replace(os.sep, "/").splitlines()
    assert any(line.startswith("one/bad/lesson.md:9: ") for line in lines)
    assert "error" in lines[-1]
    assert tutor("lint", "--json") == Exit.FAILED
    document = tutor.document
    assert document["errors"] == sum(p["severity"] == "error" for p in document["problems"]) > 0
    assert document["warnings"] == sum(p["severity"] == "warning" for p in document["problems"])
    assert set(document["problems"][0]) == {"path", "line", "severity", "message", "advice"}


def test_lint_of_one_file_or_folder(tutor: Command, written: Path, tmp_path: Path) -> None:
    assert tutor("lint", str(written / "one/bad/lesson.md")) == Exit.FAILED
    assert tutor("lint", str(written / "one/bad")) == Exit.FAILED
    assert tutor("lint", str(written / "one/looping"), "--json") == 0
    assert tutor.document["errors"] == 0
    folder = tmp_path / "one" / "mended"
    folder.mkdir(parents=True)
    (folder / "lesson.md").write_text(BAD.replace("choise", "choice"))
    assert tutor("lint", str(folder)) == Exit.FAILED  # still without answers


def test_our_own_course_is_the_default_and_lint_has_nothing_to_complain_of(tutor: Command) -> None:
    code = tutor("lint", "--json", lessons=False)
    assert tutor.document["problems"] == []
    assert tutor.document["errors"] == 0
    assert code == 0


def test_the_small_course_is_what_the_tests_say() -> None:
    assert LESSON.count("{code-cell}") == 3
    assert LESSON.count(":::{quiz}") == 3
