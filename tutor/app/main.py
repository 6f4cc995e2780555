"""The app itself: what it holds, its screens, and the commands that reach everything."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen
from textual.theme import Theme

from tutor.app import dialogs, helping
from tutor.app.checker import Checker
from tutor.app.home import HomeScreen
from tutor.app.lesson import LessonScreen
from tutor.app.themes import THEMES
from tutor.course.model import Course, Lesson, Problem
from tutor.course.reader import read_lesson
from tutor.progress import Progress, Workspace

if TYPE_CHECKING:
    from tutor.engine import Engine, Session

DEFAULT_THEME = "tutor-dark"


class TutorApp(App[None]):
    """Tutor in a terminal."""

    TITLE = "Tutor"
    CSS_PATH = Path(__file__).with_name("tutor.tcss")  # found by subclasses elsewhere too
    ENABLE_COMMAND_PALETTE = True
    # Below 32 columns or 8 rows a page can't be read: a sentence says so instead (see tutor.tcss).
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as in the base class
        (0, "-too-narrow"),
        (32, "-tiny"),
        (60, "-narrow"),
        (120, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-too-low"), (8, "-low"), (20, "-high")]  # noqa: RUF012

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("question_mark", "help", "help", key_display="?", id="app.help"),
        Binding("f1", "help", "help", id="app.help_typing", show=False),
        Binding("ctrl+q", "quit", "quit", id="app.quit", show=False),
    ]

    def __init__(
        self,
        course: Course,
        *,
        progress: Progress,
        engine: Engine | None = None,
        device: str | None = None,
        language: str = "en",
        start: str | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        """`start` names a lesson to open at once; `problems` are those of the course's files.

        Without an `engine` one for `device` is made when it is first needed.
        """
        super().__init__()
        self.course = course
        self.progress = progress
        self._engine = engine
        self._device = device
        self._home: HomeScreen | None = None
        self._graders: Screen[None] | None = None  # the one that was opened last
        self.language = language
        self.start = start
        self.problems = tuple(problems)
        self.lessons: dict[str, LessonScreen] = {}
        self.checker = Checker(lambda: self.engine.checks)
        # Beside the progress file, wherever that is: a demonstration has a home of its own.
        self.workspace = Workspace(progress.path.parent if progress.path is not None else None)
        self._watching = False
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._kept_theme()

    def _kept_theme(self) -> str:
        kept = self.progress.setting("theme", DEFAULT_THEME)
        return kept if kept in self.available_themes else DEFAULT_THEME

    # --- beginning and end -------------------------------------------------------------------

    @property
    def engine(self) -> Engine:
        """What runs code. Its modules are imported after the first paint."""
        if self._engine is None:
            from tutor.engine import Engine  # noqa: PLC0415

            self._engine = Engine(device=self._device)
        return self._engine

    def on_mount(self) -> None:
        """Open where the learner left off; start the engine once that is on the screen."""
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        place = self.progress.place(self.course.name)
        start = self.start or (place.lesson if place is not None else None)
        if start not in self.course.lessons or not self.open_lesson(start):
            self._show(self.home)
        for notice in self.progress.notices:
            self._warn(notice)
        self.progress.on_notice = self._warn  # a disk may fill up later
        for problem in self.problems:
            self._warn(str(problem))
        self.call_after_refresh(self._start_engine)

    def _warn(self, text: str) -> None:
        self.notify(text, severity="warning", timeout=12)

    @work(exit_on_error=False)
    async def _start_engine(self) -> None:
        # What lives as long as the app need not be looked through again and again: a full
        # collection over all of Textual's classes would be felt at a key.
        gc.freeze()
        try:
            await self.engine.start()
        except OSError as error:
            self.notify(
                f"The process that runs code did not start: {error}. "
                "Lessons can be read; `tutor doctor` says more.",
                severity="error",
                timeout=20,
            )
            return
        for screen in self.lessons.values():
            screen.warm()

    def _keep_theme(self, theme: Theme) -> None:
        self.progress.set_setting("theme", theme.name)

    async def on_unmount(self) -> None:
        """No process outlives the app."""
        self.progress.on_notice = None
        if self._engine is not None:
            await self._engine.close()

    # --- lessons -----------------------------------------------------------------------------

    @property
    def home(self) -> HomeScreen:
        """The map; made when it is first shown, which is not at the start of most visits."""
        if self._home is None:
            self._home = HomeScreen(self.course, self.progress, self.language)
            self.install_screen(self._home, name="home")
        return self._home

    def open_lesson(self, name: str) -> bool:
        """Open a lesson; if its file needs mending, say what is wrong with it, and False."""
        if name not in self.lessons:
            path = self.course.path_of(name, self.language)
            reading = read_lesson(path, glossary=self.course.glossary)
            if reading.lesson is None:
                self.call_later(self._show_problems, name, reading.problems)
                return False
            screen = LessonScreen(
                self.course,
                reading.lesson,
                self.progress,
                self._open_session,
                checker=self.checker,
                workspace=self.workspace,
            )
            self.lessons[name] = screen
            self.install_screen(screen, name=f"lesson-{name}")
        self._show(self.lessons[name])
        return True

    def _open_session(self, lesson: Lesson) -> Session:
        return self.engine.open(lesson)

    def on_exercising_workspace_used(self) -> None:
        """The first exercise is shown: from now on, notice what other programs save."""
        if not self._watching:
            self._watching = True
            self._watch_workspace()

    @work(exit_on_error=False)
    async def _watch_workspace(self) -> None:
        from tutor.app.watching import changes  # noqa: PLC0415 - not needed to read

        async with aclosing(changes(self.workspace.folder)) as found:
            async for paths in found:
                for screen in self.lessons.values():
                    await screen.files_saved(paths)

    def _show_problems(self, name: str, found: Sequence[Problem]) -> None:
        self.push_screen(dialogs.problems(f"{name} needs mending", found))

    def _show(self, screen: HomeScreen | LessonScreen) -> None:
        """One screen of ours at a time: a second one below would be styled and drawn for nobody."""
        if self.screen is self._graders:
            self.pop_screen()
        if isinstance(self.screen, HomeScreen | LessonScreen):
            if self.screen is not screen:
                self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def on_home_screen_lesson_wanted(self, event: HomeScreen.LessonWanted) -> None:
        """A line of the map was chosen."""
        self.open_lesson(event.name)

    def on_lesson_screen_home_wanted(self) -> None:
        """Back to the map. What runs in the lesson goes on."""
        self._show(self.home)

    def on_lesson_screen_link_followed(self, event: LessonScreen.LinkFollowed) -> None:
        """Follow a link: a glossary term, another lesson, the web."""
        href = event.href
        if href.startswith("glossary:"):
            self.open_term(href.removeprefix("glossary:"))
        elif href.startswith(("http://", "https://")):
            self.open_url(href)
        else:
            name = PurePosixPath(href.partition("#")[0]).parent.name
            if name in self.course.lessons:
                self.open_lesson(name)
            else:
                self.notify(
                    f"“{href}” in {event.lesson.name} leads to no lesson.", severity="warning"
                )

    # --- what is reached from everywhere -----------------------------------------------------

    def open_term(self, name: str) -> None:
        """Explain a term."""
        with contextlib.suppress(KeyError):
            self.push_screen(dialogs.term(self.course.glossary[name]))

    @work(exclusive=True, group="glossary")
    async def action_glossary(self) -> None:
        """Look a word up; the words of the page come first."""
        first = self.screen.glossary_first() if isinstance(self.screen, LessonScreen) else []
        rest = sorted(set(self.course.glossary) - set(first), key=str.casefold)
        if not first + rest:
            self.notify("This course has no glossary.")
            return
        options = [(name, name) for name in first + rest]
        chosen = await self.push_screen_wait(dialogs.ListDialog("Glossary", options))
        if chosen is not None:
            self.open_term(chosen)

    def action_graders(self) -> None:
        """How well the graders judge."""
        from tutor.app.graders import GradersScreen  # noqa: PLC0415 - not needed to read

        if self._graders is None or self.screen is not self._graders:
            self._graders = GradersScreen(self.course)
            self.push_screen(self._graders)

    def action_help(self) -> None:
        """What can be done here and now."""
        self.push_screen(dialogs.TextDialog("Help", helping.help_text(self.screen)))

    def action_press_key(self, key: str) -> None:
        """A key that was clicked in the bar."""
        self.simulate_key(key)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they are written on a keyboard: the sign for Enter is missing in many fonts."""
        return "enter" if binding.key == "enter" else super().get_key_display(binding)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that the palette offers."""
        yield from helping.screen_commands(screen)
        for name in self.course.lessons:
            title = name.replace("_", " ")
            yield SystemCommand(
                f"Lesson: {title}", "Open this lesson", partial(self.open_lesson, name)
            )
        yield SystemCommand("Glossary", "Look a word up", self.action_glossary)
        yield SystemCommand(
            "Graders", "How the graders of the exercises are graded", self.action_graders
        )
        yield SystemCommand(
            "Colours", "Dark, light, the terminal's own …", self.action_change_theme
        )
        yield SystemCommand("Help", "What the keys do here", self.action_help)
        yield SystemCommand("Quit", "Leave Tutor; your place is kept", self.action_quit)


def run_app(
    course: Course,
    *,
    progress: Progress,
    device: str | None = None,
    language: str = "en",
    start: str | None = None,
    problems: Sequence[Problem] = (),
) -> int:
    """Open the app and stay until the learner leaves; the exit code."""
    app = TutorApp(
        course,
        progress=progress,
        device=device,
        language=language,
        start=start,
        problems=problems,
    )
    app.run()
    return app.return_code or 0
