"""Other words for the same code: rewriting statements. See `rewriting`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from tutor.grading.rewriting import called, functions, is_pure, loaded, name

Block = list[ast.stmt]


def blocks(tree: ast.AST) -> Iterator[Block]:
    """Every list of statements inside functions."""
    for function in functions(tree):
        for node in ast.walk(function):
            for part in ("body", "orelse", "finalbody"):
                block = getattr(node, part, None)
                if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                    yield block


def names(node: ast.AST, context: type[ast.expr_context] | None = None) -> list[str]:
    """The names in some code, as often as they stand there."""
    return [
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and (context is None or isinstance(each.ctx, context))
    ]


# --- variables for a moment ----------------------------------------------------------------------


def with_temporaries(tree: ast.Module) -> None:
    """`return a + b` becomes `part = a`, `whole = part + b`, `return whole`."""
    number = 0
    for block in list(blocks(tree)):
        done: Block = []
        for statement in block:
            value = getattr(statement, "value", None)
            if isinstance(statement, ast.Return | ast.Assign) and isinstance(value, ast.expr):
                number += 1
                done += _parts(value, number)
                value = _joined(value, number)
                if isinstance(statement, ast.Return) and not isinstance(value, ast.Name):
                    done.append(ast.Assign([ast.Name(f"whole{number}", ast.Store())], value))
                    value = name(f"whole{number}")
                statement.value = value
            done.append(statement)
        block[:] = done


def _parts(value: ast.expr, number: int) -> Block:
    if isinstance(value, ast.BinOp) and not isinstance(value.left, ast.Name | ast.Constant):
        return [ast.Assign([ast.Name(f"part{number}", ast.Store())], value.left)]
    return []


def _joined(value: ast.expr, number: int) -> ast.expr:
    if _parts(value, number) and isinstance(value, ast.BinOp):
        return ast.BinOp(name(f"part{number}"), value.op, value.right)
    return value


def without_temporaries(tree: ast.Module) -> None:
    """`y = f(x)` and `return y + 1` become `return f(x) + 1`."""
    for function in functions(tree):
        for block in blocks(function):
            at = 0
            while at + 1 < len(block):
                if _inlined(function, block[at], block[at + 1]):
                    del block[at]
                    at = max(0, at - 1)
                else:
                    at += 1


def _inlined(function: ast.FunctionDef, first: ast.stmt, then: ast.stmt) -> bool:
    if not isinstance(first, ast.Assign) or not isinstance(first.targets[0], ast.Name):
        return False
    if not isinstance(then, ast.Assign | ast.Return | ast.Expr) or len(first.targets) > 1:
        return False
    variable = first.targets[0].id
    once = names(function).count(variable) == 2 and names(then, ast.Load).count(variable) == 1
    hidden = any(isinstance(e, ast.Lambda | ast.comprehension) for e in ast.walk(then))
    if not once or hidden or not is_pure(first.value) or not is_pure(then):
        return False
    _Put(variable, first.value).visit(then)
    return True


class _Put(ast.NodeTransformer):
    def __init__(self, variable: str, value: ast.expr) -> None:
        self._variable, self._value = variable, value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._value if node.id == self._variable else node


def reordered(tree: ast.Module) -> None:
    """Neighbouring assignments that don't need one another change places."""
    for block in blocks(tree):
        at = 0
        while at + 1 < len(block):
            if _independent(block[at], block[at + 1]):
                block[at], block[at + 1] = block[at + 1], block[at]
                at += 1
            at += 1


def _independent(one: ast.stmt, other: ast.stmt) -> bool:
    for statement in (one, other):
        if not isinstance(statement, ast.Assign) or not is_pure(statement.value):
            return False
        if not all(isinstance(target, ast.Name | ast.Tuple) for target in statement.targets):
            return False
    made, also = set(names(one, ast.Store)), set(names(other, ast.Store))
    return not made & set(names(other)) and not also & set(names(one))


def augmented(tree: ast.Module) -> None:
    """`total += x` becomes `total = total + x` where `total` began as a number, and back."""
    for function in functions(tree):
        numbers = _begun_as_numbers(function)
        for block in blocks(function):
            block[:] = [_augmented(statement, numbers) or statement for statement in block]


