"""Tables out of whatever lesson code has: rows and columns of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tutor.kit.numbers import describe

MANY_ROWS = 500
MANY_COLUMNS = 40
CELL_CHARS = 120


def layout(
    rows: Iterable[Any] | Mapping[str, Iterable[Any]], header: Sequence[object] | None
) -> tuple[list[str], list[list[str]]]:
    """Header (maybe empty) and rows, all of one length, as text.

    `rows` are rows of anything, single values, dicts, or one dict of columns.
    """
    names, lines = _rows(rows)
    if header is not None:
        names = [cell(name) for name in header]
    width = max((len(line) for line in lines), default=len(names))
    if names and width > len(names):
        raise ValueError(
            f"The header of this table has {len(names)} names, but a row has {width} entries."
        )
    width = min(max(width, len(names)), MANY_COLUMNS)
    body = [[cell(value) for value in line[:width]] for line in lines[:MANY_ROWS]]
    if len(lines) > MANY_ROWS:
        body.append([f"… {len(lines) - MANY_ROWS} more rows"])
    return names[:width], [line + [""] * (width - len(line)) for line in body]


def cell(value: Any) -> str:
    """One entry: numbers with six significant digits, everything on one line."""
    if _is_single(value):
        value = value.item()
    if isinstance(value, float):
        text = f"{value:.6g}"
    elif value is None:
        text = ""
    else:
        try:
            text = str(value)
        except Exception:
            text = describe(value)
    text = " ".join(text[: 4 * CELL_CHARS].split())
    return text if len(text) <= CELL_CHARS else text[: CELL_CHARS - 1] + "…"


def _rows(rows: Iterable[Any] | Mapping[str, Iterable[Any]]) -> tuple[list[str], list[list[Any]]]:
    if isinstance(rows, Mapping):
        return _columns(rows)
    try:
        lines = list(rows)
    except TypeError:
        raise TypeError(
            f"live.table wants rows, or a dict of columns, but this is {describe(rows)}."
        ) from None
    if lines and all(isinstance(line, Mapping) for line in lines):
        names = list(dict.fromkeys(name for line in lines for name in line))
        return [cell(name) for name in names], [[line.get(n) for n in names] for line in lines]
    return [], [_row(line) for line in lines]


def _columns(columns: Mapping[str, Iterable[Any]]) -> tuple[list[str], list[list[Any]]]:
    names = [cell(name) for name in columns]
    lists = [_row(column) for column in columns.values()]
    lengths = {len(column) for column in lists}
    if len(lengths) > 1:
        said = ", ".join(f"{n} {len(c)}" for n, c in zip(names, lists, strict=True))
        raise ValueError(f"The columns of a table have the same length; these have: {said}.")
    return names, [list(line) for line in zip(*lists, strict=True)]


def _row(value: Any) -> list[Any]:
    if isinstance(value, (str, bytes)) or _is_single(value):
        return [value]
    try:
        return list(value)
    except TypeError:
        return [value]


def _is_single(value: Any) -> bool:
    """Whether this is a number in a tensor or array without dimensions."""
    return getattr(value, "shape", None) == () and hasattr(value, "item")
