"""A report cut down to what one screen shows, by what helps least."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from tutor.engine.shortening import short
from tutor.engine.verdicts import Report

FEWEST = 12  # lines that a report may always take
AROUND = 4  # lines of the screen that are not the report's: bars, the headline, the case
_LABELLED = 2  # an empty line and the label above a part
MORE = "…"


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a report is shown."""

    call: str
    expected: str
    got: str
    picture: str
    printed: str
    traceback: str
    cut: bool = False  # whether anything is left out


def fitted(report: Report, printed: str, *, width: int, height: int, folded: bool = True) -> Parts:
    """The parts of a report that fit into so many lines of so many columns.

    What is cut first helps least: of what was printed all but the end, then the arguments of the
    call, then numbers far from those that differ, the traceback, the picture. `folded`: the
    traceback takes one line.
    """
    parts = Parts(
        report.call, report.expected, report.got, report.picture, printed.rstrip("\n"),
        report.traceback.rstrip("\n"),
    )  # fmt: skip
    room = max(FEWEST, height - AROUND) - _wrapped(report.message, width)
    room -= 2 * bool(report.place)
    if room >= _height(parts, width, folded):
        return parts
    for printed_rows, call_rows, value_rows, trace_rows in _STEPS:
        short = replace(
            parts,
            printed=_end(parts.printed, printed_rows),
            call=shortened(parts.call, call_rows),
            expected=_beginning(parts.expected, value_rows),
            got=_beginning(parts.got, value_rows),
            picture=parts.picture if value_rows > 4 else "",
            traceback=_end(parts.traceback, trace_rows),
            cut=True,
        )
        if room >= _height(short, width, folded) + 1:
            return short
    return short


# Rows of what was printed, the call, the values, the traceback: ever fewer.
_STEPS = (
    (6, 12, 12, 12), (4, 8, 12, 10), (3, 6, 12, 8), (3, 4, 10, 6), (2, 3, 8, 5), (2, 2, 6, 4),
    (1, 1, 5, 3), (1, 1, 4, 2), (1, 1, 3, 2), (0, 1, 2, 2),
)  # fmt: skip


def shortened(call: str, rows: int) -> str:
    """A call in so many lines; the call itself stays."""
    lines = short(call, max(rows, 2)).split("\n")
    return "\n".join(lines[-rows:]) if rows == 1 and "(" in lines[-1] else "\n".join(lines)


def _end(text: str, rows: int) -> str:
    lines = text.split("\n")
    if len(lines) <= rows or not text:
        return text
    above = f"{MORE} {len(lines) - rows + 1} lines above"
    return "\n".join([above, *lines[len(lines) - rows + 1 :]]) if rows > 1 else lines[-1] * rows


def _beginning(text: str, rows: int) -> str:
    lines = text.split("\n")
    return text if len(lines) <= rows else "\n".join([*lines[: rows - 1], MORE])


def _height(parts: Parts, width: int, folded: bool) -> int:
    """Lines that the parts take, labels and empty lines between them included."""
    texts = (parts.call, parts.printed, "folded" if parts.traceback and folded else parts.traceback)
    lines = sum(_wrapped(text, width - 2) + _LABELLED for text in texts if text)
    if parts.picture:
        return lines + _wrapped(parts.picture, width) + 1
    return lines + _values(parts.expected, parts.got, width)


def _values(expected: str, got: str, width: int) -> int:
    """Lines of both sides: beside one another if they fit so, as they are shown then."""
    ours, theirs = expected.split("\n"), got.split("\n")
    if max(len(ours), len(theirs)) == 1:
        return _wrapped(expected, width - 10) + _wrapped(got, width - 10) if expected + got else 0
    several = min(len(ours), len(theirs)) > 1
    if several and max(map(len, ours)) + max(map(len, theirs)) + 3 <= width - 2:
        return max(len(ours), len(theirs)) + 1
    beside_names = width - 14
    if max(map(len, [*ours, *theirs])) > beside_names:  # then the names stand above
        return _wrapped(expected, width - 4) + _wrapped(got, width - 4) + 2
    return _wrapped(expected, beside_names) + _wrapped(got, beside_names)


def _wrapped(text: str, width: int) -> int:
    """Lines that a text takes when it is broken at a width."""
    if not text:
        return 0
    return sum(max(1, math.ceil(len(line) / max(width, 8))) for line in text.split("\n"))
