"""Arguments, leaves and gradients of two recorded calls, held against one another.

Leaves of a module that the code under test made have names and an order that are its own affair:
they are compared by name, and if that fails, each may stand for any other of its shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from tutor.grading import records
from tutor.grading.differing import (
    Difference,
    Inputs,
    at,
    difference,
    graph,
    is_nothing,
    unchanged,
)
from tutor.grading.records import AnyNode, Call, Leaf, Recording
from tutor.grading.walking import Rules, Seen, Walk

ANY = "any "  # an aspect: what becomes of this argument, or what that function gives, is free
_EMPTY = records.Empty()
_root = re.compile(r"[\[.]")
Gradient = tuple[str, AnyNode]  # place, gradient
Each = TypeVar("Each", Leaf, Gradient)


class Arguments:
    """Compares what became of arguments, by the rules of one recording."""

    def __init__(self, rules: Recording, *, both: bool = False) -> None:
        """`both`: neither recording is right, so what one lacks counts whichever way it is."""
        self._both = both
        self._random = "random" in rules.aspects
        self._any_grad = "any .grad" in rules.aspects
        self._names = "names" in rules.aspects
        self._any = {aspect.removeprefix(ANY) for aspect in rules.aspects if aspect.startswith(ANY)}
        usual = Rules(
            rules.tolerance,
            flat="flat" in rules.aspects,
            values=not self._random,
            scaled=rules.is_large,  # a small difference of large numbers is mostly rounding
            names=self._names,
        )
        self.result_rules = usual
        self._gradient_rules = replace(usual, scaled=True)
        self._argument_rules = replace(usual, argument=True)
        self._kept_rules = replace(usual, argument=True, values=True)
        # Most arguments are seen twice in a call, as leaves and in their containers.
        self._near: set[Seen] = set()
        # Modules that the code under test made, and that have held the same numbers as the
        # reference's: by chance those of two right answers never do.
        self._known: set[str] = set()

    def is_free(self, place: str) -> bool:
        """Whether "any NAME" says that what is there doesn't count."""
        return bool(self._any) and (_root.split(place, maxsplit=1)[0] in self._any)

    def first(self, expected: Call, got: Call) -> Difference | None:
        """The first difference in gradients, leaves and arguments."""
        return (
            self._gradients(expected, got)
            or self._leaves(expected, got)
            or self._after(expected, got)
        )

    def begin(self, expected: Call, got: Call) -> None:
        """Two calls come next. Notes which modules can be known by their numbers."""
        self._near.clear()
        theirs = _by_module(got.leaves)
        for name, ours in _by_module(expected.leaves).items():
            if ours[0].filled or (
                name not in self._known and _numbers(ours) == _numbers(theirs.get(name, []))
            ):
                self._known.add(name)

    # --- gradients -------------------------------------------------------------------------------

    def _gradients(self, expected: Call, got: Call) -> Difference | None:
        within, theirs_within = _modules(expected), _modules(got)
        theirs = dict(got.gradients)
        wanted: dict[str, list[Gradient]] = {}
        for place, node in expected.gradients:
            if place in within:
                wanted.setdefault(within[place], []).append((place, node))
                continue
            other = theirs.pop(place, _EMPTY)
            if not self.is_free(place) and (found := self._gradient(place, node, other)):
                return found
        for module, ours in wanted.items():
            those = [pair for pair in got.gradients if theirs_within.get(pair[0]) == module]
            for place, _ in those:
                theirs.pop(place, None)
            if found := self._gradients_in(module, ours, those):
                return found
        left = [place for place in theirs if not self.is_free(place)]
        if self._both and left:
            return Difference("gradient", 0, "gradient", "extra", left[0])
        return None

    def _gradient(
        self, place: str, node: AnyNode, other: AnyNode, known: bool = True
    ) -> Difference | None:
        missing = type(node) is records.Tensor and type(other) is records.Empty
        if missing or (self._both and (type(node) is not type(other))):
            return Difference("gradient", 0, "gradient", "missing", place, None, node, other)
        if type(node) is not records.Tensor:
            return None
        rules = self._gradient_rules if known else replace(self._gradient_rules, values=False)
        found = Walk(rules).first(node, other, place)
        return None if found is None else difference("gradient", "gradient", found)

    def _gradients_in(
        self, module: str, ours: list[Gradient], theirs: list[Gradient]
    ) -> Difference | None:
        if self.is_free(ours[0][0]):
            return None
        known = module in self._known

        def part(one: Gradient, other: Gradient | None) -> Difference | None:
            place, node = other or (one[0], _EMPTY)
            return self._gradient(place, one[1], node, known)

        wanted = [pair for pair in ours if type(pair[1]) is records.Tensor]
        return self._paired(wanted if not self._both else ours, theirs, _shape_of_gradient, part)

    def _paired(
        self,
        ours: Sequence[Each],
        theirs: Sequence[Each],
        shape: Callable[[Each], object],
        part: Callable[[Each, Each | None], Difference | None],
    ) -> Difference | None:
        """By name where the names are the same; otherwise each with any other of its shape."""
        found = None
        named = {_place(each): each for each in theirs}
        if named.keys() >= {_place(each) for each in ours}:
            pairs = [(each, named[_place(each)]) for each in ours]
            found = next((f for one, other in pairs if (f := part(one, other))), None)
            if found is None or self._names:
                return found
        left = list(theirs)
        for each in ours:
            alike = [other for other in left if shape(other) == shape(each)]
            fitting = next((other for other in alike if part(each, other) is None), None)
            if fitting is None:
                return found or part(each, alike[0] if alike else None)
            left.remove(fitting)
        return None

    # --- what became of the arguments ------------------------------------------------------------

    def _leaves(self, expected: Call, got: Call) -> Difference | None:
        theirs = {leaf.place: leaf for leaf in got.leaves}
        inputs = dict(expected.inputs)
        for leaf in expected.leaves:
            if leaf.module or self.is_free(leaf.place):
                continue
            other = theirs.get(leaf.place)
            if other is None:
                return Difference("argument", 0, "argument", "missing", leaf.place)
            if found := self._leaf(leaf, other, inputs):
                return replace(found, was=at(inputs, leaf.place))
        modules = _by_module(got.leaves)
        for module, ours in _by_module(expected.leaves).items():
            if found := self._leaves_in(module, ours, modules.get(module, [])):
                return found
        return None

    def _leaves_in(self, module: str, ours: list[Leaf], theirs: list[Leaf]) -> Difference | None:
        if self.is_free(ours[0].place) or self.is_free(module):
            return None
        if sorted(map(_shape_of_leaf, ours)) != sorted(map(_shape_of_leaf, theirs)):
            return None  # the module itself says so
        known = module in self._known

        def part(one: Leaf, other: Leaf | None) -> Difference | None:
            return None if other is None else self._leaf(one, other, {}, known)

        return self._paired(ours, theirs, _shape_of_leaf, part)

    def _leaf(
        self, expected: Leaf, got: Leaf, inputs: Inputs, known: bool = True
    ) -> Difference | None:
        if got.replaced != expected.replaced and (self._both or got.replaced):
            nodes = expected.value, got.value
            return Difference("argument", 0, "argument", "replaced", got.place, None, *nodes)
        if expected.replaced:
            return None  # what stands there now is compared with the container
        found = self._argument(expected.value, got.value, got.place, inputs, known)
        found = found or graph(expected, got) or self._grad(expected, got, known)
        if found is None and got.touched and not expected.touched and not got.module:
            nodes = expected.value, got.value
            return Difference("argument", 0, "argument", "nudged", got.place, None, *nodes)
        return found

    def _argument(
        self, expected: AnyNode, got: AnyNode, place: str, inputs: Inputs, known: bool = True
    ) -> Difference | None:
        was = at(inputs, place)
        rules = self._argument_rules
        if self._random and was is not None and unchanged(was, expected):
            rules = self._kept_rules
        if not known:
            rules = replace(rules, values=False)
        found = Walk(rules, self._near if known else None).first(expected, got, place)
        if found is None:
            return None
        parted = difference("argument", "argument", found)
        if was is None or parted.what in ("mode", "parameters", "names"):
            return parted
        what = parted.what
        if unchanged(was, expected):
            what = "changed"
        elif unchanged(was, got):
            what = "left"
        return replace(parted, what=what, was=was)

    def _grad(self, expected: Leaf, got: Leaf, known: bool) -> Difference | None:
        if self._any_grad or (is_nothing(expected.grad) and is_nothing(got.grad)):
            return None
        place, nodes = f"{got.place}.grad", (expected.grad, got.grad)
        if not known and is_nothing(expected.grad) != is_nothing(got.grad):
            return None  # with other numbers all of them may come out as 0
        if type(got.grad) is records.Empty:
            return Difference("argument", 0, "grad", "missing", place, None, *nodes)
        if type(expected.grad) is records.Empty:
            return Difference("argument", 0, "grad", "extra", place, None, *nodes)
        rules = self._gradient_rules if known else replace(self._gradient_rules, values=False)
        found = Walk(rules).first(*nodes, place)
        return None if found is None else difference("argument", "grad", found)

    def _after(self, expected: Call, got: Call) -> Difference | None:
        theirs, inputs = dict(got.after), dict(expected.inputs)
        seen = {leaf.place for leaf in expected.leaves}
        for name, node in expected.after:
            if name in seen or self.is_free(name):
                continue  # a tensor: compared already
            if name not in theirs:
                return Difference("argument", 0, "argument", "missing", name)
            if found := self._argument(node, theirs[name], name, inputs):
                return found
        return None


def _by_module(leaves: Sequence[Leaf]) -> dict[str, list[Leaf]]:
    found: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        if leaf.module:
            found.setdefault(leaf.module, []).append(leaf)
    return found


def _modules(call: Call) -> Mapping[str, str]:
    """Place of a leaf -> the module made by the code under test that it is in."""
    return {leaf.place: leaf.module for leaf in call.leaves if leaf.module}


def _numbers(leaves: Sequence[Leaf]) -> list[tuple[list[int], bytes]]:
    """The numbers of all leaves, in whatever order they stand."""
    nodes = [leaf.value for leaf in leaves if type(leaf.value) is records.Tensor]
    return sorted((node.shape, node.data) for node in nodes)


def _place(each: Leaf | Gradient) -> str:
    return each.place if isinstance(each, Leaf) else each[0]


def _shape_of_gradient(gradient: Gradient) -> object:
    return gradient[1].shape if type(gradient[1]) is records.Tensor else None


def _shape_of_leaf(leaf: Leaf) -> list[int]:
    return leaf.value.shape if type(leaf.value) is records.Tensor else []
