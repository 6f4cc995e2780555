"""What a learner's file defines at its top level, from its text alone: names and their lines."""

from __future__ import annotations

import ast
import builtins
import difflib
from collections.abc import Iterator, Mapping, Sequence

# By these, names can be changed that no assignment shows.
_POWERFUL = {"setattr", "delattr", "vars", "globals", "exec", "eval", "patch", "__builtins__"}
_INSIDE = {"__dict__", "__setattr__", "__delattr__", "modules", "patch", "import_module"}
# Parts of torch whose first use in a process imports torch._dynamo: more than a second.
_LATE = {"optim", "func", "compile", "vmap"}
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Outline:
    """The top level of a file that has been parsed."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self.bound: dict[str, list[int]] = {}  # name -> the lines that bind it, in order
        for statement in tree.body:
            for name in _bound(statement):
                self.bound.setdefault(name, []).append(statement.lineno)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it but comments."""
        return not self._tree.body

    def twice(self, name: str) -> list[int]:
        """The lines that define a name anew; empty if at most one does."""
        lines = []
        for statement in self._tree.body:
            if isinstance(statement, _DEFINITIONS):
                anew = statement.name == name
            else:  # `sgd = torch.no_grad()(sgd)` makes one out of the other
                anew = name in _bound(statement) and name not in _read(statement)
            if anew:
                lines.append(statement.lineno)
        return lines if len(lines) > 1 else []

    def builtins(self, namespace: Mapping[str, object]) -> dict[str, int]:
        """Names of Python's own that the top level gives another meaning -> line.

        `namespace`: the globals afterwards, to see what `from torch import *` brought in.
        """
        found = {name: lines[0] for name, lines in self.bound.items()}
        if "*" in found:
            line = found.pop("*")
            found = {**dict.fromkeys(namespace, line), **found}
        return {
            name: line
            for name, line in found.items()
            if hasattr(builtins, name) and not name.startswith("_")
        }

    def inside(self, name: str) -> int | None:
        """The line of a definition of a name that is not at the top level."""
        top = {id(statement) for statement in self._tree.body}
        for node in ast.walk(self._tree):
            if isinstance(node, _DEFINITIONS) and node.name == name and id(node) not in top:
                return node.lineno
        return None

    def nearest(self, name: str) -> str | None:
        """The defined name that is most like another one."""
        close = difflib.get_close_matches(name, self.bound, 1, 0.6)
        if close:
            return close[0]
        return next((each for each in self.bound if each.lower() == name.lower()), None)

    @property
    def may_replace(self) -> bool:
        """Whether anything in it looks as if it changed what it imports: `torch.exp = …`.

        Looking whether something was changed touches thousands of objects, which a forked
        process then has to copy: so it is done only for such a file.
        """
        imported: set[str] = set()
        for node in ast.walk(self._tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                imported.update((a.asname or a.name).split(".")[0] for a in node.names)
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Attribute):
                changed = _root(node) in imported and not isinstance(node.ctx, ast.Load)
                if changed or node.attr in _INSIDE:
                    return True
            elif isinstance(node, ast.Name) and node.id in _POWERFUL:
                return True
        return "*" in imported

    @property
    def imports_late(self) -> bool:
        """Whether it uses a part of torch that imports much when it is first used."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Import):
                used = {part for each in node.names for part in each.name.split(".")}
            elif isinstance(node, ast.ImportFrom):
                used = {*(node.module or "").split("."), *(each.name for each in node.names)}
            elif isinstance(node, ast.Attribute):
                used = {_root(node), node.attr}
            else:
                continue
            if ("torch" in used and used & _LATE) or "functorch" in used:
                return True
        return False

    def unwritten(self, names: Sequence[str]) -> int | None:
        """The line of the first function, if all of these are as a starter leaves them."""
        found = [
            statement
            for statement in self._tree.body
            if isinstance(statement, ast.FunctionDef) and statement.name in names
        ]
        same = {statement.name for statement in found} == set(names)
        if found and same and all(_is_open(statement) for statement in found):
            return found[0].lineno
        return None


def _root(node: ast.AST) -> str:
    """ "torch" of `torch.nn.functional.relu`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_open(function: ast.FunctionDef) -> bool:
    """Whether a body says nothing: a docstring, `pass`, `...`, NotImplementedError."""
    return all(
        isinstance(statement, ast.Pass)
        or _is_text(statement)
        or (isinstance(statement, ast.Raise) and "NotImplementedError" in _read(statement))
        for statement in function.body
    )


def _is_text(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Constant):
        return False
    return isinstance(statement.value.value, str) or statement.value.value is ...


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds, and those inside an `if`, `for`, `with` or `try`."""
    if isinstance(statement, _DEFINITIONS):
        yield statement.name
        return
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            yield (alias.asname or alias.name).split(".")[0]
        return
    for node in ast.iter_child_nodes(statement):
        if isinstance(node, ast.stmt):
            yield from _bound(node)
        elif isinstance(node, (ast.ExceptHandler, ast.match_case)):
            for each in node.body:
                yield from _bound(each)
        else:
            yield from _stored(node)


def _stored(node: ast.AST) -> Iterator[str]:
    todo = [node]
    while todo:
        each = todo.pop()
        if isinstance(
            each, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
        ):
            continue  # names of their own
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id
        todo += ast.iter_child_nodes(each)


def _read(statement: ast.AST) -> set[str]:
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
