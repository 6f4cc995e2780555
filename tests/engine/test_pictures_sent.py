"""Surfaces and images on their way from a cell to the app."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest
from runner_helper import Runner, every, one, outcome

from tutor.engine import protocol
from tutor.engine.merging import Begin, End, RunOutput

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a Unix")

RACE = """
import torch
from tutor.kit import live, objectives
paths = live.race(objectives.rosenbrock, {
    "SGD\\x1b[31m": lambda p: torch.optim.SGD(p, lr=0.001),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.05),
}, steps=100, name="f\\x07")
"""


def test_a_race_reaches_the_app(shared: Runner) -> None:
    events = shared.run(RACE)
    assert outcome(events) == "done"
    surface = every(events, protocol.Surface)[-1]
    assert isinstance(surface, protocol.Surface)
    assert (surface.name, [path.name for path in surface.paths]) == ("f", ["SGD", "Adam"])
    assert len(surface.shade) == len(surface.x) // 8 * (len(surface.y) // 8)
    assert len(surface.contours) > 5
    path = np.frombuffer(surface.paths[0].x)
    assert len(path) == 101
    assert path[0] == -1.5
    assert one(events, protocol.Table).header[0] == ""
    assert one(events, protocol.Finished).steps == 100


def test_images_reach_the_app(shared: Runner) -> None:
    events = shared.run(
        "import torch\nfrom tutor.kit import live\n"
        "live.images(torch.eye(4), labels=['\\x1b[1mI'], title='eye\\x00')"
    )
    images = one(events, protocol.Images)
    assert (images.title, images.pictures[0].label) == ("eye", "I")
    assert images.pictures[0].pixels[:5] == bytes([255, 0, 0, 0, 0])


def test_a_mistake_is_told_in_the_cells_own_line(shared: Runner) -> None:
    events = shared.run("from tutor.kit import live\nlive.surface(lambda a, b: None)", cell="c")
    told = one(events, protocol.Raised)
    assert (told.kind, told.cell, told.line) == ("ValueError", "c", 2)
    assert "it gives None" in told.message
    assert "heights.py" not in told.traceback


def test_thousands_of_surfaces_become_few_and_the_last_is_sent(shared: Runner) -> None:
    source = (
        "from tutor.engine.protocol import Surface\nfrom tutor.kit import hook, live\n"
        "for k in range(3000):\n    hook.sink.surface(Surface(0, 'f', b'', b'', b'x' * 20000,"
        " 0.0, float(k)))"
    )
    began = time.monotonic()
    events = shared.run(source)
    sent = every(events, protocol.Surface)
    assert sent[-1].high == 2999  # type: ignore[attr-defined]
    assert len(sent) < 60 * (time.monotonic() - began) + 10


def surface(name: str, high: float) -> protocol.Surface:
    return protocol.Surface(0, name, b"", b"", high=high)


def test_of_each_name_only_the_latest_is_kept() -> None:
    output = RunOutput(Begin(7), 1000)
    for high in range(5):
        for name in "ab":
            assert output.message(surface(name, high)) == []
    found = output.pending()
    assert [(e.name, e.high, e.run) for e in found] == [("a", 4, 7), ("b", 4, 7)]  # type: ignore[attr-defined]
    assert output.pending() == []
    output.message(surface("c", 1))
    last = output.close(End("cell", "done", 0.1), 0)
    assert [type(event).__name__ for event in last] == ["Surface", "Finished"]


@pytest.mark.parametrize("mode", ["quiet", "value", "output", "events"])
def test_other_modes_draw_nothing(mode: str) -> None:
    output = RunOutput(Begin(1, mode), 1000)  # type: ignore[arg-type]
    assert output.message(surface("a", 1)) == []
    assert output.message(protocol.Images(0, [])) == []
    assert output.pending() == []
