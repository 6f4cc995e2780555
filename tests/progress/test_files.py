"""Files and folders in every bad state: kept, said, and never in the way."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tutor.progress import Place, Progress, opening, schema

COURSE, LESSON = "deep-learning", "gradient_descent"
KEPT = re.compile(r"progress\.corrupt-\d{8}-\d{6}(-\d+)?\.db")


def filled(home: Path, rows: int = 200) -> bytes:
    """A file with progress in it, closed; its bytes."""
    progress = Progress.open(home)
    progress.mark_done(COURSE, LESSON, "walk", "d")
    for number in range(rows):
        progress.save_attempt(COURSE, "sgd", f"# {number}\n" + "x = 1\n" * 50, False, "{}")
    progress.close()
    return (home / "progress.db").read_bytes()


def files(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.iterdir()}


def works(progress: Progress) -> bool:
    progress.set_place(COURSE, Place(LESSON, 4))
    return progress.place(COURSE) == Place(LESSON, 4)


# --- damaged ------------------------------------------------------------------------------------


def damage_middle(data: bytes) -> bytes:
    return data[:4096] + os.urandom(len(data) // 2) + data[4096 + len(data) // 2 :]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"not a database at all, " * 100, id="text"),
        pytest.param(lambda _: b"\x00" * 5000, id="zeros"),
        pytest.param(lambda data: data[: len(data) // 3], id="truncated"),
        pytest.param(lambda data: data[:5000], id="cut in a page"),
        pytest.param(damage_middle, id="overwritten"),
        pytest.param(lambda data: data[:50], id="half a header"),
    ],
)
def test_a_damaged_file_is_kept_aside(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    damaged = damage(filled(tmp_path))
    (tmp_path / "progress.db").write_bytes(damaged)
    progress = Progress.open(tmp_path)
    (kept,) = [path for path in tmp_path.iterdir() if KEPT.fullmatch(path.name)]
    assert kept.read_bytes() == damaged
    (notice,) = progress.notices
    assert kept.name in notice
    assert str(tmp_path) in notice
    assert progress.path == tmp_path / "progress.db"
    assert progress.done(COURSE, LESSON) == {}
    assert works(progress)
    progress.close()
    assert Progress.open(tmp_path).notices == ()


def test_what_lies_beside_a_damaged_file_goes_with_it(tmp_path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"progress.db{end}").write_bytes(b"junk" + end.encode())
    progress = Progress.open(tmp_path)
    (notice,) = progress.notices
    found = KEPT.search(notice)
    assert found
    for end in ("", "-wal", "-shm"):
        assert (tmp_path / f"{found[0]}{end}").read_bytes() == b"junk" + end.encode()
    assert works(progress)


def test_the_log_of_a_damaged_file_is_kept_as_it_was(tmp_path: Path) -> None:
    """It may hold the learner's last hour, and SQLite would merge it or throw it away."""
    filled(tmp_path)
    path = tmp_path / "progress.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO settings VALUES ('theme', 'light')")
        connection.commit()
        before = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
    before[""] = damage_middle(before[""])
    for end, data in before.items():  # as after a crash
        Path(f"{path}{end}").write_bytes(data)
    (notice,) = Progress.open(tmp_path).notices
    found = KEPT.search(notice)
    assert found
    for end, data in before.items():
        assert (tmp_path / f"{found[0]}{end}").read_bytes() == data


def test_nothing_that_was_kept_is_overwritten(tmp_path: Path) -> None:
    for number in range(4):  # within a second or two: names would meet
        (tmp_path / "progress.db").write_bytes(b"junk %d" % number)
        Progress.open(tmp_path).close()
    kept = {data for name, data in files(tmp_path).items() if KEPT.fullmatch(name)}
    assert kept == {b"junk %d" % number for number in range(4)}


def test_another_programs_database_is_not_written_into(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "progress.db")) as foreign:
        foreign.execute("CREATE TABLE films (title)")
        foreign.execute("INSERT INTO films VALUES ('Brazil')")
        foreign.commit()
    progress = Progress.open(tmp_path)
    assert works(progress)
    (kept,) = [path for path in tmp_path.iterdir() if KEPT.fullmatch(path.name)]
    with closing(sqlite3.connect(kept)) as foreign:
        tables = foreign.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("films",)]


def test_a_file_without_its_tables_is_damaged(tmp_path: Path) -> None:
    filled(tmp_path)
    with closing(sqlite3.connect(tmp_path / "progress.db")) as connection:
        connection.execute("DROP TABLE answers")
    progress = Progress.open(tmp_path)
    assert len(progress.notices) == 1
    assert works(progress)
    assert progress.answers(COURSE, LESSON) == {}


