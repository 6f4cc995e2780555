"""What comes with a verdict: the convention that it goes by, and a diagnosis that comes later."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from course_maker import ScriptedEngine
from exercise_maker import (
    REFERENCE,
    RIGHT,
    UPHILL,
    WORDS,
    exercise_app,
    exercise_course,
    judge,
    write_file,
)
from exercise_steps import at_exercise, check, write

from tutor.app.exercise_report import ReportView
from tutor.app.prose import PageMarkdown
from tutor.engine import protocol
from tutor.engine.verdicts import from_json

CONVENTIONS = """
## Conventions

### no_graph

You go by the **old book**, as SGD of 1951 did.
"""


def course(root: Path):  # type: ignore[no-untyped-def]
    made = exercise_course(root, words=WORDS + CONVENTIONS)
    accepted = root / "first" / "steps" / "exercises" / "descend" / "accepted"
    accepted.mkdir()
    (accepted / "no_graph.py").write_text(f"# convention: no_graph\n{REFERENCE}")
    return made


def named(code: str) -> Sequence[protocol.AnyEvent]:
    """As `judge`, but right code goes by a convention, and what else fails may be `uphill`."""
    events = []
    for event in judge(code):
        if isinstance(event, protocol.Judged) and event.verdict.passed:
            verdict = msgspec.structs.replace(event.verdict, convention="no_graph")
            event = protocol.Judged(1, verdict)  # noqa: PLW2901
        if isinstance(event, protocol.Diagnosed):
            event = protocol.Diagnosed(1, event.name, certain=False)  # noqa: PLW2901
        events.append(event)
    return events


async def test_a_convention_is_named_and_goes_with_the_next_verdict(tmp_path: Path) -> None:
    engine = ScriptedEngine(judge=named)
    app = exercise_app(tmp_path, engine=engine, course=course(tmp_path / "course"))
    async with app.run_test(size=(120, 36)) as pilot:
        view = await at_exercise(pilot)
        place = view.results.query_one(".exercise-convention")
        assert not place.display
        await write(pilot, view, RIGHT)
        await check(pilot, view, "ctrl+r")
        assert place.display
        (words,) = place.query(PageMarkdown)
        assert "You go by the **old book**" in words.source
        attempt = app.progress.latest("tiny", "descend")
        assert attempt is not None
        kept = from_json(attempt.verdict)
        assert kept is not None
        assert kept.convention == "no_graph"

        await write(pilot, view, UPHILL)
        await check(pilot, view, "ctrl+r")
        assert not place.display
        await write(pilot, view, RIGHT)
        await check(pilot, view, "ctrl+r")
        assert len(place.query(PageMarkdown)) == 1


async def test_a_diagnosis_that_had_no_time_says_so(tmp_path: Path) -> None:
    def late(code: str) -> Sequence[protocol.AnyEvent]:
        events = [event for event in judge(code) if not isinstance(event, protocol.Diagnosed)]
        return [*events[:-1], protocol.Diagnosed(1, "", late=True), events[-1]]

    write_file(tmp_path, UPHILL)
    made = exercise_course(tmp_path / "course")
    app = exercise_app(tmp_path, engine=ScriptedEngine(judge=late), course=made)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        (words,) = view.results.query_one(ReportView).query(PageMarkdown)
        assert "no time to see which mistake" in words.source
        assert "`r` checks again" in words.source
        kept = from_json(app.progress.attempts("tiny", "descend")[-1].verdict)
        assert kept is not None
        assert kept.feedback == ""


async def test_the_convention_of_an_earlier_day(tmp_path: Path) -> None:
    made = course(tmp_path / "course")
    engine = ScriptedEngine(judge=named)
    app = exercise_app(tmp_path, engine=engine, course=made, code=RIGHT)
    async with app.run_test(size=(120, 36)) as pilot:
        await check(pilot, await at_exercise(pilot))
    app = exercise_app(tmp_path, engine=ScriptedEngine(judge=named), course=made)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await at_exercise(pilot)
        assert view.results.query_one(".exercise-convention").display


async def test_a_diagnosis_that_comes_later_is_kept_as_sure_as_it_is(tmp_path: Path) -> None:
    write_file(tmp_path, UPHILL)
    made = exercise_course(tmp_path / "course")
    for judging, certain, opening in ((judge, True, "This looks like"), (named, False, "It may")):
        engine = ScriptedEngine(judge=judging)
        app = exercise_app(tmp_path, engine=engine, course=made)
        async with app.run_test(size=(120, 36)) as pilot:
            view = await at_exercise(pilot)
            await check(pilot, view)
            attempts = app.progress.attempts("tiny", "descend")
            kept = from_json(attempts[-1].verdict)
            assert kept is not None
            assert (kept.feedback, kept.certain) == ("uphill", certain)
            assert not kept.passed
        app = exercise_app(tmp_path, engine=ScriptedEngine(judge=judging), course=made)
        async with app.run_test(size=(120, 36)) as pilot:
            view = await at_exercise(pilot)
            (report,) = view.results.query(ReportView)
            assert report.feedback.startswith(f"**{opening}")
