"""Axes: from values to places, round ticks, and numbers that fit in a narrow margin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, inf, isinf, isnan, log10

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN_UP_TO = 99_999  # larger ticks are shortened: 200k, 1.5M


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis. With `log` the ends are exponents of ten."""

    low: float
    high: float
    log: bool = False

    @classmethod
    def over(cls, values: Iterable[float], *, log: bool = False) -> Scale:
        """The scale that holds all values (finite; positive where `log`), never empty."""
        low, high = inf, -inf
        for value in values:
            low, high = min(low, value), max(high, value)
        if isinf(low):
            return cls(0.0, 1.0, log)
        if log:
            low, high = log10(low), log10(high)
        room = max(abs(low), abs(high))
        if high - low <= 1e-9 * room or high == low:
            pad = 0.5 if log else (0.1 * room or 1.0)
            low, high = low - pad, high + pad
        return cls(low, high, log)

    def place(self, value: float) -> float:
        """Where a value lies, 0 to 1; the ends included."""
        if self.log:
            value = log10(value)
        return (value - self.low) / (self.high - self.low)

    def value(self, place: float) -> float:
        """The value that lies at a place from 0 to 1."""
        value = self.low + place * (self.high - self.low)
        return 10**value if self.log else float(value)

    def ticks(self, most: int, *, ascii_only: bool = False) -> list[tuple[float, str]]:
        """At most `most` round values with their labels, lowest first, as (place, label)."""
        if self.log:
            return self._powers(most, ascii_only)
        values, step = _round_values(self.low, self.high, most)
        largest = max(map(abs, values), default=0.0)
        return [(self.place(v), tick_label(v, step, largest)) for v in values]

    def _powers(self, most: int, ascii_only: bool) -> list[tuple[float, str]]:
        first, last = ceil(self.low - 1e-9), floor(self.high + 1e-9)
        if last - first >= 1:
            every = max(1, ceil((last - first + 1) / max(most, 1)))
            exponents = range(first + (-first) % every, last + 1, every)
            return [(self._at(e), _power(e, ascii_only)) for e in exponents]
        found = [
            (log10(m) + e, tick_label(m * 10.0**e, 10.0**e))
            for e in range(first - 1, last + 1)
            for m in (1, 2, 3, 5, 7)
        ]
        inside = [(self._at(x), label) for x, label in found if self.low <= x <= self.high]
        if len(inside) < 2:  # less than a fifth of a decade: as good as linear
            values, step = _round_values(10**self.low, 10**self.high, most)
            inside = [(self.place(v), tick_label(v, step)) for v in values if v > 0]
        return inside[:: max(1, ceil(len(inside) / max(most, 1)))]

    def _at(self, exponent: float) -> float:
        return (exponent - self.low) / (self.high - self.low)


def _round_values(low: float, high: float, most: int) -> tuple[list[float], float]:
    """Multiples of 1, 2 or 5 times a power of ten between two values, and their distance."""
    span = high - low
    power = floor(log10(span))
    best: tuple[list[float], float] = ([], span)
    for step in (m * 10.0**e for e in (power + 1, power, power - 1) for m in (5, 2, 1)):
        if step == 0:
            break
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        if last - first + 1 > max(most, 2):
            break
        best = [k * step for k in range(first, last + 1)], step
    return best


def tick_label(value: float, step: float, largest: float = 0.0) -> str:
    """A tick: as many digits as the step asks for; shortened where the `largest` is long."""
    size = max(abs(value), step, largest)
    if abs(value) < step * 1e-6 and (size > _PLAIN_UP_TO or step < 1e-4):
        return "0"
    if abs(value) < step * 1e-6:
        value = 0.0  # no "-0.0"
    if size >= 1e9 or step < 1e-4:
        digits = max(0, floor(log10(abs(value)) + 1e-9) - floor(log10(step) + 1e-9))
        return _short_exponent(f"{value:.{min(digits, 8)}e}")
    if size > _PLAIN_UP_TO:
        unit, letter = (1e6, "M") if size >= 1e6 else (1e3, "k")
        return f"{value / unit:.{_decimals(step / unit)}f}{letter}"
    return f"{value:.{_decimals(step)}f}"


def number(value: float, *, ascii_only: bool = False) -> str:
    """A value beside a curve's name: four digits, ∞ and NaN by name."""
    if isnan(value):
        return "NaN"
    if isinf(value):
        return ("-" if value < 0 else "") + ("inf" if ascii_only else "∞")
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    return _short_exponent(f"{value:.4g}")


def _decimals(step: float) -> int:
    return max(0, -floor(log10(step) + 1e-9))


def _short_exponent(text: str) -> str:
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if e else text


def _power(exponent: int, ascii_only: bool) -> str:
    if -1 <= exponent <= 1:
        return {-1: "0.1", 0: "1", 1: "10"}[exponent]
    if ascii_only:
        return f"1e{exponent}"
    return "10" + str(exponent).translate(_SUPERSCRIPTS)
