"""A session: one open lesson and the runs in it. The app holds one for each lesson it shows."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tutor.course.knobs import KnobError, Value
from tutor.course.model import Lesson
from tutor.engine import protocol
from tutor.engine.job import Driver, Job
from tutor.engine.lease import Lease
from tutor.engine.library import Library
from tutor.engine.limits import Limits
from tutor.engine.plan import Workbench
from tutor.engine.protocol import AnyEvent, Died, Finished, Raised
from tutor.engine.runners import Source
from tutor.engine.turns import Turns

VANISHED = "The process of this lesson had ended; what the cell needs runs again in a new one.\n"


class Busy(RuntimeError):
    """The session is running something: stop it first, or wait."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an expression or a piece of code gave: its value or output, or what went wrong."""

    ok: bool
    text: str
    error: str = ""


class Session:
    """One open lesson. Its names live in a runner for as long as it is open."""

    def __init__(
        self,
        lesson: Lesson,
        source: Source,
        limits: Limits,
        seed: int = 0,
        *,
        library: Library | None = None,
        turns: Turns | None = None,
    ) -> None:
        """`library` is what `tutor.mine` gives; by default the references of the course.

        `turns` are those of the engine: of all that runs, only what was begun last isn't paused.
        """
        self.lesson = lesson
        self.seed = seed
        self.library = library or Library.of_references(lesson)
        self._bench = Workbench(lesson)
        self._lease = Lease(source)
        shown = "/".join(lesson.path.parts[-4:])  # lessons/CHAPTER/LESSON/lesson.md
        self._driver = Driver(
            self._lease, self._bench, limits, seed=seed, file=shown, turns=turns or Turns()
        )
        self._runs = itertools.count(1)
        self._job: Job | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def may_ask(self) -> bool:
        """Whether the learner can be asked for a data set that isn't here; if not, none is missed.

        False: a loader then gives the synthetic set at once. True: the run ends with DataNeeded.
        """
        return self._driver.may_ask

    @may_ask.setter
    def may_ask(self, value: bool) -> None:
        self._driver.may_ask = value

    @property
    def has_data(self) -> bool:
        """Whether anything that has run here works with a data set."""
        return self._bench.has_data

    @property
    def running(self) -> bool:
        """Whether a run is going on."""
        return self._job is not None and not self._job.over.is_set()

    @property
    def pid(self) -> int | None:
        """The runner's process id, if there is a runner now."""
        runner = self._lease.present
        return None if runner is None else runner.pid

    def prepare(self) -> None:
        """Have a runner made ahead of the first run. Needs a running event loop."""
        self._lease.prepare()

    def renew(self) -> None:
        """Swap a runner that was made before everything was imported, if nothing used it."""
        if not self.running:
            self._lease.renew()

    def edit(self, cell_id: str, source: str | None) -> None:
        """Use other code for a cell from now on; None takes the lesson's again.

        KeyError if the lesson has no such cell.
        """
        self._bench.edit(cell_id, source)

    def before(self, cell_id: str) -> list[str]:
        """Ids of the cells that would have to run first if this one were run now."""
        self._bench.supply(self.library)
        return [step.cell.id for step in self._bench.before_cell(cell_id)]

    def run(
        self, cell_id: str, knobs: Mapping[str, object] | None = None
    ) -> AsyncGenerator[AnyEvent, None]:
        """Run a cell, and first what it needs. The last event is Finished(needed=False).

        Knobs that are not given stand as in the code. Leaving the iteration stops the run.
        Raises Busy, KeyError if there is no such cell, KnobError if there is no such knob.
        """
        self._refuse_if_busy()
        self._bench.turn(cell_id, _checked(knobs or {}))
        return self._events(cell_id)

    async def _events(self, cell_id: str) -> AsyncGenerator[AnyEvent, None]:
        self._refuse_if_busy()
        notes = self._look_after_runner()
        provide = self._bench.supply(self.library)
        steps = [*self._bench.before_cell(cell_id), self._bench.step(cell_id)]
        notes += self._bench.partly_done(cell_id, steps)
        uses = self._bench.takers.reaching(cell_id) if provide else frozenset()
        job = Job(next(self._runs), cell_id, steps, notes=notes, provide=provide, uses=uses)
        self._begin(job)
        try:
            while (event := await job.feed.get()) is not None:
                yield event
        finally:
            await self._driver.stop(job)

    async def evaluate(
        self, source: str, *, after: str | None = None, mode: Literal["value", "output"] = "value"
    ) -> Evaluation:
        """Evaluate an expression, or run code for its output, with the names of a cell.

        What that takes is run first, quietly; the code itself leaves nothing behind. Raises
        Busy, and KeyError if there is no cell `after`.
        """
        self._refuse_if_busy()
        if after is not None:
            self._bench.cell(after)
        self._look_after_runner()
        run = next(self._runs)
        code = protocol.Evaluate(run, source, mode, self.seed)
        provide = self._bench.supply(self.library, source)
        steps = self._bench.before_code(source, after)
        job = self._begin(Job(run, after or "", steps, code, provide=provide))
        try:
            return await _collect(job)
        finally:
            await self._driver.stop(job)

    async def stop(self) -> None:
        """Stop the run, if there is one: interrupt, then end it. Returns when it is over."""
        if self._job is not None:
            await self._driver.stop(self._job)

    def ask_to_stop(self) -> None:
        """Begin to stop the run, if there is one, without waiting for its end."""
        if self._job is not None:
            self._driver.ask_to_stop(self._job)

    async def restart(self) -> None:
        """Stop, and forget every name: the next run begins in a fresh runner."""
        await self.stop()
        await self._lease.drop()
        self._bench.forget()
        self._lease.prepare()

    async def close(self) -> None:
        """End the run and the runner, without asking."""
        if self._job is not None:
            self._job.stopping.set()
            self._job.feed.widen()
        await self._lease.close()
        if self._job is not None:
            await self._job.over.wait()

    def _refuse_if_busy(self) -> None:
        if self.running:
            raise Busy("This lesson is running something: stop it first, or wait.")

    def _look_after_runner(self) -> list[str]:
        """Replace a runner that has died since the last run; what to say about it."""
        if not self._lease.bury():
            return []
        self._bench.forget()
        return [VANISHED]

    def _begin(self, job: Job) -> Job:
        self._job = job
        task = asyncio.ensure_future(self._driver.drive(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job


def _checked(knobs: Mapping[str, object]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, value in knobs.items():
        if not isinstance(value, float | int | str | bool):
            raise KnobError(f"{name} takes a number, a word, True or False; not {value!r}")
        values[name] = value
    return values


async def _collect(job: Job) -> Evaluation:
    """Wait for an evaluation's result, which comes as events like any other."""
    given: list[str] = []
    error = "The run was stopped."
    while (event := await job.feed.get()) is not None:
        match event:
            case protocol.Value(text=text):  # the needed cells, being quiet, give none
                given.append(text)
            case Raised(kind=kind, message=message):
                error = f"{kind}: {message}" if message else kind
            case Died(reason=reason, advice=advice):
                error = f"{reason} {advice}"
            case Finished(outcome="done", needed=False):
                return Evaluation(True, "".join(given))
    return Evaluation(False, "".join(given), error)
