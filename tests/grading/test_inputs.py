"""Inputs that tell mistakes apart: the variants, `draw.parameters`, `draw.batches`, excuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from grading_support import play

from tutor.course import check_words
from tutor.grading import context, draw, equivalent, without
from tutor.grading.context import Playing
from tutor.grading.declaring import VARIANTS, Case


def in_variant(variant: str, make: Callable[[], Any], seed: int = 1) -> Any:
    playing = Playing(Case("a", "A", print), variant, seed)
    playing.reseed()
    with context.entered(playing):
        return make()


def numbers() -> list[torch.Tensor]:
    return [
        draw(3, 2), draw(4, low=0.5, high=2, signed=True), draw(2, grad=True), draw(),
        draw(2, dtype=torch.float16), *draw.parameters(), draw(6, low=5, high=9),
    ]  # fmt: skip


def kept() -> list[torch.Tensor]:
    """What no variant changes in value."""
    return [
        draw(3, 2, fixed=True), draw(5, low=-3, high=9, integer=True, fixed=True),
        draw.shuffle(7), torch.tensor(draw.number(2, 3)),
    ]  # fmt: skip


def test_zeros() -> None:
    for drawn in in_variant("zeros", numbers):
        assert not drawn.any()
        assert not torch.signbit(drawn).any()


def test_negative() -> None:
    plain, drawn = in_variant("", numbers), in_variant("negative", numbers)
    for one, other in zip(plain, drawn, strict=True):
        assert (other < 0).all()
        assert torch.equal(other, -one.abs())


def test_large() -> None:
    plain, drawn = in_variant("", numbers), in_variant("large", numbers)
    for one, other in zip(plain, drawn, strict=True):
        assert torch.allclose(other.double(), one.double() * 1e4, rtol=1e-3)
        assert torch.isfinite(other).all()
    assert max(float(each.detach().abs().max()) for each in drawn) > 1e4


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_stays_whatever_the_variant(variant: str) -> None:
    for one, other in zip(in_variant("", kept), in_variant(variant, kept), strict=True):
        assert torch.equal(one.float(), other.float().reshape(one.shape))


@pytest.mark.parametrize("variant", ["zeros", "negative", "large", "eval"])
def test_whole_numbers_stay(variant: str) -> None:
    def whole() -> torch.Tensor:
        return draw(50, low=-3, high=9, integer=True)

    assert torch.equal(in_variant("", whole), in_variant(variant, whole))


@pytest.mark.parametrize("variant", ["", *VARIANTS])
def test_leaves_and_dtypes_in_each_variant(variant: str) -> None:
    def make() -> list[torch.Tensor]:
        return [draw(3, 2, grad=True), *draw.parameters((2, 5), [7], low=1, high=2)]

    dtype = torch.float64 if variant == "float64" else torch.float32
    for leaf in in_variant(variant, make):
        assert leaf.is_leaf
        assert leaf.requires_grad
        assert leaf.dtype == dtype
    assert in_variant(variant, lambda: draw.dtype) == dtype
    assert in_variant(variant, lambda: draw(2, dtype=torch.float16).dtype) == torch.float16


@pytest.mark.parametrize("variant", ["", *VARIANTS])
def test_parameters_have_different_shapes(variant: str) -> None:
    shapes = [tuple(each.shape) for each in in_variant(variant, draw.parameters)]
    assert shapes == [(3, 2), (1,), (2, 4, 3)]
    given = in_variant(variant, lambda: draw.parameters((4, 5), (3,), ()))
    assert [tuple(each.shape) for each in given] == [(4, 5), (3,), ()]
    if variant == "noncontiguous":
        assert not given[0].is_contiguous()


def test_parameters_signed() -> None:
    (p,) = in_variant("", lambda: draw.parameters((100, 2), low=0.5, high=2, signed=True))
    assert p.abs().min() >= 0.5
    assert 60 < int((p > 0).sum()) < 140


def test_batches() -> None:
    batches = in_variant("", lambda: draw.batches(11, 4))
    assert [len(each) for each in batches] == [4, 4, 3]
    together = torch.cat(batches)
    assert sorted(together.tolist()) == list(range(11))
    assert together.tolist() != list(range(11))
    assert together.dtype == torch.int64


def test_batches_follow_the_rows() -> None:
    def rows() -> list[int]:
        examples = draw(11, 2)
        return [len(examples[each]) for each in draw.batches(11, 4)]

    assert in_variant("single", rows) == [1]
    assert in_variant("empty", rows) == []
    assert in_variant("large", rows) == [4, 4, 3]


@pytest.mark.parametrize(("n", "size"), [(12, 4), (3, 0), (0, 2), (5, 1)])
def test_batches_that_leave_nothing_over(n: int, size: int) -> None:
    with pytest.raises(ValueError, match="leave no uneven last one"):
        in_variant("", lambda: draw.batches(n, size))


@pytest.mark.parametrize("variant", ["", *VARIANTS])
def test_the_same_for_everybody_and_other_for_another_seed(variant: str) -> None:
    def make() -> list[torch.Tensor]:
        return [*numbers(), *kept(), *draw.batches(9, 2)]

    torch.manual_seed(5)
    first = in_variant(variant, make)
    torch.manual_seed(6)
    again, other = in_variant(variant, make), in_variant(variant, make, seed=2)
    assert all(torch.equal(one, two) for one, two in zip(first, again, strict=True))
    assert not all(torch.equal(one, two) for one, two in zip(first, other, strict=True))


def test_titles_and_names_of_variants() -> None:
    check = f"""
@case(also={tuple(VARIANTS)!r})
def once(mine):
    "Once"
    mine.f(draw(3, 2))
"""
    listed = play("def f(x): return x\n", check).listed
    assert listed == [
        ("once", "Once"),
        ("once[float64]", "Once (float64)"),
        ("once[noncontiguous]", "Once (non-contiguous)"),
        ("once[single]", "Once (one row)"),
        ("once[empty]", "Once (no rows)"),
        ("once[zeros]", "Once (zeros)"),
        ("once[negative]", "Once (negative numbers)"),
        ("once[large]", "Once (large numbers)"),
        ("once[eval]", "Once (evaluation mode)"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        "@case(also=('zero',))\ndef a(mine): 1",
        "@case(aspects=('buffers',))\ndef a(mine): 1",
        "@case(aspects=('any thing else',))\ndef a(mine): 1",
        "without('squares', because='No.')",
        "without('square', because='  ')",
        "equivalent('a = b', because='It is.')",
        "equivalent('', because='It is.')",
        "equivalent('- a\\n+ b', because='')",
    ],
)
def test_words_that_there_are_not(wrong: str) -> None:
    check = (
        f"from tutor.grading import equivalent, without\n{wrong}\n@case\ndef one(mine): mine.f(1)"
    )
    assert play("def f(x): 1\n", check).fault.kind == "grader"


def test_aspects_and_excuses_that_there_are() -> None:
    for aspect in (*check_words.ASPECTS, "any states"):
        check = f"@case(aspects=({aspect!r},))\ndef one(mine): mine.f(1)\n"
        assert play("def f(x): return 1\n", check).only.aspects == [aspect]
    for kind in check_words.KINDS:
        without(kind, because="So it is.")
    equivalent("-    a = b\n+    a = c", because="b is c.")
    equivalent("  - a = b\n  + a = c", because="b is c.")
