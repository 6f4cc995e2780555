"""`{code-cell}`: code that the learner runs, with its knobs and its promises."""

from __future__ import annotations

import math
import re
from typing import Literal, cast

from tutor.course import knobs, plotting
from tutor.course.code import check_code, is_expression
from tutor.course.ids import read_id, read_was
from tutor.course.model import Cell, Figure, Knob, Within
from tutor.course.options import Fields, Node, split
from tutor.course.problems import Problems, quoted
from tutor.course.source import Piece, Text

_LANGUAGES = ("python", "ipython3", "python3", "")  # Jupytext writes the kernel's name
_LONGEST = 600  # seconds
_SECONDS = 5.0
_SOURCE = ("real", "synthetic")
Number = int | float
Literal_ = float | int | str | bool


def build(text: Text, piece: Piece, problems: Problems) -> Cell | None:
    """The cell of a directive; None when it can't be told what it is (no id, no code)."""
    assert piece.directive is not None
    line = text.line + piece.start
    if piece.directive.argument not in _LANGUAGES:
        message = f"a cell can't hold {quoted(piece.directive.argument)}"
        problems.error(line, message, "write `` ```{code-cell} python ``")
    body = text.body(piece)
    nodes, used = split(body, line + 1, problems)
    while used < len(body) and not body[used].strip():
        used += 1
    source, at = "\n".join(body[used:]).rstrip(), line + 1 + used
    if nodes.unread and not source:
        return None  # an unclosed header has swallowed the code
    fields = Fields(nodes, "a cell", line, problems)
    name = read_id(fields, "cell", problems)
    cell = Cell(
        id=name,
        source=source,
        line=at,
        tags=fields.texts("tags"),
        needs=fields.texts("needs"),
        seconds=_seconds(fields),
        knobs=_knobs(fields, source, _check_source(source, line, at, problems), problems),
        plot=plotting.build(fields, problems),
        expect=_expect(fields),
        within=_within(fields, problems),
        figures=_figures(fields, problems),
        was=read_was(fields, problems),
    )
    fields.close()
    return cell if name and source else None


def _check_source(source: str, line: int, at: int, problems: Problems) -> bool:
    if not source:
        problems.error(line, "this cell has no code", "write some, or remove the cell")
        return False
    for number, each in enumerate(source.split("\n")):
        if re.match(r"\s{0,3}(```|~~~)\s*\{", each):
            message = f"{quoted(each)} begins before the cell of line {line} is closed"
            problems.error(at + number, message, "end that cell with a line `` ``` ``")
            return False
    return check_code(source, at, problems)


def _seconds(fields: Fields) -> float:
    seconds = fields.number("seconds", _SECONDS)
    if seconds is None or not 0 < seconds <= _LONGEST:
        fields.wrong(
            "seconds", f"more than 0 and at most {_LONGEST}", f"write `seconds: {_SECONDS:g}`"
        )
        return _SECONDS
    return float(seconds)


# --- knobs ------------------------------------------------------------------------------------


def _knobs(fields: Fields, source: str, sound: bool, problems: Problems) -> tuple[Knob, ...]:
    found = []
    for name, node in fields.mapping("knobs").items():
        knob = _knob(name, node, source, problems) if sound else None
        if knob is not None:
            found.append(knob)
    return tuple(found)


def _knob(name: str, node: Node, source: str, problems: Problems) -> Knob | None:
    if not isinstance(node.value, dict):
        advice = f"write `{name}: {{min: 0, max: 1}}` or `{name}: {{options: [a, b]}}`"
        problems.error(node.line, f"knob `{name}` needs a range or options", advice)
        return None
    fields = Fields(node.value, f"knob `{name}`", node.line, problems)
    low, high, step = fields.number("min"), fields.number("max"), fields.number("step")
    scale = cast(Literal["linear", "log"], fields.one_of("scale", ("linear", "log")))
    options = _options(fields)
    fields.close()
    try:
        default = knobs.default_of(source, name)
    except knobs.KnobError as error:
        message = _without_name(str(error), name)
        advice = f"write one line `{name} = 0.1` in the cell, not indented, or remove the knob"
        problems.error(node.line, f"knob `{name}`: {message}", advice)
        return None
    knob = Knob(name, default, low, high, step, scale, options)
    for message, advice in _faults(knob):
        problems.error(node.line, f"knob `{name}`: {message}", advice)
    return knob


