"""What every message between the app and a runner is built on."""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Base of everything that is sent."""


class Event(Message, frozen=True):
    """Base of everything that comes back from a run."""

    run: int
