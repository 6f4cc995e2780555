"""Mutants by calls: another function, arguments swapped or left out, a dimension, a gradient."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from tutor.grading.mutants_places import Change, Place, carries, name_of

# What is written instead of each; both ways are listed where both make sense.
_OTHER = {
    "max": ("min",), "min": ("max",), "amax": ("amin",), "amin": ("amax",),
    "argmax": ("argmin",), "argmin": ("argmax",), "maximum": ("minimum",),
    "minimum": ("maximum",), "sum": ("mean",), "mean": ("sum",), "zeros": ("ones",),
    "ones": ("zeros",), "zeros_like": ("ones_like",), "ones_like": ("zeros_like",),
    "new_zeros": ("new_ones",), "new_ones": ("new_zeros",),
    "rand": ("randn",), "randn": ("rand",), "rand_like": ("randn_like",),
    "randn_like": ("rand_like",), "randperm": ("arange",), "var": ("std",), "std": ("var",),
    "softmax": ("log_softmax",), "log_softmax": ("softmax",), "floor": ("ceil",),
    "ceil": ("floor",), "reshape": ("view",), "uniform_": ("normal_",), "normal_": ("uniform_",),
    "add": ("sub",), "sub": ("add",), "mul": ("div",), "div": ("mul",), "add_": ("sub_",),
    "sub_": ("add_",), "mul_": ("div_",), "div_": ("mul_",), "any": ("all",), "all": ("any",),
    "eigvalsh": ("eigvals",), "zero_": (), "log": ("log2",), "addcmul_": ("addcdiv_",),
    "addcdiv_": ("addcmul_",), "empty_like": ("zeros_like",), "hstack": ("vstack",),
    "vstack": ("hstack",), "stack": ("cat",), "cat": ("stack",), "relu": ("sigmoid",),
    "sigmoid": ("tanh",), "tanh": ("sigmoid",), "triu": ("tril",), "tril": ("triu",),
}  # fmt: skip
# Functions of one tensor that may be forgotten: what they were given stays.
_FORGOTTEN = frozenset({
    "abs", "bool", "ceil", "clamp", "clamp_min", "clone", "contiguous", "detach", "detach_",
    "diag", "double", "exp", "flatten", "flip", "float", "floor", "int", "item", "list", "log",
    "long", "neg", "permute", "ravel", "reciprocal", "relu", "repeat", "reshape", "round",
    "rsqrt", "sorted", "sqrt", "square", "squeeze", "sum", "t", "to", "transpose", "type",
    "type_as", "unsqueeze", "view", "reversed", "mean", "cumsum", "expand", "movedim", "view_as",
    "expand_as", "reshape_as", "Parameter", "sigmoid", "tanh", "softmax",
})  # fmt: skip
_MODULES = frozenset({"torch", "math", "np", "numpy", "F", "nn", "random"})
# The first argument (or the second, of functions) of these may be a dimension.
_ALONG = frozenset({
    "all", "amax", "amin", "any", "argmax", "argmin", "cat", "concat", "cumsum", "log_softmax",
    "logsumexp", "max", "mean", "min", "norm", "prod", "select", "size", "softmax", "squeeze",
    "stack", "std", "sum", "unsqueeze", "var",
})  # fmt: skip
_REDUCING = frozenset({
    "all", "amax", "amin", "any", "argmax", "argmin", "max", "mean", "min", "norm", "prod", "std",
    "sum", "var",
})  # fmt: skip
_COMMUTE = frozenset({
    "add", "isinstance", "max", "maximum", "min", "minimum", "mul", "multiply", "print", "range",
    "register_buffer", "register_parameter", "reshape", "super", "view", "zeros", "ones", "rand",
    "randn", "empty", "setattr", "getattr", "hasattr", "zip", "permute", "transpose", "add_",
    "mul_",
})  # fmt: skip
_IN_PLACE = frozenset({
    "abs", "add", "addcdiv", "addcmul", "clamp", "div", "exp", "log", "mul", "neg", "pow",
    "relu", "sigmoid", "sqrt", "square", "sub", "tanh", "unsqueeze", "squeeze", "lerp",
})  # fmt: skip
_DTYPES = {
    "float32": "float64", "float64": "float32", "long": "int32", "int64": "int32",
    "float": "float64", "double": "float32", "bool": "int64",
}  # fmt: skip


def another(place: Place) -> Iterator[Change]:
    """Another function of the same arguments."""
    node = place.node
    if isinstance(node, ast.Call):
        for other in _OTHER.get(name_of(node), ()):
            if (changed := _renamed(node, other)) is not None:
                yield place.change("function", changed)


def forgotten(place: Place) -> Iterator[Change]:
    """What a function was given, without the function."""
    node = place.node
    if not isinstance(node, ast.Call) or name_of(node) not in _FORGOTTEN:
        return
    if isinstance(place.parent, ast.Expr):
        return  # as good as the statement dropped
    if (given := _given(node)) is not None:
        yield place.change("function dropped", given)


def keyword(place: Place) -> Iterator[Change]:
    """An argument that isn't passed on."""
    node = place.node
    if not isinstance(node, ast.Call):
        return
    for at, each in enumerate(node.keywords):
        if each.arg is not None:
            left = [*node.keywords[:at], *node.keywords[at + 1 :]]
            yield place.change("argument dropped", ast.Call(node.func, node.args, left))


