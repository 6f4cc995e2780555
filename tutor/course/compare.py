"""Comparing what a learner types with what is right: numbers, words, printed output."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

Number = int | float | Fraction

_LONGEST = 100  # characters of a number
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w])")
_EDGES = " \t\n`'\"“”‘’«».,;:!?()[]{}。，；：！？、（）「」"
_TIGHT = re.compile(r" *([^\w\s\0]) *")
# Fewer digits than this are an answer one can know exactly, not a rounded measurement.
_ROUNDED = 4


def read_number(text: str) -> Number | None:
    """The number that `text` is: 0.5, 1/2, 5e-1, −3, inf; None if it is none."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("∞", "inf")
    text = text.replace("⁄", "/").strip().strip("`$ ")
    if len(text) > _LONGEST:
        return None
    upper, slash, lower = text.partition("/")
    number = _plain_number(upper)
    if not slash or number is None:
        return number
    divisor = _plain_number(lower)
    if not divisor or not math.isfinite(divisor) or not math.isfinite(number):
        return None
    if isinstance(number, int) and isinstance(divisor, int):
        return Fraction(number, divisor)
    return float(number) / float(divisor)


def _plain_number(text: str) -> int | float | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def find_number(text: str) -> Number | None:
    """The number that a computed value shows: 0.06, tensor(0.06), np.float64(0.06)."""
    whole = read_number(text)
    if whole is not None:
        return whole
    found = _NUMBER.findall(text)
    return read_number(found[0]) if len(found) == 1 else None


def same_number(right: Number, given: Number, tolerance: float | None = None) -> bool:
    """Whether `given` is right: within `tolerance`, else exactly for whole numbers, else 1e-3."""
    if not math.isfinite(right) or not math.isfinite(given):
        return right == given or (math.isnan(right) and math.isnan(given))
    distance = abs(Fraction(right) - Fraction(given))
    if tolerance is not None:
        # as binary numbers 0.4 and 0.3 are a little more than 0.1 apart
        return distance <= Fraction(tolerance) + abs(Fraction(right)) / 10**14
    if isinstance(right, int):
        return distance == 0
    return distance <= abs(Fraction(right)) / 1000


def same_words(right: str, given: str) -> bool:
    """Equal but for case, blanks and the punctuation around them."""
    return bare(right) == bare(given)


def bare(text: str) -> str:
    """Folded case, single blanks, no quotes, backticks or full stops around."""
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return " ".join(text.strip(_EDGES).split()) or text


def same_output(right: str, given: str) -> bool:
    """Whether two printed outputs agree, line by line.

    Blanks are collapsed and numbers compared as numbers: exactly, or to one unit in the last
    digit that `right` prints where it prints four or more.
    """
    return first_difference(right, given) is None


def first_difference(right: str, given: str) -> int | None:
    """Index of the first line in which two outputs differ; None if they agree."""
    ours, theirs = _output_lines(right), _output_lines(given)
    for index, (mine, yours) in enumerate(zip(ours, theirs, strict=False)):
        if not _same_line(mine, yours):
            return index
    return None if len(ours) == len(theirs) else min(len(ours), len(theirs))


def _output_lines(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.replace("−", "-").splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def _same_line(right: str, given: str) -> bool:
    if right == given:
        return True
    if _shape(right) != _shape(given):
        return False
    ours, theirs = _NUMBER.findall(right), _NUMBER.findall(given)
    return all(_same_printed(r, g) for r, g in zip(ours, theirs, strict=True))


def _shape(line: str) -> str:
    """The line without its numbers, and without blanks beside punctuation."""
    return _TIGHT.sub(r"\1", _NUMBER.sub("\0", line))


def _same_printed(right: str, given: str) -> bool:
    ours, theirs = read_number(right), read_number(given)
    if ours is None or theirs is None:
        return right == given
    mantissa = re.split("[eE]", right)[0].lstrip("+-")
    if isinstance(ours, int) or len(mantissa.replace(".", "").lstrip("0")) < _ROUNDED:
        return ours == theirs
    return same_number(ours, theirs, tolerance=last_unit(right))


def last_unit(printed: str) -> float:
    """One unit in the last digit of a printed number: 0.01 for 3.14, 1e-7 for 1.25e-05."""
    mantissa, _, power = printed.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    try:
        return float(10.0 ** (int(power or 0) - decimals))
    except OverflowError:
        return math.inf


def first_wrong_line(right: Sequence[str], given: Sequence[str]) -> int:
    """How many lines from the top are the same in both."""
    same = 0
    for mine, yours in zip(right, given, strict=False):
        if mine.rstrip() != yours.rstrip():
            break
        same += 1
    return same
