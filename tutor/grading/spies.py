"""`watch`: which methods and functions were called, in which order, and with what."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FunctionType, ModuleType
from typing import Any

from tutor.grading.attributes import replaced
from tutor.grading.swapping import Swap


class Seen(str):
    """The name of what was called; equal to the text of it."""

    __slots__ = ("args", "options")
    args: tuple[Any, ...]  # as the function got them: for a method of a class, the object first
    options: dict[str, Any]


@contextmanager
def watch(*methods: tuple[Any, str]) -> Iterator[list[Seen]]:
    """Note the names of these methods and functions as they are called.

    Each is (object, class or module, name): `watch((optimizer, "step"), (torch.Tensor,
    "backward"), (torch.nn.utils, "clip_grad_norm_"))`. They work as ever. What is yielded is a
    list of names, in order; each has `args` and `options`, what it was called with. Of a class or
    a module, a function of Python's is seen under whatever name it is held; one of C only under
    its own. Raises AttributeError for a method that there isn't, and ValueError for one like
    `__call__` of an object, which Python looks for in the class.
    """
    seen: list[Seen] = []
    with ExitStack() as stack:
        for owner, name in methods:
            function = _own(owner, name)
            if function is not None:
                stack.enter_context(_swapped(function, name, seen))
            else:
                stack.enter_context(replaced(owner, name, _spy(owner, name, seen)))
        yield seen


def _own(owner: Any, name: str) -> FunctionType | None:
    """The function of Python's that a class or module holds itself."""
    if not isinstance(owner, (type, ModuleType)):
        if name.startswith("__") and not isinstance(vars(owner).get(name), FunctionType):
            raise ValueError(f"watch: Python looks for {name} in the class; watch that")
        return None
    own = vars(owner).get(name)
    found = getattr(own, "__func__", own)  # of a static method, a method of the class
    return found if isinstance(found, FunctionType) else None


@contextmanager
def _swapped(function: FunctionType, name: str, seen: list[Seen]) -> Iterator[None]:
    def reach(
        original: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]
    ) -> object:
        seen.append(_noted(name, args, options))
        return original(*args, **options)

    swap = Swap(function, reach)
    swap.enter()
    try:
        yield
    finally:
        swap.leave()


def _spy(owner: Any, name: str, seen: list[Seen]) -> Any:
    method: Callable[..., object] = getattr(owner, name)
    own = vars(owner).get(name)

    @functools.wraps(method)
    def spy(*args: Any, **options: Any) -> object:
        seen.append(_noted(name, args, options))
        return method(*args, **options)

    # What a class binds itself gets no self; everything else of a class does.
    plain = isinstance(owner, type) and isinstance(own, (staticmethod, classmethod))
    return staticmethod(spy) if plain else spy


def _noted(name: str, args: tuple[Any, ...], options: dict[str, Any]) -> Seen:
    noted = Seen(name)
    noted.args, noted.options = args, options
    return noted
