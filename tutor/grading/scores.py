"""What is kept of an audit for those who want to see it: `tutor.course.scores`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tutor.course import scores
from tutor.course.scores import Score, Survivor
from tutor.grading.findings import Audit


def save(path: Path, audits: Mapping[Path, Audit]) -> None:
    """Write the scores of exercises, by folder, into a file; those of others stay. OSError."""
    kept = scores.load(path)
    before = dict(kept)
    for folder, audit in audits.items():
        kept[audit.exercise] = score(folder, audit, before.get(audit.exercise))
    scores.store(path, kept)


def score(folder: Path, audit: Audit, before: Score | None = None) -> Score:
    """An audit as it is kept. Without seeds of its own, those of the same code before stay."""
    tried, digest = audit.mutation, scores.digest(folder)
    seeds, refused = audit.seeds, len(audit.rejected)
    if not seeds and before is not None and before.digest == digest:
        seeds, refused = before.seeds, before.refused
    explained = [] if tried is None else tried.explained
    return Score(
        digest=digest,
        accepted=audit.accepted,
        wrong=audit.wrong,
        recognized=audit.recognized,
        variations=audit.variations or (0, 0),
        mutants=(0, 0) if tried is None else (len(tried.killed), tried.total),
        survivors=tuple(sorted(
            (Survivor(each.mutant.diff, each.because) for each in explained),
            key=lambda each: (each.diff, each.because),
        )),
        seeds=seeds,
        refused=refused,
    )  # fmt: skip
