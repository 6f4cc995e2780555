"""Saves of other programs are noticed: in whatever way they save, and within a moment."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest
import watchfiles

from tutor.app import watching
from tutor.app.watching import changes
from tutor.progress import Workspace

SOON = 5.0  # seconds in which something must come, however busy the machine is
QUIET = 0.25  # seconds in which nothing may


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "sgd.py").write_text("x = 0\n")
    return folder


class Seen:
    """What a watcher has told, as it came."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[set[Path]] = asyncio.Queue()

    def add(self, found: set[Path]) -> None:
        self._queue.put_nowait(found)

    async def next(self) -> set[str]:
        return {path.name for path in await asyncio.wait_for(self._queue.get(), SOON)}

    async def rest(self) -> list[set[str]]:
        """What comes within a while."""
        await asyncio.sleep(QUIET)
        return [{p.name for p in self._queue.get_nowait()} for _ in range(self._queue.qsize())]


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[Seen]:
    """A watcher that has begun."""
    seen = Seen()

    async def watch() -> None:
        async with aclosing(changes(folder)) as found:
            async for paths in found:
                assert all(path.parent == folder for path in paths)
                seen.add(paths)

    task = asyncio.create_task(watch())
    await asyncio.sleep(0.3)
    try:
        yield seen
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


# --- how editors save -------------------------------------------------------------------------


def in_place(folder: Path, text: str) -> None:
    (folder / "sgd.py").write_text(text)


def nano(folder: Path, text: str) -> None:
    """A lock file, and the file written in place."""
    (folder / ".sgd.py.swp").write_text("lock")
    (folder / "sgd.py").write_text(text)
    (folder / ".sgd.py.swp").unlink()


def vim(folder: Path, text: str) -> None:
    """Tries whether it may write, moves the old file away, writes a new one."""
    (folder / "4913").touch()
    (folder / "4913").unlink()
    (folder / "sgd.py").rename(folder / "sgd.py~")
    (folder / "sgd.py").write_text(text)
    (folder / "sgd.py~").unlink()
    (folder / ".sgd.py.swp").write_text("swap")


def emacs(folder: Path, text: str) -> None:
    """A link that leads nowhere as a lock, a backup, and the file written in place."""
    lock = folder / ".#sgd.py"
    lock.symlink_to("learner@machine.1234:1")
    shutil.copyfile(folder / "sgd.py", folder / "sgd.py~")
    (folder / "#sgd.py#").write_text(text)
    (folder / "sgd.py").write_text(text)
    (folder / "#sgd.py#").unlink()
    lock.unlink()


def rename(folder: Path, text: str) -> None:
    """As VS Code with atomic saves, kate, gedit, and Tutor's own workspace do."""
    beside = folder / ".goutputstream-X1"
    beside.write_text(text)
    beside.replace(folder / "sgd.py")


EDITORS = (in_place, nano, vim, emacs, rename)


@pytest.mark.parametrize("save", EDITORS)
async def test_a_save_is_told_once(folder: Path, save: Callable[[Path, str], None]) -> None:
    async with watched(folder) as seen:
        for text in ("x = 1\n", "x = 22\n"):
            save(folder, text)
            assert await seen.next() == {"sgd.py"}
            assert await seen.rest() == []
            assert (folder / "sgd.py").read_text() == text


@pytest.mark.parametrize("gap", [0.01, 0.05])
async def test_a_file_that_is_emptied_first_is_told_when_it_is_written(
    folder: Path, gap: float
) -> None:
    async with watched(folder) as seen:
        with (folder / "sgd.py").open("w") as file:
            await asyncio.sleep(gap)
            file.write("x = 1\n")
        assert await seen.next() == {"sgd.py"}
        assert (folder / "sgd.py").read_text() == "x = 1\n"
        assert await seen.rest() == []


async def test_a_file_that_is_moved_away_for_a_moment(folder: Path) -> None:
    async with watched(folder) as seen:
        (folder / "sgd.py").rename(folder / "sgd.py.bak")
        await asyncio.sleep(0.05)
        (folder / "sgd.py").write_text("x = 1\n")
        assert await seen.next() == {"sgd.py"}
        assert (folder / "sgd.py").exists()
        assert await seen.rest() == []


async def test_the_same_text_again_is_told(folder: Path) -> None:
    async with watched(folder) as seen:
        in_place(folder, "x = 0\n")
        assert await seen.next() == {"sgd.py"}


async def test_files_that_come_and_go(folder: Path) -> None:
    async with watched(folder) as seen:
        (folder / "adam.py").write_text("")
        assert await seen.next() == {"adam.py"}
        (folder / "adam.py").unlink()
        assert await seen.next() == {"adam.py"}


async def test_only_the_files_of_exercises_count(folder: Path) -> None:
    async with watched(folder) as seen:
        for name in ("notes.txt", ".sgd-12ab.tutor~", "sgd.py~", ".#sgd.py", "4913", "Sgd.PY"):
            (folder / name).write_text("x")
        (folder / "kept").mkdir()
        (folder / "kept" / "sgd.py").write_text("x")
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__" / "sgd.cpython-311.pyc").write_text("x")
        (folder / "sgd.py").chmod(0o600)
        (folder / "sgd.py").read_text()
        assert await seen.rest() == []


async def test_several_files_at_once_come_together(folder: Path) -> None:
    async with watched(folder) as seen:
        (folder / "sgd.py").write_text("x = 1\n")
        (folder / "adam.py").write_text("x = 1\n")
        assert await seen.next() == {"sgd.py", "adam.py"}


