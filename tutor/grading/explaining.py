"""What went wrong in the learner's code, in words: why, and in which line of their file."""

from __future__ import annotations

import ast
import builtins
import gc
import io
import linecache
import re
import traceback
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

from tutor.engine import sources, tracebacks, values
from tutor.engine.screen import clean
from tutor.engine.verdicts import FaultKind, Report
from tutor.grading.deadlines import TimeUp
from tutor.grading.printing import InputAsked

_address = re.compile(r" at 0x[0-9a-fA-F]{4,16}\b")  # another one in each process
TOP_LEVEL = "the top level"  # what a traceback calls it


@dataclass(frozen=True, slots=True)
class File(sources.Source):
    """A whole file: Python knows it by its own name."""

    @property
    def internal(self) -> str:
        """The file name that Python is given."""
        return self.filename

    def compiled(self) -> CodeType:
        """Code to execute, and the file's lines ready to be quoted. Raises as `compile`."""
        sources.known[self.internal] = self
        lines = list(io.StringIO(self.text, newline=None))
        linecache.cache[self.internal] = (len(self.text), None, lines, self.internal)
        code: CodeType = compile(self.text, self.internal, "exec", dont_inherit=True)
        return code.replace(co_name=TOP_LEVEL)


def file(filename: str, text: str) -> File:
    """A learner's file, a reference or a check.py."""
    return File(filename, 1, "", text)


class Explainer:
    """Knows one file and explains what happens in it."""

    def __init__(self, source: File) -> None:
        self.source = source
        self.hidden: Mapping[str, int] = {}  # builtins that its top level redefines -> line

    def line_here(self, frame: FrameType | None) -> int | None:
        """The line of the file that a frame is in, or the nearest one that called it."""
        while frame is not None:
            if frame.f_code.co_filename == self.source.internal:
                return frame.f_lineno
            frame = frame.f_back
        return None

    def line_of(self, function: object) -> int | None:
        """Where a function of the file begins."""
        code = getattr(function, "__code__", None)
        if isinstance(code, CodeType) and code.co_filename == self.source.internal:
            return code.co_firstlineno
        return None

    def touches(self, error: BaseException) -> bool:
        """Whether an exception came through the file."""
        return line_in(error, self.source.internal) is not None

    def raised(self, error: BaseException, what: str, instead: str = "") -> Report:
        """The report of an exception. `what` was going on: "`sgd`", "the file".

        `instead` is said of a time limit.
        """
        kind = _kind(error)
        told = self._told(error)
        line = told.line
        message = self._message(error, told, what, instead)
        if hint := self._hidden_builtin(error):
            message = f"{message} {hint}"
        return Report(kind, clean(message), traceback=told.text, line=line)

    def _told(self, error: BaseException) -> tracebacks.Report:
        if isinstance(error, MemoryError):
            traceback.clear_frames(error.__traceback__)
            gc.collect()
        try:
            return tracebacks.report(error, self.source)
        except (TimeUp, KeyboardInterrupt):
            raise
        except BaseException:  # an exception class of the learner's can go wrong in any way
            name, line = type_name(error), line_in(error, self.source.internal)
            return tracebacks.Report(name, "", name, line)

    def _message(
        self, error: BaseException, told: tracebacks.Report, what: str, instead: str
    ) -> str:
        where = f" (line {told.line})" if told.line else ""
        still = f"Line {told.line} was running then. " if told.line else ""
        said = f": {told.message}" if told.message else ""
        messages = {
            "timeout": f"{what} took too long. {still}{instead}".rstrip(),
            "input": f"{what} asks for input{where}. Nobody can type here: take it out.",
            "exit": f"{what} asks Python to exit{where}. Take that out.",
            "unwritten": f"{what} isn't written yet{where}.",
        }
        if isinstance(error, MemoryError):
            return f"{what} needs more memory than there is{where}."
        return messages.get(_kind(error), f"{what} raised {told.kind}{where}{said}")

    def _hidden_builtin(self, error: BaseException) -> str:
        """That a name of Python's means something else here, if that is why."""
        if not isinstance(error, (TypeError, AttributeError)):
            return ""
        found = None
        step = error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename == self.source.internal:
                found = step
            step = step.tb_next
        if found is None or found.tb_next is not None:
            return ""
        for name in _names_in(self.source.text, found.tb_lineno):
            if said := self._redefined(name, found.tb_frame):
                return said
        return ""

    def _redefined(self, name: str, frame: FrameType) -> str:
        if not hasattr(builtins, name):
            return ""
        if name in frame.f_locals and name in frame.f_code.co_varnames:
            if callable(frame.f_locals[name]):
                return ""
            return f"The reason: inside `{frame.f_code.co_name}`, `{name}` isn't Python's own."
        if name in self.hidden and name in frame.f_globals:
            shown = values.cut(values.show(frame.f_globals[name]), lines=1, chars=60)
            where = f"since line {self.hidden[name]}"
            return f"The reason: {where} `{name}` isn't Python's own but {shown}. Rename that."
        return ""


def line_in(error: BaseException, internal: str) -> int | None:
    """The innermost line of a file that an exception came through."""
    found, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == internal:
            found = step.tb_lineno
        step = step.tb_next
    return found


def _kind(error: BaseException) -> FaultKind:
    kinds: tuple[tuple[type[BaseException], FaultKind], ...] = (
        (TimeUp, "timeout"),
        (InputAsked, "input"),
        (SystemExit, "exit"),
    )
    for kind, name in kinds:
        if isinstance(error, kind):
            return name
    return "unwritten" if _left_open(error) else "raised"


def _left_open(error: BaseException) -> bool:
    """Whether it is the NotImplementedError of a starter, raised by a file of the course's."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return (
        isinstance(error, NotImplementedError)
        and step is not None
        and step.tb_frame.f_code.co_filename in sources.known
    )


def parse(text: str) -> ast.Module:
    """The syntax tree; what Python would warn of is not said. Raises as `ast.parse`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _names_in(text: str, line: int) -> list[str]:
    """The names that a line of some code reads."""
    try:
        tree = parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return []
    return [
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.lineno == line
    ]


def short(value: Any) -> str:
    """A value on one line."""
    return values.cut(safe_text(value), lines=1, chars=80)


def safe_text(value: Any) -> str:
    """A text of any value; a `__repr__` that wants to end Python can't."""
    return guarded(lambda: _address.sub("", values.show(value)), f"<{type_name(value)}>")


def said(error: BaseException) -> str:
    """What an exception says, without terminal control."""
    return clean(guarded(lambda: str(error), ""))


def guarded(make: Callable[[], str], otherwise: str) -> str:
    """A text made by code that may do anything."""
    try:
        return make()
    except (TimeUp, KeyboardInterrupt):
        raise
    except BaseException:
        return otherwise


def type_name(value: object) -> str:
    """The name of a value's class, whatever its metaclass says."""
    name: str = type.__dict__["__name__"].__get__(type(value))
    return name
