"""Loading a solution: its module, or the one reason why it can't be played."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

import msgspec

from tutor.engine import resets
from tutor.engine.protocol import Provided
from tutor.engine.screen import clean
from tutor.engine.verdicts import FaultKind, Report
from tutor.grading import explaining, signatures
from tutor.grading.deadlines import TimeUp, limited
from tutor.grading.encoding import is_a
from tutor.grading.explaining import Explainer
from tutor.grading.outlines import Outline
from tutor.grading.printing import Printed
from tutor.grading.states import Libraries, State


@dataclass(slots=True)
class Solution:
    """A file that was loaded, or not."""

    explainer: Explainer
    module: ModuleType
    notes: list[str] = field(default_factory=list)  # worth saying, though it fails nobody
    printed: str = ""
    fault: Report | None = None  # why nothing can be played
    libraries: Libraries | None = None  # as they were, for a file that may change them

    @property
    def namespace(self) -> dict[str, Any]:
        """The file's globals."""
        return vars(self.module)

    def names(self, provides: Sequence[Provided]) -> dict[str, object]:
        """What the exercise provides, from this file."""
        return {each.name: self.namespace[each.name] for each in provides}

    @contextmanager
    def registered(self) -> Iterator[None]:
        """`import` and pickle find the module inside the block."""
        name = self.module.__name__
        before = sys.modules.get(name)
        sys.modules[name] = self.module
        try:
            yield
        finally:
            sys.modules.pop(name, None)
            if before is not None:
                sys.modules[name] = before


def load(
    code: str, filename: str, provides: Sequence[Provided], *, seconds: float, seed: int = 0
) -> Solution:
    """Load the text of a solution. Never raises for what stands in it."""
    source = explaining.file(filename, code)
    solution = Solution(Explainer(source), ModuleType(_module_name(filename)))
    solution.module.__file__ = filename
    outline = _outlined(solution)
    if outline is None or solution.fault is not None:
        return solution
    solution.explainer.hidden = outline.builtins({})
    solution.libraries = Libraries() if outline.may_replace else None
    _import_for(outline)
    with solution.registered():
        _execute(solution, seconds, seed)
    solution.explainer.hidden = outline.builtins(solution.namespace)
    if solution.fault is None:
        solution.fault = _misses(solution, outline, provides)
        solution.notes = _notes(outline, provides) + solution.notes
    return solution


def _module_name(filename: str) -> str:
    """ "sgd" for "sgd.py", unless a module of that name is there."""
    name = filename.rpartition("/")[2].removesuffix(".py") or "solution"
    taken = name in sys.modules or name in sys.stdlib_module_names or name == "__main__"
    return f"{name}_solution" if taken else name


def import_late(code: str) -> None:
    """Import what `load` would import first, once for all processes that are forked later."""
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        _import_for(Outline(explaining.parse(code)))


def _import_for(outline: Outline) -> None:
    """Import what a file will want at its first call, before anybody's time runs."""
    if outline.imports_late:
        import_module("torch._dynamo")


# --- its text ------------------------------------------------------------------------------------


def _outlined(solution: Solution) -> Outline | None:
    """The outline of a file that can be compiled; otherwise the fault is set."""
    source = solution.explainer.source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are printed when the file is run
            source.compiled()
        outline = Outline(explaining.parse(source.text))
    except SyntaxError as error:
        solution.fault = _syntax(error, solution)
        return None
    except (ValueError, RecursionError, MemoryError, UnicodeError) as error:
        message = f"Python can't read this file: {error or 'it is nested too deeply'}."
        solution.fault = Report("syntax", clean(message))
        return None
    if outline.is_empty:
        only = "only comments" if source.text.strip() else "nothing"
        solution.fault = Report("empty", f"There is {only} in {source.filename} yet.")
    return outline


def _syntax(error: SyntaxError, solution: Solution) -> Report:
    report = solution.explainer.raised(error, "The file")
    line, column = error.lineno, error.offset
    where = f"Line {line}" + (f", column {column}" if column else "")
    message = clean(f"{where}: {error.msg}.")
    return msgspec.structs.replace(
        report, kind="syntax", message=message, line=line, column=column or None
    )


# --- running its top level -----------------------------------------------------------------------


