"""The judge: holds what the reference did in each case, and compares others' recordings with it.

Conventions that are as right as the reference are held beside it.

It runs the course's own code only, never a learner's: of theirs it sees recordings, as bytes.
"""

from __future__ import annotations

import math
import statistics
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import msgspec

from tutor.engine.protocol import Brief
from tutor.engine.verdicts import CaseResult, Report
from tutor.grading import cases, drawing, loading, records
from tutor.grading.cases import BrokenExercise
from tutor.grading.conventions import REFERENCE, Standing
from tutor.grading.diagnosis import Kept, diagnose
from tutor.grading.loading import Solution
from tutor.grading.printing import Printed
from tutor.grading.records import Call, Recording
from tutor.grading.states import Libraries, State

__all__ = ["BrokenExercise", "Judge"]

EXERCISES = 16  # that are kept; the one that was asked for longest ago is forgotten
LARGEST = 2_000_000  # bytes of a recording that is kept for the diagnosis
LEARNER = "learner"
SHORTEST = 20e-6  # seconds; what is faster says nothing about pace
LONG = 1e-3  # seconds; one such call of the reference says enough
FEWEST = 3  # shorter calls that it takes to say something
# Seconds a call. A fresh process is slower at its first calls than the judge, whatever the code:
# nobody waits longer for so little, and it must not be held against anybody.
UNFELT = 0.3e-3
# What a reference raises on purpose, outside of `raises`; anything else is a mistake of ours.
_DELIBERATE = {"ValueError", "TypeError", "IndexError", "KeyError", "ZeroDivisionError"}


class _Check:
    """Somebody's check: how it stands, and what is kept of it."""

    def __init__(self, alternatives: Sequence[str]) -> None:
        self.seen: set[str] = set()  # cases
        self.standing = Standing(alternatives)
        self.kept: dict[str, Kept] = {}  # case -> recording


class _Known:
    """An exercise whose reference has been played."""

    def __init__(
        self,
        references: Mapping[str, Recording],
        conventions: Mapping[str, Mapping[str, Recording]] | None = None,
    ) -> None:
        self.references = references
        self.alternatives = {REFERENCE: references, **(conventions or {})}
        self.checks: dict[str, _Check] = {}  # by who

    @property
    def listed(self) -> list[tuple[str, str]]:
        return [(name, each.title) for name, each in self.references.items()]

    def of(self, case: str) -> dict[str, Recording]:
        """What each alternative does in a case, the reference first."""
        return {name: each[case] for name, each in self.alternatives.items()}

    def check(self, who: str, case: str) -> _Check:
        """The check that a recording belongs to. A case that comes again begins a new one."""
        found = self.checks.get(who)
        if found is None or case in found.seen:
            found = self.checks[who] = _Check(list(self.alternatives))
        found.seen.add(case)
        return found


class Judge:
    """Answers what is asked of a judge's process."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def learn(
        self, brief: Brief, reference: str, conventions: Sequence[tuple[str, str]] = ()
    ) -> list[tuple[str, str]]:
        """Play the reference; name and title of each case, variants included, in order.

        `conventions`: name and source of others that are as right; they are played as well.
        Raises BrokenExercise, which names the case and the reason, if check.py or the reference
        can't be loaded or if the reference fails a case. An exercise that is known already is
        not played again.
        """
        known = self._known.get(brief.key)
        if known is None:
            references = _recordings_of(brief, reference)
            known = self._known[brief.key] = _Known(
                references,
                {
                    name: _recordings_of(brief, source, f"accepted/{name}.py")
                    for name, source in conventions
                },
            )
        self._known.move_to_end(brief.key)
        while len(self._known) > EXERCISES:
            self._known.popitem(last=False)
        return known.listed

    def compare(self, key: str, who: str, data: bytes) -> CaseResult:
        """How a case went. `who`: "learner", or "wrong/NAME"; their recording is kept.

        Raises BrokenExercise if the exercise isn't known.
        """
        known = self._at(key)
        try:
            recording = records.decode(data)
        except msgspec.DecodeError:
            return _unreadable("")
        reference = known.references.get(recording.case)
        if reference is None:
            return _unreadable(recording.case)
        check = known.check(who, recording.case)
        found = check.standing.judge(recording, known.of(recording.case))
        if len(data) <= LARGEST:
            failed = found.report is not None
            kept = Kept(recording, found.difference, failed, found.against)
            check.kept[recording.case] = kept
        return CaseResult(
            name=reference.case,
            title=reference.title,
            passed=found.report is None,
            seconds=sum(_seconds(call) for call in recording.calls),
            pace=_pace(recording.calls, reference.calls),
            report=found.report,
            printed=drawing.safe(recording.printed),
            convention=found.settled,
        )

    def diagnose(self, key: str) -> tuple[str, bool]:
        """The wrong solution that the learner's looks like, and whether in all cases.

        The name is that of its file, without "wrong/"; ("", False) if there is none. Raises
        BrokenExercise if the exercise isn't known.
        """
        known = self._at(key)
        wrong = {
            who.removeprefix("wrong/"): check.kept
            for who, check in known.checks.items()
            if who.startswith("wrong/")
        }
        learner = known.checks.get(LEARNER)
        return diagnose(known.alternatives, learner.kept if learner else {}, wrong)

    def references(self, key: str) -> Mapping[str, Recording]:
        """What the reference did in each case. BrokenExercise if the exercise isn't known."""
        return self._at(key).references

    def _at(self, key: str) -> _Known:
        if key not in self._known:
            raise BrokenExercise("The judge doesn't know this exercise: it has to learn it first.")
        self._known.move_to_end(key)
        return self._known[key]


