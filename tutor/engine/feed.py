"""Events on their way from a run to whoever watches it: bounded, in order, none lost.

When the watcher is slow the feed is full, the run's reader waits, the socket fills, and in
the end the runner itself waits in its send: memory stays bounded in every process. While a
run is being stopped nobody may wait any more, so the feed takes all that still comes, up to
a bound beyond which only a runner that floods the channel can get; then what is too much is
dropped, but never the last event.
"""

from __future__ import annotations

import asyncio
from collections import deque

from tutor.engine.protocol import AnyEvent

MOST_EVENTS = 256
MOST_BYTES = 4 << 20
FLOOD = 16  # times as much, while stopping


class Feed:
    """A queue of events for one run, with one writer and one reader."""

    def __init__(self) -> None:
        self._events: deque[tuple[AnyEvent, int]] = deque()
        self._bytes = 0
        self._wide = False
        self._ended = False
        self._changed = asyncio.Event()

    def _full(self, times: int = 1) -> bool:
        return len(self._events) >= times * MOST_EVENTS or self._bytes >= times * MOST_BYTES

    async def put(self, event: AnyEvent, size: int = 0) -> None:
        """Add an event, waiting while the feed is full."""
        while self._full() and not self._wide:
            self._changed.clear()
            await self._changed.wait()
        if not self._full(FLOOD):
            self._add(event, size)

    def put_now(self, event: AnyEvent) -> None:
        """Add a small event of our own, however full the feed is."""
        self._add(event, 0)

    def put_last(self, event: AnyEvent) -> None:
        """Add the last event, however full the feed is."""
        self._add(event, 0)
        self._ended = True
        self._changed.set()

    def _add(self, event: AnyEvent, size: int) -> None:
        self._events.append((event, size))
        self._bytes += size
        self._changed.set()

    async def get(self) -> AnyEvent | None:
        """The next event; None after the last."""
        while not self._events:
            if self._ended:
                return None
            self._changed.clear()
            await self._changed.wait()
        event, size = self._events.popleft()
        self._bytes -= size
        self._changed.set()
        return event

    def widen(self) -> None:
        """Let nobody wait to put any more: the run is being stopped."""
        self._wide = True
        self._changed.set()
