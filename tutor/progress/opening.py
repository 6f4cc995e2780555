"""Getting at the progress file, whatever state it and its folder are in.

Nothing here raises for a bad file. A file that can't be used is kept: moved aside when it is
damaged, left where it is when a newer Tutor wrote it. When no file can be had, progress is
kept in memory, and the notice says so.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from tutor.progress import schema

FILE_NAME = "progress.db"
BUSY_MS = 2000  # how long a write waits for another window's
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_MAGIC = b"SQLite format 3\0"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

Notify = Callable[[str], None]
State = Literal["none", "sound", "damaged", "newer", "unreadable"]


class _Damaged(Exception):
    """The file is no database of ours."""


class _Newer(Exception):
    """The file has a schema that this version doesn't know."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file, or `path` None for one that is only in memory."""

    connection: sqlite3.Connection
    path: Path | None


def open_home(home: Path, notify: Notify) -> Opened:
    """The progress file of a home, made where there is none. Never raises for what is there."""
    home = home.absolute()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        notify(
            f"Progress can't be kept in {home} ({_reason(error)}), so it will be forgotten when "
            "you leave. Set TUTOR_HOME to a folder that you may write to."
        )
        return Opened(memory(), None)
    return _open_or_begin(home / FILE_NAME, notify)


def memory(version: int = schema.VERSION) -> sqlite3.Connection:
    """An empty file that is only in memory, as an earlier version of Tutor would have made it."""
    connection = _connect(":memory:")
    schema.migrate(connection, schema.MIGRATIONS[:version])
    return connection


def _open_or_begin(path: Path, notify: Notify) -> Opened:
    try:
        return Opened(_open(path), path)
    except _Newer:
        ours = path.with_name(f"{path.stem}-v{schema.VERSION}{path.suffix}")
        notify(
            f"A newer version of Tutor wrote {path}. It is left as it is; what you do with this "
            f"version is kept beside it, in {ours.name}. Update Tutor to go on from there."
        )
        if ours.stem.count("-v") > 1:  # a side file that is itself newer: someone moved files
            return Opened(memory(), None)
        return _open_or_begin(ours, notify)
    except _Damaged:
        return _begin_anew(path, notify)
    except sqlite3.Error as error:
        return _only_read(path, error, notify)


def _begin_anew(path: Path, notify: Notify) -> Opened:
    """Move a damaged file aside and start a fresh one."""
    try:
        return Opened(_open(path), path)  # another window may have done it meanwhile
    except (sqlite3.Error, _Damaged, _Newer):
        pass
    try:
        kept = _move_aside(path)
        opened = Opened(_open(path), path)
    except (OSError, sqlite3.Error, _Damaged, _Newer) as error:
        notify(
            f"The progress file {path} is damaged and can't be replaced ({_reason(error)}), so "
            "progress will be forgotten when you leave. Move the file away, then start again."
        )
        return Opened(memory(), None)
    notify(
        f"{path} can't be read as a progress file: it seems to be damaged. It is kept as "
        f"{kept.name} in the same folder, and a fresh one has been begun."
    )
    return opened


def peek(home: Path) -> tuple[State, str]:
    """The state of a home's progress file, and a few words on it; nothing is changed."""
    path = home.absolute() / FILE_NAME
    try:
        if not path.exists():
            return "none", "is not there yet"
        version = _look(path)
        if version is None and path.stat().st_size:
            return "unreadable", "can't be read"
    except _Damaged:
        return "damaged", "is damaged"
    except _Newer:
        return "newer", "is from a newer version of Tutor"
    except OSError as error:
        return "unreadable", f"can't be read ({_reason(error)})"
    return "sound", f"schema version {version or 0}"


