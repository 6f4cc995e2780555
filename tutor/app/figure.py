"""The figure of a cell: curves in their panels, and surfaces, of this run and those before it."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from tutor.app.figure_model import FigureModel, Layout, News
from tutor.app.plot import PlotView
from tutor.app.runs import SLOTS, Runs
from tutor.course.model import PlotOptions
from tutor.engine import protocol

if TYPE_CHECKING:
    from tutor.app.surface_view import SurfaceView


HIDDEN = "Every run is hidden; its digit shows a run again."


class Figure(Vertical, can_focus=True):
    """Everything drawn of one cell. It takes the focus by a click or with tab.

    Call `begin` when a run starts, `take` for its pictures, and at its end `finish`, or
    `abandon` where a turned knob cut it off.
    """

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("f", "full", "full screen", id="figure.full_here"),
        Binding("l", "log", "log/linear", id="figure.log"),
        Binding("w", "smooth", "smooth", id="figure.smooth"),
        Binding("d", "panels", "panels", id="figure.panels"),
        Binding("v", "compare", "compare", id="figure.compare"),
        Binding("x", "clear", "clear runs", id="figure.clear"),
        Binding("s", "save", "save", id="figure.save"),
        *(
            Binding(
                str(slot), f"toggle_run({slot})", f"run {slot}", id=f"figure.run{slot}", show=False
            )
            for slot in range(1, SLOTS + 1)
        ),
    ]

    HELP = """\
