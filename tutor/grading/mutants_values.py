"""Mutants by numbers, signs, comparisons, conditions, names and places in a tensor."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from tutor.grading.mutants_places import Change, Place, carries, is_number, name_of

_ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COMMUTE = (ast.Add, ast.Mult)
_WORDS = {"mean": "sum", "sum": "mean", "none": "mean", "fan_in": "fan_out", "fan_out": "fan_in"}
_RANDOM = ("rand", "rand_like", "uniform_", "random")
_LEFT_OUT = ("T", "mT", "data", "grad")
_INFINITE = ("inf", "infinity")


def arithmetic(place: Place) -> Iterator[Change]:
    """Another operator, operands swapped, one of them left out."""
    node = place.node
    if not isinstance(node, ast.BinOp) or _is_text(node.left) or _is_text(node.right):
        return
    kind = type(node.op)
    for other in _ARITHMETIC.get(kind, ()):
        yield place.change("arithmetic", ast.BinOp(node.left, other(), node.right))
    if kind not in _COMMUTE and kind in _ARITHMETIC and not _is_squared(place):
        yield place.change("operands swapped", ast.BinOp(node.right, node.op, node.left))
    if kind is not ast.MatMult:
        yield place.change("operand dropped", node.left)
    if kind in _COMMUTE:
        yield place.change("operand dropped", node.right)


def sign(place: Place) -> Iterator[Change]:
    """A sign left out; or a sign too many, before what is given back."""
    node = place.node
    if isinstance(node, ast.UnaryOp) and not isinstance(node.operand, ast.Constant):
        yield place.change("sign", node.operand)
    if isinstance(place.parent, ast.Return) and isinstance(node, ast.expr):
        number = carries(node, place.scope) or is_number(node, place.scope)
        if number and isinstance(node, ast.BinOp | ast.Call):
            yield place.change("sign", ast.UnaryOp(ast.USub(), node))


def comparison(place: Place) -> Iterator[Change]:
    """The limit included or not, and the opposite."""
    node = place.node
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        # Whether a limit is included shows where numbers are equal, which chance never makes them.
        by_chance = any(_is_random(each) for each in (node.left, *node.comparators))
        for other in _COMPARISONS[type(node.ops[0])][by_chance:]:
            yield place.change("comparison", ast.Compare(node.left, [other()], node.comparators))


def condition(place: Place) -> Iterator[Change]:
    """A condition that always or never holds, is turned round, or lacks a part."""
    node = place.node
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield place.change("condition", ast.BoolOp(other, node.values))
        for at in range(len(node.values)):
            left = [*node.values[:at], *node.values[at + 1 :]]
            new = left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
            yield place.change("condition", new)
    tested = isinstance(place.parent, ast.If | ast.IfExp) and place.slot == "test"
    if tested and isinstance(node, ast.expr):
        yield place.change("condition", ast.Constant(True))
        yield place.change("condition", ast.Constant(False))
        if not isinstance(node, ast.UnaryOp | ast.Compare):
            yield place.change("condition", ast.UnaryOp(ast.Not(), node))
    if isinstance(place.parent, ast.comprehension) and place.slot == "ifs":
        yield place.change("condition", ast.Constant(True))


def constant(place: Place) -> Iterator[Change]:
    """Another number, a flag turned round."""
    node = place.node
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        value = _number(node.operand)
        if isinstance(node.op, ast.USub) and value is not None:
            yield from _numbers(place, _others(-value))
        return
    if not isinstance(node, ast.Constant) or isinstance(place.parent, ast.UnaryOp):
        return
    if isinstance(place.parent, ast.keyword) and place.parent.arg in ("dim", "axis"):
        return  # `mutants_calls.dimension` knows better
    value = _number(node)
    if isinstance(node.value, bool):
        yield place.change("constant", ast.Constant(not node.value))
    elif value is not None:
        yield from _numbers(place, _others(value))
    elif isinstance(node.value, str) and node.value in _WORDS:
        yield place.change("constant", ast.Constant(_WORDS[node.value]))


def _numbers(place: Place, values: Sequence[float]) -> Iterator[Change]:
    for value in values:
        number: ast.expr = ast.Constant(abs(value))
        yield place.change("constant", number if value >= 0 else ast.UnaryOp(ast.USub(), number))


def _number(node: ast.Constant) -> int | float | None:
    plain = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return node.value if plain and isinstance(node.value, int | float) else None


def _others(value: float) -> list[float]:
    if isinstance(value, int):
        nearby = {-2: [-1], -1: [0, 1], 0: [1], 1: [0, 2], 2: [1, 3]}
        return [*nearby.get(value, [value - 1, value + 1])]
    if value == 0.0:
        return [1.0]
    return [0.0, 2 * value] if abs(value) != 0.5 else [0.0, 1.0]


def infinity(place: Place) -> Iterator[Change]:
    """The other end of the number line."""
    node = place.node
    if isinstance(node, ast.Attribute) and node.attr in _INFINITE and not place.stored:
        if isinstance(place.parent, ast.UnaryOp):
            return
        yield place.change("constant", ast.UnaryOp(ast.USub(), node))


def variable(place: Place) -> Iterator[Change]:
    """Another parameter of the same kind."""
    node, kinds = place.node, place.scope.kinds
    if not isinstance(node, ast.Name) or place.stored or node.id not in kinds:
        return
    tensor = node.id not in place.scope.number
    if tensor and _is_alike(place):
        return
    for other, kind in kinds.items():
        if other != node.id and kind == kinds[node.id] and kind != "bool":
            yield place.change("variable", ast.Name(other, ast.Load()))


def subscript(place: Place) -> Iterator[Change]:
    """A slice that begins or ends elsewhere; two places of an index swapped; none taken."""
    node = place.node
    if isinstance(node, ast.Slice):
        yield from _slices(place, node)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name) and not place.stored:
        yield from (place.change("slice", base) for base in [node.value]
                    if carries(base, place.scope))  # fmt: skip
    inside = isinstance(place.parent, ast.Subscript) and place.slot == "slice"
    if inside and isinstance(node, ast.Tuple) and len(node.elts) == 2:
        yield place.change("slice", ast.Tuple(node.elts[::-1], ast.Load()))


def _slices(place: Place, node: ast.Slice) -> Iterator[Change]:
    if node.lower is not None:
        yield place.change("slice", ast.Slice(None, node.upper, node.step))
        if not isinstance(node.lower, ast.Constant | ast.UnaryOp):
            later = ast.BinOp(node.lower, ast.Add(), ast.Constant(1))
            yield place.change("slice", ast.Slice(later, node.upper, node.step))
    if node.upper is not None:
        yield place.change("slice", ast.Slice(node.lower, None, node.step))
        if not isinstance(node.upper, ast.Constant | ast.UnaryOp):
            for step in (ast.Add(), ast.Sub()):
                moved = ast.BinOp(node.upper, step, ast.Constant(1))
                yield place.change("slice", ast.Slice(node.lower, moved, node.step))


def order(place: Place) -> Iterator[Change]:
    """A pair given back the other way round."""
    node = place.node
    given = isinstance(place.parent, ast.Return | ast.Yield)
    if given and isinstance(node, ast.Tuple) and len(node.elts) > 1:
        new = [node.elts[1], node.elts[0], *node.elts[2:]]
        yield place.change("order", ast.Tuple(new, ast.Load()))


def dimensions(place: Place) -> Iterator[Change]:
    """One dimension less where several are named: (0, 2, 3)."""
    node = place.node
    named = isinstance(place.parent, ast.keyword | ast.Call | ast.Assign | ast.IfExp)
    if not (named and isinstance(node, ast.Tuple | ast.List) and len(node.elts) > 1):
        return
    if place.stored or not all(isinstance(each, ast.Constant) for each in node.elts):
        return
    for at in range(len(node.elts)):
        left = [*node.elts[:at], *node.elts[at + 1 :]]
        new = ast.Tuple if isinstance(node, ast.Tuple) else ast.List
        yield place.change("dimension", new(left, ast.Load()))


def attribute(place: Place) -> Iterator[Change]:
    """Not transposed; the parameter instead of its gradient."""
    node = place.node
    if isinstance(node, ast.Attribute) and node.attr in _LEFT_OUT and not place.stored:
        yield place.change("attribute", node.value)


def _is_squared(place: Place) -> bool:
    """Whether the sign of a difference is lost at once: `(a - b) ** 2`."""
    parent = place.parent
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow) and place.slot == "left":
        return isinstance(parent.right, ast.Constant) and parent.right.value in (2, 4)
    name = parent.attr if isinstance(parent, ast.Attribute) else ""
    return (name or (name_of(parent) if isinstance(parent, ast.Call) else "")) in ("abs", "square")


def _is_random(node: ast.expr) -> bool:
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return any(name_of(call) in _RANDOM for call in calls)


def _is_alike(place: Place) -> bool:
    """Whether something is asked that is mostly the same of a call's tensors: length, dtype."""
    parent = place.parent
    if isinstance(parent, ast.Attribute):
        return parent.attr in ("device", "dim", "dtype", "ndim")
    return isinstance(parent, ast.Call) and name_of(parent) == "len"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


MAKERS: tuple[Callable[[Place], Iterator[Change]], ...] = (
    arithmetic, sign, comparison, condition, constant, infinity, variable, subscript, order,
    dimensions, attribute,
)  # fmt: skip
