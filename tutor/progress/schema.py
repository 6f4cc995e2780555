"""The shape of the progress file: the one place where its schema is written down.

`PRAGMA user_version` of a file counts the migrations it has had; 0 is an empty file. To
change the schema, append a step to `MIGRATIONS` and never alter an earlier one: files of
every earlier version are out there. `PRAGMA application_id` marks the file as Tutor's.

Version 1:

| table    | one row for each                   | columns beside course (and lesson)              |
|----------|------------------------------------|-------------------------------------------------|
| places   | course and lesson                  | page (from 0), activity or NULL, at             |
| answers  | answer ever given                  | quiz, digest, given (JSON: text or list), right |
| done     | course, lesson and activity        | digest when it was last done, at                |
| edits    | course, lesson and cell            | source, base_digest (of the cell edited), at    |
| attempts | check of an exercise ever asked for | exercise, code, passed, verdict (JSON), at     |
| settings | name                               | value                                           |

Version 2:

| table    | one row for each                   | columns beside course                           |
|----------|------------------------------------|-------------------------------------------------|
| help     | course and exercise                | hints (how many were shown), seen (1 once the   |
|          |                                    | solution was shown before it passed), at        |

and an index of the attempts that passed, because there may be thousands that didn't.

Answers have an `at` as well: UTC in ISO 8601. `course` is the course's name, so that two
courses never mix.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

APPLICATION_ID = 0x5475746F  # "Tuto"

Migration = tuple[str, ...]

MIGRATIONS: tuple[Migration, ...] = (
    (
        """CREATE TABLE places (
            course TEXT NOT NULL, lesson TEXT NOT NULL,
            page INTEGER NOT NULL, activity TEXT, at TEXT NOT NULL,
            PRIMARY KEY (course, lesson))""",
        """CREATE TABLE answers (
            id INTEGER PRIMARY KEY,
            course TEXT NOT NULL, lesson TEXT NOT NULL, quiz TEXT NOT NULL,
            digest TEXT NOT NULL, given TEXT NOT NULL, right INTEGER NOT NULL, at TEXT NOT NULL)""",
        "CREATE INDEX answers_of_lesson ON answers (course, lesson, quiz)",
        """CREATE TABLE done (
            course TEXT NOT NULL, lesson TEXT NOT NULL, activity TEXT NOT NULL,
            digest TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (course, lesson, activity))""",
        """CREATE TABLE edits (
            course TEXT NOT NULL, lesson TEXT NOT NULL, cell TEXT NOT NULL,
            source TEXT NOT NULL, base_digest TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (course, lesson, cell))""",
        """CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,
            course TEXT NOT NULL, exercise TEXT NOT NULL,
            code TEXT NOT NULL, passed INTEGER NOT NULL, verdict TEXT NOT NULL,
            at TEXT NOT NULL)""",
        "CREATE INDEX attempts_of_exercise ON attempts (course, exercise)",
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
    (
        """CREATE TABLE help (
            course TEXT NOT NULL, exercise TEXT NOT NULL,
            hints INTEGER NOT NULL, seen INTEGER NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (course, exercise))""",
        "CREATE INDEX attempts_that_passed ON attempts (course, exercise) WHERE passed = 1",
    ),
)

VERSION = len(MIGRATIONS)
TABLES = ("places", "answers", "done", "edits", "attempts", "settings", "help")


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version of an open file; 0 if it is empty."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a file up to the newest version, all steps or none.

    The connection must be in autocommit mode (`isolation_level=None`). Raises sqlite3.Error
    with the file as it was.
    """
    if version_of(connection) >= len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again under the lock: another window may have migrated while we waited.
        for step in migrations[version_of(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {max(len(migrations), version_of(connection))}")
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