**A figure** keeps what earlier runs drew: the last eight are shown, each with a digit and a colour
of its own, named by what differs. `[[figure.run1]]` to `[[figure.run8]]` hide and show them,
`[[figure.compare]]` compares all of them in a table, `[[figure.clear]]` forgets them (once more
brings them back). `[[figure.log]]` switches between a linear and a logarithmic axis,
`[[figure.smooth]]` smooths (the values themselves stay behind, fainter), `[[figure.panels]]` gives
each curve a panel of its own or puts all into one. `[[figure.full_here]]` fills the screen with
it, `[[figure.save]]` saves it as SVG and CSV. These keys work once a click or `tab` has given it
the focus.
"""

    def __init__(
        self,
        options: PlotOptions | None = None,
        *,
        model: FigureModel | None = None,
        full: bool = False,
    ) -> None:
        """With a `model` it shows the same as another figure; `full`: it has a whole screen."""
        super().__init__(classes="-full" if full else None)
        self.model = model or FigureModel(options or PlotOptions())
        self.label = ""  # the beginning of the name of saved files
        self._layout = Layout()  # of what is mounted
        self._plots: dict[str, PlotView] = {}
        self._surfaces: dict[str, SurfaceView] = {}
        self._lock = Lock()
        self._taking = False

    # --- the way of a run ----------------------------------------------------------------------

    def begin(self, values: Mapping[str, object], source: str) -> None:
        """A run of this code with these knobs starts; what earlier ones drew stays."""
        self.model.begin(values, source)

    async def take(self, event: protocol.AnyEvent) -> None:
        """Draw a Points, Curve or Surface event; any other is none of its business."""
        if not isinstance(event, protocol.Points | protocol.Curve | protocol.Surface):
            return
        self._taking = True  # what is new is mounted here, before the next event is taken
        is_new = self.model.take(event)
        self._taking = False
        if is_new:
            await self._arrange()

    def use(self, event: protocol.DataUsed) -> None:
        """The run works with this data set."""
        self.model.use(event)

    def finish(self, event: protocol.Finished) -> None:
        """The run has ended: draw the last of it at once."""
        self.model.finish(event)

    def abandon(self) -> None:
        """The run was cut off by a turned knob: it is not kept."""
        self.model.abandon()

    def clear_runs(self) -> None:
        """Forget the kept runs."""
        self.model.runs.clear()
        self.model.changed("runs")

    # --- what it shows -------------------------------------------------------------------------

    @property
    def runs(self) -> Runs:
        """The runs of this cell."""
        return self.model.runs

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been drawn yet."""
        return self.model.is_empty

    @property
    def text(self) -> str:
        """The figure as plain text, up to date."""
        caption = [self.model.caption] if self.model.caption else []
        surfaces = [view.text for view in self._surfaces.values()]
        return "\n\n".join([*caption, *surfaces, *(plot.text for plot in self._plots.values())])

    @property
    def plots(self) -> tuple[PlotView, ...]:
        """The panels from top to bottom."""
        return tuple(self._plots.values())

    @property
    def surfaces(self) -> tuple[SurfaceView, ...]:
        """The surfaces from top to bottom."""
        return tuple(self._surfaces.values())

    # --- keys ----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense for what is drawn."""
        offered = self._offered(action, parameters)
        return super().check_action(action, parameters) if offered is None else offered

    def _offered(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        runs, drawn = self.model.runs, not self.model.is_empty
        if action == "toggle_run":
            return runs.in_slot(cast(int, parameters[0])) is not None
        offers = {
            "full": drawn and not self.has_class("-full"),
            "save": drawn,
            "log": bool(self._plots),
            "smooth": bool(self._plots),
            "panels": self.model.can_split,
            "compare": bool(runs.kept),
            "clear": bool(runs.kept) or runs.can_restore,
        }
        return offers.get(action)

    def action_full(self) -> None:
        """Fill the screen with it; the run goes on."""
        from tutor.app.figure_screen import FigureScreen  # noqa: PLC0415 - not needed to read

        self.app.push_screen(FigureScreen(self.model, self.label))

    def action_log(self) -> None:
        """Linear or logarithmic: of the panel under the mouse, else of all."""
        under = [name for name, plot in self._plots.items() if plot.mouse_hover]
        self.model.turn_scale(under or list(self._plots))

    def action_smooth(self) -> None:
        """The next weight of smoothing, then none."""
        self.model.turn_smoothing()

    def action_panels(self) -> None:
        """A panel for each curve, or one for all."""
        self.model.turn_panels()

    def action_toggle_run(self, slot: int) -> None:
        """Show or hide the run with this digit."""
        run = self.model.runs.in_slot(slot)
        if run is not None:
            self.model.toggle(run)

    def action_clear(self) -> None:
        """Forget the kept runs; once more brings them back."""
        gone = self.model.runs.clear()
        back = 0 if gone else self.model.runs.restore()
        self.model.changed("runs")
        if gone:
            self.notify(f"{_runs(gone)} cleared. [[figure.clear]] brings them back.")
        elif back:
            self.notify(f"{_runs(back)} back.")

    def action_compare(self) -> None:
        """All runs in a table."""
        from tutor.app.runs_screen import RunsScreen  # noqa: PLC0415 - not needed to read

        self.app.push_screen(RunsScreen(self.model))

    def action_save(self) -> None:
        """Save the figure as SVG and its numbers as CSV."""
        from tutor.app import exporting  # noqa: PLC0415 - not needed to read

        exporting.save(self.app, self.label or "figure", self.model)

    # --- widgets for it ------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """What it must not be seen without; surfaces and panels come once there are any."""
        yield Static("", classes="figure-caption", markup=False)

    async def on_mount(self) -> None:
        """Follow the model, which may have much to show already."""
        self.model.listeners.append(self._heard)
        await self._arrange()

    def on_unmount(self) -> None:
        """The model may live on in another figure."""
        if self._heard in self.model.listeners:
            self.model.listeners.remove(self._heard)

    def _heard(self, what: News) -> None:
        if what == "runs" and not self._taking:
            self.call_next(self._arrange)
        elif what == "surface":
            self._show_surfaces()
        else:
            for plot in self._plots.values():
                plot.changed()

    async def _arrange(self) -> None:
        """Mount and remove widgets until there is one for each panel and surface."""
        if not self.is_attached:
            return
        async with self._lock:
            layout = self.model.layout()
            if layout != self._layout:
                self._layout = layout
                await self._drop(layout)
                for index, name in enumerate(layout.surfaces):
                    if name not in self._surfaces:
                        await self._add_surface(name, index)
                for index, name in enumerate(layout.panels):
                    if name not in self._plots:
                        view = PlotView(traces=partial(self.model.traces, name))
                        self._plots[name] = view
                        await self.mount(view, before=self._at(len(layout.surfaces) + index))
                self._plots = {name: self._plots[name] for name in layout.panels}
                self.set_class(len(layout.panels) + len(layout.surfaces) > 1, "-several")
            self._refresh_parts()

    def _at(self, index: int) -> int | None:
        at = index + 1  # behind the caption
        return at if at < len(self.children) else None

    async def _drop(self, layout: Layout) -> None:
        for name in set(self._plots) - set(layout.panels):
            await self._plots.pop(name).remove()
        for name in set(self._surfaces) - set(layout.surfaces):
            await self._surfaces.pop(name).remove()

    async def _add_surface(self, name: str, index: int) -> None:
        from tutor.app.surface_view import SurfaceView  # noqa: PLC0415 - most cells have none

        view = SurfaceView(names=self.model.options)
        first = not self._surfaces
        self._surfaces[name] = view
        await self.mount(view, before=self._at(index))
        if first and self.has_class("-full"):  # so that its steps can be walked by keys at once
            self.call_after_refresh(view.focus)

    def _refresh_parts(self) -> None:
        """Draw at once: the learner has pressed a key, or a run has begun or ended."""
        self._say_caption()
        for name, plot in self._plots.items():
            plot.set_options(self.model.options_of(name))
            plot.nothing = "No points yet." if self.runs.shown else HIDDEN
            plot.finish()
        if self.has_focus_within:
            self.screen.refresh_bindings()
        self._show_surfaces()

    def _say_caption(self) -> None:
        caption = self.model.caption
        for line in self.query(".figure-caption").results(Static):
            line.update(caption)
        self.set_class(bool(caption), "-captioned")

    def _show_surfaces(self) -> None:
        for name, view in self._surfaces.items():
            found = self.model.surface(name)
            if found is not None:
                view.show(*found)


def _runs(count: int) -> str:
    return f"{count} run{'s' * (count != 1)}"
