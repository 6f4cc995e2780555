"""The judge's process, as the parent sees it: one, that is asked one thing after another.

Only the course's own code runs there, and data; still it is a process that can end. Then a
new one has to learn again what the old one knew.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import OrderedDict
from collections.abc import Mapping
from typing import TypeVar

from tutor.engine import protocol
from tutor.engine.lease import Lease
from tutor.engine.protocol import AnyEvent, BadFrame, Brief, Checked, Diagnosed, Finished, Listed
from tutor.engine.runners import Runner, Source
from tutor.engine.verdicts import CaseResult

PATIENCE = 60.0  # seconds for one answer
KEPT = 4  # exercises that a judge surely still knows: it keeps the last few

Request = protocol.Learn | protocol.Compare | protocol.Diagnose
Answer = TypeVar("Answer", Listed, Checked, Diagnosed)


class Gone(Exception):
    """The judge's process ended instead of answering."""


class Broken(Exception):
    """The judge could not do its work: a mistake in the exercise, or one of ours.

    `kind` is the name of the exception that says so.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message if kind == "BrokenExercise" else f"{kind}: {message}")
        self.kind = kind


class Judging:
    """Asks a judge; finds another if it has ended."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lease = Lease(source)
        self._turn = asyncio.Lock()
        self._runs = itertools.count(1)
        self._tasks: set[asyncio.Task[object]] = set()
        self._learned: OrderedDict[str, protocol.Learn] = OrderedDict()
        self._cases: dict[str, list[tuple[str, str]]] = {}
        self._known: set[str] = set()  # keys that the present process has learned
        self._kept: dict[str, dict[str, str]] = {}  # by key: who was compared -> digest

    def prepare(self) -> None:
        """Have the process made, if there is none."""
        self._lease.prepare()

    async def learn(
        self, brief: Brief, reference: str, conventions: Mapping[str, str] | None = None
    ) -> list[tuple[str, str]]:
        """The cases of an exercise (name and title), played with its reference if need be.

        `conventions`: name -> source of other ways that are as right, as `briefs` knows them.

        Broken if that can't be done; Gone if the process ended over it, twice.
        """
        if self._lease.bury():
            self._forget()
        request = protocol.Learn(0, brief, reference, list((conventions or {}).items()))
        if brief.key in self._known:
            self._learned.move_to_end(brief.key)
            return self._cases[brief.key]
        listed = await self._insist(request, Listed)
        self._learned[brief.key] = request
        self._learned.move_to_end(brief.key)
        self._known.add(brief.key)
        self._cases[brief.key] = listed.cases
        while len(self._learned) > KEPT:
            old, _ = self._learned.popitem(last=False)
            del self._cases[old]
            self._kept.pop(old, None)
            self._known.discard(old)
        return listed.cases

    async def compare(self, key: str, who: str, data: bytes) -> CaseResult:
        """How a case went, from its recording. Broken and Gone as above."""
        checked = await self._insist(protocol.Compare(0, key, who, data), Checked)
        return checked.result

    async def diagnose(self, key: str) -> Diagnosed:
        """Which wrong solution the learner's recordings look like. Broken and Gone as above."""
        return await self._insist(protocol.Diagnose(0, key), Diagnosed)

    def knows(self, key: str, who: str) -> str:
        """The digest with which all recordings of a solution were kept; "" if they weren't."""
        return self._kept.get(key, {}).get(who, "")

    def keep(self, key: str, who: str, digest: str) -> None:
        """Remember that every recording of a solution has been compared."""
        self._kept.setdefault(key, {})[who] = digest

    async def close(self) -> None:
        """End the process."""
        await self._lease.close()
        for task in list(self._tasks):
            task.cancel()

    async def _insist(self, request: Request, kind: type[Answer]) -> Answer:
        """Ask, and once more if the process ended over it: that may have been chance."""
        try:
            await self._recall(request)
            return await self._ask(request, kind)
        except Gone:
            await self._recall(request)
            return await self._ask(request, kind)

    async def _recall(self, request: Request) -> None:
        """Have a new process learn what a request takes for known."""
        if self._lease.bury():
            self._forget()
        if isinstance(request, protocol.Learn) or request.key in self._known:
            return
        learned = self._learned.get(request.key)
        if learned is not None:
            await self._ask(learned, Listed)
            self._known.add(request.key)

    async def _ask(self, request: Request, kind: type[Answer]) -> Answer:
        """One request and its answer; who asks may be cancelled, the exchange is not."""
        task = asyncio.ensure_future(self._exchange(request))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        for event in await asyncio.shield(task):
            if isinstance(event, kind):
                return event
        raise Broken("RuntimeError", "the judge gave no answer")

    def _done(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asked has it, or is gone

    async def _exchange(self, request: Request) -> list[AnyEvent]:
        async with self._turn:
            runner = await self._lease.get(asyncio.Event())
            assert runner is not None  # nobody sets that event
            run = next(self._runs)
            runner.send(_numbered(request, run))
            try:
                async with asyncio.timeout(PATIENCE):
                    return await _answers(runner, run)
            except (Gone, BadFrame, TimeoutError) as error:
                self._lease.lose(runner)
                self._forget()
                raise Gone(str(error) or f"It took longer than {PATIENCE:g} s.") from error

    def _forget(self) -> None:
        """A new process knows nothing; what can be asked of it again stays with us."""
        self._known.clear()
        self._kept.clear()


def _numbered(request: Request, run: int) -> Request:
    match request:
        case protocol.Learn():
            return protocol.Learn(run, request.brief, request.reference, request.conventions)
        case protocol.Compare():
            return protocol.Compare(run, request.key, request.who, request.data)
    return protocol.Diagnose(run, request.key)


async def _answers(runner: Runner, run: int) -> list[AnyEvent]:
    """What comes back, up to its end; Broken if the judge raised."""
    found: list[AnyEvent] = []
    while (read := await runner.read()) is not None:
        event = read[0]
        if event.run != run:
            continue
        if isinstance(event, Finished):
            for each in found:
                if isinstance(each, protocol.Raised):
                    raise Broken(each.kind, each.message)
            return found
        found.append(event)
    raise Gone("Its process ended.")
