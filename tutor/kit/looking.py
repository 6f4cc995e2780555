"""A look at a data set in the app: what `tutor data show` prints, as events of a run."""

from __future__ import annotations

from math import fsum

from tutor.kit import hook, live, showing, sources
from tutor.kit.showing import Column

IMAGES, ROWS = 20, 6


def look(name: str, column: int = 0) -> None:
    """Show some images of a data set; or its first rows, a summary, and its label over a column.

    `column` counts the features from 0, round and round. What is shown is what lessons get now,
    but for the units of a table that was measured. Errors as in `showing.sample`.
    """
    data, kind = sources.find(name)
    some = showing.sample(data, kind, IMAGES)
    if data.files:
        sources.say(data, kind, some.detail)
    if some.note:
        print(some.note)
    if some.images is not None:
        if hook.sink is not None:
            hook.sink.images(some.images)
        return
    *features, label = some.columns
    live.table(_first_rows(some.columns), title="The first rows")
    live.table(_summary(some.columns), header=["", "least", "mean", "greatest"])
    _scatter(features[column % len(features)], label)


def _first_rows(columns: list[Column]) -> dict[str, list[str]]:
    return {each.name: [_number(value, each) for value in each.values[:ROWS]] for each in columns}


def _summary(columns: list[Column]) -> list[list[str]]:
    return [[each.name, *(_number(value, each) for value in _facts(each))] for each in columns]


def _facts(column: Column) -> tuple[float, float, float]:
    values = column.values
    return min(values), fsum(values) / len(values), max(values)


def _number(value: float, column: Column) -> str:
    """Five digits; what is nothing beside the largest of its column is 0."""
    return "0" if abs(value) < 1e-5 * max(map(abs, column.values)) else f"{value:.5g}"


def _scatter(feature: Column, label: Column) -> None:
    count = len(label.values)
    rows = showing.chosen_rows(count)
    x, y = ([column.values[at] for at in rows] for column in (feature, label))
    share = f" · {len(rows)} of the rows" if len(rows) < count else ""
    live.curve(x, y, name=f"{label.name} over {feature.name}{share}", style="points")
