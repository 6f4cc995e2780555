"""The host: one process per app that imports torch once and forks runners on request.

Forking is safe because nothing has happened here but imports: no tensor operation (a child
forked after a parallel one hangs in its first backward), no accelerator, one thread. So the
control socket is served between imports, never inside one: a child forked in the middle
would inherit half a module. Slow imports that only some lessons need (the first optimizer
pulls in torch._dynamo: more than a second) wait until there is nothing else to do.

Nothing may outlive the app. The parent-death signal is not inherited, so it serves for the
runners only; orphans of theirs come back to this process, a subreaper, which ends everything
when the control socket closes: at once, by SIGIO, even in the middle of an import. That is
also why the host itself has no parent-death signal: it must live to clean up.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
import os
import select
import signal
import socket
import sys
import time
import traceback
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from tutor.engine import children, control, vision
from tutor.engine.imports import FIRST, LATER
from tutor.engine.limits import Limits

WATCH_SECONDS = 0.2


@dataclass(slots=True)
class _Child:
    id: int
    limits: Limits
    watched: bool = False
    why: str = ""  # it was killed: "processes" or "memory"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a freshly forked runner is to do."""

    channel: socket.socket
    limits: Limits


@dataclass(slots=True)
class Host:
    """The host's state. `run` returns in each runner, and never in the host itself."""

    wire: socket.socket  # to the app
    pid: int = field(default_factory=os.getpid)
    runners: dict[int, _Child] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    ready: bool = False
    watch_at: float = 0.0
    importing: bool = False
    wake: tuple[socket.socket, socket.socket] = field(default_factory=socket.socketpair)

    def run(self) -> Assignment:
        """Import, fork on request, watch and reap, until the app is gone."""
        self._listen_to_signals()
        self._import_first()
        slices = self._import_later()
        while True:
            busy = self._wait()
            assignment = self._serve_one()
            if assignment is not None:
                return assignment
            self._bury_the_dead()
            self._watch()
            if not busy and not self.ready and next(slices, None) is None:
                self._become_ready()

    # imports

    def _import_first(self) -> None:
        gc.disable()  # nothing here is garbage, and looking for it takes a fifth of the time
        try:
            for name in FIRST:
                importlib.import_module(name)
        except BaseException as error:  # said to the app, whatever it is
            self._send(control.Broken(f"{type(error).__name__}: {error}"))
            self._end()
        gc.freeze()

    def _import_later(self) -> Iterator[str]:
        for name in LATER:
            self.importing = True
            try:
                importlib.import_module(name)
            except Exception as error:  # lessons may well do without it
                self.troubles.append(f"{name} can't be imported: {error}")
            self.importing = False
            yield name
        trouble = vision.import_torchvision()
        if trouble:
            self.troubles.append(trouble)
        yield "torchvision"

    def _become_ready(self) -> None:
        gc.collect()
        gc.freeze()  # so that a collection in a runner does not copy all these pages
        self.ready = True
        self._send(control.Ready(self.troubles))

    # signals

    def _listen_to_signals(self) -> None:
        for end in self.wake:
            end.setblocking(False)
        signal.set_wakeup_fd(self.wake[1].fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: self._hear_of_a_death())
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: self._end())
        signal.signal(signal.SIGIO, lambda *_: self._end_if_alone())
        number = self.wire.fileno()
        fcntl.fcntl(number, fcntl.F_SETOWN, self.pid)
        flags = fcntl.fcntl(number, fcntl.F_GETFL)
        fcntl.fcntl(number, fcntl.F_SETFL, flags | os.O_ASYNC)
        self._end_if_alone()  # it may have happened before we listened

    def _hear_of_a_death(self) -> None:
        # The loop will see to it, unless that would be late: an import may take a second.
        if self.importing and os.getpid() == self.pid:
            self._bury_the_dead()

    def _end_if_alone(self) -> None:
        poll = select.poll()
        poll.register(self.wire, 0)
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0)):
            self._end()

    def _end(self) -> NoReturn:
        if os.getpid() == self.pid:
            children.end_everything_below()
        os._exit(0)

    # one turn of the loop

    def _wait(self) -> bool:
        """Wait for something to do; False if there is only importing to do."""
        if not self.ready:
            timeout = 0.0
        elif any(child.watched for child in self.runners.values()):
            timeout = max(0.0, self.watch_at - time.monotonic()) * 1000
        else:
            timeout = -1
        poll = select.poll()
        poll.register(self.wire, select.POLLIN)
        poll.register(self.wake[0], select.POLLIN)
        return bool(poll.poll(timeout))

    def _serve_one(self) -> Assignment | None:
        try:
            packet, number = control.receive_with_descriptor(self.wire)
        except BlockingIOError:
            return None
        except OSError:
            self._end()
        if not packet:
            self._end()
        match control.decode_to_host(packet):
            case control.Fork() as request:
                return self._fork(request, number)
            case control.Watch(wanted, on):
                for child in self.runners.values():
                    if child.id == wanted:
                        child.watched = on
        return None

    def _fork(self, request: control.Fork, number: int) -> Assignment | None:
        try:
            pid = os.fork()
        except OSError:
            os.close(number)
            self._send(control.Exited(request.id, 0, "fork"))
            return None
        if pid == 0:
            self._become_runner()
            if request.device:
                os.environ["TUTOR_DEVICE"] = request.device
            return Assignment(socket.socket(fileno=number), request.limits)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)  # here too: whoever comes first
        os.close(number)
        self.runners[pid] = _Child(request.id, request.limits)
        self._send(control.Forked(request.id, pid, early=not self.ready))
        return None

    def _become_runner(self) -> None:
        """In the child: leave the host's group, signals and sockets behind."""
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGIO):
            signal.signal(number, signal.SIG_DFL)
        for end in (self.wire, *self.wake):
            end.close()
        children.die_with_parent(self.pid)
        children.adopt_orphans()
        children.give_way()
        gc.enable()

    def _bury_the_dead(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self.wake[0].recv(4096)
        for pid, status in children.reap():
            child = self.runners.pop(pid, None)
            if child is None:
                continue
            # Runners adopt their own orphans, so whatever else is ours was this one's.
            children.end_below(self.pid, spare=self.runners)
            self._send(control.Exited(child.id, status, child.why))

    def _watch(self) -> None:
        now = time.monotonic()
        if now < self.watch_at:
            return
        self.watch_at = now + WATCH_SECONDS
        for pid, child in self.runners.items():
            if child.watched and not child.why:
                child.why = self._excess(pid, child.limits)
                if child.why:
                    children.kill_tree(pid)

    def _excess(self, pid: int, limits: Limits) -> str:
        used = children.usage(pid, inherited=self.pid)
        if used.processes > limits.processes:
            return "processes"
        if limits.memory_bytes is not None and used.memory > limits.memory_bytes:
            return "memory"
        return ""

    def _send(self, message: control.FromHost) -> None:
        try:
            self.wire.send(control.encode(message))
        except OSError:
            self._end()


def main(number: str) -> NoReturn:
    """Be a host; `number` is the descriptor of the control socket."""
    children.adopt_orphans()
    sys.modules["__main__"] = types.ModuleType("__main__")
    assignment = Host(socket.socket(fileno=int(number))).run()
    serve_and_exit(assignment)


def serve_and_exit(assignment: Assignment) -> NoReturn:
    """Be a runner, and end without the host's exit handlers."""
    try:
        from tutor.engine import runner  # noqa: PLC0415  (needs torch)

        runner.serve(assignment.channel, assignment.limits)
    except BaseException:  # the parent keeps the end of what is printed here
        traceback.print_exc()
        os._exit(71)
    os._exit(0)
