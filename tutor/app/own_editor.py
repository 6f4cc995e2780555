"""The learner's own editor: of the settings, `$VISUAL`, `$EDITOR`, or one that is there anyway."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from textual.app import App, SuspendNotSupported

VARIABLES = ("VISUAL", "EDITOR")
USUAL = ("nano", "vim", "vi", "notepad")

# Editors with a window of their own. Others are taken to want the terminal: if one doesn't, all
# that happens is that Tutor waits until it is closed.
GRAPHICAL = frozenset({
    "atom", "bbedit", "charm", "code", "code-insiders", "codium", "cursor", "geany", "gedit",
    "gnome-text-editor", "gvim", "idea", "kate", "kwrite", "lapce", "mate", "mousepad", "mvim",
    "notepad", "notepad++", "notepadqq", "open", "pluma", "positron", "pycharm", "spyder",
    "subl", "sublime_text", "textadept", "vscodium", "windsurf", "xdg-open", "xed", "zed",
    "zeditor",
})  # fmt: skip
SETTLED = 0.7  # seconds after which a window is taken to be open

_windows: list[subprocess.Popen[bytes]] = []  # kept, so that they are reaped when they end


def command(environ: Mapping[str, str] | None = None, chosen: str = "") -> list[str] | None:
    """The learner's editor with its arguments; None if none was chosen and none is there.

    `chosen` is the one of the settings, which comes first.
    """
    environ = os.environ if environ is None else environ
    if words := _words(chosen):
        return words
    for name in VARIABLES:
        words = _words(environ.get(name, ""))
        if words:
            return words
    path = environ.get("PATH")
    return next(([name] for name in USUAL if shutil.which(name, path=path)), None)


def _words(text: str) -> list[str]:
    text = text.strip()
    if not text:
        return []
    if shutil.which(text) is not None:  # a path with blanks in it, not quoted
        return [text]
    try:
        # Not POSIX rules on Windows: there a backslash is part of a path.
        words = shlex.split(text, posix=os.name != "nt")
    except ValueError:  # a quotation mark without a second one
        words = text.split()
    return [os.path.expanduser(word.strip("\"'")) for word in words if word]  # noqa: PTH111


def is_graphical(words: Sequence[str]) -> bool:
    """Whether an editor opens a window of its own."""
    name = Path(words[0]).name.lower().removesuffix(".exe").removesuffix(".cmd")
    return name in GRAPHICAL or (name in {"vim", "vi"} and "-g" in words[1:])


async def open_in_editor(app: App[object], path: Path) -> str | None:
    """Open a file in the learner's editor; None, or what went wrong in words.

    An editor in the terminal gets the terminal, and this returns once it is closed: nothing
    else of the app runs meanwhile. One with a window is started and left alone. No shell is
    ever asked.
    """
    settings = getattr(app, "settings", None)
    words = command(chosen=settings.editor if settings is not None else "")
    if words is None:
        return (
            f"No editor was found. Name yours in the settings ([[app.settings]]), or open {path} "
            "in it: Tutor notices when it is saved."
        )
    program = shutil.which(words[0])
    if program is None:
        return (
            f"Your editor `{words[0]}` was not found. Name another in the settings "
            f"([[app.settings]]), or open {path} in yours: Tutor notices when it is saved."
        )
    call = [program, *words[1:], str(path)]
    try:
        if is_graphical(words):
            return await _open_window(call, words[0])
        return _lend_terminal(app, call, words[0])
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return f"Your editor `{words[0]}` could not be started: {why}."


# --- in the terminal --------------------------------------------------------------------------


def _lend_terminal(app: App[object], call: Sequence[str], name: str) -> str | None:
    try:
        # Not in a thread: while the app goes on it draws, and would draw over the editor.
        with app.suspend(), _deaf_to_interrupts():
            code = subprocess.run(call, check=False).returncode
    except SuspendNotSupported:
        return (
            f"`{name}` can't be opened from here: this terminal can't be lent to it. Open "
            f"{call[-1]} in it yourself: Tutor notices when it is saved."
        )
    return None if code == 0 else _ended(name, code)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl+C in the editor goes to the whole group; it is meant for the editor only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A handler and not SIG_IGN, which the editor would inherit.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)


def _ended(name: str, code: int) -> str:
    how = f"with exit code {code}" if code > 0 else f"by signal {-code}"
    return f"`{name}` ended {how}. Your file is as it left it."


# --- with a window ----------------------------------------------------------------------------


async def _open_window(call: Sequence[str], name: str) -> str | None:
    _windows[:] = [window for window in _windows if window.poll() is None]
    # Not asyncio's, whose processes are killed when the loop is closed. Its errors go nowhere:
    # a pipe would fill, and the screen is ours.
    window = await asyncio.to_thread(
        lambda: subprocess.Popen(
            call,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    )
    _windows.append(window)
    for _ in range(round(SETTLED / 0.05)):
        if window.poll() is not None:
            break
        await asyncio.sleep(0.05)
    return _ended(name, window.returncode) if window.poll() else None
