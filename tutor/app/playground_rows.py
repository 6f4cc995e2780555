"""The lines of a playground's choices: what each of them is, says and holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tutor.app.playground_choices import Choices, Lane
from tutor.course.model import Knob

Kind = Literal["objective", "start", "steps", "lane", "parameter", "more"]
Fold = Literal["", "closed", "open"]  # of the optimizers that take no part; "": all are listed


@dataclass(frozen=True)
class Row:
    """One line that can be chosen, and the lines of words under it."""

    kind: Kind
    index: int = 0  # of the start: which number
    lane: Lane | None = None
    name: str = ""  # of a parameter
    words: tuple[str, ...] = field(default=())

    @property
    def key(self) -> tuple[object, ...]:
        """What stays the same when the rows are made anew."""
        return self.kind, self.index, id(self.lane), "" if self.kind == "more" else self.name


def rows_of(choices: Choices, width: int, fold: Fold = "") -> list[Row]:
    """A row for everything that can be chosen; words have `width` columns."""
    found = [Row("objective", words=_wrapped(choices.objective.formula, width))]
    found += [Row("start", index) for index in range(choices.objective.variables)]
    found.append(Row("steps"))
    for lane in choices.lanes:
        if fold == "closed" and not lane.on:
            continue
        found.append(Row("lane", lane=lane))
        if lane.on:
            found += [Row("parameter", lane=lane, name=name) for name in lane.values]
    resting = len(choices.lanes) - len(choices.racing)
    if fold == "open":
        found.append(Row("more", name="▴ fewer"))
    elif fold == "closed" and resting:
        found.append(Row("more", name=f"▾ {resting} more optimizers"))
    return found


def lines_of(rows: Sequence[Row], choices: Choices) -> list[tuple[int | None, str]]:
    """What stands in each line: the index of a row, or words (a gap has none)."""
    lines: list[tuple[int | None, str]] = []
    for index, row in enumerate(rows):
        if rows[max(index - 1, 0)].kind == "steps":
            lines.append((None, ""))
        lines.append((index, ""))
        lines += [(None, words) for words in row.words]
    unwritten = [(None, f"{m.title}: pass the exercise first") for m in choices.unwritten]
    return [*lines, *unwritten]


def label_of(row: Row, choices: Choices) -> str:
    """What stands before a row's value, blanks included."""
    match row.kind:
        case "objective":
            return "objective "
        case "start":
            return f"start {choices.start_knob(row.index).name}".ljust(10)
        case "steps":
            return "steps".ljust(10)
        case _:
            return f"    {row.name}".ljust(14)


def knob_of(row: Row, choices: Choices) -> Knob | None:
    """The number of a row as a knob; None for an objective or an optimizer."""
    match row.kind:
        case "start":
            return choices.start_knob(row.index)
        case "steps":
            return choices.steps_knob
        case "parameter":
            assert row.lane is not None
            return row.lane.method.parameter(row.name).knob
        case _:
            return None


def value_of(row: Row, choices: Choices) -> float:
    """The number that a row holds."""
    if row.kind == "start":
        return choices.setting.start[row.index]
    if row.kind == "steps":
        return choices.setting.steps
    assert row.lane is not None
    return row.lane.values[row.name]


def set_value(row: Row, choices: Choices, value: float) -> None:
    """Put another number there."""
    if row.kind == "start":
        choices.setting.start[row.index] = value
    elif row.kind == "steps":
        choices.setting.steps = int(value)
    else:
        assert row.lane is not None
        row.lane.values[row.name] = value


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """Words broken into lines."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines)
