"""Judges, stopping and preparing: the parent of a check, where processes follow a script."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from checks_support import (
    Gone,
    Send,
    check,
    good_judge,
    good_player,
    judged,
    one,
    report,
    scripted,
)
from doubling import WRONG

from tutor.course.model import Exercise
from tutor.engine import Busy, protocol
from tutor.engine.protocol import (
    Diagnosed,
    Finished,
    Judged,
    Listed,
    Loaded,
)
from tutor.engine.verdicts import Report

# --- judges --------------------------------------------------------------------------------------


async def test_a_broken_exercise_is_our_mistake(plain: Exercise) -> None:
    async def judge(request: Any, send: Send) -> None:
        await send(
            protocol.Raised(request.run, "BrokenExercise", "check.py has no case.", "", "", None)
        )
        await send(Finished(request.run, "", "raised", 0.0))

    async with scripted(judge=judge) as (checks, _):
        fault = (await judged(checks, plain, "right")).fault
    assert fault is not None
    assert fault.kind == "grader"
    assert fault.message.endswith("our mistake, not yours: check.py has no case.")


async def test_without_cases_nobody_passes(plain: Exercise) -> None:
    async def judge(request: Any, send: Send) -> None:
        await send(Listed(request.run, []))
        await send(Finished(request.run, "", "done", 0.0))

    async with scripted(judge=judge) as (checks, _):
        assert report(await judged(checks, plain, "right")).kind == "grader"


async def test_a_judge_that_dies_is_replaced_and_learns_again(plain: Exercise) -> None:
    deaths = 0

    async def judge(request: Any, send: Send) -> None:
        nonlocal deaths
        if isinstance(request, protocol.Compare) and not deaths:
            deaths += 1
            raise Gone(-9)
        await good_judge(request, send)

    async with scripted(judge=judge) as (checks, source):
        assert (await judged(checks, plain, "right")).passed
        kinds = [type(request).__name__ for request in source.asked]
    assert kinds == ["Learn", "Compare", "Learn", "Compare", "Compare"]


async def test_a_judge_that_keeps_dying_is_no_verdict_on_the_learner(plain: Exercise) -> None:
    async def judge(request: Any, send: Send) -> None:
        if isinstance(request, protocol.Compare):
            raise Gone(-9)
        await good_judge(request, send)

    async with scripted(judge=judge) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert [case.report.kind for case in verdict.cases if case.report] == ["grader", "grader"]


async def test_a_recording_that_cannot_be_read_is_no_mistake_of_ours(plain: Exercise) -> None:
    async def judge(request: Any, send: Send) -> None:
        if isinstance(request, protocol.Compare):
            await send(protocol.Raised(request.run, "ValidationError", "Expected …", "", "", None))
            await send(Finished(request.run, "", "raised", 0.0))
        else:
            await good_judge(request, send)

    async with scripted(judge=judge) as (checks, _):
        assert report(await judged(checks, plain, "right")).kind == "died"


# --- one at a time, stopping, preparing ----------------------------------------------------------


async def slow_player(request: protocol.Play, send: Send) -> None:
    await send(Loaded(request.run, "", []))
    await asyncio.sleep(60)


async def slow_judge(_request: Any, _send: Send) -> None:
    await asyncio.sleep(60)


@pytest.mark.parametrize("slow", ["player", "judge"])
async def test_a_check_can_be_stopped(plain: Exercise, slow: str) -> None:
    options: dict[str, Any] = {"player": {"player": slow_player}, "judge": {"judge": slow_judge}}
    async with scripted(**options[slow]) as (checks, source):
        running = asyncio.ensure_future(_collect(checks.check(plain, "right")))
        while not (source.plays and source.asked):
            await asyncio.sleep(0.01)
        with pytest.raises(Busy):
            checks.check(plain, "right")
        await asyncio.wait_for(checks.stop(), 1)
        events = await running
        assert not any(isinstance(e, Judged) for e in events)
        assert events[-1].outcome == "stopped"
        source.player, source.judge = good_player, good_judge
        if slow == "player":
            assert (await judged(checks, plain, "right")).passed


async def test_leaving_stops_a_check(plain: Exercise) -> None:
    async with scripted(slow_player) as (checks, source):
        events = checks.check(plain, "right")
        assert isinstance(await anext(events), Listed)
        await events.aclose()
        assert not checks.running
        source.player = good_player
        assert (await judged(checks, plain, "right")).passed


async def test_the_next_check_need_not_wait_for_a_diagnosis(doubling: Exercise) -> None:
    async def player(request: protocol.Play, send: Send) -> None:
        if request.filename == "doubling.py":
            await good_player(request, send)
        else:
            await asyncio.sleep(60)

    async with scripted(player) as (checks, _):
        first = checks.check(doubling, "wrong")
        while not isinstance(await anext(first), Judged):
            pass
        assert checks.running
        verdict = await asyncio.wait_for(judged(checks, doubling, "right", diagnose=False), 1)
        assert verdict.passed
        assert (await anext(first)).outcome == "stopped"


async def test_a_diagnosis_waits_for_nobody(doubling: Exercise) -> None:
    async def player(request: protocol.Play, send: Send) -> None:
        if request.filename == "doubling.py":
            await good_player(request, send)
        else:
            await asyncio.sleep(60)

    async def judge(request: Any, send: Send) -> None:
        if isinstance(request, protocol.Diagnose):
            await send(Diagnosed(request.run, ""))
            await send(Finished(request.run, "", "done", 0.0))
        else:
            await good_judge(request, send)

    async with scripted(player, judge) as (checks, _):
        checks.diagnosis = 0.3
        loop, found = asyncio.get_running_loop(), None
        async for event in checks.check(doubling, "wrong"):
            if isinstance(event, Judged):
                began = loop.time()
            found = event if isinstance(event, Diagnosed) else found
        assert loop.time() - began < 0.6
        assert found is not None
        assert (found.name, found.late) == ("", True)


async def test_a_diagnosis_that_names_nobody_we_know_names_nobody(plain: Exercise) -> None:
    async with scripted() as (checks, _):
        assert one(await check(checks, plain, "wrong"), Diagnosed).name == ""


async def test_preparing_plays_what_is_wrong_once(doubling: Exercise) -> None:
    async with scripted() as (checks, source):
        checks.prepare(doubling)
        await checks.prepared()
        assert [play.filename for play in source.plays] == [f"{name}.py" for name in sorted(WRONG)]
        whos = [request.who for request in source.asked if isinstance(request, protocol.Compare)]
        assert set(whos) == {f"wrong/{name}" for name in WRONG}
        events = await check(checks, doubling, "wrong")
        assert one(events, Diagnosed).name == "squares"
        assert len(source.plays) == len(WRONG) + 1


async def test_a_check_interrupts_preparing_which_goes_on_later(doubling: Exercise) -> None:
    hold = asyncio.Event()

    async def player(request: protocol.Play, send: Send) -> None:
        if request.filename == "same.py":
            await hold.wait()
        await good_player(request, send)

    async with scripted(player) as (checks, source):
        checks.prepare(doubling)
        while "same.py" not in [play.filename for play in source.plays]:
            await asyncio.sleep(0.01)
        verdict = await asyncio.wait_for(judged(checks, doubling, "right"), 2)
        assert verdict.passed
        hold.set()
        await checks.prepared()
        played = [play.filename for play in source.plays]
        assert played.count("same.py") == 2
        assert played.count("halves.py") == 1
        assert set(played) == {"doubling.py", *(f"{name}.py" for name in WRONG)}


async def test_every_solution_is_played_in_a_process_of_its_own(plain: Exercise) -> None:
    async with scripted() as (checks, source):
        for _ in range(3):
            assert (await judged(checks, plain, "right")).passed
        assert len(source.plays) == 3
        assert source.made >= 4  # and the judge


async def test_an_exercise_whose_cases_are_gone_says_so(plain: Exercise) -> None:
    (plain.folder / "check.py").unlink()
    async with scripted() as (checks, _):
        fault = (await judged(checks, plain, "right")).fault
    assert fault is not None
    assert fault.kind == "grader"
    assert "check.py" in fault.message


@pytest.mark.parametrize(
    ("code", "kind"),
    [("", "empty"), ("  \n# later\n", "empty"), ("a\0b", "unreadable"),
     ("x = '\ud800'", "unreadable"), (Report("missing", "There is no file."), "missing")],
)  # fmt: skip
async def test_what_cannot_be_tried_is_judged_at_once(
    plain: Exercise, code: str | Report, kind: str
) -> None:
    async with scripted() as (checks, source):
        events = await check(checks, plain, code)
        assert report(one(events, Judged).verdict).kind == kind
        assert not source.plays


async def _collect(events: Any) -> list[Any]:
    return [event async for event in events]
