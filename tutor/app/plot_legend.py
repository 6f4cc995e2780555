"""What stands above and below the curves of a plot: names, latest values, what isn't drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from textwrap import wrap

from rich.cells import cell_len, set_cell_size

from tutor.app.plot_scale import number
from tutor.app.series import Series
from tutor.app.trace import Role, Trace, shown_name
from tutor.course.model import PlotOptions

Run = tuple[str, "Role | None"]  # text and its role, none for plain text
GAP = "  "


@dataclass(frozen=True, slots=True)
class Frame:
    """What decides how much can be said around the curves."""

    width: int
    ascii_only: bool
    roomy: bool  # room for a title, names of axes and more notes
    tall: bool = False  # room for every run in the legend


def crop(text: str, width: int, ascii_only: bool = False) -> str:
    """The text, cut at that many columns."""
    if cell_len(text) <= width:
        return text
    dots = ("..." if ascii_only else "…")[:width]
    return set_cell_size(text, width - len(dots)) + dots


def title(options: PlotOptions, frame: Frame) -> list[list[Run]]:
    """The title, if there is room."""
    if not options.title or not frame.roomy:
        return []
    return [[(crop(options.title, frame.width, frame.ascii_only), "title")]]


def x_name(options: PlotOptions, frame: Frame) -> list[list[Run]]:
    """The name of the horizontal axis, in the middle."""
    if not options.x or not frame.roomy:
        return []
    name = crop(options.x, frame.width, frame.ascii_only)
    return [[(" " * ((frame.width - cell_len(name)) // 2) + name, "axis")]]


# --- names ------------------------------------------------------------------------------------


def legend(traces: Sequence[Trace], options: PlotOptions, frame: Frame) -> list[list[Run]]:
    """The name of the vertical axis, names of curves and runs, and their latest values."""
    named = [trace for trace in traces if trace.name]
    head, entries = _head(named, options), _entries(named, frame)
    most = (5 if frame.tall else 3 if _of_runs(named) else 2) if frame.roomy else 1
    lines, left = _filled(head, entries, frame, most)
    if left:  # the names of the knobs once, before all values, take less room
        common, short = _shortened(named, frame)
        if common:
            named_axis = bool(head) and head[0][1] == "axis"
            axis = f"{head[0][0].strip()} by" if named_axis else "by"
            head = [(f"{axis} {common}{GAP}", "axis"), *(head[1:] if named_axis else head)]
            lines, left = _filled(head, short, frame, most)
            entries = short
        if left and _of_runs(named):  # rather the newest runs than the oldest
            lines, _ = _filled(head, entries[::-1], frame, most)
    return [_fit(line, frame.width) for line in lines if line]


def _of_runs(named: Sequence[Trace]) -> bool:
    return any(trace.run for trace in named)


def _head(named: Sequence[Trace], options: PlotOptions) -> list[Run]:
    """The name of the axis, unless the only curve is called so; with runs, what is drawn."""
    series = list(dict.fromkeys(trace.series for trace in named if trace.run))
    name = options.y
    if len(series) == 1 and not name:
        name = series[0]
    singles = [trace for trace in named if not trace.run]
    if not series and len(singles) == 1 and name.casefold() == singles[0].item.name.casefold():
        name = ""
    weight = max((trace.smoothing for trace in named), default=0.0)
    if weight:
        name = f"{name} (smoothed {weight:g})".lstrip()
    head: list[Run] = [(f"{name}{GAP}", "axis")] if name else []
    if len(series) > 1:
        head += [(f"{each}{GAP}", "plain") for each in series]
    return head


def _entries(named: Sequence[Trace], frame: Frame) -> list[Run]:
    """A name for each curve, or for each run."""
    found: dict[str, Run] = {}
    single = len({trace.series for trace in named if trace.run}) == 1
    for trace in named:
        if trace.run:
            tag = trace.tag[:1]
            value = _value(trace, frame) if trace.front and single else ""
            found[tag] = (f"{tag} {trace.name}{':' if value else ''}{value}", trace.role)
        else:
            tag = f"{trace.tag} " if trace.tag else ""
            found[f"{tag}{trace.name}"] = (f"{tag}{trace.name}{_value(trace, frame)}", trace.role)
    return list(found.values())


def _value(trace: Trace, frame: Frame) -> str:
    if not isinstance(trace.item, Series):
        return ""
    return f" {number(trace.item.last, ascii_only=frame.ascii_only)}"


def _shortened(named: Sequence[Trace], frame: Frame) -> tuple[str, list[Run]]:
    """The knobs that all labels of runs name, as "eta, steps", and the entries without them."""
    labels = {trace.name: _parts(trace.name) for trace in named if trace.run}
    knobs = {tuple(name for name, _ in parts) for parts in labels.values()}
    if len(knobs) != 1 or not all(value for parts in labels.values() for _, value in parts):
        return "", []
    short = {label: ", ".join(value for _, value in parts) for label, parts in labels.items()}
    traces = [replace(t, name=short[t.name]) if t.run else t for t in named]
    return ", ".join(next(iter(knobs))), _entries(traces, frame)


def _parts(label: str) -> list[tuple[str, str]]:
    """Name and value of each knob in the label of a run."""
    return [(name, value) for name, _, value in (part.partition(" ") for part in label.split(", "))]


def _filled(
    head: list[Run], entries: Sequence[Run], frame: Frame, most: int
) -> tuple[list[list[Run]], int]:
    """Lines with as many entries as fit, and how many did not."""
    lines = [list(head)]
    for shown, (text, role) in enumerate(entries):
        used = sum(cell_len(run[0]) for run in lines[-1])
        left = len(entries) - shown
        last_line = len(lines) == most
        more = f"+{left} more"
        room = frame.width - used - (len(more) + 2 if left > 1 and last_line else 0)
        if cell_len(text) > room and used and not last_line:
            lines.append([])
            room = frame.width
        elif cell_len(text) > room and used:
            lines[-1].append((more[: frame.width - used], "axis"))
            return lines, left
        lines[-1].append((crop(text, max(room, 1), frame.ascii_only) + GAP, role))
    return lines, 0


def _fit(line: list[Run], width: int) -> list[Run]:
    """The line without what sticks out."""
    fitted: list[Run] = []
    room = width
    for text, role in line:
        if room <= 0:
            break
        fitted.append((text if cell_len(text) <= room else set_cell_size(text, room), role))
        room -= cell_len(text)
    return fitted


# --- what isn't drawn -------------------------------------------------------------------------


def notes(
    traces: Sequence[Trace],
    cut: Sequence[tuple[Trace, float]],
    options: PlotOptions,
    frame: Frame,
) -> list[list[Run]]:
    """What of the curves isn't on the chart; `cut` are those that leave it, and at which x."""
    step, log = options.x or "step", options.yscale == "log"
    drawn = [trace for trace in traces if trace.name or not shown_name(trace.item)]
    sentences: list[str] = []
    for trace in drawn:
        sentences += _lost(trace, step, frame.ascii_only)
    sentences += [_cut(trace, x, step, frame.ascii_only) for trace, x in cut if not _gone(trace)]
    if log:
        sign = "<=" if frame.ascii_only else "≤"
        sentences += [
            f"{_called(t)}: {_values(t.item.not_positive)} {sign} 0 not drawn"
            for t in drawn
            if t.item.not_positive
        ]
    most = (4 if frame.tall else 3) if frame.roomy else 1
    if sum(len(wrap(s, frame.width)) for s in sentences) > most:
        sentences = ["; ".join(sentences)]
    lines = [line for sentence in sentences for line in wrap(sentence, frame.width)]
    if len(lines) > most:
        end = crop(lines[most - 1] + " " * frame.width, frame.width, frame.ascii_only)
        lines = [*lines[: most - 1], end]
    return [[(line, "note")] for line in lines]


