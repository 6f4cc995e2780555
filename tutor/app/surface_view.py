"""The widget that draws an objective with the paths of optimizers on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from time import perf_counter
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tutor.app.pace import Pace
from tutor.app.plot_canvas import Markers
from tutor.app.surface_colours import Palette
from tutor.app.surface_ground import Row
from tutor.app.surface_picture import STYLES, Look, SurfacePicture
from tutor.app.surface_strips import palette_of, strip_of
from tutor.course.model import PlotOptions
from tutor.engine.protocol import Surface

SHORTEST = 1 / 20  # seconds between two draws
SHARE = 0.25  # of the event loop's time that drawing may take
PLAY_SECONDS = 6.0  # for a whole path, about; short ones are walked more slowly
SLOWEST = 0.25  # seconds for a step while it plays
TEXT_SIZE = (72, 22)  # of the plain text of a picture that has no size yet


class SurfaceView(Widget, can_focus=True):
    """An objective and the paths on it. `show` it again as often as the paths grow."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SurfaceView {
        width: 1fr;
        height: 1fr;
        min-height: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket,left", "step(-1)", "step back", id="surface.back"),
        Binding("right_square_bracket,right", "step(1)", "step on", id="surface.on"),
        Binding("shift+left", "step(-10)", "ten back", id="surface.back_ten", show=False),
        Binding("shift+right", "step(10)", "ten on", id="surface.on_ten", show=False),
        Binding("space", "play", "play", id="surface.play"),
        Binding("home", "first", "start", id="surface.first", show=False),
        Binding("end", "last", "end", id="surface.last", show=False),
        Binding("c", "style", "shades, lines", id="surface.style"),
    ]
    HELP = """\
**A surface.** The deeper the colour, the lower f; on a line f has one value. Each path has a
letter, which stands where the path is at the step shown, with f there in the names above.

`[[surface.back]]` and `[[surface.on]]` step along the paths (with shift ten at once),
`[[surface.play]]` plays them, `[[surface.first]]` and `[[surface.last]]` go to the start and the
end. The row below does the same with the mouse: click ◂ ▸, or drag along the bar.
`[[surface.style]]` turns from shades with lines to shades alone and lines alone. A path that
leaves the picture keeps its letter at the edge; the names say since which step. Where motion is
switched off in the settings, playing goes one step on.
"""

    def __init__(
        self,
        *,
        names: PlotOptions | None = None,
        markers: Markers = "braille",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._names = names or PlotOptions()  # title and axes, where they are given
        self._markers: Markers = markers
        self._picture = SurfacePicture(names=self._names)
        self._rows: list[Row] = []
        self._strips: list[Strip] = []
        self._look: Look | None = None  # of what is drawn; None when there is news
        self._style = ""
        self._step: int | None = None  # None: at the end, however far that is
        self._plain = Style.null()  # that the strips are drawn on
        self._pace = Pace(self, self._draw, shortest=SHORTEST, share=SHARE)
        self._player: Timer | None = None
        self._dragging = False
        self.draws = 0  # pictures drawn so far

    # --- what it shows -------------------------------------------------------------------------

    def show(self, event: Surface, ghosts: Sequence[tuple[str, Surface]] = ()) -> None:
        """Draw a surface; of each ghost (a kept run and its label) only the paths, behind.

        Called again with the same ground and longer paths, only the paths are drawn anew. A step
        that the learner has chosen stays.
        """
        self._picture.set(event, ghosts)
        self._style = self._style or event.style
        self._changed()

    def clear(self) -> None:
        """Forget the surface."""
        self._stop_playing()
        self._picture = SurfacePicture(names=self._names)
        self._step, self._style = None, ""
        self._changed()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self._picture.ground is None

    def point_at(self, x: int, y: int) -> tuple[float, float] | None:
        """The point of the plane at a character of the widget; None beside the ground."""
        return self._picture.point(x, y)

    @property
    def step(self) -> int:
        """The step that is shown."""
        last = self._picture.last
        return last if self._step is None else min(self._step, last)

    @property
    def playing(self) -> bool:
        """Whether the paths are walked by themselves."""
        return self._player is not None

    @property
    def style_shown(self) -> str:
        """ "both", "heat" or "contours"."""
        return self._style or "both"

    @property
    def text(self) -> str:
        """The picture as plain text, at the size it has: level curves, paths, names."""
        width, height = self.size if self.size.width and self.size.height else TEXT_SIZE
        look = Look(width, height, Palette("ansi", True), self._markers, "contours")
        other = SurfacePicture(names=self._names)  # so that what is kept for the screen stays
        other.take_from(self._picture)
        rows = other.rows(look, self.step)
        return "\n".join("".join(cell.text for cell in row).rstrip() for row in rows)

    @property
    def markers(self) -> Markers:
        """What lines are drawn with."""
        return self._markers

    @markers.setter
    def markers(self, markers: Markers) -> None:
        if markers != self._markers:
            self._markers = markers
            self._changed()

    # --- steps ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense for what is drawn."""
        if action in ("step", "play", "first", "last"):
            return self._picture.last > 0
        if action == "style":
            return self._picture.planar
        return super().check_action(action, parameters)

    def go_to(self, step: int) -> None:
        """Show a step, or the nearest one there is; the last one follows paths that grow."""
        last = self._picture.last
        stops = self._picture.stops
        at = min(bisect_left(stops, max(step, 0)), len(stops) - 1)
        self._step = None if step >= last else stops[at]
        self._draw()

    def action_step(self, count: int) -> None:
        """Go some steps on, or back."""
        self._stop_playing()
        self._move(count)

    def _move(self, count: int) -> None:
        stops = self._picture.stops
        at = (bisect_right(stops, self.step) - 1 if stops else 0) + count
        self.go_to(
            stops[min(max(at, 0), len(stops) - 1)] if at < len(stops) else self._picture.last
        )

    def action_first(self) -> None:
        """Go to the start."""
        self._stop_playing()
        self.go_to(0)

    def action_last(self) -> None:
        """Go to the end."""
        self._stop_playing()
        self.go_to(self._picture.last)

    def action_play(self) -> None:
        """Walk the paths from here, from the start if this is the end; or stop doing so."""
        if self._player is not None:
            self._stop_playing()
            self._draw()
            return
        count = len(self._picture.stops)
        if count < 2:
            return
        if self.step >= self._picture.last:
            self._step = 0
        if not getattr(self.app, "motion", True):  # nothing may move by itself
            self._move(1)
            return
        pause = min(SLOWEST, max(SHORTEST, PLAY_SECONDS / count))
        stride = max(1, round(count * pause / PLAY_SECONDS))
        self._player = self.set_interval(pause, lambda: self._play_on(stride))
        self._draw()

    def _play_on(self, stride: int) -> None:
        self._move(stride)
        if self._step is None:
            self._stop_playing()
            self._draw()

    def _stop_playing(self) -> None:
        if self._player is not None:
            self._player.stop()
            self._player = None

    def action_style(self) -> None:
        """Shades with lines, shades, lines, in turn."""
        at = STYLES.index(self.style_shown) if self.style_shown in STYLES else 0
        self._style = STYLES[(at + 1) % len(STYLES)]
        self._draw()

    # --- mouse ---------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The row of steps: arrows, play, and the bar, which can be dragged."""
        steps = self._picture.steps
        if steps is None or event.y != len(self._rows) - 1:
            return
        event.stop()
        if event.x in steps.back:
            self.action_step(-1)
        elif event.x in steps.on:
            self.action_step(1)
        elif event.x in steps.play:
            self.action_play()
        elif event.x in steps.bar:
            self._dragging = True
            self.capture_mouse()
            self._drag(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse along the bar."""
        if self._dragging:
            event.stop()
            self._drag(event.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The bar is let go."""
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()

    def _drag(self, x: int) -> None:
        steps = self._picture.steps
        if steps is None or len(steps.bar) < 2:
            return
        self._stop_playing()
        share = (x - steps.bar.start) / (len(steps.bar) - 1)
        self.go_to(round(min(max(share, 0.0), 1.0) * self._picture.last))

    # --- when it draws -------------------------------------------------------------------------

    def _changed(self) -> None:
        self._look = None
        self._pace.ask()

    def on_mount(self) -> None:
        """A surface may have come before there was a place to draw it."""
        self._markers = getattr(self.app, "markers", self._markers)
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw())
        settings = getattr(self.app, "settings_changed", None)
        if settings is not None:
            settings.subscribe(self, lambda new: setattr(self, "markers", new.markers))

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self._draw()

    def on_focus(self) -> None:
        """Name the keys."""
        self._draw()

    def on_blur(self) -> None:
        """The keys belong to another."""
        self._draw()

    def on_unmount(self) -> None:
        """No draw is due any more."""
        self._stop_playing()
        self._pace.stop()

    # --- how it draws --------------------------------------------------------------------------

    def _draw(self) -> None:
        """Draw what has changed, and keep away from the event loop for three times as long."""
        if not self.is_attached or not self.size.width:
            return
        began = perf_counter()
        look, plain = self._looks(), self.rich_style
        rows = self._picture.rows(look, self.step)
        if plain != self._plain or len(rows) != len(self._rows):
            self._strips = [strip_of(row, plain) for row in rows]
            self.refresh()
        else:
            changed = [y for y, row in enumerate(rows) if row != self._rows[y]]
            for y in changed:
                self._strips[y] = strip_of(rows[y], plain)
            if changed:  # of no regions the whole would be refreshed
                self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))
        self._rows, self._look, self._plain = rows, look, plain
        self.draws += 1
        self._pace.drawn(began)

    def _looks(self) -> Look:
        width, height = self.size
        return Look(
            width, height, palette_of(self), self._markers, self.style_shown,
            self.has_focus, self.playing,
        )  # fmt: skip

    def render_line(self, y: int) -> Strip:
        """A line as it was drawn last; drawn now if the size is another."""
        if self._look is None or (self._look.width, self._look.height) != tuple(self.size):
            self._draw()
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.rich_style)
