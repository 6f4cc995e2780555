"""Fetching in a process of its own: what it says, and that it ends when it should."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from file_server import FileServer
from tiny_set import PLAIN, Tiny

from tutor.datasets import getting, shelf, steps
from tutor.datasets.steps import Done, Event, Failed, Progress


async def fetch(tiny: Tiny, name: str = "tiny") -> list[Event]:
    async with aclosing(getting.fetch(name, tiny.root)) as events:
        return [event async for event in events]


def child(tiny: Tiny) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tutor.datasets.fetch", "tiny", "--registry", str(tiny.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def until_downloading(process: subprocess.Popen[bytes]) -> Progress:
    assert process.stdout is not None
    for line in process.stdout:
        event = steps.decode(line)
        if isinstance(event, Progress) and event.step == "download":
            return event
    raise AssertionError("it ended before")


def alive(folder: Path) -> list[int]:
    """Processes that fetch into a folder of this test, by their environment."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            words, variables = (each / "cmdline").read_bytes(), (each / "environ").read_bytes()
        except OSError:
            continue
        if b"tutor.datasets.fetch" in words and str(folder).encode() in variables:
            found.append(int(each.name))
    return found


@pytest.mark.parametrize(
    "event",
    [Progress("a.gz", "download", 3, 10, 2.5), Done(), Failed("No.", "Try again.", 7)],
    ids=lambda event: type(event).__name__,
)
def test_events_survive_the_way(event: Event) -> None:
    assert steps.decode(steps.encode(event)) == event


async def test_all_is_told_up_to_the_end(tiny: Tiny) -> None:
    events = await fetch(tiny)
    assert events[-1] == Done()
    assert {type(event) for event in events[:-1]} == {Progress}
    assert shelf.is_here(tiny.data)
    assert [type(event) for event in await fetch(tiny)][-1] is Done


async def test_a_fault_is_told(tiny: Tiny, server: FileServer) -> None:
    server.status["/rows.txt"] = 404
    last = (await fetch(tiny))[-1]
    assert isinstance(last, Failed)
    assert "404" in last.error
    assert last.advice
    assert last.kept == 0


async def test_an_unknown_name(tiny: Tiny) -> None:
    (last,) = await fetch(tiny, "tinny")
    assert isinstance(last, Failed)
    assert "did you mean tiny" in last.error


async def test_offline_nothing_is_started(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_OFFLINE", "1")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    (last,) = await fetch(tiny)
    assert isinstance(last, Failed)
    assert "offline" in last.error


async def test_leaving_stops_the_child_and_it_goes_on_later(
    tiny: Tiny, server: FileServer, own_home: Path
) -> None:
    server.pause_at = 98_304
    async with aclosing(getting.fetch("tiny", tiny.root)) as events:
        async for event in events:
            assert isinstance(event, Progress)
            break
        part = shelf.folder(tiny.data) / "rows.txt.part"
        while not part.exists() or part.stat().st_size < 98_304:
            await asyncio.sleep(0.01)
        if sys.platform == "linux":
            assert len(alive(own_home)) == 1
    if sys.platform == "linux":
        assert alive(own_home) == []
    assert not shelf.is_here(tiny.data)
    server.pause_at = None
    server.asked.clear()
    assert (await fetch(tiny))[-1] == Done()
    assert server.asked[0] == ("/rows.txt", "bytes=98304-")
    assert (shelf.folder(tiny.data) / "rows.txt").read_bytes() == PLAIN


async def test_a_cancelled_task_stops_the_child(
    tiny: Tiny, server: FileServer, own_home: Path
) -> None:
    server.pause_at = 10_000
    task = asyncio.create_task(fetch(tiny))
    while not server.paused.is_set():
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sys.platform != "linux" or alive(own_home) == []


@pytest.mark.parametrize(
    ("executable", "said"),
    [("/nowhere/python", "can't be started"), ("/bin/true", "ended all at once (code 0)")],
)
@pytest.mark.skipif(os.name == "nt", reason="other programs there")
async def test_a_child_that_is_none(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, executable: str, said: str
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    (last,) = await fetch(tiny)
    assert isinstance(last, Failed)
    assert said in last.error
    assert "tutor data get tiny" in last.advice


async def test_files_in_the_current_folder_are_not_taken_for_modules(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "random.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert (await fetch(tiny))[-1] == Done()


# --- the child by itself ------------------------------------------------------------------------


def test_it_ends_when_its_input_closes(tiny: Tiny, server: FileServer) -> None:
    server.pause_at = 98_304
    with child(tiny) as process:
        until_downloading(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) != 0


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_it_and_it_goes_on_later(
    tiny: Tiny, server: FileServer, number: signal.Signals
) -> None:
    server.pause_at = 98_304
    with child(tiny) as process:
        part = shelf.folder(tiny.data) / "rows.txt.part"
        until_downloading(process)
        while not part.exists() or part.stat().st_size < 98_304:
            assert process.poll() is None
        process.send_signal(number)
        assert process.stdout is not None
        lines = process.stdout.read().splitlines()
        assert process.wait(10) != 0
    if number != signal.SIGKILL:
        last: Any = steps.decode(lines[-1])
        assert last.error == "The download was stopped."
        assert last.kept == 98_304
    server.pause_at = None
    server.asked.clear()
    with child(tiny) as process:
        assert process.wait(10) == 0
    assert server.asked[0] == ("/rows.txt", "bytes=98304-")
    assert shelf.is_here(tiny.data)


def test_it_loads_nothing_heavy(tiny: Tiny) -> None:
    code = (
        "import sys, tutor.datasets.getting\n"
        "heavy = {'pooch', 'requests', 'filelock', 'numpy', 'torch', 'textual'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
