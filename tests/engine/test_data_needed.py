"""Data sets and the runs that want them: asking, going without, and saying which it is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from engine_support import lesson, printed, run

from tutor.engine import Engine, Session
from tutor.engine.protocol import AnyEvent, DataNeeded, DataUsed, Finished, Raised

# What a loader does; an error that is caught here must not swallow the question.
LOAD = """from tutor.kit import sources
try:
    found, kind = sources.find("airfoil")
    sources.say(found, kind, "2 rows")
    X = [1.0, 2.0]
except Exception:
    X = None"""
USE = "print(len(X))"
OTHER = "print('nothing of that')"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data"


def opened(engine: Engine, place: Path) -> Session:
    # The engine's processes have the surroundings of the test that started them first.
    where = f"import os; os.environ['TUTOR_DATA'] = {str(place)!r}"
    return engine.open(lesson(place=where, load=f"{where}\n{LOAD}", use=USE, other=OTHER))


def choose_synthetic(place: Path) -> None:
    place.mkdir()
    (place / "choices.json").write_text(json.dumps({"airfoil": "synthetic"}))


def of(events: list[AnyEvent], kind: type[AnyEvent]) -> list[AnyEvent]:
    return [event for event in events if isinstance(event, kind)]


def ends(events: list[AnyEvent]) -> list[tuple[str, str]]:
    return [(e.cell, e.outcome) for e in events if isinstance(e, Finished)]


@pytest.mark.asyncio(loop_scope="session")
async def test_where_one_can_ask_the_run_ends_with_the_question(
    engine: Engine, place: Path
) -> None:
    session = opened(engine, place)
    session.may_ask = True
    events = await run(session, "load")
    (needed,) = of(events, DataNeeded)
    assert isinstance(needed, DataNeeded)
    assert needed.name == "airfoil"
    assert ends(events) == [("load", "data")]
    assert not of(events, Raised)
    assert not of(events, DataUsed)
    await session.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_a_cell_that_needs_the_loading_one_asks_too_and_then_runs(
    forking: Engine, place: Path
) -> None:
    session = opened(forking, place)
    session.may_ask = True
    events = await run(session, "use")
    assert [e.name for e in events if isinstance(e, DataNeeded)] == ["airfoil"]
    assert ends(events)[-1] == ("use", "data")
    choose_synthetic(place)
    events = await run(session, "use")
    assert ends(events) == [("load", "done"), ("use", "done")]
    assert printed(events) == "2\n"
    await session.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_where_one_cannot_ask_it_is_synthetic_at_once(engine: Engine, place: Path) -> None:
    session = opened(engine, place)
    events = await run(session, "load")
    (used,) = of(events, DataUsed)
    assert isinstance(used, DataUsed)
    assert (used.name, used.kind, used.detail) == ("airfoil", "synthetic", "2 rows")
    assert used.title == "Airfoil self-noise"
    assert ends(events) == [("load", "done")]
    await session.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_what_lies_under_a_cell_is_said_of_it_too(forking: Engine, place: Path) -> None:
    session = opened(forking, place)
    first = await run(session, "use")
    again = await run(session, "use")
    for events in (first, again):  # the second time `load` need not run
        (used,) = of(events, DataUsed)
        assert isinstance(used, DataUsed)
        assert (used.name, used.kind) == ("airfoil", "synthetic")
        assert used.run == events[-1].run
    assert ends(again) == [("use", "done")]
    assert not of(await run(session, "other"), DataUsed)
    assert session.has_data
    await session.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_other_data_makes_what_rests_on_it_run_again(forking: Engine, place: Path) -> None:
    session = opened(forking, place)
    await run(session, "use")
    bystander = opened(forking, place)
    await run(bystander, "other")
    runner = bystander.pid
    await forking.renew_data()
    assert not session.has_data
    assert bystander.pid == runner
    assert ends(await run(session, "use")) == [("load", "done"), ("use", "done")]
    await session.close()
    await bystander.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_a_question_is_answered_without_asking(forking: Engine, place: Path) -> None:
    session = opened(forking, place)
    session.may_ask = True
    answer = await session.evaluate(
        "__import__('tutor.kit.sources').kit.sources.find('airfoil')[1]", after="place"
    )
    assert (answer.ok, answer.text) == (True, "synthetic")
    await session.close()


def test_the_tests_have_no_data_of_the_learners(own_home: Path) -> None:
    from tutor.datasets import shelf

    assert "TUTOR_DATA" not in os.environ
    assert shelf.data_dir() == own_home / "data"
