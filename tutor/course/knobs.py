"""Knobs: reading what a learner types, and putting it into the code of a cell."""

from __future__ import annotations

import ast
import math
import unicodedata
from collections.abc import Mapping

from tutor.course.model import Knob

Value = float | int | str | bool

_LONGEST = 200  # characters that a knob takes
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class KnobError(ValueError):
    """A knob can't take this value, or its cell has no place for it; the message says which."""


# --- from text to value -------------------------------------------------------------------------


def parse(knob: Knob, text: str) -> Value:
    """The value that `text` stands for, of the type of the knob's default.

    Numbers may be written 0.5, 5e-1 or 1/2. Raises KnobError when it can't be read, is out of
    range or is none of the options.
    """
    text = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if len(text) > _LONGEST:
        raise KnobError(f"{knob.name} takes at most {_LONGEST} characters")
    if knob.options:
        return _option(knob, text)
    if isinstance(knob.default, bool):
        return _switch(knob, text)
    if isinstance(knob.default, str):
        return text
    return _number(knob, text)


def _option(knob: Knob, text: str) -> Value:
    for option in knob.options:
        if text in (str(option), repr(option)):
            return option
    number = _read_number(text)
    for option in knob.options:
        is_number = isinstance(option, int | float) and not isinstance(option, bool)
        if is_number and number == option:
            return option
        if isinstance(option, str | bool) and text.casefold() == str(option).casefold():
            return option
    raise KnobError(f"{knob.name} is one of {', '.join(map(str, knob.options))}; not {text!r}")


def _switch(knob: Knob, text: str) -> bool:
    try:
        return _WORDS[text.casefold()]
    except KeyError:
        raise KnobError(f"{knob.name} is True or False; not {text!r}") from None


def _number(knob: Knob, text: str) -> float | int:
    number = _read_number(text)
    if number is None:
        example = _show(knob.default)
        raise KnobError(f"{knob.name} takes a number, such as {example}; not {text!r}")
    if not math.isfinite(number):
        raise KnobError(f"{knob.name} takes a finite number; not {text}")
    value: float | int
    if _is_whole(knob):
        if number != int(number):
            raise KnobError(f"{knob.name} takes a whole number; not {text}")
        value = int(number)
    else:
        value = float(number)
    _check_range(knob, value)
    return value


def _check_range(knob: Knob, value: float) -> None:
    low, high = knob.low, knob.high
    if (low is None or value >= low) and (high is None or value <= high):
        return
    if low is None:
        limits = f"is at most {_show(high)}"
    elif high is None:
        limits = f"is at least {_show(low)}"
    else:
        limits = f"goes from {_show(low)} to {_show(high)}"
    raise KnobError(f"{knob.name} {limits}; {_show(value)} is outside")


def _read_number(text: str) -> float | int | None:
    try:
        if "/" in text:
            upper, lower = text.split("/")
            return float(upper) / float(lower)
        return int(text)
    except ZeroDivisionError:
        return None
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def _is_whole(knob: Knob) -> bool:
    """Whether the knob takes whole numbers only: nothing about it has a fraction."""
    numbers = (knob.default, knob.low, knob.high, knob.step)
    given = [n for n in numbers if isinstance(n, int | float)]
    return isinstance(knob.default, int) and all(float(n).is_integer() for n in given)


def _show(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


# --- steps --------------------------------------------------------------------------------------


def step(knob: Knob, value: Value, direction: int) -> Value:
    """The next value up (`direction` +1) or down (-1), never outside the knob's range.

    On a log scale `knob.step` is a factor, and without one the steps are 1, 2, 5, 10, …
    """
    if knob.options:
        options = list(knob.options)
        at = options.index(value) if value in options else 0
        return options[min(max(at + direction, 0), len(options) - 1)]
    if isinstance(value, bool):
        return direction > 0
    if isinstance(value, str):
        return value
    moved = _log_step(knob, value, direction) if knob.scale == "log" else None
    if moved is None:
        moved = value + direction * (knob.step or _usual_step(knob))
    if knob.low is not None:
        moved = max(moved, knob.low)
    if knob.high is not None:
        moved = min(moved, knob.high)
    # 0.1 + 0.2 would show as 0.30000000000000004
    return round(moved) if _is_whole(knob) else float(f"{moved:.10g}")


def _log_step(knob: Knob, value: float, direction: int) -> float | None:
    """The next value on a log scale; None where there is none (zero and below)."""
    if value <= 0:
        return None
    if knob.step is not None and knob.step > 1:
        return float(value * knob.step**direction)
    power = math.floor(math.log10(value))
    series = [m * 10.0**p for p in range(power - 1, power + 2) for m in (1, 2, 5)]
    slack = 1e-9 * value
    if direction > 0:
        return next(s for s in series if s > value + slack)
    return next(s for s in reversed(series) if s < value - slack)


def _usual_step(knob: Knob) -> float:
    """A round number: about a twentieth of the range, or a tenth of the default."""
    if knob.low is not None and knob.high is not None and knob.high > knob.low:
        raw = (knob.high - knob.low) / 20
    elif isinstance(knob.default, str) or not knob.default:
        raw = 0.1
    else:
        raw = abs(knob.default) / 10
    power = 10.0 ** math.floor(math.log10(raw))
    nice = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * 0.999)
    return max(1.0, round(nice)) if _is_whole(knob) else nice


