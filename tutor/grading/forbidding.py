"""What an exercise forbids, while the learner's code runs and only then.

A forbidden name is replaced wherever it was resolved in its module or class, and where the
learner's file has it under a name of its own (`from torch import softmax`). A class stays what
it is, only making one is refused, so that `isinstance` and subclasses work. An operator is
caught underneath by a dispatch mode, whatever name it was reached by.

What is raised is no `Exception`, and is remembered: who swallows it is told all the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import FrameType
from typing import Any, Literal

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from tutor.grading.attributes import replaced

OPERATOR = "aten::"
_MISSING = object()


class Forbidden(BaseException):
    """Something was used that the exercise forbids."""


@dataclass(frozen=True, slots=True)
class Ban:
    """One forbidden thing."""

    name: str  # as check.py gives it
    kind: Literal["operator", "class", "attribute"]
    owner: Any = None  # the module or class that has it
    attribute: str = ""
    original: Any = None


def resolve(name: str) -> Ban:
    """The ban of a dotted name or operator; ValueError if it leads nowhere."""
    if name.startswith(OPERATOR):
        return Ban(name, "operator", attribute=_operator(name))
    owner, rest = _module(name)
    for part in rest[:-1]:
        owner = getattr(owner, part, None)
    found = getattr(owner, rest[-1], _MISSING) if rest else _MISSING
    if found is _MISSING:
        raise ValueError(f"forbid: there is no {name}")
    kind: Literal["class", "attribute"] = "class" if isinstance(found, type) else "attribute"
    return Ban(name, kind, owner, rest[-1], found)


def _module(name: str) -> tuple[Any, list[str]]:
    """The longest beginning of a dotted name that is a module, and the rest of it."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            return import_module(".".join(parts[:length])), parts[length:]
        except ImportError:
            continue
    raise ValueError(f"forbid: there is no module {parts[0]}")


def _operator(name: str) -> str:
    """ "softmax" of "aten::_softmax", "add" of "aten::add_.Tensor": variants of one operator."""
    return name.removeprefix(OPERATOR).partition(".")[0].strip("_")


class Guard:
    """Holds the bans while the learner's code runs; remembers the first one that was broken."""

    def __init__(
        self,
        bans: Sequence[Ban],
        namespaces: Iterable[MutableMapping[str, Any]],
        line_of: Callable[[FrameType | None], int | None],
    ) -> None:
        self._bans = [ban for ban in bans if ban.kind != "operator"]
        self._operators = {ban.attribute: ban.name for ban in bans if ban.kind == "operator"}
        self._namespaces = list(namespaces)
        self._line_of = line_of
        self.broken: tuple[str, int | None] | None = None  # name, line in the learner's file

    @contextmanager
    def held(self) -> Iterator[None]:
        """The bans hold inside the block."""
        if not self._bans and not self._operators:
            yield
            return
        with ExitStack() as stack:
            for ban in self._bans:
                stack.enter_context(self._replaced(ban))
            if self._operators:
                stack.enter_context(_Watcher(self._operators, self._hit))
            yield

    def _hit(self, name: str) -> None:
        """Refuse, unless torch itself is only printing a tensor."""
        frame = start = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == _PRINTING:
                return
            if frame.f_back is None:
                break
            frame = frame.f_back
        self.broken = self.broken or (name, self._line_of(start))
        raise Forbidden(f"{name} is what this exercise asks you to write yourself")

    def _stand_in(self, ban: Ban) -> Callable[..., Any]:
        original = ban.original

        def forbidden(*args: Any, **options: Any) -> Any:
            self._hit(ban.name)
            return original(*args, **options)

        return forbidden

    @contextmanager
    def _replaced(self, ban: Ban) -> Iterator[None]:
        if ban.kind == "class" and _is_open(ban.original):
            with replaced(ban.original, "__init__", self._no_instance(ban)):
                yield
            return
        stand_in = self._stand_in(ban)
        with replaced(ban.owner, ban.attribute, stand_in):
            places = [
                (names, name)
                for names in self._namespaces
                for name, value in list(names.items())
                if value is ban.original
            ]
            for names, name in places:
                names[name] = stand_in
            try:
                yield
            finally:
                for names, name in places:
                    if names.get(name) is stand_in:
                        names[name] = ban.original

    def _no_instance(self, ban: Ban) -> Callable[..., None]:
        init = ban.original.__init__

        def forbidden(self_: Any, *args: Any, **options: Any) -> None:
            self._hit(ban.name)
            init(self_, *args, **options)

        return forbidden


class _Watcher(TorchDispatchMode):  # type: ignore[no-untyped-call,unused-ignore]
    """Sees every operator that runs."""

    def __init__(self, operators: dict[str, str], hit: Callable[[str], None]) -> None:
        super().__init__()  # type: ignore[no-untyped-call,unused-ignore]
        self._operators = operators
        self._hit = hit

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = self._operators.get(_operator(func._schema.name))
        if name is not None:
            self._hit(name)
        return func(*args, **(kwargs or {}))


def _is_open(kind: type) -> bool:
    """Whether attributes of a class can be set: it isn't written in C."""
    return bool(kind.__flags__ & (1 << 9))  # Py_TPFLAGS_HEAPTYPE


_PRINTING: str = torch._tensor_str.__file__