def _called(trace: Trace) -> str:
    name = trace.name or "The curve"
    return f"{trace.tag} {name}" if trace.run else name


def _gone(trace: Trace) -> bool:
    return isinstance(trace.item, Series) and trace.item.gone


def _lost(trace: Trace, step: str, ascii_only: bool) -> list[str]:
    """What of a curve has no place on a chart, and since when."""
    item = trace.item
    if not item.lost:
        return []
    if isinstance(item, Series) and item.gone:
        value = number(item.lost_as, ascii_only=ascii_only)
        start = number(item.lost_from, ascii_only=ascii_only)
        return [f"{_called(trace)} left the chart at {step} {start}: {value}"]
    start = ""
    if isinstance(item, Series):
        start = f", first at {step} {number(item.lost_from, ascii_only=ascii_only)}"
    kinds = "NaN, inf" if ascii_only else "NaN, ∞"
    return [f"{_called(trace)}: {_values(item.lost)} ({kinds}) not drawn{start}"]


def _cut(trace: Trace, x: float, step: str, ascii_only: bool) -> str:
    """Where a curve ends that leaves what is shown, though it could be drawn."""
    last = number(trace.item.last, ascii_only=ascii_only)
    where = f" at {step} {ceil(x)}" if isinstance(trace.item, Series) else ""
    return f"{_called(trace)} leaves the chart{where} and ends at {last}"


def _values(count: int) -> str:
    return f"{count} value{'s' * (count != 1)}"
