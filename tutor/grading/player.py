"""The player: plays the cases of an exercise with a learner's code, and sends the recordings.

It runs in a process that is used for nothing else and holds no reference. What the learner's code
can be asked is asked here; what is right is judged elsewhere.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence

from tutor.engine.protocol import Begun, Event, Listed, Loaded, Play, Recorded
from tutor.engine.verdicts import Report
from tutor.grading import cases, demands, draws, examples, loading, records, spies, stats
from tutor.grading.cases import BrokenExercise, Case
from tutor.grading.loading import Solution
from tutor.grading.states import State

# What every check.py asks for is here before a process is forked that is to be quick.
READY = (demands, draws, examples, spies, stats)

Send = Callable[[Event], None]


def play(request: Play, send: Send, home: int | None = None) -> None:
    """Load the solution and play the cases: Loaded, Listed, then Begun and Recorded for each.

    The cases are loaded first, so that what they keep of torch is torch's own. After a fault of
    the file no case is played; after a case that ran out of time none of the rest is: they would
    as well, and the learner waits. `home` is the id of this process; from now on it works in
    `request.folder`. Raises nothing that the learner's code raised, but lets KeyboardInterrupt
    through.
    """
    home = home or os.getpid()
    brief = request.brief
    if request.folder:
        with contextlib.suppress(OSError):
            os.chdir(request.folder)
    try:
        wanted = list(_wanted(cases.load(brief.check), request.only))
    except BrokenExercise as broken:
        send(Loaded(request.run, "", [], Report("grader", str(broken))))
        return
    solution = loading.load(
        request.code, request.filename, brief.provides, seconds=brief.seconds, seed=brief.seed
    )
    send(Loaded(request.run, solution.printed, solution.notes, solution.fault))
    listed = [(case.name_of(variant), case.title_of(variant)) for case, variant in wanted]
    send(Listed(request.run, listed))
    if solution.fault is None:
        with solution.registered():
            _play_all(request, wanted, solution, send, home)


def _wanted(loaded: Sequence[Case], only: Sequence[str]) -> Iterator[tuple[Case, str]]:
    """Cases and their variants, all or those that are asked for by either name."""
    for case in loaded:
        for variant in case.variants:
            if not only or case.name in only or case.name_of(variant) in only:
                yield case, variant


def _play_all(
    request: Play, wanted: Sequence[tuple[Case, str]], solution: Solution, send: Send, home: int
) -> None:
    names = solution.names(request.brief.provides)
    state = State()
    for case, variant in wanted:
        send(Begun(request.run, case.name_of(variant)))
        recording = cases.play(
            case,
            variant,
            names,
            brief=request.brief,
            explainer=solution.explainer,
            namespace=solution.namespace,
            home=home,
        )
        state.restore()
        if solution.libraries is not None:
            solution.libraries.restore()
        send(Recorded(request.run, case.name_of(variant), records.encode(recording)))
        if recording.failure is not None and recording.failure.kind == "timeout":
            return
