"""What stands for a thing in a case: is like it in all, and has calls on it recorded.

Which calls are recorded goes by their names alone, so that it is the same whatever the learner
inherits or overrides: every method but those of nn.Module, and Python's operators in `_SHOWN`.
Everything else reaches the thing; if it runs code of the learner's and that goes wrong, that is
noted, too.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType, FunctionType
from typing import TYPE_CHECKING, Any

import torch

from tutor.grading.encoding import is_a

if TYPE_CHECKING:
    from tutor.grading.leaves import Held
    from tutor.grading.mine import Recorder

# Python's operators that are recorded, and how a call is written.
_SHOWN = {
    "__call__": "{0}", "__len__": "len({0})", "__getitem__": "{0}[{1}]",
    "__setitem__": "{0}[{1}] = {2}", "__delitem__": "del {0}[{1}]",
    "__contains__": "{1} in {0}", "__iter__": "iter({0})", "__next__": "next({0})",
    "__reversed__": "reversed({0})", "__enter__": "{0}.__enter__()",
    "__exit__": "{0}.__exit__({1}, {2}, {3})", "__neg__": "-{0}", "__abs__": "abs({0})",
    "__lt__": "{0} < {1}", "__le__": "{0} <= {1}", "__gt__": "{0} > {1}", "__ge__": "{0} >= {1}",
    **{
        f"__{side}{name}__": f"{{0}} {sign} {{1}}" if not side else f"{{1}} {sign} {{0}}"
        for name, sign in (
            ("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("floordiv", "//"),
            ("mod", "%"), ("pow", "**"), ("matmul", "@"), ("and", "&"), ("or", "|"), ("xor", "^"),
        )
        for side in ("", "r")
    },
    **{
        f"__i{name}__": f"{{0}} {sign}= {{1}}"
        for name, sign in (("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"))
    },
}  # fmt: skip
# What these operators raise when there is nothing more: Python's own loops wait for it.
_ENDS: dict[str, tuple[type[Exception], ...]] = {
    "__getitem__": (IndexError,),
    "__next__": (StopIteration,),
}
# Operators that are passed on and not recorded.
_PASSED = ("__bool__", "__int__", "__float__", "__index__", "__str__", "__format__")
# What a class may hold without code being run when it is read.
_QUIET = (FunctionType, bool, int, float, str, list, tuple, dict, torch.Tensor, type(None))
ITER = "__iter__"
_SLOT = "__tutor_thing__"
_OF_MODULES = frozenset(dir(torch.nn.Module())) - {"forward", "__call__"}


class Lacking(AttributeError):
    """A thing has no such attribute."""


@dataclass(slots=True, eq=False)
class Thing:
    """One thing: its name in the recording, and what is known of it."""

    name: str  # "batchnorm"; "batchnorm.scale" for a module within
    inner: Any
    recorder: Recorder
    whole: Thing | None = None  # what it is a part of
    made_by: Callable[[], str] | None = None  # gives that as Python: "batchnorm = BatchNorm(5)"
    given: Sequence[tuple[str, Any]] = ()  # to its constructor: what holds tensors
    filled: bool = False
    calls: int = 0
    iterated_at: tuple[int, int] | None = None  # in which frame, at which instruction
    stand_in: Any = None

    @property
    def is_module(self) -> bool:
        """Whether it is a torch.nn.Module."""
        return is_a(self.inner, torch.nn.Module)

    def story(self) -> list[str]:
        """What came before a call on it, as lines of Python."""
        if self.whole is not None:
            return self.whole.story()
        # Anew each time: what it was given may hold other numbers by now.
        lines = self.made_by().split("\n") if self.made_by else []
        if self.filled:
            lines.append(f"# the parameters of {self.name} were filled with fixed numbers")
        if self.calls:
            times = "once" if self.calls == 1 else f"{self.calls} times"
            lines.append(f"# {self.name} was called {times} before")
        if self.is_module and not self.inner.training:
            lines.append(f"{self.name}.eval()")
        return lines

    def arguments(self, named: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """What a call on it may change besides its arguments: what it was given, and itself."""
        if self.whole is not None:
            return self.whole.arguments(named)
        taken = {name for name, _ in named}
        found = [(name, value) for name, value in self.given if name not in taken]
        if self.is_module:
            found.append((self.name, self.inner))
        return found

    def looked_at_again(self, held: Sequence[Held]) -> list[Held]:
        """The same leaves, its own as they are now: a call may make new ones."""
        whole = self.whole or self
        if not whole.is_module:
            return list(held)
        others = [each for each in held if each.module != whole.name]
        return [*others, *self.recorder.things.leaves_of(whole)]


@dataclass(frozen=True, slots=True)
class How:
    """What else is known of a call."""

    thing: Thing | None = None  # that it is on
    form: str = ""  # how an operator is written, "len({0})"; "" for a call
    ends: tuple[type[BaseException], ...] = ()  # what says only that there is nothing more
    streams: bool = False  # whether it gives an iterator, even if that is a thing


PLAIN = How()


class StandIn:
    """Stands for a thing. Its class has just those operators that the thing's class has."""

    __slots__ = (_SLOT,)

    def __init__(self, thing: Thing) -> None:
        """The slot is set past `__setattr__`, which is the thing's."""
        _slot.__set__(self, thing)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return type(_slot.__get__(self).inner)

    def __getattr__(self, name: str) -> Any:
        return _read(_slot.__get__(self), name)

    def __setattr__(self, name: str, value: Any) -> None:
        thing = _slot.__get__(self)
        plain = _plain(value)
        thing.recorder.aside(f"{thing.name}.{name}", lambda: setattr(thing.inner, name, plain))

    def __delattr__(self, name: str) -> None:
        thing = _slot.__get__(self)
        thing.recorder.aside(f"{thing.name}.{name}", lambda: delattr(thing.inner, name))

    def __repr__(self) -> str:
        thing = _slot.__get__(self)
        return str(thing.recorder.aside(thing.name, lambda: repr(thing.inner)))

    def __dir__(self) -> Any:
        thing = _slot.__get__(self)
        return thing.recorder.aside(thing.name, lambda: dir(thing.inner))

    def __eq__(self, other: object) -> Any:
        thing, plain = _slot.__get__(self), _plain(other)
        return thing.recorder.aside(thing.name, lambda: thing.inner == plain)

    def __ne__(self, other: object) -> Any:
        thing, plain = _slot.__get__(self), _plain(other)
        return thing.recorder.aside(thing.name, lambda: thing.inner != plain)

    def __hash__(self) -> int:
        thing = _slot.__get__(self)
        return int(thing.recorder.aside(thing.name, lambda: hash(thing.inner)))

    def __copy__(self) -> Any:
        return _copied(_slot.__get__(self), "copy", None)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return _copied(_slot.__get__(self), "deepcopy", memo)

    def __reduce_ex__(self, protocol: Any) -> Any:
        thing = _slot.__get__(self)
        return thing.recorder.aside(thing.name, lambda: thing.inner.__reduce_ex__(protocol))