def _only_read(path: Path, error: sqlite3.Error, notify: Notify) -> Opened:
    """Go on in memory, from what can be read of a file that can't be written."""
    connection = memory()
    try:
        # immutable: in a folder that can't be written, SQLite has nowhere to put its lock.
        with closing(_connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as source:
            version = schema.version_of(source)
            if 1 <= version <= schema.VERSION:
                connection = memory(version)
                copy_rows(source, connection)
                schema.migrate(connection)
    except sqlite3.Error:
        connection = memory()
    notify(
        f"Progress can't be written to {path} ({_reason(error)}), so what you do now will be "
        "forgotten when you leave. Make the file and its folder writable, or set TUTOR_HOME."
    )
    return Opened(connection, None)


def _open(path: Path) -> sqlite3.Connection:
    """An open, checked and migrated file. Raises _Damaged, _Newer or sqlite3.Error."""
    version = _look(path)
    connection = _connect(str(path))
    try:
        if version is None:
            _check(connection)
        _settle(connection)
    except sqlite3.Error as error:
        connection.close()
        if _code(error) in _DAMAGED:
            raise _Damaged from error
        raise
    except (_Damaged, _Newer):
        connection.close()
        raise
    return connection


def _look(path: Path) -> int | None:
    """The version of a file that is sound; None if that can't be told without writing.

    Nothing is changed: a connection that may write would tidy up the log of a file that isn't
    ours to touch, and throw the log of a damaged one away. Raises _Newer or _Damaged.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError:
        return None  # none yet, or none that can be read: opening it says which
    if not start:
        return None
    if start != _MAGIC:
        raise _Damaged
    if not Path(f"{path}-wal").exists():
        # Nobody seems to have the file open, and like this SQLite puts nothing beside it. If
        # someone has begun to write after all, it looks damaged: ask again in the usual way.
        with suppress(_Damaged, sqlite3.Error):
            return _sound(path, "mode=ro&immutable=1")
    try:
        return _sound(path, "mode=ro")
    except sqlite3.Error:
        return None


def _sound(path: Path, how: str) -> int:
    """The version of a file that is sound; raises _Newer, _Damaged or sqlite3.Error."""
    try:
        with closing(_connect(f"{path.as_uri()}?{how}", uri=True)) as connection:
            return _check(connection)
    except sqlite3.Error as error:
        if _code(error) in _DAMAGED:
            raise _Damaged from error
        raise


def _check(connection: sqlite3.Connection) -> int:
    """The version of a sound file; raises _Newer, _Damaged or sqlite3.Error."""
    version = schema.version_of(connection)
    if version > schema.VERSION:
        raise _Newer
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise _Damaged
    if version == 0 and _tables(connection):
        raise _Damaged  # some other program's file: its tables must not get ours beside them
    return version


def _settle(connection: sqlite3.Connection) -> None:
    """Make a sound file ready for use."""
    _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone())
    # In WAL, NORMAL survives any crash of ours; only a power cut may cost the last answers.
    connection.execute("PRAGMA synchronous = NORMAL")
    _patiently(lambda: schema.migrate(connection))
    if set(schema.TABLES) - _tables(connection):
        raise _Damaged


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows}


def _connect(database: str, *, uri: bool = False) -> sqlite3.Connection:
    # Autocommit: every transaction is begun by hand. The store holds a lock for threads.
    return sqlite3.connect(
        database, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, uri=uri
    )


def _patiently(action: Callable[[], object], seconds: float = 5.0) -> None:
    """Repeat while another window holds the file: changing to WAL has no timeout of its own."""
    until = time.monotonic() + seconds
    while True:
        try:
            action()
        except sqlite3.OperationalError as error:
            if _code(error) not in _BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def copy_rows(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy every row of one file into another that is empty. Raises sqlite3.Error.

    Table by table and not by SQLite's backup, which waits for ever on a locked file.
    """
    for table in sorted(_tables(target) & set(schema.TABLES)):
        cursor = source.execute(f"SELECT * FROM {table}")
        places = ", ".join("?" * len(cursor.description))
        target.executemany(f"INSERT INTO {table} VALUES ({places})", cursor)


def _move_aside(path: Path) -> Path:
    """Rename a damaged file and what SQLite keeps beside it; never over anything."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    number = 1
    while True:
        mark = stamp if number == 1 else f"{stamp}-{number}"
        kept = path.with_name(f"{path.stem}.corrupt-{mark}{path.suffix}")
        if not any(Path(f"{kept}{end}").exists() for end in ("", "-wal", "-shm")):
            break
        number += 1
    path.rename(kept)
    for end in ("-wal", "-shm"):
        beside = Path(f"{path}{end}")
        if beside.exists():
            beside.rename(f"{kept}{end}")
    return kept


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
