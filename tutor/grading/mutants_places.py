"""The places of a program where a mutant may differ from it, and what a change there is."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

Definition = ast.FunctionDef | ast.AsyncFunctionDef
# What has these around it is a number or a place, and carries no gradient.
PLAIN = frozenset({
    "all", "any", "argmax", "argmin", "argsort", "dim", "dtype", "enumerate", "float", "int",
    "isinstance", "item", "len", "list", "nelement", "ndim", "numel", "range", "shape", "size",
    "sorted", "tolist",
})  # fmt: skip
FACTORIES = frozenset({
    "arange", "empty", "empty_like", "eye", "full_like", "new_ones", "new_zeros", "ones",
    "ones_like", "rand", "rand_like", "randn", "randn_like", "randperm", "zeros", "zeros_like",
})  # fmt: skip
_NUMBERS = frozenset({"bool", "float", "int"})


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known around a place."""

    no_grad: bool = False
    number: dict[str, str] = field(default_factory=dict)  # parameters: annotated as a number
    kinds: dict[str, str] = field(default_factory=dict)  # parameters: annotated as anything
    default: dict[str, ast.expr] = field(default_factory=dict)  # of parameters
    bound: frozenset[str] = frozenset()  # names that surely have a value already
    counters: frozenset[str] = frozenset()  # names of numbers of Python's
    tensors: frozenset[str] = frozenset()  # names whose values may carry a gradient
    function: Definition | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An expression, or statements that follow one another, replaced by others."""

    name: str
    parent: ast.AST
    slot: str
    at: int | None = None  # in a list
    count: int = 1  # statements that are replaced
    new: ast.expr | Sequence[ast.stmt] = ()

    @property
    def block(self) -> list[ast.stmt]:
        """The statements among which something is replaced."""
        found: list[ast.stmt] = getattr(self.parent, self.slot)
        return found

    @property
    def old_statements(self) -> list[ast.stmt]:
        """What is replaced; nothing if it is an expression."""
        if isinstance(self.new, ast.expr) or self.at is None:
            return []
        return self.block[self.at : self.at + self.count]

    @property
    def new_statements(self) -> Sequence[ast.stmt]:
        """What comes instead."""
        return () if isinstance(self.new, ast.expr) else self.new

    @property
    def old_expression(self) -> ast.expr:
        """What is replaced."""
        found = getattr(self.parent, self.slot)
        node: ast.expr = found if self.at is None else found[self.at]
        return node

    @property
    def new_expression(self) -> ast.expr:
        """What comes instead."""
        assert isinstance(self.new, ast.expr)
        return self.new

    @property
    def line(self) -> int:
        """Where it is, from 1."""
        old = self.old_statements
        return old[0].lineno if old else self.old_expression.lineno

    @contextmanager
    def made(self) -> Iterator[None]:
        """Inside the block, the tree is changed."""
        before = getattr(self.parent, self.slot)
        if self.at is None:
            after: object = self.new
        else:
            items = [self.new] if isinstance(self.new, ast.expr) else [*self.new]
            after = [*before[: self.at], *items, *before[self.at + self.count :]]
            if not after and self.slot == "body":
                after = [ast.Pass()]
        setattr(self.parent, self.slot, after)
        try:
            yield
        finally:
            setattr(self.parent, self.slot, before)


@dataclass(frozen=True, slots=True)
class Place:
    """An expression or a statement, and where it stands."""

    node: ast.AST
    parent: ast.AST
    slot: str
    at: int | None
    scope: Scope
    block: Sequence[ast.stmt] = ()  # in which the statement stands
    decorated: Definition | None = None  # the node is a decorator of this
    stored: bool = False  # the expression is assigned to

    def change(self, name: str, new: ast.expr) -> Change:
        """Another expression instead of this one."""
        return Change(name, self.parent, self.slot, self.at, new=new)

    def instead(self, name: str, *new: ast.stmt, count: int = 1) -> Change:
        """Other statements instead of this one, and of those right after it."""
        return Change(name, self.parent, self.slot, self.at, count, new)

    @property
    def following(self) -> ast.stmt | None:
        """The next statement of the block."""
        assert self.at is not None
        return self.block[self.at + 1] if self.at + 1 < len(self.block) else None


def places(tree: ast.Module) -> Iterator[Place]:
    """All places, in order; nothing of docstrings, annotations, imports, messages and asserts."""
    known = frozenset(_names_bound(tree))
    yield from _in_block(tree, "body", Scope(bound=known))


def _in_block(parent: ast.AST, slot: str, scope: Scope) -> Iterator[Place]:
    block: list[ast.stmt] = getattr(parent, slot)
    for at, node in enumerate(block):
        if _is_docstring(node) or isinstance(node, ast.Import | ast.ImportFrom | ast.Assert):
            continue
        yield Place(node, parent, slot, at, scope, block)
        yield from _inside(node, scope)
        scope = _after(node, scope)


def _inside(node: ast.AST, scope: Scope) -> Iterator[Place]:
    """The places inside a statement or an expression."""
    if isinstance(node, ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom):
        return
    if isinstance(node, Definition):
        for at, each in enumerate(node.decorator_list):
            yield Place(each, node, "decorator_list", at, scope, decorated=node)
        for slot in ("defaults", "kw_defaults"):
            yield from _expressions(node.args, slot, scope)
        yield from _in_block(node, "body", _of_function(node, scope))
        return
    if isinstance(node, ast.With) and any(switches_off(each.context_expr) for each in node.items):
        scope = replace(scope, no_grad=True)
    if isinstance(node, ast.For):
        scope = replace(scope, bound=scope.bound | set(_names_in(node.target)))
    for slot in node._fields:
        value = getattr(node, slot)
        if slot in ("annotation", "returns", "type_comment", "decorator_list"):
            continue
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield from _in_block(node, slot, scope)
        else:
            yield from _expressions(node, slot, scope)


def _expressions(parent: ast.AST, slot: str, scope: Scope) -> Iterator[Place]:
    value = getattr(parent, slot)
    several = isinstance(value, list)
    for at, node in enumerate(value if several else [value]):
        if not isinstance(node, ast.AST):
            continue
        if isinstance(node, ast.expr):
            stored = not isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
            yield Place(node, parent, slot, at if several else None, scope, stored=stored)
        yield from _inside(node, scope)


# --- what is known -------------------------------------------------------------------------------


def _of_function(node: Definition, scope: Scope) -> Scope:
    """What is known at the beginning of a function's body."""
    plain = [*node.args.posonlyargs, *node.args.args]
    named = [*plain, *node.args.kwonlyargs]
    default = dict(zip([a.arg for a in plain[::-1]], node.args.defaults[::-1], strict=False))
    for each, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        if value is not None:
            default[each.arg] = value
    number = {each.arg: kind for each in named if (kind := _kind(each, default)) in _NUMBERS}
    off = any(switches_off(each) for each in node.decorator_list)
    inner = {each.arg for each in named if each.arg not in ("self", "cls")}
    return Scope(
        no_grad=scope.no_grad or off,
        number=number,
        kinds={each.arg: kind for each in named if (kind := _kind(each, default))},
        default=default,
        bound=scope.bound | {each.arg for each in named},
        counters=frozenset(number),
        tensors=scope.tensors | (inner - set(number)),
        function=node,
    )