_slot: Any = StandIn.__dict__[_SLOT]
_classes: dict[tuple[str, tuple[str, ...]], type[StandIn]] = {}


def thing_of(value: object) -> Thing | None:
    """The thing that a value stands for; None if it is no stand-in."""
    if not is_a(value, StandIn):
        return None
    thing: Thing = _slot.__get__(value)
    return thing


def name_of(value: object) -> str:
    """The name of the thing that a value stands for."""
    thing = thing_of(value)
    return "" if thing is None else thing.name


def _plain(value: Any) -> Any:
    thing = thing_of(value)
    return value if thing is None else thing.inner


def stand_in(thing: Thing) -> StandIn:
    """What the case gets for a thing."""
    kind = type(thing.inner)
    name = type.__dict__["__name__"].__get__(kind)
    operators = tuple(sorted(_operators(kind)))
    found = _classes.get((name, operators))
    if found is None:
        space: dict[str, Any] = {"__slots__": ()}
        space.update((each, _operator(each)) for each in operators)
        found = _classes[name, operators] = type(name, (StandIn,), space)
    return found(thing)


def _operators(kind: type) -> set[str]:
    own = type.__dict__["__dict__"].__get__
    defined: set[str] = set()
    for base in type.__dict__["__mro__"].__get__(kind):
        if base is not object:
            space = own(base)
            defined.update(n for n in (*_SHOWN, *_PASSED) if space.get(n) is not None)
    if "__getitem__" in defined:  # what can be gone through by index: one way as good as the other
        defined.add(ITER)
    return defined


