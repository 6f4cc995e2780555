"""The learner's own editor: which it is, how it gets the terminal, and what goes wrong in words."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App, SuspendNotSupported

from tutor.app import own_editor
from tutor.app.own_editor import command, is_graphical, open_in_editor


def script(path: Path, body: str) -> Path:
    """An editor of our own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\nimport os, pathlib, sys, time\n{body}\n")
    path.chmod(0o755)
    return path


def text_of(path: Path) -> str:
    return path.read_text()


# --- which it is ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"VISUAL": "vim", "EDITOR": "nano"}, ["vim"]),
        ({"EDITOR": "nano"}, ["nano"]),
        ({"VISUAL": "", "EDITOR": "  nano "}, ["nano"]),
        ({"VISUAL": "code --wait"}, ["code", "--wait"]),
        ({"VISUAL": "'my tools/ed' -n"}, ["my tools/ed", "-n"]),
        ({"EDITOR": "emacs '-nw'"}, ["emacs", "-nw"]),
        ({"EDITOR": "it's"}, ["it's"]),
        ({"EDITOR": "vim; rm -rf $HOME"}, ["vim;", "rm", "-rf", "$HOME"]),
    ],
)
def test_the_learners_choice(environ: dict[str, str], expected: list[str]) -> None:
    assert command(environ | {"PATH": "/nowhere"}) == expected


def test_the_home_folder_may_be_written_as_a_tilde(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert command({"EDITOR": "~/bin/ed -x"}) == [f"{tmp_path}/bin/ed", "-x"]


def test_a_path_with_blanks_need_not_be_quoted(tmp_path: Path) -> None:
    editor = script(tmp_path / "my editors" / "ed", "")
    assert command({"EDITOR": str(editor)}) == [str(editor)]


def test_without_a_choice_the_first_that_is_there(tmp_path: Path) -> None:
    assert command({"PATH": str(tmp_path)}) is None
    script(tmp_path / "vi", "")
    assert command({"PATH": str(tmp_path)}) == ["vi"]
    script(tmp_path / "nano", "")
    assert command({"PATH": str(tmp_path)}) == ["nano"]


@pytest.mark.parametrize(
    ("words", "graphical"),
    [
        (["code", "--wait"], True),
        (["/usr/bin/gedit"], True),
        (["Notepad.exe"], True),
        (["code.cmd"], True),
        (["vim", "-g"], True),
        (["vim"], False),
        (["nano"], False),
        (["emacs"], False),
        (["my-own"], False),
    ],
)
def test_which_have_a_window(words: list[str], graphical: bool) -> None:
    assert is_graphical(words) is graphical


# --- in an app without a terminal -------------------------------------------------------------


class Lending(App[None]):
    """An app that notes when its terminal is lent."""

    def __init__(self) -> None:
        super().__init__()
        self.lent: list[str] = []

    @contextlib.contextmanager
    def suspend(self) -> Iterator[None]:
        self.lent.append("begin")
        yield
        self.lent.append("end")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "workspace" / "sgd.py"
    path.parent.mkdir()
    path.write_text("x = 1\n")
    return path


@pytest.fixture(autouse=True)
def no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)


WRITE = "pathlib.Path(sys.argv[-1]).write_text(repr(sys.argv[1:-1]))"


