"""Asking an objective for its value: at one place, along a path, on a whole grid.

Lesson code writes f as it likes: of two numbers or of one vector, with torch, numpy or math,
for one place at a time or for many. So f is tried with what it might take, and what it gives
for many places at once is believed only where it agrees with what it gives for one.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch

from tutor.engine.resets import random_kept
from tutor.kit.numbers import Numbers, describe
from tutor.kit.objectives import Objective

PROBES = 25  # places at which f may raise before it is taken for broken
CHECKED = 5  # places at which values for many are held against values for one
SECONDS = 0.15  # that asking for one place after the other may take on a grid, about
FINE = (129, 97)  # columns and rows of a grid
COARSE = ((65, 49), (49, 37), (33, 25), (17, 13))  # where f takes one place at a time
LINE, COARSE_LINE = 513, 129  # places along an objective of one variable

Take = Callable[[Numbers], Any]  # a row of coordinates to what f takes


class Heights:
    """f, and how it wants to be asked.

    `variables` is 1 or 2. TypeError if f can't be called, ValueError if it gives no number.
    """

    def __init__(self, f: Callable[..., Any], variables: int, name: str = "live.surface") -> None:
        self.variables = variables
        self._f = f
        self._name = name
        self.takes_two = variables == 2 and takes_two(f)
        self._take: Take | None = None
        self._take_many: Take | None = None
        self._tried_many = False

    def along(self, places: Numbers) -> Numbers:
        """f at each of the places, (n, variables) to (n,); NaN where it raises."""
        with self._quietly():
            found = self._many(places) if len(places) > CHECKED else None
            return self._each(places) if found is None else found

    def on_grid(self, xs: tuple[float, float], ys: tuple[float, float]) -> tuple[Numbers, ...]:
        """Columns, rows, and f on all of them, (rows, columns)."""
        with self._quietly():
            for columns, rows in (FINE, *COARSE):
                x, y = np.linspace(*xs, columns), np.linspace(*ys, rows)
                places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
                if (columns, rows) == FINE:
                    found = self._many(places)
                elif self._affordable(places) or (columns, rows) == COARSE[-1]:
                    found = self._each(places)
                else:
                    continue
                if found is not None:
                    return x, y, found.reshape(rows, columns)
        raise AssertionError("the last grid is always asked")

    def on_line(self, xs: tuple[float, float]) -> tuple[Numbers, Numbers]:
        """Places, and f there: an objective of one variable."""
        with self._quietly():
            x = np.linspace(*xs, LINE)
            found = self._many(x[:, None])
            if found is None:
                x = np.linspace(*xs, COARSE_LINE)
                found = self._each(x[:, None])
        return x, found

    # --- one place after the other -------------------------------------------------------------

    def _each(self, places: Numbers) -> Numbers:
        if not len(places):
            return np.zeros(0)
        self._find_take(places)
        return np.array([self._one(place) for place in places])

    def _one(self, place: Numbers) -> float:
        assert self._take is not None
        try:
            value = self._ask(self._take(place))
        except OverflowError:
            return float("inf")
        except Exception:  # f isn't defined there
            return float("nan")
        return self._number(value, place)

    def _find_take(self, places: Numbers) -> None:
        """How f takes one place: the first way in which it gives anything at all."""
        if self._take is not None:
            return
        few = places[:: max(1, len(places) // PROBES)][:PROBES]
        error: Exception | None = None
        for place in few:
            for take in self._ways(one=True):
                try:
                    value = self._ask(take(place))
                except OverflowError:
                    value = float("inf")
                except Exception as raised:  # another way may do
                    error = raised
                    continue
                self._number(value, place)
                self._take = take
                return
        raise ValueError(
            f"{self._name} can't draw this function: asked at {_place(few[0])}, it raised "
            f"{type(error).__name__}: {error}"
        ) from error

    def _affordable(self, places: Numbers) -> bool:
        few = places[:: max(1, len(places) // CHECKED)][:CHECKED]
        self._find_take(few)
        began = time.perf_counter()
        self._each(few)
        return (time.perf_counter() - began) / len(few) * len(places) <= SECONDS

    def _number(self, value: Any, place: Numbers) -> float:
        """f's value as a float; ValueError, with what it gave instead, if it is no number."""
        found = value
        if _size(value) == 1:
            found = value.item()
        if isinstance(found, (int, float)):
            try:
                return float(found)
            except OverflowError:
                return float("inf") if found > 0 else float("-inf")
        advice = " Does it return its value?" if value is None else ""
        if (_size(value) or 0) > 1:
            advice = " Sum it up, or take one element."
        raise ValueError(
            f"{self._name} draws a function whose value is one number, but at {_place(place)} "
            f"it gives {describe(value)}.{advice}"
        )

    # --- many at once --------------------------------------------------------------------------

    def _many(self, places: Numbers) -> Numbers | None:
        """f at all places by one call, or None where f doesn't take that."""
        if self._tried_many:
            return None if self._take_many is None else self._all(self._take_many, places)
        self._tried_many = True
        few = np.linspace(0, len(places) - 1, CHECKED).astype(int)
        single = self._each(places[few])
        for take in self._ways(one=False):
            found = self._all(take, places)
            if found is not None and _same(found[few], single):
                self._take_many = take
                return found
        return None

    def _all(self, take: Take, places: Numbers) -> Numbers | None:
        try:
            value = self._ask(take(places))
            if hasattr(value, "detach"):
                value = value.detach().cpu().double().numpy()
            array = np.asarray(value)
        except Exception:  # it takes one place at a time
            return None
        if array.dtype.kind not in "biuf":
            return None
        if array.shape == () and len(places):  # a constant
            array = np.full(len(places), float(array))
        return array.astype(np.float64) if array.shape == (len(places),) else None

    # --- calls ---------------------------------------------------------------------------------

    def _ways(self, *, one: bool) -> list[Take]:
        """What f may take, the cheapest first. A vector holds a variable in each row."""
        kinds: list[Take] = [_double, _single, np.array]
        if one and (self.takes_two or self.variables == 1):
            kinds.insert(0, np.ndarray.tolist)
        if self.variables == 1:
            return [_first_of(kind) if one else _column_of(kind) for kind in kinds]
        return [_rows_of(kind) for kind in kinds]

    def _ask(self, taken: Any) -> Any:
        if self.takes_two:
            return self._f(taken[0], taken[1])
        return self._f(taken)

    @contextlib.contextmanager
    def _quietly(self) -> Iterator[None]:
        """f is asked thousands of times: no gradients, no prints, no warnings, no dice."""
        silent = io.StringIO()
        with (
            random_kept(),
            torch.no_grad(),
            np.errstate(all="ignore"),
            contextlib.redirect_stdout(silent),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            yield


def takes_two(f: Callable[..., Any]) -> bool:
    """Whether f is called with two numbers, and not with one vector."""
    if isinstance(f, Objective):
        return f.about.variables == 2
    count = _required(f)
    return count is not None and count >= 2


def variables_of(f: Callable[..., Any], planar: bool | None) -> int:
    """1 or 2: how many variables f has. `planar` is what ranges and paths say, if they do."""
    if not callable(f):
        raise TypeError(f"live.surface draws a function, but this is {describe(f)}.")
    if isinstance(f, Objective):
        return f.about.variables
    if takes_two(f):
        return 2
    if planar is not None:
        return 2 if planar else 1
    # Of one argument, and nothing says what it is: a number where that gives a number.
    with contextlib.suppress(Exception), torch.no_grad():
        if _size(f(torch.tensor(0.5, dtype=torch.float64))) == 1:
            return 1
    with contextlib.suppress(Exception):
        if isinstance(f(0.5), (int, float)):
            return 1
    return 2


def _required(f: Callable[..., Any]) -> int | None:
    """How many positional arguments f must have; None where that can't be known."""
    try:
        found = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return None
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    if any(each.kind is inspect.Parameter.VAR_POSITIONAL for each in found):
        return 2
    return sum(each.kind in plain and each.default is each.empty for each in found)


def _rows_of(kind: Take) -> Take:
    # (n, 2) to (2, n), (2,) to (2,): x[0] is x1 either way
    return lambda places: kind(np.ascontiguousarray(places.T))


def _first_of(kind: Take) -> Take:
    return lambda place: kind(place)[0]


def _column_of(kind: Take) -> Take:
    return lambda places: kind(np.ascontiguousarray(places[:, 0]))


def _double(values: Numbers) -> Any:
    return torch.from_numpy(values.copy())


def _single(values: Numbers) -> Any:
    return torch.from_numpy(values).to(torch.float32)


def _same(found: Numbers, single: Numbers) -> bool:
    return bool(np.allclose(found, single, rtol=1e-4, atol=1e-9, equal_nan=True))


def _size(value: Any) -> int | None:
    numel = getattr(value, "numel", None)
    size = numel() if callable(numel) else getattr(value, "size", None)
    return size if isinstance(size, int) else None


def _place(place: Sequence[float] | Numbers) -> str:
    numbers = ", ".join(f"{value:.4g}" for value in place)
    return f"({numbers})" if len(place) > 1 else f"x = {numbers}"
