"""The parent of a check, against players and judges that follow a script."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from checks_support import (
    CASES,
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
from tutor.engine import playing, protocol
from tutor.engine.protocol import (
    Begun,
    Checked,
    Diagnosed,
    Finished,
    Judged,
    Listed,
    Loaded,
    Recorded,
)
from tutor.engine.verdicts import CaseResult, Report, Verdict


async def test_a_right_solution_passes(plain: Exercise) -> None:
    async with scripted() as (checks, source):
        events = await check(checks, plain, "right")
        verdict = one(events, Judged).verdict
    assert verdict.passed
    assert [case.name for case in verdict.cases] == ["first", "second"]
    assert one(events, Listed).cases == CASES
    assert [e.result.name for e in events if isinstance(e, Checked)] == ["first", "second"]
    assert not any(isinstance(e, Diagnosed) for e in events)
    assert verdict.seconds > 0
    (request,) = source.plays
    assert request.filename == "plain.py"
    assert "return 2 * x" not in repr(request)  # the reference isn't for players


async def test_a_wrong_solution_fails_and_is_named(doubling: Exercise) -> None:
    async with scripted() as (checks, source):
        events = await check(checks, doubling, "wrong")
        assert one(events, Diagnosed).name == "squares"
        assert report(one(events, Judged).verdict).message == "wrong isn't right."
        played = {play.filename for play in source.plays}
    assert played == {"doubling.py", *(f"{name}.py" for name in WRONG)}


async def test_a_case_is_compared_while_the_next_is_played(plain: Exercise) -> None:
    seen = asyncio.Event()

    async def player(request: protocol.Play, send: Send) -> None:
        await send(Loaded(1, "", []))
        await send(Begun(1, "first"))
        await send(Recorded(1, "first", b"first:right"))
        await asyncio.wait_for(seen.wait(), 5)  # for ever, if nothing comes before the end
        await send(Recorded(1, "second", b"second:right"))
        await send(Finished(1, "", "done", 0.0))

    async with scripted(player) as (checks, _):
        async for event in checks.check(plain, "right"):
            if isinstance(event, Checked):
                seen.set()
            if isinstance(event, Judged):
                assert event.verdict.passed


# --- what a player may say -----------------------------------------------------------------------


def forging(*forged: Any, rest: bool = True) -> Any:
    """A player whose solution has found the channel."""

    async def player(request: protocol.Play, send: Send) -> None:
        await send(Loaded(request.run, "", []))
        for each in forged:
            await send(each)
        if rest:
            await good_player(request, send)

    return player


@pytest.mark.parametrize(
    "forged",
    [
        [Judged(1, Verdict("plain", passed=True))],
        [Checked(1, CaseResult(name, "", passed=True)) for name in ("first", "second")],
        [Listed(1, [])],
        [Listed(1, [("first", "The first")])],
        [Diagnosed(1, "nobody")],
        [Recorded(1, "third", b"third:right")],
        [Finished(7, "", "done", 0.0)],
        [Loaded(1, "", [], Report("syntax", "Not the first word."))],
        [Begun(1, "nothing of ours")],
    ],
)
async def test_forged_words_change_nothing(plain: Exercise, forged: list[Any]) -> None:
    async with scripted(forging(*forged)) as (checks, _):
        events = await check(checks, plain, "wrong", diagnose=False)
    assert one(events, Listed).cases == CASES
    verdict = one(events, Judged).verdict
    assert [case.passed for case in verdict.cases] == [False, False]
    assert verdict.fault is None


@pytest.mark.parametrize(
    "forged",
    [
        [Finished(1, "", "done", 0.0)],
        [Listed(1, []), Finished(1, "", "done", 0.0)],
        [Recorded(1, "first", b"first:right"), Finished(1, "", "done", 0.0)],
        [Recorded(1, "first", b"first:right"), Recorded(1, "second", b"first:right")],
        [Recorded(1, "first", b"first:right"), Recorded(1, "first", b"second:right"),
         Finished(1, "", "done", 0.0)],
        [b"\xff\xff\xff\xffjunk"],
        [b"\x00\x00\x00\x04junk"],
    ],
)  # fmt: skip
async def test_a_case_that_was_not_played_is_not_passed(plain: Exercise, forged: list[Any]) -> None:
    async with scripted(forging(*forged)) as (checks, _):
        verdict = await judged(checks, plain, "wrong", diagnose=False)
    assert report(verdict).kind == "died"


async def test_a_case_of_another_name_is_no_result(plain: Exercise) -> None:
    forged = [Recorded(1, "first", b"first:right"), Recorded(1, "second", b"first:right")]
    async with scripted(forging(*forged)) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert [case.passed for case in verdict.cases] == [True, False]
    assert "channel" in report(verdict).message


async def test_an_endless_frame_is_no_result(plain: Exercise) -> None:
    data = b"first:right" + b" " * (protocol.MAX_RECORDING)
    async with scripted(forging(Recorded(1, "first", data))) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert not verdict.cases[0].passed
    assert verdict.cases[1].passed


# --- the ends of players -------------------------------------------------------------------------


def dying(status: int, *before: Any) -> Any:
    async def player(request: protocol.Play, send: Send) -> None:
        for each in before:
            await send(each)
        raise Gone(status)

    return player


async def test_death_in_a_case_fails_that_case(plain: Exercise) -> None:
    player = dying(
        -11, Loaded(1, "said", ["noted"]), Begun(1, "first"),
        Recorded(1, "first", b"first:right"), Begun(1, "second"),
    )  # fmt: skip
    async with scripted(player) as (checks, _):
        events = await check(checks, plain, "right")
    verdict = one(events, Judged).verdict
    assert [case.passed for case in verdict.cases] == [True, False]
    assert [e.result for e in events if isinstance(e, Checked)] == verdict.cases
    assert report(verdict).kind == "died"
    assert "segmentation fault" in report(verdict).message
    assert "cell" not in report(verdict).message
    assert (verdict.printed, verdict.notes, verdict.unplayed) == ("said", ["noted"], [])
    assert not any(isinstance(e, Diagnosed) for e in events)


async def test_death_while_loading_is_a_fault(plain: Exercise) -> None:
    async with scripted(dying(3)) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert verdict.fault is not None
    assert verdict.fault.kind == "died"
    assert "exit status 3" in verdict.fault.message
    assert verdict.unplayed == ["The first", "The second"]


async def test_death_after_the_last_case_passes_nobody(plain: Exercise) -> None:
    async def player(request: protocol.Play, send: Send) -> None:
        await send(Loaded(1, "", []))
        for name, _ in CASES:
            await send(Recorded(1, name, f"{name}:right".encode()))
        raise Gone(1)

    async with scripted(player) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert all(case.passed for case in verdict.cases)
    assert report(verdict).kind == "died"


async def test_a_fault_of_the_file_plays_nothing(plain: Exercise) -> None:
    async def player(request: protocol.Play, send: Send) -> None:
        await send(Loaded(1, "out", [], Report("syntax", "No.", line=3)))
        await send(Finished(1, "", "done", 0.0))

    async with scripted(player) as (checks, _):
        events = await check(checks, plain, "right")
    verdict = one(events, Judged).verdict
    assert verdict.fault == Report("syntax", "No.", line=3)
    assert verdict.unplayed == ["The first", "The second"]
    assert verdict.printed == "out"
    assert not any(isinstance(e, Diagnosed) for e in events)


async def test_silence_is_ended(plain: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    async def player(request: protocol.Play, send: Send) -> None:
        await send(Loaded(1, "", []))
        await send(Begun(1, "first"))
        await asyncio.sleep(60)

    monkeypatch.setattr(playing, "PATIENCE", -9.9)  # of the 10 s that a case may take
    async with scripted(player) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert report(verdict).kind == "timeout"
    assert "10 s" in report(verdict).message
    assert verdict.unplayed == ["The second"]


async def test_a_play_is_ended_after_a_minute(
    plain: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def player(request: protocol.Play, send: Send) -> None:
        while True:
            await send(Begun(1, "first"))
            await asyncio.sleep(0.01)

    monkeypatch.setattr(playing, "TOTAL", 0.2)
    async with scripted(player) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert report(verdict).kind == "timeout"
    assert "together" in report(verdict).message


async def test_a_case_that_took_too_long_is_the_last(plain: Exercise) -> None:
    async def player(request: protocol.Play, send: Send) -> None:
        await send(Loaded(1, "", []))
        await send(Recorded(1, "first", b"first:late"))
        await send(Finished(1, "", "done", 0.0))

    async def judge(request: Any, send: Send) -> None:
        if isinstance(request, protocol.Compare):
            late = CaseResult("first", "The first", False, report=Report("timeout", "Late."))
            await send(Checked(request.run, late))
            await send(Finished(request.run, "", "done", 0.0))
        else:
            await good_judge(request, send)

    async with scripted(player, judge) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert verdict.fault is None
    assert report(verdict).message == "Late."
    assert verdict.unplayed == ["The second"]
    assert verdict.notes == ["A case took too long, so those after it were not played."]


async def test_terminal_control_is_taken_from_what_a_player_says(plain: Exercise) -> None:
    async def player(request: protocol.Play, send: Send) -> None:
        hostile = Report("raised", "a\x1b]0;title\x07b\nc\x9bd", got="\r\x1b[2J")
        await send(Loaded(1, "\x1b[31mred\x1b[0m\t\n", ["\x1bnote"] * 99, hostile))
        await send(Finished(1, "", "done", 0.0))

    async with scripted(player) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert report(verdict) == Report("raised", "a]0;titleb\ncd", got="[2J")
    assert verdict.printed == "[31mred[0m\t\n"
    assert verdict.notes == ["note"] * 20


async def test_an_error_of_the_player_is_ours(plain: Exercise) -> None:
    async def player(request: protocol.Play, send: Send) -> None:
        await send(protocol.Raised(1, "KeyError", "'x'", "", "", None))
        await send(Finished(1, "", "raised", 0.0))

    async with scripted(player) as (checks, _):
        verdict = await judged(checks, plain, "right")
    assert report(verdict).kind == "grader"
    assert "our mistake" in report(verdict).message
    assert "KeyError: 'x'" in report(verdict).message
