"""More seeds: what is right is played with seeds that no audit has tried, and the score grows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path

from tutor.course import scores
from tutor.course.model import Exercise
from tutor.grading import bench as benches
from tutor.grading.bench import Bench, Rejected


@dataclass(slots=True)
class Crop:
    """What more seeds have shown of an exercise."""

    exercise: str
    seeds: int  # with which it has been played by now, since its code was last changed
    refused: int  # right solutions that failed with one of them
    rejected: list[Rejected] = field(default_factory=list)  # those of this time


async def sow(
    bench: Bench, exercise: Exercise, path: Path, number: int, tell: Callable[[str], None]
) -> Crop:
    """Play what is right with the next `number` seeds, and add them to the score in a file.

    ValueError if the file holds no score of the exercise as it is now: an audit comes first.
    Unplayable, EngineError, OSError as they come.
    """
    kept = scores.load(path).get(exercise.name)
    if kept is None or kept.digest != scores.digest(exercise.folder):
        raise ValueError(f"{exercise.name} has no score of its present code: audit it first.")
    subject = benches.subject_of(exercise, 0)
    numbers = range(kept.seeds, kept.seeds + number)
    rejected, tried = list[Rejected](), 0
    answers = bench.rejections(subject, benches.accepted_of(exercise), numbers)
    async with aclosing(answers):
        async for each in answers:
            if isinstance(each, Rejected):
                rejected.append(each)
            else:
                tried = each.seeds
                tell(f"seed {kept.seeds + tried} of {numbers.stop}")
    grown = replace(kept, seeds=kept.seeds + tried, refused=kept.refused + len(rejected))
    scores.store(path, {**scores.load(path), exercise.name: grown})
    return Crop(exercise.name, grown.seeds, grown.refused, rejected)
