"""The first screen: the course as a map, what is done, and where one was."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.app import data_words, keys
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar, signs
from tutor.course.model import Course, Lesson
from tutor.course.readings import Readings
from tutor.progress import Progress

if TYPE_CHECKING:
    from tutor.app.main import TutorApp
    from tutor.course.reader import Reading

CONTINUE = "continue"
ROOM = 60  # the width from which on facts stand in columns, with words about data
BIT = 0.2  # seconds between two looks at what has been read so far


@dataclass(frozen=True)
class Entry:
    """A lesson as the map shows it."""

    lesson: Lesson | None  # None: its file needs mending
    done: int
    total: int
    data: tuple[tuple[str, str], ...] = ()  # the data sets it uses: title, and which of them


class Map(OptionList):
    """The list of lessons, with keys that say what they do here."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "select", "open", id="home.open"),
        Binding("down,j", "cursor_down", "down", id="home.down", show=False),
        Binding("up,k", "cursor_up", "up", id="home.up", show=False),
    ]


class HomeScreen(Screen[None]):
    """The course as a map."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("g", "app.glossary", "glossary", id="app.glossary"),
        Binding("p", "app.playground", "playground", id="home.playground"),
        Binding("comma", "app.settings", "settings", id="app.settings"),
        Binding("q", "app.quit", "quit", id="home.quit"),
        Binding("d", "app.data", "data sets", id="home.data"),
        Binding("v", "app.graders", "graders", id="home.graders"),
    ]

    class LessonWanted(Message):
        """The learner opens a lesson."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    HELP = """\
