"""What a figure shows, apart from any widget: runs, panels, and which curves are in them.

A lesson page and the full screen draw the same model, each in its own widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tutor.app import data_words
from tutor.app.runs import Run, Runs, same
from tutor.app.series import Series
from tutor.app.trace import FAINT, Item, Role, Trace, numbered, shown_name
from tutor.course.model import Panel, PlotOptions
from tutor.engine import protocol

SMOOTHING = (0.0, 0.6, 0.9, 0.97)  # weights of what came before, one after another
FEW = 3  # curves up to which each one's own values stay visible behind the smoothed ones

# What is new: points of curves that are drawn already, a surface likewise; or runs, panels and how
# they are shown, and then anything may be otherwise.
News = Literal["points", "surface", "runs"]
Ghosts = list[tuple[str, protocol.Surface]]


class GhostLabel(str):
    """The label of a run whose paths are drawn behind, with the digit that shows and hides it."""

    def __new__(cls, text: str, digit: str) -> GhostLabel:
        """A string like any other, but for its digit."""
        label = super().__new__(cls, text)
        label.digit = digit
        return label

    digit: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What a widget has to mount: panels from top to bottom, and surfaces by their names."""

    panels: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()


class FigureModel:
    """Everything drawn of one cell, and how the learner wants to see it."""

    def __init__(self, options: PlotOptions) -> None:
        self.options = options
        self.runs = Runs()
        self.smoothing = 0  # index into SMOOTHING
        self.split = bool(options.panels)
        self.logs: dict[str, bool] = {}  # panels whose scale the learner has chosen
        self.listeners: list[Callable[[News], None]] = []
        self._layout = Layout()

    # --- the way of a run ----------------------------------------------------------------------

    def begin(self, values: Mapping[str, object], source: str) -> None:
        """A run starts; what earlier ones drew stays."""
        self.runs.begin(values, source)
        self.changed("runs")

    def take(self, event: protocol.Points | protocol.Curve | protocol.Surface) -> bool:
        """Add what the run draws. True if it is something new, which may want a widget."""
        run = self.runs.current or self.runs.begin({}, "")
        is_new = run.take(event)
        surface = isinstance(event, protocol.Surface)
        self.changed("runs" if is_new else "surface" if surface else "points")
        return is_new

    def use(self, event: protocol.DataUsed) -> None:
        """The run works with a data set."""
        run = self.runs.current
        if run is not None and run.data.get(event.name) != event:
            run.data[event.name] = event
            self.runs.relabel()
            self.changed("runs")

    def finish(self, event: protocol.Finished) -> None:
        """The run has ended."""
        self.runs.finish(event.outcome, event.seconds, event.steps)
        self.changed("runs")

    def abandon(self) -> None:
        """The run was cut off by a turned knob."""
        self.runs.abandon()
        self.changed("runs")

    def changed(self, what: News) -> None:
        """Tell the widgets."""
        for tell in tuple(self.listeners):
            tell(what)

    # --- what the learner chooses --------------------------------------------------------------

    def turn_scale(self, panels: Sequence[str]) -> None:
        """Linear or logarithmic, the same for all these panels."""
        log = not any(self.is_log(panel) for panel in panels)
        self.logs |= dict.fromkeys(panels, log)
        self.changed("runs")

    def turn_smoothing(self) -> None:
        """The next weight, then none."""
        self.smoothing = (self.smoothing + 1) % len(SMOOTHING)
        self.changed("runs")

    @property
    def can_split(self) -> bool:
        """Whether there are curves enough for two panels."""
        return len([name for name in self._names() if not name.startswith("_")]) > 1

    def turn_panels(self) -> None:
        """A panel for each curve (or as the lesson says), or one for all."""
        self.split = not self.split
        self.changed("runs")

    def toggle(self, run: Run) -> None:
        """Show a run or hide it."""
        self.runs.toggle(run)
        self.changed("runs")

    @property
    def caption(self) -> str:
        """What of the runs that are shown is synthetic data, in words; empty if nothing is."""
        return data_words.caption([(run.slot, run.kinds) for run in self.runs.shown])

    @property
    def is_empty(self) -> bool:
        """Whether no run has drawn anything."""
        return all(run.is_empty for run in self.runs.all)

    # --- panels --------------------------------------------------------------------------------

    def layout(self) -> Layout:
        """Panels and surfaces that there is something for."""
        names = self._names()
        panels: dict[str, None] = {}
        if self.split:
            panels = {p.name: None for p in self.options.panels if names & set(p.series)}
            panels |= {self._panel_of(name): None for name in self._ordered() if name in names}
        elif names:
            panels = {"": None}
        runs = self.runs.shown or self.runs.all
        surfaces = dict.fromkeys(name for run in runs for name in run.surfaces)
        return Layout(tuple(panels), tuple(surfaces))

    def _names(self) -> set[str]:
        """The curves of the runs that are shown; of all runs where every one is hidden."""
        return {name for run in self.runs.shown or self.runs.all for name in run.items}

    def _ordered(self) -> list[str]:
        """The same in the order in which the runs drew them, the newest run's first."""
        runs = self.runs.shown or self.runs.all
        return list(dict.fromkeys(name for run in reversed(runs) for name in run.items))

    def _panel_of(self, name: str) -> str:
        """The panel of a curve; context has no place of its own."""
        for panel in self.options.panels:
            if name in panel.series:
                return panel.name
        if not name.startswith("_"):
            return name
        others = (p.name for p in self.options.panels)
        named = (n for n in self._ordered() if not n.startswith("_"))
        return next(others, "") or next(named, name)

    def _given(self, panel: str) -> Panel:
        """What the lesson says of a panel."""
        found = next((p for p in self.options.panels if p.name == panel), None)
        return found or Panel(panel, (panel,), self.options.yscale)

    def is_log(self, panel: str) -> bool:
        """Whether a panel has a logarithmic scale now."""
        scale = self._given(panel).yscale if panel and self.split else self.options.yscale
        return self.logs.get(panel, scale == "log")

    def options_of(self, panel: str) -> PlotOptions:
        """Title, names of the axes and scale of one panel."""
        first = panel == next(iter(self.layout().panels), "")
        return replace(
            self.options,
            title=self.options.title if first else "",
            y=panel if self.split and panel else self.options.y,
            yscale="log" if self.is_log(panel) else "linear",
        )

    # --- curves --------------------------------------------------------------------------------

    def traces(self, panel: str) -> list[Trace]:
        """The curves of a panel, those in front last."""
        runs = [run for run in self.runs.shown if self._in_panel(run, panel)]
        if len(runs) > 1:
            return self._many(runs, panel)
        items = self._in_panel(runs[0], panel) if runs else []
        traces = [Trace(item, shown_name(item)) for item in items]
        return self._smoothed(numbered(traces))

    def _in_panel(self, run: Run, panel: str) -> list[Item]:
        if not self.split:
            return list(run.items.values())
        return [item for name, item in run.items.items() if self._panel_of(name) == panel]

    def _many(self, runs: list[Run], panel: str) -> list[Trace]:
        """Curves of several runs: a colour and a digit for each run, a letter for each curve."""
        newest = runs[-1]
        shared = self._shared(runs, panel)
        names = [n for n in self._ordered() if not n.startswith("_") and n not in shared]
        names = [n for n in names if any(n in run.items for run in runs)]
        own = [n for n in names if any(i.name == n for r in runs for i in self._in_panel(r, panel))]
        letters = dict(zip(own, "abcdefghijklmnopqrstuvwxyz", strict=False))
        traces = []
        for item in self._in_panel(newest, panel):
            if item.name.startswith("_"):
                traces.append(Trace(item, "", role="axis"))
            elif item.name in shared:
                traces.append(Trace(item, item.name, role="plain", mark="."))
        for run in runs:
            label = self.runs.label(run)
            for name in own:
                if name not in run.items:
                    continue
                letter = letters.get(name, "") if len(own) > 1 else ""
                traces.append(
                    Trace(
                        run.items[name],
                        label,
                        role=run.slot - 1,
                        tag=f"{run.slot}{letter}",
                        mark=str(run.slot),
                        series=f"{letter} {name}" if letter else name,
                        run=True,
                        front=run is newest,
                    )
                )
        return self._smoothed(traces)

    def _shared(self, runs: list[Run], panel: str) -> set[str]:
        """Curves that every run drew in the same way, as the function itself."""
        newest = runs[-1]
        return {
            item.name
            for item in self._in_panel(newest, panel)
            if all(item.name in run.items for run in runs)
            and all(same(item, run.items[item.name]) for run in runs[:-1])
        }

    def _smoothed(self, traces: list[Trace]) -> list[Trace]:
        weight = SMOOTHING[self.smoothing]
        grown = [t for t in traces if isinstance(t.item, Series)]
        if not weight or not grown:
            return traces
        raw = [t for t in grown if len(grown) <= FEW or t.front]
        behind = [replace(t, name="", tag="", series="", role=_faint(t.role)) for t in raw]
        smooth = [replace(t, smoothing=weight) if isinstance(t.item, Series) else t for t in traces]
        return [*behind, *smooth]

    # --- surfaces ------------------------------------------------------------------------------

    def surface(self, name: str) -> tuple[protocol.Surface, Ghosts] | None:
        """A surface with the newest paths that are shown, and those of the other runs."""
        runs = [run for run in self.runs.shown if name in run.surfaces]
        if not runs:
            return None
        *others, newest = runs
        return newest.surfaces[name], [(self._ghost(run), run.surfaces[name]) for run in others]

    def _ghost(self, run: Run) -> GhostLabel:
        return GhostLabel(self.runs.label(run), str(run.slot))


def _faint(role: Role) -> Role:
    return role + FAINT if isinstance(role, int) else role
