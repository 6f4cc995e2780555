"""Which of an exercise's wrong solutions does a learner's look like?

Nobody is helped by words on a mistake that they didn't make: what isn't likely is not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tutor.grading import report
from tutor.grading.conventions import REFERENCE
from tutor.grading.likeness import Kept, Likeness, likeness
from tutor.grading.records import Recording

__all__ = ["Kept", "diagnose"]

# Of all cases in which one of the two fails, weighted by how alike they are. Measured: with half
# of them, one in ten mistakes that nobody has written down gets another's words; so none does.
LIKELY = 0.75
Cases = Mapping[str, Kept]
Alternatives = Mapping[str, Mapping[str, Recording]]  # name -> case -> what is right by it


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A wrong solution that a learner's may look like."""

    name: str
    certain: bool
    likely: float  # how much of what fails looks alike
    distance: float  # of the numbers, in the learner's first failing case

    @property
    def rank(self) -> tuple[object, ...]:
        """The best one comes first."""
        return not self.certain, -round(self.likely, 3), round(self.distance, 3), self.name


def diagnose(
    alternatives: Alternatives, learner: Cases, wrong: Mapping[str, Cases]
) -> tuple[str, bool]:
    """Name of the wrong solution that a learner's looks like; ("", False) if there is none.

    True: the two do the same in all cases that both have played, the learner's first failing one
    among them, and that isn't only a matter of words. False: they look alike in most of those
    that fail. Where there are conventions, how each parts from its own may be what is alike.
    """
    found = [
        candidate
        for name in sorted(wrong)
        if (candidate := _candidate(alternatives, learner, wrong[name], name)) is not None
    ]
    if not any(each.certain for each in found) and len(alternatives) > 1:
        found += _by_conventions(alternatives, learner, wrong)
    if not found:
        return "", False
    best = min(found, key=lambda each: each.rank)
    return best.name, best.certain


def _candidate(
    alternatives: Alternatives, learner: Cases, wrong: Cases, name: str
) -> _Candidate | None:
    first = next((case for case in alternatives[REFERENCE] if _failed(learner, case)), None)
    if first is None or not _failed(wrong, first):
        return None
    at_first = _like(alternatives, learner[first], wrong[first], first)
    if not at_first.degree:
        return None
    found = [at_first]
    for case in alternatives[REFERENCE]:
        if case == first or case not in learner or case not in wrong:
            continue
        if learner[case].failed or wrong[case].failed:
            found.append(_like(alternatives, learner[case], wrong[case], case))
    certain = all(each.same for each in found) and any(each.numbers for each in found)
    likely = sum(each.degree for each in found) / len(found)
    if not certain and likely < LIKELY:
        return None
    return _Candidate(name, certain, likely, at_first.distance)


def _failed(cases: Cases, case: str) -> bool:
    return case in cases and cases[case].failed


def _like(alternatives: Alternatives, one: Kept, other: Kept, case: str) -> Likeness:
    """By what each was held against; the same for both unless that is their convention."""
    reference = alternatives[REFERENCE][case]
    if one.against == other.against:
        reference = alternatives.get(one.against, {}).get(case, reference)
        return likeness(one, other, reference, reference)
    return likeness(one, other, alternatives[one.against][case], alternatives[other.against][case])


# --- the same mistake by another convention ------------------------------------------------------


def _by_conventions(
    alternatives: Alternatives, learner: Cases, wrong: Mapping[str, Cases]
) -> list[_Candidate]:
    """Candidates if the learner goes by this convention or that one: likely at best."""
    found = []
    for convention, right in alternatives.items():
        if all(kept.against == convention for kept in learner.values()):
            continue
        held = {case: _held(kept, right[case], convention) for case, kept in learner.items()}
        for name in sorted(wrong):
            candidate = _candidate(alternatives, held, wrong[name], name)
            if candidate is not None:
                found.append(replace(candidate, certain=False))
    return found


def _held(kept: Kept, right: Recording, convention: str) -> Kept:
    """The same recording, compared with another alternative."""
    if kept.against == convention:
        return kept
    outcome = report.outcome(kept.recording, right)
    return Kept(kept.recording, outcome.difference, outcome.report is not None, convention)
