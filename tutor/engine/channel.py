"""Frames over a socket, for both of its ends.

The parent reads with asyncio and, by not reading, makes the child wait: that is the whole
of the back pressure. The runner reads and writes with plain blocking calls. A frame must
leave whole: an exception raised by a signal handler in the middle of `Sender.send` would
leave half a frame behind and the next one would be read as junk, so the runner's SIGINT
handler must look at `Sender.busy` and put the interrupt off (see `Sender.after`).
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable

from tutor.engine import protocol
from tutor.engine.protocol import AnyEvent, BadFrame, Message, Request

HEADER = 4
CLOSED = 70  # exit status of a runner that finds its channel gone


class Sender:
    """Sends messages, whole and one at a time, from any thread.

    `busy` is true while the main thread is inside a send. `after`, if set, is called in the
    main thread when such a send has ended: a signal handler that met `busy` leaves its work
    there (and raises from it).
    """

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._lock = threading.RLock()  # a finalizer may print in the middle
        self.busy = False
        self.after: Callable[[], None] | None = None

    def send(self, message: Message) -> None:
        """Send one message; OSError when the other side is gone."""
        frame = protocol.encode(message)
        if threading.current_thread() is not threading.main_thread():
            with self._lock:
                self._channel.sendall(frame)
            return
        self.busy = True
        try:
            with self._lock:
                self._channel.sendall(frame)
        finally:
            self.busy = False
            after, self.after = self.after, None
            if after is not None:
                after()


def send(channel: socket.socket, message: Message) -> None:
    """Send one message from a thread that nothing interrupts; OSError if nobody is there."""
    channel.sendall(protocol.encode(message))


def receive(channel: socket.socket) -> Request | None:
    """Wait for the next request; None when the other side is gone; BadFrame for junk."""
    header = _exactly(channel, HEADER)
    if header is None:
        return None
    body = _exactly(channel, protocol.frame_length(header))
    return None if body is None else protocol.decode_request(body)


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    data = bytearray()
    while len(data) < length:
        try:
            more = channel.recv(min(length - len(data), 1 << 20))
        except ConnectionError:
            return None
        if not more:
            return None
        data += more
    return bytes(data)


async def read_event(reader: asyncio.StreamReader) -> tuple[AnyEvent, int] | None:
    """The next event and its size in bytes; None at the end; BadFrame for junk.

    A frame that is cut short by the end counts as the end: its sender died while writing.
    """
    try:
        header = await reader.readexactly(HEADER)
        length = protocol.frame_length(header)
        body = await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return protocol.decode_event(body), length


__all__ = ["BadFrame", "Sender", "read_event", "receive", "send"]