def test_an_empty_file_is_simply_filled(tmp_path: Path) -> None:
    (tmp_path / "progress.db").touch()
    progress = Progress.open(tmp_path)
    assert progress.notices == ()
    assert works(progress)


def test_damage_that_shows_while_open_is_said_once(tmp_path: Path) -> None:
    filled(tmp_path)
    progress = Progress.open(tmp_path)
    heard: list[str] = []
    progress.on_notice = heard.append
    path = tmp_path / "progress.db"
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 60_000)
    progress._store._file.execute("PRAGMA shrink_memory")
    for _ in range(3):
        assert progress.attempts(COURSE, "sgd") == []
    assert len(heard) == 1
    progress.mark_done(COURSE, LESSON, "run", "d")  # no exception


# --- from another version -----------------------------------------------------------------------


def newer(home: Path) -> None:
    filled(home)
    with closing(sqlite3.connect(home / "progress.db")) as connection:
        connection.execute("ALTER TABLE done ADD COLUMN stars INTEGER")
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    newer(tmp_path)
    before = files(tmp_path)
    progress = Progress.open(tmp_path)
    ours = f"progress-v{schema.VERSION}.db"
    assert progress.path == tmp_path / ours
    (notice,) = progress.notices
    assert ours in notice
    assert str(tmp_path / "progress.db") in notice
    assert works(progress)
    progress.close()
    after = files(tmp_path)
    assert after["progress.db"] == before["progress.db"]
    assert Progress.open(tmp_path).place(COURSE) == Place(LESSON, 4)


def test_a_newer_file_in_use_is_left_alone(tmp_path: Path) -> None:
    """Its newest part, the version included, is still in the write-ahead log."""
    filled(tmp_path)
    path = tmp_path / "progress.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
        before = files(tmp_path)
        assert before["progress.db-wal"]
        progress = Progress.open(tmp_path)
        assert progress.path == tmp_path / f"progress-v{schema.VERSION}.db"
        progress.close()
        after = files(tmp_path)
        assert after["progress.db"] == before["progress.db"]
        assert after["progress.db-wal"] == before["progress.db-wal"]


def test_the_side_file_may_be_damaged_too(tmp_path: Path) -> None:
    newer(tmp_path)
    side = tmp_path / f"progress-v{schema.VERSION}.db"
    side.write_bytes(b"junk")
    progress = Progress.open(tmp_path)
    assert len(progress.notices) == 2
    assert works(progress)
    (kept,) = tmp_path.glob(f"{side.stem}.corrupt-*.db")
    assert kept.read_bytes() == b"junk"


# --- homes that can't be written ------------------------------------------------------------------


@pytest.mark.parametrize("inside", ["", "deeper/still"])
def test_a_home_that_is_a_file(tmp_path: Path, inside: str) -> None:
    (tmp_path / "home").write_text("a file")
    home = tmp_path / "home" / inside
    progress = Progress.open(home)
    (notice,) = progress.notices
    assert "TUTOR_HOME" in notice
    assert progress.path is None
    assert works(progress)
    progress.close()
    assert (tmp_path / "home").read_text() == "a file"


def test_a_folder_where_the_file_should_be(tmp_path: Path) -> None:
    (tmp_path / "progress.db").mkdir()
    progress = Progress.open(tmp_path)
    (notice,) = progress.notices
    assert str(tmp_path / "progress.db") in notice
    assert progress.path is None
    assert works(progress)


def test_a_file_that_can_only_be_read_shows_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled(tmp_path)

    def refuse(_: sqlite3.Connection) -> None:
        # What SQLite says on a read-only file system, which a test can't make without root.
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    monkeypatch.setattr(opening, "_settle", refuse)
    progress = Progress.open(tmp_path)
    (notice,) = progress.notices
    assert "forgotten" in notice
    assert progress.path is None
    assert progress.done(COURSE, LESSON) == {"walk": "d"}
    assert works(progress)
    progress.close()
    assert (tmp_path / "progress.db").read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_home_without_permission(tmp_path: Path) -> None:
    filled(tmp_path)
    tmp_path.chmod(0o500)
    try:
        progress = Progress.open(tmp_path)
        assert progress.done(COURSE, LESSON) == {"walk": "d"}
        assert works(progress)
        progress.close()
    finally:
        tmp_path.chmod(0o700)


# --- writes that fail -----------------------------------------------------------------------------


