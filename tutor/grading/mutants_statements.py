"""Mutants by statements: dropped, swapped, in place or not, recorded by autograd or not."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from tutor.grading.mutants_places import (
    Change,
    Place,
    is_number,
    name_of,
    switches_off,
)

_OTHER: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip
_COMMUTE = (ast.Add, ast.Mult)
_CONSTANTS: dict[str, tuple[float, ...]] = {"float": (1.0,), "int": (1,), "bool": (True, False)}
_OPERATORS: dict[str, type[ast.operator]] = {
    "add": ast.Add, "sub": ast.Sub, "mul": ast.Mult, "div": ast.Div,
}  # fmt: skip


def dropped(place: Place) -> Iterator[Change]:
    """A statement that was forgotten."""
    node = place.node
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if not all(_is_there(target, place) for target in targets):
            return
    elif not isinstance(node, ast.Expr | ast.Return | ast.Raise | ast.Break | ast.Continue):
        return
    yield place.instead("dropped")


def _is_there(target: ast.expr, place: Place) -> bool:
    """Whether a target has a value already, so that nobody misses the statement at once."""
    if isinstance(target, ast.Name):
        return target.id in place.scope.bound
    if isinstance(target, ast.Tuple | ast.List):
        return all(_is_there(each, place) for each in target.elts)
    in_init = place.scope.function is not None and place.scope.function.name == "__init__"
    return not (isinstance(target, ast.Attribute) and in_init)


def augmented(place: Place) -> Iterator[Change]:
    """`p -= x` as `p += x` or as `p = p - x`; `x = x - y` as `x -= y`."""
    node = place.node
    if isinstance(node, ast.AugAssign):
        other = _OTHER.get(type(node.op))
        if other is not None:
            yield place.instead("arithmetic", ast.AugAssign(node.target, other(), node.value))
        counted = _is_counting(node) or is_number(_loaded(node.target), place.scope)
        if not counted and not _is_text(node.value):
            summed = ast.BinOp(_loaded(node.target), node.op, node.value)
            yield place.instead("bound anew", _assigned(node.target, summed))
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
        if not isinstance(value, ast.BinOp) or is_number(value, place.scope):
            return
        if not isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
            return
        if _same(target, value.left):
            yield place.instead("in place", ast.AugAssign(target, value.op, value.right))
        elif _same(target, value.right) and isinstance(value.op, _COMMUTE):
            yield place.instead("in place", ast.AugAssign(target, value.op, value.left))


def bound_anew(place: Place) -> Iterator[Change]:
    """`v[:] = x`, `v.copy_(x)`, `v.sub_(x)`: as a new value of the name, which nobody else sees."""
    node = place.node
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, ast.Subscript) and _is_whole(target.slice):
            yield place.instead("bound anew", _assigned(_stored(target.value), node.value))
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    base, name = call.func.value, call.func.attr
    if not isinstance(base, ast.Name | ast.Attribute | ast.Subscript) or not name.endswith("_"):
        return
    plain = name.removesuffix("_")
    if name == "copy_" and call.args:
        yield place.instead("bound anew", _assigned(_stored(base), call.args[0]))
    elif name == "zero_" and isinstance(base, ast.Attribute):
        return  # nobody holds a gradient
    elif name == "zero_":
        zero = ast.BinOp(ast.Constant(0), ast.Mult(), base)
        yield place.instead("bound anew", _assigned(_stored(base), zero))
    elif plain in _OPERATORS and len(call.args) == 1 and not call.keywords:
        value = ast.BinOp(base, _OPERATORS[plain](), call.args[0])
        yield place.instead("bound anew", _assigned(_stored(base), value))
    elif not name.endswith("__") and not name.startswith("_") and name != "requires_grad_":
        again = ast.Call(ast.Attribute(base, plain, ast.Load()), call.args, call.keywords)
        yield place.instead("bound anew", _assigned(_stored(base), again))


def recorded(place: Place) -> Iterator[Change]:
    """`with torch.no_grad():` forgotten."""
    node = place.node
    alone = isinstance(node, ast.With) and len(node.items) == 1
    if alone and isinstance(node, ast.With) and switches_off(node.items[0].context_expr):
        yield place.instead("no_grad", *node.body)


def undecorated(place: Place) -> Iterator[Change]:
    """`@torch.no_grad()` forgotten."""
    if isinstance(place.node, ast.expr) and switches_off(place.node):
        yield place.instead("no_grad")


def early(place: Place) -> Iterator[Change]:
    """What comes after a loop, given back in its first round."""
    node, following = place.node, place.following
    if isinstance(node, ast.For) and isinstance(following, ast.Return) and not node.orelse:
        loop = ast.For(node.target, node.iter, [*node.body, following], [], lineno=node.lineno)
        yield place.instead("early return", loop, count=2)


def exchanged(place: Place) -> Iterator[Change]:
    """Two statements the other way round, where that may matter."""
    node, following = place.node, place.following
    if following is None or not _is_simple(node) or not _is_simple(following):
        return
    assert isinstance(node, ast.stmt)
    known = all(_is_there(target, place) for target in _targets(node))
    if known and (_written(node) & _read(following) or _written(following) & _read(node)):
        yield place.instead("exchanged", _new(following), _new(node), count=2)


def ignored(place: Place) -> Iterator[Change]:
    """An argument that is taken and not used: always its default, or always 1."""
    function = place.scope.function
    if function is None or function is not place.parent or place.slot != "body":
        return
    if place.node is not _first(function.body):
        return
    used = {each.id for each in ast.walk(function) if isinstance(each, ast.Name)}
    for name in used & ({*place.scope.number} | {*place.scope.default}):
        for value in _instead_of(name, place):
            target = ast.Name(name, ast.Store())
            assert isinstance(place.node, ast.stmt)
            yield place.instead("ignored", _assigned(target, value), place.node)


def _instead_of(name: str, place: Place) -> Iterator[ast.expr]:
    default, kind = place.scope.default.get(name), place.scope.number.get(name, "")
    if default is not None and kind != "bool":
        yield default
    else:
        yield from (ast.Constant(value) for value in _CONSTANTS.get(kind, ()))


def plain_attribute(place: Place) -> Iterator[Change]:
    """A buffer that isn't registered."""
    node = place.node
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and name_of(call) == "register_buffer" and len(call.args) > 1:
        name, value = call.args[:2]
        if isinstance(name, ast.Constant) and isinstance(call.func, ast.Attribute):
            target = ast.Attribute(call.func.value, str(name.value), ast.Store())
            yield place.instead("unregistered", _assigned(target, value))


