"""Two recorded values, walked through side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tutor.grading import arrays
from tutor.grading.records import (
    MADE,
    AnyNode,
    Fields,
    Items,
    Module,
    Number,
    Other,
    Stream,
    Tensor,
    Text,
)

WhatNode = Literal[
    "kind", "shape", "dtype", "value", "length", "keys", "parameters", "names", "mode", "unread"
]
_SETS = ("set", "frozenset")
_TENSORS = ("tensor", "parameter")  # one is as good as the other


Seen = tuple[str, bytes, bytes]  # dtype, and the bytes of both


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as equal."""

    tolerance: float | None = None  # of all floats; None: the default of each dtype
    flat: bool = False  # (n,) and (n, 1) are the same shape
    values: bool = True  # whether values are compared at all
    scaled: bool = False  # the tolerance grows with the largest number of a tensor
    argument: bool = False  # it is an argument afterwards, so modules have to hold the same numbers
    names: bool = False  # parameters and buffers of modules have to be called the same


@dataclass(frozen=True, slots=True)
class Found:
    """A place where two values part."""

    what: WhatNode
    place: str  # of the nodes, "result[0]"
    expected: AnyNode
    got: AnyNode
    index: tuple[int, ...] | None = None  # of the element in them
    streamed: bool = False


class Walk:
    """One walk. Kinds, shapes and dtypes anywhere come before values."""

    def __init__(self, rules: Rules, near: set[Seen] | None = None) -> None:
        """`near`: tensors that were found to be equal by the same rules; what is, is added."""
        self._rules = rules
        self._near = set() if near is None else near
        self._value: Found | None = None  # the first that differs only in value
        self._streamed = False

    def first(self, expected: AnyNode, got: AnyNode, place: str) -> Found | None:
        """Where the two part; None if they are equal."""
        return self._node(expected, got, place) or self._value

    def _node(self, expected: AnyNode, got: AnyNode, place: str) -> Found | None:
        method = _METHODS.get(type(expected))
        if method is None:
            return (
                None if type(expected) is type(got) else self._found("kind", expected, got, place)
            )
        return method(self, expected, got, place)

    def _found(self, what: WhatNode, expected: AnyNode, got: AnyNode, place: str) -> Found:
        return Found(what, place, expected, got, None, self._streamed)

    def _note(
        self, expected: AnyNode, got: AnyNode, place: str, index: tuple[int, ...] | None = None
    ) -> None:
        if self._value is None and self._rules.values:
            self._value = Found("value", place, expected, got, index, self._streamed)

    # --- numbers ---------------------------------------------------------------------------------

    def _tensor(self, expected: Tensor, got: AnyNode, place: str) -> Found | None:
        if not isinstance(got, Tensor) or (expected.kind in _TENSORS) != (got.kind in _TENSORS):
            return self._found("kind", expected, got, place)
        if expected.shape != got.shape and not self._as_flat(expected, got):
            return self._found("shape", expected, got, place)
        if expected.dtype != got.dtype:
            return self._found("dtype", expected, got, place)
        if expected.left_out or (expected.data == got.data and not got.left_out):
            return None  # the same, or nobody knows what it should be
        return self._elements(expected, got, place)

    def _elements(self, expected: Tensor, got: Tensor, place: str) -> Found | None:
        tolerance = arrays.tolerance_of(expected.dtype, self._rules.tolerance)
        seen = (expected.dtype, expected.data, got.data)
        if not got.left_out and (
            seen in self._near or arrays.clearly_near(expected, got, tolerance)
        ):
            self._near.add(seen)
            return None
        ours, theirs = arrays.array(expected), arrays.array(got)
        if got.left_out or (theirs is None and ours is not None):
            return self._found("unread", expected, got, place)
        if ours is None or theirs is None:  # numpy doesn't know the dtype: it's bytes against bytes
            self._note(expected, got, place)
        elif self._value is None and self._rules.values:
            theirs = theirs.reshape(ours.shape)
            differ = arrays.wrong(ours, theirs, tolerance, self._rules.scaled)
            if differ is not None:
                self._note(expected, got, place, arrays.first(differ))
        return None

    def _as_flat(self, expected: Tensor, got: Tensor) -> bool:
        one, other = sorted((expected.shape, got.shape), key=len)
        return self._rules.flat and len(one) == 1 and other == [*one, 1]

    def _number(self, expected: Number, got: AnyNode, place: str) -> Found | None:
        if not isinstance(got, Number) or not _fits(expected.value, got.value):
            return self._found("kind", expected, got, place)
        if not self._close(expected, got):
            self._note(expected, got, place)
        return None

    def _close(self, expected: Number, got: Number) -> bool:
        if type(expected.value) is not float:
            return expected.value == got.value
        tolerance = arrays.tolerance_of("", self._rules.tolerance)
        return arrays.near(expected.value, got.value, tolerance)

    def _text(self, expected: Text, got: AnyNode, place: str) -> Found | None:
        if not isinstance(got, Text):
            return self._found("kind", expected, got, place)
        if expected.value != got.value:
            self._note(expected, got, place)
        return None

    # --- what holds others -----------------------------------------------------------------------

    def _sequence(self, expected: Items | Stream, got: AnyNode, place: str) -> Found | None:
        if not isinstance(got, (Items, Stream)) or _is_set(expected) != _is_set(got):
            return self._found("kind", expected, got, place)
        if isinstance(expected, Items) and isinstance(got, Stream) and not got.ended:
            return self._found("kind", expected, got, place)  # a generator that nobody emptied
        before = self._streamed
        self._streamed = before or isinstance(expected, Stream) or isinstance(got, Stream)
        try:
            if not _same_length(expected, got):
                return self._found("length", expected, got, place)
            return self._items(expected, got, place)
        finally:
            self._streamed = before

    def _items(self, expected: Items | Stream, got: Items | Stream, place: str) -> Found | None:
        pairs = zip(expected.items, got.items, strict=False)
        for index, (one, other) in enumerate(pairs):
            if type(one) is Number and type(other) is Number and _fits(one.value, other.value):
                if not self._close(one, other):
                    self._note(expected, got, place, (index,))
            elif found := self._node(one, other, f"{place}[{index}]"):
                return found
        return None

    def _fields(self, expected: Fields, got: AnyNode, place: str) -> Found | None:
        if not isinstance(got, Fields):
            return self._found("kind", expected, got, place)
        theirs = dict(got.items)
        if len(theirs) != len(got.items) or theirs.keys() != {key for key, _ in expected.items}:
            return self._found("keys", expected, got, place)
        for key, node in expected.items:
            if found := self._node(node, theirs[key], f"{place}[{key!r}]"):
                return found
        return None

    def _module(self, expected: Module, got: AnyNode, place: str) -> Found | None:
        if not isinstance(got, Module):
            return self._found("kind", expected, got, place)
        if _shapes(expected.parameters) != _shapes(got.parameters):
            return self._found("parameters", expected, got, place)
        made = expected.made or got.made
        found = None
        if self._rules.names:
            found = self._named(expected, got, place)
        elif self._rules.argument and not made:
            found = self._in_order(expected, got, place)
        if found is not None:
            return found
        if expected.training != got.training:
            return self._found("mode", expected, got, place)
        return None

    def _named(self, expected: Module, got: Module, place: str) -> Found | None:
        pairs = ((expected.parameters, got.parameters), (expected.buffers, got.buffers))
        if any(_keys(ours) != _keys(theirs) for ours, theirs in pairs):
            return self._found("names", expected, got, place)
        for ours, theirs in pairs:
            others = dict(theirs)
            for name, one in ours:
                if found := self._node(one, others[name], f"{place}.{name}"):
                    return found
        return None

    def _in_order(self, expected: Module, got: Module, place: str) -> Found | None:
        """Of a module that the case made: on both sides the same was registered."""
        pairs = ((expected.parameters, got.parameters), (expected.buffers, got.buffers))
        for ours, theirs in pairs:
            for (name, one), (_, other) in zip(ours, theirs, strict=False):
                if found := self._node(one, other, f"{place}.{name}"):
                    return found
        return None

    def _other(self, expected: Other, got: AnyNode, place: str) -> Found | None:
        if expected.text == MADE and _is_made(got):
            return None
        if not isinstance(got, Other) or expected.kind != got.kind:
            return self._found("kind", expected, got, place)
        # A text such as "<function f>" is only a name of the thing, not what it is.
        if expected.text != got.text and not expected.text.startswith("<"):
            self._note(expected, got, place)
        return None


