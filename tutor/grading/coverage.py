"""Which inputs that tell mistakes apart an exercise's cases lack, seen from its recordings.

A square matrix hides a transposed one, a single parameter hides a loop that ends too soon. Each
kind of telling input (`check_words.KINDS`) applies to some functions and not to others; what
applies and never came is a lack, unless `check.py` says `without(kind, because=…)`.

This is the parent's side: recordings are read as plain data, and torch isn't loaded.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tutor.course import exercise_code
from tutor.grading import numbers
from tutor.grading.records import AnyNode, Call, Fields, Items, Number, Recording, Tensor

LARGE = 100.0  # exp of it overflows float32, a sum of squares shows what is lost to rounding
SIZES = ("batch_size", "size", "k")  # parameters that divide rows into batches or folds
LENGTHS = ("n",)  # parameters that say how many rows there are

Place = tuple[str, str]  # the argument, and what to add


@dataclass(frozen=True, slots=True)
class Lack:
    """A kind of input that no call of a function had."""

    kind: str  # of check_words.KINDS
    function: str  # "corr2d"
    argument: str  # "K"; "" if it is about all of them
    message: str  # what no call had, and what to add


@dataclass(frozen=True, slots=True)
class _Call:
    """The arguments of one call, and the variant that it was made in."""

    variant: str
    arguments: list[tuple[str, AnyNode]]
    gradients: list[Tensor]  # what stood in `.grad` of tensors among the arguments
    exact: bool  # whether these are the arguments as they were before the call

    @property
    def direct(self) -> list[tuple[str, Tensor]]:
        """The tensors that are arguments themselves."""
        return [(name, node) for name, node in self.arguments if isinstance(node, Tensor)]

    @property
    def tensors(self) -> list[Tensor]:
        """All tensors in the arguments, in lists and dictionaries too."""
        return [tensor for _, node in self.arguments for tensor in _within(node)]

    @property
    def sizes(self) -> dict[str, int]:
        """The arguments that are whole numbers above 1."""
        whole = ((n, node.value) for n, node in self.arguments if isinstance(node, Number))
        return {n: value for n, value in whole if type(value) is int and value > 1}

    @property
    def floats(self) -> list[Tensor]:
        return [each for each in (*self.tensors, *self.gradients) if numbers.is_float(each)]


def lacking(recordings: Sequence[Recording], excused: Mapping[str, str]) -> list[Lack]:
    """What the cases lack, by function, without the kinds that are excused.

    `recordings`: of the reference, all cases and variants. Where they don't hold the arguments as
    they were before each call (`Call.inputs`), a variant is trusted to have done what it says.
    """
    return [lack for lack in _all(recordings, excused) if lack.kind not in excused]


def needless(recordings: Sequence[Recording], excused: Mapping[str, str]) -> list[str]:
    """The kinds that are excused though no function lacks them."""
    lacked = {lack.kind for lack in _all(recordings, excused)}
    return [kind for kind in excused if kind not in lacked]


def excused(check_source: str) -> dict[str, str]:
    """The kinds that a `check.py` says it does `without`, and why."""
    try:
        tree = ast.parse(check_source)
    except (SyntaxError, ValueError):
        return {}  # it can't be loaded either, which is said elsewhere
    found = exercise_code.excuses(tree)
    return {each.what: each.because for each in found if each.function == "without"}


def _all(recordings: Sequence[Recording], excused: Mapping[str, str]) -> Iterator[Lack]:
    made = {call.name.lower() for recording in recordings for call in recording.calls}
    by_function: dict[str, list[_Call]] = {}
    for recording in recordings:
        variant = recording.case.partition("[")[2].removesuffix("]")
        for call in recording.calls:
            if call.error is None and (call.after or call.inputs):
                by_function.setdefault(_name(call.name, made), []).append(_call(call, variant))
    for function, calls in by_function.items():
        for kind, rule in _RULES.items():
            # Sizes that differ tell a transposed matrix, symmetric or not.
            if kind == "symmetric" and "square" not in excused:
                continue
            for argument, message in rule(calls):
                yield Lack(kind, function, argument, f"`{function}`: {message}")


def _name(name: str, made: Collection[str]) -> str:
    """ "net.step" for "net2.step", if a constructor `Net` was called: things of it are numbered."""
    thing, dot, method = name.partition(".")
    for one in made:
        if thing.startswith(one) and thing.removeprefix(one).isdecimal():
            return f"{one}{dot}{method}"
    return name


def _call(call: Call, variant: str) -> _Call:
    gradients = [leaf.grad for leaf in call.leaves if isinstance(leaf.grad, Tensor)]
    return _Call(variant, call.inputs or call.after, gradients, bool(call.inputs))


def _within(node: AnyNode) -> Iterator[Tensor]:
    if isinstance(node, Tensor):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _within(item)
    elif isinstance(node, Fields):
        for _, item in node.items:
            yield from _within(item)


# --- shapes ---------------------------------------------------------------------------------------


def _square(calls: Sequence[_Call]) -> Iterator[Place]:
    shapes: dict[tuple[str, int], set[tuple[int, ...]]] = {}
    for call in calls:
        for name, tensor in call.direct:
            shapes.setdefault((name, len(tensor.shape)), set()).add(tuple(tensor.shape))
    for (name, dims), seen in shapes.items():
        for one, other in combinations(range(dims), 2):
            always_one = dims > 2 and all(shape[one] == shape[other] == 1 for shape in seen)
            if not always_one and all(shape[one] == shape[other] for shape in seen):
                where = "is square" if dims == 2 else f"has dimensions {one} and {other} alike"
                yield name, f"{name} {where} in every call; let all sizes differ, as in draw(5, 3)"
                break
    yield from _equal_numbers(calls)


def _equal_numbers(calls: Sequence[_Call]) -> Iterator[Place]:
    """Two sizes that are numbers, such as fan_in and fan_out."""
    sizes = [call.sizes for call in calls]
    for one, other in combinations(sizes[0], 2):
        if all(one in each and each.get(other) == each[one] for each in sizes):
            yield one, f"{one} and {other} are the same number in every call; let them differ"


def _symmetric(calls: Sequence[_Call]) -> Iterator[Place]:
    seen: dict[str, bool] = {}  # whether all of an argument's matrices are square and symmetric
    for call in calls:
        for name, tensor in call.direct:
            if len(tensor.shape) == 2 and max(tensor.shape) > 1:
                seen[name] = seen.get(name, True) and numbers.is_symmetric(tensor)
    for name in (name for name, all_are in seen.items() if all_are):
        yield name, f"every {name} is symmetric; give one that isn't"


def _several(calls: Sequence[_Call]) -> Iterator[Place]:
    lists: dict[str, set[tuple[int, ...]]] = {}  # the lists of tensors, and the shapes in the last
    for call in calls:
        for name, node in call.arguments:
            tensors = node.items if isinstance(node, Items) else []
            shapes = [tuple(each.shape) for each in tensors if isinstance(each, Tensor)]
            if shapes and len(shapes) == len(tensors):
                lists[name] = set(shapes)
                if len(lists[name]) > 1:
                    return
    for name in list(lists)[:1]:
        advice = "give several, as `draw.parameters()` does"
        yield name, f"{name} never holds tensors of different shape; {advice}"


def _single(calls: Sequence[_Call]) -> Iterator[Place]:
    name = _rows(calls)
    if name and not any(t.shape[0] == 1 for c in calls for n, t in c.direct if n == name):
        yield name, f'{name} never has one row only; say `also=("single",)`'


def _rows(calls: Sequence[_Call]) -> str:
    """The first argument that is a tensor with rows; "" if there is none."""
    return next((n for c in calls for n, t in c.direct if len(t.shape) > 1), "")


def _noncontiguous(calls: Sequence[_Call]) -> Iterator[Place]:
    large = [c for c in calls if any(len(t.shape) > 1 and max(t.shape) > 1 for t in c.tensors)]
    if large and not any(call.variant == "noncontiguous" for call in large):
        yield "", 'no tensor is non-contiguous; say `also=("noncontiguous",)`'


def _uneven(calls: Sequence[_Call]) -> Iterator[Place]:
    found = ""
    for call in calls:
        given = call.sizes
        lengths = [tensor.shape[0] for _, tensor in call.direct if tensor.shape]
        lengths += [given[name] for name in LENGTHS if name in given]
        for name in (each for each in SIZES if each in given and lengths):
            found = found or name
            if any(length > given[name] and length % given[name] for length in lengths):
                return
    if found:
        yield found, f"{found} divides the number of rows in every call; leave something over"


# --- numbers --------------------------------------------------------------------------------------


def _float64(calls: Sequence[_Call]) -> Iterator[Place]:
    floats = [tensor for call in calls for tensor in call.floats]
    if floats and not any(tensor.dtype == "float64" for tensor in floats):
        yield "", 'nothing is float64; say `also=("float64",)`'


def _values(
    variant: str, has: Callable[[Tensor], bool], what: str
) -> Callable[[Sequence[_Call]], Iterator[Place]]:
    """The rule that some float in some call has to be of a kind."""

    def rule(calls: Sequence[_Call]) -> Iterator[Place]:
        some = [call for call in calls if call.floats]
        if not some or any(call.variant == variant and not call.exact for call in some):
            return
        if not any(has(tensor) for call in some for tensor in call.floats):
            yield "", f'{what}; say `also=("{variant}",)`, or write such numbers down'

    return rule


_RULES: Mapping[str, Callable[[Sequence[_Call]], Iterator[Place]]] = {
    "square": _square,
    "symmetric": _symmetric,
    "several": _several,
    "single": _single,
    "noncontiguous": _noncontiguous,
    "float64": _float64,
    "zeros": _values("zeros", numbers.has_zero, "no number is exactly 0"),
    "large": _values(
        "large", lambda tensor: numbers.largest(tensor) >= LARGE, "no number is 100 or more"
    ),
    "negative": _values("negative", numbers.has_negative, "no number is negative"),
    "uneven": _uneven,
}
