"""What an exercise forbids, while the learner's code runs and only then.

Three nets, since each has holes. A function of Python's gets another code for as long, so it
doesn't matter who holds it under which name. What torch offers passes a function mode, which sees
every call from Python; where torch's own functions could call an operator among themselves, a
dispatch mode sees it underneath. Only what is of C and not of torch is replaced by name.

What is raised is no `Exception`, and is remembered: who swallows it is told all the same.
"""

from __future__ import annotations

import _thread
import multiprocessing.util
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode, _get_current_function_mode_stack
from torch.utils._python_dispatch import TorchDispatchMode, _get_current_dispatch_mode_stack

from tutor.grading.attributes import replaced
from tutor.grading.families import CONVOLUTIONS, Ban, operator_name, resolve
from tutor.grading.swapping import Swap

__all__ = ["Ban", "Forbidden", "Guard", "resolve"]

# What starts another process, as Python's audit names it.
_PROCESSES = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"})
_STARTERS = ("_start_new_thread", "_start_joinable_thread", "start_new_thread")
_PRINTING: str = torch._tensor_str.__file__
_MODULES: str = torch.nn.modules.__file__.removesuffix("__init__.py")


class Forbidden(BaseException):
    """Something was used that the exercise forbids."""


class Guard:
    """Holds the bans while the learner's code runs; remembers the first one that was broken."""

    def __init__(
        self,
        bans: Sequence[Ban],
        namespaces: Iterable[MutableMapping[str, Any]],
        line_of: Callable[[FrameType | None], int | None],
    ) -> None:
        self._bans = list(bans)
        self._namespaces = list(namespaces)
        self._line_of = line_of
        self._by_learner = True
        self._entered: FrameType | None = None  # who holds the bans
        self._swaps: list[Swap] | None = None  # made when they are first needed
        self._calls = {name: ban for ban in reversed(self._bans) for name in ban.calls}
        self._operators = {name: ban for ban in reversed(self._bans) for name in ban.operators}
        self.broken: tuple[str, int | None] | None = None  # name, line in the learner's file

    @contextmanager
    def held(self, by_learner: bool = True) -> Iterator[None]:
        """The bans hold inside the block.

        `by_learner`: whether what the block does itself, with neither a function of the learner's
        nor one of the case's in between, counts as done by the learner.
        """
        if not self._bans:
            yield
            return
        global _held
        self._by_learner, self._entered = by_learner, sys._getframe(2)
        if self._swaps is None:
            self._swaps = self._all_swaps()
            _listen()
        before, _held = _held, self
        for swap in self._swaps:
            swap.enter()
        try:
            with ExitStack() as stack:
                self._replace(stack)
                with self._modes():
                    yield
        finally:
            for swap in reversed(self._swaps):
                swap.leave()
            _held, self._entered = before, None

    # --- what holds them -------------------------------------------------------------------------

    def _all_swaps(self) -> list[Swap]:
        found: dict[Any, Ban] = {}
        for ban in self._bans:
            for function in ban.functions:
                if function not in found or ban.original is function:
                    found[function] = ban
        swaps = [Swap(function, self._reach(ban.name)) for function, ban in found.items()]
        spawn: Any = multiprocessing.util.spawnv_passfds
        return [*swaps, Swap(spawn, self._spawn)]

    def _reach(self, name: str) -> Callable[..., Any]:
        def reach(
            original: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]
        ) -> Any:
            self._hit(name, sys._getframe(3))
            return original(*args, **options)

        return reach

    def _replace(self, stack: ExitStack) -> None:
        for ban in self._bans:
            for kind, name in ban.methods:
                stack.enter_context(replaced(kind, name, self._stand_in(ban, getattr(kind, name))))
            for owner, name in ban.places:
                stand_in = self._stand_in(ban, ban.original)
                stack.enter_context(replaced(owner, name, stand_in))
                stack.enter_context(_renamed(self._namespaces, ban.original, stand_in))
        if not self._calls:
            return
        for kind in (torch._C.ScriptFunction, torch._C.ScriptMethod):
            stack.enter_context(replaced(kind, "__call__", self._compiled(kind.__call__)))
        for owner in (threading, _thread):
            for name in _STARTERS:
                if hasattr(owner, name):
                    starter = self._starter(getattr(owner, name))
                    stack.enter_context(replaced(owner, name, starter))

    @contextmanager
    def _modes(self) -> Iterator[None]:
        """torch's modes, in this thread."""
        modes: list[Any] = [_Functions(self._asked)] if self._calls else []
        modes += [_Operators(self._ran)] if self._operators else []
        for mode in modes:
            mode.__enter__()
        try:
            yield
        finally:
            for mode in reversed(modes):
                _leave(mode)

    def _stand_in(self, ban: Ban, original: Callable[..., Any]) -> Callable[..., Any]:
        def forbidden(*args: Any, **options: Any) -> Any:
            self._hit(ban.name, sys._getframe(1))
            return original(*args, **options)

        return forbidden

    def _compiled(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Calling what `torch.jit` has compiled: what is in it no function mode sees."""

        def looked_through(compiled: Any, *args: Any, **options: Any) -> Any:
            for node in _nodes(compiled):
                if (ban := self._calls.get(operator_name(node))) is not None and not ban.dims:
                    self._hit(ban.name, sys._getframe(1))
            return call(compiled, *args, **options)

        return looked_through

    def _starter(self, start: Callable[..., Any]) -> Callable[..., Any]:
        """What starts a thread: torch's modes are of one thread only."""

        def started(function: Callable[..., Any], *rest: Any, **options: Any) -> Any:
            def run(*args: Any, **named: Any) -> Any:
                with self._modes():
                    return function(*args, **named)

            return start(run, *rest, **options)

        return started

    # --- what was used ---------------------------------------------------------------------------

    def _asked(self, function: Any, args: Sequence[Any], options: dict[str, Any]) -> None:
        """A function of torch's was called from Python."""
        ban = self._calls.get(_name_of(function))
        if ban is not None and _fits(ban, function, args, options):
            exact = (each for each in self._bans if each.original is function)
            self._hit(next(exact, ban).name, sys._getframe(2))

    def _ran(self, function: Any, args: Sequence[Any], options: dict[str, Any]) -> None:
        """An operator runs."""
        ban = self._operators.get(operator_name(function._schema.name))
        if ban is not None and _fits(ban, function, args, options):
            self._hit(ban.name, sys._getframe(2))

    def _spawn(
        self, original: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        # Python's own tracker of what processes share is one as well.
        if "resource_tracker" not in repr(args):
            self._other_process(sys._getframe(2))
        return original(*args, **options)

    def _other_process(self, frame: FrameType) -> None:
        name = f"another process, where nobody sees whether it uses {self._bans[0].name}"
        self._hit(name, frame)

    def _hit(self, name: str, start: FrameType) -> None:
        """Refuse, unless the case uses it, or torch itself for something else."""
        homes = [ban.home for ban in self._bans]
        frame: FrameType | None = start
        while frame is not None:
            code, names = frame.f_code, frame.f_globals
            if any(names is each for each in self._namespaces):
                break
            if any(names is home for home in homes) or _is_aside(code.co_filename, code.co_name):
                return
            if frame is self._entered:
                if not self._by_learner:
                    return
                break
            frame = frame.f_back
        self.broken = self.broken or (name, self._line_of(start))
        raise Forbidden(f"{name} is what this exercise asks you to write yourself")


class _Functions(TorchFunctionMode):
    """Sees every function of torch's that is called from Python."""

    def __init__(self, asked: Callable[..., None]) -> None:
        super().__init__()  # type: ignore[no-untyped-call,unused-ignore]
        self._asked = asked

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._asked(func, args, kwargs or {})
        return func(*args, **(kwargs or {}))


class _Operators(TorchDispatchMode):  # type: ignore[no-untyped-call,unused-ignore]
    """Sees every operator that runs."""

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """No: otherwise torch imports torch._dynamo at the first operator, for seconds."""
        return False

    def __init__(self, ran: Callable[..., None]) -> None:
        super().__init__()  # type: ignore[no-untyped-call,unused-ignore]
        self._ran = ran

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._ran(func, args, kwargs or {})
        return func(*args, **(kwargs or {}))


def _leave(mode: Any) -> None:
    """Leave a mode, and those that the code inside has entered and not left."""
    functions = isinstance(mode, _Functions)
    stack = _get_current_function_mode_stack if functions else _get_current_dispatch_mode_stack
    while any(each is mode for each in stack()):
        stack()[-1].__exit__(None, None, None)


def _name_of(function: Any) -> str:
    """ "softmax" for a function, a method, an overload; "T" for reading that of a tensor."""
    name = getattr(function, "__name__", "")
    if name in ("__get__", "__set__"):
        name = getattr(function.__self__, "__name__", name)
    return str(name).partition(".")[0]


def _fits(ban: Ban, function: Any, args: Sequence[Any], options: dict[str, Any]) -> bool:
    """Whether it is the convolution that is forbidden; anything else is."""
    if not ban.dims or operator_name(_name_of(function)) not in CONVOLUTIONS:
        return True
    weight = options.get("weight", args[1] if len(args) > 1 else None)
    transposed = options.get("transposed", args[6] if len(args) > 6 else False)
    return getattr(weight, "ndim", ban.dims) == ban.dims and transposed is not True


def _nodes(compiled: Any) -> Iterator[str]:
    """The operators in what `torch.jit` has compiled."""
    nodes = list(getattr(compiled, "inlined_graph", compiled.graph).nodes())
    while nodes:
        node = nodes.pop()
        nodes += [inner for block in node.blocks() for inner in block.nodes()]
        yield node.kind()


@contextmanager
def _renamed(
    namespaces: Sequence[MutableMapping[str, Any]], original: Any, stand_in: Any
) -> Iterator[None]:
    """Replace something wherever it stands in these, under any name, for the block."""
    places = [
        (names, name)
        for names in namespaces
        for name, value in list(names.items())
        if value is original
    ]
    for names, name in places:
        names[name] = stand_in
    try:
        yield
    finally:
        for names, name in places:
            if names.get(name) is stand_in:
                names[name] = original


def _is_aside(filename: str, function: str) -> bool:
    """Whether torch does something else there: print a tensor, set up a layer's parameters."""
    if filename == _PRINTING:
        return True
    return function == "reset_parameters" and filename.startswith(_MODULES)


# --- other processes ------------------------------------------------------------------------------

_held: Guard | None = None
_listening = False


def _listen() -> None:
    global _listening  # noqa: PLW0603  (an audit hook stays for as long as the process)
    if not _listening:
        _listening = True
        sys.addaudithook(_audit)


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if _held is not None and event in _PROCESSES and "python" in repr(args[:2]):
        _held._other_process(sys._getframe(1))