@pytest.fixture
def failing(tmp_path: Path) -> Progress:
    """A file that refuses every write, as SQLite does for a read-only one."""
    filled(tmp_path, rows=3)
    progress = Progress.open(tmp_path)
    progress._store._file.execute("PRAGMA query_only = ON")
    return progress


def test_failed_writes_are_kept_and_said_once(failing: Progress) -> None:
    heard: list[str] = []
    failing.on_notice = heard.append
    failing.record_answer(COURSE, LESSON, "q", "d", "1", False)
    failing.record_answer(COURSE, LESSON, "q", "d", "2", True)
    number = failing.save_attempt(COURSE, "sgd", "code", True, "{}")
    failing.save_edit(COURSE, LESSON, "walk", "x", "d")
    failing.drop_edit(COURSE, LESSON, "walk")
    assert failing.answers(COURSE, LESSON)["q"].tries == 2
    assert failing.attempts(COURSE, "sgd")[-1].id == number
    assert len(failing.attempts(COURSE, "sgd")) == 4
    assert failing.done(COURSE, LESSON) == {"walk": "d"}  # what was in the file is still seen
    assert failing.edits(COURSE, LESSON) == {}
    assert failing.unsaved == 5
    (notice,) = heard
    assert "kept in memory" in notice
    assert failing.notices == (notice,)


def test_kept_writes_are_saved_when_that_works_again(failing: Progress) -> None:
    failing.mark_done(COURSE, LESSON, "one", "d")
    failing._store._file.execute("PRAGMA query_only = OFF")
    failing.mark_done(COURSE, LESSON, "two", "d")
    assert failing.unsaved == 0
    assert "saved" in failing.notices[-1]
    assert set(failing.done(COURSE, LESSON)) == {"walk", "one", "two"}
    assert failing.path is not None
    failing.close()
    assert set(Progress.open(failing.path.parent).done(COURSE, LESSON)) == {"walk", "one", "two"}


def test_closing_tries_once_more(failing: Progress) -> None:
    failing.mark_done(COURSE, LESSON, "one", "d")
    failing._store._file.execute("PRAGMA query_only = OFF")
    assert failing.path is not None
    failing.close()
    assert set(Progress.open(failing.path.parent).done(COURSE, LESSON)) == {"walk", "one"}


def test_what_can_never_be_saved_is_left_in_the_temporary_folder(
    failing: Progress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    failing.mark_done(COURSE, LESSON, "one", "d")
    failing.close()
    (rescued,) = elsewhere.glob("tutor-progress-*.db")
    assert str(rescued) in failing.notices[-1]
    home = tmp_path / "new home"
    home.mkdir()
    rescued.rename(home / "progress.db")
    progress = Progress.open(home)
    assert progress.notices == ()
    assert set(progress.done(COURSE, LESSON)) == {"walk", "one"}


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """SQLite's own "disk is full": no page may be added to the file."""
    filled(tmp_path, rows=0)
    progress = Progress.open(tmp_path)
    file = progress._store._file
    (pages,) = file.execute("PRAGMA page_count").fetchone()
    file.execute(f"PRAGMA max_page_count = {pages}")
    code = "x = 1\n" * 10_000
    for _ in range(3):
        progress.save_attempt(COURSE, "sgd", code, False, "{}")
    assert "full" in progress.notices[0]
    assert [a.code for a in progress.attempts(COURSE, "sgd")] == [code] * 3
    file.execute("PRAGMA max_page_count = 100000")
    progress.close()
    assert len(Progress.open(tmp_path).attempts(COURSE, "sgd")) == 3


LIMITED = """
import resource, sys
from pathlib import Path
from tutor.progress import Progress
progress = Progress.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))
for number in range(20):
    progress.save_attempt("c", "sgd", str(number) * 5000, False, "{}")
assert len(progress.attempts("c", "sgd")) == 20
assert progress.notices, "no write failed"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
progress.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits")
def test_files_that_may_not_grow(tmp_path: Path) -> None:
    """The operating system refuses, in the middle of a write."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    progress = Progress.open(tmp_path)
    assert progress.notices == ()
    assert [a.code[0] for a in progress.attempts("c", "sgd")] == [str(n)[0] for n in range(20)]


def test_mistakes_of_ours_are_not_hidden(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path)
    with pytest.raises(sqlite3.OperationalError):
        progress._store.write(("INSERT INTO done (nothing) VALUES (?)", ("x",)))
    with pytest.raises(sqlite3.IntegrityError):
        progress._store.write(("INSERT INTO settings VALUES (?, ?)", ("name", None)))
    assert progress.unsaved == 0
    assert works(progress)
