"""Errors as the learner sees them: their own lines, and only a word about everyone else's.

Python's own `traceback` module lays out causes, contexts, groups, notes and carets; only the
frames are chosen and drawn here.
"""

from __future__ import annotations

import builtins
import difflib
import linecache
import sys
import sysconfig
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from tutor.engine import sources, vision
from tutor.engine.screen import clean

MESSAGE_CHARS = 2000
TRACEBACK_CHARS = 12_000
MANY_FRAMES = 30  # entries of one traceback that are shown
LONGEST_CYCLE = 6  # of frames that call one another again and again

_OURS = str(Path(__file__).resolve().parents[1])
_LIBRARIES = tuple(
    sorted(
        {
            str(Path(path).resolve())
            for key, path in sysconfig.get_paths().items()
            if key in ("stdlib", "platstdlib", "purelib", "platlib")
        },
        key=len,
        reverse=True,
    )
)


@dataclass(frozen=True, slots=True)
class Report:
    """An exception in words."""

    kind: str  # "ZeroDivisionError", "torch.OutOfMemoryError"
    message: str
    text: str  # the traceback; ends with "kind: message"
    line: int | None  # in the source of the cell, from 1: the innermost line of it


def report(error: BaseException, cell: sources.Source, message: str | None = None) -> Report:
    """Describe an exception that left a cell; `message` replaces its own. Never raises."""
    told = traceback.TracebackException(
        type(error), error, error.__traceback__, max_group_width=8, max_group_depth=4
    )
    for one in _all(told):
        _tidy(one)
    kind = _kind(type(error))
    if message is not None:
        vars(told)["_str"] = message
    own = clean(_shorten(message or _message(error), MESSAGE_CHARS))
    hint = _hint(error)
    text = clean(_shorten("".join(told.format()))).rstrip("\n") + hint
    return Report(kind, own + hint, text, _line(error, cell))


def brief(error: BaseException) -> str:
    """The traceback alone, for errors in a learner's threads and forked processes."""
    return report(error, sources.Source("", 1, "", "")).text + "\n"


def _kind(kind: type[BaseException]) -> str:
    module = kind.__module__
    return kind.__qualname__ if module in ("builtins", "__main__") else f"{module}.{kind.__name__}"


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError) and isinstance(error.msg, str):
        return error.msg
    try:
        return str(error)
    except Exception:
        return "<exception str() failed>"


def _all(told: traceback.TracebackException) -> Iterator[traceback.TracebackException]:
    """The exception and everything it is caused by, came in the way of, or holds."""
    todo, seen = [told], set()
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        todo += [other for other in (one.__cause__, one.__context__) if other is not None]
        todo += one.exceptions or []


def _tidy(told: traceback.TracebackException) -> None:
    stack = _Stack(told.stack)
    told.stack = stack if stack.entries else None  # type: ignore[assignment]
    vars(told)["_str"] = _shorten(str(vars(told).get("_str")), MESSAGE_CHARS)
    if told.exc_type is not None and issubclass(told.exc_type, SyntaxError):
        source = sources.known.get(told.filename or "")
        if source is not None:
            if told.text is None and told.lineno:  # Python looks for it in the file system
                told.text = linecache.getline(source.internal, int(told.lineno))
            told.filename = source.filename


