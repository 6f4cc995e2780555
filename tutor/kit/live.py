"""Live pictures of a running lesson: curves that grow, surfaces, images, progress, tables.

In the app these go to the screen. Anywhere else (a script, a notebook) they print, briefly.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import numpy as np

from tutor.engine.points import thin
from tutor.engine.protocol import Images, Surface
from tutor.kit import hook, plain
from tutor.kit.numbers import describe, number, vector
from tutor.kit.tables import layout

if TYPE_CHECKING:
    import torch

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


def surface(
    f: Callable[..., Any],
    x: tuple[float, float] | None = None,
    y: tuple[float, float] | None = None,
    *,
    paths: Any = None,
    levels: int | Sequence[float] | None = None,
    style: Literal["both", "heat", "contours"] = "both",
    marks: Mapping[str, Any] | None = None,
    name: str = "",
) -> None:
    """Draw an objective, with the paths of optimizers: `live.surface(f, paths={"SGD": path})`.

    f is a function of two numbers, `f(x1, x2)`, or of one vector, `f(x)` with x[0] and x[1], or
    of a single variable; with torch, numpy or plain Python. x and y say where to look, from and
    to; by default where the paths are. A path is a tensor of shape (k, 2), or (k,) for one
    variable, or a list of places; it may diverge. `levels` is a number of level curves or a list
    of heights, `marks` are places with names. A surface of the same name is replaced.
    ValueError or TypeError say what doesn't fit.
    """
    from tutor.kit import paths as given  # noqa: PLC0415  (torch, which a curve doesn't need)
    from tutor.kit.surfaces import Picture, checked_marks  # noqa: PLC0415

    read = given.read(paths)
    widths = [path.shape[1] for path in read.values() if len(path)]
    planar = widths[0] == 2 if widths else None
    picture = Picture(f, x, y, levels, style, checked_marks(marks), str(name), planar)
    show_surface(picture.event(read))


def race(
    f: Callable[..., Any],
    optimizers: Mapping[str, Any],
    start: Any = None,
    *,
    steps: int = 20,
    x: tuple[float, float] | None = None,
    y: tuple[float, float] | None = None,
    levels: int | Sequence[float] | None = None,
    style: Literal["both", "heat", "contours"] = "both",
    marks: Mapping[str, Any] | None = None,
    name: str = "",
) -> dict[str, torch.Tensor]:
    """Let optimizers walk down f from one start, draw it, and return their paths.

    `optimizers` maps names to what makes one: `lambda params: torch.optim.SGD(params, lr=0.1)`;
    or to a pair `(init, update)` with `states = init(params)` and `update(params, states)`; or
    to an `update(params)` without states. `params` holds one tensor with the place, (2,) or (1,),
    whose gradient torch has found. A path has shape (steps + 1, 2), or (steps + 1,) for a
    function of one variable; the table below says when each came within 1 % of the lowest value.
    The rest is as for `live.surface`. TypeError or ValueError say what doesn't fit.
    """
    from tutor.kit import racing  # noqa: PLC0415  (torch, which a curve doesn't need)
    from tutor.kit.surfaces import Picture, checked_marks  # noqa: PLC0415

    planar = racing.is_planar(start)
    picture = Picture(f, x, y, levels, style, checked_marks(marks), str(name), planar)
    return racing.run(f, optimizers, start, steps, picture)


def images(
    images: Any,
    labels: Iterable[object] | None = None,
    *,
    title: str = "",
    columns: int = 0,
    low: float | None = None,
    high: float | None = None,
) -> None:
    """Show images: `live.images(X, labels=y)`.

    One image or several: tensors or arrays of shape (h, w), (channels, h, w) or
    (h, w, channels), a list of them, or one with a dimension more in front; grey or red, green,
    blue. Values from 0 to 1 and bytes are shown as they are, others stretched from the lowest to
    the highest, or from `low` to `high`. `columns` stand side by side, by default as many as
    there is room for. ValueError or TypeError say what doesn't fit.
    """
    from tutor.kit import images as drawing  # noqa: PLC0415

    drawn, more = drawing.pictures(images, labels, low, high)
    event = Images(0, drawn, str(title), int(columns))
    if hook.sink is None:
        plain.images(event, more)
        return
    hook.sink.images(event)
    if more:
        print(f"{len(drawn)} of {len(drawn) + more} images are shown.")


def show_surface(event: Surface) -> None:
    """Show a surface that has been made."""
    if hook.sink is None:
        plain.surface(event)
    else:
        hook.sink.surface(event)


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
