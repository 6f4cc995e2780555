"""What a case demands of the code: `require`, `close`, `raises`; `stat` has its own module.

A demand that isn't met ends the case; its message is what the learner reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
import torch

from tutor.engine.verdicts import Report
from tutor.grading import context
from tutor.grading.context import CaseEnded, CaseFailed
from tutor.grading.deadlines import TimeUp
from tutor.grading.encoding import is_a
from tutor.grading.explaining import short, type_name

TOLERANCES = {torch.float64: 1e-8, torch.float16: 1e-2, torch.bfloat16: 1e-2}
TOLERANCE = 1e-5


def require(condition: Any, message: str) -> None:
    """The case fails with this message unless the condition is true.

    `condition`: anything with a truth value, a tensor of one element included.
    """
    if not bool(condition):
        fail(message)


def close(actual: Any, expected: Any, message: str = "", tolerance: float | None = None) -> None:
    """The case fails unless two values have the same shape and nearly the same numbers.

    Tensors, arrays, numbers, and lists or tuples of them. `tolerance` is absolute and relative;
    otherwise the case's own, or 1e-8 for float64, 1e-2 for 16 bits and 1e-5 for the rest.
    """
    _close(actual, expected, message, tolerance, "")


def _close(actual: Any, expected: Any, message: str, tolerance: float | None, place: str) -> None:
    if isinstance(expected, (list, tuple)) and not _numbers(expected):
        if not isinstance(actual, (list, tuple)) or len(actual) != len(expected):
            fail(
                message or "This should be another sequence.", place, short(expected), short(actual)
            )
        for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
            _close(one, other, message, tolerance, f"{place}[{index}]")
        return
    wanted = as_tensor(expected)
    got = as_tensor(actual)
    if wanted is None:
        raise TypeError(f"close: {type(expected).__name__} can't be compared")
    if got is None:
        what = message or f"This should be a number or a tensor, not {type_name(actual)}."
        fail(what, place, short(expected), short(actual))
    elif got.shape != wanted.shape:
        what = message or "The shape is another."
        fail(what, place, f"shape {tuple(wanted.shape)}", f"shape {tuple(got.shape)}")
    else:
        _compare(got, wanted, message, _tolerance(actual, tolerance), place)


def _compare(
    got: torch.Tensor, wanted: torch.Tensor, message: str, tolerance: float, place: str
) -> None:
    kind = torch.complex128 if got.is_complex() or wanted.is_complex() else torch.float64
    got, wanted = got.to(kind), wanted.to(kind)
    near = tolerance * _size(wanted)
    right = torch.isclose(got, wanted, rtol=tolerance, atol=near, equal_nan=True)
    if bool(right.all()):
        return
    where = (~right).nonzero()[0].tolist()
    index = f"[{', '.join(map(str, where))}]" if where else ""
    expected, found = wanted[tuple(where)].item(), got[tuple(where)].item()
    fail(message or "The numbers differ.", place + index, f"{expected:.6g}", f"{found:.6g}")


def _size(wanted: torch.Tensor) -> float:
    """What absolute errors are measured by: rounding grows with numbers that were drawn large."""
    if context.now().variant != "large":
        return 1.0
    finite = wanted.abs()[wanted.isfinite()]
    return max(1.0, float(finite.max())) if finite.numel() else 1.0


def _numbers(values: Any) -> bool:
    return all(isinstance(value, (bool, int, float)) for value in values)


def as_tensor(value: Any) -> torch.Tensor | None:
    """The value as a tensor without graph; None if it is nothing of numbers."""
    try:
        if is_a(value, torch.Tensor):
            return torch.Tensor.detach(value).cpu()
        if isinstance(value, (bool, int, float, complex)):
            kind = torch.complex128 if isinstance(value, complex) else torch.float64
            return torch.tensor(value, dtype=kind, device="cpu")
        if isinstance(value, (np.ndarray, np.generic)):
            return torch.from_numpy(np.array(value))
        if isinstance(value, (list, tuple)) and _numbers(value):
            return torch.tensor(value, dtype=torch.float64, device="cpu")
    except (TypeError, ValueError, RuntimeError):
        return None
    return None


def _tolerance(actual: Any, tolerance: float | None) -> float:
    if tolerance is None:
        tolerance = context.now().case.tolerance
    if tolerance is None and is_a(actual, torch.Tensor):
        return TOLERANCES.get(actual.dtype, TOLERANCE)
    if tolerance is None and isinstance(actual, (np.ndarray, np.generic)):
        return 1e-8 if actual.dtype == np.float64 else TOLERANCE
    return TOLERANCE if tolerance is None else tolerance


def raises(
    kinds: type[BaseException] | tuple[type[BaseException], ...],
    function: Callable[..., object],
    *args: Any,
    **options: Any,
) -> None:
    """The case fails unless calling this raises an exception of that kind."""
    playing = context.now()
    names = " or ".join(k.__name__ for k in (kinds if isinstance(kinds, tuple) else (kinds,)))
    called = getattr(function, "__name__", "this")
    playing.expects_error = True
    try:
        result = function(*args, **options)
    except (TimeUp, KeyboardInterrupt, CaseEnded, CaseFailed):
        raise
    except kinds:
        return
    except BaseException as error:
        fail(
            f"`{called}` has to raise {names} here.", "", names, f"{type(error).__name__}: {error}"
        )
    else:
        fail(f"`{called}` has to raise {names} here.", "", names, f"it returned {short(result)}")
    finally:
        playing.expects_error = False


def fail(message: str, place: str = "", expected: str = "", got: str = "") -> NoReturn:
    """End the case with this message."""
    raise CaseFailed(Report("required", message, place=place, expected=expected, got=got))
