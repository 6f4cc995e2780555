"""Rows of the table that `make bench` prints."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

HEADER = ("what", "measured", "against", "ratio", "at most", "ok")


@dataclass(frozen=True, slots=True)
class Row:
    """One promise: a time in seconds that is held against another time or against a limit.

    With `against`, `limit` bounds the ratio of the two; without, it bounds `measured` itself.
    """

    what: str
    measured: float  # seconds
    limit: float  # of the ratio, or seconds
    against: float | None = None  # seconds
    spread: str = ""  # how the measurements scatter, for people

    @property
    def ratio(self) -> float | None:
        """Measured over against; None where there is nothing to divide by."""
        return None if self.against is None else self.measured / self.against

    @property
    def ok(self) -> bool:
        """Whether the promise is kept."""
        return (self.measured if self.ratio is None else self.ratio) <= self.limit

    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of `HEADER`."""
        ratio, against = self.ratio, self.against
        return (
            self.what,
            seconds(self.measured),
            "—" if against is None else seconds(against),
            "—" if ratio is None else f"{ratio:.2f}",
            seconds(self.limit) if ratio is None else f"{self.limit:.2f}",
            "yes" if self.ok else "NO",
        )


def seconds(value: float) -> str:
    """A time as people write it: "45 ms", "1.24 s"."""
    if value < 0.01:
        return f"{value * 1000:.2f} ms"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def spread(times: Sequence[float]) -> str:
    """Lowest, median and highest of some times, and how many there are."""
    low, middle, high = (seconds(f(times)) for f in (min, statistics.median, max))
    return f"{low} … {middle} … {high} ({len(times)} times)"


def draw(rows: Sequence[Row]) -> str:
    """The whole table, in Markdown that also reads well in a terminal."""
    lines = [HEADER, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    drawn = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(drawn)
