"""Two recordings of a case, held against one another: the first place where they part.

What a learner's process has recorded is never trusted: what makes no sense in it is a difference,
not an exception.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tutor.engine.verdicts import FaultKind, Report
from tutor.grading import records
from tutor.grading.records import AnyNode, Call, Error, Leaf, Recording
from tutor.grading.walking import Found, Rules, Seen, Walk

Where = Literal["calls", "error", "result", "gradient", "argument", "grad", "state"]
What = Literal[
    "kind", "shape", "dtype", "value", "length", "keys", "parameters", "mode", "unread",
    "missing",  # there is none: a gradient, an argument
    "extra",  # there should be none: a .grad
    "raised", "not raised", "other error",
    "replaced", "changed", "left",  # what became of an argument
    "leaf", "requires_grad",
    "name", "count",  # of calls
    "state",
]  # fmt: skip

_KINDS: dict[str, FaultKind] = {
    "kind": "type", "shape": "shape", "dtype": "dtype", "parameters": "shape", "unread": "type",
}  # fmt: skip
Inputs = dict[str, AnyNode]  # arguments before a call, by name
_EMPTY = records.Empty()
_digits = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_quoted = re.compile(r"'[^']*'")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a learner's recording first parts from the reference's."""

    kind: FaultKind
    call: int  # from 1; the first call that one of them lacks, if their numbers differ
    where: Where
    what: What
    place: str = ""  # without the element: "states[0]", "result[1]", "params[0].grad"
    index: tuple[int, ...] | None = None  # the element, if it is one of a tensor or list
    expected: AnyNode | None = None
    got: AnyNode | None = None
    streamed: bool = False  # in something that is taken item by item
    was: AnyNode | None = None  # of an argument: what it was before the call

    @property
    def full_place(self) -> str:
        """ "states[0][2, 1]"."""
        if not self.index:
            return self.place
        return f"{self.place}[{', '.join(map(str, self.index))}]"

    @property
    def basic(self) -> bool:
        """Whether the call didn't even give the kind of thing that was asked."""
        raised = self.where == "error" and self.what != "not raised"
        if self.place == "result" and self.what == "length":  # three results for two
            return not isinstance(self.expected, records.Stream)
        return raised or (self.kind in ("type", "shape") and not self.streamed)


def compare(learner: Recording, reference: Recording) -> Difference | None:
    """The first difference; None if there is none. Never raises.

    Tolerance and aspects are the reference's: "random" (values are not compared, but arguments
    that the reference leaves alone have to be left alone), "flat" ((n,) and (n, 1) are both
    right), "any .grad" (what stands in `.grad` of the arguments afterwards is not compared).
    Leaves `learner.failure` alone; with one, the number of calls says nothing.
    """
    return _Comparison(reference).first(learner)


def alike(one: Recording, other: Recording, rules: Recording) -> Difference | None:
    """The same for two learners' recordings, by the reference's tolerance and aspects.

    Neither is right, so what one has and the other lacks counts whichever way it is.
    """
    if _said(one, rules) != _said(other, rules):
        return Difference("required", 0, "calls", "name")
    if one.failure is not None and "given" in one.aspects:
        return None  # what they said of the smallest example has to do
    return _Comparison(rules, other, both=True).first(one)


def same_error(one: Error, other: Error) -> bool:
    """Whether two exceptions say the same, whatever numbers and variables are named in them."""
    if one.kind != other.kind:
        return False
    messages = one.message, other.message
    if one.kind in ("NameError", "UnboundLocalError"):
        messages = _quoted.sub("", one.message), _quoted.sub("", other.message)
    return _digits.sub("#", messages[0]) == _digits.sub("#", messages[1])


def _said(recording: Recording, rules: Recording) -> tuple[str, str]:
    """What the case itself said; where dice are thrown, numbers in it mean nothing."""
    if recording.failure is None:
        return "", ""
    return recording.failure.kind, message_of(recording.failure, "random" in rules.aspects)


def message_of(failure: Report, random: bool) -> str:
    """The message, without the numbers if those are chance or say only where or how long."""
    numbers = failure.kind == "required" and not random
    return failure.message if numbers else _digits.sub("#", failure.message)


