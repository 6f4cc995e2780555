"""From two recordings to what the learner reads: the first difference, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from tutor.engine import shortening
from tutor.engine.verdicts import Report
from tutor.grading import drawing, quoting, replaying, sequences, wording
from tutor.grading.compare import Difference, compare
from tutor.grading.records import Call, Empty, Recording
from tutor.grading.wording import Words

MESSAGE = 600  # characters
# Differences of which a demand of the case, written for it, says as much.
_SAID_BY_CASES = ("kind", "shape", "dtype", "length", "keys", "parameters", "names",
                  "mode", "not raised")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a comparison."""

    difference: Difference | None  # None: there is none, or the case itself says what is wrong
    report: Report | None  # None: the case has passed


def outcome(learner: Recording, reference: Recording) -> Outcome:
    """Compare a learner's recording of a case with the reference's. Never raises.

    What the case itself says (`require` and the others) comes first, unless an earlier call
    already raised, or gave another kind of thing or another shape: then that says more.
    """
    difference = compare(learner, reference)
    failure = learner.failure
    if failure is not None and (difference is None or not difference.basic):
        said = _failure(failure, learner, reference)
        if difference is not None and difference.call == said.number:
            said = _with(said, difference, learner, reference)
        ours = None if "given" in learner.aspects else _call(reference, said.number)
        shown = difference if difference is not None and said.place == _full(difference) else None
        return Outcome(None, tidy(_placed(said, ours, reference, shown)))
    if difference is None:
        return Outcome(None, None)
    return Outcome(difference, tidy(of(difference, learner, reference)))


def of(difference: Difference, learner: Recording, reference: Recording) -> Report:
    """The report of a difference between two recordings."""
    number = difference.call
    ours = _call(reference, number)
    theirs = _call(learner, number)
    error = theirs.error if theirs is not None else None
    if difference.where == "error" and difference.what != "not raised" and error is not None:
        raised = _raised(difference, error.report, ours, theirs, number)
        return _placed(raised, ours, reference)
    said = _words(difference, ours, theirs, reference)
    before = sequences.parted_before(learner, reference, difference)
    report = Report(
        kind=difference.kind,
        message=f"{said.message} {before}".rstrip(),
        call=ours.before if ours is not None else "",
        number=number,
        place=said.place,
        expected=said.expected,
        got=said.got,
        printed=theirs.printed if theirs is not None else "",
        picture=said.picture,
    )
    return _placed(report, ours, reference, difference)


def _words(
    difference: Difference, ours: Call | None, theirs: Call | None, reference: Recording
) -> Words:
    about = ours or theirs or Call("", "", Empty(), [], [], [])
    return wording.words(difference, about, theirs, reference)


def _placed(
    report: Report,
    call: Call | None,
    reference: Recording,
    difference: Difference | None = None,
) -> Report:
    """The same, with where in the case it is and with the call to paste."""
    if call is None or not report.number:
        return msgspec.structs.replace(report, paste=quoting.whole(report.call))
    return msgspec.structs.replace(
        report,
        message=quoting.named(report.message),
        place=quoting.named(report.place),
        calls=len(reference.calls),
        step=sequences.step(reference, report.number, difference),
        call=report.call and replaying.shown(reference, report.number),
        paste=quoting.whole(
            report.call and replaying.whole(reference, report.number),
            sequences.look(call, difference),
        ),
    )


def tidy(report: Report) -> Report:
    """The same, no part longer than a screen, free of terminal control."""
    return msgspec.structs.replace(
        report,
        message=drawing.safe(report.message, MESSAGE),
        call=drawing.cut(shortening.short(report.call), shortening.ROWS + 1, 3000),
        place=drawing.safe(report.place, 200),
        expected=drawing.cut(report.expected),
        got=drawing.cut(report.got),
        printed=drawing.ending(report.printed),
        traceback=drawing.ending(report.traceback, lines=24, chars=3000),
        picture=drawing.safe(report.picture, 1500),
        paste=drawing.safe(report.paste, quoting.LARGEST + 1000),
    )


def _raised(
    difference: Difference, said: Report, ours: Call | None, theirs: Call | None, number: int
) -> Report:
    """The learner's own error, with the call as the reference knows it."""
    message, expected = said.message, ""
    if difference.what == "other error" and ours is not None and ours.error is not None:
        expected = ours.error.kind
        message = f"`{ours.name}` should raise {expected} here. {message}"
    return msgspec.structs.replace(
        said,
        message=message,
        call=said.call or (ours.before if ours is not None else ""),
        number=number,
        expected=said.expected or expected,
        printed=said.printed or (theirs.printed if theirs is not None else ""),
    )


def _failure(failure: Report, learner: Recording, reference: Recording) -> Report:
    """What the case said, with the call that it is about: the last one, if nothing else is said."""
    number = failure.number or min(max(learner.failed_after, 0), len(learner.calls))
    ours, theirs = _call(reference, number), _call(learner, number)
    if "given" in learner.aspects:
        ours = None  # these are the calls of another example
    return msgspec.structs.replace(
        failure,
        number=number,
        call=failure.call or (ours.before if ours is not None else ""),
        printed=failure.printed or (theirs.printed if theirs is not None else ""),
    )


def _with(
    failure: Report, difference: Difference, learner: Recording, reference: Recording
) -> Report:
    """What the case said, and what can be seen in the same call. Named numbers stay the case's."""
    if failure.kind != "required" or difference.streamed or difference.what in _SAID_BY_CASES:
        return failure
    ours, theirs = _call(reference, difference.call), _call(learner, difference.call)
    seen = _words(difference, ours, theirs, reference)
    more = f"{seen.message} {sequences.parted_before(learner, reference, difference)}".rstrip()
    if difference.where == "result":
        more = f"{seen.guess[:1].upper()}{seen.guess[1:]}." if seen.guess else ""
    message = f"{failure.message.rstrip()} {more}".rstrip()
    if failure.place and not failure.place.startswith("["):
        return msgspec.structs.replace(failure, message=message)
    return msgspec.structs.replace(
        failure, message=message, place=seen.place, expected=seen.expected, got=seen.got
    )


def _full(difference: Difference) -> str:
    return drawing.safe(difference.full_place, 200)


def _call(recording: Recording, number: int) -> Call | None:
    return recording.calls[number - 1] if 0 < number <= len(recording.calls) else None
