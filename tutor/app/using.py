"""Whose code the cells of a lesson use: the learner's own, or the references."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.app import dialogs
from tutor.app.cell import CellView
from tutor.app.sessions import Sessions
from tutor.course.model import Cell, ExerciseLink, Page
from tutor.course.reaching import Takers
from tutor.engine import library, verdicts

LONG = 5.0  # seconds that a cell would take with it: shorter, and nobody minds


class Using(Sessions):
    """Actions of the lesson screen that have to do with `tutor.mine`."""

    _takers: tuple[dict[str, str], Takers] | None = None
    _accepted: frozenset[tuple[str, int]] = frozenset()  # slow attempts that may be used

    @property
    def cell(self) -> CellView | None:
        """The cell that keys speak to."""
        raise NotImplementedError

    @property
    def page(self) -> Page:
        """The page that is shown."""
        raise NotImplementedError

    # --- what is used here -------------------------------------------------------------------

    def names_used(self, cell: Cell) -> list[str]:
        """Names of `tutor.mine` that a cell uses, itself or through cells that it needs."""
        if not self._mentioned:
            return []
        if self._takers is None or self._takers[0] != self._edits:
            self._look()
        assert self._takers is not None
        return sorted(self._takers[1].reaching(cell.id))

    def can_switch(self) -> bool:
        """Whether what this page shows has to do with `tutor.mine`.

        A page is not kept waiting while that is found out for the first time: it has the key a
        little later.
        """
        if self._exercises:
            return True
        if self.cell is None or not self._mentioned:
            return False
        if self._takers is None:
            self.run_worker(
                self._look_first, thread=True, exclusive=True, group="takers", exit_on_error=False
            )
            return False
        return bool(self.names_used(self.cell.cell))

    @property
    def _mentioned(self) -> bool:
        sources = (*self._edits.values(), *(cell.source for cell in self.lesson.cells))
        return any("mine" in source for source in sources)

    def _look(self) -> None:
        edits = dict(self._edits)
        self._takers = edits, Takers(self.lesson, edits)

    def _look_first(self) -> None:
        self._look()
        self.app.call_from_thread(self.refresh_bindings)

    @property
    def _exercises(self) -> list[str]:
        return [a.id for a in self.page.activities if isinstance(a, ExerciseLink)]

    def _names_here(self) -> list[str]:
        known = self.library.names
        if self.cell is not None and not self._exercises:
            return [name for name in self.names_used(self.cell.cell) if name in known]
        return [name for name in known if self.library.exercise(name) in self._exercises]

    # --- mine or the reference ---------------------------------------------------------------

    def action_mine(self) -> None:
        """Let the cells of this lesson use the references instead of one's own code, or back."""
        names = self._names_here()
        if not names:
            return
        has = {
            e: self.library.theirs(e) is not None for e in map(self.library.exercise, names) if e
        }
        lacking = [name for name in names if not has[self.library.exercise(name) or ""]]
        if len(lacking) == len(names):
            self.notify(f"{_no_version(lacking)} When its check passes, cells use yours.")
            return
        own = not self.library.own
        self.library.own = own
        key = library.choice_key(self.course.name, self.lesson.name)
        self.progress.set_setting(key, "" if own else "reference")
        if not own:
            self.notify(
                "From the next run on, all of this lesson's cells use the references "
                f"(here: {_all(names)}). [[lesson.mine]] takes yours again."
            )
            return
        self.library.aside.clear()
        self._accepted |= {(e, attempt) for e, _, _, attempt in self._slow(names)}
        rest = f" {_no_version(lacking)}" if lacking else ""
        theirs = [name for name in names if name not in lacking]
        self.notify(
            "From the next run on, this lesson's cells use what you have written "
            f"(here: {_all(theirs)}).{rest}"
        )

    # --- slow versions -----------------------------------------------------------------------

    async def code_chosen(self, cell: Cell) -> bool:
        """Ask whose code is to be used where the learner's is slow; False: don't run now.

        Asks once for each attempt, while the lesson is open.
        """
        if not self.library.own:
            return True
        slow = self._slow(self.names_used(cell))
        if not slow or cell.seconds * max(pace for _, _, pace, _ in slow) < LONG:
            return True
        choice = await self.app.push_screen_wait(_ask(slow))
        if choice == "yours":
            self._accepted |= {(exercise, attempt) for exercise, _, _, attempt in slow}
        elif choice == "reference":
            self.library.aside |= {exercise for exercise, *_ in slow}
        return choice is not None and choice != "later"

    def _slow(self, names: Iterable[str]) -> list[tuple[str, list[str], float, int]]:
        """Exercises whose attempt is slow: name, names used, pace, id of the attempt."""
        used: dict[str, list[str]] = {}
        for name in names:
            exercise = self.library.exercise(name)
            if exercise is not None and exercise not in self.library.aside:
                used.setdefault(exercise, []).append(name)
        found = []
        for exercise, group in used.items():
            attempt = self.progress.passing(self.course.name, exercise)
            verdict = verdicts.from_json(attempt.verdict) if attempt is not None else None
            if attempt is None or verdict is None or (exercise, attempt.id) in self._accepted:
                continue
            if verdict.slowness is not None:
                found.append((exercise, group, verdict.slowness, attempt.id))
        return found


def _ask(slow: Sequence[tuple[str, list[str], float, int]]) -> dialogs.ListDialog:
    parts = [f"{_all(names)} took {pace:.0f} times" for _, names, pace, _ in slow]
    title = f"Your {', your '.join(parts)} as long as the reference."
    options = [
        ("yours", "Run with yours"),
        ("reference", "Run with the reference"),
        ("later", "Not now"),
    ]
    return dialogs.ListDialog(title, options)


def _no_version(names: Sequence[str]) -> str:
    reference = "reference's is" if len(names) == 1 else "reference's are"
    return f"There is no {_all(names)} of yours yet, so the {reference} used."


def _all(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
