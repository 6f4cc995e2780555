"""`plot:` of a cell: how its curves are drawn, and in which panels."""

from __future__ import annotations

from typing import Literal, cast

from tutor.course.model import Panel, PlotOptions
from tutor.course.options import Fields, Node
from tutor.course.problems import Problems

MOST_PANELS = 6  # below one another; more could not be read
_SCALES = ("linear", "log")
_EXAMPLE = "write `panels: {loss: [train, test], accuracy: [accuracy]}`"


def build(fields: Fields, problems: Problems) -> PlotOptions:
    """The options of a cell's `plot`; without one, the defaults."""
    plot = Fields(fields.mapping("plot"), "`plot`", fields.line("plot"), problems)
    scale = _scale(plot)
    panels = _panels(plot, scale, problems)
    options = PlotOptions(plot.text("title"), plot.text("x"), plot.text("y"), scale, panels)
    plot.close()
    return options


def _scale(fields: Fields, default: str = "linear") -> Literal["linear", "log"]:
    choices = (default, *(scale for scale in _SCALES if scale != default))
    return cast(Literal["linear", "log"], fields.one_of("yscale", choices))


def _panels(plot: Fields, scale: Literal["linear", "log"], problems: Problems) -> tuple[Panel, ...]:
    if plot.node("panels") is None:
        return ()
    found: list[Panel] = []
    for name, node in plot.mapping("panels").items():
        panel = _panel(name, node, scale, problems)
        if panel is None:
            continue
        for series in panel.series:
            other = next((p.name for p in found if series in p.series), None)
            if other is not None:
                message = f"curve `{series}` is in panel `{other}` and in `{name}`"
                problems.error(node.line, message, "keep it in one of them")
        found.append(panel)
    if len(found) > MOST_PANELS:
        message = f"{len(found)} panels are more than can be read"
        problems.error(plot.line("panels"), message, f"make it {MOST_PANELS} at most")
    return tuple(found)


def _panel(
    name: str, node: Node, scale: Literal["linear", "log"], problems: Problems
) -> Panel | None:
    """A panel from a list of curves, or from a mapping that also says how it is drawn."""
    if isinstance(node.value, list):
        series = [each.text for each in node.value if not isinstance(each.value, list | dict)]
        if series and len(series) == len(node.value):
            return Panel(name, tuple(series), scale)
    elif isinstance(node.value, dict):
        fields = Fields(node.value, f"panel `{name}`", node.line, problems)
        curves = fields.texts("series")
        own = _scale(fields, scale)
        best = fields.one_of("best", ("low", "high")) if fields.node("best") else ""
        fields.close()
        if curves:
            return Panel(name, curves, own, cast(Literal["", "low", "high"], best))
        if fields.node("series") is not None:
            return None  # that has been said
    problems.error(node.line, f"panel `{name}` names no curves", _EXAMPLE)
    return None
