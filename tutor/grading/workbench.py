"""The workbench: tries sources of the course's own against a reference, one after another.

torch is loaded once and the reference played once. Each source is then played as a learner's
would be, in a process forked for it; a mutant only until its first failing case. Where forking
isn't safe it is played in this process, and what it left changed is put back. `bench` starts this
and talks to it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import time
from collections.abc import Callable, Sequence
from typing import BinaryIO

import msgspec
import torch

from tutor.engine import children, limits, resets
from tutor.engine.protocol import Event, Loaded, Play, Recorded
from tutor.engine.verdicts import CaseResult, Report
from tutor.grading import apart, bench, coverage, loading, player, seeds
from tutor.grading.bench import Covered, Fate, Lacking, Subject, Taken
from tutor.grading.cases import BrokenExercise
from tutor.grading.conventions import REFERENCE
from tutor.grading.judge import LEARNER, Judge
from tutor.grading.states import Libraries, State

# A source that takes so long where the reference is done has an end that nobody waits for.
SLOWEST = 2.0  # seconds for a case, or
SLOWER = 4  # times what all cases take the reference
PATIENCE = 2.0  # seconds beyond that: its own alarm has failed


class _Enough(BaseException):
    """What was to be known is known."""


class Workbench:
    """Holds one exercise's reference against sources."""

    def __init__(self, subject: Subject, *, forks: bool = apart.POSSIBLE) -> None:
        """Play the reference and the conventions. BrokenExercise if that can't be done."""
        self._judge = Judge()
        self._forks = forks
        self._check = subject.brief.check
        began = time.monotonic()
        self._judge.learn(subject.brief, subject.reference, subject.conventions)
        slowest = max(SLOWEST, SLOWER * (time.monotonic() - began))
        seconds = min(subject.brief.seconds, slowest)
        self._brief = msgspec.structs.replace(subject.brief, seconds=seconds)

    def covered(self) -> Covered:
        """What kinds of input the cases lack."""
        recordings = list(self._judge.references(self._brief.key).values())
        excused = coverage.excused(self._check)
        lacking = coverage.lacking(recordings, excused)
        return Covered(
            [Lacking(each.kind, each.message) for each in lacking],
            coverage.needless(recordings, excused),
        )

    def fate(self, name: str, source: str) -> Fate:
        """Play a source until its first failing case."""
        began = time.monotonic()
        try:
            said = self._apart(source, lambda live: bench.encode(self._fate(name, source, live)))
            found = msgspec.json.decode(said, type=Fate)
        except apart.Lost as lost:
            found = Fate(name, False, why=str(lost))
        return msgspec.structs.replace(found, seconds=time.monotonic() - began)

    def rehearse(self, name: str, source: str) -> None:
        """Let the judge know how a wrong solution does, as far as it comes."""
        with contextlib.suppress(apart.Lost):
            said = self._apart(source, lambda live: bench.encode(self._recordings(source, live)))
            for data in msgspec.json.decode(said, type=list[bytes]):
                self._compare(f"wrong/{name}", data)

    def taken(self, name: str, source: str) -> Taken:
        """Which of the wrong solutions that were rehearsed a source is taken for."""
        try:
            said = self._apart(source, lambda live: bench.encode(self._taken(name, source, live)))
            return msgspec.json.decode(said, type=Taken)
        except apart.Lost:
            return Taken(name, False, "", False)

    # --- in this process, or in one that is forked for it ----------------------------------------

    def _apart(self, source: str, work: apart.Work) -> bytes:
        loading.import_late(source)  # it takes seconds, and a fork may be silent for a few only
        if self._forks:
            return apart.done(work, self._brief.seconds + PATIENCE)
        state, libraries = State(), Libraries()
        try:
            return work(lambda: None)
        finally:
            state.restore()
            libraries.restore()

    def _fate(self, name: str, source: str, live: Callable[[], None]) -> Fate:
        results: list[CaseResult] = []

        def hear(data: bytes) -> None:
            results.append(self._compare(name, data))
            if not results[-1].passed:
                raise _Enough

        fault = self._play(source, hear, live)
        if fault is not None:
            return Fate(name, False, why=_words(fault))
        last = results[-1]
        if not last.passed:
            return Fate(name, False, last.title, _words(last.report))
        return Fate(name, True, convention="" if last.convention == REFERENCE else last.convention)

    def _taken(self, name: str, source: str, live: Callable[[], None]) -> Taken:
        passed = True

        def hear(data: bytes) -> None:
            nonlocal passed
            passed = self._compare(LEARNER, data).passed and passed

        if self._play(source, hear, live) is not None:
            return Taken(name, False, "", False)
        found, certain = ("", False) if passed else self._judge.diagnose(self._brief.key)
        return Taken(name, passed, found, certain)

    def _recordings(self, source: str, live: Callable[[], None]) -> list[bytes]:
        found: list[bytes] = []
        self._play(source, found.append, live)
        return found

    def _play(
        self, source: str, hear: Callable[[bytes], None], live: Callable[[], None]
    ) -> Report | None:
        """Play all cases, until `hear` has had enough; why it can't be played, if it can't."""
        faults: list[Report] = []

        def send(event: Event) -> None:
            live()
            if isinstance(event, Loaded) and event.fault is not None:
                faults.append(event.fault)
            elif isinstance(event, Recorded):
                hear(event.data)

        filename = f"{self._brief.exercise}.py"
        with contextlib.suppress(_Enough):
            player.play(Play(0, self._brief, source, filename), send)
        return faults[0] if faults else None

    def _compare(self, who: str, data: bytes) -> CaseResult:
        return self._judge.compare(self._brief.key, who, data)


