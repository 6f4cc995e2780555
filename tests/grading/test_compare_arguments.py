"""What became of the arguments, gradients, torch's state; two learners' recordings."""

from __future__ import annotations

from typing import Any

import msgspec
import torch
from recordings import call, changed, node, of, raising, recording, t

from tutor.grading import records, report
from tutor.grading.compare import alike, compare
from tutor.grading.records import Empty, Leaf, Recording, Text

# --- arguments and gradients ---------------------------------------------------------------------


def stepped(
    value: Any, before: Any = 1.0, grad: Any = None, place: str = "ps[0]", **fields: Any
) -> records.Call:
    """A call that was given [tensor]; the tensor afterwards."""
    tensor = t(value).requires_grad_()
    leaf = Leaf(place, node(tensor), Empty() if grad is None else node(t(grad)), **fields)
    return call(None, leaves=[leaf], after={"ps": [tensor]}, inputs={"ps": [t(before)]})


def argument(got: records.Call, expected: records.Call, **fields: Any) -> tuple[str, str]:
    found = compare(recording(got), recording(expected, **fields))
    if found is None:
        return "", ""
    assert found.kind == "argument"
    return found.what, found.full_place


def test_arguments_afterwards() -> None:
    assert argument(stepped(2.0), stepped(2.0)) == ("", "")
    assert argument(stepped(3.0), stepped(2.0)) == ("value", "ps[0][0]")
    assert argument(stepped(1.0), stepped(2.0)) == ("left", "ps[0][0]")
    assert argument(stepped(2.0), stepped(1.0)) == ("changed", "ps[0][0]")
    assert argument(stepped(1.0, replaced=True), stepped(2.0)) == ("replaced", "ps[0]")
    gone = changed(stepped(2.0), leaves=[])
    assert argument(gone, stepped(2.0)) == ("missing", "ps[0]")


def test_what_is_moved_there_and_back_has_changed() -> None:
    nudged = stepped(1.0, touched=True)
    assert argument(nudged, stepped(1.0)) == ("nudged", "ps[0]")
    assert argument(nudged, stepped(1.0, touched=True)) == ("", "")
    assert argument(stepped(1.0), stepped(1.0, touched=True)) == ("", "")
    assert argument(stepped(3.0, touched=True), stepped(1.0)) == ("changed", "ps[0][0]")
    said = report.outcome(recording(nudged), recording(stepped(1.0))).report
    assert said is not None
    assert "if only in its last digits" in said.message


def test_who_replaces_as_the_reference_does_or_changes_in_place_is_right() -> None:
    reference = changed(stepped(1.0, replaced=True), after=[("ps", node([t(2)]))])
    assert argument(reference, reference) == ("", "")
    assert argument(stepped(2.0), reference) == ("", "")
    assert argument(stepped(3.0), reference) == ("value", "ps[0][0]")


def test_leaves_that_lose_their_graph() -> None:
    reference = stepped(2.0)
    value = reference.leaves[0].value
    for lost in ("leaf", "requires_grad"):
        leaf = changed(reference.leaves[0], value=changed(value, **{lost: False}))
        assert argument(changed(reference, leaves=[leaf]), reference) == (lost, "ps[0]")


def test_grad_of_the_arguments() -> None:
    assert argument(stepped(1.0, grad=3.0), stepped(1.0, grad=3.0)) == ("", "")
    assert argument(stepped(1.0, grad=4.0), stepped(1.0, grad=3.0)) == ("value", "ps[0].grad[0]")
    assert argument(stepped(1.0), stepped(1.0, grad=3.0)) == ("missing", "ps[0].grad")
    assert argument(stepped(1.0, grad=3.0), stepped(1.0)) == ("extra", "ps[0].grad")
    # None and zeros are two ways to clear it
    assert argument(stepped(1.0, grad=0.0), stepped(1.0)) == ("", "")
    assert argument(stepped(1.0), stepped(1.0, grad=0.0)) == ("", "")
    free = {"aspects": ["any .grad"]}
    assert argument(stepped(1.0, grad=4.0), stepped(1.0, grad=3.0), **free) == ("", "")


