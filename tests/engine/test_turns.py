"""Whose turn it is, and clocks that stand still meanwhile."""

from __future__ import annotations

import asyncio
import itertools

from hypothesis import given
from hypothesis import strategies as st

from tutor.engine.turns import Clock, Turn, Turns


class Work:
    """Something that wants the cores; remembers what it was told."""

    def __init__(self, turns: Turns, name: str) -> None:
        self.name = name
        self.waits_for = ""
        self.turn = turns.begin(name, "", self._pause, self._resume)

    def _pause(self, first: Turn) -> None:
        self.waits_for = first.name

    def _resume(self) -> None:
        assert self.waits_for
        self.waits_for = ""


def test_what_was_begun_last_goes_first() -> None:
    turns = Turns()
    first, second, third = (Work(turns, name) for name in ("first", "second", "third"))
    assert [work.waits_for for work in (first, second, third)] == ["third", "third", ""]
    third.turn.end()
    assert [work.waits_for for work in (first, second)] == ["second", ""]
    first.turn.end()
    first.turn.end()
    assert second.waits_for == ""
    assert turns.busy
    second.turn.end()
    assert not turns.busy


def test_idle_time_is_told() -> None:
    turns, told = Turns(), []
    turns.on_busy = lambda: told.append("busy")
    turns.on_idle = lambda: told.append("idle")
    a, b = Work(turns, "a"), Work(turns, "b")
    a.turn.end()
    assert told == ["busy"]
    b.turn.end()
    assert told == ["busy", "idle"]


@given(st.lists(st.integers(0, 9), max_size=40))
def test_never_more_than_one_runs_and_never_none(numbers: list[int]) -> None:
    turns, names = Turns(), itertools.count()
    going: list[Work] = []
    for number in numbers:
        if number < len(going):
            gone = going.pop(number)
            gone.turn.end()
        else:
            going.append(Work(turns, str(next(names))))
        assert [work for work in going if not work.waits_for] == going[-1:]
        assert all(work.waits_for == going[-1].name for work in going[:-1])


async def test_a_clock_that_is_paused_stands_still() -> None:
    clock = Clock()
    await asyncio.sleep(0.05)
    clock.pause()
    clock.pause()
    before = clock.seconds
    await asyncio.sleep(0.1)
    assert clock.seconds == before
    assert clock.resume() >= 0.1
    assert clock.resume() == 0
    assert clock.lost >= 0.1
    await asyncio.sleep(0.02)
    assert clock.seconds > before


async def test_an_alarm_goes_by_the_clock() -> None:
    clock, rung = Clock(), asyncio.Event()
    clock.ring(0.1, rung.set)
    clock.pause()
    await asyncio.sleep(0.15)
    assert not rung.is_set()
    clock.resume()
    await asyncio.wait_for(rung.wait(), 2)
    assert clock.seconds >= 0.09


async def test_a_silenced_alarm_does_not_ring() -> None:
    clock, rung = Clock(), asyncio.Event()
    clock.ring(0.01, rung.set)
    clock.silence()
    clock.pause()
    clock.resume()
    await asyncio.sleep(0.05)
    assert not rung.is_set()
