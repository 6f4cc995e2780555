"""When a right solution is called slow: not because of a cold process's first calls."""

from __future__ import annotations

import pytest

from tutor.engine.verdicts import FELT, CaseResult, Verdict

COLD = FELT / 3  # seconds: what the first calls of a fresh process may take


def verdict(*cases: tuple[float, float | None]) -> Verdict:
    """A verdict whose cases took so many seconds, so many times as long as the reference."""
    results = [
        CaseResult(f"case_{at}", "A case", True, seconds=seconds, pace=pace)
        for at, (seconds, pace) in enumerate(cases)
    ]
    return Verdict("sgd", True, results)


@pytest.mark.parametrize(
    ("cases", "slowness"),
    [
        ([(COLD, 1.0), (COLD, 0.9)], None),
        ([(COLD, 20.0), (COLD, 1.0), (COLD, None)], None),  # the first case in a cold process
        ([(FELT, 20.0), (COLD, 1.0)], 20.0),  # one large input is enough, if it is felt
        ([(COLD, 20.0), (COLD, 8.0), (COLD, 1.0)], 8.0),  # borne out by a second case
        ([(1.0, 3.0), (1.0, 2.0)], None),
        ([(COLD, None)], None),
        ([], None),
    ],
)
def test_slow_is_what_is_felt_or_borne_out(
    cases: list[tuple[float, float | None]], slowness: float | None
) -> None:
    assert verdict(*cases).slowness == slowness
