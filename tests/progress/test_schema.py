"""Migrations: one step at a time, all or none, once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tutor.progress import Progress, schema

FIRST = ("CREATE TABLE notes (text TEXT)",)
SECOND = (
    "ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 0",
    "UPDATE notes SET stars = length(text)",
)
BROKEN = ("CREATE TABLE more (text TEXT)", "UPDATE nowhere SET text = ''")


@pytest.fixture
def file(tmp_path: Path) -> sqlite3.Connection:
    return sqlite3.connect(tmp_path / "fake.db", isolation_level=None)


def test_an_empty_file_gets_every_step(file: sqlite3.Connection) -> None:
    assert schema.version_of(file) == 0
    schema.migrate(file, (FIRST, SECOND))
    assert schema.version_of(file) == 2
    file.execute("INSERT INTO notes VALUES ('x', 1)")


def test_an_older_file_gets_only_what_it_lacks(file: sqlite3.Connection) -> None:
    schema.migrate(file, (FIRST,))
    file.execute("INSERT INTO notes VALUES ('kept')")
    assert schema.version_of(file) == 1
    schema.migrate(file, (FIRST, SECOND))
    assert schema.version_of(file) == 2
    assert file.execute("SELECT * FROM notes").fetchall() == [("kept", 4)]
    schema.migrate(file, (FIRST, SECOND))
    assert file.execute("SELECT * FROM notes").fetchall() == [("kept", 4)]


def test_a_step_that_fails_changes_nothing(file: sqlite3.Connection) -> None:
    schema.migrate(file, (FIRST,))
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(file, (FIRST, SECOND, BROKEN))
    assert schema.version_of(file) == 1
    assert not file.in_transaction
    assert [c[1] for c in file.execute("PRAGMA table_info(notes)")] == ["text"]
    assert file.execute("PRAGMA table_info(more)").fetchall() == []


def test_a_newer_file_is_not_touched(file: sqlite3.Connection) -> None:
    schema.migrate(file, (FIRST, SECOND))
    schema.migrate(file, (FIRST,))
    assert schema.version_of(file) == 2


def test_every_table_is_documented_and_made(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path)
    connection = progress._store._file
    made = {n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    assert made == set(schema.TABLES)
    for table in made:
        assert f"| {table}" in (schema.__doc__ or "")
        for _, column, *_ in connection.execute(f"PRAGMA table_info({table})"):
            if column not in ("id", "course", "lesson"):
                assert column in (schema.__doc__ or "")
    assert connection.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert schema.version_of(connection) == schema.VERSION


def test_an_old_file_is_migrated_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the next version of Tutor will find the files of this one."""
    old = Progress.open(tmp_path)
    old.mark_done("c", "lesson", "walk", "d")
    old.close()
    added = ("ALTER TABLE settings ADD COLUMN at TEXT",)
    steps = (*schema.MIGRATIONS, added)
    monkeypatch.setattr(schema, "VERSION", len(steps))
    monkeypatch.setattr(schema.migrate, "__defaults__", (steps,))
    progress = Progress.open(tmp_path)
    assert progress.notices == ()
    assert progress.done("c", "lesson") == {"walk": "d"}
    assert schema.version_of(progress._store._file) == schema.VERSION == len(steps)
