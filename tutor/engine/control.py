"""What the app and its host say to each other, and how a host is started.

One message is one packet of a SOCK_SEQPACKET pair, so there is nothing to frame. A request
for a runner carries one end of the runner's own channel beside it (SCM_RIGHTS).
"""

from __future__ import annotations

import array
import os
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from tutor.engine.limits import Limits

MAX_PACKET = 1 << 16  # bytes
MARK = "TUTOR_ENGINE"  # in the environment of everything that an engine starts


class Fork(msgspec.Struct, frozen=True, tag=True):
    """Make a runner that serves the channel sent along."""

    id: int  # chosen by the app
    limits: Limits
    device: str = ""  # other than the one that the host was started with


class Watch(msgspec.Struct, frozen=True, tag=True):
    """Watch, or no longer watch, how many processes and how much memory a runner uses."""

    id: int
    on: bool


class Forked(msgspec.Struct, frozen=True, tag=True):
    """A runner is there. `early`: it was made before every slow import was done."""

    id: int
    pid: int
    early: bool


class Exited(msgspec.Struct, frozen=True, tag=True):
    """A runner has ended. `why` says so if the host killed it for using too much."""

    id: int
    status: int  # negative for a signal
    why: str = ""  # "", "processes", "memory"


class Ready(msgspec.Struct, frozen=True, tag=True):
    """Everything is imported; `troubles` names what could not be."""

    troubles: list[str]


class Broken(msgspec.Struct, frozen=True, tag=True):
    """The host can't work at all, most likely because torch can't be imported."""

    reason: str


class Orders(msgspec.Struct, frozen=True):
    """The first line on a spare's standard input."""

    port: int
    token: str  # hexadecimal
    limits: Limits


class Report(msgspec.Struct, frozen=True):
    """The first line on a spare's channel after the token, once it can run cells."""

    broken: str = ""  # why it never will
    troubles: list[str] = []


ToHost = Fork | Watch
FromHost = Forked | Exited | Ready | Broken

encode = msgspec.msgpack.Encoder().encode
_to_host: msgspec.msgpack.Decoder[ToHost] = msgspec.msgpack.Decoder(ToHost)
_from_host: msgspec.msgpack.Decoder[FromHost] = msgspec.msgpack.Decoder(FromHost)


def decode_to_host(packet: bytes) -> ToHost:
    """A message for the host."""
    return _to_host.decode(packet)


def decode_from_host(packet: bytes) -> FromHost:
    """A message from the host."""
    return _from_host.decode(packet)


def receive_with_descriptor(wire: socket.socket) -> tuple[bytes, int]:
    """A packet, and the descriptor that came with it (or -1); BlockingIOError if none waits.

    `socket.recv_fds` would do, but Python drops the flags that it is given.
    """
    space = socket.CMSG_SPACE(array.array("i").itemsize)
    packet, parts, _, _ = wire.recvmsg(MAX_PACKET, space, socket.MSG_DONTWAIT)
    for level, kind, data in parts:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            return packet, int(array.array("i", data)[0])
    return packet, -1


def command(module: str, *arguments: str) -> list[str]:
    """The command line that calls `main` of a module of this package in a new Python.

    Neither `-m` nor a script: the folder that the learner happens to be in must not be on
    the path (a `random.py` of theirs would break torch), and code that starts processes by
    spawning must not find our main module to run again.
    """
    package = str(Path(__file__).parents[2])
    code = (
        f"import sys; sys.path.append({package!r}); import importlib;"
        f"importlib.import_module({module!r}).main(*sys.argv[1:])"
    )
    return [sys.executable, "-P", "-c", code, *arguments]


def environment(mark: str, device: str | None) -> dict[str, str]:
    """The environment of the host: settings that count only before torch is loaded."""
    defaults = {
        # Waiting OpenMP threads that spin fight with the redrawing app for the cores.
        "OMP_WAIT_POLICY": "passive",
        # NumPy's pool would be a second thread in the host, and forking wants one.
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
    }
    forced = {
        "PYTORCH_NVML_BASED_CUDA_CHECK": "1",  # "is CUDA there?" without starting CUDA
        "PYTHONUTF8": "1",
        MARK: mark,
    }
    if device is not None:
        forced["TUTOR_DEVICE"] = device
    return {**defaults, **_without_interactive(os.environ), **forced}


def _without_interactive(inherited: Mapping[str, str]) -> dict[str, str]:
    unwanted = {"PYTHONINSPECT", "PYTHONSTARTUP", "PYTHONBREAKPOINT"}
    return {name: value for name, value in inherited.items() if name not in unwanted}


def explain_broken(reason: str) -> tuple[str, str]:
    """Why no lesson can run, and what to do, from what importing torch raised."""
    if "No module named" in reason:
        return (
            f"Something that lessons need is not installed: {reason}.",
            "Install it (`make install`, or `pip install tutor-dl`) and open the app again.",
        )
    return (f"PyTorch can't be loaded: {reason}.", "Run `tutor doctor` to see what is wrong.")


def explain_unstartable(error: OSError) -> tuple[str, str]:
    """Why the system gave us no process, and what to do."""
    return (
        f"The process that runs lessons could not be started: {error}.",
        "Close other programs, then run the cell again.",
    )


def last_words(printed: Iterable[bytes]) -> str:
    """The last line that a process printed, to put behind a sentence about its end."""
    lines = b"".join(printed).decode(errors="replace").strip().splitlines()
    return f" ({lines[-1][:200]})" if lines else ""
