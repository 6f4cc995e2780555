"""`draw`: the same numbers for everybody, as the variant wants them."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from tutor.grading import context, draw
from tutor.grading.context import Playing, seed_of
from tutor.grading.declaring import VARIANTS, Case


def in_variant(variant: str, make: Any, seed: int = 1) -> Any:
    playing = Playing(Case("a", "A", print), variant, seed)
    playing.reseed()
    with context.entered(playing):
        return make()


def test_nothing_is_drawn_outside_of_a_case() -> None:
    with pytest.raises(RuntimeError, match="only inside a case"):
        draw(2)


def test_ranges() -> None:
    plain, high, signed, integer = in_variant(
        "",
        lambda: (
            draw(1000),
            draw(1000, low=2, high=3),
            draw(1000, low=0.5, high=2.0, signed=True),
            draw(1000, low=-2, high=5, integer=True),
        ),
    )
    assert plain.dtype == torch.float32
    assert -1 <= plain.min() < -0.9
    assert 0.9 < plain.max() <= 1
    assert 2 <= high.min() < 2.1
    assert 2.9 < high.max() <= 3
    assert signed.abs().min() >= 0.5
    assert signed.abs().max() <= 2
    assert 400 < (signed > 0).sum() < 600
    assert integer.dtype == torch.int64
    assert set(integer.tolist()) == set(range(-2, 5))


def test_the_global_dice_are_left_alone() -> None:
    def make() -> torch.Tensor:
        torch.manual_seed(3)
        draw(5), draw.shuffle(4), draw.number()
        return torch.rand(3)

    torch.manual_seed(3)
    expected = torch.rand(3)
    assert torch.equal(in_variant("", make), expected)


def test_leaves() -> None:
    for variant in VARIANTS:
        leaf = in_variant(variant, lambda: draw(3, 2, grad=True))
        assert leaf.requires_grad
        assert leaf.is_leaf
        leaf.sum().backward()
        assert leaf.grad.shape == leaf.shape


def test_shapes_of_variants() -> None:
    def make() -> list[tuple[int, ...]]:
        drawn = (draw(3, 2), draw(4), draw(), draw(3, 2, fixed=True), draw(3, integer=True, high=2))
        return [tuple(each.shape) for each in drawn]

    assert in_variant("", make) == [(3, 2), (4,), (), (3, 2), (3,)]
    assert in_variant("single", make) == [(1, 2), (1,), (), (3, 2), (1,)]
    assert in_variant("empty", make) == [(0, 2), (0,), (), (3, 2), (0,)]


def test_numbers_of_variants_are_the_same() -> None:
    plain = in_variant("", lambda: draw(3, 2))
    double = in_variant("float64", lambda: draw(3, 2))
    assert double.dtype == torch.float64
    assert torch.equal(double.float(), plain)
    assert torch.equal(in_variant("noncontiguous", lambda: draw(3, 2)), plain)


@pytest.mark.parametrize("shape", [(3, 2), (4,), (1, 5), (5, 1), (2, 3, 4)])
def test_non_contiguous(shape: tuple[int, ...]) -> None:
    for integer in (False, True):
        tensor = in_variant("noncontiguous", lambda i=integer: draw(*shape, high=9, integer=i))
        assert tensor.shape == shape
        assert not tensor.is_contiguous()
    if sum(size > 1 for size in shape) > 1:
        with pytest.raises(RuntimeError):
            tensor.view(-1)


def test_a_dtype_that_is_asked_for_stays() -> None:
    assert in_variant("float64", lambda: draw(2, dtype=torch.float16)).dtype == torch.float16
    assert in_variant("float64", lambda: draw(2, integer=True)).dtype == torch.int64


def test_shuffle_and_number() -> None:
    order, number = in_variant("", lambda: (draw.shuffle(20), draw.number(3, 4)))
    assert sorted(order.tolist()) == list(range(20))
    assert order.tolist() != list(range(20))
    assert isinstance(number, float)
    assert 3 <= number < 4


def test_the_learners_default_device_does_not_matter() -> None:
    torch.set_default_device("meta")
    try:
        drawn = in_variant("", lambda: [draw(2), draw.shuffle(2), draw(2, high=4, integer=True)])
    finally:
        torch.set_default_device(None)
    assert {each.device.type for each in drawn} == {"cpu"}


def test_seeds_differ_between_cases_and_variants() -> None:
    seeds = {seed_of(0, "a", ""), seed_of(0, "a", "b"), seed_of(1, "a", ""), seed_of(0, "ab", "")}
    assert len(seeds) == 4
    assert all(0 <= seed < 2**31 for seed in seeds)
