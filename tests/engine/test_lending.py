"""The parent's side of `tutor.mine`: entries, and what is sent to which runner."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_place import OWN_STEP, STEP, Place
from runner_helper import Runner, one, value

from tutor.engine.library import Entry, Lending, Library, whose
from tutor.engine.protocol import Provide, Raised, Unusable


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_entries_of_one_exercise_come_together(place: Place) -> None:
    library = place.library()
    place.passed["step"] = OWN_STEP
    assert library.names == ("square", "step", "steps")
    assert library.entries(["steps"]) == (
        Entry("step", "step", OWN_STEP, "yours", STEP),
        Entry("steps", "step", OWN_STEP, "yours", STEP),
    )
    assert library.entries(["nobody"]) == ()
    assert [entry.name for entry in library.entries(["*"])] == ["square", "step", "steps"]
    place.passed["step"] = "x" * 1_000_000
    assert library.entries(["step"])[0].origin == "reference"
    assert Library(None).names == ()


def test_lending_sends_what_has_changed_and_to_whom(place: Place) -> None:
    lending, first, second = Lending(), object(), object()
    library = place.library()
    wanted = library.provide(["step"])
    assert lending.due(first, None) is None
    assert lending.due(first, wanted) == wanted
    assert lending.due(first, library.provide(["step"])) is None
    assert lending.due(second, wanted) == wanted
    lending.unusable(Unusable(1, "step", "it broke"))
    assert (
        lending.due(second, Provide([*wanted.entries, *library.entries(["square"])], []))
        is not None
    )
    using = lending.using(7, ["step", "square", "other"])
    assert using is not None
    assert "it broke" in using.notes[0]
    assert lending.due(first, wanted) == wanted  # a new runner may fare better
    using = lending.using(7, ["step"])
    assert using is not None
    assert using.notes == []
    assert lending.using(7, ["other"]) is None


def test_whose_code_in_a_line() -> None:
    assert whose([("sgd", "yours"), ("loss", "yours"), ("net", "reference")]) == (
        "with your sgd, loss · the reference's net"
    )
    assert whose([("net", "reference")]) == "with the reference's net"
    assert whose([("net", "yours")]) == "with your net"


def test_where_a_runner_was_given_nothing_it_says_why() -> None:
    """As in a check: the learner's code has to stand on its own there."""
    runner = Runner()
    for source in ("from tutor.mine import sgd", "import tutor.mine\ntutor.mine.sgd"):
        raised = one(runner.run(source), Raised)
        assert raised.kind == "ImportError"
        assert "isn't there while an exercise is checked" in raised.message
    entry = Entry("sgd", "sgd", "sgd = 7", "yours")
    runner.send(Provide([entry], ["sgd"]))
    assert value(runner.run("from tutor.mine import sgd\nsgd")) == "7"
    runner.close()
