"""How a case ended that didn't come to its end, as a report."""

from __future__ import annotations

import msgspec

from tutor.engine.screen import clean
from tutor.engine.verdicts import Report
from tutor.grading import explaining
from tutor.grading.deadlines import TimeUp
from tutor.grading.mine import Recorder

CHECK = "check.py"


def located(report: Report, recorder: Recorder) -> Report:
    """A demand of the case is about its last call, if nothing else is said."""
    if report.number or not recorder.calls:
        return report
    last = recorder.calls[-1]
    return msgspec.structs.replace(
        report, number=last.number, call=last.before, printed=report.printed or last.printed
    )


def too_long(error: TimeUp, recorder: Recorder, seconds: float) -> Report:
    """The time of the case was over."""
    made = recorder.interrupted
    what = f"`{made.name}`" if made else "The case"
    instead = f"The whole case may take {seconds:g} seconds."
    report = recorder.explainer.raised(error, what, instead)
    if made is None:
        return report
    return msgspec.structs.replace(
        report, number=made.number, call=made.before, printed=made.printed
    )


def case_raised(error: BaseException, recorder: Recorder) -> Report:
    """An exception outside of the calls: from an object of the learner's, or from the case."""
    if recorder.explainer.touches(error):
        return located(recorder.explainer.raised(error, "The code"), recorder)
    name = explaining.type_name(error)
    said = explaining.said(error)
    last = f" with what `{recorder.calls[-1].name}` returned" if recorder.calls else ""
    line = explaining.line_in(error, CHECK)
    where = f" (line {line} of {CHECK})" if line else ""
    message = f"The case could not go on{last}: {name}: {said}{where}"
    return located(Report("type" if recorder.calls else "grader", clean(message)), recorder)