class _Comparison:
    """Compares with one recording, by the rules of one (the same, as a rule)."""

    def __init__(
        self, rules: Recording, with_this: Recording | None = None, *, both: bool = False
    ) -> None:
        self._with = with_this or rules
        self._reference = rules
        self._both = both
        self._random = "random" in rules.aspects
        self._any_grad = "any .grad" in rules.aspects
        usual = Rules(rules.tolerance, flat="flat" in rules.aspects, values=not self._random)
        self._result_rules = usual
        self._gradient_rules = replace(usual, scaled=True)
        self._argument_rules = replace(usual, argument=True)
        self._kept_rules = replace(usual, argument=True, values=True)
        # Most arguments are seen twice in a call, as leaves and in their containers.
        self._near: set[Seen] = set()

    def first(self, learner: Recording) -> Difference | None:
        reference = self._with
        if learner.failure is not None and "given" in learner.aspects:
            return None  # these are the calls of one example only
        pairs = zip(reference.calls, learner.calls, strict=False)
        for number, (expected, got) in enumerate(pairs, start=1):
            if found := self._safely(expected, got):
                return replace(found, call=number)
            if expected.error is not None and not _in_raises(expected, got):
                return None  # both ended here
        wanted, made = len(reference.calls), len(learner.calls)
        if wanted == made or learner.failure is not None:
            return None
        count = records.Number(wanted), records.Number(made)
        return Difference("calls", min(wanted, made) + 1, "calls", "count", "", None, *count)

    def _safely(self, expected: Call, got: Call) -> Difference | None:
        try:
            return self._call(expected, got)
        except RecursionError:  # no recorder nests so deep
            return Difference("type", 0, "result", "unread", "result", None, expected.result)

    def _call(self, expected: Call, got: Call) -> Difference | None:
        self._near.clear()
        if expected.name != got.name:
            names = records.Text(expected.name), records.Text(got.name)
            return Difference("calls", 0, "calls", "name", "", None, *names)
        if expected.error is not None or got.error is not None:
            return self._error(expected, got)
        if _bytes(expected) == _bytes(got):
            return self._state(expected, got)
        return (
            self._result(expected, got)
            or self._gradients(expected, got)
            or self._leaves(expected, got)
            or self._after(expected, got)
            or self._state(expected, got)
        )

    def _error(self, expected: Call, got: Call) -> Difference | None:
        one, other = expected.error, got.error
        if other is None:
            return Difference("required", 0, "error", "not raised", got=got.result)
        if one is None:
            return Difference(other.report.kind, 0, "error", "raised")
        if self._both and not same_error(one, other):
            return Difference(other.report.kind, 0, "error", "other error")
        if one.kind != other.kind and not _in_raises(expected, got):
            return Difference(other.report.kind, 0, "error", "other error")
        return self._state(expected, got)

    def _result(self, expected: Call, got: Call) -> Difference | None:
        found = Walk(self._result_rules).first(expected.result, got.result, "result")
        if found is None or self._may_return_anything(expected, got):
            return None
        return _difference(_KINDS.get(found.what, "differs"), "result", found)

    def _may_return_anything(self, expected: Call, got: Call) -> bool:
        """Whether the call is there for what it does to its arguments: its result is ignored.

        A generator has done nothing yet, nor has what `async def` makes.
        """
        unrun = type(got.result) is records.Other and got.result.is_coroutine
        if unrun or type(got.result) is records.Stream:
            return False
        if type(expected.result) is not records.Empty and not (
            self._both and type(got.result) is records.Empty
        ):
            return False
        calls = [call for call in self._reference.calls if call.name == expected.name]
        returned = any(type(call.result) is not records.Empty for call in calls)
        return not returned and any(_changes_argument(call) for call in calls)

    def _gradients(self, expected: Call, got: Call) -> Difference | None:
        theirs = dict(got.gradients)
        for place, node in expected.gradients:
            other = theirs.pop(place, _EMPTY)
            missing = type(node) is records.Tensor and type(other) is records.Empty
            if missing or (self._both and (type(node) is not type(other))):
                return Difference("gradient", 0, "gradient", "missing", place, None, node, other)
            if type(node) is not records.Tensor:
                continue
            if found := Walk(self._gradient_rules).first(node, other, place):
                return _difference("gradient", "gradient", found)
        if self._both and theirs:
            return Difference("gradient", 0, "gradient", "extra", next(iter(theirs)))
        return None

    # --- what became of the arguments ------------------------------------------------------------

    def _leaves(self, expected: Call, got: Call) -> Difference | None:
        theirs = {leaf.place: leaf for leaf in got.leaves}
        inputs = dict(expected.inputs)
        for leaf in expected.leaves:
            other = theirs.get(leaf.place)
            if other is None:
                return Difference("argument", 0, "argument", "missing", leaf.place)
            if found := self._leaf(leaf, other, inputs):
                return replace(found, was=_at(inputs, leaf.place))
        return None

    def _leaf(self, expected: Leaf, got: Leaf, inputs: Inputs) -> Difference | None:
        if got.replaced != expected.replaced and (self._both or got.replaced):
            nodes = expected.value, got.value
            return Difference("argument", 0, "argument", "replaced", got.place, None, *nodes)
        if expected.replaced:
            return None  # what stands there now is compared with the container
        found = self._argument(expected.value, got.value, expected.place, inputs)
        return found or _graph(expected, got) or self._grad(expected, got)

    def _argument(
        self, expected: AnyNode, got: AnyNode, place: str, inputs: Inputs
    ) -> Difference | None:
        rules = self._argument_rules
        if self._random and (was := _at(inputs, place)) is not None and _unchanged(was, expected):
            rules = self._kept_rules
        found = Walk(rules, self._near).first(expected, got, place)
        if found is None:
            return None
        was = _at(inputs, place)
        difference = _difference("argument", "argument", found)
        if was is None:
            return difference
        what = difference.what
        if _unchanged(was, expected):
            what = "changed"
        elif _unchanged(was, got):
            what = "left"
        return replace(difference, what=what, was=was)

    def _grad(self, expected: Leaf, got: Leaf) -> Difference | None:
        if self._any_grad or (_is_nothing(expected.grad) and _is_nothing(got.grad)):
            return None
        place, nodes = f"{expected.place}.grad", (expected.grad, got.grad)
        if type(got.grad) is records.Empty:
            return Difference("argument", 0, "grad", "missing", place, None, *nodes)
        if type(expected.grad) is records.Empty:
            return Difference("argument", 0, "grad", "extra", place, None, *nodes)
        found = Walk(self._gradient_rules).first(*nodes, place)
        return None if found is None else _difference("argument", "grad", found)

    def _after(self, expected: Call, got: Call) -> Difference | None:
        theirs, inputs = dict(got.after), dict(expected.inputs)
        seen = {leaf.place for leaf in expected.leaves}
        for name, node in expected.after:
            if name in seen:
                continue  # a tensor: compared already
            if name not in theirs:
                return Difference("argument", 0, "argument", "missing", name)
            if found := self._argument(node, theirs[name], name, inputs):
                return found
        return None

    def _state(self, expected: Call, got: Call) -> Difference | None:
        new = [sentence for sentence in got.state if sentence not in expected.state]
        if self._both and not new:
            new = [sentence for sentence in expected.state if sentence not in got.state]
        if not new:
            return None
        return Difference("state", 0, "state", "state", got=records.Text(" ".join(new)))


