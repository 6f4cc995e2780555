"""Live pictures of a running lesson: curves that grow, progress, tables.

In the app these go to the screen. Anywhere else (a script, a notebook) they print, briefly.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar, cast

import numpy as np

from tutor.engine.points import thin
from tutor.kit import hook, plain
from tutor.kit.numbers import describe, number, vector
from tutor.kit.tables import layout

CURVE_POINTS = 4000  # of a curve that are kept, about
TRACK_SECONDS = 0.1  # between two reports of a loop's progress
STYLES = ("line", "points", "both")

Round = TypeVar("Round")
_depth = 0  # tracked loops that are running, one inside the other


def log(step: float, **metrics: float) -> None:
    """Add one point to each named curve: `live.log(step, loss=loss)`.

    Cheap enough for every step of training. A metric is a number, or a tensor or array with
    one element; TypeError for anything else. The learner can stop the run here.
    """
    sink = hook.sink
    for name, value in metrics.items():
        if type(value) is not float:
            metrics[name] = number(value, name)
    if type(step) is not int and type(step) is not float:
        step = number(step, "step")
    if sink is None:
        plain.log(step, metrics)
        return
    sink.record((step, metrics))
    if sink.alert:
        sink.attend()


def curve(
    x: Any, y: Any = None, *, name: str = "", style: Literal["line", "points", "both"] = "line"
) -> None:
    """Draw a whole curve: `live.curve(y)` or `live.curve(x, y, name="f")`.

    x and y are sequences, tensors or arrays of equal length; a curve of the same name is
    replaced. ValueError if lengths or shapes don't fit, TypeError if these are not numbers.
    """
    if style not in STYLES:
        raise ValueError(f'style is "line", "points" or "both", not {style!r}.')
    if y is None:
        ys = vector(x, "y")
        xs = np.arange(len(ys), dtype=np.float64)
    else:
        xs, ys = vector(x, "x"), vector(y, "y")
    if len(xs) != len(ys):
        raise ValueError(
            f"x and y of a curve have the same length, but x has shape ({len(xs)},) "
            f"and y has shape ({len(ys)},)."
        )
    if hook.sink is None:
        plain.curve(str(name), xs, ys)
    else:
        hook.sink.curve(str(name), *thin(xs, ys, CURVE_POINTS), style)


def track(
    iterable: Iterable[Round], label: str = "", total: int | None = None
) -> Generator[Round, None, None]:
    """Show how far a loop is: `for batch in live.track(batches, "epoch 1"):`.

    `total` is the number of rounds, by default `len(iterable)` where there is one. The learner
    can stop the run between two rounds.
    """
    try:
        rounds = iter(iterable)
    except TypeError:
        raise TypeError(
            f"live.track goes round a loop, but this is {describe(iterable)}."
        ) from None
    if total is None:
        try:
            total = len(cast(Sequence[Round], iterable))
        except TypeError:
            total = None
    if hook.sink is None:
        return _unwatched(rounds)
    return _tracked(rounds, hook.sink, str(label), total)


def table(
    rows: Iterable[Any] | Mapping[str, Iterable[Any]],
    header: Sequence[object] | None = None,
    title: str = "",
) -> None:
    """Show a table: rows of anything, or a dict of columns.

    Numbers are shown with six significant digits. ValueError if columns have different lengths
    or a row is longer than the header.
    """
    names, lines = layout(rows, header)
    if hook.sink is None:
        plain.table(names, lines, str(title))
    else:
        hook.sink.table(names, lines, str(title))


def _unwatched(rounds: Iterable[Round]) -> Generator[Round, None, None]:
    yield from rounds


def _tracked(
    rounds: Iterable[Round], sink: hook.Sink, label: str, total: int | None
) -> Generator[Round, None, None]:
    global _depth  # noqa: PLW0603  (loops inside loops, in one namespace)
    depth, _depth = _depth, _depth + 1
    clock = time.perf_counter
    done = counted = told = 0
    rate = 0.0
    last = clock()
    try:
        for item in rounds:
            yield item
            done += 1
            now = clock()
            if now - last >= TRACK_SECONDS:
                recent = (done - told) / (now - last)
                rate = recent if not told else 0.7 * rate + 0.3 * recent
                last, told = now, done
                sink.rounds(depth, done - counted)
                counted = done
                sink.progress(label, done, total, rate)
            if sink.alert:
                sink.attend()
    finally:
        _depth = depth
        if hook.sink is sink:  # not in a process that the loop has forked
            sink.rounds(depth, done - counted)
            if not rate:
                rate = done / max(clock() - last, 1e-9)
            sink.progress(label, done, total, rate)