def _kind(parameter: ast.arg, default: dict[str, ast.expr]) -> str:
    """ "float" for `lr: float`, and for `lr=0.1`."""
    if parameter.annotation is not None:
        return ast.unparse(parameter.annotation)
    value = default.get(parameter.arg)
    return type(value.value).__name__ if isinstance(value, ast.Constant) else ""


def _after(node: ast.stmt, scope: Scope) -> Scope:
    """What is known after a statement."""
    bound, counters, tensors = set(scope.bound), set(scope.counters), set(scope.tensors)
    for each in ast.walk(node):
        if isinstance(each, ast.Assign | ast.AnnAssign | ast.NamedExpr) and each.value is not None:
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            names = {name for target in targets for name in _names_in(target)}
            counted = is_number(each.value, scope)
            counters = counters | names if counted else counters - names
            if carries(each.value, scope):
                tensors |= names
    if isinstance(node, ast.For) and carries(node.iter, scope):
        tensors |= set(_names_in(node.target))
    if not isinstance(node, ast.If | ast.For | ast.While | ast.Try):
        bound |= _names_bound(node)
    return replace(
        scope, bound=frozenset(bound), counters=frozenset(counters), tensors=frozenset(tensors)
    )


def is_number(node: ast.expr, scope: Scope) -> bool:
    """Whether this is surely a number of Python's, which nobody can change in place."""
    if isinstance(node, ast.BinOp):
        return is_number(node.left, scope) and is_number(node.right, scope)
    if isinstance(node, ast.UnaryOp):
        return is_number(node.operand, scope)
    if isinstance(node, ast.Call):
        return name_of(node) in ("len", "int", "float", "round", "item", "numel")
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
    if isinstance(node, ast.Name):
        return node.id in scope.counters
    return isinstance(node, ast.Constant) and not isinstance(node.value, str)


def carries(node: ast.expr, scope: Scope) -> bool:
    """Whether a value may be a tensor with a gradient: it comes from a parameter."""
    if isinstance(node, ast.Name):
        return node.id in scope.tensors
    if isinstance(node, ast.Call) and name_of(node) in PLAIN | FACTORIES | {"detach"}:
        return False
    if isinstance(node, ast.Attribute) and node.attr in PLAIN:
        return False
    if isinstance(node, ast.Lambda | ast.Compare | ast.BoolOp | ast.Constant):
        return False
    if isinstance(node, ast.Subscript):
        return carries(node.value, scope)
    return any(carries(each, scope) for each in ast.iter_child_nodes(node)
               if isinstance(each, ast.expr))  # fmt: skip


def switches_off(node: ast.expr) -> bool:
    """Whether it is `torch.no_grad()` or the like."""
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Attribute | ast.Name) and _last(called) in (
        "no_grad",
        "inference_mode",
    )


def name_of(node: ast.Call) -> str:
    """ "sum" for `x.sum()`, `torch.sum(x)` and `sum(x)`; "" for what has no name."""
    return _last(node.func)


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _names_in(target: ast.expr) -> list[str]:
    return [each.id for each in ast.walk(target)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]  # fmt: skip


def _names_bound(node: ast.AST) -> set[str]:
    """Names that get a value here, not those of functions' insides."""
    found: set[str] = set()
    for each in ast.iter_child_nodes(node):
        if isinstance(each, Definition | ast.ClassDef):
            found.add(each.name)
        elif isinstance(each, ast.alias):
            found.add((each.asname or each.name).split(".")[0])
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            found.add(each.id)
        elif not isinstance(each, ast.Lambda):
            found |= _names_bound(each)
    if isinstance(node, Definition | ast.ClassDef):
        return {node.name}
    return found


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
