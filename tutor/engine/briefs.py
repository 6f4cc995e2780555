"""The brief of an exercise: what a player and a judge must know, read from its folder."""

from __future__ import annotations

import ast
import functools
import hashlib
import warnings
from collections.abc import Iterator, Sequence

from tutor.course.model import Exercise
from tutor.course.source import read_lines
from tutor.engine.protocol import Brief, Parameter, Provided

VERSION = "2"  # of what makes a key
SECONDS = 10.0  # for one case, and for loading a file, unless a case says otherwise

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Unusable(Exception):
    """An exercise that can't be checked because of a mistake of ours; says which."""


def brief_of(exercise: Exercise, seed: int = 0) -> Brief:
    """The brief of an exercise, from its starter and check.py.

    `Unusable` if check.py isn't there or isn't text, or if the starter lacks a name.
    """
    check = _read_check(exercise)
    tree = _parse(exercise.starter, "starter.py")
    provides = [_provided(name, tree) for name in exercise.provides]
    conventions = repr(sorted(exercise.convention_code.items()))
    parts = (
        VERSION, exercise.name, check, exercise.reference, conventions, repr(provides), str(seed),
    )  # fmt: skip
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
    return Brief(key, exercise.name, provides, check, seed, SECONDS)


def patience(brief: Brief) -> float:
    """Seconds that the slowest case of a brief may take: some ask for more than the others."""
    return max(brief.seconds, _longest(brief.check))


@functools.lru_cache(maxsize=64)
def _longest(check: str) -> float:
    try:
        tree = _parse(check, "check.py")
    except Unusable:
        return 0.0
    asked = (
        keyword.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "seconds" and isinstance(keyword.value, ast.Constant)
    )
    return max((float(each) for each in asked if isinstance(each, int | float)), default=0.0)


def _read_check(exercise: Exercise) -> str:
    lines, problems = read_lines(exercise.folder / "check.py")
    for problem in problems.all():
        if problem.severity == "error":
            raise Unusable(f"check.py, line {problem.line}: {problem.message}")
    return "\n".join(lines) + "\n"


def _parse(source: str, name: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unusable(f"{name} isn't Python ({error})") from error


def _provided(name: str, tree: ast.Module) -> Provided:
    """What the starter says of a name; the last definition counts, as when it runs."""
    found: Provided | None = None
    for node in _statements(tree.body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            found = Provided(name, "function", _parameters(node.args))
        elif isinstance(node, ast.ClassDef) and node.name == name:
            found = Provided(name, "class", _of_class(node))
        elif not isinstance(node, Definition) and name in _bound(node):
            found = Provided(name, "value")
    if found is None:
        raise Unusable(f"starter.py doesn't define `{name}`")
    return found


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, those inside `if`, `try` and `with` included."""
    for node in body:
        yield node
        if not isinstance(node, Definition):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, part, []))
            for handler in getattr(node, "handlers", []):
                yield from _statements(handler.body)


def _bound(node: ast.stmt) -> set[str]:
    """Names that one simple statement gives a value."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(each.asname or each.name).split(".")[0] for each in node.names}
    if not isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return set()
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {
        each.id
        for target in targets
        for each in ast.walk(target)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def _of_class(node: ast.ClassDef) -> list[Parameter]:
    for each in reversed(node.body):
        if isinstance(each, ast.FunctionDef) and each.name == "__init__":
            return _parameters(each.args)[1:]
    return []


def _parameters(args: ast.arguments) -> list[Parameter]:
    plain = [*args.posonlyargs, *args.args]
    needed = len(plain) - len(args.defaults)
    found = [Parameter(a.arg, "positional", at >= needed) for at, a in enumerate(plain)]
    if args.vararg:
        found.append(Parameter(args.vararg.arg, "positionals"))
    pairs = zip(args.kwonlyargs, args.kw_defaults, strict=True)
    found += [Parameter(a.arg, "keyword", default is not None) for a, default in pairs]
    if args.kwarg:
        found.append(Parameter(args.kwarg.arg, "keywords"))
    return found
