"""`watch`: which methods were called, in which order."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from tutor.grading.attributes import replaced


@contextmanager
def watch(*methods: tuple[Any, str]) -> Iterator[list[str]]:
    """Note the names of these methods as they are called.

    Each is (object or class, name): `watch((optimizer, "step"), (torch.Tensor, "backward"))`.
    The methods work as ever. Raises AttributeError for a method that there isn't.
    """
    seen: list[str] = []
    with ExitStack() as stack:
        for owner, name in methods:
            stack.enter_context(replaced(owner, name, _spy(owner, name, seen)))
        yield seen


def _spy(owner: Any, name: str, seen: list[str]) -> Any:
    method: Callable[..., object] = getattr(owner, name)
    own = vars(owner).get(name)

    @functools.wraps(method)
    def spy(*args: Any, **options: Any) -> object:
        seen.append(name)
        return method(*args, **options)

    # What a class binds itself gets no self; everything else of a class does.
    plain = isinstance(owner, type) and isinstance(own, (staticmethod, classmethod))
    return staticmethod(spy) if plain else spy
