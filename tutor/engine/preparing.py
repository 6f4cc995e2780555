"""What is done for an exercise in idle time: the judge learns it and plays wrong solutions.

A check never waits for this: it is stopped when a check begins, and goes on afterwards.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib

from tutor.course.model import Exercise
from tutor.engine import briefs, protocol, solutions
from tutor.engine.judging import Broken, Gone, Judging
from tutor.engine.limits import Limits
from tutor.engine.playing import Player
from tutor.engine.protocol import Brief, Recorded
from tutor.engine.runners import EngineError, Source


class Preparation:
    """Prepares one exercise at a time, the one that was wanted last."""

    def __init__(self, source: Source, limits: Limits, judging: Judging) -> None:
        self._source = source
        self._limits = limits
        self._judging = judging
        self._exercise: Exercise | None = None
        self._seed = 0
        self._wrong = False
        self._task: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    def want(self, exercise: Exercise, seed: int, *, wrong: bool) -> None:
        """Prepare an exercise; with `wrong`, its wrong solutions too."""
        self.pause()
        self._exercise, self._seed, self._wrong = exercise, seed, wrong
        self.resume()

    def pause(self) -> None:
        """Stop for now."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def resume(self) -> None:
        """Go on with what was wanted last, where it was left."""
        if self._exercise is not None and self._task is None:
            work = self._prepare(self._exercise, self._seed, self._wrong)
            self._task = asyncio.ensure_future(work)

    async def wait(self, seconds: float | None) -> bool:
        """Wait for the end of it, but not longer than that; None: as long as it takes.

        Whether it has ended; not so if it was stopped.
        """
        task = self._task
        if task is None:
            return False
        await asyncio.wait({task}, timeout=seconds)
        return task.done() and not task.cancelled()

    async def close(self) -> None:
        """Stop for good."""
        self._exercise = None
        task = self._task
        self.pause()
        if task is not None:
            await asyncio.wait({task}, timeout=1)
        if self._ending:
            await asyncio.wait(self._ending, timeout=2)

    async def _prepare(self, exercise: Exercise, seed: int, wrong: bool) -> None:
        # Whatever goes wrong here goes wrong again, and is said, when the learner checks.
        with contextlib.suppress(Broken, Gone, EngineError, briefs.Unusable):
            brief = await asyncio.to_thread(briefs.brief_of, exercise, seed)
            await self._judging.learn(brief, exercise.reference, exercise.convention_code)
            for name in sorted(exercise.feedback) if wrong else ():
                code = solutions.read(exercise.folder / "wrong" / f"{name}.py")
                if isinstance(code, str):
                    await self._rehearse(brief, name, code)

    async def _rehearse(self, brief: Brief, name: str, code: str) -> None:
        """Let the judge know how a wrong solution does."""
        who = f"wrong/{name}"
        digest = hashlib.sha256(code.encode()).hexdigest()
        if self._judging.knows(brief.key, who) == digest:
            return
        player = Player(self._source, self._limits)
        request = protocol.Play(1, brief, code, f"{name}.py")
        try:
            events = player.play(request, briefs.patience(brief))
            async with contextlib.aclosing(events):
                async for event in events:
                    if isinstance(event, Recorded):
                        await self._judging.compare(brief.key, who, event.data)
        finally:
            ending = asyncio.ensure_future(player.end())
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        self._judging.keep(brief.key, who, digest)
