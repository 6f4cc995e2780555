"""A playground: choices on one side, the race on its objective and how it ended on the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static

from tutor.app import copying, keys, playground_table
from tutor.app.cell_parts import time_words
from tutor.app.code import CodeView
from tutor.app.playground_choices import Choices, written
from tutor.app.playground_panel import ChoicesPanel
from tutor.app.scrolling import show_from
from tutor.app.sessions import own_library
from tutor.app.statusbar import TopBar
from tutor.app.surface_colours import Palette, colours_of
from tutor.app.surface_picture import LETTERS
from tutor.app.surface_view import SurfaceView
from tutor.course import races
from tutor.course.model import Playground
from tutor.engine import library, protocol
from tutor.engine.protocol import Surface

if TYPE_CHECKING:
    from tutor.app.main import TutorApp
    from tutor.engine import Session

NOBODY = "Nobody takes part yet: switch an optimizer on."
INVITATION = "`[[playground.race]]` races them."


class PlaygroundView(Container):
    """Races optimizers on an objective. It belongs to a lesson's page, or to a screen of its own.

    Every turn of a value races anew, and of quick turns only the last one counts.
    """

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("r", "race", "race", id="playground.race"),
        Binding("v", "code", "view code", id="playground.code"),
        Binding("left_square_bracket", "step(-1)", "step back", id="playground.back", show=False),
        Binding("right_square_bracket", "step(1)", "step on", id="playground.on", show=False),
        Binding("b", "hold", "keep behind", id="playground.hold", show=False),
        Binding("y", "copy", "copy code", id="playground.copy", show=False),
        Binding("escape", "stop", "stop", id="playground.stop", show=False),
    ]

    HELP = """\
