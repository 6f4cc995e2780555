"""Values as text: short for the learner to read, exact for quizzes to compare."""

from __future__ import annotations

import re
import reprlib
import sys
from collections.abc import Iterable
from typing import Any

from tutor.engine.screen import clean

LINES = 20
CHARS = 2000
ELEMENTS = 200  # of a tensor or array that is shown whole; also of a list, tuple, set or dict
DEPTH = 6  # of lists in lists

_address = re.compile(r" at 0x[0-9a-fA-F]{4,16}\b")


def show(value: object) -> str:
    """A short text of at most about 20 lines and 2000 characters; never raises an Exception.

    Like `repr`, but big things are shortened, and memory addresses left out, so that the same
    cell shows the same text again. A `__repr__` that loops can be interrupted.
    """
    try:
        return cut(clean(_Short().repr(value)))
    except Exception as error:
        return _failed(value, error)


def exact(value: object) -> str:
    """The value as text to be compared: a number with all its digits, a string as it is."""
    if isinstance(value, str):
        return clean(value)
    single = _single(value)
    if isinstance(single, (int, float, complex)):
        return repr(single)
    return show(single)


def cut(text: str, *, lines: int = LINES, chars: int = CHARS) -> str:
    """The beginning of a text, and how much is missing."""
    kept = "\n".join(text.split("\n", lines)[:lines])[:chars]
    if kept == text:
        return text
    if len(kept) == chars or "\n" not in text:
        return f"{kept.rstrip()}… ({len(text) - len(kept):,} more characters)"
    return f"{kept}\n… ({text.count(chr(10)) - kept.count(chr(10)):,} more lines)"


def _single(value: object) -> object:
    """The number inside a tensor, array or numpy scalar of one element; else the value."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    try:
        if torch and isinstance(value, torch.Tensor) and value.numel() == 1:
            return value.item()
        if numpy and isinstance(value, (numpy.ndarray, numpy.generic)) and value.size == 1:
            return value.item()
    except Exception:  # a subclass may do anything
        return value
    return value


def _failed(value: object, error: Exception) -> str:
    try:
        why = clean(str(error))
    except Exception:
        why = "an exception that can't be shown either"
    return cut(
        f"<{type(value).__name__} object: its __repr__ raised {type(error).__name__}: {why}>"
    )


class _Short(reprlib.Repr):
    """`repr` that never builds more than can be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = DEPTH
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = ELEMENTS
        self.maxdict = self.maxdeque = self.maxarray = ELEMENTS
        self.maxstring = self.maxother = self.maxlong = CHARS
        self._used = 0

    def repr1(self, x: Any, level: int) -> str:
        if self._used > 2 * CHARS:
            return "…"  # what follows will be cut: don't build it
        text = self._one(x, level)
        self._used += len(text) if not isinstance(x, (list, tuple, set, frozenset, dict)) else 2
        return text

    def _one(self, x: Any, level: int) -> str:
        # Only the built-in types themselves: a subclass has its own idea of itself.
        if type(x) in (list, tuple, set, frozenset, dict, int):
            return super().repr1(x, level)
        if type(x) is str:
            return repr(x) if len(x) <= CHARS else f"{x[:CHARS]!r}… ({len(x):,} characters)"
        return self._other(x)

    def _other(self, x: Any) -> str:
        torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
        try:
            if torch and isinstance(x, torch.Tensor):
                return _tensor(x, torch)
            if numpy and isinstance(x, numpy.ndarray):
                return _array(x, numpy)
            text = repr(x)
        except Exception as error:
            return _failed(x, error)
        return _address.sub("", text) if text.startswith("<") else text

    def repr_dict(self, x: dict[Any, Any], level: int) -> str:
        # In its own order; the base class would sort it.
        if level <= 0 and x:
            return "{...}"
        items: Iterable[tuple[Any, Any]] = x.items()
        shown = [
            f"{self.repr1(key, level - 1)}: {self.repr1(value, level - 1)}"
            for (key, value), _ in zip(items, range(self.maxdict), strict=False)
        ]
        if len(x) > self.maxdict:
            shown.append("...")
        return "{" + ", ".join(shown) + "}"


def _tensor(tensor: Any, torch: Any) -> str:
    """As torch prints it, but summarized from 200 elements on, with its shape."""
    options = torch._tensor_str.PRINT_OPTS
    threshold, options.threshold = options.threshold, min(options.threshold, ELEMENTS)
    try:
        text = repr(tensor)
    finally:
        options.threshold = threshold
    return f"{text}\nshape {tuple(tensor.shape)}" if tensor.numel() > ELEMENTS else text


def _array(array: Any, numpy: Any) -> str:
    with numpy.printoptions(threshold=min(ELEMENTS, numpy.get_printoptions()["threshold"])):
        text = repr(array)
    if array.size > ELEMENTS and "shape=" not in text:
        return f"{text}\nshape {tuple(array.shape)}"
    return str(text)
