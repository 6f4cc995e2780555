"""Writing to an open progress file so that nothing is lost when the file can't be written.

When a write fails (a full disk, a file turned read-only, another window that holds the lock
too long), it is kept in memory and every read sees it. Each later write, and closing, tries
to bring the file up to date first.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from tutor.progress import schema
from tutor.progress.opening import BUSY_MS, Notify, Opened, copy_rows, memory

Parameters = tuple[object, ...]
Step = tuple[str, Parameters]

_IMPATIENT_MS = 50  # while writes fail, each page turn tries again and must not be felt


class Store:
    """Rows in, rows out; one short transaction for each write. Safe to share among threads."""

    def __init__(self, opened: Opened, notify: Notify) -> None:
        self.path = opened.path
        self._file = opened.connection
        self._notify = notify
        self._lock = threading.RLock()
        self._unsaved: list[Step] = []  # every failed write, in order
        self._overlay: sqlite3.Connection | None = None  # the file as it should be, in memory
        self._said: set[str] = set()
        self._closed = False

    @property
    def unsaved(self) -> int:
        """Writes that are only in memory because the file couldn't be written."""
        return len(self._unsaved)

    def write(self, *steps: Step) -> int:
        """Do the steps in one transaction, all or none; the id of the last row inserted.

        Never raises for a file that can't be written: the steps are then kept in memory.
        """
        with self._lock:
            if self._closed:
                return 0
            try:
                row = _commit(self._file, [*self._unsaved, *steps])
            except sqlite3.DatabaseError as error:
                _raise_ours(error)
                return self._keep(steps, error)
            self._saved()
            return row

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[object, ...]]:
        """The rows of a query; none where the file has become unreadable."""
        with self._lock:
            if self._closed:
                return []
            try:
                return (self._overlay or self._file).execute(sql, parameters).fetchall()
            except sqlite3.DatabaseError as error:
                _raise_ours(error)
                self._say(
                    "read",
                    f"Part of the progress file {self.path} can't be read ({error}). "
                    "Restart Tutor to have it looked at.",
                )
                return []

    def close(self) -> None:
        """Save what is still unsaved, elsewhere if need be. Does nothing the second time."""
        with self._lock:
            if self._closed:
                return
            if self._unsaved:
                self.write()
            if self._unsaved:
                self._rescue()
            self._closed = True
            for connection in (self._overlay, self._file):
                if connection is not None:
                    connection.close()

    def _keep(self, steps: tuple[Step, ...], error: sqlite3.Error) -> int:
        if self._overlay is None:
            self._overlay = self._copy()
        self._unsaved.extend(steps)
        self._pragma(f"PRAGMA busy_timeout = {_IMPATIENT_MS}")
        self._say(
            "write",
            f"The progress file {self.path} can't be written just now ({error}). What you do is "
            "kept in memory and saved as soon as that works again.",
        )
        return _commit(self._overlay, list(steps))

    def _saved(self) -> None:
        if not self._unsaved:
            return
        self._unsaved.clear()
        if self._overlay is not None:
            self._overlay.close()
            self._overlay = None
        self._pragma(f"PRAGMA busy_timeout = {BUSY_MS}")
        self._said.discard("write")
        self._notify("Your progress is saved again, everything included.")

    def _copy(self) -> sqlite3.Connection:
        copy = memory()
        try:
            copy_rows(self._file, copy)
        except sqlite3.DatabaseError:
            copy.close()
            return memory()
        return copy

    def _rescue(self) -> None:
        """The file can't be written to the very end: leave everything in the temporary folder."""
        if self._overlay is None:
            return
        try:
            descriptor, name = tempfile.mkstemp(prefix="tutor-progress-", suffix=".db")
            os.close(descriptor)
            target = sqlite3.connect(name, isolation_level=None)
            try:
                schema.migrate(target)
                target.execute("BEGIN")
                copy_rows(self._overlay, target)
                target.execute("COMMIT")
            finally:
                target.close()
        except (OSError, sqlite3.Error):
            self._notify(
                f"Your latest progress could not be saved, neither to {self.path} nor to the "
                "temporary folder. Both disks may be full."
            )
            return
        self._notify(
            f"{self.path} could not be written, so all your progress is in {Path(name)}. "
            f"Move that file over the first one before you start again."
        )

    def _pragma(self, sql: str) -> None:
        # Only how long to wait; should it fail, the next write says what is wrong.
        with suppress(sqlite3.DatabaseError):
            self._file.execute(sql)

    def _say(self, kind: str, notice: str) -> None:
        if kind not in self._said:
            self._said.add(kind)
            self._notify(notice)


def _commit(connection: sqlite3.Connection, steps: list[Step]) -> int:
    row = 0
    connection.execute("BEGIN IMMEDIATE")
    try:
        for sql, parameters in steps:
            row = connection.execute(sql, parameters).lastrowid or 0
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return row


def _raise_ours(error: sqlite3.Error) -> None:
    """Let mistakes of ours through: they would fail in memory too, and hiding them loses data."""
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
        raise error
    if error.args and str(error.args[0]).startswith(("near ", "no such column")):
        raise error
