"""Engines for the tests: one of each kind for the whole run, since starting one takes seconds."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tutor.engine import Engine


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def forking() -> AsyncIterator[Engine]:
    engine = Engine(device="cpu", method="fork")
    await engine.start()
    yield engine
    await engine.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def spawning() -> AsyncIterator[Engine]:
    engine = Engine(device="cpu", method="spawn")
    await engine.start()
    yield engine
    await engine.close()


@pytest.fixture(params=["fork", "spawn"])
def engine(request: pytest.FixtureRequest) -> Engine:
    name = "forking" if request.param == "fork" else "spawning"
    found = request.getfixturevalue(name)
    assert isinstance(found, Engine)
    return found
