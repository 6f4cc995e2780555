"""Small words about recorded values, for sentences of a report."""

from __future__ import annotations

import numpy as np

from tutor.grading import arrays, drawing, records
from tutor.grading.arrays import Array
from tutor.grading.differing import Difference
from tutor.grading.records import AnyNode


def count(node: AnyNode | None) -> int:
    """The number that a node is; 0 if it is none."""
    return int(node.value) if isinstance(node, records.Number) else 0


def calls(number: int) -> str:
    """ "1 call", "3 calls"."""
    return "1 call" if number == 1 else f"{number} calls"


def items(number: int) -> str:
    """ "1 item", "3 items"."""
    return "1 item" if number == 1 else f"{number} items"


def are(number: int) -> str:
    """ "is" for one, "are" for any other number."""
    return "is" if number == 1 else "are"


def size(node: AnyNode | None) -> int:
    """How many items a list has, or something that is taken item by item."""
    if isinstance(node, records.Items):
        return len(node.items) + node.more
    return len(node.items) if isinstance(node, records.Stream) else 0


def keys(difference: Difference) -> str:
    """Which keys of a mapping are missing, and which are too many."""
    ours, theirs = difference.expected, difference.got
    if not isinstance(ours, records.Fields) or not isinstance(theirs, records.Fields):
        return ""
    return lacking([key for key, _ in ours.items], [key for key, _ in theirs.items])


def names(difference: Difference) -> str:
    """Which parameters and buffers of a module are missing, and which are too many."""
    ours, theirs = difference.expected, difference.got
    if not isinstance(ours, records.Module) or not isinstance(theirs, records.Module):
        return ""
    pairs = [[name for name, _ in [*each.parameters, *each.buffers]] for each in (ours, theirs)]
    if sorted(pairs[0]) == sorted(pairs[1]) and len(ours.buffers) != len(theirs.buffers):
        return " What is a parameter there is a buffer here, or the other way round."
    return lacking(*pairs)


def lacking(wanted: list[str], there: list[str]) -> str:
    """ " Missing: 'a'; too many: 'b'."; "" if nothing is."""
    has, wants = set(there), set(wanted)
    missing = ", ".join(repr(key) for key in wanted[:8] if key not in has)
    extra = ", ".join(repr(key) for key in there[:8] if key not in wants)
    pairs = (("missing", missing), ("too many", extra))
    said = "; ".join(f"{what}: {which}" for what, which in pairs if which)
    return drawing.cut(f" {said[:1].upper()}{said[1:]}." if said else "", 2, 300)


def elements(node: AnyNode | None) -> Array | None:
    """The numbers of a tensor, a list of numbers, or a number."""
    if isinstance(node, records.Tensor):
        return arrays.array(node)
    if isinstance(node, records.Items):
        return arrays.numbers(node)
    if isinstance(node, records.Stream):
        return arrays.numbers(records.Items("list", node.items))
    return np.array(node.value) if isinstance(node, records.Number) else None


def differing(expected: Array, got: Array, mask: Array) -> str:
    """ "12 of 20 values differ, by 0.5 at most"."""
    number = int(mask.sum())
    most = _most(expected, got, mask)
    if number == mask.size:
        return f"{'both' if number == 2 else f'all {number}'} values differ{most}"
    verb = "differs" if number == 1 else "differ"
    return f"{number} of {mask.size} values {verb}{most}"


def _most(expected: Array, got: Array, mask: Array) -> str:
    if expected.dtype.kind not in "iuf" or got.dtype.kind not in "iuf":
        return ""
    far = np.abs(got[mask].astype(np.float64) - expected[mask].astype(np.float64))
    if not np.isfinite(far).all():
        return ""
    return f", by {drawing.number(float(far.max()), 2)}{' at most' if mask.sum() > 1 else ''}"