def _words(report: Report | None) -> str:
    """A report in one line."""
    if report is None:
        return "It failed."
    parts = [report.message.rstrip(".")]
    if report.place:
        parts.append(f"at {report.place}")
    if report.expected or report.got:
        parts.append(f"expected {report.expected}, got {report.got}")
    return " ".join("; ".join(parts).split())[:400]


# --- the process -----------------------------------------------------------------------------


class _Serving:
    """Answers requests, and keeps the workbench of the exercise that was asked for last."""

    def __init__(self, say: Callable[[bench.Answer], None]) -> None:
        self._say = say
        self._key = ""
        self._bench: Workbench | None = None

    def answer(self, request: bench.Request) -> None:
        match request:
            case bench.Try(subject, sources):
                workbench = self._workbench(subject)
                for name, source in sources:
                    self._say(workbench.fate(name, source))
            case bench.Recognize(subject, wrong, variations):
                self._recognize(self._workbench(subject), wrong, variations)
            case bench.Cover(subject):
                self._say(self._workbench(subject).covered())
            case bench.Sow(subject, accepted, numbers):
                for said in seeds.sown(subject, accepted, numbers):
                    self._say(said)

    def _recognize(
        self,
        workbench: Workbench,
        wrong: Sequence[tuple[str, str]],
        variations: Sequence[tuple[str, str]],
    ) -> None:
        for name, source in wrong:
            workbench.rehearse(name, source)
        for name, source in variations:
            self._say(workbench.taken(name, source))

    def _workbench(self, subject: Subject) -> Workbench:
        if self._bench is None or self._key != subject.brief.key:
            gc.unfreeze()
            self._bench, self._key = None, ""
            self._bench, self._key = Workbench(subject), subject.brief.key
            gc.collect()
            gc.freeze()  # a collection in a fork would copy all these pages
        return self._bench


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""

    def say(answer: bench.Answer) -> None:
        answers.write(bench.encode(answer) + b"\n")
        answers.flush()

    serving = _Serving(say)
    for line in requests:
        try:
            serving.answer(bench.decode_request.decode(line))
        except BrokenExercise as error:
            say(bench.Broken(str(error)))
        else:
            say(bench.Done())


def main() -> None:
    """Serve on the standard streams, which nothing else gets to write on."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    torch.set_num_threads(1)
    resets.seed(0)
    limits.apply(limits.Limits())
    children.give_way()
    serve(requests, answers)
    os._exit(0)


if __name__ == "__main__":
    main()