def _execute(solution: Solution, seconds: float, seed: int) -> None:
    """Run the file; a fault if that goes wrong. What it changed elsewhere is put back."""
    printed, home = Printed(), os.getpid()
    state = State()
    try:
        with printed.taken():
            _run(solution, seconds, seed)
    finally:
        if os.getpid() != home:  # a process that the file forked: nobody waits for it
            os._exit(0)
        solution.printed = printed.take()
        changed = state.restore()
    for name in solution.libraries.restore() if solution.libraries else ():
        solution.notes.append(
            f"The file replaces {name}. That was undone: others, the cases too, use it."
        )
    for sentence in changed:
        solution.notes.append(f"{sentence.replace('It', 'The file', 1)} That was put back.")


def _run(solution: Solution, seconds: float, seed: int) -> None:
    explainer = solution.explainer
    try:
        with limited(seconds):
            try:
                resets.seed(seed)
                exec(explainer.source.compiled(), solution.namespace)
            except (TimeUp, KeyboardInterrupt):
                raise
            except BaseException as error:  # still in time: its own texts may take for ever
                _set_fault(solution, error, seconds)
    except TimeUp as error:
        _set_fault(solution, error, seconds)


def _set_fault(solution: Solution, error: BaseException, seconds: float) -> None:
    instead = f"Loading may take {seconds:g} seconds: put what takes long into a function."
    solution.fault = solution.explainer.raised(error, "The file", instead)


# --- what it provides ----------------------------------------------------------------------------


def _misses(solution: Solution, outline: Outline, provides: Sequence[Provided]) -> Report | None:
    """The first name that isn't as the exercise asks."""
    for each in provides:
        if each.name not in solution.namespace:
            return _undefined(each.name, solution.explainer.source.filename, outline)
    functions = [each.name for each in provides if each.kind == "function"]
    line = outline.unwritten(functions) if len(functions) == len(provides) else None
    if line is not None:
        names = " and ".join(f"`{name}`" for name in functions)
        isnt = "isn't" if len(functions) == 1 else "aren't"
        return Report("unwritten", f"{names} {isnt} written yet (line {line}).", line=line)
    for each in provides:
        if report := _other(each, solution.namespace[each.name], outline):
            return report
    return None


def _undefined(name: str, filename: str, outline: Outline) -> Report:
    message, line = f"{filename} defines no `{name}`", None
    if (line := outline.inside(name)) is not None:
        message += f": the one in line {line} is inside something else. Move it to the left edge."
    elif (near := outline.nearest(name)) is not None:
        line = outline.bound[near][-1]
        message += f"; there is `{near}` in line {line}."
    else:
        message += "."
    return Report("name", message, line=line)


def _other(asked: Provided, value: object, outline: Outline) -> Report | None:
    """Why a name that is there can't be used as the exercise wants to."""
    line = outline.bound.get(asked.name, [None])[-1]
    if asked.kind == "value":
        return None
    # A class whose instances can be gone through does as well where a generator is asked for.
    is_class = is_a(value, type)
    kind: FaultKind = "type"
    if asked.kind == "class" and not is_class:
        message = f"`{asked.name}` should be a class; it is {_article(value)}."
    elif asked.kind == "function" and is_class and not hasattr(value, "__iter__"):
        message = f"`{asked.name}` should be a function; it is a class."
    elif not callable(value):
        message = f"`{asked.name}` should be a function; it is {_article(value)}."
    else:
        difference = signatures.compare(asked.name, value, asked.parameters)
        if difference is None:
            return None
        kind, message = "signature", difference
        wanted = signatures.written(asked.name, asked.parameters)
        got = signatures.found(asked.name, value)
        return Report(kind, message, place=asked.name, expected=wanted, got=got, line=line)
    return Report(kind, message, place=asked.name, line=line)


def _article(value: object) -> str:
    if value is None:
        return "None"
    name = explaining.type_name(value)
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"


def _notes(outline: Outline, provides: Sequence[Provided]) -> list[str]:
    notes = []
    for each in provides:
        if lines := outline.twice(each.name):
            several = ", ".join(map(str, lines[:-1])) + f" and {lines[-1]}"
            how = "twice" if len(lines) == 2 else f"{len(lines)} times"
            notes.append(
                f"`{each.name}` is defined {how}, in lines {several}. The last one counts."
            )
    for name, line in outline.builtins({}).items():
        if not any(name == each.name for each in provides):
            notes.append(f"From line {line} on, `{name}` isn't Python's own `{name}` any more.")
    return notes