def _without_name(message: str, name: str) -> str:
    """What is wrong, without the advice that follows it."""
    return message.removeprefix(f"knob {name}: ").split("; ")[0]


def _options(fields: Fields) -> tuple[Literal_, ...]:
    node = fields.node("options")
    if node is None:
        return ()
    values = [n.value for n in node.value] if isinstance(node.value, list) else []
    options = [v for v in values if isinstance(v, str | int | float)]
    if len(options) < 2 or len(options) != len(values):
        fields.wrong("options", "a list of two values or more", "write `options: [a, b]`")
        return ()
    return tuple(options)


def _faults(knob: Knob) -> list[tuple[str, str]]:
    """What is wrong with a knob, each with advice."""
    ranged = knob.low is not None or knob.high is not None or knob.step is not None
    if knob.options:
        faults = []
        if ranged or knob.scale == "log":
            faults.append(("it has options and a range", "keep one of the two"))
        if not any(type(o) is type(knob.default) and o == knob.default for o in knob.options):
            shown = ", ".join(map(repr, knob.options))
            faults.append(
                (f"the cell sets {knob.default!r}, none of {shown}", "make it one of them")
            )
        return faults
    if isinstance(knob.default, bool | str):
        word = "a switch" if isinstance(knob.default, bool) else "text"
        return [(f"it is {word} and has a range", "give it `options`")] if ranged else []
    return _range_faults(knob, knob.default)


def _range_faults(knob: Knob, default: Number) -> list[tuple[str, str]]:
    faults = []
    low = -math.inf if knob.low is None else knob.low
    high = math.inf if knob.high is None else knob.high
    if low >= high:
        faults.append((f"min {low:g} isn't below max {high:g}", "swap or widen them"))
    elif not low <= default <= high:
        message = f"the cell sets {default:g}, outside {low:g} to {high:g}"
        faults.append((message, "widen the range or change the code"))
    if knob.scale == "log" and low <= 0:
        faults.append(("a log scale needs a min above 0", "write `min: 0.001`"))
    least = 1 if knob.scale == "log" else 0
    if knob.step is not None and knob.step <= least:
        kind = "a factor above 1" if least else "above 0"
        faults.append((f"step {knob.step:g} isn't {kind}", "write a larger one or remove it"))
    return faults


# --- the promises -----------------------------------------------------------------------------


def _expect(fields: Fields) -> tuple[str, ...]:
    node = fields.node("expect")
    if node is None:
        return ()
    if isinstance(node.value, list):
        lines = fields.texts("expect")
    elif isinstance(node.value, dict):
        lines = ()
    else:
        lines = tuple(line.rstrip() for line in fields.text("expect").rstrip().split("\n"))
    if not any(lines):
        fields.wrong("expect", "lines of output", "write `expect: [first line, second line]`")
        return ()
    return lines


def _within(fields: Fields, problems: Problems) -> tuple[Within, ...]:
    found: list[Within] = []
    for name, node in fields.mapping("within").items():
        if not is_expression(name):
            problems.error(node.line, f"`{name}` is no name", "write `within: {loss: [0.1, 0.2]}`")
        elif isinstance(node.value, dict):
            data = Fields(node.value, f"`within: {name}`", node.line, problems)
            for source in _SOURCE:
                limits = data.node(source)
                if limits is not None:
                    found += _limits(name, limits, source, problems)
            data.close()
        else:
            found += _limits(name, node, "any", problems)
    return tuple(found)


def _limits(name: str, node: Node, data: str, problems: Problems) -> list[Within]:
    values = [n.value for n in node.value] if isinstance(node.value, list) else []
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) == 2 == len(values) and numbers[0] <= numbers[1]:
        low, high = map(float, numbers)
        return [Within(name, low, high, cast(Literal["any", "real", "synthetic"], data))]
    message = f"`{name}` must be between two numbers, the lower first"
    problems.error(node.line, message, f"write `{name}: [0.1, 0.2]`")
    return []


def _figures(fields: Fields, problems: Problems) -> tuple[Figure, ...]:
    found = []
    for name, node in fields.mapping("figures").items():
        if isinstance(node.value, list | dict | None) or not is_expression(node.text):
            message = f"figure `{name}` needs one Python expression"
            problems.error(node.line, message, f'write `{name}: "path[-1]"`')
        else:
            found.append(Figure(name, node.text))
    return tuple(found)
