"""Another device, chosen while lessons are open."""

from __future__ import annotations

import asyncio

import pytest
from engine_support import cell, error, lesson, outcome, printed, run

from tutor.engine import Engine

pytestmark = pytest.mark.asyncio(loop_scope="session")

SLOW = "import time\nfrom tutor.kit.devices import find\ntime.sleep(0.3)\nprint(x, find())"


async def test_code_runs_on_another_device_from_the_next_run_on() -> None:
    own = Engine(device="cpu")
    try:
        session = own.open(lesson(cell("a", "x = 4"), cell("b", SLOW)))
        assert printed(await run(session, "b")) == "4 cpu\n"
        going = asyncio.create_task(run(session, "b"))
        while not session.running:
            await asyncio.sleep(0.01)
        await own.use("cuda:99")  # nobody has that many
        assert printed(await going) == "4 cpu\n"  # it ends where it began
        events = await run(session, "b")
        assert outcome(events) == "raised"
        assert "cuda:99" in error(events).message
        await own.use("cpu")
        assert printed(await run(session, "b")) == "4 cpu\n"  # `a` ran again for it
    finally:
        await own.close()