def _augmented(statement: ast.stmt, numbers: set[str]) -> ast.stmt | None:
    if isinstance(statement, ast.AugAssign):
        changed = statement.target
        if isinstance(changed, ast.Name) and changed.id in numbers:
            value = ast.BinOp(loaded(changed), statement.op, statement.value)
            return ast.Assign([changed], value)
    elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.BinOp):
        target, sum_ = statement.targets[0], statement.value
        if not isinstance(target, ast.Name) or target.id not in numbers:
            return None
        if isinstance(sum_.left, ast.Name) and sum_.left.id == target.id:
            return ast.AugAssign(target, sum_.op, sum_.right)
    return None


def _begun_as_numbers(function: ast.FunctionDef) -> set[str]:
    """Variables that are only ever assigned a number, and then changed."""
    found: set[str] = set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        if isinstance(node.targets[0], ast.Name) and isinstance(node.value.value, int | float):
            found.add(node.targets[0].id)
    return found - {a.arg for a in function.args.args}


# --- loops ---------------------------------------------------------------------------------------


def index_loops(tree: ast.Module) -> None:
    """`for p in params:` becomes `for i in range(len(params)):` and `p = params[i]`."""
    lists = _sequences(tree)
    for number, loop in enumerate(_loops(tree)):
        index = name(f"index{number}")
        made = _by_index(loop.target, loop.iter, index, lists)
        if made is None:
            continue
        count, first = made
        loop.target = ast.Name(index.id, ast.Store())
        loop.iter = ast.Call(name("range"), [count], [])
        loop.body[:0] = first


def _loops(tree: ast.Module) -> list[ast.For]:
    return [node for f in functions(tree) for node in ast.walk(f) if isinstance(node, ast.For)]


def _sequences(tree: ast.Module) -> set[str]:
    """Parameters, and variables that a list was made for: they have a length."""
    found = {a.arg for f in functions(tree) for a in f.args.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.ListComp):
            found |= set(names(node.targets[0], ast.Store))
    return found


def _by_index(
    target: ast.expr, given: ast.expr, index: ast.Name, lists: set[str]
) -> tuple[ast.expr, Block] | None:
    """How many rounds there are, and what to do first in each; None if that can't be told."""
    if isinstance(given, ast.Name):
        if given.id not in lists or not isinstance(target, ast.Name | ast.Tuple):
            return None
        item = ast.Subscript(loaded(given), index, ast.Load())
        return _length(given), [ast.Assign([target], item)]
    if not isinstance(given, ast.Call) or not isinstance(target, ast.Tuple) or given.keywords:
        return None
    if called(given) == "zip":
        return _zipped(target, given.args, index, lists)
    if called(given) != "enumerate" or len(given.args) != 1 or len(target.elts) != 2:
        return None
    made = _by_index(target.elts[1], given.args[0], index, lists)
    return made and (made[0], [ast.Assign([target.elts[0]], index), *made[1]])


def _zipped(
    target: ast.Tuple, given: Sequence[ast.expr], index: ast.Name, lists: set[str]
) -> tuple[ast.expr, Block] | None:
    if len(target.elts) != len(given):
        return None
    pairs = [_by_index(t, g, index, lists) for t, g in zip(target.elts, given, strict=True)]
    found = [each for each in pairs if each is not None]
    if len(found) < len(pairs):
        return None
    count = ast.Call(name("min"), [each[0] for each in found], [])
    return count, [statement for each in found for statement in each[1]]


def _length(node: ast.expr) -> ast.Call:
    return ast.Call(name("len"), [loaded(node)], [])


def item_loops(tree: ast.Module) -> None:
    """`for i in range(len(params)):` becomes `for i, item in enumerate(params):`."""
    for number, loop in enumerate(_loops(tree)):
        given = loop.iter
        if not (isinstance(given, ast.Call) and called(given) == "range" and len(given.args) == 1):
            continue
        length = given.args[0]
        if not (isinstance(length, ast.Call) and called(length) == "len" and length.args):
            continue
        items = length.args[0]
        if not isinstance(items, ast.Name) or not isinstance(loop.target, ast.Name):
            continue
        if loop.target.id in [each for node in loop.body for each in names(node, ast.Store)]:
            continue
        if _Items(items.id, loop.target.id, f"item{number}").put(loop):
            target = ast.Name(f"item{number}", ast.Store())
            loop.target = ast.Tuple([loop.target, target], ast.Store())
            loop.iter = ast.Call(name("enumerate"), [name(items.id)], [])


