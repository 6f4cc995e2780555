"""What a cell that was stopped had made by then: names that later cells can go on with.

That a name exists says little: it may stem from an earlier run of the cell, from before a
learner's edit. So it counts if the statement that binds it has come to its end in this run, or
if it holds something else than it did when the run began (as in a loop that was stopped).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import TracebackType

from tutor.course import needs

Before = Mapping[str, int]  # name -> id of what it held


def remember(names: Mapping[str, object]) -> Before:
    """What to compare with later. Keeps nothing alive."""
    return {name: id(value) for name, value in names.items()}


def bound(source: str, names: Mapping[str, object], before: Before, line: int | None) -> list[str]:
    """The names, of those that `source` defines, that a stopped run of it has bound, sorted.

    `line` is where its own code was then, in `source`, from 1; None at its end.
    """
    defined = needs.defines(source) & names.keys()
    complete = needs.defines(_completed(source, line))
    return sorted(
        name for name in defined if name in complete or id(names[name]) != before.get(name)
    )


def line_in(trace: TracebackType | None, filename: str) -> int | None:
    """The line that a module's own code was at when this was raised; None if it wasn't."""
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == filename and code.co_name == "<module>":
            return trace.tb_lineno
        trace = trace.tb_next
    return None


def _completed(source: str, line: int | None) -> str:
    """The statements that end before a line."""
    if line is None:
        return source
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    ends = [node.end_lineno or node.lineno for node in tree.body]
    done = max((end for end in ends if end < line), default=0)
    return "\n".join(source.split("\n")[:done])
