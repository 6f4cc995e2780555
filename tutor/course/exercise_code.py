"""What the Python files of an exercise hold, found without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

Place = tuple[str, int]  # a word, and the line where it stands
Definition = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class DeclaredCase:
    """A function under `@case`."""

    name: str
    line: int
    title: str  # first line of its docstring; may be empty
    also: list[Place] = field(default_factory=list)
    aspects: list[Place] = field(default_factory=list)


def cases(tree: ast.Module) -> Iterator[DeclaredCase]:
    """The cases of a check.py, in order."""
    for node in tree.body:
        for each in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if _last_name(each.func if isinstance(each, ast.Call) else each) == "case":
                assert isinstance(node, ast.FunctionDef)
                given = each.keywords if isinstance(each, ast.Call) else []
                options = {option.arg: list(_texts(option.value)) for option in given}
                title = (ast.get_docstring(node) or "").partition("\n")[0].strip()
                also, aspects = options.get("also", []), options.get("aspects", [])
                yield DeclaredCase(node.name, node.lineno, title, also, aspects)


@dataclass(frozen=True, slots=True)
class Excuse:
    """A call of `without` or `equivalent` at the top level of a check.py."""

    function: str
    what: str  # the kind of input, or the diff
    because: str  # empty if there is no reason, or none that can be read
    line: int


def excuses(tree: ast.Module) -> Iterator[Excuse]:
    """What a check.py says it does without, and the mutants that it calls equivalent."""
    for node in tree.body:
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and _last_name(call.func) in ("without", "equivalent"):
            named = {option.arg: _text(option.value) for option in call.keywords}
            what = _text(call.args[0]) if call.args else ""
            because = named.get("because", "").strip()
            yield Excuse(_last_name(call.func), what, because, call.lineno)


def forbidden(tree: ast.Module) -> Iterator[Place]:
    """The names that a check.py forbids at its top level."""
    for node in tree.body:
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and _last_name(call.func) == "forbid":
            for argument in call.args:
                yield from _texts(argument)


def words(tree: ast.AST) -> set[str]:
    """Every name and attribute that stands in some code."""
    return {_last_name(node) for node in ast.walk(tree)} - {""}


def imports_of_tutor(tree: ast.AST) -> Iterator[Place]:
    """The modules of Tutor that a file imports."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "tutor":
            names = [f"tutor.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            if name.split(".")[0] == "tutor":
                yield name, getattr(node, "lineno", 1)


def definitions(tree: ast.Module) -> dict[str, Definition]:
    """The functions and classes of a file."""
    return {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}


def parameters(function: ast.FunctionDef) -> str:
    """The parameters of a function as text, without their types."""
    given = function.args
    plain = ast.arguments(
        posonlyargs=[ast.arg(each.arg) for each in given.posonlyargs],
        args=[ast.arg(each.arg) for each in given.args],
        vararg=ast.arg(given.vararg.arg) if given.vararg else None,
        kwonlyargs=[ast.arg(each.arg) for each in given.kwonlyargs],
        kw_defaults=given.kw_defaults,
        kwarg=ast.arg(given.kwarg.arg) if given.kwarg else None,
        defaults=given.defaults,
    )
    return ast.unparse(plain)


def argument_names(tree: ast.Module) -> set[str]:
    """The names of all parameters in a file, those of methods too."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {
        arg.arg for each in functions for arg in ast.walk(each.args) if isinstance(arg, ast.arg)
    }


def bare(source: str) -> str:
    """Code without comments and docstrings, to be compared."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_docstring(body[0]):
            del body[0]
    return ast.dump(tree)


def _is_docstring(node: ast.AST) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _last_name(node: ast.AST) -> str:
    """ "case" for `case` and for `grading.case`; empty for anything that has no name."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _text(node: ast.AST) -> str:
    """The text that a literal is; empty if it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def _texts(node: ast.AST) -> Iterator[Place]:
    """The texts in a literal."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value, each.lineno