def swapped(place: Place) -> Iterator[Change]:
    """Two arguments that follow one another, the other way round."""
    node = place.node
    if not isinstance(node, ast.Call) or name_of(node) in _COMMUTE:
        return
    for at in range(len(node.args) - 1):
        pair = node.args[at : at + 2]
        if any(isinstance(each, ast.Starred) for each in pair):
            continue
        new = [*node.args[:at], *pair[::-1], *node.args[at + 2 :]]
        yield place.change("arguments swapped", ast.Call(node.func, new, node.keywords))


def dimension(place: Place) -> Iterator[Change]:
    """Along another dimension, or over all of them."""
    node = place.node
    if not isinstance(node, ast.Call) or name_of(node) not in _ALONG:
        return
    at = 1 if _of_module(node) else 0
    if len(node.args) <= at:
        yield from _named_dimension(place, node)
        return
    value = _integer(node.args[at])
    if value is None:
        return
    for new in _dimensions(value):
        args = [*node.args[:at], new, *node.args[at + 1 :]]
        yield place.change("dimension", ast.Call(node.func, args, node.keywords))
    if name_of(node) in _REDUCING:
        args = [*node.args[:at], *node.args[at + 1 :]]
        keywords = [each for each in node.keywords if each.arg != "keepdim"]
        yield place.change("dimension", ast.Call(node.func, args, keywords))


def _named_dimension(place: Place, node: ast.Call) -> Iterator[Change]:
    for at, each in enumerate(node.keywords):
        value = _integer(each.value)
        if each.arg in ("dim", "axis") and value is not None:
            left = [*node.keywords[:at], *node.keywords[at + 1 :]]
            for new in _dimensions(value):
                keywords = [*left[:at], ast.keyword(each.arg, new), *left[at:]]
                yield place.change("dimension", ast.Call(node.func, node.args, keywords))
            if name_of(node) in _REDUCING:
                keywords = [other for other in left if other.arg != "keepdim"]
                yield place.change("dimension", ast.Call(node.func, node.args, keywords))


def _dimensions(value: int) -> list[ast.expr]:
    return [_whole({0: 1, 1: 0, 2: 1, 3: 2}.get(value, 0))]


def bounds(place: Place) -> Iterator[Change]:
    """A loop that begins one later, or ends one earlier or later."""
    node = place.node
    if not isinstance(node, ast.Call) or name_of(node) not in ("range", "arange") or not node.args:
        return
    args = node.args
    last = 0 if len(args) == 1 else 1
    for step in (ast.Sub(), ast.Add()):
        moved = ast.BinOp(args[last], step, ast.Constant(1))
        yield place.change("bounds", _with(node, [*args[:last], moved, *args[last + 1 :]]))
    if len(args) == 1:
        yield place.change("bounds", _with(node, [ast.Constant(1), *args]))
    else:
        for at in (0, 2):
            if at < len(args) and not isinstance(args[at], ast.Constant):
                moved = ast.BinOp(args[at], ast.Add(), ast.Constant(1))
                yield place.change("bounds", _with(node, [*args[:at], moved, *args[at + 1 :]]))


