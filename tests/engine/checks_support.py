"""Checks of exercises, and processes that follow a script."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from tutor.course.model import Exercise
from tutor.engine import protocol
from tutor.engine.checks import Checks
from tutor.engine.limits import Limits
from tutor.engine.protocol import AnyEvent
from tutor.engine.runners import Exit, Runner
from tutor.engine.verdicts import CaseResult, Report, Verdict

Kind = TypeVar("Kind")
Send = Callable[[protocol.Message], Awaitable[None]]
Script = Callable[[Any, Send], Awaitable[None]]


async def check(
    checks: Checks, exercise: Exercise, code: str | Report, **options: Any
) -> list[AnyEvent]:
    """All events of a check; holds what is true of every one."""
    found = [event async for event in checks.check(exercise, code, **options)]
    last = found[-1]
    assert isinstance(last, protocol.Finished)
    assert last.cell == exercise.name
    assert len({event.run for event in found}) == 1
    passing = (protocol.Paused, protocol.Resumed)  # others may want the cores at any time
    kinds = [type(event).__name__ for event in found if not isinstance(event, passing)]
    order = ["Listed", "Checked", "Judged", "Diagnosed", "Finished"]
    assert kinds == sorted(kinds, key=order.index), kinds
    assert not checks.running
    return found


async def judged(checks: Checks, exercise: Exercise, code: str | Report, **options: Any) -> Verdict:
    """The verdict of a check."""
    return one(await check(checks, exercise, code, **options), protocol.Judged).verdict


def one(events: list[AnyEvent], kind: type[Kind]) -> Kind:
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, events
    return found[0]


def report(verdict: Verdict) -> Report:
    """Why it failed: the fault, or the first failing case's report."""
    assert not verdict.passed
    if verdict.fault is not None:
        return verdict.fault
    failed = verdict.first_failure
    assert failed is not None
    assert failed.report is not None
    return failed.report


# --- processes that follow a script ------------------------------------------------------------


class _Process(Runner):
    """What looks like a process from outside."""

    task: asyncio.Task[None]

    def is_dead(self) -> bool:
        return self.exited.done()

    def kill(self) -> None:
        self.task.cancel()


class Scripted:
    """A source of runners that are no processes: a script answers for each.

    `player` gets the Play; `judge` every other request, in turn.
    """

    def __init__(self, player: Script, judge: Script) -> None:
        self.player = player
        self.judge = judge
        self.on_ready: Callable[[], None] | None = None
        self.troubles: tuple[str, ...] = ()
        self.ready = True
        self.plays: list[protocol.Play] = []
        self.asked: list[protocol.Message] = []  # of judges
        self.made = 0
        self._pids = itertools.count(1 << 30)  # of no process
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None: ...

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def runner(self) -> Runner:
        self.made += 1
        ours, theirs = socket.socketpair()
        reader, writer = await asyncio.open_connection(sock=ours)
        exited: asyncio.Future[Exit] = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(self._serve(theirs, exited))
        self._tasks.add(task)
        task.add_done_callback(lambda _: exited.done() or exited.set_result(Exit(-9)))
        runner = _Process(next(self._pids), reader, writer, exited)
        runner.task = task
        return runner

    async def _serve(self, channel: socket.socket, exited: asyncio.Future[Exit]) -> None:
        reader, writer = await asyncio.open_connection(sock=channel)

        async def send(message: protocol.Message) -> None:
            writer.write(message if isinstance(message, bytes) else protocol.encode(message))
            await writer.drain()

        status = -9
        try:
            while True:
                length = protocol.frame_length(await reader.readexactly(4))
                request = protocol.decode_request(await reader.readexactly(length))
                if isinstance(request, protocol.Play):
                    self.plays.append(request)
                    await self.player(request, send)
                else:
                    self.asked.append(request)
                    await self.judge(request, send)
        except asyncio.IncompleteReadError:
            status = 0
        except Gone as gone:
            status = gone.args[0]
        finally:
            writer.close()
            if not exited.done():
                exited.set_result(Exit(status))


class Gone(Exception):
    """Raised by a script: the process ends with this status."""


CASES = [("first", "The first"), ("second", "The second")]


async def good_judge(request: Any, send: Send) -> None:
    """Takes the recording b"right" for right, and says what a wrong one looks like."""
    match request:
        case protocol.Learn(run=run):
            await send(protocol.Listed(run, CASES))
        case protocol.Compare(run=run, data=data):
            name, _, value = data.decode().partition(":")
            fine = value == "right"
            told = None if fine else Report("differs", f"{value} isn't right.")
            await send(protocol.Checked(run, CaseResult(name, name.title(), fine, report=told)))
        case protocol.Diagnose(run=run):
            await send(protocol.Diagnosed(run, "squares"))
    await send(protocol.Finished(request.run, "", "done", 0.0))


async def good_player(request: protocol.Play, send: Send) -> None:
    """Records what the code says for both cases."""
    run = request.run
    await send(protocol.Loaded(run, "", []))
    await send(protocol.Listed(run, CASES))
    for name, _title in CASES:
        await send(protocol.Begun(run, name))
        await send(protocol.Recorded(run, name, f"{name}:{request.code}".encode()))
    await send(protocol.Finished(run, "", "done", 0.0))


@asynccontextmanager
async def scripted(
    player: Script = good_player, judge: Script = good_judge
) -> AsyncIterator[tuple[Checks, Scripted]]:
    source = Scripted(player, judge)
    checks = Checks(source, Limits())
    try:
        yield checks, source
    finally:
        await checks.close()
        await source.close()
