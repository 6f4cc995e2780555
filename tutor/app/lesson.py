"""The lesson screen: pages, and what one can do on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Markdown, Static

from tutor.app import copying, dialogs
from tutor.app.asking import Asking
from tutor.app.cell import CellView
from tutor.app.checker import Checker
from tutor.app.editing import Editing
from tutor.app.exercise import ExerciseView
from tutor.app.exercising import Exercising
from tutor.app.page import PageView, spellings
from tutor.app.playing import Playing
from tutor.app.running import Running
from tutor.app.scrolling import Scrolling
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar, is_typing
from tutor.course.model import Activity, Course, ExerciseLink, Lesson, Page
from tutor.progress import Edit, Place, Progress, Workspace

if TYPE_CHECKING:
    from tutor.app.figure import Figure
    from tutor.engine import Session


class LessonScreen(Playing, Running, Exercising, Asking, Editing, Scrolling, Screen[None]):
    """One open lesson. It stays at the version that it was opened at."""

    AUTO_FOCUS = ""  # a lesson opens to be read: keys must not land in its first field

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("n", "turn(1)", "next", id="lesson.next"),
        # One key, two actions: `check_action` says which of them a page has.
        Binding("r", "run", "run", id="lesson.run"),
        Binding("r", "check", "check", id="exercise.check"),
        Binding("r", "race", "race", id="playground.race"),
        Binding("ctrl+r", "run", "run", id="lesson.run_typing", show=False, priority=True),
        Binding("ctrl+r", "check", "check", id="exercise.check_typing", show=False, priority=True),
        Binding("escape", "escape", "stop or leave", key_display="esc", id="lesson.escape"),
        Binding("ctrl+g", "stop", "stop", id="lesson.stop", priority=True),
        Binding("a", "answer", "answer", id="lesson.answer"),
        Binding("e", "edit", "edit", id="lesson.edit"),
        Binding("e", "write", "edit", id="exercise.edit"),
        Binding("o", "own_editor", "own editor", id="exercise.own_editor"),
        Binding("h", "hint", "hint", id="exercise.hint"),
        Binding("v", "solution", "solution", id="exercise.solution"),
        Binding("m", "mine", "mine/reference", id="lesson.mine"),
        Binding("u", "reset", "undo edits", id="lesson.reset", show=False),
        Binding("u", "starter", "starter", id="exercise.starter"),
        Binding("p", "turn(-1)", "previous", id="lesson.previous"),
        Binding("c", "unfold", "show code", id="lesson.unfold", show=False),
        Binding("f", "full", "full screen", id="figure.full"),
        Binding("t", "contents", "contents", id="lesson.contents"),
        Binding("g", "app.glossary", "glossary", id="app.glossary", show=False),
        Binding("y", "copy", "copy", id="lesson.copy", show=False),
        Binding("s", "save", "save page", id="lesson.save", show=False),
        Binding("space", "read_on", "read on", id="lesson.read_on", show=False),
        Binding("down,j", "scroll(2)", "scroll down", id="lesson.down", show=False),
        Binding("up,k", "scroll(-2)", "scroll up", id="lesson.up", show=False),
        Binding("pagedown", "scroll_page(1)", "page down", id="lesson.pagedown", show=False),
        Binding("pageup", "scroll_page(-1)", "page up", id="lesson.pageup", show=False),
        Binding("q", "home", "map", id="lesson.home"),
    ]

    class HomeWanted(Message):
        """Back to the map."""

    class LinkFollowed(Message):
        """A link in the text was chosen."""

        def __init__(self, href: str, lesson: Lesson) -> None:
            super().__init__()
            self.href = href
            self.lesson = lesson

    HELP = """\
**Reading.** `[[lesson.next]]` and `[[lesson.previous]]` turn pages, `[[lesson.read_on]]` reads on
(scrolls, then turns), `[[lesson.up]]` and `[[lesson.down]]` scroll, `[[lesson.contents]]` lists
the pages, `[[app.glossary]]` opens the glossary, `[[lesson.home]]` goes to the map.
`[[lesson.copy]]` copies the code or what is selected with the mouse; `[[lesson.save]]` saves the
page with its outputs to a file, where a terminal takes no copy.

