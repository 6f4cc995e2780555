"""How far the fetching of a data set is: what the child process says, and the app shows.

A line of JSON each: any number of Progress, then one Done or Failed.
"""

from __future__ import annotations

from typing import Literal

import msgspec

# "wait": another Tutor is fetching the same set. "check": its hash. "unpack": its .gz files.
Step = Literal["download", "check", "unpack", "wait"]


class Progress(msgspec.Struct, frozen=True):
    """Where it is now. The bytes are those of the whole set, so one bar can show them."""

    file: str  # the last part of its name: "train-images-idx3-ubyte.gz"; "" while it waits
    step: Step
    done: int  # bytes of the set that have come
    total: int  # bytes of the set; as the registry says until the server has said it
    rate: float = 0.0  # bytes a second just now; 0 where nothing is downloaded


class Done(msgspec.Struct, frozen=True):
    """All files of the set are here, whole and checked."""

    ok: bool = True


class Failed(msgspec.Struct, frozen=True):
    """It can't be had now: a sentence each on what is wrong and what to do."""

    error: str
    advice: str
    kept: int = 0  # bytes that came and will not have to come again


Event = Progress | Done | Failed


def encode(event: Event) -> bytes:
    """One line of JSON, with its end."""
    return msgspec.json.encode(event) + b"\n"


def decode(line: bytes) -> Event:
    """The event of a line; ValueError if it is none."""
    fields = msgspec.json.decode(line, type=dict[str, object])
    if "ok" in fields:
        return msgspec.convert(fields, Done)
    if "error" in fields:
        return msgspec.convert(fields, Failed)
    return msgspec.convert(fields, Progress)
