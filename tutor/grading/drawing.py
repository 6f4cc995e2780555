"""Numbers and values as a few lines of text: two of them so that one sees where they differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from tutor.engine.screen import clean
from tutor.grading import arrays, records
from tutor.grading.arrays import Array
from tutor.grading.records import AnyNode

ELEMENTS = 30  # of a tensor that is shown whole
LINES = 12
WIDTH = 72
AROUND = 3  # elements on each side of the one that differs, in a larger tensor
_DIGITS = (4, 5, 6, 8, 10, 12, 15, 17)


# --- numbers ------------------------------------------------------------------------------------


def pair(
    expected: Array, got: Array, index: tuple[int, ...], differ: Array | None = None
) -> tuple[str, str]:
    """Two arrays of one shape as text, of big ones the surroundings of an element.

    The columns stand under one another, with as many digits as it takes to see that the two
    differ at that element. `differ`: which elements do; they get a star, unless all of them do.
    """
    where = ""
    marks = np.zeros(expected.shape, bool) if differ is None or differ.all() else differ
    if not _fits(expected, got):
        here, kept, index = _cutting(expected, index)
        where, expected, got, marks = here, expected[kept], got[kept], marks[kept]
    columns = _columns(expected, got, index)
    if marks.any():
        stars = ["*" if each else "" for each in marks.reshape(-1).tolist()]
        columns = (_starred(columns[0], stars), _starred(columns[1], stars))
    return where + _nested(expected.shape, columns[0]), where + _nested(got.shape, columns[1])


def _starred(texts: Sequence[str], stars: Sequence[str]) -> list[str]:
    """A star before each number that has one, in columns as wide as before or one wider."""
    found = [star + text.strip() for text, star in zip(texts, stars, strict=True)]
    width = max(map(len, found), default=0)
    return [text.rjust(width) for text in found]


def single(value: Array) -> str:
    """One array as text."""
    start = (0,) * value.ndim
    return pair(value, value, start)[0] if value.size else _nested(value.shape, [])


def number(value: float | complex, digits: int = 6) -> str:
    """A number in the middle of a sentence: "2", not "2.0"."""
    return str(value) if isinstance(value, bool) else f"{value:.{digits}g}"


def _fits(expected: Array, got: Array) -> bool:
    if expected.size > ELEMENTS:
        return False
    columns = _columns(expected, got, (0,) * expected.ndim)
    return max(_nested(expected.shape, each).count("\n") for each in columns) < LINES


def _cutting(
    expected: Array, index: tuple[int, ...]
) -> tuple[str, tuple[Any, ...], tuple[int, ...]]:
    """The elements around one, along the last axis that has any: how to say it, where they are,
    and where the one is among them."""
    axis = max((k for k, size in enumerate(expected.shape) if size > 1), default=0)
    here = index[axis]
    start, stop = max(0, here - AROUND), min(expected.shape[axis], here + AROUND + 1)
    places: list[str | int] = list(index)
    places[axis] = f"{start}:{stop}"
    kept: tuple[Any, ...] = (*index[:axis], slice(start, stop), *index[axis + 1 :])
    where = f"[{', '.join(map(str, places))}] = "
    return where, kept, (here - start,)


def _columns(expected: Array, got: Array, index: tuple[int, ...]) -> tuple[list[str], list[str]]:
    """Both arrays' elements as texts of one width, in C order."""
    at = int(np.ravel_multi_index(index, expected.shape)) if index else 0
    values = [*_values(expected), *_values(got)]
    for digits in (*_DIGITS, 0):  # 0: all that there are
        texts = _texts(values, digits)
        ours, theirs = texts[: expected.size], texts[expected.size :]
        if not ours or ours[at] != theirs[at] or _same(expected, got, at):
            break
    return ours, theirs


def _same(expected: Array, got: Array, at: int) -> bool:
    one, other = expected.reshape(-1)[at], got.reshape(-1)[at]
    return bool(one == other or (np.isnan(one) and np.isnan(other)))


