"""`draw`: the inputs of a case. The learner's code and the reference get the same numbers."""

from __future__ import annotations

import torch

from tutor.grading import context


class Draw:
    """Random inputs from dice that belong to the case alone.

    They depend on the check's seed, the case and the variant, not on torch's global generator,
    so code under test can't disturb them.
    """

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
        whatever the variant. `fixed`: keeps its shape in the variants with one row or none
        (weights beside a batch).
        """
        playing = context.now()
        size = shape if fixed else _size(shape, playing.variant)
        if integer:
            numbers = torch.randint(
                int(low), int(high), size, generator=playing.generator, device="cpu"
            )
            return _arranged(numbers.to(dtype or torch.int64), playing.variant)
        numbers = _uniform(size, low, high, playing.generator)
        if signed:
            numbers = numbers * (_uniform(size, -1.0, 1.0, playing.generator).ge(0) * 2.0 - 1.0)
        usual = torch.float64 if playing.variant == "float64" else torch.float32
        tensor = _arranged(numbers.to(dtype or usual), playing.variant)
        return tensor.requires_grad_() if grad else tensor

    def shuffle(self, n: int) -> torch.Tensor:
        """The numbers 0 to n - 1 in random order, shape (n,), int64."""
        return torch.randperm(n, generator=context.now().generator, device="cpu")

    def number(self, low: float = -1.0, high: float = 1.0) -> float:
        """A float from [low, high)."""
        return float(_uniform((), low, high, context.now().generator))


draw = Draw()


def _size(shape: tuple[int, ...], variant: str) -> tuple[int, ...]:
    if not shape or variant not in ("single", "empty"):
        return shape
    return (1 if variant == "single" else 0, *shape[1:])


def _uniform(
    size: tuple[int, ...], low: float, high: float, generator: torch.Generator
) -> torch.Tensor:
    # Always in float64, whatever is asked: the variants of a case have the same numbers.
    numbers = torch.rand(size, generator=generator, dtype=torch.float64, device="cpu")
    return numbers * (high - low) + low


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
