"""Variations of a wrong solution: the same mistake in other words, and who recognizes them.

A mistake that is only known again in the very words that we wrote it in is not known. So each
stored one is written anew, by rules and by hand (`variations/WRONG.anything.py`), and has to get
the same feedback.

    for each in of(source):
        each.name, each.source
    right, total = await diagnosed(checks, exercise)
"""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from tutor.course.model import Exercise
from tutor.engine import protocol, solutions
from tutor.engine.checks import Checks
from tutor.engine.runners import EngineError
from tutor.grading import restating, rewriting, wrapping

ATLEAST = 0.8  # of all variations have to get the right feedback
Rewrite = Callable[[ast.Module], object]


@dataclass(frozen=True, slots=True)
class Variation:
    """Other words for some code."""

    name: str  # what is other: "renamed"
    source: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a variation was taken for."""

    wrong: str  # the mistake that it is
    variation: str
    passed: bool  # then it is no longer this mistake, and counts for nothing
    taken_for: str  # "" for none
    certain: bool

    @property
    def right(self) -> bool:
        """Whether it got the feedback of the mistake that it is."""
        return self.taken_for == self.wrong


def _visited(kind: type[ast.NodeTransformer]) -> Rewrite:
    return lambda tree: kind().visit(tree)


_TORCH_ONLY = ("functions", "axes")  # numpy's arrays know nothing of these
_REWRITES: tuple[tuple[str, Rewrite], ...] = (
    ("renamed", rewriting.renamed),
    ("aliased", rewriting.aliased),
    ("squares", _visited(rewriting.Squares)),
    ("commuted", _visited(rewriting.Commuted)),
    ("regrouped", _visited(rewriting.Regrouped)),
    ("methods", _visited(rewriting.AsMethods)),
    ("functions", _visited(rewriting.AsFunctions)),
    ("means", _visited(rewriting.Means)),
    ("sizes", _visited(rewriting.Sizes)),
    ("axes", _visited(rewriting.Axes)),
    *restating.STATEMENTS,
    *wrapping.AROUND,
)
# Somebody who writes everything otherwise.
_TOGETHER = (
    "methods", "means", "commuted", "index loops", "renamed", "temporaries", "prints", "helpers",
)  # fmt: skip


def of(source: str) -> list[Variation]:
    """The variations of some code that differ from it and from one another; [] if it isn't Python.

    They are made by rules on the syntax tree; nothing runs.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return []
    seen, found = {ast.dump(tree)}, list[Variation]()
    together = [rewrite for name in _TOGETHER for each, rewrite in _REWRITES if each == name]
    for name, rewrites in (*((n, [r]) for n, r in _REWRITES), ("everything", together)):
        if name in _TORCH_ONLY and rewriting.is_numpy_used(tree):
            continue
        made = _written(source, rewrites)
        dumped = "" if made is None else ast.dump(ast.parse(made))
        if made is not None and dumped not in seen:
            seen.add(dumped)
            found.append(Variation(name, made))
    return found


def _written(source: str, rewrites: Sequence[Rewrite]) -> str | None:
    tree = ast.parse(source)
    for rewrite in rewrites:
        rewrite(tree)
    if rewriting.is_torch_used(tree) and not rewriting.binds_torch(tree):
        tree.body.insert(0, ast.Import([ast.alias("torch")]))
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def stored(exercise: Exercise) -> Iterator[tuple[str, Variation]]:
    """All variations of an exercise's wrong solutions, by the mistake that they are."""
    for path in sorted((exercise.folder / "wrong").glob("*.py")):
        code = solutions.read(path)
        if isinstance(code, str):
            for each in of(code):
                yield path.stem, each
        for other in _by_hand(exercise.folder, path.stem):
            written = solutions.read(other)
            if isinstance(written, str):
                yield path.stem, Variation(other.name, written)


def _by_hand(folder: Path, wrong: str) -> list[Path]:
    return sorted((folder / "variations").glob(f"{wrong}.*.py"))


# --- who recognizes them -------------------------------------------------------------------------


async def diagnosed(checks: Checks, exercise: Exercise, *, seed: int = 0) -> tuple[int, int]:
    """How many variations get the right feedback, and how many fail at all.

    EngineError without processes.
    """
    found = [each async for each in diagnoses(checks, exercise, seed=seed) if not each.passed]
    return sum(each.right for each in found), len(found)


async def diagnoses(
    checks: Checks, exercise: Exercise, *, seed: int = 0
) -> AsyncIterator[Diagnosis]:
    """What each variation is taken for, in order."""
    checks.prepare(exercise, seed=seed)
    await checks.prepared()  # or the first diagnoses would come too late
    for wrong, variation in stored(exercise):
        events = checks.check(exercise, variation.source, seed=seed)
        passed, name, certain = False, "", False
        async with aclosing(events):
            async for event in events:
                match event:
                    case protocol.Judged():
                        passed = event.verdict.passed
                    case protocol.Diagnosed():
                        name, certain = event.name, event.certain
                    case protocol.Died():
                        raise EngineError(event.reason, event.advice)
        yield Diagnosis(wrong, variation.name, passed, name, certain)
