"""What the learner has done, was doing, and has written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tutor.home import home_dir
from tutor.progress.opening import Opened, memory, open_home
from tutor.progress.records import AnswerRecord, Attempt, Edit, Help, Place
from tutor.progress.store import Step, Store

# Where the id of an activity stands, and whether a row of the new id makes the old one void.
_IDS = (("answers", "quiz"), ("places", "activity"), ("done", "activity"), ("edits", "cell"))


class Progress:
    """The learner's progress file, or the same in memory where no file can be had.

    No method raises for a file that is damaged, full or locked; `notices` tells what
    happened, and `on_notice` is called with each later notice as it comes.
    """

    def __init__(
        self,
        open_it: Callable[[Callable[[str], None]], Opened],
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        self.on_notice = on_notice
        self._notices: list[str] = []
        self._store = Store(open_it(self._notice), self._notice)

    @classmethod
    def open(
        cls, home: Path | None = None, *, on_notice: Callable[[str], None] | None = None
    ) -> Progress:
        """The progress of a home (`home_dir()` unless given), begun if there is none yet."""
        folder = home_dir() if home is None else home
        return cls(lambda notify: open_home(folder, notify), on_notice)

    @classmethod
    def in_memory(cls) -> Progress:
        """Progress that is forgotten at the end: for demonstrations and tests."""
        return cls(lambda _notify: Opened(memory(), None))

    @property
    def path(self) -> Path | None:
        """The file; None if progress is kept in memory only."""
        return self._store.path

    @property
    def notices(self) -> tuple[str, ...]:
        """What the learner should know about the file, oldest first."""
        return tuple(self._notices)

    @property
    def unsaved(self) -> int:
        """Writes that wait in memory because the file can't be written just now."""
        return self._store.unsaved

    def close(self) -> None:
        """Save what waits and let go of the file. Later writes are ignored."""
        self._store.close()

    # --- where they are ----------------------------------------------------------------------

    def place(self, course: str, lesson: str | None = None) -> Place | None:
        """Where the learner was last, in the course or in one lesson of it."""
        where, parameters = "course = ?", [course]
        if lesson is not None:
            where, parameters = "course = ? AND lesson = ?", [course, lesson]
        rows = self._store.rows(
            f"SELECT lesson, page, activity FROM places WHERE {where}"
            " ORDER BY at DESC, rowid DESC LIMIT 1",
            tuple(parameters),
        )
        for name, page, activity in rows:
            return Place(str(name), _int(page), None if activity is None else str(activity))
        return None

    def set_place(self, course: str, place: Place) -> None:
        """Remember where the learner is."""
        # Replacing gives the row a new rowid, which orders places of the same second.
        self._store.write(
            (
                "INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?)",
                (course, place.lesson, place.page, place.activity, _now()),
            )
        )

    # --- what they answered and finished -----------------------------------------------------

    def record_answer(  # noqa: PLR0917 - the order in which one would say it
        self,
        course: str,
        lesson: str,
        quiz_id: str,
        digest: str,
        given: list[str] | str,
        right: bool,
    ) -> None:
        """Add an answer; every earlier one is kept."""
        self._store.write(
            (
                "INSERT INTO answers (course, lesson, quiz, digest, given, right, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (course, lesson, quiz_id, digest, json.dumps(given), int(right), _now()),
            )
        )

    def answers(self, course: str, lesson: str) -> dict[str, AnswerRecord]:
        """The latest answer to each quiz of a lesson, by the quiz's id."""
        # SQLite takes the columns beside MAX(id) from the row that has it.
        rows = self._store.rows(
            "SELECT quiz, given, right, digest, at, COUNT(*), MAX(id) FROM answers"
            " WHERE course = ? AND lesson = ? GROUP BY quiz",
            (course, lesson),
        )
        return {
            str(quiz): AnswerRecord(_given(given), bool(right), str(digest), str(at), _int(tries))
            for quiz, given, right, digest, at, tries, _ in rows
        }

    def mark_done(self, course: str, lesson: str, activity: str, digest: str) -> None:
        """Say that an activity has been done, as it is now."""
        self._store.write(
            (
                "INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?)",
                (course, lesson, activity, digest, _now()),
            )
        )

    def done(self, course: str, lesson: str) -> dict[str, str]:
        """Activities of a lesson that have been done, with the digest they had then."""
        rows = self._store.rows(
            "SELECT activity, digest FROM done WHERE course = ? AND lesson = ?", (course, lesson)
        )
        return {str(activity): str(digest) for activity, digest in rows}

    # --- what they wrote -----------------------------------------------------------------------

    def save_edit(self, course: str, lesson: str, cell: str, source: str, base_digest: str) -> None:
        """Keep the learner's version of a cell; `base_digest` is of the lesson's own."""
        self._store.write(
            (
                "INSERT OR REPLACE INTO edits VALUES (?, ?, ?, ?, ?, ?)",
                (course, lesson, cell, _storable(source), base_digest, _now()),
            )
        )

    def drop_edit(self, course: str, lesson: str, cell: str) -> None:
        """Forget the learner's version of a cell."""
        self._store.write(
            (
                "DELETE FROM edits WHERE course = ? AND lesson = ? AND cell = ?",
                (course, lesson, cell),
            )
        )

    def edits(self, course: str, lesson: str) -> dict[str, Edit]:
        """The learner's versions of the cells of a lesson, by the cell's id."""
        rows = self._store.rows(
            "SELECT cell, source, base_digest FROM edits WHERE course = ? AND lesson = ?",
            (course, lesson),
        )
        return {str(cell): Edit(str(source), str(base)) for cell, source, base in rows}

    def save_attempt(
        self, course: str, exercise: str, code: str, passed: bool, verdict_json: str
    ) -> int:
        """Keep a checked attempt with its code and verdict; its id."""
        return self._store.write(
            (
                "INSERT INTO attempts (course, exercise, code, passed, verdict, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (course, exercise, _storable(code), int(passed), _storable(verdict_json), _now()),
            )
        )

    def set_verdict(self, attempt: int, verdict_json: str) -> None:
        """Complete the verdict of an attempt: its diagnosis came later."""
        self._store.write(
            ("UPDATE attempts SET verdict = ? WHERE id = ?", (_storable(verdict_json), attempt))
        )

    def attempts(self, course: str, exercise: str) -> list[Attempt]:
        """Every attempt at an exercise, oldest first. They may be many: see `latest`."""
        return self._attempts("exercise = ? ORDER BY id", course, exercise)

    def latest(self, course: str, exercise: str) -> Attempt | None:
        """The last attempt at an exercise."""
        found = self._attempts("exercise = ? ORDER BY id DESC LIMIT 1", course, exercise)
        return found[0] if found else None

    def passing(self, course: str, exercise: str) -> Attempt | None:
        """The last attempt that passed: what `tutor.mine` gives."""
        found = self._attempts(
            "exercise = ? AND passed = 1 ORDER BY id DESC LIMIT 1", course, exercise
        )
        return found[0] if found else None

    def solved(self, course: str) -> set[str]:
        """Exercises that have an attempt that passed."""
        rows = self._store.rows(
            "SELECT DISTINCT exercise FROM attempts WHERE course = ? AND passed = 1", (course,)
        )
        return {str(exercise) for (exercise,) in rows}

    def _attempts(self, which: str, course: str, exercise: str) -> list[Attempt]:
        rows = self._store.rows(
            "SELECT id, exercise, code, passed, verdict, at FROM attempts"
            f" WHERE course = ? AND {which}",
            (course, exercise),
        )
        return [
            Attempt(_int(number), str(name), str(code), bool(passed), str(verdict), str(at))
            for number, name, code, passed, verdict, at in rows
        ]

    def help_taken(self, course: str, exercise: str) -> Help:
        """How many hints were shown, and whether the solution was."""
        for hints, seen in self._store.rows(
            "SELECT hints, seen FROM help WHERE course = ? AND exercise = ?", (course, exercise)
        ):
            return Help(_int(hints), bool(seen))
        return Help()

    def set_hints(self, course: str, exercise: str, hints: int) -> None:
        """Say how many hints have been shown. What was shown once stays so: it never falls."""
        self._add_help(course, exercise, hints, seen=False)

    def mark_seen(self, course: str, exercise: str) -> None:
        """Say that the solution has been shown."""
        self._add_help(course, exercise, 0, seen=True)

    def _add_help(self, course: str, exercise: str, hints: int, *, seen: bool) -> None:
        # The larger counts: two windows may show hints of the same exercise.
        self._store.write(
            (
                "INSERT INTO help VALUES (?, ?, ?, ?, ?) ON CONFLICT (course, exercise) DO UPDATE"
                " SET hints = max(hints, excluded.hints), seen = max(seen, excluded.seen),"
                " at = excluded.at",
                (course, exercise, hints, int(seen), _now()),
            )
        )

    # --- settings, and lessons that change -----------------------------------------------------

    def setting(self, name: str, default: str = "") -> str:
        """A setting of the app, or the default if it was never set."""
        for (value,) in self._store.rows("SELECT value FROM settings WHERE name = ?", (name,)):
            return str(value)
        return default

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting of the app."""
        self._store.write(
            ("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, _storable(value)))
        )

    def carry_over(self, course: str, lesson: str, renamed: Mapping[str, str]) -> None:
        """Give what was done under old ids to the new ones (`:was:`).

        Where there is progress under the new id already, it stays and counts.
        """
        renamed = {old: new for old, new in renamed.items() if old != new}
        if not any(self._known(course, lesson, old) for old in renamed):
            return
        steps: list[Step] = []
        here = "course = ? AND lesson = ?"
        for table, column in _IDS:
            # By way of a mark that no id can have, so that two ids may also change places.
            steps += [
                (
                    f"UPDATE {table} SET {column} = 'was:' || ? WHERE {here} AND {column} = ?",
                    (new, course, lesson, old),
                )
                for old, new in renamed.items()
            ]
            marked = f"{here} AND {column} LIKE 'was:%'"
            steps += [
                (
                    f"UPDATE OR IGNORE {table} SET {column} = substr({column}, 5) WHERE {marked}",
                    (course, lesson),
                ),
                (f"DELETE FROM {table} WHERE {marked}", (course, lesson)),
            ]
        self._store.write(*steps)

    def _known(self, course: str, lesson: str, activity: str) -> bool:
        return any(
            self._store.rows(
                f"SELECT 1 FROM {table} WHERE course = ? AND lesson = ? AND {column} = ? LIMIT 1",
                (course, lesson, activity),
            )
            for table, column in _IDS
        )

    def _notice(self, notice: str) -> None:
        self._notices.append(notice)
        if self.on_notice is not None:
            self.on_notice(notice)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _storable(text: str) -> str:
    """The text without halves of surrogate pairs, which a bad paste may hold and UTF-8 can't."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _given(stored: object) -> list[str] | str:
    try:
        given = json.loads(str(stored))
    except ValueError:  # written by another hand
        given = str(stored)
    return [str(text) for text in given] if isinstance(given, list) else str(given)


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
