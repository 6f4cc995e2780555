"""What the command understands, what it refuses, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from small_course import Command

from tutor import __version__, cli
from tutor.commands import COMMANDS, MODULES
from tutor.commands.errors import Exit
from tutor.progress import Progress


def test_version_and_help(tutor: Command) -> None:
    assert tutor("--version", lessons=False) == 0
    assert tutor.out == f"tutor {__version__}\n"
    assert tutor("--help", lessons=False) == 0
    assert all(name in tutor.out for name in COMMANDS)
    assert set(COMMANDS) == set(MODULES)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_each_command_explains_itself(tutor: Command, name: str) -> None:
    assert tutor(name, "--help") == 0
    assert f"usage: tutor {name}" in tutor.out
    assert "--lessons" in tutor.out
    lesson = ["adding"] if name in ("run", "read", "check") else []
    assert tutor(name, *lesson, "--nonsense") == 2
    assert "no option --nonsense" in tutor.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["lsit"], "list"),
        (["ading"], "adding"),
        (["read", "brakeing"], "breaking"),
        (["run", "Adding"], "adding"),
        (["run", "adding", "--cell", "drawn"], "draw"),
        (["run", "adding", "--sed", "1"], "--seed"),
        (["list", "--jsn"], "--json"),
    ],
)
def test_a_misspelt_word_gets_the_closest(tutor: Command, words: list[str], expected: str) -> None:
    assert tutor(*words) == Exit.MISUSE
    assert "id you mean" in tutor.err
    assert expected in tutor.err.split("id you mean")[1]
    assert tutor.out == ""
    assert len(tutor.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["zzzzzz"], "tutor list"),
        (["run", "zzzzzz"], "tutor list"),
        (["run", "adding", "--cell", "zzz"], "setup, add, draw"),
        (["run"], "LESSON"),
        (["run", "adding", "--seed", "-1"], "whole number"),
        (["run", "adding", "--seed", "many"], "whole number"),
        (["run", "adding", "--seed", "99999999999"], "whole number"),
        (["read", "adding", "--width", "3"], "columns"),
        (["list", "--lang", "klingon"], "two letters"),
        (["read", "adding", "twice"], "'twice' is one word too many"),
        (["lint", "nowhere.md"], "nowhere.md"),
        (["list", "--device"], "--device"),
        (["run", "adding", "--device", "abacus"], "'abacus' is no device"),
    ],
)
def test_misuse_is_said_in_a_sentence(tutor: Command, words: list[str], expected: str) -> None:
    assert tutor(*words) == Exit.MISUSE
    assert expected in tutor.err
    assert "Traceback" not in tutor.err
    assert tutor.out == ""


def test_options_stand_before_or_after(written: Path, tutor: Command) -> None:
    """Global ones, on either side of the sub-command, as one word or two."""
    for words in (
        ["--lessons", str(written), "--lang", "zh", "list"],
        ["list", "--lessons", str(written), "--lang", "zh"],
        ["--lang=zh", "list", f"--lessons={written}"],
    ):
        assert tutor(*words, lessons=False) == 0
        assert "小步" in tutor.out


def test_a_folder_that_is_not_there(tutor: Command, tmp_path: Path) -> None:
    for words in (["list"], ["read", "adding"], []):
        assert tutor(*words, "--lessons", str(tmp_path / "none"), lessons=False) == Exit.MISUSE
        assert "There is no folder" in tutor.err


def test_a_course_that_can_not_be_opened(tutor: Command, tmp_path: Path) -> None:
    (tmp_path / "course.yml").write_text("name: [\n")
    assert tutor("list", "--lessons", str(tmp_path), lessons=False) == Exit.FAILED
    assert "course.yml:" in tutor.err


def test_a_lesson_that_can_not_be_opened_says_every_error(tutor: Command) -> None:
    for words in (["read", "bad"], ["run", "bad"], ["demo", "bad"]):
        assert tutor(*words) == Exit.FAILED
        assert "bad/lesson.md:9:" in tutor.err.replace(os.sep, "/")
        assert "choice" in tutor.err


# --- opening the app ------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the app was opened with; it leaves at once."""
    calls: list[dict[str, Any]] = []

    def run_app(course: object, **options: Any) -> int:
        assert isinstance(options["progress"], Progress)
        calls.append({"course": course, **options})
        return 0

    monkeypatch.setattr("tutor.app.main.run_app", run_app)
    return calls


