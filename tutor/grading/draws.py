"""`draw`: the inputs of a case. The learner's code and the reference get the same numbers."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from tutor.grading import context

LARGE = 1e4  # what "large" multiplies by: exp of it overflows, its square doesn't
# Of different shape, none square, one of a single number: what tells loops that end too soon,
# a state for all, and transposed ones apart.
PARAMETERS = ((3, 2), (1,), (2, 4, 3))


class Draw:
    """Random inputs from dice that belong to the case alone.

    They depend on the check's seed, the case and the variant, not on torch's global generator,
    so code under test can't disturb them.
    """

    @property
    def dtype(self) -> torch.dtype:
        """What floats are drawn in: float64 in the variant of that name, else float32."""
        return torch.float64 if context.now().variant == "float64" else torch.float32

    def __call__(
        self,
        *shape: int,
        low: float = -1.0,
        high: float = 1.0,
        signed: bool = False,
        grad: bool = False,
        dtype: torch.dtype | None = None,
        integer: bool = False,
        fixed: bool = False,
    ) -> torch.Tensor:
        """A tensor of this shape, uniform in [low, high).

        `signed`: the magnitude is from [low, high), the sign is random. `integer`: whole
        numbers (int64) from low to high - 1. `grad`: a leaf that requires grad. `dtype`:
        whatever the variant. `fixed`: keeps its shape in the variants with one row or none, and
        its numbers in those with zeros, negative or large ones (weights beside a batch).

        The variants "zeros", "negative" and "large" change floats only: all are 0, minus their
        magnitude, or 10 000 times as large.
        """
        variant = context.now().variant
        size = shape if fixed else _size(shape, variant)
        if integer:
            numbers = _integers(size, int(low), int(high))
            return _arranged(numbers.to(dtype or torch.int64), variant)
        numbers = _floats(size, low, high, signed)
        if not fixed:
            numbers = _changed(numbers, variant)
        tensor = _arranged(numbers.to(dtype or self.dtype), variant)
        return tensor.requires_grad_() if grad else tensor

    def parameters(
        self,
        *shapes: Sequence[int],
        low: float = -1.0,
        high: float = 1.0,
        signed: bool = False,
        dtype: torch.dtype | None = None,
    ) -> list[torch.Tensor]:
        """Leaves that require grad, one for each shape; otherwise (3, 2), (1,) and (2, 4, 3).

        Parameters have no rows: "single" and "empty" leave their shapes alone.
        """
        variant = context.now().variant
        drawn = []
        for shape in shapes or PARAMETERS:
            numbers = _changed(_floats(tuple(shape), low, high, signed), variant)
            tensor = _arranged(numbers.to(dtype or self.dtype), variant)
            drawn.append(tensor.requires_grad_())
        return drawn

    def batches(self, n: int, size: int) -> list[torch.Tensor]:
        """The numbers 0 to n - 1 in random order, in batches of `size` and an uneven last one.

        Each is int64 of shape (size,), the last shorter. Like `draw(n, …)` it has one row in the
        variant "single", and none in "empty". Raises ValueError if nothing is left over.
        """
        if size < 1 or n % size == 0:
            raise ValueError(f"draw.batches: {n} in batches of {size} leave no uneven last one")
        (rows,) = _size((n,), context.now().variant)
        return list(torch.split(self.shuffle(rows), size)) if rows else []

    def shuffle(self, n: int) -> torch.Tensor:
        """The numbers 0 to n - 1 in random order, shape (n,), int64."""
        return torch.randperm(n, generator=context.now().generator, device="cpu")

    def number(self, low: float = -1.0, high: float = 1.0) -> float:
        """A float from [low, high), whatever the variant."""
        return float(_uniform((), low, high))


draw = Draw()


def _size(shape: tuple[int, ...], variant: str) -> tuple[int, ...]:
    if not shape or variant not in ("single", "empty"):
        return shape
    return (1 if variant == "single" else 0, *shape[1:])


def _uniform(size: tuple[int, ...], low: float, high: float) -> torch.Tensor:
    # Always in float64, whatever is asked: the variants of a case have the same numbers.
    dice = context.now().generator
    numbers = torch.rand(size, generator=dice, dtype=torch.float64, device="cpu")
    return numbers * (high - low) + low


def _floats(size: tuple[int, ...], low: float, high: float, signed: bool) -> torch.Tensor:
    numbers = _uniform(size, low, high)
    if signed:
        numbers = numbers * (_uniform(size, -1.0, 1.0).ge(0) * 2.0 - 1.0)
    return numbers


def _integers(size: tuple[int, ...], low: int, high: int) -> torch.Tensor:
    return torch.randint(low, high, size, generator=context.now().generator, device="cpu")


def _changed(numbers: torch.Tensor, variant: str) -> torch.Tensor:
    """Other values, for the variants that are about them."""
    if variant == "zeros":
        return torch.zeros_like(numbers)
    if variant == "negative":
        return -numbers.abs()
    return numbers * LARGE if variant == "large" else numbers


def _arranged(tensor: torch.Tensor, variant: str) -> torch.Tensor:
    """The same values, for "noncontiguous" in an order of memory that `view` stumbles over."""
    if variant != "noncontiguous" or tensor.numel() < 2:
        return tensor
    order = list(reversed(range(tensor.dim())))
    turned = tensor.permute(order).contiguous().permute(order)
    if not turned.is_contiguous():
        return turned
    # One dimension, or one that matters: every second place of a longer tensor.
    return torch.stack((tensor, torch.zeros_like(tensor)), dim=-1)[..., 0]
