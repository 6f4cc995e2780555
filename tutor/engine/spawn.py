"""Runners where forking is not safe (macOS, Windows): one spare process, already imported.

A spare connects back over TCP on the loopback address, which every system has, and shows a
token that it was given on its standard input. That input stays open for as long as the app
lives: its end tells the process to go, and a byte on it interrupts where there are no
signals. On Windows what a lesson's code starts is not ended with it; elsewhere its process
group is, and on Linux everything that carries the mark of this process in its environment.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from tutor import processes
from tutor.engine import children, control
from tutor.engine.limits import Limits
from tutor.engine.runners import EngineError, Exit, Runner

TOKEN = 16  # bytes
TRIES = 2
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(eq=False)
class _Spare:
    """A process that has been started and not yet become anybody's runner."""

    process: asyncio.subprocess.Process
    mark: str
    streams: asyncio.Future[Streams]
    exited: asyncio.Future[Exit]
    printed: deque[bytes] = field(default_factory=lambda: deque(maxlen=20))


class Spawning:
    """Makes runners by starting whole processes, one ahead of need."""

    def __init__(self, device: str | None, limits: Limits) -> None:
        self._device = device
        self._limits = limits
        self._server: asyncio.Server | None = None
        self._expected: dict[bytes, _Spare] = {}  # by token, until it connects
        self._spare: asyncio.Task[_Spare] | None = None
        self._living: set[_Spare] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting = asyncio.Lock()
        self._closed = False
        self.ready = False
        self.on_ready: Callable[[], None] | None = None
        self.troubles: tuple[str, ...] = ()

    async def start(self) -> None:
        """Start the first spare if there is none."""
        async with self._starting:
            if self._closed:
                raise EngineError("The engine is closed.", "Open the app again.")
            if self._server is None:
                self._server = await asyncio.start_server(self._welcome, "127.0.0.1", 0)
            if self._spare is None:
                self._spare = asyncio.ensure_future(self._start_spare(self._server))

    async def runner(self) -> Runner:
        """The spare, once it can run cells; another is started in its place."""
        for _ in range(TRIES):
            await self.start()
            task, self._spare = self._spare, None
            assert task is not None
            try:
                spare = await task
                runner = await self._enlist(spare)
            except asyncio.CancelledError:
                task.cancel()
                raise
            if runner is not None:
                await self.start()
                return runner
        raise EngineError(
            f"The process that runs lessons keeps ending{control.last_words(spare.printed)}.",
            "Run `tutor doctor` to see what is wrong.",
        )

    def use(self, device: str) -> None:
        """Make runners with another device ("auto": the best) from now on."""
        self._device = device
        task, self._spare = self._spare, None
        if task is not None:  # it was made with the one before
            task.add_done_callback(_end_unused)

    async def _enlist(self, spare: _Spare) -> Runner | None:
        """Wait until a spare can run cells; None if it died before."""
        try:
            either: list[asyncio.Future[Any]] = [spare.streams, spare.exited]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not spare.streams.done():
                return None
            reader, writer = spare.streams.result()
            line = await reader.readline()
        except BaseException:
            _end(spare)
            raise
        if not line:
            return None
        report = msgspec.json.decode(line, type=control.Report)
        if report.broken:
            raise EngineError(*control.explain_broken(report.broken))
        self.troubles = tuple(report.troubles)
        if not self.ready:
            self.ready = True
            if self.on_ready is not None:
                self.on_ready()
        pid, windows = spare.process.pid, sys.platform == "win32"
        press = _pressing(spare) if windows else None
        guard = None if windows else partial(_guard, pid)
        return Runner(pid, reader, writer, spare.exited, press=press, guard=guard)

    async def _start_spare(self, server: asyncio.Server) -> _Spare:
        mark, token = secrets.token_hex(8), secrets.token_bytes(TOKEN)
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows
        try:
            process = await asyncio.create_subprocess_exec(
                *control.command("tutor.engine.spare"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,  # never the terminal: Textual draws on it
                env=control.environment(mark, self._device),
                start_new_session=sys.platform != "win32",
                creationflags=flags,
            )
        except OSError as error:
            raise EngineError(*control.explain_unstartable(error)) from error
        loop = asyncio.get_running_loop()
        spare = _Spare(process, mark, loop.create_future(), loop.create_future())
        self._living.add(spare)
        self._expected[token] = spare
        for task in (self._wait_for(spare), _keep_the_end(spare)):
            self._keep(asyncio.ensure_future(task))
        port = server.sockets[0].getsockname()[1]
        orders = msgspec.json.encode(control.Orders(port, token.hex(), self._limits))
        assert process.stdin is not None
        process.stdin.write(orders + b"\n")
        return spare

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Somebody connects: a spare of ours if it knows its token."""
        token = b""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, TimeoutError):
            token = await asyncio.wait_for(reader.readexactly(TOKEN), 5)
        spare = self._expected.pop(token, None)
        if spare is None or spare.streams.done():
            writer.transport.abort()
        else:
            spare.streams.set_result((reader, writer))

    async def _wait_for(self, spare: _Spare) -> None:
        """See a process out, with all that it has left behind."""
        status = await spare.process.wait()
        _end_group(spare.process.pid)
        if sys.platform == "linux":
            children.end_marked(f"{control.MARK}={spare.mark}")
        self._living.discard(spare)
        if not spare.exited.done():
            spare.exited.set_result(Exit(status))

    async def close(self) -> None:
        """End every process."""
        self._closed = True
        if self._spare is not None:
            self._spare.cancel()
        living = [spare.exited for spare in self._living]
        for spare in list(self._living):
            _end(spare)
        if self._server is not None:
            self._server.close()
        if living:
            await asyncio.wait(living, timeout=2)
        for task in list(self._tasks):
            task.cancel()


def _end_unused(task: asyncio.Task[_Spare]) -> None:
    if not task.cancelled() and task.exception() is None:
        _end(task.result())


def _end(spare: _Spare) -> None:
    if spare.streams.done():
        spare.streams.result()[1].transport.abort()
    _end_group(spare.process.pid)
    processes.kill(spare.process)


def _end_group(pid: int) -> None:
    """Kill a process group, which may outlive the process that it is named after."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _pressing(spare: _Spare) -> Callable[[], None]:
    def press() -> None:
        if spare.process.stdin is not None:
            spare.process.stdin.write(b"i")

    return press


def _guard(pid: int) -> Callable[[], None]:
    """See to it that a paused process group goes on when the app ends: what ends the guard.

    A spare notices the end of the app itself, by its standard input, but not while it is
    stopped. A shell waits in its place, on a pipe of which only we hold the other end.
    """
    try:
        guard = subprocess.Popen(
            ["/bin/sh", "-c", f"read _; kill -CONT -{pid} {pid}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:  # no shell, no more processes: then it is not looked after
        return lambda: None

    def end() -> None:
        guard.kill()
        guard.wait()
        if guard.stdin is not None:
            guard.stdin.close()

    return end


async def _keep_the_end(spare: _Spare) -> None:
    """Read what the process prints outside of runs: nothing, unless something is wrong."""
    assert spare.process.stderr is not None
    while chunk := await spare.process.stderr.read(4096):
        spare.printed.append(chunk)
