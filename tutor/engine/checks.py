"""Checks: a learner's code is played in one process and held against the reference in another.

As soon as a case has been played it is compared, while the next one is played. The learner's
process may say what it likes: what the cases are and how they went is told by the judge alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import msgspec

from tutor.course.model import Exercise
from tutor.engine import briefs, protocol, sheets, solutions
from tutor.engine.feed import Feed
from tutor.engine.judging import Broken, Gone, Judging
from tutor.engine.limits import Limits
from tutor.engine.playing import Ended, Player, Taken
from tutor.engine.preparing import Preparation
from tutor.engine.protocol import AnyEvent, Begun, Brief, Checked, Died, Finished, Judged, Loaded
from tutor.engine.runners import EngineError, Source
from tutor.engine.session import Busy
from tutor.engine.turns import Turn, Turns
from tutor.engine.verdicts import CaseResult, Report, Verdict

# Seconds. Once the wrong solutions have been played, a diagnosis takes a few hundredths of one;
# right after the start they have not, and the learner has a report to read meanwhile.
DIAGNOSIS = 3.0
AHEAD = 16  # recordings that may wait to be compared

Said = Taken | Ended | EngineError


@dataclass(eq=False, slots=True)
class _Check:
    """One check on its way."""

    run: int
    exercise: Exercise
    code: str | Report
    seed: int
    diagnose: bool
    recorded: Callable[[bytes], None] | None = None
    filename: str = ""
    feed: Feed = field(default_factory=Feed)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    began: float = field(default_factory=time.monotonic)
    judged: bool = False
    paused: float = 0.0  # seconds for which it was
    task: asyncio.Task[None] | None = None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


class Checks:
    """Checks solutions of exercises, one at a time. An engine has one.

    `ahead`: whether new processes are so cheap that wrong solutions are played before anybody
    has failed. `diagnosis`: seconds that may pass between a verdict and what explains it.
    """

    diagnosis = DIAGNOSIS

    def __init__(
        self, source: Source, limits: Limits, *, ahead: bool = True, turns: Turns | None = None
    ) -> None:
        self._source = source
        self._limits = limits
        self._ahead = ahead
        self._judging = Judging(source)
        self._preparation = Preparation(source, limits, self._judging)
        self._turns = turns or Turns()
        self._turns.on_busy = self._preparation.pause
        self._turns.on_idle = self._prepare_on
        self._spare = Player(source, limits)
        self._runs = itertools.count(1)
        self._check: _Check | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def running(self) -> bool:
        """Whether a check is going on, its diagnosis included."""
        return self._check is not None and not self._check.over.is_set()

    def prepare(self, exercise: Exercise, *, seed: int = 0) -> None:
        """Get ready to check an exercise, in the background. Needs a running event loop."""
        if self._closed:
            return
        self._judging.prepare()
        self._spare.prepare()
        if self.running:
            return  # what is checked is what is wanted
        self._preparation.want(exercise, seed, wrong=self._ahead)
        if self._turns.busy:
            self._preparation.pause()

    async def prepared(self) -> None:
        """Wait until what is prepared in the background is ready."""
        await self._preparation.wait(None)

    def renew(self) -> None:
        """Swap a process that was made before everything was imported, if nothing used it."""
        self._spare.renew()

    def check(
        self,
        exercise: Exercise,
        code: str | Report,
        *,
        seed: int = 0,
        diagnose: bool = True,
        recorded: Callable[[bytes], None] | None = None,
        filename: str = "",
    ) -> AsyncGenerator[AnyEvent, None]:
        """Check a solution: Listed, Checked for each case, Judged, Diagnosed, Finished.

        `code` is what `solutions.read` gave, or text. A solution that can't be tried gets
        Judged at once. Diagnosed comes only after a verdict that a wrong solution may explain,
        and names it, or nothing, or says that there was no time. Died instead of Judged: there
        is no process to be had.
        Leaving the iteration stops the check; then Finished says "stopped" and there may be no
        verdict. Busy if another check has no verdict yet; one that has it is cut short.
        `recorded` gets every recording that is compared, for who wants to look into them.
        `filename` is what tracebacks call the code, as a rule "EXERCISE.py".
        """
        self._refuse_if_busy()
        run = next(self._runs)
        return self._events(_Check(run, exercise, code, seed, diagnose, recorded, filename))

    async def _events(self, check: _Check) -> AsyncGenerator[AnyEvent, None]:
        self._refuse_if_busy()
        await self.stop()
        check.began = time.monotonic()
        self._check = check
        self._preparation.pause()
        check.task = self._keep(self._drive(check))
        try:
            while (event := await check.feed.get()) is not None:
                yield event
        finally:
            await self._stop(check)

    async def stop(self) -> None:
        """Stop the check, if there is one; returns when it is over."""
        if self._check is not None:
            await self._stop(self._check)

    async def close(self) -> None:
        """Stop everything and end every process."""
        self._closed = True
        await self.stop()
        await self._preparation.close()
        await asyncio.gather(self._judging.close(), self._spare.end())
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)

    def _refuse_if_busy(self) -> None:
        if self._closed:
            raise EngineError("The engine is closed.", "Open the app again.")
        if self.running and self._check is not None and not self._check.judged:
            raise Busy("A check is going on: stop it first, or wait.")

    def _keep(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @staticmethod
    async def _stop(check: _Check) -> None:
        if check.task is not None and not check.over.is_set():
            check.task.cancel()
        await check.over.wait()

    # --- one check, from its beginning to its last event ---------------------------------------

    async def _drive(self, check: _Check) -> None:
        """Check to the end. Raises nothing: whatever happens becomes events."""
        outcome: Literal["done", "stopped", "died"] = "done"
        try:
            await self._judge(check)
        except asyncio.CancelledError:
            outcome = "stopped"
        except EngineError as error:
            outcome = "died"
            check.feed.put_now(Died(check.run, error.reason, error.advice, forgotten=False))
        except Exception as error:  # a mistake of ours must not look like one of theirs
            report = sheets.broken(f"{type(error).__name__}: {error}")
            self._say(check, sheets.fault(check.exercise.name, report))
        finally:
            check.over.set()
            seconds = check.seconds
            check.feed.put_last(Finished(check.run, check.exercise.name, outcome, seconds))
            if not self._closed:
                self._spare.prepare()
                self._prepare_on()

    def _prepare_on(self) -> None:
        """Prepare in idle time only."""
        if self._turns.busy:
            self._preparation.pause()
        elif not self._closed and not self.running:
            self._preparation.resume()

    async def _judge(self, check: _Check) -> None:
        name = check.exercise.name
        flaw = check.code if isinstance(check.code, Report) else solutions.flaw(check.code)
        if flaw is not None:
            return self._say(check, sheets.fault(name, flaw))
        try:
            brief = briefs.brief_of(check.exercise, check.seed)
            sheet = await self._try(check, brief)
        except (briefs.Unusable, Broken, Gone) as error:
            return self._say(check, sheets.fault(name, sheets.broken(str(error))))
        verdict = sheet.verdict()
        self._say(check, verdict)
        if check.diagnose and not verdict.passed and sheet.comparable:
            await self._diagnose(check, brief)
        return None

    def _say(self, check: _Check, verdict: Verdict) -> None:
        check.judged = True
        verdict = msgspec.structs.replace(verdict, seconds=check.seconds - check.paused)
        if check.paused:  # the player's own clock went on: nobody can tell how fast it was
            cases = [msgspec.structs.replace(case, pace=None) for case in verdict.cases]
            verdict = msgspec.structs.replace(verdict, cases=cases)
        check.feed.put_now(Judged(check.run, verdict))

    async def _try(self, check: _Check, brief: Brief) -> sheets.Sheet:
        """Play the solution and compare what it does; the sheet is full afterwards."""
        player, self._spare = self._spare, Player(self._source, self._limits)
        turn = self._turns.begin(
            f"the check of {check.exercise.name}",
            "",
            partial(self._pause, check, player),
            partial(self._resume, check, player),
        )
        said: asyncio.Queue[Said] = asyncio.Queue(AHEAD)
        playing = self._keep(self._play(check, brief, player, said))
        try:
            exercise = check.exercise
            cases = await self._judging.learn(brief, exercise.reference, exercise.convention_code)
            await check.feed.put(protocol.Listed(check.run, cases))
            sheet = sheets.Sheet(exercise.name, cases, exercise.conventions)
            ended = None
            while ended is None:
                ended = await self._take(check, brief, sheet, await said.get())
            lost = sheet.end(ended)
            if lost is not None:
                await check.feed.put(Checked(check.run, lost))
            return sheet
        finally:
            playing.cancel()
            self._keep(player.end())
            turn.end()

    def _pause(self, check: _Check, player: Player, first: Turn) -> None:
        player.pause()
        by = f"{first.name} ({first.place})" if first.place else first.name
        check.feed.put_now(protocol.Paused(check.run, by))

    def _resume(self, check: _Check, player: Player) -> None:
        seconds = player.resume()
        check.paused += seconds
        check.feed.put_now(protocol.Resumed(check.run, seconds))

    async def _play(
        self, check: _Check, brief: Brief, player: Player, said: asyncio.Queue[Said]
    ) -> None:
        assert isinstance(check.code, str)
        filename = check.filename or f"{check.exercise.name}.py"
        request = protocol.Play(check.run, brief, check.code, filename)
        events = player.play(request, briefs.patience(brief))
        try:
            async with contextlib.aclosing(events):
                async for event in events:
                    await said.put(event)
        except EngineError as error:
            await said.put(error)
        except Exception as error:  # whoever waits must hear of an end
            await said.put(Ended("raised", f"{type(error).__name__}: {error}"))

    async def _take(
        self, check: _Check, brief: Brief, sheet: sheets.Sheet, said: Said
    ) -> Ended | None:
        match said:
            case EngineError():
                raise said
            case Ended():
                return said
            case Loaded():
                sheet.load(said)
            case Begun(case=case):
                sheet.begin(case)
            case protocol.Recorded(case=case, data=data) if sheet.wants(case):
                if check.recorded is not None:
                    check.recorded(data)
                result = await self._compare(brief, case, data, sheet)
                await check.feed.put(Checked(check.run, result))
        return None

    async def _compare(
        self, brief: Brief, case: str, data: bytes, sheet: sheets.Sheet
    ) -> CaseResult:
        if len(data) > protocol.MAX_RECORDING:
            return sheet.lose(case, Report("died", FORGED))
        try:
            result = await self._judging.compare(brief.key, "learner", data)
        except (Broken, Gone) as error:
            unreadable = isinstance(error, Broken) and error.kind in UNREADABLE
            return sheet.lose(
                case, Report("died", FORGED) if unreadable else sheets.broken(str(error))
            )
        if result.name != case:
            return sheet.lose(case, Report("died", FORGED))
        sheet.add(result)
        return result

    async def _diagnose(self, check: _Check, brief: Brief) -> None:
        """Say which wrong solution it looks like, in time and without holding anything up."""
        self._preparation.want(check.exercise, check.seed, wrong=True)
        late = not await self._preparation.wait(self.diagnosis)
        name, certain = "", False
        try:
            async with asyncio.timeout(self.diagnosis):
                found = await self._judging.diagnose(brief.key)
            if found.name in check.exercise.feedback:
                name, certain, late = found.name, found.certain, False
        except (Broken, Gone):
            return  # it has been said, or will be at the next check
        except TimeoutError:
            late = True
        check.feed.put_now(protocol.Diagnosed(check.run, name, certain, late))


FORGED = (
    "The code wrote to the app's own channel, so this case counts as failed. "
    "Leave file descriptors alone that you did not open."
)
UNREADABLE = ("DecodeError", "ValidationError", "msgspec.DecodeError", "msgspec.ValidationError")
