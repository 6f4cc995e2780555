"""What has run in a runner, and what must run before a cell.

A needed cell runs again only if it must: it never ran in this runner, or its code or that of
something it needs has changed (knobs included, and what `tutor.mine` gives it), or a name that
is taken from it has been bound by another cell since. Nobody waits for a training whose
results are still there.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tutor.course import mine, needs
from tutor.course.knobs import KnobError, Value, substitute
from tutor.course.model import Cell, Lesson
from tutor.course.reaching import Takers
from tutor.engine.library import Library
from tutor.engine.protocol import DataUsed, Entry, Provide

STAR = "*"


@dataclass(frozen=True, slots=True)
class Step:
    """One cell to run, with its knobs in place."""

    cell: Cell
    source: str
    key: str  # of the source and everything under it
    edited: bool = False  # whether the source is the learner's, and stands in no file


@dataclass(frozen=True, slots=True)
class _Partly:
    """A cell that was stopped: what it had made by then is kept."""

    number: int  # no two of a workbench have the same
    names: frozenset[str]  # that it had bound
    steps: int
    seconds: float

    @property
    def note(self) -> str:
        """How far it came."""
        if self.steps:
            return f"{self.steps:,} step{'s' if self.steps != 1 else ''}".replace(",", " ")
        return f"{self.seconds:.1f} s"


class Workbench:
    """The cells of one lesson as they stand now: edits, knobs, and what has run."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._cells = {cell.id: cell for cell in lesson.cells}
        self._edits: dict[str, str] = {}
        self._knobs: dict[str, dict[str, Value]] = {}
        self._ran: dict[str, str] = {}  # cell -> key it ran with
        self._partly: dict[str, _Partly] = {}  # those of them that were stopped
        self._rested: dict[str, str] = {}  # cell -> what it rested on when it began
        self._numbers = itertools.count(1)
        self._owner: dict[str, str] = {}  # name -> cell that bound it last
        self._data: dict[str, dict[str, DataUsed]] = {}  # cell -> the data sets it has loaded
        self._takers: Takers | None = None  # of `tutor.mine`, as the edits stand
        self._entries: dict[str, Entry] = {}  # what `tutor.mine` gives in this run

    @property
    def title(self) -> str:
        """The title of the lesson."""
        return self._lesson.title

    def cell(self, cell_id: str) -> Cell:
        """The cell of that id; KeyError if there is none."""
        return self._cells[cell_id]

    def edit(self, cell_id: str, source: str | None) -> None:
        """Use other code for a cell; None takes the lesson's again."""
        cell = self.cell(cell_id)
        self._takers = None
        if source is None or source == cell.source:
            self._edits.pop(cell_id, None)
        else:
            self._edits[cell_id] = source

    def turn(self, cell_id: str, values: Mapping[str, Value]) -> None:
        """Set a cell's knobs; the others go back to what its code says.

        Raises KnobError when the lesson's own code has no place for one. Where the learner
        has edited that place away, their code counts.
        """
        cell = self.cell(cell_id)
        if cell_id not in self._edits:
            substitute(cell.source, values)
        self._knobs[cell_id] = dict(values)

    @property
    def takers(self) -> Takers:
        """What each cell takes of `tutor.mine`."""
        if self._takers is None:
            self._takers = Takers(self._lesson, self._edits)
        return self._takers

    def supply(self, library: Library, code: str = "") -> Provide | None:
        """Take from the library what the cells name, and `code` behind them, for one run.

        Returns what their runner has to know of it; None for code that has nothing to do with
        `tutor.mine`.
        """
        every = [self._edits.get(c, cell.source) for c, cell in self._cells.items()]
        if not any("mine" in source for source in (*every, code)):
            self._entries = {}
            return None
        provide = library.provide(self.takers.names | mine.names(code, self.takers.modules))
        self._entries = {entry.name: entry for entry in provide.entries}
        return provide

    def step(self, cell_id: str) -> Step:
        """The cell as it would run now."""
        edited = cell_id in self._edits
        return Step(self.cell(cell_id), self._source(cell_id), self._key(cell_id), edited)

    def before_cell(self, cell_id: str) -> list[Step]:
        """What must run before a cell, in reading order."""
        found = self._missing([cell_id], needs.needs(self._lesson, cell_id, self._edits))
        return [self.step(c) for c in found]

    def partly_done(self, cell_id: str, steps: Iterable[Step]) -> list[str]:
        """A sentence for each cell under this one that was stopped and isn't among `steps`."""
        if not self._partly:
            return []
        again = {step.cell.id for step in steps}
        below = needs.needs(self._lesson, cell_id, self._edits)
        return [
            f"Uses `{c}`, which was stopped after {self._partly[c].note}.\n"
            for c in below
            if c in self._partly and c not in again
        ]

    def before_code(self, source: str, after: str | None) -> list[Step]:
        """What must run before code that stands right behind the cell `after`."""
        below = needs.needs_of_code(self._lesson, source, after, self._edits)
        used = needs.uses(source)
        # The nearest definer gives a name: one further up must not run again for it, and so
        # take the name back.
        givers = {name: c for c in below for name in used & self._defines(c)}
        taken = {
            c: frozenset(n for n in used if givers.get(n) == c) | (self._defines(c) & {STAR})
            for c in below
        }
        # Code may use any name of the cell that it stands behind.
        stale = {c for c in below if (taken[c] or c == after) and not self._fresh(c, taken[c])}
        return [self.step(c) for c in self._missing(stale, below, start=stale)]

    def _missing(
        self, first: Iterable[str], below: Iterable[str], start: Iterable[str] = ()
    ) -> list[str]:
        """Those of `below` that must run so that the cells `first` can, in reading order."""
        run = set(first)
        found = set(start)
        for candidate in reversed(list(below)):
            if candidate in found:
                continue
            takers = [c for c in run if c != candidate]
            taken = [names for c in takers if (names := self._taken(c, candidate)) is not None]
            if taken and not self._fresh(candidate, frozenset().union(*taken)):
                found.add(candidate)
                run.add(candidate)
        return [cell.id for cell in self._lesson.cells if cell.id in found]

    def _taken(self, taker: str, giver: str) -> frozenset[str] | None:
        """Names that one cell takes from another; None if it doesn't need it at all."""
        if giver not in needs.needs(self._lesson, taker, self._edits):
            return None
        if giver in self.cell(taker).needs:
            return self._defines(giver)  # the lesson says so: for reasons nobody can see
        used = needs.uses(self._source(taker))
        names = frozenset(n for n in used & self._defines(giver) if self._giver(taker, n) == giver)
        if names or STAR in self._defines(giver):
            return names
        return None

    def _giver(self, taker: str, name: str) -> str | None:
        """The nearest cell before one that defines a name."""
        found = None
        for cell in self._lesson.cells:
            if cell.id == taker:
                break
            if name in self._defines(cell.id):
                found = cell.id
        return found

    def _fresh(self, cell_id: str, names: frozenset[str]) -> bool:
        """Whether a cell's run still counts, as far as these names go."""
        if self._ran.get(cell_id) != self._key(cell_id) + self._rests_on(cell_id):
            return False
        partly = self._partly.get(cell_id)
        if partly is not None and not names <= partly.names:
            return False
        return all(self._owner.get(name, cell_id) == cell_id for name in names)

    def _source(self, cell_id: str) -> str:
        source = self._edits.get(cell_id, self.cell(cell_id).source)
        for name, value in self._knobs.get(cell_id, {}).items():
            try:
                source = substitute(source, {name: value})
            except KnobError:
                continue  # edited away, see `turn`
        return source

    def _defines(self, cell_id: str) -> frozenset[str]:
        return needs.defines(self._source(cell_id))

    def _key(self, cell_id: str) -> str:
        below = needs.needs(self._lesson, cell_id, self._edits)
        parts = [part for c in (*below, cell_id) for part in (self._source(c), *self._given(c))]
        return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()

    def _rests_on(self, cell_id: str) -> str:
        """Which cells under this one were stopped: with the whole of them it must run again."""
        if not self._partly:
            return ""
        below = needs.needs(self._lesson, cell_id, self._edits)
        return "".join(f" {c}:{self._partly[c].number}" for c in below if c in self._partly)

    def _given(self, cell_id: str) -> Iterator[str]:
        """The code behind the names of `tutor.mine` that a cell takes."""
        if not self._entries:
            return
        names = self.takers.of(cell_id)
        for name, entry in self._entries.items():
            if name in names or STAR in names:
                yield from (name, entry.source, entry.instead)

    # what happens

    def begins(self, step: Step) -> None:
        """A cell begins: from now on its names are its own, and it has not run."""
        self._ran.pop(step.cell.id, None)
        self._partly.pop(step.cell.id, None)
        self._data.pop(step.cell.id, None)
        self._rested[step.cell.id] = self._rests_on(step.cell.id)
        for name in needs.defines(step.source):
            self._owner[name] = step.cell.id

    def done(self, step: Step) -> None:
        """A cell ran to its end."""
        self._ran[step.cell.id] = step.key + self._rested.get(step.cell.id, "")

    def stopped(self, step: Step, names: frozenset[str], steps: int, seconds: float) -> None:
        """The learner stopped a cell that had bound these names.

        It counts as run for whoever needs no other name of it.
        """
        self.done(step)
        self._partly[step.cell.id] = _Partly(next(self._numbers), names, steps, seconds)

    def loaded(self, cell_id: str, used: DataUsed) -> None:
        """A cell has loaded a data set."""
        self._data.setdefault(cell_id, {})[used.name] = used

    def data_below(self, cell_id: str) -> list[DataUsed]:
        """What the cells under this one have loaded, each set once."""
        if not self._data:
            return []
        below = needs.needs(self._lesson, cell_id, self._edits)
        found = {used.name: used for c in below for used in self._data.get(c, {}).values()}
        return list(found.values())

    @property
    def has_data(self) -> bool:
        """Whether anything that has run works with a data set."""
        return bool(self._data)

    def forget(self) -> None:
        """The runner is gone, and every name with it."""
        self._data.clear()
        self._ran.clear()
        self._partly.clear()
        self._owner.clear()
