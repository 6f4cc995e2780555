"""What a learner's code may leave changed in the process: noticed, said, and put back."""

from __future__ import annotations

import builtins
import math
import sys
import types
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.random  # numpy would load it when it is first used
import torch
import torch.utils._device


def _device() -> torch.device:
    return torch.get_default_device()


def _set_device(device: torch.device) -> None:
    torch.set_default_device(None if device.type == "cpu" else device)


def _on(value: object) -> str:
    return "on" if value else "off"


# What it is, how to read it, how to put it back, how to say a value.
_SETTINGS: tuple[
    tuple[str, Callable[[], Any], Callable[[Any], object], Callable[[Any], str]], ...
] = (
    ("grad mode", torch.is_grad_enabled, torch.set_grad_enabled, _on),
    ("the default dtype", torch.get_default_dtype, torch.set_default_dtype, str),
    ("the default device", _device, _set_device, str),
    (
        "deterministic algorithms",
        torch.are_deterministic_algorithms_enabled,
        torch.use_deterministic_algorithms,
        _on,
    ),
    (
        "anomaly detection",
        torch.is_anomaly_enabled,
        torch.autograd.set_detect_anomaly,
        _on,
    ),
    ("the number of threads", torch.get_num_threads, torch.set_num_threads, str),
)
_READERS = tuple(read for _, read, _, _ in _SETTINGS)


class State:
    """torch's global state at one moment, and a few settings of Python's."""

    __slots__ = ("_recursion", "_values")

    def __init__(self) -> None:
        self._values = tuple(read() for read in _READERS)
        self._recursion = sys.getrecursionlimit()

    def restore(self) -> list[str]:
        """Put everything back. Returns a sentence for each setting of torch that had changed."""
        if sys.getrecursionlimit() != self._recursion:
            with suppress(RecursionError):
                sys.setrecursionlimit(self._recursion)
        now = tuple(read() for read in _READERS)
        if now == self._values:
            return []
        said = []
        for (what, _, put, text), was, got in zip(_SETTINGS, self._values, now, strict=True):
            if was != got:
                put(was)
                said.append(f"It left {what} changed: {text(got)} instead of {text(was)}.")
        return said


# --- names of libraries that a file replaced -----------------------------------------------------


def _by_torch(value: object, name: str) -> bool:
    """Whether torch wrapped a function of its own, as it does when determinism is asked for."""
    if not isinstance(value, types.FunctionType):
        return False
    return value.__name__ == name and str(value.__module__).startswith("torch.")


_KEPT: tuple[tuple[str, Any], ...] = (
    ("builtins", builtins),
    ("math", math),
    ("numpy", np),
    ("torch", torch),
    ("torch.nn.functional", torch.nn.functional),
    ("torch.Tensor", torch.Tensor),
)


class Libraries:
    """The names of the libraries that cases and learners use most, as they are now."""

    def __init__(self) -> None:
        self._kept = [(name, owner, dict(vars(owner))) for name, owner in _KEPT]

    def restore(self) -> list[str]:
        """Put back what was replaced or deleted; returns its dotted names."""
        found = []
        for name, owner, was in self._kept:
            now = vars(owner)
            for key, value in was.items():
                got = now.get(key, self)
                if got is not value and _is_api(owner, key, value) and not _by_torch(got, key):
                    setattr(owner, key, value)
                    found.append(f"{name}.{key}")
            if isinstance(owner, type):  # a new name there hides what the class inherits
                new = [k for k, got in now.items() if k not in was and _is_api(owner, k, got)]
                for key in new:
                    delattr(owner, key)
                    found.append(f"{name}.{key}")
        return found


def _is_api(owner: object, key: str, value: object) -> bool:
    """Whether a name is for users: not Python's own, but for the operators of a class."""
    return not key.startswith("__") or (isinstance(owner, type) and callable(value))