class _Items(ast.NodeTransformer):
    """Puts a variable for `items[index]` where that is only read."""

    def __init__(self, items: str, index: str, variable: str) -> None:
        self._items, self._index, self._variable = items, index, variable

    def put(self, loop: ast.For) -> bool:
        found = [each for node in loop.body for each in ast.walk(node) if self._is_item(each)]
        if not found or any(not isinstance(e.ctx, ast.Load) for e in found):  # type: ignore[attr-defined]
            return False
        if self._items in [n for node in loop.body for n in names(node, ast.Store)]:
            return False
        loop.body = [self.visit(node) for node in loop.body]
        return True

    def _is_item(self, node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name)
            and node.value.id == self._items
            and isinstance(node.slice, ast.Name)
            and node.slice.id == self._index
        )

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if self._is_item(node):
            return name(self._variable)
        return self.generic_visit(node)


def while_loops(tree: ast.Module) -> None:
    """`for i in range(n):` becomes `i = 0` and `while i < n:`."""
    for function in functions(tree):
        for block in blocks(function):
            for at in range(len(block) - 1, -1, -1):
                loop = block[at]
                if isinstance(loop, ast.For) and (made := _while(function, loop)):
                    block[at : at + 1] = made


def _while(function: ast.FunctionDef, loop: ast.For) -> Block | None:
    given = loop.iter
    if (
        not isinstance(given, ast.Call)
        or called(given) != "range"
        or not _is_simple(function, loop)
    ):
        return None
    assert isinstance(loop.target, ast.Name)
    index = loop.target.id
    start, stop, step = _bounds(given.args)
    if isinstance(step, ast.UnaryOp):
        return None
    on = ast.AugAssign(ast.Name(index, ast.Store()), ast.Add(), step)
    test = ast.Compare(name(index), [ast.Lt()], [name(f"{index}_end")])
    return [
        ast.Assign([ast.Name(index, ast.Store())], start),
        ast.Assign([ast.Name(f"{index}_end", ast.Store())], stop),
        ast.While(test, [*loop.body, on], []),
    ]


def _is_simple(function: ast.FunctionDef, loop: ast.For) -> bool:
    """Whether its index is its own, and every round comes to its end."""
    if loop.orelse or not isinstance(loop.target, ast.Name) or not is_pure(loop.iter):
        return False
    index, body = loop.target.id, ast.Module(loop.body, [])
    if any(isinstance(each, ast.Continue) for each in ast.walk(body)):
        return False
    after = names(function).count(index) > names(body).count(index) + 1
    return not after and index not in names(body, ast.Store)


def _bounds(arguments: Sequence[ast.expr]) -> tuple[ast.expr, ast.expr, ast.expr]:
    if len(arguments) == 1:
        return ast.Constant(0), arguments[0], ast.Constant(1)
    return arguments[0], arguments[1], arguments[2] if len(arguments) > 2 else ast.Constant(1)


def spelled_out(tree: ast.Module) -> None:
    """`found = [f(x) for x in xs]` becomes a loop with `append`."""
    for number, block in enumerate(list(blocks(tree))):
        for at in range(len(block) - 1, -1, -1):
            statement = block[at]
            value = getattr(statement, "value", None)
            if not isinstance(statement, ast.Return | ast.Assign):
                continue
            if not isinstance(value, ast.ListComp) or len(value.generators) > 1:
                continue
            one, items = value.generators[0], f"items{number}_{at}"
            append = ast.Attribute(name(items), "append", ast.Load())
            inner: ast.stmt = ast.Expr(ast.Call(append, [value.elt], []))
            for condition in reversed(one.ifs):
                inner = ast.If(condition, [inner], [])
            statement.value = name(items)
            block[at:at] = [
                ast.Assign([ast.Name(items, ast.Store())], ast.List([], ast.Load())),
                ast.For(one.target, one.iter, [inner], []),
            ]


STATEMENTS: tuple[tuple[str, Callable[[ast.Module], None]], ...] = (
    ("temporaries", with_temporaries),
    ("inlined", without_temporaries),
    ("reordered", reordered),
    ("augmented", augmented),
    ("index loops", index_loops),
    ("item loops", item_loops),
    ("while loops", while_loops),
    ("spelled out", spelled_out),
)