**Typing** begins in a field or an editor; `[[lesson.escape]]` ends it. There,
`[[lesson.run_typing]]` runs and `[[lesson.stop]]` stops.
"""

    def __init__(
        self,
        course: Course,
        lesson: Lesson,
        progress: Progress,
        open_session: Callable[[Lesson], Session],
        *,
        checker: Checker,
        workspace: Workspace,
        seed: int = 0,
    ) -> None:
        """`open_session` is called when code first has to run: see `session`."""
        super().__init__()
        self.course = course
        self.lesson = lesson
        self.progress = progress
        self.checker = checker
        self.workspace = workspace
        self.seed = seed
        self.index = 0
        self.views: dict[int, PageView] = {}
        self._open_session = open_session
        self._undone = {}
        self._savers = {}
        kept = self._kept_edits()
        self._edits = {cell: edit.source for cell, edit in kept.items()}
        digests = {cell.id: cell.digest for cell in lesson.cells}
        self._revised = {c for c, edit in kept.items() if edit.base_digest != digests[c]}

    def _kept_edits(self) -> dict[str, Edit]:
        edits = self.progress.edits(self.course.name, self.lesson.name)
        known = {cell.id for cell in self.lesson.cells}
        return {cell: edit for cell, edit in edits.items() if cell in known}

    # --- what it is made of ------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Bar, the page, keys."""
        yield TopBar()
        yield Container(id="pages")
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    async def on_mount(self) -> None:
        """Open the page where the learner was."""
        self.progress.carry_over(
            self.course.name,
            self.lesson.name,
            {old: a.id for a in self.lesson.activities for old in a.was},
        )
        bar = self.query_one(TopBar)
        bar.trail = (self.course.chapter_of(self.lesson.name).title, self.lesson.title)
        await self.show_page(self._start())

    def _start(self) -> int:
        place = self.progress.place(self.course.name)
        if place is None or place.lesson != self.lesson.name:
            return 0
        found = self.lesson.page_of(place.activity) if place.activity else None
        index = place.page if found is None else found
        return max(0, min(index, len(self.lesson.pages) - 1))

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.lesson.pages[self.index]

    @property
    def view(self) -> PageView:
        """The widget of the page that is shown."""
        return self.views[self.index]

    @property
    def cell(self) -> CellView | None:
        """The cell that keys speak to: the focused one, otherwise the first of the page."""
        cells = self.view.cells if self.index in self.views else []
        for cell in cells:
            if self.focused is not None and cell in self.focused.ancestors_with_self:
                return cell
        return cells[0] if cells else None

    def exercise_views(self) -> list[ExerciseView]:
        """The exercises that have been opened in this lesson."""
        return [e for page in self.views.values() for e in page.exercises if e.exercise]

    @property
    def exercise(self) -> ExerciseView | None:
        """The exercise of the page, once it has been read."""
        exercises = self.view.exercises if self.index in self.views else []
        return next((view for view in exercises if view.exercise is not None), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what the page has: no key for a cell where there is none."""
        if action in ("run", "edit", "reset", "unfold", "full"):
            wanted = self._figure() if action == "full" else self.cell
            return wanted is not None
        if action == "mine":
            return self.index in self.views and self.can_switch()
        if action == "answer":
            return self.index in self.views and any(
                not quiz.has_focus_within for quiz in self.view.quizzes
            )
        if action == "escape":
            return self._busy or is_typing(self.focused)
        if action == "stop":
            return self._busy
        return super().check_action(action, parameters)

    def _figure(self) -> Figure | None:
        """The figure that `f` shows: that of the cell that keys speak to, once it has drawn."""
        found = self.cell.query("Figure") if self.cell is not None else ()
        figures = (cast("Figure", each) for each in found)
        return next((figure for figure in figures if not figure.is_empty), None)

    def action_full(self) -> None:
        """Fill the screen with the figure of the page."""
        figure = self._figure()
        if figure is not None:
            figure.action_full()

    @property
    def _busy(self) -> bool:
        return self.running is not None or self.checking is not None

    # --- pages -------------------------------------------------------------------------------

    async def show_page(self, index: int) -> None:
        """Show a page; make its widgets when it is shown for the first time."""
        if self.index in self.views:
            self.view.display = False
        self.save_exercises()
        self.set_focus(None)
        self.index = index
        if index not in self.views:
            view = PageView(
                self.page,
                self.course,
                sources=self._edits,
                revised=self._revised,
                turned=self.knobs_kept(),
                answers=self.progress.answers(self.course.name, self.lesson.name),
                seed=self.seed,
            )
            self.views[index] = view
            await self.query_one("#pages").mount(view)
        self.view.display = True
        self._remember_place()
        self.refresh_progress()
        self.refresh_bindings()
        self.call_after_refresh(self._focus_activity)
        if self.view.exercises:
            self.call_after_refresh(self.open_exercises, self.view)

    def _focus_activity(self) -> None:
        """A quiz beside the words listens at once to single keys.

        Below the words it waits for `a`: the focus would scroll past them. So does a field,
        which would swallow the keys that turn pages.
        """
        if not self.has_class("-wide") or self.index not in self.views:
            return
        for quiz in self.view.quizzes:
            if quiz.quiz.kind in ("choice", "multiple", "parsons") and quiz.focus_answer():
                return

    def _remember_place(self) -> None:
        activity = self.page.activities[0].id if self.page.activities else ""
        place = Place(lesson=self.lesson.name, page=self.index, activity=activity)
        self.progress.set_place(self.course.name, place)

    def refresh_progress(self) -> None:
        """The dots in the bar: what is done, where one is."""
        bar = self.query_one(TopBar)
        bar.dots = self.marks()
        bar.count = f"{self.index + 1}/{len(self.lesson.pages)}"

    def marks(self) -> str:
        """A glyph for each page: ◉ here, ● done, ↻ done but revised since, ○ not yet."""
        done = self.progress.done(self.course.name, self.lesson.name)

        def mark(index: int, page: Page) -> str:
            if index == self.index:
                return "◉"
            if not page.activities:
                return "●" if index in self.views else "○"
            if not all(a.id in done for a in page.activities):
                return "○"
            same = all(done[a.id] == self._digest(a, done[a.id]) for a in page.activities)
            return "●" if same else "↻"

        return "".join(mark(index, page) for index, page in enumerate(self.lesson.pages))

    def _digest(self, activity: Activity, done: str) -> str:
        """The digest of an activity now. An exercise that wasn't read counts as unchanged."""
        if not isinstance(activity, ExerciseLink):
            return activity.digest
        read = {view.link.id: view.exercise for view in self.exercise_views()}
        exercise = read.get(activity.id)
        return exercise.digest if exercise is not None else done

    def panes(self) -> list[Widget]:
        """The panes of this page."""
        return self.view.scrollers()

    async def action_turn(self, step: int) -> None:
        """The next or the previous page."""
        index = self.index + step
        if 0 <= index < len(self.lesson.pages):
            await self.show_page(index)
        elif step > 0:
            self.notify("That was the last page. [[lesson.home]] goes back to the map.")

    @work(exclusive=True)
    async def action_contents(self) -> None:
        """Go to a page by its title."""
        dialog = dialogs.contents(self.lesson, self.marks(), self.index)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            await self.show_page(int(chosen))

    def action_home(self) -> None:
        """Back to the map; the lesson stays open."""
        self.save_exercises()
        self.post_message(self.HomeWanted())

    # --- words, copies, links ----------------------------------------------------------------

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Glossary, another lesson, or the web."""
        event.stop()
        self.post_message(self.LinkFollowed(event.href, self.lesson))

    def glossary_first(self) -> list[str]:
        """The terms of this page, which the glossary lists first."""
        return list(dict.fromkeys(spellings(self.course, self.page.terms).values()))

    def action_copy(self) -> None:
        """Copy what is selected, otherwise the code, otherwise the page."""
        text = self.get_selected_text()
        if not text:
            text = self._code() or self.view.as_text()
        copying.copy(self.app, text)

    def _code(self) -> str:
        if self.exercise is not None:
            return self.exercise.code
        return self.cell.source if self.cell is not None else ""

    def action_save(self) -> None:
        """Save the page, outputs included, as a text file."""
        name = f"{self.lesson.name}-{self.index + 1:02}"
        copying.save(self.app, name, self.view.as_text())

    # --- typing and reading -----------------------------------------------------------------

    async def action_escape(self) -> None:
        """Leave typing; in reading, stop a run."""
        if is_typing(self.focused):
            if self.cell is not None and self.cell.editor is not None:
                await self.cell.leave_editor()
            self.save_exercises()
            # Last: when the editor goes, Textual hands the focus to the next field.
            self.set_focus(None)
        else:
            await self.action_stop()

    async def action_stop(self) -> None:
        """Stop a check, otherwise what is running."""
        if not await self.stop_check():
            await super().action_stop()

    def on_descendant_focus(self) -> None:
        """Keys differ between reading and typing."""
        self._refresh_keys()

    def on_descendant_blur(self) -> None:
        """Keys differ between reading and typing."""
        self._refresh_keys()

    def _refresh_keys(self) -> None:
        if self.is_running:
            self.refresh_bindings()