def test_arguments_that_are_no_tensors() -> None:
    def listed(*after: int) -> records.Call:
        return call(1, after={"xs": list(after)}, inputs={"xs": [1]})

    assert argument(listed(1), listed(1)) == ("", "")
    assert argument(listed(1, 2), listed(1)) == ("changed", "xs")
    assert argument(listed(1), listed(1, 2)) == ("left", "xs")
    assert argument(listed(2), listed(3)) == ("value", "xs[0]")
    assert argument(changed(listed(1), after=[]), listed(1)) == ("missing", "xs")


def test_a_module_that_is_an_argument_has_to_hold_the_same_numbers() -> None:
    one, other = torch.nn.Linear(2, 1), torch.nn.Linear(2, 1)
    reference = recording(call(1, after={"net": one}))
    assert compare(reference, reference) is None
    found = compare(recording(call(1, after={"net": other})), reference)
    assert found is not None
    assert found.full_place == "net.weight[0, 0]"


def test_a_call_that_only_changes_its_arguments_may_return_anything() -> None:
    reference = stepped(2.0)
    returns = changed(stepped(2.0), result=node([t(2)]))
    assert compare(recording(returns), recording(reference)) is None
    assert compare(of(t(2)), of(None)) is not None  # changes nothing: None is the answer
    mixed = recording(reference, call(5))
    assert compare(recording(returns, call(5)), mixed) is not None


def test_gradients_of_the_result() -> None:
    def flowing(value: Any) -> Recording:
        return recording(call(1, gradients=[("x", value)]))

    reference = flowing(node(t(1, 2)))
    assert compare(reference, reference) is None
    for nothing in (recording(call(1)), flowing(Empty())):
        found = compare(nothing, reference)
        assert found is not None
        assert (found.kind, found.what, found.place) == ("gradient", "missing", "x")
        assert compare(reference, nothing) is None  # a graph too many harms nobody
    found = compare(flowing(node(t(1, 3))), reference)
    assert found is not None
    assert (found.kind, found.full_place) == ("gradient", "x[1]")
    assert compare(flowing(Text("RuntimeError: no")), reference) is not None


def test_gradients_are_measured_by_the_largest_of_them() -> None:
    def flowing(*values: float) -> Recording:
        return recording(call(1, gradients=[("x", node(t(*values)))]))

    assert compare(flowing(1e4, 0.01), flowing(1e4, 0.0)) is None
    assert compare(flowing(1.0, 0.01), flowing(1.0, 0.0)) is not None


def test_state() -> None:
    left = recording(call(1, state=["It left grad mode changed: off instead of on."]))
    found = compare(left, of(1))
    assert found is not None
    assert (found.kind, found.where) == ("state", "state")
    assert compare(left, left) is None
    assert compare(of(1), left) is None


# --- two learners --------------------------------------------------------------------------------


def test_alike_is_as_strict_one_way_as_the_other() -> None:
    rules = of(1)
    graph, none = recording(call(1, gradients=[("x", node(t(1)))])), of(1)
    assert alike(graph, none, rules) is not None
    assert alike(none, graph, rules) is not None
    assert alike(graph, graph, rules) is None
    state = recording(call(1, state=["It left a mess."]))
    assert alike(none, state, rules) is not None
    assert alike(state, none, rules) is not None


def test_alike_looks_at_what_was_said() -> None:
    def failed(message: str, kind: str = "required") -> Recording:
        said = msgspec.convert({"kind": kind, "message": message}, report.Report)
        return of(1, failure=said)

    rules = of(1)
    assert alike(failed("3 are lost."), failed("3 are lost."), rules) is None
    assert alike(failed("3 are lost."), failed("4 are lost."), rules) is not None
    assert alike(failed("3 are lost."), failed("4 are lost."), of(1, aspects=["random"])) is None
    assert alike(failed("3 are lost."), of(1), rules) is not None
    errors = [recording(raising("NameError", f"name '{name}' isn't defined")) for name in "ab"]
    assert alike(*errors, rules) is None
    assert alike(errors[0], recording(raising("NameError", "something else")), rules) is not None
