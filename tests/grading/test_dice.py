"""The dice of a case: those of `draw`, and those that the code under test throws."""

from __future__ import annotations

import torch

from tutor.grading import context
from tutor.grading.context import Playing
from tutor.grading.declaring import Case


def playing(seed: int = 7) -> Playing:
    case = Case("a_case", "A case", lambda _mine: None)
    return Playing(case, "", seed)


def test_what_the_code_draws_does_not_follow_the_inputs() -> None:
    """With one seed for both, a mask of the learner's is tied to the signs of the inputs."""
    now = playing()
    now.reseed()
    inputs = torch.rand(1000, generator=now.generator)
    drawn = torch.rand(1000)

    assert not torch.equal(inputs, drawn)
    with context.entered(now):
        assert abs(float(torch.corrcoef(torch.stack((inputs, drawn)))[0, 1])) < 0.2


def test_both_begin_anew_in_each_case() -> None:
    found = []
    for _ in range(2):
        now = playing()
        now.reseed()
        found.append((torch.rand(3, generator=now.generator), torch.rand(3)))

    assert all(torch.equal(a, b) for a, b in zip(*found, strict=True))