def branches(place: Place) -> Iterator[Change]:
    """What one branch does left out, where it has several statements."""
    node = place.node
    if isinstance(node, ast.If) and node.orelse and len(node.body) > 1:
        other = ast.If(ast.UnaryOp(ast.Not(), node.test), node.orelse, node.body)
        yield place.instead("condition", other)


# --- statements ----------------------------------------------------------------------------------


def _first(body: Sequence[ast.stmt]) -> ast.stmt | None:
    for each in body:
        if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)):
            return each
    return None


def _assigned(target: ast.expr, value: ast.expr) -> ast.Assign:
    return ast.Assign([_stored(target)], value, lineno=0)


def _new(statement: ast.stmt) -> ast.stmt:
    """The same statement, to be written on its own: comments stay where they are."""
    fields = {name: getattr(statement, name) for name in statement._fields}
    return type(statement)(**fields, lineno=0)


def _stored(node: ast.expr) -> ast.expr:
    return _with_context(node, ast.Store())


def _loaded(node: ast.expr) -> ast.expr:
    return _with_context(node, ast.Load())


def _with_context(node: ast.expr, context: ast.expr_context) -> ast.expr:
    match node:
        case ast.Name():
            return ast.Name(node.id, context)
        case ast.Attribute():
            return ast.Attribute(node.value, node.attr, context)
        case ast.Subscript():
            return ast.Subscript(node.value, node.slice, context)
    return node


def _same(target: ast.expr, value: ast.expr) -> bool:
    return ast.dump(_loaded(target)) == ast.dump(value)


def _is_whole(node: ast.expr) -> bool:
    """`v[:]` and `v[...]`."""
    if isinstance(node, ast.Slice):
        return node.lower is node.upper is node.step is None
    return isinstance(node, ast.Constant) and node.value is ...


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.JoinedStr) and not isinstance(
        getattr(node, "value", ""), int | float
    )


def _is_counting(node: ast.AugAssign) -> bool:
    """Whether it is `steps += 1`, where nobody can tell a new number from the old one."""
    return isinstance(node.value, ast.Constant) and type(node.value.value) is int


def _is_simple(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign | ast.AugAssign) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    )


def _targets(node: ast.stmt) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign) else []


def _written(node: ast.stmt) -> set[str]:
    """Names whose values a statement changes."""
    found = {_base(target) for target in _targets(node)}
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        found.add(_base(call.func.value))
    return found - {""}


def _base(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _read(node: ast.stmt) -> set[str]:
    return {each.id for each in ast.walk(node)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}  # fmt: skip


MAKERS: tuple[Callable[[Place], Iterator[Change]], ...] = (
    dropped, augmented, bound_anew, recorded, early, exchanged, ignored, plain_attribute, branches,
)  # fmt: skip
