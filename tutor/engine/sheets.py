"""What a check has found so far, and the verdict that follows from it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from tutor.engine.playing import Ended
from tutor.engine.protocol import Loaded
from tutor.engine.verdicts import CaseResult, FaultKind, Report, Verdict

MOST_CHARS = 100_000  # of one text
MOST_NOTES = 20
_CONTROL = dict.fromkeys({*range(32), *range(127, 160)} - {ord("\n"), ord("\t")})
OURS = "This exercise is broken; that is our mistake, not yours"


def plain(text: str) -> str:
    """A text of a player's without terminal control: a solution may have written it."""
    return text[:MOST_CHARS].translate(_CONTROL)


def _plain_report(report: Report) -> Report:
    texts = {name: getattr(report, name) for name in report.__struct_fields__}
    return msgspec.structs.replace(
        report, **{name: plain(each) for name, each in texts.items() if isinstance(each, str)}
    )


def fault(exercise: str, report: Report) -> Verdict:
    """The verdict on a solution that is not played at all."""
    return Verdict(exercise, passed=False, fault=report)


def broken(reason: str) -> Report:
    """What to say when the exercise, or the grader, is at fault."""
    return Report("grader", f"{OURS}: {reason.rstrip('.')}.")


def with_feedback(verdict: Verdict, name: str, *, certain: bool = False) -> Verdict:
    """The verdict with its diagnosis: the wrong solution that the learner's looks like."""
    return msgspec.structs.replace(verdict, feedback=name, certain=certain and bool(name))


class Sheet:
    """The cases of an exercise, in order, and how they went. `cases`: name and title of each.

    `conventions`: those that there are words for.
    """

    def __init__(
        self, exercise: str, cases: Sequence[tuple[str, str]], conventions: Collection[str] = ()
    ) -> None:
        self._exercise = exercise
        self._conventions = conventions
        self._titles = dict(cases)
        self._results: dict[str, CaseResult] = {}
        self._loaded: Loaded | None = None
        self._fault: Report | None = None
        self._begun = ""

    def load(self, loaded: Loaded) -> None:
        """The player has loaded the solution; only the first word of it counts."""
        if self._loaded is None:
            self._loaded = loaded
            self._fault = None if loaded.fault is None else _plain_report(loaded.fault)

    def begin(self, case: str) -> None:
        """A case begins."""
        self._begun = case

    def wants(self, case: str) -> bool:
        """Whether this case is one of ours and has no result yet."""
        return case in self._titles and case not in self._results

    def add(self, result: CaseResult) -> None:
        """How a case went."""
        self._results[result.name] = result

    def lose(self, case: str, report: Report) -> CaseResult:
        """A case could not be brought to its end; its result."""
        result = CaseResult(case, self._titles[case], passed=False, report=report)
        self.add(result)
        return result

    def end(self, ended: Ended) -> CaseResult | None:
        """The play is over: the result of the case that was going on, if that is lost."""
        if self._fault is not None:
            return None
        report = self._report(ended)
        if report is None:
            return None
        if report.kind != "grader" and self.wants(self._begun):
            return self.lose(self._begun, report)
        self._fault = report
        return None

    def _report(self, ended: Ended) -> Report | None:
        missing = [title for name, title in self._titles.items() if name not in self._results]
        kind: FaultKind = "timeout" if ended.how == "timeout" else "died"
        if ended.how == "raised":
            return broken(plain(ended.why) or "the player failed")
        if ended.how != "done":
            return Report(kind, ended.why)
        if not self._titles:
            return broken("it has no cases")
        if missing and not self._out_of_time:
            return Report(kind, "The code ended the check before every case was played.")
        return None

    @property
    def _out_of_time(self) -> bool:
        """Whether a case took too long: then the player plays no other."""
        reports = (result.report for result in self._results.values())
        return any(report is not None and report.kind == "timeout" for report in reports)

    @property
    def comparable(self) -> bool:
        """Whether a case failed whose recording can be held against wrong solutions."""
        unlike = ("died", "timeout", "grader")
        failed = [r.report for r in self._results.values() if not r.passed]
        return any(report is None or report.kind not in unlike for report in failed)

    def verdict(self) -> Verdict:
        """The verdict; it passed if every case did and there is at least one."""
        found = [self._results[name] for name in self._titles if name in self._results]
        unplayed = [title for name, title in self._titles.items() if name not in self._results]
        passed = bool(found) and not unplayed and self._fault is None
        notes = self._loaded.notes[:MOST_NOTES] if self._loaded else []
        if unplayed and self._out_of_time:
            notes = [*notes, "A case took too long, so those after it were not played."]
        passed = passed and all(result.passed for result in found)
        convention = found[-1].convention if passed else ""
        return Verdict(
            self._exercise,
            passed=passed,
            cases=found,
            unplayed=unplayed,
            fault=self._fault,
            printed=plain(self._loaded.printed) if self._loaded else "",
            notes=[plain(note) for note in notes],
            convention=convention if convention in self._conventions else "",
        )
