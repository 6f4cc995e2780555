"""What a loader is asked for: whether it can be given, and saying so in words."""

from __future__ import annotations

import operator
from typing import Any


def check_count(name: str, value: Any, least: int, most: int | None = None) -> None:
    """TypeError unless it is a whole number, ValueError unless it is from `least` to `most`."""
    try:
        number = operator.index(value)
    except (TypeError, RuntimeError):
        raise TypeError(f"{name} has to be a whole number, not {value!r}.") from None
    if number < least or (most is not None and number > most):
        limits = f"at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} has to be {limits}, not {value}.")


def one_number(name: str, value: Any) -> float:
    """A number, or the one that a tensor holds; TypeError for anything else."""
    try:
        return float(value.detach() if hasattr(value, "detach") else value)
    except (TypeError, ValueError, RuntimeError):
        raise TypeError(f"{name} has to be one number, not {value!r}.") from None