async def test_a_link_to_a_file_elsewhere(folder: Path, tmp_path: Path) -> None:
    """No notice of the system comes for it."""
    target = tmp_path / "mine.py"
    target.write_text("x = 0\n")
    (folder / "sgd.py").unlink()
    (folder / "sgd.py").symlink_to(target)
    async with watched(folder) as seen:
        target.write_text("x = 1\n")
        assert await seen.next() == {"sgd.py"}


async def test_the_workspace_tells_its_own_writes_from_others(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    path = workspace.open("sgd", "x = 0\n")
    async with watched(workspace.folder) as seen:
        workspace.write("sgd", "x = 1\n")
        assert await seen.next() == {"sgd.py"}
        assert workspace.news("sgd") is None
        path.write_text("x = 2\n")
        assert await seen.next() == {"sgd.py"}
        assert workspace.news("sgd") == "x = 2\n"


# --- how fast ---------------------------------------------------------------------------------


@pytest.mark.parametrize("polling", [False, True])
async def test_a_save_is_seen_in_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch, polling: bool
) -> None:
    """Of the 500 ms from a save to its verdict, this may have 200."""
    if polling:
        monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    took = []
    async with watched(folder) as seen:
        for i in range(7):
            rename(folder, f"x = {i}\n")
            start = time.perf_counter()
            await seen.next()
            took.append(time.perf_counter() - start)
            await asyncio.sleep(0.037)  # not in step with the polling
    assert statistics.median(took) < 0.2


async def test_watching_costs_next_to_nothing(folder: Path) -> None:
    async with watched(folder):
        start = time.process_time()
        await asyncio.sleep(1.5)
        assert time.process_time() - start < 0.15


# --- when things are not as they should be ----------------------------------------------------


def no_notices(*_: object, **__: object) -> None:
    raise OSError(24, "inotify limit reached")


async def test_without_notices_it_looks_by_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchfiles, "awatch", no_notices)
    async with watched(folder) as seen:
        for save in EDITORS:
            save(folder, f"x = '{save.__name__}'\n")
            assert await seen.next() == {"sgd.py"}


async def test_notices_may_come_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = watchfiles.awatch, []

    def at_second(*arguments: object, **options: object) -> object:
        calls.append(arguments)
        return no_notices() if len(calls) == 1 else real(*arguments, **options)

    monkeypatch.setattr(watchfiles, "awatch", at_second)
    monkeypatch.setattr(watching, "POLL", 0.005)
    async with watched(folder) as seen:
        for _ in range(200):
            if len(calls) > 1:
                break
            await asyncio.sleep(0.02)
        in_place(folder, "x = 1\n")
        assert await seen.next() == {"sgd.py"}
    assert len(calls) == 2


async def test_where_no_notice_ever_comes_a_look_is_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a network disk: the watcher begins, and is silent."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    real = watchfiles.awatch
    monkeypatch.setattr(watchfiles, "awatch", lambda _, **options: real(elsewhere, **options))
    async with watched(folder) as seen:
        in_place(folder, "x = 1\n")
        assert await seen.next() == {"sgd.py"}


async def test_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    folder = tmp_path / "later" / "workspace"
    async with watched(folder) as seen:
        folder.mkdir(parents=True)
        (folder / "sgd.py").write_text("x = 1\n")
        assert await seen.next() == {"sgd.py"}
        (folder / "sgd.py").write_text("x = 22\n")
        assert await seen.next() == {"sgd.py"}


async def test_a_folder_that_is_replaced(folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "new")
    async with watched(folder) as seen:
        shutil.rmtree(folder)
        assert await seen.next() == {"sgd.py"}
        shutil.copytree(folder.parent / "new", folder)
        assert await seen.next() == {"sgd.py"}
        (folder / "sgd.py").write_text("x = 22\n")
        assert await seen.next() == {"sgd.py"}


# --- the end ----------------------------------------------------------------------------------


async def test_it_stops_when_it_is_asked_to(folder: Path) -> None:
    stop = asyncio.Event()
    told = []

    async def watch() -> None:
        async for paths in changes(folder, stop):
            told.append(paths)
            stop.set()

    task = asyncio.create_task(watch())
    await asyncio.sleep(0.3)
    in_place(folder, "x = 1\n")
    await asyncio.wait_for(task, SOON)
    assert told == [{folder / "sgd.py"}]


async def test_a_stop_before_anything_happens(folder: Path) -> None:
    stop = asyncio.Event()
    stop.set()
    assert [paths async for paths in changes(folder, stop)] == []
    stop.clear()
    task = asyncio.create_task(anext(changes(folder, stop), None))
    await asyncio.sleep(0.2)
    stop.set()
    assert await asyncio.wait_for(task, 1.0) is None


def open_files() -> int:
    """How many files this process has open; 0 where that can't be told."""
    return len(list(Path("/proc/self/fd").glob("*")))


async def test_a_cancelled_watcher_leaves_the_event_and_nothing_behind(folder: Path) -> None:
    stop = asyncio.Event()
    before = open_files()
    for _ in range(3):
        generator = changes(folder, stop)
        task = asyncio.create_task(anext(generator))
        await asyncio.sleep(0.15)
        start = time.perf_counter()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await generator.aclose()
        assert time.perf_counter() - start < 1
    assert not stop.is_set()
    await asyncio.sleep(0.1)
    assert open_files() <= before + 2
