"""What a runner does for a check, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubling import CHECK, exercise
from runner_helper import Runner, every, one, outcome

from tutor.engine import protocol
from tutor.engine.briefs import brief_of
from tutor.grading import records


@pytest.fixture
def runner() -> Iterator[Runner]:
    found = Runner()
    yield found
    found.close()


def play(tmp_path: Path, code: str, check: str = CHECK, run: int = 3) -> protocol.Play:
    return protocol.Play(run, brief_of(exercise(tmp_path / "one", check=check)), code, "one.py")


GOOD = "def double(x):\n    return x + x\n"


def test_a_play_gives_its_events_in_order_and_is_the_last_deed(
    runner: Runner, tmp_path: Path
) -> None:
    runner.send(play(tmp_path, GOOD))
    events = list(runner.events())
    assert {event.run for event in events} == {3}
    names = ["a_vector", "a_matrix", "a_number"]
    assert [type(e).__name__ for e in events] == [
        "Loaded", "Listed", *["Begun", "Recorded"] * 3, "Finished",
    ]  # fmt: skip
    assert [e.case for e in every(events, protocol.Recorded)] == names
    last = one(events, protocol.Finished)
    assert (last.outcome, last.needed) == ("done", False)
    assert runner.wait(5) == 0


def test_what_is_printed_does_not_come_between(runner: Runner, tmp_path: Path) -> None:
    code = "import os, sys\nprint('loud')\n" + GOOD.replace(
        "return", "os.write(1, b'x' * 100_000); print('y', file=sys.stderr); return"
    )
    runner.send(play(tmp_path, code))
    events = list(runner.events())
    assert not every(events, protocol.Text)
    assert len(every(events, protocol.Recorded)) == 3
    assert one(events, protocol.Loaded).printed == "loud\n"


def test_an_interrupt_ends_a_play(runner: Runner, tmp_path: Path) -> None:
    runner.send(play(tmp_path, "def double(x):\n    while True: pass\n"))
    found = [runner.event()]
    while not isinstance(found[-1], protocol.Begun):
        found.append(runner.event())
    runner.interrupt()
    assert outcome(list(runner.events())) == "stopped"


def test_a_recording_that_no_frame_holds_becomes_a_report(runner: Runner, tmp_path: Path) -> None:
    check = """\
from tutor.grading import case, draw

@case
def many(mine):
    \"\"\"Many\"\"\"
    for _ in range(200):
        mine.double(draw(10))
"""
    code = "def double(x):\n    return ['x' * 9000 + str(i) for i in range(100)]\n"
    runner.send(play(tmp_path, code, check))
    recorded = one(list(runner.events()), protocol.Recorded)
    assert len(protocol.encode(recorded)) <= protocol.MAX_FRAME
    failure = records.decode(recorded.data).failure
    assert failure is not None
    assert "too much to be compared" in failure.message
    assert "shapes" in failure.message


@pytest.mark.parametrize("first", ["lesson", "judge"])
def test_a_runner_serves_one_purpose(runner: Runner, tmp_path: Path, first: str) -> None:
    if first == "lesson":
        runner.run("x = 1")
        runner.send(play(tmp_path, GOOD))
    else:
        runner.send(protocol.Diagnose(1, "no such key"))
        list(runner.events())
        runner.ask("open('/tmp/never', 'w')")
    with pytest.raises(EOFError):
        runner.event()
    assert runner.wait(5) == 0


def test_an_error_in_the_judge_is_told(runner: Runner) -> None:
    runner.send(protocol.Compare(5, "no such key", "learner", b"junk"))
    events = list(runner.events())
    assert one(events, protocol.Raised).kind
    assert outcome(events) == "raised"
    runner.send(protocol.Compare(6, "no such key", "learner", b"junk"))
    assert outcome(list(runner.events())) == "raised"  # it goes on