def test_without_a_terminal_it_says_what_to_do(
    tutor: Command, opened: list[dict[str, Any]]
) -> None:
    assert tutor() == Exit.MISUSE
    assert "tutor read adding" in tutor.err
    assert "tutor demo" in tutor.err
    assert opened == []


def test_the_app_gets_what_was_asked_for(
    tutor: Command, opened: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert tutor("adding", "--device", "cpu", "--lang", "zh") == 0
    (call,) = opened
    assert call["course"].name == "small"
    assert (call["start"], call["device"], call["language"]) == ("adding", "cpu", "zh")
    assert tutor() == 0
    assert (opened[1]["start"], opened[1]["device"], opened[1]["language"]) == (None, None, "en")


def test_what_closing_says_is_printed(
    tutor: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The app is gone by then, and this is where the learner's work is."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def run_app(course: object, *, progress: Progress, **_: object) -> int:
        progress._store._file.execute("PRAGMA query_only = ON")
        progress.mark_done("small", "adding", "add", "d")
        return 0

    monkeypatch.setattr("tutor.app.main.run_app", run_app)
    assert tutor() == 0
    assert str(next(tmp_path.glob("tutor-progress-*.db"))) in tutor.err


# --- ends ---------------------------------------------------------------------------------------


def test_an_error_of_our_own(tutor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("first line\nsecond line")

    monkeypatch.setattr("tutor.commands.listing.load_course", fail)
    assert tutor("list") == Exit.BUG
    assert "ZeroDivisionError: first line" in tutor.err
    assert "TUTOR_DEBUG=1" in tutor.err
    assert "Traceback" not in tutor.err
    monkeypatch.setenv("TUTOR_DEBUG", "1")
    assert tutor("list") == Exit.BUG
    assert "Traceback" in tutor.err


def test_ctrl_c_anywhere(tutor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tutor.commands.listing.load_course", interrupt)
    assert tutor("list") == Exit.INTERRUPTED


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "tutor", *words]


def test_a_reader_that_leaves_is_no_error(written: Path) -> None:
    process = subprocess.Popen(
        command("--lessons", str(written), "list", "--json"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.wait(timeout=60) == Exit.NO_READER
    assert process.stderr.read() == b""
    process.stderr.close()


def test_output_that_can_not_hold_formulas(written: Path) -> None:
    """A terminal that knows only ASCII gets question marks, not a traceback."""
    done = subprocess.run(
        command("--lessons", str(written), "--lang", "zh", "list"),
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"??" in done.stdout


# --- fast ---------------------------------------------------------------------------------------

HEAVY = ("torch", "numpy", "textual", "plotext", "asyncio", "rich", "msgspec", "sqlite3")
LOADED = (
    "import json, sys; from tutor import cli; code = cli.main(sys.argv[1:]); "
    "print(json.dumps([code, sorted({n.split('.')[0] for n in sys.modules})]), file=sys.stderr)"
)


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (["--version"], ()),
        (["--help"], ()),
        (["run", "--help"], ()),
        (["list"], ("sqlite3",)),
        (["lint"], ("msgspec",)),  # the registry of data sets is read with it
    ],
)
def test_nothing_slow_is_imported_before_it_is_wanted(
    written: Path, words: list[str], allowed: tuple[str, ...]
) -> None:
    import json

    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--lessons", str(written), *words],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == (1 if words == ["lint"] else 0)
    assert "tutor" in modules
    assert set(HEAVY) & set(modules) <= set(allowed)


def test_the_probe_sees_what_is_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import sqlite3; {LOADED}", "--version"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "sqlite3" in done.stderr


def test_python_m_tutor(tutor: Command) -> None:
    done = subprocess.run(command("--version"), capture_output=True, text=True, check=True)
    assert done.stdout == f"tutor {__version__}\n"


def test_main_takes_the_words_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tutor", "--version"])
    assert cli.main() == 0
    assert __version__ in capsys.readouterr().out
