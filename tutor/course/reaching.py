"""Whose code stands behind a cell: the names of `tutor.mine` that its results rest on.

A lesson's setup imports names for many cells, so it is not enough to look at the cells that a
cell needs: what counts is whether a name reaches it, through the functions and the numbers
that it takes. Where that can't be told, the answer errs towards too many names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tutor.course import mine, needs
from tutor.course.binding import Function, targets
from tutor.course.model import Lesson


class Takers:
    """The cells of a lesson and what each takes of `tutor.mine`.

    `sources` holds the code of cells that the learner has edited.
    """

    def __init__(self, lesson: Lesson, sources: Mapping[str, str] = {}) -> None:
        self._cells = lesson.cells
        self._place = {cell.id: index for index, cell in enumerate(self._cells)}
        self._sources = [sources.get(cell.id, cell.source) for cell in self._cells]
        self._modules: list[frozenset[str]] = []  # how each cell may call the module
        known: frozenset[str] = frozenset()
        for source in self._sources:
            self._modules.append(known - needs.defines(source))
            known |= mine.modules(source)
        self.modules = known  # how code behind the last cell may call it
        self._parts = [
            _parts(source, modules)
            for source, modules in zip(self._sources, self._modules, strict=True)
        ]

    @property
    def names(self) -> frozenset[str]:
        """Names that any cell takes."""
        return frozenset().union(*(self.of(cell.id) for cell in self._cells))

    def of(self, cell_id: str) -> frozenset[str]:
        """Names that the cell's own code takes; KeyError if there is no such cell."""
        at = self._place[cell_id]
        return mine.names(self._sources[at], self._modules[at])

    def reaching(self, cell_id: str) -> frozenset[str]:
        """Names that a cell uses, itself or by what it takes from other cells.

        KeyError if there is no such cell.
        """
        return _Search(self).of(self._place[cell_id])

    # what the search asks

    def parts(self, at: int) -> tuple[_Part, ...]:
        """The statements of the cell in this place."""
        return self._parts[at]

    def needed(self, at: int) -> list[int]:
        """Cells that the lesson says are needed, for reasons that can't be seen."""
        return [self._place[c] for c in self._cells[at].needs if c in self._place]

    def giver(self, at: int, name: str) -> int | None:
        """The nearest cell before one that defines a name."""
        for before in reversed(range(at)):
            if name in needs.defines(self._sources[before]):
                return before
        return None

    def takes(self, at: int, name: str) -> bool:
        """Whether a cell takes a name from another."""
        return name in needs.uses(self._sources[at])


@dataclass(frozen=True, slots=True)
class _Part:
    """One statement at the margin of a cell."""

    binds: frozenset[str]
    loads: frozenset[str]
    takes: frozenset[str]  # of tutor.mine
    changes: frozenset[str]  # variables of this cell that it may change in place


class _Search:
    """Follows names from a cell to where they were made."""

    def __init__(self, takers: Takers) -> None:
        self._takers = takers
        self._found: set[str] = set()
        self._seen: set[tuple[int, str]] = set()
        self._entered: set[int] = set()
        self._todo: list[tuple[int, str]] = []

    def of(self, at: int) -> frozenset[str]:
        self._visit(at, self._takers.parts(at))
        while self._todo:
            at, name = self._todo.pop()
            if (at, name) in self._seen:
                continue
            self._seen.add((at, name))
            parts = [p for p in self._takers.parts(at) if name in p.binds or name in p.changes]
            self._visit(at, parts)
            if self._takers.takes(at, name):
                giver = self._takers.giver(at, name)
                if giver is not None:
                    self._todo.append((giver, name))
        return frozenset(self._found)

    def _visit(self, at: int, parts: list[_Part] | tuple[_Part, ...]) -> None:
        if at not in self._entered:
            self._entered.add(at)
            for below in self._takers.needed(at):
                self._visit(below, self._takers.parts(below))
        for part in parts:
            self._found |= part.takes
            self._todo += [(at, name) for name in part.loads]


@lru_cache(maxsize=256)
def _parts(source: str, modules: frozenset[str]) -> tuple[_Part, ...]:
    tree = mine.parse(source)
    if tree is None:
        return ()
    calls = modules | {*mine.aliases(tree)}
    statements = list(_statements(tree))
    variables = {
        name
        for node in statements
        if not isinstance(node, Function | ast.ClassDef | ast.Import | ast.ImportFrom)
        for name in _binds(node)
    }
    return tuple(_part(node, calls, variables) for node in statements)


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements at the margin; an import of several names as several imports."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield ast.ImportFrom(node.module, [alias], node.level)
        else:
            yield node


def _part(node: ast.stmt, calls: frozenset[str], variables: set[str]) -> _Part:
    loads = frozenset(_loads(node))
    defines = isinstance(node, Function | ast.ClassDef)
    return _Part(
        frozenset(_binds(node)),
        loads,
        frozenset(mine.taken(node, calls)),
        frozenset() if defines else loads & variables,
    )


def _binds(node: ast.stmt) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Global):
            yield from each.names
        elif isinstance(each, ast.NamedExpr):
            yield each.target.id
        elif each is node or not isinstance(node, Function | ast.ClassDef):
            yield from targets(each)


def _loads(node: ast.stmt) -> Iterator[str]:
    """Names that are read, those that `+=` changes included."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
            yield each.id
        elif isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name):
            yield each.target.id
