"""The workbench's process, as the audit sees it: the course's own code is tried there, quickly.

What a learner writes never gets here: a mutant, or an accepted solution, is as trusted as its
exercise. So one process can hold the reference's recordings and try one source after another.
Messages are JSON, a line each. This is the parent's side: torch isn't loaded here.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from tutor import processes
from tutor.course.model import Exercise
from tutor.engine import briefs, solutions
from tutor.engine.protocol import Brief
from tutor.engine.runners import EngineError

LONGEST = 1 << 26  # bytes of a line
ADVICE = "Run the audit again; if it happens again, run `tutor doctor`."
# Read before torch is loaded. One thread: what is forked after a parallel loop would wait for
# threads that it hasn't got. No accelerator: exercises are judged on the processor.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}


class Message(msgspec.Struct, frozen=True, tag=True):
    """Base of what is said between the two."""


class Subject(msgspec.Struct, frozen=True):
    """An exercise, as far as it is needed to judge a source."""

    brief: Brief
    reference: str
    conventions: list[tuple[str, str]] = []


class Try(Message, frozen=True):
    """Play sources, each until its first failing case. Answered by a Fate for each, then Done."""

    subject: Subject
    sources: list[tuple[str, str]]  # name and text


class Recognize(Message, frozen=True):
    """Which wrong solution is each variation taken for? Answered by a Taken for each, then Done."""

    subject: Subject
    wrong: list[tuple[str, str]]  # name and text
    variations: list[tuple[str, str]]


class Cover(Message, frozen=True):
    """What kinds of input do the cases lack? Answered by Covered, then Done."""

    subject: Subject


class Sow(Message, frozen=True):
    """Play what is right with many seeds. Answered by Rejected and Sown, then Done."""

    subject: Subject
    accepted: list[tuple[str, str]]  # "accepted/loop.py" and its text
    seeds: list[int]


class Fate(Message, frozen=True):
    """What became of a source."""

    name: str
    passed: bool
    case: str = ""  # the title of the one that it failed first
    why: str = ""  # it failed
    convention: str = ""  # it passed, by another convention than the reference's
    seconds: float = 0.0


class Taken(Message, frozen=True):
    """What a variation was taken for."""

    name: str
    passed: bool
    taken_for: str  # "" for nothing
    certain: bool


class Lacking(msgspec.Struct, frozen=True):
    """A kind of input that no case has."""

    kind: str
    message: str


class Covered(Message, frozen=True):
    """What the cases lack, and what they are excused of without need."""

    lacking: list[Lacking]
    needless: list[str]


class Rejected(Message, frozen=True):
    """Something right was refused."""

    file: str
    seed: int
    case: str
    why: str


class Sown(Message, frozen=True):
    """So many seeds have been tried."""

    seeds: int


class Broken(Message, frozen=True):
    """The exercise itself can't be played."""

    message: str


class Done(Message, frozen=True):
    """The end of an answer."""


Request = Try | Recognize | Cover | Sow
Answer = Fate | Taken | Covered | Rejected | Sown | Broken | Done

encode = msgspec.json.Encoder().encode
decode_request: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)
_answers: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)


class Unplayable(Exception):
    """An exercise that can't be played because of a mistake of ours; says which."""


def subject_of(exercise: Exercise, seed: int = 0) -> Subject:
    """What the workbench must know of an exercise. Unplayable if its files are no good."""
    try:
        brief = briefs.brief_of(exercise, seed)
    except briefs.Unusable as error:
        raise Unplayable(str(error)) from error
    return Subject(brief, exercise.reference, list(exercise.convention_code.items()))


def accepted_of(exercise: Exercise) -> dict[str, str]:
    """The accepted solutions of an exercise: "accepted/loop.py" and its text."""
    found = solutions_in(exercise.folder / "accepted")
    return {f"accepted/{name}.py": code for name, code in found.items()}


def solutions_in(folder: Path) -> dict[str, str]:
    """The solutions in a folder: name and text, without those that can't be read."""
    read = {path.stem: solutions.read(path) for path in sorted(folder.glob("*.py"))}
    return {name: code for name, code in read.items() if isinstance(code, str)}


class Bench:
    """Asks one process, one thing after another. `close` it in the end."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def fates(
        self, subject: Subject, sources: Mapping[str, str]
    ) -> AsyncGenerator[Fate, None]:
        """What becomes of each source, in order. Unplayable, EngineError."""
        request = Try(subject, list(sources.items()))
        async with contextlib.aclosing(self._ask(request)) as answers:
            async for answer in answers:
                if isinstance(answer, Fate):
                    yield answer

    async def recognitions(
        self, subject: Subject, wrong: Mapping[str, str], variations: Sequence[tuple[str, str]]
    ) -> AsyncGenerator[Taken, None]:
        """What each variation is taken for, in order. Unplayable, EngineError."""
        request = Recognize(subject, list(wrong.items()), list(variations))
        async with contextlib.aclosing(self._ask(request)) as answers:
            async for answer in answers:
                if isinstance(answer, Taken):
                    yield answer

    async def covered(self, subject: Subject) -> Covered:
        """What kinds of input an exercise's cases lack. Unplayable, EngineError."""
        found = Covered([], [])
        async with contextlib.aclosing(self._ask(Cover(subject))) as answers:
            async for answer in answers:
                if isinstance(answer, Covered):
                    found = answer
        return found

    async def rejections(
        self, subject: Subject, accepted: Mapping[str, str], seeds: Iterable[int]
    ) -> AsyncGenerator[Rejected | Sown, None]:
        """What right solutions were refused with which seeds. Unplayable, EngineError."""
        request = Sow(subject, list(accepted.items()), list(seeds))
        async with contextlib.aclosing(self._ask(request)) as answers:
            async for answer in answers:
                if isinstance(answer, Rejected | Sown):
                    yield answer

    async def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        processes.kill(process)
        await process.wait()
        transport = getattr(process, "_transport", None)
        if transport is not None:
            transport.close()

    async def _ask(self, request: Request) -> AsyncGenerator[Answer, None]:
        """The answers up to the last. Leaving them early ends the process: a new one is clean."""
        async with self._turn:
            process = await self._running()
            whole = False
            try:
                await _send(process, request)
                while not whole:
                    answer = await _receive(process)
                    whole = isinstance(answer, Done | Broken)
                    if isinstance(answer, Broken):
                        raise Unplayable(answer.message)
                    yield answer
            finally:
                if not whole:
                    await self.close()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "tutor.grading.workbench",
                    stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL, limit=LONGEST,
                    env={**os.environ, **_ENVIRONMENT},
                )  # fmt: skip
            except OSError as error:
                raise EngineError(f"The workbench can't be started: {error}.", ADVICE) from error
        return self._process


async def _send(process: asyncio.subprocess.Process, request: Request) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(encode(request) + b"\n")
        await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError) as error:
        raise EngineError("The workbench has ended.", ADVICE) from error


async def _receive(process: asyncio.subprocess.Process) -> Answer:
    assert process.stdout is not None
    try:
        line = await process.stdout.readline()
        return _answers.decode(line)
    except (msgspec.DecodeError, ValueError) as error:
        raise EngineError("The workbench has ended.", ADVICE) from error