class _Stack(traceback.StackSummary):
    """Frames drawn our way: lessons in full, libraries counted, repetitions folded."""

    def __init__(self, frames: traceback.StackSummary) -> None:
        super().__init__(frames)
        self.entries = _fold(_collapse(list(frames), frames))

    def format(self, **_options: Any) -> list[str]:
        if len(self.entries) > MANY_FRAMES:
            left = len(self.entries) - MANY_FRAMES
            first, last = self.entries[: MANY_FRAMES // 3], self.entries[left + MANY_FRAMES // 3 :]
            return [*first, f"  … {left} more calls\n", *last]
        return self.entries


def _collapse(
    frames: list[traceback.FrameSummary], stack: traceback.StackSummary
) -> list[tuple[object, str]]:
    """(what identifies it, text) for each frame of the lesson and each stretch of library."""
    found: list[tuple[object, str]] = []
    drawn: dict[tuple[object, ...], str] = {}  # a recursion has one frame a thousand times
    library, count = "", 0

    def end_stretch() -> None:
        if count:
            frames_ = "frame" if count == 1 else "frames"
            found.append(((library, count), f"  … {count} {frames_} inside {library}\n"))

    for frame in frames:
        if _hidden(frame.filename):
            continue
        name = _library(frame.filename)
        if name != library:
            end_stretch()
            library, count = name, 0
        if name:
            count += 1
        else:
            place = frame.filename, frame.lineno, frame.name
            exactly = *place, getattr(frame, "colno", None), getattr(frame, "end_colno", None)
            if exactly not in drawn:
                drawn[exactly] = _draw(frame, stack)
            found.append((place, drawn[exactly]))
    end_stretch()
    return found


def _hidden(filename: str) -> bool:
    """Frames of ours, and those of `exit()`, which the learner takes for a command."""
    if filename in sources.known:
        return False
    return filename.startswith(_OURS) or "_sitebuiltins" in filename


def _draw(frame: traceback.FrameSummary, stack: traceback.StackSummary) -> str:
    """One frame as Python draws it, but with the lesson's file and the cell's name."""
    text = stack.format_frame_summary(frame)
    source = sources.known.get(frame.filename)
    if source is None:
        return text
    name = frame.name
    if name == "<module>":
        name = f"cell {source.cell}" if source.cell else "the expression"
    head = f'  File "{source.filename}", line {frame.lineno}, in {name}\n'
    return head + text.partition("\n")[2]


def _fold(entries: list[tuple[object, str]]) -> list[str]:
    """Say once what repeats many times, as in a recursion that never ends."""
    found: list[str] = []
    at = 0
    while at < len(entries):
        length, times = _cycle(entries, at)
        if times < 4:
            found.append(entries[at][1])
            at += 1
            continue
        found += [text for _, text in entries[at : at + length]]
        what = "call repeats" if length == 1 else f"{length} calls repeat"
        found.append(f"  … the last {what} {times - 1:,} more times\n")
        at += length * times
    return found


def _cycle(entries: list[tuple[object, str]], at: int) -> tuple[int, int]:
    """Length of the cycle that begins here and how often it comes; (1, 1) if none does."""
    for length in range(1, LONGEST_CYCLE + 1):
        first = [key for key, _ in entries[at : at + length]]
        times, end = 1, at + length
        while [key for key, _ in entries[end : end + length]] == first:
            times, end = times + 1, end + length
        if times >= 4:
            return length, times
    return 1, 1


def _library(filename: str) -> str:
    """The package that a file belongs to, "torch"; empty for the lesson's and learner's own."""
    if filename in sources.known or filename in ("<string>", "<stdin>"):
        return ""
    if filename.startswith("<"):
        return filename.strip("<>").removeprefix("frozen ").split(".")[0].split(" ")[0]
    for root in _LIBRARIES:
        if filename.startswith(root):
            parts = filename[len(root) :].strip("/\\").replace("\\", "/").split("/")
            if parts[0] in ("site-packages", "dist-packages") and len(parts) > 1:
                parts = parts[1:]
            return parts[0].removesuffix(".py")
    return ""


def _line(error: BaseException, cell: sources.Source) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == cell.internal:
        return cell.line_of(error.lineno)
    found, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == cell.internal:
            found = step.tb_lineno
        step = step.tb_next
    return cell.line_of(found)


def _hint(error: BaseException) -> str:
    """ ". Did you mean: 'loss'?" Python 3.11 says it only to a real terminal."""
    if isinstance(error, ModuleNotFoundError) and error.name == vision.NAME:
        return f". {vision.ADVICE}"
    if sys.version_info >= (3, 12):
        return ""
    try:
        names = _near(error)
        wrong = getattr(error, "name", None)
        close = difflib.get_close_matches(wrong, names, 1, 0.7) if isinstance(wrong, str) else []
    except Exception:
        return ""
    return f". Did you mean: '{close[0]}'?" if close else ""


def _near(error: BaseException) -> list[str]:
    if isinstance(error, AttributeError):
        return [name for name in dir(error.obj) if not name.startswith("_")]
    if not isinstance(error, NameError):
        return []
    frame = _innermost(error)
    if frame is None:
        return []
    return [name for name in (*frame.f_locals, *frame.f_globals, *vars(builtins)) if name != "_"]


def _innermost(error: BaseException) -> FrameType | None:
    step, frame = error.__traceback__, None
    while step is not None:
        frame, step = step.tb_frame, step.tb_next
    return frame


def _shorten(text: str, chars: int = TRACEBACK_CHARS) -> str:
    """Cut out the middle: the beginning says where, the end says what."""
    if len(text) <= chars:
        return text
    left = len(text) - chars
    half = chars // 2
    return f"{text[:half]}… ({left:,} characters left out) …{text[-half:]}"
