"""The words of reports that come up rarely, and what no report may hold."""

from __future__ import annotations

import torch
from recordings import call, changed, node, of, raising, recording

from tutor.engine.verdicts import Report
from tutor.grading import records, report
from tutor.grading.records import Empty, Leaf


def words(learner: records.Recording, reference: records.Recording) -> Report:
    found = report.outcome(learner, reference).report
    assert found is not None
    return found


def test_the_number_of_calls() -> None:
    found = words(of(1, 2), of(1, 2, 3))
    assert (found.kind, found.expected, found.got) == ("calls", "3 calls", "2 calls")
    assert found.number == 3
    assert "ended early" in found.message
    found = words(of(1, 2), of(1))
    assert "went on for longer" in found.message
    found = words(recording(call(1, name="g")), of(1))
    assert found.message.startswith("Call 1 of the case is of `g`, where `f` is expected.")


def test_leaves_and_their_graph() -> None:
    leaf = node(torch.ones(2, requires_grad=True))
    reference = recording(call(leaves=[Leaf("x", leaf, Empty())]))
    for fields, message in (
        ({"leaf": False}, "`x` is no longer a leaf after the call: the change was recorded"),
        ({"requires_grad": False}, "`x` no longer requires a gradient after the call."),
    ):
        other = recording(call(leaves=[Leaf("x", changed(leaf, **fields), Empty())]))
        assert message in words(other, reference).message
        back = words(reference, other).message
        assert "is a leaf after the call" in back or "requires a gradient after the call" in back
    filled = recording(call(leaves=[Leaf("x", leaf, node(torch.ones(2)))]))
    assert "`f` leaves numbers in `x.grad`, which should stay empty." in words(
        filled, reference
    ).message  # fmt: skip
    other = recording(call(leaves=[Leaf("x", leaf, node(3))]))
    assert "another kind of thing" in words(other, filled).message


def test_where_a_replaced_tensor_stood() -> None:
    leaf = node(torch.ones(2))
    for place, holder in (("ps[0]", "list"), ("ps['w']", "dictionary"), ("net.weight", "module")):
        reference = recording(call(leaves=[Leaf(place, leaf, Empty())]))
        other = recording(call(leaves=[Leaf(place, leaf, Empty(), True)]))
        assert f"`{place}` was replaced in the {holder}" in words(other, reference).message


def test_nothing_steers_the_terminal_or_fills_the_screen() -> None:
    noise = "\x1b[31m" + "x\n" * 500
    error = raising("ValueError", noise, printed=noise)
    found = words(recording(changed(error, name=noise)), recording(call(1, name=noise)))
    learners = [
        of(noise),
        of([noise] * 50),
        of({noise: 1}),
        of(list(range(500))),
        of(torch.rand(50, 50)),
        recording(failure=Report("required", noise, call=noise, expected=noise, got=noise)),
    ]
    reports = [words(each, of({"a": 1})) for each in learners] + [found]
    reports.append(words(of(torch.rand(50, 50)), of(torch.rand(50, 50))))
    for each in reports:
        texts = (each.message, each.call, each.place, each.expected, each.got, each.printed)
        assert all("\x1b" not in text and len(text) < 4000 for text in texts)
        assert all(text.count("\n") < 12 for text in texts[1:])