def _values(array: Array) -> list[object]:
    found: list[object] = array.reshape(-1).tolist()
    return found


def _texts(values: Sequence[object], digits: int) -> list[str]:
    finite = [abs(v) for v in values if isinstance(v, float) and math.isfinite(v)]
    largest = max(finite, default=0.0)
    if digits and finite and (largest == 0 or 1e-3 <= largest < 1e6):
        decimals = _decimals(largest, min((v for v in finite if v), default=1.0), digits)
        texts = _trimmed([_fixed(value, decimals) for value in values])
    else:
        texts = [_general(value, digits or 17) for value in values]
    width = max(map(len, texts), default=0)
    return [text.rjust(width) for text in texts]


def _decimals(largest: float, smallest: float, digits: int) -> int:
    """As many as give the largest number its digits, and the smallest two if that isn't too far."""
    if not largest:
        return 1
    most = -math.floor(math.log10(largest)) - 1
    least = -math.floor(math.log10(smallest)) + 1
    return max(1, digits + most, min(least, max(6, digits) + most))


def _fixed(value: object, decimals: int) -> str:
    if not isinstance(value, float) or not math.isfinite(value):
        return str(value)
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text


def _general(value: object, digits: int) -> str:
    if isinstance(value, float):
        return f"{value + 0.0:.{digits}g}"
    return f"{value:.{digits}g}" if isinstance(value, complex) else str(value)


def _trimmed(texts: list[str]) -> list[str]:
    """Without the zeros that all of them end with; one decimal stays."""
    spare = [len(text) - len(text.rstrip("0")) for text in texts if "." in text]
    room = [len(text.partition(".")[2]) - 1 for text in texts if "." in text]
    cut = min([*spare, *room], default=0)
    return [text[:-cut] if cut and "." in text else text for text in texts]


def _nested(shape: Sequence[int], texts: Sequence[str]) -> str:
    """The texts in brackets, as Python writes nested lists; long rows are wrapped."""
    if not shape:
        return texts[0].strip() if texts else ""
    if not texts:
        return "[]"
    return "\n".join(_block(shape, texts, 0))


def _block(shape: Sequence[int], texts: Sequence[str], indent: int) -> Iterator[str]:
    if len(shape) == 1:
        yield from _row(texts, indent)
        return
    size = len(texts) // shape[0]
    for k in range(shape[0]):
        lines = list(_block(shape[1:], texts[k * size : (k + 1) * size], indent + 1))
        lines[0] = ("[" if k == 0 else " ") + lines[0]
        lines[1:] = [" " + line for line in lines[1:]]
        lines[-1] += "]" if k == shape[0] - 1 else ","
        yield from lines


