"""The app itself: what it holds, its screens, and the commands that reach everything."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding
from textual.markup import escape
from textual.screen import Screen

from tutor.app import dialogs, helping, key_names, keys
from tutor.app.checker import Checker
from tutor.app.data_sets import DataSets
from tutor.app.home import HomeScreen
from tutor.app.lesson import LessonScreen
from tutor.app.settings import Configured
from tutor.course.model import Course, Lesson, Problem
from tutor.course.readings import Readings
from tutor.progress import Progress, Workspace

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from tutor.engine import Engine, Session


class TutorApp(Configured):
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
        # While one types, the bar shows this one.
        Binding("f1", "help", "help", id="app.help_typing"),
        Binding("comma", "settings", "settings", id="app.settings", show=False),
        Binding("D", "data", "data sets", id="app.data", show=False),
        Binding("K", "keys", "list of all keys", id="app.keys", show=False),
        Binding("ctrl+q", "quit", "quit", id="app.quit", show=False),
        # In place of Textual's own, which has no id.
        Binding(
            "ctrl+p", "command_palette", "commands", id="app.palette", show=False, priority=True
        ),
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
        self._playground: Screen[None] | None = None  # likewise
        self.language = language
        self.start = start
        self.problems = tuple(problems)
        self.lessons: dict[str, LessonScreen] = {}
        self.checker = Checker(lambda: self.engine.checks)
        # Beside the progress file, wherever that is: a demonstration has a home of its own.
        folder = progress.path.parent if progress.path is not None else None
        self.workspace = Workspace(folder)
        self._watching = False
        self.readings = Readings(None if folder is None else folder / "readings", course.glossary)
        self.set_up(folder)

    # --- beginning and end -------------------------------------------------------------------

    @property
    def engine(self) -> Engine:
        """What runs code. Its modules are imported after the first paint."""
        if self._engine is None:
            from tutor.engine import Engine  # noqa: PLC0415

            self._engine = Engine(device=self.device)
        return self._engine

    @property
    def has_engine(self) -> bool:
        """Whether anything may have run yet."""
        return self._engine is not None

    @cached_property
    def datasets(self) -> DataSets:
        """Which data sets are used, and their downloads."""
        return DataSets(self)

    def device_changed(self) -> None:
        """Another device was chosen: code runs there from the next run on."""
        if self._engine is not None and not self.device_given:
            where = self.device or "the best device there is"
            self.notify(f"Code runs on {where} from the next run on; what it needs runs first.")
            self.run_worker(
                self._engine.use(self.device), exclusive=True, group="device", exit_on_error=False
            )

    def _installed(self) -> list[Screen[Any]]:
        home = [self._home] if self._home is not None else []
        return [*home, *self.lessons.values()]

    def on_mount(self) -> None:
        """Open where the learner left off; start the engine once that is on the screen."""
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
        self.call_after_refresh(self.settle_in)

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

    async def on_unmount(self) -> None:
        """No process outlives the app."""
        self.progress.on_notice = None
        await self.datasets.close()
        if self._engine is not None:
            await self._engine.close()

    # --- lessons -----------------------------------------------------------------------------

    @property
    def home(self) -> HomeScreen:
        """The map; made when it is first shown, which is not at the start of most visits."""
        if self._home is None:
            self._home = HomeScreen(self.course, self.progress, self.readings, self.language)
            self.install_screen(self._home, name="home")
        return self._home

    def open_lesson(self, name: str) -> bool:
        """Open a lesson; if its file needs mending, say what is wrong with it, and False."""
        if name not in self.lessons:
            path = self.course.path_of(name, self.language)
            reading = self.readings.read(path)
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
        if self.screen in (self._graders, self._playground):
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

    def action_playground(self) -> None:
        """Race optimizers on objectives of one's choice."""
        from tutor.app.playground import PlaygroundScreen  # noqa: PLC0415 - not needed to read

        if self._playground is None or self.screen is not self._playground:
            self._playground = PlaygroundScreen()
            self.push_screen(self._playground)

    def action_data(self) -> None:
        """Which data sets there are, and which are used."""
        from tutor.app.data_screen import DataScreen  # noqa: PLC0415 - seldom needed

        if not isinstance(self.screen, DataScreen):
            self.push_screen(DataScreen())

    def action_help(self) -> None:
        """What can be done here and now."""
        text, places = helping.help_text(self.screen), helping.help_keys(self.screen)
        self.push_screen(dialogs.HelpDialog(text, places))

    def action_settings(self) -> None:
        """Colours, signs, device, editor …"""
        from tutor.app.settings_screen import SettingsScreen  # noqa: PLC0415 - seldom needed

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def action_keys(self) -> None:
        """All keys, by where they work."""
        from tutor.app.keys_screen import KeysScreen  # noqa: PLC0415 - seldom needed

        if not isinstance(self.screen, KeysScreen):
            self.push_screen(KeysScreen())

    def action_press_key(self, key: str) -> None:
        """A key that was clicked in the bar."""
        self.simulate_key(key)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they are written on a keyboard: the sign for Enter is missing in many fonts."""
        if binding.key == "enter":
            return "enter"
        shown = super().get_key_display(binding)
        return key_names.plain(shown) if self.plain else shown

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something; `[[id]]` in it becomes the key that is set for that binding."""
        filled = keys.fill(self, message, quote=escape if markup else str)
        super().notify(filled, title=title, severity=severity, timeout=timeout, markup=markup)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that the palette offers."""
        yield from helping.screen_commands(screen)
        for name in self.course.lessons:
            title = name.replace("_", " ")
            yield SystemCommand(
                f"Lesson: {title}", "Open this lesson", partial(self.open_lesson, name)
            )
        for title, text, action in (
            ("Glossary", "Look a word up", self.action_glossary),
            ("Playground", "Race optimizers on objectives", self.action_playground),
            ("Data sets", "Download them, or use synthetic ones", self.action_data),
            ("Graders", "How the graders of the exercises are graded", self.action_graders),
            ("Colours: choose a theme", "Dark, light, the terminal's own …",
             self.action_change_theme),
            ("Settings", "Colours, signs, motion, bell, device, editor", self.action_settings),
            ("Keys", "All keys, and giving them others", self.action_keys),
            ("Help", "What the keys do here", self.action_help),
            ("Quit", "Leave Tutor; your place is kept", self.action_quit),
        ):  # fmt: skip
            yield SystemCommand(title, text, action)


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
