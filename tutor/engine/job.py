"""One run, driven from its first needed cell to its last event.

Nothing reads a runner's channel but the driver of a run, and it reads no faster than its
watcher takes events: that is the back pressure.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import msgspec

from tutor.engine import deaths, protocol
from tutor.engine.feed import Feed
from tutor.engine.lease import Lease
from tutor.engine.library import Lending
from tutor.engine.limits import Limits
from tutor.engine.plan import Step, Workbench
from tutor.engine.protocol import (
    AnyEvent,
    BadFrame,
    Died,
    Finished,
    Kept,
    Paused,
    Raised,
    Resumed,
    Started,
    Text,
)
from tutor.engine.runners import GRACE, EngineError, Exit, Runner
from tutor.engine.turns import Clock, Turn, Turns

# Seconds from one means of stopping to the next: interrupt, again (the first may have come
# before the cell did), terminate, kill, stop listening. Together they stay below three.
REPEAT, TERMINATE, KILL, GIVE_UP = 0.3, 0.9, 0.4, 0.5
# If a cell has only just begun, the first interrupts may come before it can be interrupted.
FRESH, SOON = 0.1, 0.05

Outcome = Literal["done", "raised", "stopped", "died", "data"]


@dataclass(eq=False, slots=True)
class Job:
    """What to run, and how the run is going."""

    run: int
    cell: str  # what the learner asked for
    steps: list[Step]  # cells to run, in order
    code: protocol.Evaluate | None = None  # evaluated after them
    feed: Feed = field(default_factory=Feed)
    clock: Clock = field(default_factory=Clock)
    turn: Turn | None = None  # once it has a runner
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    cell_began: float = field(default_factory=time.monotonic)
    notes: list[str] = field(default_factory=list)  # to say once a cell has begun
    provide: protocol.Provide | None = None  # what `tutor.mine` gives in this run
    uses: frozenset[str] = frozenset()  # names of it that reach the cell
    told: bool = False  # whether it has been said whose code that is
    doing: str = ""  # the cell that runs now
    kept: frozenset[str] = frozenset()  # names that it had bound when it was stopped

    @property
    def seconds(self) -> float:
        """Time since it began, without that for which it was paused."""
        return self.clock.seconds

    @property
    def name(self) -> str:
        """What others say that they wait for."""
        return self.cell if self.code is None else "the answer to a question"


class Driver:
    """Runs jobs, one at a time, in the runner of a lease."""

    def __init__(
        self,
        lease: Lease,
        bench: Workbench,
        limits: Limits,
        *,
        seed: int,
        file: str,
        turns: Turns,
    ) -> None:
        self._lease = lease
        self._bench = bench
        self._limits = limits
        self._seed = seed
        self.may_ask = False  # whether the learner can be asked for data that isn't here
        self._file = file
        self._turns = turns
        self._runner: Runner | None = None  # while a job uses it
        self._lending = Lending()
        self._stoppers: set[asyncio.Task[None]] = set()

    async def drive(self, job: Job) -> None:
        """Run a job to its end. Raises nothing: whatever happens becomes events."""
        job.clock.ring(self._limits.wall_seconds, partial(self._overdue, job))
        last = Finished(job.run, job.cell, "stopped", job.seconds)
        try:
            last = await self._run_steps(job)
        except EngineError as error:
            await self._report_death(job, error.reason, error.advice)
            last = Finished(job.run, job.cell, "died", job.seconds)
        finally:
            job.clock.silence()
            if self._runner is not None:
                self._runner.watch(False)
                self._runner.resume()  # it may have come to its end just as it was paused
                self._runner = None
            job.over.set()
            if job.turn is not None:
                job.turn.end()
            job.feed.put_last(last)

    async def _run_steps(self, job: Job) -> Finished:
        runner = self._runner = await self._lease.get(job.stopping)
        if runner is None:
            return Finished(job.run, job.cell, "stopped", job.seconds)
        runner.watch(True)
        # Not before: while it has no process it disturbs nobody.
        job.turn = self._turns.begin(
            job.name,
            self._bench.title,
            partial(self._pause, job, runner),
            partial(self._resume, job, runner),
        )
        due = self._lending.due(runner, job.provide)
        if due is not None:
            runner.writer.write(protocol.encode(due))
        for step in job.steps:
            if job.stopping.is_set():
                return Finished(job.run, job.cell, "stopped", job.seconds)
            final = job.code is None and step is job.steps[-1]
            request = self._request(job, step, final)
            self._bench.begins(step)
            finished = await self._exchange(job, runner, request, final)
            if finished.outcome == "done":
                self._bench.done(step)
            elif final and finished.outcome == "stopped":
                self._bench.stopped(step, job.kept, finished.steps, finished.seconds)
            if final:
                return finished
            if finished.outcome != "died":
                await job.feed.put(msgspec.structs.replace(finished, needed=True))
            if finished.outcome != "done":
                return Finished(job.run, job.cell, finished.outcome, job.seconds)
        assert job.code is not None
        finished = await self._exchange(job, runner, job.code, final=True)
        return msgspec.structs.replace(finished, cell=job.cell)

    def _request(self, job: Job, step: Step, final: bool) -> protocol.Execute:
        # An edited cell stands in no file: its lines are counted as the editor counts them.
        return protocol.Execute(
            job.run,
            step.cell.id,
            step.source,
            "your version" if step.edited else self._file,
            1 if step.edited else step.cell.line,
            self._seed,
            quiet=not final,
            may_ask=self.may_ask and job.code is None,
        )

    # one request and its answers

    async def _exchange(
        self, job: Job, runner: Runner, request: protocol.Execute | protocol.Evaluate, final: bool
    ) -> Finished:
        """Send a request and pass on its events, but for its Finished, which is returned."""
        lost = job.clock.lost
        frame = protocol.encode(request)
        if len(frame) > protocol.MAX_FRAME:
            return await self._refuse_long(job, request)
        runner.writer.write(frame)
        began = False
        while True:
            junk, read = "", None
            try:
                read = await runner.read()
            except BadFrame as error:
                junk = str(error)[:80]
            if read is None:
                if not began and isinstance(request, protocol.Execute):
                    await job.feed.put(Started(job.run, request.cell, needed=not final))
                return await self._mourn(job, runner, junk)
            event, size = read
            if event.run != job.run:
                continue  # from a thread that an earlier run left behind
            if isinstance(event, Finished):
                # The runner knows nothing of having been paused.
                seconds = max(0.0, event.seconds - (job.clock.lost - lost))
                return msgspec.structs.replace(event, needed=False, seconds=seconds)
            began = began or isinstance(event, Started)
            await self._pass_on(job, runner, event, size, final)

    async def _pass_on(
        self, job: Job, runner: Runner, event: AnyEvent, size: int, final: bool
    ) -> None:
        """Give an event to the watcher, or keep what only the session has to know."""
        match event:
            case Started():
                begins = msgspec.structs.replace(event, needed=not final)
                await self._begin_cell(job, runner, begins)
            case Kept():
                job.kept = frozenset(event.names)
            case protocol.DataUsed():
                self._bench.loaded(job.doing, event)
                if final:
                    await job.feed.put(event, size)
            case protocol.Unusable():
                self._lending.unusable(event)
                await self._tell_uses(job, again=True)
            case _:
                await job.feed.put(event, size)

    async def _begin_cell(self, job: Job, runner: Runner, event: Started) -> None:
        job.cell_began, job.doing = time.monotonic(), event.cell
        if job.stopping.is_set():
            runner.interrupt()  # the first came before the cell did
        await job.feed.put(event)
        if not event.needed:
            await self._tell_uses(job)
            for used in self._bench.data_below(event.cell):
                await job.feed.put(msgspec.structs.replace(used, run=job.run))
        while job.notes:
            await job.feed.put(Text(job.run, job.notes.pop(0), "err"))

    async def _tell_uses(self, job: Job, again: bool = False) -> None:
        """Say whose code the cell uses; once more if an attempt turns out not to load."""
        using = self._lending.using(job.run, job.uses) if job.uses else None
        if using is not None and job.told == again:
            job.told = True
            await job.feed.put(using)

    async def _refuse_long(
        self, job: Job, request: protocol.Execute | protocol.Evaluate
    ) -> Finished:
        cell = request.cell if isinstance(request, protocol.Execute) else job.cell
        message = f"the code is longer than {protocol.MAX_FRAME >> 20} MB"
        trace = f"ValueError: {message}"
        await job.feed.put(Started(job.run, cell))
        await job.feed.put(Raised(job.run, "ValueError", message, trace, cell, None))
        return Finished(job.run, cell, "raised", 0.0)

    # ends that are not good

    async def _mourn(self, job: Job, runner: Runner, junk: str = "") -> Finished:
        """The channel has ended: find out why, clean up, and say it."""
        ended = Exit(None)
        if not junk:
            ended = await runner.wait(GRACE)
            if ended.status is None and not ended.why and runner.is_dead():
                ended = await runner.wait(2.0)  # its host is importing, and will tell
        self._lease.lose(runner)
        self._bench.forget()
        await self._report_death(
            job,
            *deaths.explain(ended, self._limits, junk=junk, stopped=job.stopping.is_set()),
        )
        return Finished(job.run, job.cell, "died", job.seconds)

    async def _report_death(self, job: Job, reason: str, advice: str) -> None:
        await job.feed.put(Died(job.run, reason, advice))

    # making room for what was begun later

    def _pause(self, job: Job, runner: Runner, first: Turn) -> None:
        if job.stopping.is_set() or job.over.is_set():
            return
        runner.pause()
        job.clock.pause()
        elsewhere = first.place if first.place != self._bench.title else ""
        by = f"{first.name} ({elsewhere})" if elsewhere else first.name
        job.feed.put_now(Paused(job.run, by))

    def _resume(self, job: Job, runner: Runner) -> None:
        runner.resume()
        if job.clock.paused and not job.over.is_set():
            job.feed.put_now(Resumed(job.run, job.clock.resume()))

    # stopping

    def _overdue(self, job: Job) -> None:
        if not job.over.is_set() and not job.stopping.is_set():
            self._begin_to_stop(job)
            job.feed.put_now(Text(job.run, self._too_long(), "err"))

    def _too_long(self) -> str:
        return f"Stopped: it ran for longer than {self._limits.wall_seconds:g} s.\n"

    async def stop(self, job: Job) -> None:
        """Bring a job to its end, by force if it must be; below three seconds."""
        self.ask_to_stop(job)
        await job.over.wait()

    def ask_to_stop(self, job: Job) -> None:
        """Begin to."""
        if not job.over.is_set() and not job.stopping.is_set():
            self._begin_to_stop(job)

    def _begin_to_stop(self, job: Job) -> None:
        # A task of its own: it goes on even if whoever wanted it is cancelled.
        job.stopping.set()
        job.feed.widen()
        if job.turn is not None:
            job.turn.end()  # to stop is quick, and waits for nobody
        job.clock.resume()
        task = asyncio.ensure_future(self._escalate(job))
        self._stoppers.add(task)
        task.add_done_callback(self._stoppers.discard)

    async def _escalate(self, job: Job) -> None:
        fresh = time.monotonic() - job.cell_began < FRESH
        for act, seconds in (
            *([(Runner.interrupt, SOON)] * 3 if fresh else []),
            (Runner.interrupt, REPEAT),
            (Runner.interrupt, TERMINATE),
            (Runner.terminate, KILL),
            (Runner.kill, GIVE_UP),
            (Runner.close, GIVE_UP),
        ):
            if self._runner is not None:
                act(self._runner)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(job.over.wait(), seconds)
                return
