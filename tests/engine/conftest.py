"""Engines, runners and exercises for the tests.

There is one engine of each kind for the whole run, since starting one takes seconds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from doubling import WRONG, exercise
from runner_helper import Runner

from tutor.course.model import Exercise
from tutor.engine import Engine
from tutor.engine.checks import Checks


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


@pytest.fixture(scope="module")
def shared() -> Iterator[Runner]:
    """A runner for all tests of a module."""
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def fresh() -> Iterator[Runner]:
    """A runner of one's own, which may print little."""
    made = Runner(output_chars=10_000)
    yield made
    made.close()


@pytest.fixture(scope="module")
def doubling(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """An exercise with wrong solutions."""
    return exercise(tmp_path_factory.mktemp("exercises") / "doubling", wrong=WRONG)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def checks(forking: Engine, doubling: Exercise) -> Checks:
    """What checks it, ready to answer at once."""
    forking.checks.prepare(doubling)
    await forking.checks.prepared()
    return forking.checks


@pytest.fixture
def plain(tmp_path: Path) -> Exercise:
    """One without."""
    return exercise(tmp_path / "plain")
