"""The two lines that say how far a download is."""

from __future__ import annotations

import pytest

from tutor.app.data_bar import lines
from tutor.datasets.getting import Progress


@pytest.mark.parametrize("width", [20, 34, 50, 70, 120])
@pytest.mark.parametrize("step", ["download", "check", "unpack", "wait"])
def test_the_bar_stays_in_its_width(width: int, step: str) -> None:
    progress = Progress("a.gz", step, 15_400_000, 30_900_000, 2e6)  # type: ignore[arg-type]
    _, bar = lines(progress, 1, width).plain.split("\n")
    assert "50% · 15.4 MB of 30.9 MB" in bar
    assert len(bar) <= max(width, 34)


def test_the_bar_is_half_full_at_half() -> None:
    _, bar = lines(Progress("a", "download", 50, 100), 1, 120).plain.split("\n")
    assert bar.count("━") == bar.count("─") == 20


def test_the_bar_never_overflows() -> None:
    _, bar = lines(Progress("a", "download", 500, 100), 1, 120).plain.split("\n")
    assert "100%" in bar
