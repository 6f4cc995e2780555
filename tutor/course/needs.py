"""Which cells a cell needs: those that define the names it takes, found from the syntax tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tutor.course.model import Cell, Lesson
from tutor.course.names import BUILTINS, STAR, Names, names_of

__all__ = ["conflicts", "defines", "needs", "needs_of_code", "uses"]


def defines(source: str) -> frozenset[str]:
    """Names that exist after running `source`; with "*" among them after a star import.

    Code that can't be parsed defines nothing.
    """
    return names_of(source).defines


def uses(source: str) -> frozenset[str]:
    """Names that `source` takes from elsewhere, builtins left out.

    A name that is certainly bound before its use isn't among them. Code that can't be parsed
    uses nothing.
    """
    return names_of(source).uses - BUILTINS


def needs(lesson: Lesson, cell_id: str, sources: Mapping[str, str] = {}) -> tuple[str, ...]:
    """Ids of the cells to run before a cell, in reading order, without the cell itself.

    `sources` holds the code of cells that the learner has edited. KeyError if the lesson has
    no such cell.
    """
    lesson.cell(cell_id)
    return _Needs(lesson, sources).of_cells([cell_id], without=cell_id)


def needs_of_code(
    lesson: Lesson, source: str, after: str | None = None, sources: Mapping[str, str] = {}
) -> tuple[str, ...]:
    """Ids of the cells to run before code that stands right behind the cell `after`.

    `after` itself is always among them. Without `after` only the setup is looked at.
    """
    finder = _Needs(lesson, sources)
    start = [after] if after is not None else []
    position = finder.position(after) + 1 if after is not None else finder.first_page
    return finder.of_cells([*start, *finder.providers(names_of(source), position)])


def conflicts(lesson: Lesson) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Names that a cell takes from another although several others define them.

    Each as (name, id of the cell that takes it, ids of the cells that define it).
    """
    finder = _Needs(lesson, {})
    found = []
    for cell in lesson.cells:
        for name in sorted(finder.names[cell.id].uses):
            owners = tuple(
                other.id
                for other in lesson.cells
                if other.id != cell.id and name in finder.names[other.id].defines
            )
            if len(owners) > 1:
                found.append((name, cell.id, owners))
    return tuple(found)


class _Needs:
    """The cells of a lesson with their names, edits applied."""

    def __init__(self, lesson: Lesson, sources: Mapping[str, str]) -> None:
        self.cells: tuple[Cell, ...] = lesson.cells
        self.names = {c.id: names_of(sources.get(c.id, c.source)) for c in self.cells}
        self.order = {cell.id: index for index, cell in enumerate(self.cells)}
        self.first_page = 1 if lesson.setup else 0

    def position(self, cell_id: str) -> int:
        return self.order[cell_id]

    def of_cells(self, start: Iterable[str], without: str | None = None) -> tuple[str, ...]:
        """`start` and all that it needs, in reading order."""
        found: set[str] = set()
        todo = list(start)
        while todo:
            cell_id = todo.pop()
            if cell_id in found or cell_id not in self.order:
                continue
            found.add(cell_id)
            position = self.order[cell_id]
            todo += self.cells[position].needs
            todo += self.providers(self.names[cell_id], position)
        return tuple(sorted((c for c in found if c != without), key=self.order.__getitem__))

    def providers(self, names: Names, position: int) -> list[str]:
        """Cells before `position` that define what is used; the nearest one wins."""
        found = [self._provider(name, position) for name in sorted(names.uses)]
        return [cell_id for cell_id in found if cell_id is not None]

    def _provider(self, name: str, position: int) -> str | None:
        before = self.cells[:position][::-1]
        for cell in before:
            if name in self.names[cell.id].defines:
                return cell.id
        if name in BUILTINS:
            return None
        return next((c.id for c in before if STAR in self.names[c.id].defines), None)