# A node of another class (Empty, Same) is equal to every one of its own.
_METHODS: Mapping[type, Callable[[Walk, Any, AnyNode, str], Found | None]] = {
    Tensor: Walk._tensor,
    Number: Walk._number,
    Text: Walk._text,
    Items: Walk._sequence,
    Stream: Walk._sequence,
    Fields: Walk._fields,
    Module: Walk._module,
    Other: Walk._other,
}


def _fits(expected: bool | int | float, got: bool | int | float) -> bool:
    """Whether one plain number may stand for the other: an int for a float, nothing else."""
    kind = type(got)
    return kind is type(expected) or (type(expected) is float and kind is int)


def _is_made(node: AnyNode) -> bool:
    return node.made if isinstance(node, Module) else isinstance(node, Other) and node.text == MADE


def _is_set(node: Items | Stream) -> bool:
    return node.kind in _SETS


def _same_length(expected: Items | Stream, got: Items | Stream) -> bool:
    """Whether there are as many items; of a stream that hasn't ended, as many as were taken."""
    ours, theirs = _length(expected), _length(got)
    if isinstance(expected, Stream) and not expected.ended:
        return theirs >= ours
    return theirs == ours


def _length(node: Items | Stream) -> int:
    return len(node.items) + (node.more if isinstance(node, Items) else 0)


def _keys(named: Sequence[tuple[str, AnyNode]]) -> list[str]:
    return sorted(name for name, _ in named)


def _shapes(parameters: Sequence[tuple[str, AnyNode]]) -> list[list[int]]:
    return sorted(node.shape for _, node in parameters if isinstance(node, Tensor))
