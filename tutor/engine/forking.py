"""The app's side of the host (Linux): starting it, asking it for runners, noticing its end."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import secrets
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tutor import processes
from tutor.engine import children, control
from tutor.engine.limits import Limits
from tutor.engine.runners import EngineError, Exit, Runner

CLOSING = 0.7  # seconds that a host has to end everything when it is closed
TRIES = 3  # to get a runner, each with a new host if the last one died


class HostGone(Exception):
    """The host ended while something was asked of it."""


@dataclass(eq=False)
class _Host:
    """One life of the host process."""

    process: asyncio.subprocess.Process
    wire: socket.socket  # to the host
    mark: str
    ready: bool = False
    broken: str = ""
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    asked: dict[int, asyncio.Future[control.Forked]] = field(default_factory=dict)
    running: dict[int, asyncio.Future[Exit]] = field(default_factory=dict)
    printed: deque[bytes] = field(default_factory=lambda: deque(maxlen=20))


class Forking:
    """Makes runners by asking a host to fork them."""

    def __init__(self, device: str | None, limits: Limits) -> None:
        self._device = device
        self._other_device = ""  # chosen since, for runners that are made from now on
        self._limits = limits
        self._host: _Host | None = None
        self._starting = asyncio.Lock()
        self._ids = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self.on_ready: Callable[[], None] | None = None
        self.troubles: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the host has imported everything."""
        return self._host is not None and self._host.ready

    @property
    def pid(self) -> int | None:
        """The host's process id, while it lives."""
        return None if self._host is None else self._host.process.pid

    async def start(self) -> None:
        """Start a host if there is none."""
        await self._living_host()

    async def _living_host(self) -> _Host:
        async with self._starting:
            if self._closed:
                raise EngineError("The engine is closed.", "Open the app again.")
            if self._host is None or self._host.gone.is_set():
                self._host = await self._start_host()
            return self._host

    async def _start_host(self) -> _Host:
        mark = secrets.token_hex(8)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                process = await asyncio.create_subprocess_exec(
                    *control.command("tutor.engine.host", str(theirs.fileno())),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=asyncio.subprocess.PIPE,  # never the terminal: Textual draws on it
                    pass_fds=[theirs.fileno()],
                    env=control.environment(mark, self._device),
                    start_new_session=True,  # ctrl+C and hang-ups of the terminal are ours
                )
            except OSError as error:
                ours.close()
                raise EngineError(*control.explain_unstartable(error)) from error
        ours.setblocking(False)
        host = _Host(process, ours, mark)
        asyncio.get_running_loop().add_reader(ours, self._hear, host)
        self._keep(asyncio.create_task(_keep_the_end(host)))
        return host

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # what the host says

    def _hear(self, host: _Host) -> None:
        try:
            packet = host.wire.recv(control.MAX_PACKET)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            packet = b""
        if not packet:
            self._lose(host)
            return
        match control.decode_from_host(packet):
            case control.Forked() as forked:
                future = host.asked.pop(forked.id, None)
                if future is not None and not future.done():
                    future.set_result(forked)
            case control.Exited() as exited:
                self._note_exit(host, exited)
            case control.Ready(troubles):
                self.troubles = tuple(troubles)
                host.ready = True
                if self.on_ready is not None:
                    self.on_ready()
            case control.Broken(reason):
                host.broken = reason

    def _note_exit(self, host: _Host, exited: control.Exited) -> None:
        future = host.running.pop(exited.id, None)
        if future is not None and not future.done():
            future.set_result(Exit(exited.status, exited.why))
        asked = host.asked.pop(exited.id, None)
        if asked is not None and not asked.done():
            asked.set_exception(
                EngineError("The system refused another process.", "Close other programs.")
            )

    def _lose(self, host: _Host) -> None:
        """The host has ended. Its runners died with it; what they started may not have."""
        if host.gone.is_set():
            return
        host.gone.set()
        with contextlib.suppress(RuntimeError, ValueError):
            asyncio.get_running_loop().remove_reader(host.wire)
        host.wire.close()
        children.end_marked(f"{control.MARK}={host.mark}")
        for running in host.running.values():
            if not running.done():
                running.set_result(Exit(None, "host"))
        for asked in host.asked.values():
            if not asked.done():
                asked.set_exception(HostGone())

    # runners

    async def runner(self) -> Runner:
        """A fresh runner, forked by a new host if the last one has died."""
        for _ in range(TRIES):
            host = await self._living_host()
            try:
                return await self._ask(host)
            except HostGone:
                if host.broken:
                    raise EngineError(*control.explain_broken(host.broken)) from None
        raise EngineError(
            "The process that runs lessons keeps ending" + control.last_words(host.printed) + ".",
            "Run `tutor doctor` to see what is wrong.",
        )

    async def _ask(self, host: _Host) -> Runner:
        number = next(self._ids)
        loop = asyncio.get_running_loop()
        host.asked[number] = loop.create_future()
        exited = host.running[number] = loop.create_future()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                request = control.Fork(number, self._limits, self._other_device)
                await _send(host, request, theirs.fileno())
                forked = await host.asked[number]
            except BaseException:
                ours.close()
                host.asked.pop(number, None)
                raise
        reader, writer = await asyncio.open_connection(sock=ours)

        def watch(on: bool) -> None:
            with contextlib.suppress(OSError):
                host.wire.send(control.encode(control.Watch(number, on)))

        return Runner(forked.pid, reader, writer, exited, early=forked.early, watch=watch)

    def use(self, device: str) -> None:
        """Make runners with another device ("auto": the best) from now on."""
        self._other_device = device

    # the end

    async def close(self) -> None:
        """Let the host end everything, and end it if it doesn't."""
        self._closed = True
        host, self._host = self._host, None
        if host is not None:
            with contextlib.suppress(RuntimeError, ValueError):
                asyncio.get_running_loop().remove_reader(host.wire)
            host.wire.close()
            try:
                await asyncio.wait_for(host.process.wait(), CLOSING)
            except TimeoutError:
                processes.kill(host.process)
                await host.process.wait()
            self._lose(host)
        for task in list(self._tasks):
            task.cancel()


async def _send(host: _Host, message: control.ToHost, number: int) -> None:
    packet = control.encode(message)
    while True:
        try:
            socket.send_fds(host.wire, [packet], [number])
        except BlockingIOError:
            await asyncio.sleep(0.005)  # it is importing, and its queue is full
        except OSError as error:
            raise HostGone from error
        else:
            return


async def _keep_the_end(host: _Host) -> None:
    """Read what the host prints, which is nothing unless something is badly wrong."""
    assert host.process.stderr is not None
    while chunk := await host.process.stderr.read(4096):
        host.printed.append(chunk)
