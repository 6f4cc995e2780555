"""Results that are taken from bit by bit: generators, loaders. What a case takes is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from tutor.grading import records
from tutor.grading.encoding import has, is_a, is_iterator
from tutor.grading.explaining import type_name

_END = object()
_WHOLE = (str, bytes, bytearray, list, tuple, dict, set, frozenset, range, np.ndarray, np.generic,
          torch.Tensor, torch.nn.Module, type)  # fmt: skip

Run = Callable[[Callable[[], Any]], Any]  # runs a piece of the code under test, guarded
Note = Callable[[Any], records.AnyNode]


class Stream:
    """What was taken so far."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.items: list[records.AnyNode] = []
        self.ended = False

    def node(self) -> records.Stream:
        """As it stands in the recording."""
        return records.Stream(self.kind, self.items, self.ended)


class Taker:
    """Wraps what can be iterated, so that each item is made guarded, and recorded."""

    def __init__(self, run: Run, note: Note, endless: Callable[[int], None], most: int) -> None:
        self._run = run
        self._note = note
        self._endless = endless  # called when more than `most` items are wanted
        self._most = most

    def wrap(self, value: Any) -> tuple[Any, Stream | None]:
        """(what the case gets, what notes its items); the value itself if it is no such thing."""
        if is_iterator(value):
            stream = Stream(type_name(value))
            return self.over(value, stream), stream
        if _is_iterable(value):
            stream = Stream(type_name(value))
            return _Iterable(value, lambda: self._again(value, stream)), stream
        return value, None

    def over(self, iterator: Any, stream: Stream) -> Iterator[Any]:
        """The items of an iterator."""
        while True:
            if len(stream.items) >= self._most:
                self._endless(self._most)
            item = self._run(lambda: next(iterator, _END))
            if item is _END:
                stream.ended = True
                return
            stream.items.append(self._note(item))
            yield item

    def _again(self, value: Any, stream: Stream) -> Iterator[Any]:
        stream.ended = False
        return self.over(self._run(lambda: iter(value)), stream)


class _Iterable:
    """Stands for an object that can be iterated, such as a DataLoader; is like it otherwise."""

    def __init__(self, inner: Any, start: Callable[[], Iterator[Any]]) -> None:
        self._inner = inner
        self._start = start

    def __iter__(self) -> Iterator[Any]:
        return self._start()

    def __len__(self) -> int:
        return len(self._inner)

    def __getitem__(self, key: Any) -> Any:
        return self._inner[key]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return type(self._inner)


def _is_iterable(value: Any) -> bool:
    return has(value, "__iter__") and not any(is_a(value, whole) for whole in _WHOLE)
