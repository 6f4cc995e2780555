"""Whole exercises whose constructors make things: judged in this process."""

from __future__ import annotations

import torch._dynamo  # noqa: F401  (as the host does: an optimizer in a case would wait for it)
from grading_support import HEAD, brief, play, provided

from tutor.engine.protocol import Provided
from tutor.engine.verdicts import Report
from tutor.grading import cases, compare, loading, records, report

FILL = "import copy, io\nfrom torch import nn\nfrom tutor.grading import fill\n"
NET = provided("num_features", "Net", "class")


def references(code: str, check: str, *asked: Provided) -> dict[str, records.Recording]:
    """What a reference does, as the judge plays it."""
    solution = loading.load(code, "reference.py", list(asked), seconds=5)
    assert solution.fault is None, solution.fault
    found = {}
    for case in cases.load(HEAD + check):
        for variant in case.variants:
            names = solution.names(list(asked))
            found[case.name_of(variant)] = cases.play(
                case,
                variant,
                names,
                brief=brief(check, *asked),
                before=True,
                explainer=solution.explainer,
                namespace=solution.namespace,
            )
    for recording in found.values():
        assert recording.failure is None, recording.failure
        for call in recording.calls:
            assert call.error is None or call.in_raises, call.error
    return found


def reports(code: str, reference: str, check: str, *asked: Provided) -> dict[str, Report | None]:
    """What a learner is told of each case; None where it passes."""
    check = FILL + check
    theirs = play(code, check, *asked)
    assert theirs.loaded.fault is None, theirs.loaded.fault
    return {
        name: report.outcome(theirs.recordings[name], ours).report
        for name, ours in references(reference, check, *asked).items()
    }


def told(code: str, reference: str, check: str, *asked: Provided) -> Report:
    """What a learner is told of the first case that fails."""
    return next(r for r in reports(code, reference, check, *asked).values() if r is not None)


def passes(code: str, reference: str, check: str, *asked: Provided) -> bool:
    """Whether all cases pass. What fails is printed."""
    failed = {k: r for k, r in reports(code, reference, check, *asked).items() if r is not None}
    print(failed)
    return not failed


def parted(
    code: str, reference: str, check: str, *asked: Provided
) -> tuple[compare.Difference, compare.Difference | None]:
    """The first difference in the first case, and where the two had parted earlier."""
    check = FILL + check
    theirs = play(code, check, *asked)
    assert theirs.loaded.fault is None, theirs.loaded.fault
    ours = references(reference, check, *asked)
    name = next(iter(ours))
    found = compare.compare(theirs.recordings[name], ours[name])
    assert found is not None
    return found, compare.earlier(theirs.recordings[name], ours[name], found)


def calls(code: str, check: str, *asked: Provided) -> list[records.Call]:
    """The calls of the first case, as the judge records them."""
    return next(iter(references(code, FILL + check, *asked).values())).calls