**The playground.** Choose an objective, a start and optimizers; `[[playground.race]]` races them,
and so does every change. `[[playground.back]]` and `[[playground.on]]` step through the race;
`tab` goes from the choices to the picture, which has more keys. A click on the picture starts
there. `[[playground.code]]` shows the code of the race, which is all that runs, and
`[[playground.copy]]` copies it. `[[playground.hold]]` keeps the paths of this race behind the next
ones, to compare. The table says where each one ended (last f), how low it came (best f), and after
how many steps it had come all but 1 % of the way down.
"""

    class Raced(Message):
        """A race has been run to its end."""

        def __init__(self, view: PlaygroundView) -> None:
            super().__init__()
            self.view = view

    def __init__(self, playground: Playground | None = None, *, at_once: bool = False) -> None:
        """Without a lesson's `playground` it is the one of the screen; `at_once` races on mount."""
        super().__init__(classes="playground")
        self.playground = playground
        self.at_once = at_once
        self.choices = Choices(playground)
        self.shown: Surface | None = None  # the race that is drawn
        self.held: Surface | None = None  # an earlier one, kept behind it
        self._held_on = self._shown_on = ""  # their objectives
        self.results: list[playground_table.Result] = []
        self.racing = False
        self._session: Session | None = None
        self._wanted: str | None = None  # the code that is to run next
        self._trouble = ""
        self._notes: list[str] = []

    @property
    def _app(self) -> TutorApp:
        return cast("TutorApp", self.app)

    @property
    def _key(self) -> str:
        """The setting that keeps the choices."""
        if self.playground is None:
            return "playground"
        screen = self.screen
        name = getattr(getattr(screen, "lesson", None), "name", "")
        return f"playground:{self._app.course.name}:{name}:{self.playground.id}"

    @property
    def code(self) -> str:
        """The cell that the choices make."""
        return races.code(self.choices.race)

    # --- what it is made of ------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Choices; then words, picture (or code), table and status."""
        # No VerticalScroll: its keys for pages would take those that scroll the result.
        with Vertical(classes="playground-choices"):
            yield ChoicesPanel(self.choices, "" if self.playground is None else "closed")
        with Vertical(classes="playground-result"):
            yield Static("", classes="playground-words", markup=False)
            yield SurfaceView()
            yield CodeView("", classes="code playground-code")
            yield Static("", classes="playground-table", markup=False)
            yield Static("", classes="playground-status", markup=False)

    def on_mount(self) -> None:
        """Take up the choices that were kept."""
        progress = self._app.progress
        own = written(self._app.course.name, progress)
        self.choices = Choices(self.playground, progress.setting(self._key), own=own)
        panel = self.panel
        panel.choices = self.choices
        self._colour_letters()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._colour_letters())
        self.query_one(SurfaceView).display = False
        self.query_one(CodeView).display = False
        self._say_about()
        self._status(keys.fill(self.screen, INVITATION).replace("`", ""))
        if self.at_once:
            panel.focus()
            self.call_after_refresh(self.race)

    def _colour_letters(self) -> None:
        """The colours of the paths, for the letters in the list."""
        theme = self.app.current_theme
        palette = Palette("ansi" if theme.ansi else colours_of(self.app), theme.dark)
        self.panel.colours = tuple(palette.path(number) for number in range(len(LETTERS)))
        self.panel.rebuild()

    @property
    def _is_here(self) -> bool:
        """Whether its widgets are still there: a race may outlive them while the app closes."""
        return bool(self.query(".playground-status"))

    @property
    def panel(self) -> ChoicesPanel:
        """The choices."""
        return self.query_one(ChoicesPanel)

    @property
    def surface(self) -> SurfaceView:
        """The picture."""
        return self.query_one(SurfaceView)

    @property
    def status(self) -> str:
        """The line under the table."""
        return str(self.query_one(".playground-status", Static).content)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to stop where nothing runs."""
        if action == "stop":
            return self.racing
        return super().check_action(action, parameters)

    # --- choosing ----------------------------------------------------------------------------

    def on_choices_panel_changed(self, event: ChoicesPanel.Changed) -> None:
        """Keep the choice, and race with it."""
        event.stop()
        self._app.progress.set_setting(self._key, self.choices.dump())
        if self._held_on != self.choices.objective.name:
            self.held = None  # paths on another ground
        self._say_about()
        self.race()

    def on_choices_panel_accepted(self, event: ChoicesPanel.Accepted) -> None:
        """Enter races."""
        event.stop()
        self.race()

    def on_choices_panel_refused(self, event: ChoicesPanel.Refused) -> None:
        """Say why something can't be."""
        event.stop()
        line = self.query_one(".playground-status", Static)
        line.set_class(bool(event.sentence), "-error")
        if event.sentence:
            line.update(event.sentence)

    def start_at(self, *point: float) -> None:
        """Start there, and race."""
        self.choices.set_start(point)
        self.panel.rebuild()
        self.on_choices_panel_changed(ChoicesPanel.Changed())

    def _say_about(self) -> None:
        objective = self.choices.objective
        words = Content.assemble((objective.title, "bold"), f"  {objective.about}")
        if self.playground is not None:  # there the lesson itself says what is worth seeing
            words = Content.styled(self.playground.title, "bold")
        line = self.query_one(".playground-words", Static)
        line.update(words)
        line.set_class(not words, "-empty")
        code = self.query_one(CodeView)
        if code.display:
            code.show(self.code)

    # --- racing ------------------------------------------------------------------------------

    def action_race(self) -> None:
        """Race with what is chosen."""
        self.race()

    def race(self) -> None:
        """Race; a race that is running gives way to this one."""
        if not self.choices.racing:
            self._wanted = None
            self._status(NOBODY)
            return
        self._wanted = self.code
        if self.racing:
            self._cut_off()
        else:
            self.racing = True
            self._race()

    @work(exit_on_error=False, group="playground-stop")
    async def _cut_off(self) -> None:
        if self._session is not None:
            await self._session.stop()

    @work
    async def _race(self) -> None:
        self.refresh_bindings()
        try:
            while self._wanted is not None:
                source, self._wanted = self._wanted, None
                await self._run(source)
        finally:
            self.racing = False
            if self._is_here:
                self.refresh_bindings()

    async def _run(self, source: str) -> None:
        session = self._open_session()
        session.edit(races.CELL, source)
        objective, self._trouble, self._notes = self.choices.objective, "", []
        self._status("racing …")
        async for event in session.run(races.CELL):
            if not self._is_here or (
                self._wanted is not None and not isinstance(event, protocol.Finished)
            ):
                continue  # something else has been chosen since: this one would flash by
            match event:
                case protocol.Started():
                    self.screen.query_one(TopBar).device = event.device
                case protocol.Surface():
                    self._shown_on = objective.name
                    self._draw(event, playground_table.results(event, objective))
                case protocol.Using():
                    self._notes += [library.whose(event.uses), *event.notes]
                case protocol.Raised():
                    self._trouble = f"{event.kind}: {event.message}"
                case protocol.Died():
                    self._trouble = f"{event.reason} {event.advice}"
                case protocol.Finished(needed=False):
                    self._finish(event)

    def _open_session(self) -> Session:
        if self._session is None:
            course = self._app.course
            self._session = self._app.engine.open(races.lesson(self.code, course.root))
            self._session.library = own_library(course, self._app.progress)
        return self._session

    def _finish(self, event: protocol.Finished) -> None:
        if self._wanted is not None or not self._is_here:
            return
        if event.outcome == "done":
            self._status(" · ".join(["✓ raced", time_words(event.seconds), *self._notes]))
            self.post_message(self.Raced(self))
        elif self._trouble:
            self._status(f"✗ {self._trouble}", error=True)
        else:
            self._status("■ stopped")
        if not self.has_focus_within:  # raced from the page: bring what came of it into view
            self.call_after_refresh(show_from, self, self)

    def _status(self, text: str, *, error: bool = False) -> None:
        line = self.query_one(".playground-status", Static)
        line.set_class(error, "-error")
        line.update(text)

    async def action_stop(self) -> None:
        """Stop the race."""
        self._wanted = None
        if self._session is not None:
            await self._session.stop()

    async def on_unmount(self) -> None:
        """Let the runner go."""
        self._wanted = None
        if self._session is not None:
            await self._session.close()

    # --- what is drawn -----------------------------------------------------------------------

    def _draw(self, event: Surface, results: Sequence[playground_table.Result]) -> None:
        self.shown, self.results = event, list(results)
        if not self.query_one(CodeView).display and not self.surface.display:
            self.surface.display = True
        self._show_surface()
        self._draw_table()

    def _show_surface(self) -> None:
        if self.shown is not None:
            ghosts = [("before", self.held)] if self.held is not None else []
            self.surface.show(self.shown, ghosts)

    def _draw_table(self) -> None:
        table = self.query_one(".playground-table", Static)
        table.display = bool(self.results)
        if self.results:
            # By the width of its column: it has none of its own before it is shown.
            width = self.query_one(".playground-result").content_size.width
            first, *rest = playground_table.as_lines(self.results, LETTERS, max(24, width))
            heads = Content.styled(first, "$text-muted")
            table.update(Content("\n").join([heads, *map(Content, rest)]))

    def on_resize(self) -> None:
        """Choices beside the picture where there is room for both."""
        self._arrange(self.size.width)
        self.call_after_refresh(self._draw_table)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as what is in it.

        Textual sends no Resize to what is new if a sibling was updated before the layout, so the
        columns follow the layout itself.
        """
        self._arrange(width)
        return super().get_content_height(container, viewport, width)

    def _arrange(self, width: int) -> None:
        self.set_class(width >= 72, "-beside")
        self.set_class(self.screen.size.height < 30, "-short")

    def on_click(self, event: events.Click) -> None:
        """A click on the surface starts there."""
        x, y = event.screen_x - self.surface.region.x, event.screen_y - self.surface.region.y
        point = self.surface.point_at(x, y) if self.surface.display else None
        if point is not None:
            event.stop()
            self.start_at(*point[: self.choices.objective.variables])

    def action_code(self) -> None:
        """Show the code of the race in the place of the picture, or the picture again."""
        code = self.query_one(CodeView)
        code.display = not code.display
        code.show(self.code)
        self.surface.display = not code.display and self.shown is not None

    def action_step(self, count: int) -> None:
        """Step through the race that is drawn."""
        if self.shown is not None:
            self.surface.action_step(count)

    def action_copy(self) -> None:
        """Copy the code of the race."""
        copying.copy(self.app, self.code)

    def action_hold(self) -> None:
        """Keep the paths of this race behind the next ones, or let them go."""
        here = self._shown_on == self.choices.objective.name
        self.held = self.shown if self.held is None and here else None
        self._held_on = self._shown_on
        self._show_surface()
        kept = "These paths stay behind the next ones." if self.held else "Only the latest race."
        self._status(kept)

    @property
    def text(self) -> str:
        """Code, picture and table as plain text, to save a page."""
        parts = [self.code]
        if self.shown is not None:
            table = playground_table.as_lines(self.results, LETTERS, 78)
            parts += [self.surface.text, "\n".join(table)]
        return "\n\n".join(part for part in parts if part)
