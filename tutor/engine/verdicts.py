"""What comes out of a check, as data: reports, results of cases, the verdict.

The app, the commands and the progress file all read these; the JSON of a `Verdict` is what
is kept beside an attempt. Nothing here needs torch.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SLOW = 3.0  # times as long as the reference, from which on a right solution is slow
FELT = 0.15  # seconds; a single case says that a solution is slow only if it took so long

FaultKind = Literal[
    "missing",  # there is no such file
    "unreadable",  # not text, too long, a folder
    "empty",
    "syntax",
    "unwritten",  # still the starter's NotImplementedError
    "name",  # a name that the exercise provides isn't defined
    "signature",  # other parameters than asked
    "raised",  # an exception left the learner's code
    "exit",  # it asked Python to exit
    "input",  # it asked for typing
    "timeout",
    "died",  # the process ended
    "forbidden",  # it used what the exercise forbids
    "required",  # a `require`, `close`, `stat` or `raises` of the case
    "type",  # a list where a tensor is asked, None, a generator, …
    "shape",
    "dtype",
    "differs",  # values
    "gradient",  # of the result: missing, or other numbers
    "argument",  # an argument was changed, was not, or was replaced by another object
    "state",  # torch's global state was left changed
    "calls",  # fewer or more calls than the reference: the case took another way
    "grader",  # the exercise itself is broken: a mistake of ours
]


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong, in words and in numbers. Texts are free of terminal control."""

    kind: FaultKind
    message: str  # one or two sentences: what is wrong, and where to look
    call: str = ""  # the call as Python, several lines where it needs them
    number: int = 0  # which call of the case it was, from 1; 0 if none
    place: str = ""  # the first place where the two part, e.g. "states[0][2, 1]"
    expected: str = ""  # few lines
    got: str = ""
    printed: str = ""  # what the learner's code printed in that call
    traceback: str = ""  # only their own lines
    line: int | None = None  # in the learner's file, from 1
    column: int | None = None  # from 1
    calls: int = 0  # that the case makes; 0 if that means nothing here
    step: str = ""  # "step 3 of 8", "item 3 of 16": where in a sequence
    picture: str = ""  # of the shapes that differ, in place of `expected` and `got`
    paste: str = ""  # the whole call, to run below the learner's code; "" if it can't be written


def where(report: Report) -> str:
    """Which call of the case a report is about: "call 4 of 9, step 3 of 8"; "" if none."""
    if not report.number:
        return ""
    of = f" of {report.calls}" if report.calls > 1 else ""
    return f"call {report.number}{of}{f', {report.step}' if report.step else ''}"


class CaseResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one case went."""

    name: str  # of the function in check.py; "eight_steps[float64]" for a variant
    title: str  # in words, e.g. "Eight steps, two parameters (float64)"
    passed: bool
    seconds: float = 0.0  # of the processor, spent in the learner's code
    pace: float | None = None  # that time over the reference's, median of the calls
    report: Report | None = None  # if it failed
    printed: str = ""  # by the learner's code in the whole case
    # The only convention (or "reference") that this and the cases before it agree with, of
    # several; "" if there is but one, or if they can't be told apart yet.
    convention: str = ""


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """The end of a check."""

    exercise: str
    passed: bool
    cases: list[CaseResult] = []  # in order, as far as they were played
    unplayed: list[str] = []  # titles of cases that were not, because the code ended before
    fault: Report | None = None  # what is wrong with the file as a whole
    printed: str = ""  # while the file was loaded
    notes: list[str] = []  # worth saying, though it fails nobody: "`sgd` is defined twice …"
    feedback: str = ""  # the wrong solution that it was recognized as: a key of Exercise.feedback
    seconds: float = 0.0  # from the request to the verdict
    convention: str = ""  # that a right solution goes by: a key of Exercise.conventions
    certain: bool = False  # of the feedback: it did the same in all cases

    @property
    def first_failure(self) -> CaseResult | None:
        """The first case that failed."""
        return next((case for case in self.cases if not case.passed), None)

    @property
    def pace(self) -> float | None:
        """How many times as long as the reference it took: the slowest case; None if unknown."""
        return max((case.pace for case in self.cases if case.pace is not None), default=None)

    @property
    def slowness(self) -> float | None:
        """The pace of a solution that is slow; None if it isn't, or if that is unknown.

        A process is slow at its first calls, whatever the code. So one case counts only if
        its time can be felt, and otherwise a second one has to bear it out.
        """
        slow = [case for case in self.cases if case.pace is not None and case.pace > SLOW]
        paces = sorted((case.pace or 0.0 for case in slow), reverse=True)
        if any(case.seconds >= FELT for case in slow):
            return paces[0]
        return paces[1] if len(paces) > 1 else None


def to_json(verdict: Verdict) -> str:
    """The verdict as JSON text, to be kept: of whole calls only that of the first failure."""
    first = verdict.first_failure
    cases = [case if case is first else _without_call(case) for case in verdict.cases]
    return msgspec.json.encode(msgspec.structs.replace(verdict, cases=cases)).decode()


def _without_call(case: CaseResult) -> CaseResult:
    if case.report is None or not case.report.paste:
        return case
    report = msgspec.structs.replace(case.report, paste="")
    return msgspec.structs.replace(case, report=report)


def from_json(text: str) -> Verdict | None:
    """The verdict in a text; None if there is none (kept by another version, say)."""
    try:
        return msgspec.json.decode(text, type=Verdict)
    except (msgspec.DecodeError, UnicodeError):
        return None
