"""Many seeds: is what is right accepted whatever the random numbers are?

The reference, the conventions and all accepted solutions are played with each seed, in this
process, and held against one another as the judge does. Cases in which nothing hangs on the
seed are played with the first one only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from tutor.engine import resets
from tutor.engine.protocol import Brief
from tutor.grading import cases, loading
from tutor.grading.bench import Rejected, Sown, Subject
from tutor.grading.cases import BrokenExercise
from tutor.grading.conventions import REFERENCE, Standing
from tutor.grading.loading import Solution
from tutor.grading.printing import Printed
from tutor.grading.records import Recording
from tutor.grading.states import Libraries, State

OFTEN = 10  # seeds between two words of how far it is
MOST = 20  # refusals of one exercise that are reported: more say no more
FILE = "reference.py"

Recordings = Mapping[str, Recording]


def sown(
    subject: Subject, accepted: Sequence[tuple[str, str]], seeds: Sequence[int]
) -> Iterator[Rejected | Sown]:
    """Refusals, as they come, and how many seeds have been tried; the last one says all of them.

    Ends early after too many refusals. BrokenExercise if a file can't be loaded.
    """
    refused, lasting = 0, _Lasting()
    for tried, seed in enumerate(seeds, 1):
        brief = msgspec.structs.replace(subject.brief, seed=seed, key=f"{seed}")
        for rejected in _Seed(brief, lasting).rejected(subject, accepted):
            refused += 1
            yield rejected
        lasting.whole = True
        if tried % OFTEN == 0 or tried == len(seeds) or refused >= MOST:
            yield Sown(tried)
        if refused >= MOST:
            return


@dataclass(slots=True)
class _Lasting:
    """What the first seed has shown, and which cases come out the same with every one."""

    chancy: set[str] = field(default_factory=set)  # cases in which something hangs on the seed
    first: dict[str, Recordings] = field(default_factory=dict)  # file -> case
    early: bool = False  # whether a file throws dice as soon as it is loaded
    whole: bool = False  # whether everything has been played with one seed

    def recording(self, file: str, case: str) -> Recording | None:
        """What a solution does in a case with any seed; None if that hangs on the seed."""
        if not self.whole or self.early or case in self.chancy:
            return None
        return self.first[file].get(case)


@dataclass(slots=True)
class _Seed:
    """One seed of an exercise."""

    brief: Brief
    lasting: _Lasting
    printed: Printed = field(default_factory=Printed)

    def rejected(self, subject: Subject, accepted: Sequence[tuple[str, str]]) -> Iterator[Rejected]:
        """What is refused with this seed."""
        # What is forbidden doesn't hang on the seed, and watching over it takes time.
        loaded = [replace(case, bans=()) for case in cases.load(self.brief.check)]
        reference = self._recordings(loaded, subject.reference, FILE)
        yield from self._failures(FILE, reference)
        alternatives = {REFERENCE: reference}
        for name, source in subject.conventions:
            alternatives[name] = self._recordings(loaded, source, f"accepted/{name}.py")
        for file, source in accepted:
            name = file.removeprefix("accepted/").removesuffix(".py")
            recordings = alternatives.get(name) if name != REFERENCE else None
            if recordings is None:
                recordings = self._recordings(loaded, source, file)
            yield from self._held(file, recordings, alternatives)

    def _failures(self, file: str, recordings: Recordings) -> Iterator[Rejected]:
        """The first case that a reference fails by itself."""
        for name, recording in recordings.items():
            failure = recording.failure
            if failure is not None:
                yield Rejected(file, self.brief.seed, recording.title or name, failure.message)
                return

    def _held(
        self, file: str, recordings: Recordings, alternatives: Mapping[str, Recordings]
    ) -> Iterator[Rejected]:
        """The first case in which a recording agrees with none of the alternatives."""
        standing = Standing(list(alternatives))
        for case, recording in recordings.items():
            found = standing.judge(
                recording, {name: each[case] for name, each in alternatives.items()}
            )
            if found.report is not None:
                why = " ".join(found.report.message.split())
                if found.report.expected:
                    why += f" Expected {found.report.expected}, got {found.report.got}."
                yield Rejected(file, self.brief.seed, recording.title or case, why[:600])
                return

    def _recordings(self, loaded: Sequence[cases.Case], source: str, file: str) -> Recordings:
        """What a solution does in each case; what it left changed is put back."""
        state, libraries = State(), Libraries()
        try:
            with self.printed.taken():
                solution = self._load(source, file)
                with solution.registered():
                    found = self._played(loaded, solution, file, state, libraries)
            self.lasting.first.setdefault(file, found)
            return found
        finally:
            state.restore()
            libraries.restore()

    def _load(self, source: str, file: str) -> Solution:
        brief = self.brief
        solution = loading.load(
            source, file, brief.provides, seconds=brief.seconds, seed=brief.seed
        )
        if solution.fault is not None:
            raise BrokenExercise(f"{file}: {solution.fault.message}")
        if not self.lasting.whole:
            after = resets.dice()
            resets.seed(brief.seed)  # as it was before
            self.lasting.early = self.lasting.early or resets.dice() != after
        return solution

    def _played(
        self,
        loaded: Sequence[cases.Case],
        solution: Solution,
        file: str,
        state: State,
        libraries: Libraries,
    ) -> Recordings:
        found, names = {}, solution.names(self.brief.provides)
        for case in loaded:
            for variant in case.variants:
                known = self.lasting.recording(file, case.name_of(variant))
                if known is not None:
                    found[known.case] = known
                    continue
                recording = cases.play(
                    case,
                    variant,
                    names,
                    brief=self.brief,
                    explainer=solution.explainer,
                    namespace=solution.namespace,
                    chancy=None if self.lasting.whole else self.lasting.chancy,
                )
                state.restore()
                if solution.libraries is not None:
                    libraries.restore()
                found[recording.case] = recording
        return found
