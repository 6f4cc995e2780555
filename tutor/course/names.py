"""Which names a piece of code defines and which it takes from elsewhere.

The code is walked in the order in which it runs. Names count as bound after a loop whose body
binds them (a lesson's loops are meant to run) and after an `if` only when every branch binds
them. The body of a function is looked at when the function is first used, or at the end.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tutor.course.binding import (
    Function,
    arguments,
    catches_all,
    has_lazy_annotations,
    names_in_pattern,
    names_in_target,
    targets,
    type_params,
)

STAR = "*"  # in `defines`: a star import, which may define anything
BUILTINS = frozenset(dir(builtins)) | {
    "__name__", "__file__", "__doc__", "__builtins__", "__spec__", "__loader__", "__package__",
    "__annotations__",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """`uses` may hold names of builtins: another cell may have redefined one."""

    defines: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()


@lru_cache(maxsize=1024)
def names_of(source: str) -> Names:
    """The names of `source`; none when it can't be parsed. Never raises."""
    try:
        tree = ast.parse(source)
        module = _Module(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names()
    return Names(frozenset(module.defined), frozenset(module.free))


_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class _Module:
    """The top level of a cell: a walk in running order."""

    def __init__(self, tree: ast.Module) -> None:
        self.bound: set[str] = set()  # certainly, here
        self.defined: set[str] = set()  # possibly, at the end
        self.free: set[str] = set()
        self.waiting: dict[str, set[str]] = {}  # function -> what its body takes
        self.lazy_annotations = has_lazy_annotations(tree)
        self.block(tree.body)
        for name in list(self.waiting):
            self._resolve(name)

    # what happens to a name

    def load(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            if name not in self.bound:
                self.free.add(name)
            self._resolve(name)

    def _resolve(self, name: str) -> None:
        """A function is used: from now on its body may run."""
        self.load(self.waiting.pop(name, ()))

    def bind(self, names: Iterable[str]) -> None:
        for name in names:
            self.bound.add(name)
            self.defined.add(name)

    # statements

    def block(self, body: list[ast.stmt]) -> bool:
        """Walks statements; returns whether the end can be reached."""
        return all(map(self.statement, body))  # stops at the first that never ends

    def statement(self, node: ast.stmt) -> bool:
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is not None:
            return method(node) is not False
        self.expression(node)
        self.bind(targets(node))
        return not isinstance(node, ast.Return | ast.Raise | ast.Break | ast.Continue)

    def expression(self, node: ast.AST | None) -> None:
        """Names that evaluating takes, and those that `:=` binds on the way."""
        if node is None:
            return
        inner = _Scope(node)
        self.load(inner.free)
        self.bind(inner.walrus)

    def _functiondef(self, node: Function) -> None:
        head = _Scope(None)
        head.signature(node, annotations=not self.lazy_annotations)
        self.load(head.free)
        self.bind(head.walrus)
        body = _function_body(node)
        self.defined |= body.made_global
        if node.decorator_list:  # the decorator may call it at once
            self.load(body.free - {node.name})
            self.bind([node.name])
        else:
            self.bind([node.name])
            self.waiting.setdefault(node.name, set()).update(body.free)

    _asyncfunctiondef = _functiondef

    def _classdef(self, node: ast.ClassDef) -> None:
        scope = _Scope(None)
        scope.class_head(node)
        body = scope.class_body(node)
        self.load(scope.free)
        self.bind([node.name])
        self.defined |= scope.made_global
        self.waiting[node.name] = body
        if node.decorator_list:
            self._resolve(node.name)

    def _if(self, node: ast.If) -> bool:
        self.expression(node.test)
        return self.branches([node.body, node.orelse])

    def branches(self, bodies: list[list[ast.stmt]]) -> bool:
        """Alternatives: bound afterwards is what all those bind that reach their end."""
        before = set(self.bound)
        ends: list[set[str]] = []
        for body in bodies:
            self.bound = set(before)
            if self.block(body):
                ends.append(self.bound)
        self.bound = set.intersection(*ends) if ends else before
        return bool(ends)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self.expression(node.iter)
        self.expression(node.target)
        self.bind(names_in_target(node.target))
        self.block(node.body)
        self.block(node.orelse)

    _asyncfor = _for

    def _while(self, node: ast.While) -> None:
        self.expression(node.test)
        self.block(node.body)
        self.block(node.orelse)

    def _with(self, node: ast.With | ast.AsyncWith) -> bool:
        for item in node.items:
            self.expression(item.context_expr)
            self.expression(item.optional_vars)
            self.bind(names_in_target(item.optional_vars))
        return self.block(node.body)

    _asyncwith = _with

    def _try(self, node: ast.Try) -> bool:
        before = set(self.bound)
        ends: list[set[str]] = []
        if self.block(node.body) and self.block(node.orelse):
            ends.append(self.bound)
        for handler in node.handlers:
            self.bound = set(before)
            self.expression(handler.type)
            name = [handler.name] if handler.name else []
            self.bound |= set(name)
            if self.block(handler.body):
                ends.append(self.bound - set(name))  # Python deletes it at the end
        self.bound = set.intersection(*ends) if ends else set(before)
        return self.block(node.finalbody) and bool(ends)

    _trystar = _try

    def _match(self, node: ast.Match) -> bool:
        self.expression(node.subject)
        before = set(self.bound)
        ends: list[set[str]] = []
        for case in node.cases:
            self.bound = set(before)
            self.expression(case.pattern)
            self.bind(names_in_pattern(case.pattern))
            self.expression(case.guard)
            if self.block(case.body):
                ends.append(self.bound)
        if not any(catches_all(case) for case in node.cases):
            ends.append(before)
        self.bound = set.intersection(*ends) if ends else before
        return bool(ends)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            for each in ast.walk(target):
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Del):
                    self.load([each.id])
                    self.bound.discard(each.id)
                    self.defined.discard(each.id)
            self.expression(target)

    def _annassign(self, node: ast.AnnAssign) -> None:
        self.expression(node.value)
        if not self.lazy_annotations:
            self.expression(node.annotation)
        self.expression(node.target)
        if node.value is not None:
            self.bind(names_in_target(node.target))

    def _augassign(self, node: ast.AugAssign) -> None:
        self.expression(node.value)
        self.expression(node.target)
        if isinstance(node.target, ast.Name):
            self.load([node.target.id])
            self.bind([node.target.id])

    def _importfrom(self, node: ast.ImportFrom) -> None:
        names = [alias.asname or alias.name for alias in node.names]
        self.defined |= set(names)  # a star among them stays one
        self.bound |= set(names) - {STAR}

    def _global(self, node: ast.Global) -> None:
        """At top level it says nothing."""

    def _typealias(self, node: ast.stmt) -> None:
        alias = _Scope(None)
        alias.type_alias(node)
        name = node.name.id  # type: ignore[attr-defined]
        self.bind([name])
        self.waiting[name] = alias.free  # evaluated when it is first used


class _Scope:
    """What the code of one inner scope takes from outside it, in whatever order it runs."""

    def __init__(self, node: ast.AST | None, local: frozenset[str] = frozenset()) -> None:
        self.free: set[str] = set()
        self.walrus: set[str] = set()  # bound by `:=` where this code stands
        self.made_global: set[str] = set()
        self.local = local
        if node is not None:
            self.visit(node)

    def use(self, names: Iterable[str]) -> None:
        self.free |= set(names) - self.local

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                self.use([node.id])
        elif isinstance(node, Function):
            self.signature(node)
            self._take(_function_body(node))
        elif isinstance(node, ast.ClassDef):
            self.class_head(node)
            self.use(self.class_body(node))
        elif isinstance(node, ast.Lambda):
            self._lambda(node)
        elif isinstance(node, _Comprehension):
            self._comprehension(node)
        elif type(node).__name__ == "TypeAlias":
            self.type_alias(node)
        else:
            self._other(node)

    def _other(self, node: ast.AST) -> None:
        if isinstance(node, ast.NamedExpr):
            self.walrus.add(node.target.id)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            self.use([node.target.id])
        for child in ast.iter_child_nodes(node):
            # `x: int = 1` in a function never looks at its annotation
            if not (isinstance(node, ast.AnnAssign) and child is node.annotation):
                self.visit(child)

    def _take(self, inner: _Scope) -> None:
        self.use(inner.free)
        self.made_global |= inner.made_global

    def signature(self, node: Function, annotations: bool = True) -> None:
        """Decorators, defaults and annotations are evaluated where the function stands."""
        for part in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
            if part is not None:
                self.visit(part)
        if annotations:
            hints = [arg.annotation for arg in arguments(node.args)] + [node.returns]
            inner = _Scope(None, frozenset(type_params(node)))
            for hint in hints:
                if hint is not None:
                    inner.visit(hint)
            self.use(inner.free)

    def class_head(self, node: ast.ClassDef) -> None:
        inner = _Scope(None, frozenset(type_params(node)))
        for part in (*node.decorator_list, *node.bases, *(k.value for k in node.keywords)):
            inner.visit(part)
        self.use(inner.free)

    def class_body(self, node: ast.ClassDef) -> set[str]:
        """Takes what the body needs at once; returns what its methods need when called."""
        module = _Module(ast.Module(body=[], type_ignores=[]))
        later: set[str] = set()
        for statement in node.body:
            if isinstance(statement, Function):
                head = _Scope(None)
                head.signature(statement)
                module.load(head.free)
                module.bind([statement.name])
                inner = _function_body(statement)
                later |= inner.free - {"__class__"}
                self.made_global |= inner.made_global
            else:
                module.statement(statement)
        params = set(type_params(node))
        self.use(module.free - params - {"__module__", "__qualname__"})
        # in its own body the name stands for the class itself
        return later - params - {node.name}

    def _lambda(self, node: ast.Lambda) -> None:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        inner = _Scope(node.body)
        self.use(inner.free - {arg.arg for arg in arguments(node.args)} - inner.walrus)

    def _comprehension(self, node: _Comprehension) -> None:
        self.visit(node.generators[0].iter)
        own = {n for g in node.generators for n in names_in_target(g.target)}
        inner = _Scope(None)
        for index, generator in enumerate(node.generators):
            for part in (generator.target, *generator.ifs, *([generator.iter] if index else [])):
                inner.visit(part)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            inner.visit(part)
        self.walrus |= inner.walrus
        self.use(inner.free - own)

    def type_alias(self, node: ast.AST) -> None:
        """`type X = …` of Python 3.12."""
        inner = _Scope(node.value, frozenset(type_params(node)))  # type: ignore[attr-defined]
        self.use(inner.free)


def _function_body(node: Function) -> _Scope:
    """The names that calling the function takes from outside."""
    made_global: set[str] = set()
    local = {arg.arg for arg in arguments(node.args)} | set(type_params(node))
    scope = _Scope(None)
    for statement in node.body:
        for each in _same_scope(statement):
            if isinstance(each, ast.Global):
                made_global |= set(each.names)
            elif isinstance(each, ast.Nonlocal):
                scope.free |= set(each.names)
            local |= set(targets(each))
        scope.visit(statement)
    local |= scope.walrus
    nonlocal_names = {
        n for s in node.body for e in _same_scope(s) if isinstance(e, ast.Nonlocal) for n in e.names
    }
    scope.free -= local - made_global - nonlocal_names
    assigned = {n for s in node.body for e in _same_scope(s) for n in targets(e)}
    scope.made_global |= made_global & (assigned | scope.walrus)
    scope.walrus = set()
    return scope


def _same_scope(node: ast.AST) -> Iterable[ast.AST]:
    """The node and what is in it, without the insides of functions, classes and lambdas."""
    yield node
    if isinstance(node, Function | ast.ClassDef | ast.Lambda | _Comprehension):
        return
    for child in ast.iter_child_nodes(node):
        yield from _same_scope(child)
