"""The other end of `spawn`: a process that imports, waits, and becomes one runner.

It must go when the app goes, whatever runs then; its main thread may be deep in a native
call. So a thread watches the standard input, which ends with the app.
"""

from __future__ import annotations

import _thread
import contextlib
import importlib
import os
import select
import signal
import socket
import sys
import threading
import types

import msgspec

from tutor.engine import children, vision
from tutor.engine.control import Orders, Report
from tutor.engine.imports import FIRST, LATER


def main() -> None:
    """Be a spare, then a runner, then nothing."""
    lifeline = os.dup(0)
    _replace_standard_input()
    orders = msgspec.json.decode(_read_line(lifeline), type=Orders)
    threading.Thread(target=_watch, args=(lifeline,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # until the runner has its own handler
    children.adopt_orphans()
    children.give_way()
    sys.modules["__main__"] = types.ModuleType("__main__")
    channel = socket.create_connection(("127.0.0.1", orders.port))
    channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    channel.sendall(bytes.fromhex(orders.token))
    report = _import_first()
    channel.sendall(msgspec.json.encode(report) + b"\n")
    if not report.broken:
        _import_later(channel)
        runner = importlib.import_module("tutor.engine.runner")
        runner.serve(channel, orders.limits)
    os._exit(0)


def _replace_standard_input() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def _read_line(number: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        more = os.read(number, 1)
        if not more:
            os._exit(0)
        line += more
    return line


def _watch(lifeline: int) -> None:
    """Interrupt the main thread for each byte; end everything at the end of the input."""
    with contextlib.suppress(OSError):
        while os.read(lifeline, 1):
            _thread.interrupt_main()
    if sys.platform == "linux":
        children.end_everything_below()
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _import_first() -> Report:
    try:
        for name in FIRST:
            importlib.import_module(name)
    except BaseException as error:  # said to the app, whatever it is
        return Report(broken=f"{type(error).__name__}: {error}")
    return Report()


def _import_later(channel: socket.socket) -> None:
    """Import what only some lessons need, for as long as nobody wants to run anything."""
    for name in (*LATER, ""):
        if select.select([channel], [], [], 0)[0]:
            return
        with contextlib.suppress(Exception):
            if name:
                importlib.import_module(name)
            else:
                vision.import_torchvision()