def _operator(name: str) -> Callable[..., Any]:
    if name not in _SHOWN:

        def passed(self: StandIn, *args: Any) -> Any:
            thing = _slot.__get__(self)
            plain = tuple(map(_plain, args))
            return thing.recorder.aside(thing.name, lambda: getattr(thing.inner, name)(*plain))

        return passed

    def recorded(self: StandIn, *args: Any, **options: Any) -> Any:
        thing = _slot.__get__(self)
        if name in (ITER, "__len__") and _is_hint(thing, name, sys._getframe(1)):
            return thing.recorder.aside(thing.name, lambda: len(thing.inner))
        method = _bound(thing.inner, name)
        shown = _SHOWN[name].format(thing.name, "…", "…", "…")
        how = How(thing, _SHOWN[name], _ENDS.get(name, ()), name == ITER)
        return thing.recorder.call(shown, method, args, options, how)

    return recorded


def _is_hint(thing: Thing, name: str, caller: FrameType) -> bool:
    """Whether only `list` or its like asks for a length, right after the iterator."""
    here = id(caller), caller.f_lasti
    if name == ITER:
        thing.iterated_at = here
        return False
    return thing.iterated_at == here


def _bound(inner: Any, name: str) -> Callable[..., Any]:
    if name == ITER:
        return lambda: iter(inner)

    # As Python does it: by the class, whatever the object itself has under that name.
    def call(*args: Any, **options: Any) -> Any:
        return getattr(type(inner), name)(inner, *args, **options)

    return call


def _copied(thing: Thing, how: str, memo: dict[int, Any] | None) -> Any:
    def made() -> Any:
        return copy.copy(thing.inner) if memo is None else copy.deepcopy(thing.inner, memo)

    recorder = thing.recorder
    inner = recorder.aside(f"copy.{how}({thing.name})", made)
    if recorder.running is not None:
        return inner
    return recorder.things.copied(thing, inner, how).stand_in


def _read(thing: Thing, name: str) -> Any:
    """An attribute of a thing, as a case gets it."""
    inner, recorder = thing.inner, thing.recorder
    if recorder.running is not None:
        return getattr(inner, name)
    if name == "__name__":
        return thing.name
    try:
        if _is_quiet(inner, name):
            value = getattr(inner, name)
        else:
            value = recorder.aside(f"{thing.name}.{name}", lambda: getattr(inner, name))
    except AttributeError as error:
        if recorder.explainer.touches(error):
            raise
        raise Lacking(f"`{thing.name}` has no `{name}`, which is asked of it.") from None
    if value is inner:
        return thing.stand_in
    if thing.is_module and name in _OF_MODULES and callable(value):
        return _through(thing, name, value)
    hidden = name.startswith("_") or not callable(value)
    return value if hidden else recorder.attribute(thing, name, value)


def _is_quiet(inner: object, name: str) -> bool:
    """Whether reading an attribute runs no code of the learner's: then nothing need be guarded."""
    own = type.__dict__["__dict__"].__get__
    spaces = [own(base) for base in type.__dict__["__mro__"].__get__(type(inner))[:-1]]
    if any("__getattribute__" in space for space in spaces):
        return False
    for space in spaces:
        if name in space:
            return type(space[name]) in _QUIET
    getters = [space["__getattr__"] for space in spaces if "__getattr__" in space]
    return not getters or getters[0] is torch.nn.Module.__getattr__


def _through(thing: Thing, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of nn.Module: not recorded, and what returns the module returns the stand-in."""

    def through(*args: Any, **options: Any) -> Any:
        plain = tuple(map(_plain, args))
        named = {key: _plain(value) for key, value in options.items()}
        result = thing.recorder.aside(f"{thing.name}.{name}", lambda: method(*plain, **named))
        return thing.stand_in if result is thing.inner else result

    return through
