"""The part of an audit that is done on the workbench: mutants, variations, inputs, seeds."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable
from contextlib import aclosing, suppress

from tutor.course import scores
from tutor.course.model import Exercise
from tutor.grading import bench as benches
from tutor.grading import variations
from tutor.grading.bench import Bench, Rejected, Subject, Unplayable
from tutor.grading.findings import Audit
from tutor.grading.mutation import GRADIENT, Mutation, mutation
from tutor.grading.variations import Variation

MUTANTS = 6  # that the quick form tries
SEVERAL = 40  # seeds that are worth a second process


class Trials:
    """Tries one exercise, and notes what it finds."""

    def __init__(
        self,
        exercise: Exercise,
        found: Audit,
        seed: int,
        *,
        quick: bool,
        tell: Callable[[str], None],
    ) -> None:
        self._exercise = exercise
        self._found = found
        self._seed = seed
        self._quick = quick
        self._tell = tell

    async def run(self, bench: Bench | None, seeds: int) -> None:
        """Try everything, with so many seeds; nothing without a workbench.

        EngineError without a process. Of an exercise that can't be played the check of its
        reference says why.
        """
        if bench is None:
            return
        with suppress(Unplayable, SyntaxError, OSError):
            subject = benches.subject_of(self._exercise, self._seed)
            await self._inputs(bench, subject)
            await self._mutants(bench)
            await self._variations(bench, subject)
            if seeds:
                await self._seeds(bench, subject, seeds)

    async def _inputs(self, bench: Bench, subject: Subject) -> None:
        """The kinds of input that tell mistakes apart must come, or be excused."""
        covered = await bench.covered(subject)
        self._found.lacking = covered.lacking
        for each in covered.lacking:
            self._found.problem("check.py", f"lacks {each.kind!r}: {each.message}")
        for kind in covered.needless:
            if kind != GRADIENT:  # no rule of coverage's, but of the mutants
                self._found.problem("check.py", f"excuses {kind!r}, which it doesn't lack")

    # --- mutants -------------------------------------------------------------------------------

    async def _mutants(self, bench: Bench) -> None:
        """Mutants of the reference must fail, but for those that check.py names with a reason."""
        found = await mutation(
            bench, self._exercise, seed=self._seed, most=MUTANTS if self._quick else None,
            tell=lambda done, total: self._tell(f"mutant {done} of {total}"),
        )  # fmt: skip
        self._found.mutation = found
        self._survivors(found)
        for stale in found.stale:
            message = f"line {stale.line}: names a mutant that doesn't pass, or isn't there"
            self._found.problem("check.py", message)
        if len(found.explained) > found.room:
            self._found.problem(
                "check.py",
                f"names {len(found.explained)} mutants equivalent, of {found.all}: at most "
                f"{found.room} may be",
            )
        if not self._quick and found.score < scores.LEAST:
            share = f"{len(found.killed)} of {found.total - len(found.explained)}"
            self._found.problem(
                "check.py", f"kills {share} mutants, which is less than {scores.LEAST:.0%}"
            )

    def _survivors(self, found: Mutation) -> None:
        for each in found.unexplained:
            mutant = each.mutant
            where = f"line {mutant.line}, {mutant.name}"
            message = f"has a mutant that passes every case ({where}):\n{mutant.diff}"
            self._found.problem("reference.py", message)

    # --- variations ----------------------------------------------------------------------------

    async def _variations(self, bench: Bench, subject: Subject) -> None:
        """The same mistakes in other words must get the same feedback."""
        if self._quick:  # for these every wrong solution has to be played to its end
            return
        every = list(variations.stored(self._exercise))
        wrong = benches.solutions_in(self._exercise.folder / "wrong")
        sources = [(str(at), each.source) for at, (_, each) in enumerate(every)]
        right = failed = 0
        answers = bench.recognitions(subject, wrong, sources)
        async with aclosing(answers):
            async for taken in answers:
                name, variation = every[int(taken.name)]
                failed += not taken.passed
                right += taken.taken_for == name
                self._note(name, variation, taken)
                self._tell(f"variation {int(taken.name) + 1} of {len(every)}")
        self._found.variations = (right, failed)
        if not self._quick and failed and right / failed < variations.ATLEAST:
            message = f"variations get the right feedback in {right} of {failed} cases"
            self._found.problem("wrong/", f"{message}: at least {variations.ATLEAST:.0%} must")

    def _note(self, wrong: str, variation: Variation, taken: benches.Taken) -> None:
        """What somebody wrote by hand must be what it says."""
        if not variation.name.endswith(".py") or taken.taken_for == wrong:
            return
        file = f"variations/{variation.name}"
        if taken.passed:
            self._found.problem(file, "must fail, but passes every case")
        elif taken.taken_for:
            self._found.remark(file, f"is taken for wrong/{taken.taken_for}.py")
        else:
            self._found.remark(file, f"isn't recognized as wrong/{wrong}.py")

    # --- seeds ---------------------------------------------------------------------------------

    async def _seeds(self, bench: Bench, subject: Subject, number: int) -> None:
        """What is right must pass with every seed."""
        accepted = benches.accepted_of(self._exercise)
        second = Bench()  # not started before it is asked
        asked = [bench] if number < SEVERAL or os.cpu_count() == 1 else [bench, second]
        tried = [0] * len(asked)

        async def sow(at: int) -> None:
            mine = range(at, number, len(asked))
            answers = asked[at].rejections(subject, accepted, mine)
            async with aclosing(answers):
                async for each in answers:
                    if isinstance(each, Rejected):
                        self._found.rejected.append(each)
                    else:
                        tried[at] = each.seeds
                        self._tell(f"seed {sum(tried)} of {number}")

        try:
            await asyncio.gather(*(sow(at) for at in range(len(asked))))
        finally:
            await second.close()
        self._found.seeds = sum(tried)
        self._refusals()

    def _refusals(self) -> None:
        self._found.rejected.sort(key=lambda each: (each.seed, each.file))
        for each in self._found.rejected:
            where = f"with seed {each.seed}, in “{each.case}”"
            self._found.problem(each.file, f"is right and fails {where}: {each.why}")


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()