def _difference(kind: FaultKind, where: Where, found: Found) -> Difference:
    return Difference(
        kind, 0, where, found.what, found.place, found.index, found.expected, found.got,
        found.streamed,
    )  # fmt: skip


def _bytes(call: Call) -> bytes:
    """What is compared of a call, exactly: 1, 1.0 and True differ, NaN equals NaN."""
    return records.encode((call.result, call.after, call.leaves, call.gradients))


def _in_raises(expected: Call, got: Call) -> bool:
    return expected.in_raises and got.in_raises


def _graph(expected: Leaf, got: Leaf) -> Difference | None:
    one, other = expected.value, got.value
    if type(one) is not records.Tensor or type(other) is not records.Tensor:
        return None
    what: What
    if one.leaf != other.leaf:
        what = "leaf"
    elif one.requires_grad != other.requires_grad:
        what = "requires_grad"
    else:
        return None
    return Difference("argument", 0, "argument", what, expected.place, None, one, other)


def _is_nothing(grad: AnyNode) -> bool:
    """No gradient, or nothing but zeros: both are ways to clear it."""
    if type(grad) is records.Tensor:
        return not grad.left_out and not grad.data.strip(b"\0")
    return type(grad) is records.Empty


def _changes_argument(call: Call) -> bool:
    inputs = dict(call.inputs)
    return any(
        name in inputs and not _unchanged(inputs[name], node) for name, node in call.after
    ) or bool(changed(call, call.leaves))


def changed(reference: Call, leaves: Sequence[Leaf]) -> list[str]:
    """The places of the leaves that hold other numbers than before the reference's call."""
    inputs = dict(reference.inputs)
    pairs = [(leaf, _at(inputs, leaf.place)) for leaf in leaves]
    return [
        leaf.place for leaf, was in pairs if was is not None and not _unchanged(was, leaf.value)
    ]


def _unchanged(was: AnyNode, now: AnyNode) -> bool:
    return Walk(Rules(0.0, argument=True)).first(was, now, "") is None


def _at(inputs: Inputs, place: str) -> AnyNode | None:
    """The node at a place such as "params[0]", "names['w']" or "net.0.weight", if there is one."""
    if place in inputs:
        return inputs[place]
    name = max((n for n in inputs if _begins(place, n)), key=len, default=None)
    if name is None:
        return None
    node: AnyNode | None = inputs[name]
    rest = place[len(name) :]
    while rest and node is not None:
        if isinstance(node, records.Module):
            return dict(node.parameters).get(rest[1:])
        step, _, rest = rest[1:].partition("]")
        node = _child(node, step)
    return node


def _begins(place: str, name: str) -> bool:
    return place.startswith(name) and place[len(name) : len(name) + 1] in ("", "[", ".")


def _child(node: AnyNode, step: str) -> AnyNode | None:
    if isinstance(node, records.Items):
        return node.items[int(step)] if step.isdecimal() and int(step) < len(node.items) else None
    pairs = node.items if isinstance(node, records.Fields) else ()
    return next((value for key, value in pairs if step in (key, repr(key))), None)
