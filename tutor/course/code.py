"""Checking Python that stands in lessons, without ever running it."""

from __future__ import annotations

import warnings

from tutor.course.problems import Problems, short

_HOPELESS = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


def check_code(source: str, line: int, problems: Problems) -> bool:
    """Whether `source`, whose first line is `line` of the file, is Python; says why if not."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # compiling also finds a `return` outside a function
            compile(source, "<lesson>", "exec", dont_inherit=True)
    except SyntaxError as error:
        # at an unclosed bracket at the end Python may name a line after the last
        last = source.count("\n")
        at = line + min(max(error.lineno or 1, 1) - 1, last)
        advice = "make it run as Python" if not error.text else f"look at `{short(error.text)}`"
        problems.error(at, f"this isn't Python ({error.msg})", advice)
        return False
    except _HOPELESS as error:
        reason = str(error) or "it is nested too deeply"
        problems.error(line, f"this code can't be compiled ({reason})", "make it simpler")
        return False
    return True


def is_expression(source: str) -> bool:
    """Whether `source` is one Python expression."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source.strip(), "<lesson>", "eval", dont_inherit=True)
    except _HOPELESS:
        return False
    return True
