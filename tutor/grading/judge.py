"""The judge: holds what the reference did in each case, and compares others' recordings with it.

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
from tutor.grading import cases, drawing, loading, records, report
from tutor.grading.cases import BrokenExercise
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


class _Known:
    """An exercise whose reference has been played."""

    def __init__(self, references: Mapping[str, Recording]) -> None:
        self.references = references
        self.others: dict[str, dict[str, Kept]] = {}  # who -> case -> recording

    @property
    def listed(self) -> list[tuple[str, str]]:
        return [(name, each.title) for name, each in self.references.items()]

    def keep(self, who: str, kept: Kept) -> None:
        """Note a recording. A case that comes again begins a new check."""
        before = self.others.setdefault(who, {})
        if kept.recording.case in before:
            before.clear()
        before[kept.recording.case] = kept


class Judge:
    """Answers what is asked of a judge's process."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def learn(self, brief: Brief, reference: str) -> list[tuple[str, str]]:
        """Play the reference; name and title of each case, variants included, in order.

        Raises BrokenExercise, which names the case and the reason, if check.py or the reference
        can't be loaded or if the reference fails a case. An exercise that is known already is
        not played again.
        """
        known = self._known.get(brief.key)
        if known is None:
            known = _Known(_reference_recordings(brief, reference))
            self._known[brief.key] = known
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
        found = report.outcome(recording, reference)
        if len(data) <= LARGEST:
            known.keep(who, Kept(recording, found.difference, found.report is not None))
        return CaseResult(
            name=reference.case,
            title=reference.title,
            passed=found.report is None,
            seconds=sum(_seconds(call) for call in recording.calls),
            pace=_pace(recording.calls, reference.calls),
            report=found.report,
            printed=drawing.safe(recording.printed),
        )

    def diagnose(self, key: str) -> tuple[str, bool]:
        """The wrong solution that the learner's looks like, and whether in all cases.

        The name is that of its file, without "wrong/"; ("", False) if there is none. Raises
        BrokenExercise if the exercise isn't known.
        """
        known = self._at(key)
        wrong = {
            who.removeprefix("wrong/"): kept
            for who, kept in known.others.items()
            if who.startswith("wrong/")
        }
        return diagnose(known.references, known.others.get(LEARNER, {}), wrong)

    def _at(self, key: str) -> _Known:
        if key not in self._known:
            raise BrokenExercise("The judge doesn't know this exercise: it has to learn it first.")
        self._known.move_to_end(key)
        return self._known[key]


# --- the reference -------------------------------------------------------------------------------


def _reference_recordings(brief: Brief, source: str) -> dict[str, Recording]:
    """What the reference does in each case, by the case's name."""
    state, libraries = State(), Libraries()
    with Printed().taken():
        return _learned(brief, source, state, libraries)


def _learned(brief: Brief, source: str, state: State, libraries: Libraries) -> dict[str, Recording]:
    try:
        loaded = cases.load(brief.check)
        solution = loading.load(
            source, "reference.py", brief.provides, seconds=brief.seconds, seed=brief.seed
        )
        if solution.fault is not None:
            raise BrokenExercise(f"reference.py: {solution.fault.message}")
        with solution.registered():
            return _play_all(loaded, brief, solution)
    finally:
        state.restore()
        libraries.restore()


def _play_all(
    loaded: Sequence[cases.Case], brief: Brief, solution: Solution
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
                raise BrokenExercise(f"The reference fails the case {recording.case}: {reason}")
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
