"""Loading a `check.py`, and playing one of its cases with somebody's names.

The player calls `play` with the learner's names, the judge with the reference's and
`before=True`, so that a report can show each call as Python:

    cases = load(brief.check, "check.py")               # BrokenExercise if it can't be loaded
    for case in cases:
        for variant in case.variants:                   # "", "float64", …
            recording = play(case, variant, names, brief=brief, before=True)

`names` maps each name that the exercise provides to the object. `play` never raises for what the
code under test does: its exceptions are in the calls (`Call.error`), and `Recording.failure` says
what else ended the case. With the reference any failure means that the exercise is broken.

A case with `@given` has the aspect "given": if it fails, the recording holds only the calls of
the shrunk example (`failed_after` is 0), and the failure's report is complete, its call included.
Where the case's own code raised, most likely because of what it was given (None has no `sum`), the
failure is of kind "type": an earlier call that differs in kind or shape says more. "grader": it
raised before it called anything.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping, MutableSet
from types import ModuleType
from typing import Any

from tutor.engine.protocol import Brief
from tutor.engine.verdicts import Report
from tutor.grading import context, declaring, endings, explaining, records
from tutor.grading.context import BrokenExercise, CaseEnded, CaseFailed, Playing
from tutor.grading.deadlines import TimeUp, limited
from tutor.grading.declaring import Case
from tutor.grading.explaining import Explainer
from tutor.grading.mine import Mine, Recorder
from tutor.grading.standing import Lacking

__all__ = ["BrokenExercise", "Case", "load", "play"]


def load(source: str, filename: str = endings.CHECK) -> list[Case]:
    """The cases of a check.py, in order; BrokenExercise if there are none or it can't be run."""
    module = ModuleType("check")
    module.__file__ = filename
    check = explaining.file(filename, source)
    with declaring.collecting() as cases:
        try:
            exec(check.compiled(), vars(module))
        except Exception as error:
            raise BrokenExercise(_own_words(error, check)) from error
    if not cases:
        raise BrokenExercise(f"{filename} has no cases: write a function under `@case`")
    return cases


def play(
    case: Case,
    variant: str,
    names: Mapping[str, object],
    *,
    brief: Brief,
    before: bool = False,
    explainer: Explainer | None = None,
    namespace: MutableMapping[str, Any] | None = None,
    home: int | None = None,
    chancy: MutableSet[str] | None = None,
) -> records.Recording:
    """Play one case with the given names, and record it.

    `before`: note each call as Python. `explainer`: knows the file that the names are from.
    `namespace`: that file's globals, where names that are forbidden may have been imported to.
    `home`: the process that this is; one forked by the code under test ends silently. `chancy`:
    gets the name of the case in this variant if what happens in it hangs on the seed.
    """
    seed = context.seed_of(brief.seed, case.name, variant)
    playing = Playing(case, variant, seed)
    explainer = explainer or Explainer(explaining.file("the file", ""))
    recorder = Recorder(
        playing,
        brief.provides,
        explainer,
        {} if namespace is None else namespace,
        before=before,
        home=home or os.getpid(),
    )
    playing.recorder = recorder
    failure = None
    with recorder.printed.taken(), context.entered(playing):
        playing.reseed()
        failure = _play(playing, Mine(names, recorder), case.seconds or brief.seconds)
        calls = recorder.finish()
    if chancy is not None and playing.depends():
        chancy.add(case.name_of(variant))
    failed_after = 0
    if failure is not None:
        failed_after = 0 if playing.given else _complete(failure, len(calls))
    return records.Recording(
        case=case.name_of(variant),
        title=case.title_of(variant),
        calls=calls,
        failure=failure,
        failed_after=failed_after,
        aspects=[*case.compared, *(["given"] if playing.given else [])],
        tolerance=case.tolerance,
        printed=recorder.all_printed,
    )


def _complete(failure: Report, calls: int) -> int:
    """How many calls were complete when the case failed."""
    if failure.kind in ("forbidden", "timeout") and failure.number:
        return min(calls, failure.number - 1)
    return calls


def _play(playing: Playing, mine: Mine, seconds: float) -> Report | None:
    """Play to the end of the case or to what ended it; returns what has to be said of that."""
    recorder = playing.recorder
    assert recorder is not None
    try:
        with limited(seconds):
            try:
                playing.case.function(mine)
            except (TimeUp, CaseEnded, CaseFailed, KeyboardInterrupt):
                raise
            except Lacking as error:
                return endings.located(Report("type", str(error)), recorder)
            except BaseException as error:
                return endings.case_raised(error, recorder)
    except CaseEnded:
        return None
    except CaseFailed as failed:
        return endings.located(failed.report, recorder)
    except TimeUp as error:
        return endings.too_long(error, recorder, seconds)
    return None


def _own_words(error: Exception, check: explaining.File) -> str:
    line = explaining.line_in(error, check.filename)
    where = f", line {line}" if line else ""
    return f"{check.filename}{where}: {type(error).__name__}: {error}"
