"""Taking a figure out of the app: a vector drawing (SVG) and its numbers (CSV)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from textual.app import App

from tutor.app import copying, data_words, svg
from tutor.app.figure_model import FigureModel
from tutor.app.plot_colours import ON_LIGHT
from tutor.app.runs import Run, value_text
from tutor.app.series import FROZEN, Series, floats
from tutor.app.trace import Item


def save(app: App[object], name: str, model: FigureModel) -> list[Path]:
    """Write `saved/NAME.svg` and `saved/NAME.csv` in the learner's folder; their paths."""
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "figure"
    return copying.save_files(app, plain, {".svg": as_svg(model), ".csv": as_csv(model)})


def as_csv(model: FigureModel) -> str:
    """The runs that are kept, a line for each point: run, knobs, data (if any), curve, x, y.

    A curve of more than 512 points has been thinned: the extremes of neighbours stay.
    """
    runs = model.runs.all
    knobs = list(dict.fromkeys(name for run in runs for name in run.values))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    with_data = any(run.data for run in runs)
    writer.writerow(["run", *knobs, *(["data"] if with_data else []), "curve", "x", "y"])
    for run in runs:
        values = [value_text(run.values[knob]) if knob in run.values else "" for knob in knobs]
        values += [data_words.summary(run.kinds)] if with_data else []
        for curve, x, y in _points(run):
            writer.writerow([run.number, *values, curve, repr(x), repr(y)])
    return file.getvalue()


def _points(run: Run) -> Iterator[tuple[str, float, float]]:
    for name, item in run.items.items():
        for x, y in zip(*_columns(item), strict=True):
            yield name, x, y
    for name, surface in run.surfaces.items():
        for path in surface.paths:
            curve = f"{name} {path.name}".strip()
            for x, y in zip(floats(path.x), floats(path.y), strict=False):
                yield curve, x, y


def _columns(item: Item) -> tuple[list[float], list[float]]:
    if isinstance(item, Series):
        return item.columns(2 * FROZEN)
    return item.x.tolist(), item.y.tolist()


def as_svg(model: FigureModel) -> str:
    """The figure as it is shown: surfaces, then panels, below one another, on white."""
    layout = model.layout()
    parts = []
    for name in layout.surfaces:
        found = model.surface(name)
        if found is not None:
            parts.append(svg.surface(*found, colours=ON_LIGHT, names=model.options))
    for name in layout.panels:
        options = model.options_of(name)
        parts.append(svg.plot(model.traces(name), options, colours=ON_LIGHT))
    return svg.page(parts, title=model.options.title or "Figure", caption=model.caption)