def some(place: Place) -> Iterator[Change]:
    """Only the first of several, or all but the first."""
    node = place.node
    loop = isinstance(place.parent, ast.For | ast.comprehension) and place.slot == "iter"
    if not loop or not isinstance(node, ast.expr):
        return
    name = ast.Name("list", ast.Load())
    items = ast.Call(name, [node], [])
    parts = [ast.Slice(None, ast.Constant(1)), ast.Slice(ast.Constant(1), None)]
    if isinstance(node, ast.Call) and name_of(node) == "range":
        parts = parts[:1]  # `bounds` begins later
    for part in parts:
        yield place.change("loop", ast.Subscript(items, part, ast.Load()))


def in_place(place: Place) -> Iterator[Change]:
    """In place instead of anew, and the other way round."""
    node = place.node
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    if _of_module(node):
        return
    name = node.func.attr
    if name in _IN_PLACE:
        changed = _renamed(node, f"{name}_")
    elif name.endswith("_") and name.removesuffix("_") in _IN_PLACE:
        changed = _renamed(node, name.removesuffix("_"))
    else:
        return
    if changed is not None:
        yield place.change("in place", changed)


def detached(place: Place) -> Iterator[Change]:
    """A value that has forgotten where it came from."""
    node, parent = place.node, place.parent
    if place.scope.no_grad or place.slot != "value" or not isinstance(node, ast.expr):
        return
    returned = getattr(place.scope.function, "returns", None)
    if getattr(returned, "id", "") in ("bool", "float", "int", "str"):
        return  # these carry no gradient anyway
    if not isinstance(parent, ast.Return | ast.Assign | ast.AugAssign):
        return
    if isinstance(node, ast.BinOp | ast.Call | ast.Name) and carries(node, place.scope):
        if isinstance(node, ast.Name) and not isinstance(parent, ast.AugAssign):
            return
        target = ast.Attribute(node, "detach", ast.Load())
        yield place.change("detached", ast.Call(target, [], []))


def dtype(place: Place) -> Iterator[Change]:
    """Another type of numbers."""
    node = place.node
    made = isinstance(place.parent, ast.Return) and isinstance(node, ast.BinOp | ast.Call)
    if made and isinstance(node, ast.expr) and carries(node, place.scope):
        target = ast.Attribute(node, "float", ast.Load())
        yield place.change("dtype", ast.Call(target, [], []))
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "torch":
        called = isinstance(place.parent, ast.Call) and place.slot == "func"
        if node.attr in _DTYPES and not called:
            yield place.change("dtype", ast.Attribute(node.value, _DTYPES[node.attr], ast.Load()))


def _renamed(node: ast.Call, name: str) -> ast.Call | None:
    if isinstance(node.func, ast.Attribute):
        base = node.func.value
        if isinstance(base, ast.Name) and base.id == "math" and name == "round":
            return None
        return ast.Call(ast.Attribute(base, name, ast.Load()), node.args, node.keywords)
    if isinstance(node.func, ast.Name) and name in ("max", "min", "any", "all", "sum"):
        return ast.Call(ast.Name(name, ast.Load()), node.args, node.keywords)
    return None


def _given(node: ast.Call) -> ast.expr | None:
    """`x` of `x.sqrt()`, `torch.sqrt(x)` and `list(x)`."""
    if isinstance(node.func, ast.Attribute) and not _of_module(node):
        return node.func.value
    first = node.args[0] if node.args else None
    return None if isinstance(first, ast.Starred) else first


def _of_module(node: ast.Call) -> bool:
    """Whether it is `torch.sum(x)`, not `x.sum()`."""
    base = node.func
    while isinstance(base, ast.Attribute):
        base = base.value
    return isinstance(base, ast.Name) and (base.id in _MODULES or isinstance(node.func, ast.Name))


def _integer(node: ast.expr) -> int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _integer(node.operand)
        return None if inner is None else -inner
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _whole(value: int) -> ast.expr:
    number: ast.expr = ast.Constant(abs(value))
    return number if value >= 0 else ast.UnaryOp(ast.USub(), number)


def _with(node: ast.Call, args: list[ast.expr]) -> ast.Call:
    return ast.Call(node.func, args, node.keywords)


MAKERS: tuple[Callable[[Place], Iterator[Change]], ...] = (
    another, forgotten, keyword, swapped, dimension, bounds, some, in_place, detached, dtype,
)  # fmt: skip
