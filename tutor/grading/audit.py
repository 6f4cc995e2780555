"""Auditing an exercise: is what is right told from what is wrong?

Everything is checked as a learner's code would be. This is the parent's side: nothing of the
exercise runs in this process, and torch isn't loaded.
"""

from __future__ import annotations

import ast
import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tutor.course.model import Exercise
from tutor.engine import protocol, solutions
from tutor.engine.checks import Checks
from tutor.engine.runners import EngineError
from tutor.engine.verdicts import Report, Verdict
from tutor.grading import records
from tutor.grading.bench import Bench
from tutor.grading.findings import Audit, Finding
from tutor.grading.trials import Trials

__all__ = ["Audit", "Finding", "audit", "why"]

FEWEST_ACCEPTED = 3
FEWEST_WRONG = 4
# What a case says by itself, without the reference.
WITNESSES = frozenset({"close", "raises", "require", "stat"})
# How a starter that is to be mended may not fail: it has to run.
UNCLEAN = frozenset({"died", "timeout", "exit", "input", "grader"})


@dataclass(frozen=True, slots=True)
class _Checked:
    """A solution's verdict, the wrong solution it was taken for, and its calls."""

    verdict: Verdict
    taken_for: str | None  # None: there was no diagnosis
    certain: bool
    calls: int