def _row(texts: Sequence[str], indent: int) -> Iterator[str]:
    each = max(1, (WIDTH - 2 * indent) // (len(texts[0]) + 2))
    for start in range(0, len(texts), each):
        last = start + each >= len(texts)
        line = ", ".join(texts[start : start + each])
        yield ("[" if start == 0 else " ") + line + ("]" if last else ",")


# --- values -------------------------------------------------------------------------------------


def kind(node: AnyNode | None) -> str:
    """What sort of thing a value is, to stand in a sentence."""
    if isinstance(node, records.Tensor):
        return "a numpy array" if node.kind == "array" else "a tensor"
    if isinstance(node, records.Number):
        return f"a plain number ({type(node.value).__name__})"
    if isinstance(node, records.Module):
        return f"a module ({clean(node.kind)})"
    if isinstance(node, records.Empty) or node is None:
        return "None"
    if isinstance(node, records.Same):
        return "itself"
    name = "str" if isinstance(node, records.Text) else clean(node.kind)[:40]
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def shape(sizes: Sequence[int]) -> str:
    """A shape as torch writes it, "(10, 1)"."""
    shown = ", ".join(map(str, sizes[:8])) + (", …" if len(sizes) > 8 else "")
    return f"({shown},)" if len(sizes) == 1 else f"({shown})"


def value(node: AnyNode | None) -> str:
    """A value in a few lines: what it is, and what it holds if that is short."""
    if isinstance(node, records.Tensor):
        return _tensor(node)
    if isinstance(node, (records.Items, records.Stream)):
        return _items(node)
    if isinstance(node, records.Fields):
        keys = ", ".join(repr(key) for key, _ in node.items[:LINES])
        return cut(f"{kind(node)} with the keys {keys}" if keys else f"{kind(node)} with no keys")
    if isinstance(node, records.Module):
        return _module(node)
    return _plain(node)


def _module(node: records.Module) -> str:
    """A module and the shapes of its parameters."""
    count = len(node.parameters)
    lines = [f"{kind(node)} with {count} parameter{'' if count == 1 else 's'}"]
    for name, each in node.parameters[: LINES - 2]:
        sizes = shape(each.shape) if isinstance(each, records.Tensor) else kind(each)
        lines.append(f"  {clean(name)[:40]} {sizes}")
    return cut("\n".join(lines) + ("\n  …" if count > LINES - 2 else ""))


def _plain(node: AnyNode | None) -> str:
    if isinstance(node, records.Number):
        return repr(node.value)
    if isinstance(node, records.Text):
        return cut(repr(node.value))
    return cut(node.text) if isinstance(node, records.Other) else kind(node)


def brief(node: AnyNode | None) -> str:
    """A value on one line, without the numbers of tensors."""
    if isinstance(node, records.Tensor):
        return f"{kind(node)} of shape {shape(node.shape)}, {clean(node.dtype)[:20]}"
    if isinstance(node, records.Items):
        return f"{kind(node)} of {len(node.items) + node.more}"
    if isinstance(node, (records.Empty, records.Stream, records.Same)) or node is None:
        return kind(node)
    return value(node).partition("\n")[0][:WIDTH]


def _tensor(node: records.Tensor) -> str:
    elements = arrays.array(node)
    if elements is None or elements.size > ELEMENTS:
        return brief(node)
    text = single(elements)
    return f"{brief(node)}\n{text}" if text.count("\n") + 1 < LINES else brief(node)


def _items(node: records.Items | records.Stream) -> str:
    if isinstance(node, records.Items):
        plain = arrays.numbers(node)
        if plain is not None and plain.size <= ELEMENTS:
            return f"{kind(node)}: [{', '.join(_element(item) for item in node.items)}]"
    count = len(node.items) + (node.more if isinstance(node, records.Items) else 0)
    lines = [f"{kind(node)} of {count}" + (":" if node.items else "")]
    lines += [f"  {brief(item)}" for item in node.items[: LINES - 2]]
    return "\n".join(lines) + ("\n  …" if count > LINES - 2 else "")


def _element(node: AnyNode) -> str:
    held = node.value if isinstance(node, records.Number) else None
    return f"{held:.6g}" if isinstance(held, float) else str(held)


def cut(text: str, lines: int = LINES, chars: int = 900) -> str:
    """The beginning of a text, free of terminal control."""
    text = clean(text)
    rows = text[:chars].split("\n")
    if len(rows) > lines:
        return "\n".join([*rows[: lines - 1], "…"])
    return "\n".join(rows) + ("…" if len(text) > chars else "")


def ending(text: str, lines: int = LINES, chars: int = 900) -> str:
    """The end of a text, which is where one looks first, free of terminal control."""
    rows = clean(text).rstrip("\n").split("\n")
    kept = "\n".join(rows[-lines:] if len(rows) <= lines else ["…", *rows[1 - lines :]])
    return kept if len(kept) <= chars else "…" + kept[-chars:]


def safe(text: str, chars: int = 12_000) -> str:
    """A text free of terminal control, not longer than anyone reads."""
    return clean(text[:chars])
