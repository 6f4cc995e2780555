"""Where two recordings part, and what helps to say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tutor.engine.verdicts import FaultKind
from tutor.grading import records
from tutor.grading.records import AnyNode, Call, Leaf
from tutor.grading.walking import Found, Rules, Walk

Where = Literal["calls", "error", "result", "gradient", "argument", "grad", "state"]
What = Literal[
    "kind", "shape", "dtype", "value", "length", "keys", "parameters", "names", "mode",
    "unread",
    "missing",  # there is none: a gradient, an argument
    "extra",  # there should be none: a .grad
    "raised", "not raised", "other error",
    "replaced", "changed", "nudged", "left",  # what became of an argument
    "leaf", "requires_grad",
    "name", "count",  # of calls
    "state",
    "memory",  # that a result shares
    "dice",  # random numbers that were drawn
]  # fmt: skip

KINDS: dict[str, FaultKind] = {
    "kind": "type", "shape": "shape", "dtype": "dtype", "parameters": "shape", "unread": "type",
}  # fmt: skip
Inputs = dict[str, AnyNode]  # arguments before a call, by name


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


def difference(kind: FaultKind, where: Where, found: Found) -> Difference:
    """The difference that a walk has found; whose call it is has to be said yet."""
    return Difference(
        kind, 0, where, found.what, found.place, found.index, found.expected, found.got,
        found.streamed,
    )  # fmt: skip


def graph(expected: Leaf, got: Leaf) -> Difference | None:
    """Whether a leaf is one afterwards, and requires a gradient, as it should."""
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


def is_nothing(grad: AnyNode) -> bool:
    """No gradient, or nothing but zeros: both are ways to clear it."""
    if type(grad) is records.Tensor:
        return not grad.left_out and not grad.data.strip(b"\0")
    return type(grad) is records.Empty


def changes_argument(call: Call) -> bool:
    """Whether the reference's call changed anything that it was given."""
    inputs = dict(call.inputs)
    return any(
        name in inputs and not unchanged(inputs[name], node) for name, node in call.after
    ) or bool(changed(call, call.leaves))


def changed(reference: Call, leaves: Sequence[Leaf]) -> list[str]:
    """The places of the leaves that hold other numbers than before the reference's call."""
    inputs = dict(reference.inputs)
    pairs = [(leaf, at(inputs, leaf.place)) for leaf in leaves]
    return [leaf.place for leaf, was in pairs if was is not None and not unchanged(was, leaf.value)]


def unchanged(was: AnyNode, now: AnyNode) -> bool:
    """Whether it is the same as before, to the last digit."""
    return Walk(Rules(0.0, argument=True)).first(was, now, "") is None


def at(inputs: Inputs, place: str) -> AnyNode | None:
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
            # Of a module that the code under test made, numbers stand with its leaves only.
            return None if node.made else dict(node.parameters).get(rest[1:])
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
