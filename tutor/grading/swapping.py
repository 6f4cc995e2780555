"""Taking the place of functions for a while, whatever name they are called by."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

_PLACE = "what is called in its place"
Reach = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]


class Swap:
    """Another code for a function of Python's.

    Who holds the function, under whatever name, in a dictionary, a `partial` or another thread,
    comes to `reach(original, args, options)`, where `original` is a function that does what this
    one did.
    """

    __slots__ = ("_code", "_function", "_original", "_stub")

    def __init__(self, function: FunctionType, reach: Reach) -> None:
        self._function = function
        self._code = function.__code__
        original = FunctionType(
            self._code, function.__globals__, function.__name__, function.__defaults__,
            function.__closure__,
        )  # fmt: skip
        original.__kwdefaults__ = function.__kwdefaults__
        self._original = original

        def instead(args: tuple[Any, ...], options: dict[str, Any]) -> Any:
            return reach(original, args, options)

        stub = _stub(self._code.co_freevars)
        consts = tuple(instead if each == _PLACE else each for each in stub.co_consts)
        self._stub = stub.replace(co_consts=consts, co_name=self._code.co_name)

    def enter(self) -> None:
        """From now on it is the other one."""
        if self._function.__code__ is not self._code:  # swapped by others as well, by now or before
            self._code = self._original.__code__ = self._function.__code__
        self._function.__code__ = self._stub

    def leave(self) -> None:
        """It is itself again, unless somebody else has changed it."""
        if self._function.__code__ is self._stub:
            self._function.__code__ = self._code


@functools.cache
def _stub(free: tuple[str, ...]) -> CodeType:
    """Code that calls a constant, _PLACE; it closes over as many names as the original does."""
    names = ", ".join(free)
    lines = [
        f"def outer({names}):",
        "    def stub(*args, **options):",
        f"        instead = {_PLACE!r}",
        "        return instead(args, options)",
        *([f"        {names}"] if free else []),
        "    return stub",
    ]
    outer = compile("\n".join(lines), "<forbidden>", "exec").co_consts[0]
    (stub,) = (each for each in outer.co_consts if isinstance(each, CodeType))
    assert stub.co_freevars == free
    return stub
