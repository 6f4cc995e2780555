"""Which data a loader gives, the real set or the synthetic one, and saying so.

Nobody may take the one for the other: every loader calls `use`, and the app shows it with
whatever comes of the data.
"""

from __future__ import annotations

import sys

from tutor.datasets import registry, shelf
from tutor.datasets.registry import DataSet
from tutor.datasets.shelf import Kind
from tutor.engine.protocol import DataUsed
from tutor.kit import hook

_said: set[tuple[str, str, str]] = set()  # outside the app, once each


def find(name: str) -> tuple[DataSet, Kind]:
    """A data set of the registry, and which of the two a loader is to give now.

    Where the real one isn't here and nothing was chosen, the learner is asked if that is possible:
    then hook.DataNeeded ends the run. Anywhere else the synthetic set takes its place.
    """
    data = registry.find(name)
    state = shelf.state(data)
    if state == "open" and hook.may_ask:
        raise hook.DataNeeded(name)
    return data, "real" if state == "real" else "synthetic"


def say(data: DataSet, kind: Kind, detail: str = "") -> None:
    """Say which data is used; `detail` says how much of it, in words."""
    if hook.sink is not None:
        hook.sink.data(DataUsed(0, data.name, data.title, kind, detail))
        return
    if (data.name, kind, detail) in _said:
        return
    _said.add((data.name, kind, detail))
    parts = [f"{data.title}: {'the real data' if kind == 'real' else 'synthetic data'}"]
    parts += [detail] if detail else []
    advice = "" if kind == "real" else f" (`tutor data get {data.name}` fetches the real one)"
    print(", ".join(parts) + advice, file=sys.stderr)