# --- places on a bar ----------------------------------------------------------------------------


def has_bar(knob: Knob) -> bool:
    """Whether a knob's values lie on a bar from its lowest to its highest."""
    if knob.options or isinstance(knob.default, bool | str) or knob.low is None:
        return False
    return knob.high is not None and knob.low < knob.high


def place(knob: Knob, value: Value) -> float:
    """Where a value lies on the bar, from 0 to 1, by the knob's scale."""
    low, high = _ends(knob)
    at = _scaled(knob, min(max(float(value), low), high))
    return (at - _scaled(knob, low)) / (_scaled(knob, high) - _scaled(knob, low))


def at_place(knob: Knob, share: float) -> Value:
    """The value at a place of the bar, from 0 to 1: one that reads well, within the range.

    On a linear scale it is one that steps from the lowest value lead to, on a log scale one
    with two digits.
    """
    low, high = _ends(knob)
    if share <= 0 or share >= 1:
        value = low if share <= 0 else high
    elif knob.scale == "log":
        value = float(f"{math.exp(math.log(low) + share * math.log(high / low)):.2g}")
    else:
        size = float(knob.step or _usual_step(knob))
        value = low + round(share * (high - low) / size) * size
    value = min(max(value, low), high)
    return round(value) if _is_whole(knob) else float(f"{value:.10g}")


def _ends(knob: Knob) -> tuple[float, float]:
    assert knob.low is not None
    assert knob.high is not None
    return knob.low, knob.high


def _scaled(knob: Knob, value: float) -> float:
    return math.log(value) if knob.scale == "log" else value


# --- the code of a cell -------------------------------------------------------------------------


def default_of(source: str, name: str) -> Value:
    """The literal that the one top-level `name = literal` assigns.

    Raises KnobError when there is none, more than one, or the code can't be parsed.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise KnobError(f"knob {name}: the code can't be read ({_reason(error)})") from None
    value = ast.literal_eval(_place(tree, name))
    assert isinstance(value, float | int | str | bool)
    return value


def substitute(source: str, values: Mapping[str, Value]) -> str:
    """`source` with the right side of each knob's `name = literal` replaced.

    Everything else, comments and blanks included, stays as it is. Code with a syntax error
    comes back unchanged, so that running it shows that error. Raises KnobError when a name
    has no such assignment, or several.
    """
    if not values:
        return source
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    places = [(_place(tree, name), value) for name, value in values.items()]
    # positions in a syntax tree count bytes, and lines end as Python ends them
    lines = [line.encode() for line in _lines(source)]
    for node, value in sorted(places, key=lambda p: (p[0].lineno, p[0].col_offset), reverse=True):
        assert node.end_lineno is not None
        head = lines[node.lineno - 1][: node.col_offset]
        tail = lines[node.end_lineno - 1][node.end_col_offset :]
        lines[node.lineno - 1 : node.end_lineno] = [head + repr(value).encode() + tail]
    return b"".join(lines).decode()


def _place(tree: ast.Module, name: str) -> ast.expr:
    """The right side of the one top-level assignment of a literal to `name`."""
    found: list[ast.expr] = []
    for node in tree.body:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        if not any(isinstance(t, ast.Name) and t.id == name for t in targets):
            continue
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        if len(targets) == 1 and node.value is not None and _is_literal(node.value):
            found.append(node.value)
    if len(found) == 1:
        return found[0]
    if found:
        lines = ", ".join(str(f.lineno) for f in found)
        raise KnobError(f"knob {name}: the cell sets it in lines {lines}; keep one of them")
    raise KnobError(f"knob {name}: the cell has no line `{name} = …` with a number or a word")


def _is_literal(node: ast.expr) -> bool:
    try:
        return isinstance(ast.literal_eval(node), float | int | str | bool)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False


def _lines(source: str) -> list[str]:
    """Lines with their ends, split as Python's parser does: not at form feeds."""
    lines = source.splitlines(keepends=True)
    merged: list[str] = []
    for line in lines:
        if merged and not merged[-1].endswith(("\n", "\r")):
            merged[-1] += line
        else:
            merged.append(line)
    return merged


def _reason(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {error.msg}"
    return str(error) or type(error).__name__