async def audit(
    checks: Checks,
    exercise: Exercise,
    *,
    bench: Bench | None = None,
    seed: int = 0,
    quick: bool = False,
    seeds: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> Audit:
    """Check starter, reference, accepted and wrong solutions; try mutants and many seeds.

    Without a workbench there are neither mutants nor seeds. `quick`: only some of the mutants.
    `tell` hears how far it is. EngineError without processes.
    """
    began = time.monotonic()
    found = Audit(exercise.name)
    auditor = _Auditor(checks, exercise, seed, found)
    trials = Trials(exercise, found, seed, quick=quick, tell=tell)
    trying = asyncio.ensure_future(trials.run(bench, seeds))  # beside the checks
    try:
        await _solutions(checks, exercise, auditor, seed)
        await trying
    finally:
        trying.cancel()
        with suppress(asyncio.CancelledError, EngineError):
            await trying
    found.seconds = time.monotonic() - began
    return found


async def _solutions(checks: Checks, exercise: Exercise, auditor: _Auditor, seed: int) -> None:
    if await auditor.reference():
        checks.prepare(exercise, seed=seed)
        await checks.prepared()
        await auditor.starter()
        await auditor.accepted()
        await auditor.wrong()
    auditor.witness()


class _Auditor:
    def __init__(self, checks: Checks, exercise: Exercise, seed: int, found: Audit) -> None:
        self._checks = checks
        self._exercise = exercise
        self._seed = seed
        self._found = found

    async def reference(self) -> bool:
        """The reference must pass; False if nothing else can be judged."""
        done = await self._check(self._exercise.reference, diagnose=False)
        verdict = done.verdict
        self._found.cases = len(verdict.cases) + len(verdict.unplayed)
        self._found.calls = done.calls
        if not verdict.passed:
            self._found.problem("reference.py", f"must pass, but: {why(verdict)}")
        return verdict.fault is None or verdict.fault.kind != "grader"

    async def starter(self) -> None:
        """The starter must fail cleanly: it says itself that it isn't written, or it is wrong."""
        verdict = (await self._check(self._exercise.starter, diagnose=False)).verdict
        report = verdict.fault or _first_report(verdict)
        if verdict.passed:
            self._found.problem("starter.py", "passes: there is nothing left to do")
        elif report is None or report.kind == "unwritten":
            return
        elif "NotImplementedError" in self._exercise.starter:
            self._found.problem("starter.py", f"must fail as not yet written, but: {why(verdict)}")
        elif verdict.fault is not None or report.kind in UNCLEAN:
            self._found.problem("starter.py", f"must run and be wrong, but: {why(verdict)}")

    async def accepted(self) -> None:
        """Other right ways must pass."""
        passed, paths = 0, self._files("accepted", FEWEST_ACCEPTED)
        async for name, done in self._each(paths, diagnose=False):
            passed += done.verdict.passed
            if not done.verdict.passed:
                self._found.problem(name, f"must pass, but: {why(done.verdict)}")
        self._found.accepted = (passed, len(paths))

    async def wrong(self) -> None:
        """Mistakes must fail, and be recognized."""
        failed, recognized, paths = 0, 0, self._files("wrong", FEWEST_WRONG)
        async for name, done in self._each(paths, diagnose=True):
            if done.verdict.passed:
                self._found.problem(name, "must fail, but passes every case")
                continue
            failed += 1
            recognized += self._recognized(name, done)
        self._found.wrong = (failed, len(paths))
        self._found.recognized = (recognized, failed)

    def witness(self) -> None:
        """A case must rest on something else than the reference."""
        try:
            tree = ast.parse((self._exercise.folder / "check.py").read_text(encoding="utf-8-sig"))
        except (OSError, SyntaxError, ValueError):
            return  # said already: it can't be loaded
        called = {_name(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        if not called & WITNESSES:
            self._found.problem(
                "check.py",
                "rests on the reference alone: hold a case against something else, "
                "with `require`, `close`, `stat` or `raises`",
            )

    def _recognized(self, name: str, done: _Checked) -> bool:
        own, other = Path(name).stem, done.taken_for
        report = done.verdict.fault or _first_report(done.verdict)
        if report is not None and report.kind == "grader":
            self._found.problem(name, why(done.verdict))
        elif other is None:
            self._found.problem(
                name, f"can't be recognized, since it fails at once: {why(done.verdict)}"
            )
        elif not other:
            self._found.problem(name, "isn't recognized as itself, nor as any other")
        elif other != own:
            how = "in every case" if done.certain else "at the first difference"
            self._found.remark(name, f"is taken for wrong/{other}.py: the two are alike {how}")
        return other == own

    def _files(self, folder: str, fewest: int) -> list[Path]:
        paths = sorted((self._exercise.folder / folder).glob("*.py"))
        if len(paths) < fewest:
            self._found.problem(f"{folder}/", f"has {len(paths)} of at least {fewest} solutions")
        return paths

    async def _each(
        self, paths: Sequence[Path], *, diagnose: bool
    ) -> AsyncIterator[tuple[str, _Checked]]:
        for path in paths:
            name = f"{path.parent.name}/{path.name}"
            yield name, await self._check(solutions.read(path), diagnose=diagnose)

    async def _check(self, code: str | Report, *, diagnose: bool) -> _Checked:
        verdict, taken_for, certain, recordings = None, None, False, list[bytes]()
        events = self._checks.check(
            self._exercise, code, seed=self._seed, diagnose=diagnose, recorded=recordings.append
        )
        async with aclosing(events):
            async for event in events:
                match event:
                    case protocol.Judged():
                        verdict = event.verdict
                    case protocol.Diagnosed():
                        taken_for, certain = event.name, event.certain
                    case protocol.Died():
                        raise EngineError(event.reason, event.advice)
        if verdict is None:
            raise EngineError("A check was stopped.", "Run the audit again.")
        return _Checked(verdict, taken_for, certain, sum(map(_calls, recordings)))


def why(verdict: Verdict) -> str:
    """A verdict in one paragraph."""
    if verdict.passed:
        return "it passes"
    failed = verdict.first_failure
    report = verdict.fault or (failed.report if failed is not None else None)
    if report is None:
        return "it fails without a reason"
    where = f"“{failed.title}”: " if failed is not None and verdict.fault is None else ""
    parts = [f"{where}{report.message}"]
    if report.place:
        parts.append(f"at {report.place}")
    if report.expected or report.got:
        parts.append(f"expected {report.expected}, got {report.got}")
    return " ".join("; ".join(parts).split())


def _first_report(verdict: Verdict) -> Report | None:
    failed = verdict.first_failure
    return None if failed is None else failed.report


def _calls(recording: bytes) -> int:
    try:
        return len(records.decode(recording).calls)
    except msgspec.DecodeError:
        return 0


def _name(function: ast.expr) -> str:
    """`stat` for `stat(…)` and for `stat.fraction(…)`."""
    while isinstance(function, ast.Attribute):
        function = function.value
    return function.id if isinstance(function, ast.Name) else ""
