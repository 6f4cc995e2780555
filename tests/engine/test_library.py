"""`tutor.mine` in a session: the learner's own code or the reference, and what runs again."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_support import cell, error, lesson, outcome, printed, ran, run
from library_place import OWN_STEP, SQUARE, Place

from tutor.engine import Engine
from tutor.engine.protocol import AnyEvent, Died, Started, Using

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def used(events: list[AnyEvent]) -> dict[str, str]:
    """Whose code the run said at last."""
    found = [event for event in events if isinstance(event, Using)]
    return dict(found[-1].uses) if found else {}


def notes(events: list[AnyEvent]) -> list[str]:
    return [n for event in events if isinstance(event, Using) for n in event.notes]


WALK = lesson(
    setup="from tutor.mine import step, steps",
    start="x = 100",
    walk="y = step(x)\nprint(y)",
    far="print(step(y))",
    plain="print('plain')",
)


async def test_the_reference_then_ones_own_and_back(engine: Engine, place: Place) -> None:
    session = place.open(engine, WALK)
    events = await run(session, "walk")
    assert printed(events) == "99\n"  # and nothing of what the module prints
    assert ran(events) == ["setup", "start", "walk"]
    assert used(events) == {"step": "reference"}
    place.passed["step"] = OWN_STEP
    events = await run(session, "walk")
    assert printed(events) == "90\n"
    assert ran(events) == ["setup", "walk"]  # `start` takes nothing from tutor.mine
    assert used(events) == {"step": "yours"}
    assert ran(await run(session, "walk")) == ["walk"]
    session.library.own = False
    events = await run(session, "far")
    assert printed(events) == "98\n"
    assert ran(events) == ["setup", "walk", "far"]
    assert used(events) == {"step": "reference"}
    session.library.own = True
    assert printed(await run(session, "far")) == "80\n"
    place.passed["step"] = OWN_STEP.replace("10", "20")
    assert printed(await run(session, "far")) == "60\n"
    session.library.aside.add("step")
    assert printed(await run(session, "far")) == "98\n"
    await session.close()


async def test_it_is_said_right_after_the_cell_has_begun(forking: Engine, place: Place) -> None:
    session = place.open(forking, WALK)
    events = await run(session, "far")
    at = next(i for i, e in enumerate(events) if isinstance(e, Started) and not e.needed)
    assert isinstance(events[at + 1], Using)
    assert sum(isinstance(event, Using) for event in events) == 1
    assert used(await run(session, "plain")) == {}
    await session.close()


async def test_an_unrelated_attempt_changes_nothing(forking: Engine, place: Place) -> None:
    both = lesson(one="from tutor.mine import step\na = step(1)", two="print(a)")
    session = place.open(forking, both)
    await run(session, "two")
    place.passed["square"] = SQUARE + "# mine\n"
    assert ran(await run(session, "two")) == ["two"]
    place.passed["step"] = OWN_STEP
    assert ran(await run(session, "two")) == ["one", "two"]
    await session.close()


async def test_names_of_one_exercise_share_a_module(engine: Engine, place: Place) -> None:
    session = place.open(
        engine, lesson(a="import tutor.mine as m\nm.step(1)\nm.step(1)\nm.steps()")
    )
    place.passed["step"] = OWN_STEP
    events = await run(session, "a")
    assert "2" in [event.text for event in events if hasattr(event, "text")]
    assert used(events) == {"step": "yours", "steps": "yours"}
    await session.close()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("def step(x:", "SyntaxError"),
        ("def step(x): return 1\nundefined", "NameError: name 'undefined' is not defined"),
        ("def step(x): return 1", "it doesn't define steps"),
        ("import sys\nsys.exit(3)", "SystemExit: 3"),
        ("input()", "EOFError"),
        ("from tutor.mine import step", "imports itself"),
        ("class E(Exception):\n    def __str__(self): 1 / 0\nraise E", "(E)"),
        ("raise ValueError('\\x1b[31mred')", "ValueError: red"),
    ],
)
async def test_an_attempt_that_does_not_load_gives_way(
    forking: Engine, place: Place, source: str, why: str
) -> None:
    session = place.open(forking, WALK)
    place.passed["step"] = source
    for cells in (["setup", "start", "walk"], ["walk"]):  # said again as long as it is so
        events = await run(session, "walk")
        assert ran(events) == cells
        assert printed(events) == "99\n"
        assert used(events) == {"step": "reference"}
        (note,) = notes(events)
        assert note.startswith("Your `step` passed, but now Python can't load it (")
        assert why in note
        assert "\x1b" not in note
    place.passed["step"] = OWN_STEP
    events = await run(session, "walk")
    assert printed(events) == "90\n"
    assert (used(events), notes(events)) == ({"step": "yours"}, [])
    await session.close()


async def test_a_cell_that_meets_it_first_corrects_what_was_said(
    forking: Engine, place: Place
) -> None:
    session = place.open(forking, lesson(a="from tutor import mine\nprint(mine.step(5))"))
    place.passed["step"] = "nothing"
    events = await run(session, "a")
    said = [dict(event.uses)["step"] for event in events if isinstance(event, Using)]
    assert said == ["yours", "reference"]
    assert printed(events) == "4\n"
    await session.close()


async def test_a_new_runner_is_given_everything_again(forking: Engine, place: Place) -> None:
    session = place.open(forking, WALK)
    place.passed["step"] = OWN_STEP
    await run(session, "walk")
    await session.restart()
    assert printed(await run(session, "walk")) == "90\n"
    await session.close()


async def test_a_broken_reference_is_an_error_of_ours(forking: Engine, place: Place) -> None:
    place.write("odd", "odd", "1 / 0")
    session = place.open(forking, lesson(a="from tutor.mine import odd"))
    events = await run(session, "a")
    assert error(events).kind == "ImportError"
    assert "reference of `odd` can't be loaded (ZeroDivisionError" in error(events).message
    await session.close()


async def test_names_that_nobody_provides(forking: Engine, place: Place) -> None:
    session = place.open(
        forking,
        lesson(
            a="from tutor.mine import steppe",
            b="import tutor.mine as m\nprint(hasattr(m, 'x'), *(n for n in dir(m) if n[0] > '_'))",
            c="import tutor.mine as m2\nm2.squar",
            d="from tutor.mine import *",
        ),
    )
    assert error(await run(session, "a")).message == (
        "`tutor.mine` has no `steppe`. Did you mean `step`?"
    )
    assert printed(await run(session, "b")) == "False square step steps\n"
    attribute = error(await run(session, "c"))
    assert (attribute.kind, attribute.message) == (
        "AttributeError",
        "`tutor.mine` has no `squar`. Did you mean `square`?",
    )
    assert "not `*`" in error(await run(session, "d")).message
    await session.close()
    hidden = place.open(forking, lesson(a="__import__('tutor.mine').mine.square"))
    assert "where that can be seen" in error(await run(hidden, "a")).message
    await hidden.close()


async def test_loading_leaves_the_cells_world_alone(forking: Engine, place: Place) -> None:
    world = "import torch\ntorch.set_default_dtype(torch.float64)\ntorch.manual_seed(1)\n"
    world += "torch.set_grad_enabled(False)\ntorch.set_default_device('meta')\n"
    place.passed["square"] = f"{world}import random\nrandom.seed(4)\n{SQUARE}"
    session = place.open(
        forking,
        lesson(
            a="import torch\nfrom tutor import mine\n"
            "with torch.no_grad():\n    mine.square\n    print(torch.is_grad_enabled())\n"
            "print(torch.is_grad_enabled(), torch.get_default_dtype(), torch.rand(2))",
        ),
    )
    first = printed(await run(session, "a"))
    assert first.startswith("False\nTrue torch.float32 tensor([0.4963, 0.7682])")
    assert printed(await run(session, "a")) == first
    await session.close()


async def test_stopping_while_it_loads(forking: Engine, place: Place) -> None:
    place.passed["square"] = "import time\nwhile True:\n    time.sleep(0.01)\n"
    session = place.open(forking, lesson(a="print('a')\nfrom tutor import mine\nmine.square"))
    events: list[AnyEvent] = []
    async for event in session.run("a"):
        events.append(event)
        if isinstance(event, Using):
            await session.stop()
    assert outcome(events) == "stopped"
    assert not any(isinstance(event, Died) for event in events)
    place.passed["square"] = SQUARE
    assert outcome(await run(session, "a")) == "done"
    await session.close()


async def test_errors_in_ones_own_code_show_its_lines(forking: Engine, place: Place) -> None:
    place.passed["square"] = "# mine\ndef square(x):\n    return x.nothing\n"
    session = place.open(forking, lesson(cell("a", "from tutor.mine import square\nsquare(1)")))
    raised = error(await run(session, "a"))
    assert 'File "square.py", line 3, in square' in raised.traceback
    assert "return x.nothing" in raised.traceback
    assert raised.line == 2
    await session.close()


async def test_evaluating_uses_the_library_and_says_nothing(forking: Engine, place: Place) -> None:
    session = place.open(forking, WALK)
    place.passed["step"] = OWN_STEP
    assert (await session.evaluate("y", after="walk")).text == "90"
    found = await session.evaluate("__import__('tutor.mine').mine.square(3)", after="walk")
    assert "where that can be seen" in found.error
    code = "from tutor.mine import square\nprint(square(3))"
    assert (await session.evaluate(code, after="walk", mode="output")).text == "9\n"
    await session.close()


async def test_without_a_library_there_are_the_references(forking: Engine, place: Place) -> None:
    session = forking.open(place.put(WALK))
    place.passed["step"] = OWN_STEP
    assert printed(await run(session, "walk")) == "99\n"
    await session.close()
    nowhere = forking.open(lesson(a="from tutor.mine import step"))
    assert "No exercise provides it" in error(await run(nowhere, "a")).message
    await nowhere.close()


async def test_edited_cells_count(forking: Engine, place: Place) -> None:
    session = place.open(forking, WALK)
    session.edit("plain", "from tutor.mine import square\nprint(square(4))")
    events = await run(session, "plain")
    assert printed(events) == "16\n"
    assert used(events) == {"square": "reference"}
    session.edit("plain", None)
    assert used(await run(session, "plain")) == {}
    await session.close()


async def test_what_an_evaluation_could_not_load_is_known_later(
    forking: Engine, place: Place
) -> None:
    place.passed["step"] = "nothing"
    session = place.open(forking, lesson(a="from tutor import mine\nprint(mine.step(5))"))
    code = "from tutor.mine import step\nprint(step(3))"
    assert (await session.evaluate(code, mode="output")).text == "2\n"
    events = await run(session, "a")
    assert [event.uses for event in events if isinstance(event, Using)] == [[("step", "reference")]]
    assert len(notes(events)) == 1
    await session.close()
