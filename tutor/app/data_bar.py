"""How far a download is, in two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tutor.app import remaining
from tutor.datasets.faults import megabytes

if TYPE_CHECKING:
    from tutor.datasets.steps import Progress

WIDEST, SHORTEST = 40, 6  # columns of the bar itself

_DOING = {
    "download": "{file}",
    "check": "{file}: looking whether it is whole",
    "unpack": "{file}: unpacking",
    "wait": "Another Tutor is fetching the same data; waiting for it",
}


def lines(progress: Progress | None, size: int, width: int) -> Content:
    """The file and what is done with it; below it a bar, bytes, pace and time.

    `size`: bytes of the whole set, about, for as long as nothing better is known.
    """
    if progress is None:
        return Content(f"Asking for it …\n{_bar(0.0, width - 4).plain} 0%")
    words = _DOING[progress.step].format(file=progress.file)
    share = min(1.0, progress.done / max(progress.total or size, 1))
    parts = [f"{share:.0%}", *_amounts(progress, size)]
    while len(parts) > 2 and len(" · ".join(parts)) + SHORTEST > width:
        parts.pop()
    text = f" {' · '.join(parts)}"
    bar = _bar(share, max(SHORTEST, width - len(text)))
    return Content.assemble(words, "\n", bar, text)


def _amounts(progress: Progress, size: int) -> list[str]:
    """Bytes, time and pace, in the order in which they are of use."""
    total = progress.total or size
    found = [f"{megabytes(progress.done)} of {megabytes(total)}"]
    if progress.step == "download" and progress.rate > 0:
        seconds = (total - progress.done) / progress.rate
        found += [remaining.words(seconds), f"{megabytes(round(progress.rate))}/s"]
    return found


def _bar(share: float, width: int) -> Content:
    room = min(WIDEST, width)
    full = round(share * room)
    return Content.assemble(("━" * full, "$accent"), ("─" * (room - full), "$foreground-muted"))
