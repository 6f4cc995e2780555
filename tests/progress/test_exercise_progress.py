"""Attempts and help: what `tutor.mine`, the page of an exercise and the map want to know."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tutor.progress import Help, Progress, opening, schema

COURSE = "deep-learning"


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress.open(tmp_path)


def test_the_last_attempt_that_passed(progress: Progress) -> None:
    assert progress.passing(COURSE, "sgd") is None
    assert progress.latest(COURSE, "sgd") is None
    progress.save_attempt(COURSE, "sgd", "first", False, "{}")
    assert progress.passing(COURSE, "sgd") is None
    progress.save_attempt(COURSE, "sgd", "second", True, '{"passed": true}')
    progress.save_attempt(COURSE, "sgd", "third", True, "{}")
    number = progress.save_attempt(COURSE, "sgd", "fourth", False, "{}")
    progress.save_attempt(COURSE, "adam", "other", True, "{}")
    progress.save_attempt("another-course", "sgd", "elsewhere", True, "{}")
    passing, latest = progress.passing(COURSE, "sgd"), progress.latest(COURSE, "sgd")
    assert passing is not None
    assert passing.code == "third"
    assert passing.passed
    assert latest is not None
    assert (latest.code, latest.id, latest.passed) == ("fourth", number, False)
    assert latest == progress.attempts(COURSE, "sgd")[-1]


def test_solved_exercises(progress: Progress) -> None:
    assert progress.solved(COURSE) == set()
    for name, passed in [("sgd", False), ("sgd", True), ("sgd", False), ("adam", False)]:
        progress.save_attempt(COURSE, name, "", passed, "{}")
    progress.save_attempt("another-course", "adam", "", True, "{}")
    assert progress.solved(COURSE) == {"sgd"}


def test_help_is_counted_and_kept(progress: Progress, tmp_path: Path) -> None:
    assert progress.help_taken(COURSE, "sgd") == Help(hints=0, seen=False)
    progress.set_hints(COURSE, "sgd", 1)
    progress.set_hints(COURSE, "sgd", 2)
    assert progress.help_taken(COURSE, "sgd") == Help(hints=2, seen=False)
    progress.mark_seen(COURSE, "sgd")
    assert progress.help_taken(COURSE, "sgd") == Help(hints=2, seen=True)
    progress.mark_seen(COURSE, "adam")
    progress.close()
    again = Progress.open(tmp_path)
    assert again.help_taken(COURSE, "sgd") == Help(hints=2, seen=True)
    assert again.help_taken(COURSE, "adam") == Help(hints=0, seen=True)
    assert again.help_taken("another-course", "sgd") == Help()


def test_help_that_was_had_stays(tmp_path: Path) -> None:
    """Another window may be a hint behind."""
    one, two = Progress.open(tmp_path), Progress.open(tmp_path)
    one.set_hints(COURSE, "sgd", 3)
    one.mark_seen(COURSE, "sgd")
    two.set_hints(COURSE, "sgd", 1)
    assert one.help_taken(COURSE, "sgd") == Help(hints=3, seen=True)


def test_help_survives_a_file_that_cannot_be_written(progress: Progress) -> None:
    progress.set_hints(COURSE, "sgd", 1)
    progress._store._file.execute("PRAGMA query_only = ON")
    progress.set_hints(COURSE, "sgd", 2)
    progress.mark_seen(COURSE, "sgd")
    assert progress.unsaved == 2
    assert progress.help_taken(COURSE, "sgd") == Help(hints=2, seen=True)
    progress._store._file.execute("PRAGMA query_only = OFF")
    progress.set_hints(COURSE, "adam", 1)
    assert progress.unsaved == 0
    assert progress.help_taken(COURSE, "sgd") == Help(hints=2, seen=True)


def test_thousands_of_attempts_are_not_felt(progress: Progress) -> None:
    """Each has its code with it: none of that is read where one attempt is asked for."""
    code = "#" * 5000
    steps = [
        (
            "INSERT INTO attempts (course, exercise, code, passed, verdict, at)"
            " VALUES (?, 'sgd', ?, ?, '{}', '')",
            (COURSE, code, int(i == 0)),
        )
        for i in range(4000)
    ]
    progress._store.write(*steps)
    start = time.perf_counter()
    progress.attempts(COURSE, "sgd")
    everything = time.perf_counter() - start
    start = time.perf_counter()
    passing, latest = progress.passing(COURSE, "sgd"), progress.latest(COURSE, "sgd")
    solved = progress.solved(COURSE)
    assert time.perf_counter() - start < everything / 5
    assert passing is not None
    assert latest is not None
    assert passing.id == latest.id - 3999
    assert solved == {"sgd"}


# --- files of version 1 -----------------------------------------------------------------------


def version_1(home: Path) -> Path:
    """A file as the first version of Tutor made it."""
    path = home / "progress.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        schema.migrate(connection, schema.MIGRATIONS[:1])
        connection.execute(
            "INSERT INTO attempts (course, exercise, code, passed, verdict, at)"
            " VALUES (?, 'sgd', 'mine', 1, '{}', '')",
            (COURSE,),
        )
        connection.execute("INSERT INTO done VALUES (?, 'lesson', 'walk', 'd', '')", (COURSE,))
        assert schema.version_of(connection) == 1
    return path


def test_a_file_of_version_1_is_migrated(tmp_path: Path) -> None:
    version_1(tmp_path)
    progress = Progress.open(tmp_path)
    assert progress.notices == ()
    assert progress.solved(COURSE) == {"sgd"}
    assert progress.done(COURSE, "lesson") == {"walk": "d"}
    assert progress.help_taken(COURSE, "sgd") == Help()
    progress.set_hints(COURSE, "sgd", 1)
    progress.close()
    with closing(sqlite3.connect(tmp_path / "progress.db")) as connection:
        assert schema.version_of(connection) == schema.VERSION
        assert connection.execute("SELECT hints FROM help").fetchall() == [(1,)]


def test_a_file_of_version_1_that_cannot_be_written_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = version_1(tmp_path)
    before = path.read_bytes()

    def refuse(_connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(opening, "_settle", refuse)
    progress = Progress.open(tmp_path)
    (notice,) = progress.notices
    assert "forgotten" in notice
    passing = progress.passing(COURSE, "sgd")
    assert passing is not None
    assert passing.code == "mine"
    progress.mark_seen(COURSE, "sgd")
    assert progress.help_taken(COURSE, "sgd").seen
    progress.close()
    assert path.read_bytes() == before
