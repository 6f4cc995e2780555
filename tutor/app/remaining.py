"""How long a run still takes, as far as anybody can know: by its steps, or by the last one."""

from __future__ import annotations

from dataclasses import dataclass

LEAST = 1.0  # seconds: below, nobody wants to know


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a cell beforehand; zeros for what isn't."""

    seconds: float = 0.0  # that it takes as a whole
    steps: int = 0  # that it does


def left(expected: Expected, elapsed: float, steps: int) -> float | None:
    """Seconds that a run still takes, or None if nobody knows.

    By the pace of its steps where their number is known, by the whole time otherwise. A run
    that takes longer than expected is not said to be over.
    """
    if expected.steps and steps and elapsed > 0:
        if steps >= expected.steps:
            return None
        return (expected.steps - steps) * elapsed / steps
    if expected.seconds - elapsed < LEAST:
        return None
    return expected.seconds - elapsed


def words(seconds: float) -> str:
    """A time as it is said before it has passed: "about 8 s left", "about 3 min left"."""
    if seconds < 100:
        return f"about {max(1, round(seconds))} s left"
    return f"about {round(seconds / 60)} min left"