async def test_it_waits_until_the_editor_is_closed(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = script(tmp_path / "my ed", f"time.sleep(0.2)\n{WRITE}")
    monkeypatch.setenv("EDITOR", f"'{editor}' -n '$HOME; touch oops'")
    app = Lending()
    async with app.run_test():
        assert await open_in_editor(app, file) is None
    assert text_of(file) == "['-n', '$HOME; touch oops']"  # no shell has seen it
    assert app.lent == ["begin", "end"]


async def test_an_editor_that_fails_is_named(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Lending()
    monkeypatch.setenv("EDITOR", str(script(tmp_path / "ed", "sys.exit(3)")))
    trouble = await open_in_editor(app, file)
    assert trouble is not None
    assert "exit code 3" in trouble
    assert str(tmp_path / "ed") in trouble
    monkeypatch.setenv("EDITOR", str(script(tmp_path / "ed", "os.kill(os.getpid(), 9)")))
    trouble = await open_in_editor(app, file)
    assert trouble is not None
    assert "signal 9" in trouble
    assert app.lent == ["begin", "end"] * 2
    assert text_of(file) == "x = 1\n"


async def test_an_editor_that_is_not_there(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = Lending()
    monkeypatch.setenv("EDITOR", "no-such-editor -x")
    trouble = await open_in_editor(app, file)
    assert trouble is not None
    assert "`no-such-editor` was not found" in trouble
    assert str(file) in trouble
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PATH", str(tmp_path))
    trouble = await open_in_editor(app, file)
    assert trouble is not None
    assert "No editor was found" in trouble
    assert app.lent == []


async def test_a_file_that_is_no_program(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "ed"
    broken.write_bytes(b"\x7fELF nothing")
    broken.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(broken))
    trouble = await open_in_editor(Lending(), file)
    assert trouble is not None
    assert "could not be started: exec format error" in trouble


async def test_a_terminal_that_cannot_be_lent(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EDITOR", str(script(tmp_path / "ed", WRITE)))

    class Fixed(App[None]):
        def suspend(self) -> contextlib.AbstractContextManager[None]:
            raise SuspendNotSupported

    trouble = await open_in_editor(Fixed(), file)
    assert trouble is not None
    assert "can't be lent" in trouble
    assert text_of(file) == "x = 1\n"


async def test_an_interrupt_in_the_editor_is_the_editors(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ctrl+C goes to every process of the terminal's group."""
    body = f"os.kill(os.getppid(), {int(signal.SIGINT)})\ntime.sleep(0.1)\n{WRITE}"
    monkeypatch.setenv("EDITOR", str(script(tmp_path / "ed", body)))
    before = signal.getsignal(signal.SIGINT)
    assert await open_in_editor(Lending(), file) is None
    assert text_of(file) == "[]"
    assert signal.getsignal(signal.SIGINT) is before


# --- with a window ----------------------------------------------------------------------------


async def until(path: Path, text: str) -> None:
    for _ in range(250):
        if text_of(path) == text:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(text_of(path))


async def test_a_window_is_opened_and_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    body = (
        "path = pathlib.Path(sys.argv[-1])\n"
        "while not path.with_name('save').exists(): time.sleep(0.02)\n"
        "print('noise' * 100_000)\n"
        "path.write_text(str(os.getsid(0) == os.getpid()))\n"
    )
    editor = script(tmp_path / "code", body)
    monkeypatch.setenv("VISUAL", f"{editor} --wait")
    monkeypatch.setattr(own_editor, "SETTLED", 0.1)
    app = Lending()
    async with app.run_test():
        assert await open_in_editor(app, file) is None
        assert text_of(file) == "x = 1\n"
        file.with_name("save").touch()
        await until(file, "True")  # and in a session of its own: it outlives Tutor
    assert app.lent == []


async def test_a_window_that_does_not_open_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VISUAL", str(script(tmp_path / "gedit", "sys.exit(1)")))
    monkeypatch.setattr(own_editor, "SETTLED", 5)
    trouble = await open_in_editor(Lending(), file)
    assert trouble is not None
    assert "exit code 1" in trouble


async def test_a_launcher_that_ends_at_once_is_no_trouble(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VISUAL", str(script(tmp_path / "code", WRITE)))
    assert await open_in_editor(Lending(), file) is None
    await until(file, "[]")


# --- in a real terminal -----------------------------------------------------------------------

APP = """\
import sys
from pathlib import Path
from textual.app import App
from textual.widgets import Static
from tutor.app.own_editor import open_in_editor

class Small(App):
    BINDINGS = [("o", "own", "own"), ("q", "quit", "quit")]
    def compose(self):
        yield Static("READY")
    async def action_own(self):
        path = Path(sys.argv[1])
        trouble = await open_in_editor(self, path)
        self.query_one(Static).update(f"BACK {trouble} {path.read_text()}")

Small().run()
"""

EDITOR = """\
import tty
assert sys.stdin.isatty() and sys.stdout.isatty()
print("EDITOR HAS THE TERMINAL", flush=True)
line = input()
pathlib.Path(sys.argv[-1]).write_text(line)
"""


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, *call: str, **environ: str) -> None:
        ours, theirs = pty.openpty()
        self._ours = ours
        self.seen = b""
        self.process = subprocess.Popen(
            call,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"} | environ,
        )
        os.close(theirs)

    def until(self, text: str, seconds: float = 20.0) -> None:
        """Read until a text has come since the last time."""
        end = time.monotonic() + seconds
        while text.encode() not in self.seen:
            assert time.monotonic() < end, self.seen[-2000:]
            if select.select([self._ours], [], [], 0.1)[0]:
                self.seen += os.read(self._ours, 65536)
        self.seen = self.seen[self.seen.index(text.encode()) + len(text) :]

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._ours)


def test_the_editor_gets_the_terminal_and_gives_it_back(tmp_path: Path, file: Path) -> None:
    editor = script(tmp_path / "ed", EDITOR)
    app = tmp_path / "small.py"
    app.write_text(APP)
    terminal = Terminal(sys.executable, str(app), str(file), EDITOR=str(editor), VISUAL="")
    try:
        terminal.until("READY")
        for line in ("y = 2", "z = 3"):
            terminal.type("o")
            terminal.until("EDITOR HAS THE TERMINAL")
            terminal.type(line + "\r")  # the terminal is in its usual mode: Enter ends a line
            terminal.until(f"BACK None {line}")
        terminal.type("q")
        assert terminal.process.wait(20) == 0
    finally:
        terminal.close()
    assert text_of(file) == "z = 3"