# --- the reference -------------------------------------------------------------------------------


def _recordings_of(
    brief: Brief, source: str, filename: str = "reference.py"
) -> dict[str, Recording]:
    """What the reference, or a convention, does in each case, by the case's name."""
    state, libraries = State(), Libraries()
    with Printed().taken():
        try:
            return _learned(brief, source, filename)
        finally:
            state.restore()
            libraries.restore()


def _learned(brief: Brief, source: str, filename: str) -> dict[str, Recording]:
    loaded = cases.load(brief.check)
    solution = loading.load(
        source, filename, brief.provides, seconds=brief.seconds, seed=brief.seed
    )
    if solution.fault is not None:
        raise BrokenExercise(f"{filename}: {solution.fault.message}")
    with solution.registered():
        return _play_all(loaded, brief, solution, filename)


def _play_all(
    loaded: Sequence[cases.Case], brief: Brief, solution: Solution, filename: str
) -> dict[str, Recording]:
    names, found = solution.names(brief.provides), {}
    state, libraries = State(), Libraries()
    for case in loaded:
        for variant in case.variants:
            recording = cases.play(
                case,
                variant,
                names,
                brief=brief,
                before=True,
                explainer=solution.explainer,
                namespace=solution.namespace,
            )
            state.restore()
            libraries.restore()
            if reason := _broken(recording):
                who = "The reference" if filename == "reference.py" else f"`{filename}`"
                raise BrokenExercise(f"{who} fails the case {recording.case}: {reason}")
            found[recording.case] = recording
    return found


def _broken(recording: Recording) -> str:
    """Why a recording of the reference's can't be what others are compared with; "" if it can."""
    if recording.failure is not None:
        said = recording.failure
        numbers = f" (expected {said.expected}, got {said.got})" if said.expected else ""
        return f"{said.message}{numbers}"
    for call in recording.calls:
        if call.error is not None and not call.in_raises and call.error.kind not in _DELIBERATE:
            return call.error.report.message
    return ""


# --- a result ------------------------------------------------------------------------------------


def _unreadable(case: str) -> CaseResult:
    message = "What your code did in this case can't be read. Check it again."
    name = drawing.safe(case)[:80]
    return CaseResult(name, name or "A case", False, report=Report("died", message))


def _seconds(call: Call) -> float:
    return call.seconds if math.isfinite(call.seconds) and call.seconds > 0 else 0.0


def _pace(calls: Sequence[Call], references: Sequence[Call]) -> float | None:
    """How many times as long as the reference's calls took; None if too few say anything."""
    pairs = [
        (_seconds(call), reference.seconds)
        for call, reference in zip(calls, references, strict=False)
        if reference.seconds >= SHORTEST and call.error is None and call.name == reference.name
    ]
    if len(pairs) < FEWEST and not any(seconds >= LONG for _, seconds in pairs):
        return None
    if statistics.median(mine - theirs for mine, theirs in pairs) < UNFELT:
        return min(1.0, statistics.median(mine / theirs for mine, theirs in pairs))
    return statistics.median(mine / theirs for mine, theirs in pairs)