**The course as a map.** `[[home.up]]` and `[[home.down]]` choose a lesson, `[[home.open]]` opens
it. The first line goes on where you were. ● done, ◐ begun, ○ not begun, ✗ a file that needs
mending. Behind a lesson that uses a data set stands whether it is the real one;
`[[home.data]]` lists the data sets.
"""

    def __init__(
        self, course: Course, progress: Progress, readings: Readings, language: str = "en"
    ) -> None:
        super().__init__()
        self.readings = readings
        self.course = course
        self.progress = progress
        self.language = language
        self.entries: dict[str, Entry] = {}

    def compose(self) -> ComposeResult:
        """Bar, title, map, keys."""
        yield TopBar()
        yield Static(Content(self.course.title), classes="home-title")
        yield Static("", classes="home-notice", markup=False)
        yield Map(classes="map")
        yield Static("", classes="home-summary", markup=False)
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        """Names at once; the rest as soon as the files are read."""
        self.query_one(TopBar).trail = ("Tutor",)
        notice = self.query_one(".home-notice", Static)
        notice.update("\n".join(self.progress.notices))
        notice.display = bool(self.progress.notices)
        self._draw()
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Columns want room."""
        if self.entries:
            self._draw()

    def on_screen_resume(self) -> None:
        """Something may have been done since."""
        self._read_lessons()

    @work(thread=True, exclusive=True)
    def _read_lessons(self) -> None:
        """Read every lesson file, beside the event loop; what takes long is shown bit by bit."""
        readings: dict[str, Reading] = {}
        shown = time.monotonic()
        for name in self.course.lessons:
            path = self.course.path_of(name, self.language)
            readings[name] = self.readings.read(path)
            if time.monotonic() - shown > BIT:
                news = {n: found for n, found in readings.items() if n not in self.entries}
                self.app.call_from_thread(self._show, news, {})
                shown = time.monotonic()
        wanted = any(found.lesson.data for found in readings.values() if found.lesson)
        used = self._data_used() if wanted else {}
        self.app.call_from_thread(self._show, readings, used)

    def _data_used(self) -> dict[str, tuple[str, str]]:
        """Which of each data set is used, with its title, by its name."""
        from tutor.app import data_facts  # noqa: PLC0415 - most starts are in a lesson
        from tutor.datasets.registry import BadRegistry  # noqa: PLC0415

        datasets = cast("TutorApp", self.app).datasets
        asked = datasets.may_ask
        try:
            states = datasets.states()
        except BadRegistry:
            return {}  # the list of data sets says what is wrong
        return {
            data.name: (data.title, data_facts.state(state, asked=asked)) for data, state in states
        }

    def _show(self, readings: dict[str, Reading], used: dict[str, tuple[str, str]]) -> None:
        # Progress is asked here, not in the thread: SQLite wants one thread.
        self.entries |= {name: self._entry(name, found, used) for name, found in readings.items()}
        if self.is_attached:
            self._draw()

    def _entry(self, name: str, reading: Reading, used: Mapping[str, tuple[str, str]]) -> Entry:
        """A lesson and how far the learner is in it."""
        if reading.lesson is None:
            return Entry(None, 0, 0)
        done = self.progress.done(self.course.name, name)
        ids = {activity.id for activity in reading.lesson.activities}
        data = tuple(used[each] for each in reading.lesson.data if each in used)
        return Entry(reading.lesson, len(ids & done.keys()), len(ids), data)

    def _draw(self) -> None:
        choices = self.query_one(OptionList)
        was = choices.highlighted_option
        choices.clear_options()
        place = self.progress.place(self.course.name)
        if place is not None and place.lesson in self.course.lessons:
            label = Content.assemble(
                (signs(self, "▸ Go on: "), "bold $accent"),
                (self._title(place.lesson), "bold"),
                (f"  page {place.page + 1}", "$foreground-muted"),
            )
            choices.add_option(Option(label, id=CONTINUE))
        column = self._column()
        for chapter in self.course.chapters:
            heading = Content.assemble("\n", (chapter.title, "bold $primary"))
            choices.add_option(Option(heading, disabled=True))
            lines = ((name, self._line(name, column)) for name in chapter.lessons)
            choices.add_options(Option(line, id=name) for name, line in lines)
        choices.highlighted = self._index(was.id if was is not None else None)

    def _index(self, option_id: str | None) -> int | None:
        """The line of that id, otherwise the first that can be chosen."""
        lines = [
            (i, o.id) for i, o in enumerate(self.query_one(OptionList).options) if not o.disabled
        ]
        return next((i for i, key in lines if key == option_id), lines[0][0] if lines else None)

    def _title(self, name: str) -> str:
        entry = self.entries.get(name)
        return entry.lesson.title if entry and entry.lesson else name.replace("_", " ").capitalize()

    def _column(self) -> int:
        """How wide the column of the titles is; 0 where there is no room for columns."""
        if self.size.width < ROOM:
            return 0
        return max(cell_len(self._title(name)) for name in self.course.lessons)

    def _line(self, name: str, column: int) -> Content:
        entry = self.entries.get(name)
        if entry is None:
            return Content.assemble(signs(self, "  … "), self._title(name))
        if entry.lesson is None:
            return Content.assemble((signs(self, "  ✗ "), "$error"), self._title(name),
                                    ("  needs mending: enter tells", "$error"))  # fmt: skip
        mark = "●" if entry.done == entry.total else "◐" if entry.done else "○"
        done, minutes = f"{entry.done}/{entry.total}", f"{entry.lesson.minutes} min"
        title = self._title(name)
        if column:
            title += " " * (column - cell_len(title))
            done, minutes = done.rjust(5), minutes.rjust(7)
        return Content.assemble(
            (signs(self, f"  {mark} "), "$accent"),
            title,
            (signs(self, f"  {done} · {minutes}"), "$foreground-muted"),
            *_data(entry, short=not column),
        )

    # --- what one can do ---------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say in a line what the lesson is about."""
        entry = self.entries.get(event.option.id or "")
        text = entry.lesson.summary if entry and entry.lesson else ""
        if entry is not None and entry.data:
            sets = ", ".join(f"{title} ({which})" for title, which in entry.data)
            text += keys.fill(self, f"\nData: {sets}; [[home.data]] lists all sets")
        self.query_one(".home-summary", Static).update(text)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a lesson, or say why it can't be opened."""
        name = event.option.id or ""
        if name == CONTINUE:
            place = self.progress.place(self.course.name)
            name = place.lesson if place else ""
        self.post_message(self.LessonWanted(name))


def _data(entry: Entry, *, short: bool) -> list[tuple[str, str]]:
    """Which data a lesson uses: synthetic first, for that must not be overlooked."""
    kinds = {which for _, which in entry.data}
    if data_words.SYNTHETIC in kinds:
        return [(f" · {data_words.SYNTHETIC}", "$text-warning")]
    if short:
        return []
    if data_words.NOT_HERE in kinds:
        return [(f" · data {data_words.NOT_HERE}", "$foreground-muted")]
    return [(f" · {data_words.REAL}", "$foreground-muted")] if data_words.REAL in kinds else []
