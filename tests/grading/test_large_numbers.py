"""Where numbers are drawn large, rounding is large: small rests of large numbers may differ."""

from __future__ import annotations

import pytest
import torch
from grading_support import play
from recordings import call, t

from tutor.grading import records
from tutor.grading.compare import compare
from tutor.grading.records import Recording


def of(case: str, result: torch.Tensor) -> Recording:
    return records.Recording(case, "Title", [call(result)])


@pytest.mark.parametrize(("off", "far"), [(0.05, False), (5.0, True)])
def test_a_small_rest_of_large_numbers(off: float, far: bool) -> None:
    ours, theirs = t(20_000.0, 0.5), t(20_000.0, 0.5 + off)
    assert (compare(of("a[large]", theirs), of("a[large]", ours)) is not None) == far
    assert compare(of("a", theirs), of("a", ours)) is not None


def test_small_results_are_compared_as_ever() -> None:
    assert compare(of("a[large]", t(0.5, 0.501)), of("a[large]", t(0.5, 0.5))) is not None


CLOSE = """
@case(also=("large",))
def rests(mine):
    "Rests"
    X = draw(50, low=1, high=2)
    close(torch.stack([X[0], mine.f(X)]), torch.stack([X[0], torch.zeros(())]), "Off.")
"""


@pytest.mark.parametrize(("off", "failing"), [(0.05, {"rests"}), (5.0, {"rests", "rests[large]"})])
def test_close_knows_large_numbers_too(off: float, failing: set[str]) -> None:
    played = play(f"import torch\ndef f(x): return torch.tensor({off})", CLOSE)
    assert {name for name, each in played.recordings.items() if each.failure} == failing
