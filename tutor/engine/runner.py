"""The runner: reads requests, runs code, sends what happens back.

A runner belongs to one open lesson and runs its cells in one namespace; or it plays one
solution of an exercise; or it judges; never two of these. Its main thread runs the code; a
thread of `output.Collector` sends. SIGINT raises KeyboardInterrupt only while lesson code runs,
again each time it comes; in between it is ignored.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import os
import signal
import socket
import sys
import threading
import time
import traceback
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import msgspec

from tutor.engine import channel as wire
from tutor.engine import importing, kept, protocol, resets, tracebacks, values
from tutor.engine import limits as limiting
from tutor.engine.limits import Limits
from tutor.engine.merging import Begin, End
from tutor.engine.output import Collector
from tutor.engine.protocol import BadFrame, Event
from tutor.engine.screen import clean
from tutor.engine.snapshots import Snapshot
from tutor.engine.sources import RESULT, Source
from tutor.engine.verdicts import Report
from tutor.kit import devices, hook, library

if TYPE_CHECKING:
    from tutor.grading.judge import Judge

RESERVE = 4 << 20  # bytes kept to be able to report that there is no memory left


def serve(channel: socket.socket, limits: Limits) -> None:
    """Answer requests until the channel ends or a Quit comes.

    To be called once in a process, in its main thread: it takes over the standard streams,
    SIGINT and `sys.modules["__main__"]`.
    """
    runner = Runner(channel, limits)
    use = ""
    while True:
        try:
            request = wire.receive(channel)
        except (BadFrame, OSError):
            return
        # A learner's code never runs where the reference is, nor where another's has run.
        use = use or _use(request)
        if use != _use(request):
            return
        match request:
            case protocol.Execute():
                runner.execute(request)
            case protocol.Evaluate():
                runner.evaluate(request)
            case protocol.Provide():
                runner.provide(request)
            case protocol.Learn() | protocol.Compare() | protocol.Diagnose():
                runner.judge(request)
            case protocol.Play():
                runner.play(request)
                return
            case _:
                return


def _use(request: object) -> str:
    """What a runner that gets this request is for."""
    match request:
        case protocol.Execute() | protocol.Evaluate() | protocol.Provide():
            return "lesson"
        case protocol.Learn() | protocol.Compare() | protocol.Diagnose():
            return "judge"
    return type(request).__name__


@dataclass(slots=True)
class _Result:
    """How it went."""

    outcome: Literal["done", "raised", "stopped", "data"] = "done"
    seconds: float = 0.0
    value: str | None = None
    told: tracebacks.Report | None = None
    wants: str = ""  # a data set that isn't here
    line: int | None = 0  # of the cell, where it was stopped; None: at its end; 0: before it began

    def raised(self, cell: str) -> tuple[Event, ...]:
        """The event that says why it did not come to its end, if there is one."""
        if self.wants:
            return (protocol.DataNeeded(0, self.wants),)
        told = self.told
        if told is None:
            return ()
        return (protocol.Raised(0, told.kind, told.message, told.text, cell, told.line),)


class Runner:
    """The lesson's namespace and everything that runs code in it."""

    def __init__(self, channel: socket.socket, limits: Limits) -> None:
        limiting.apply(limits)
        self._limits = limits
        self._interruptible = False
        self._run_number = 0
        self._reserve: bytearray | None = bytearray(RESERVE)
        self._module = _fresh_main()
        library.refuse()  # until a lesson provides something: a check never does
        self._judge: Judge | None = None
        self._collector = Collector(
            channel, chars=limits.output_chars, frames_per_second=limits.frames_per_second
        )
        _take_over_descriptor_0()
        signal.signal(signal.SIGINT, self._interrupt)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
        threading.excepthook = _report_thread
        sys.breakpointhook = _no_debugger
        self._defaults = resets.Defaults()
        resets.seed(0)  # the first time takes 8 ms, and a runner is mostly made ahead of need
        self._collector.start()

    def execute(self, request: protocol.Execute) -> None:
        """Run a cell; its names stay."""
        started = protocol.Started(request.run, request.cell, request.quiet, devices.name())
        mode: Literal["quiet", "shown"] = "quiet" if request.quiet else "shown"
        self._collector.begin(Begin(request.run, mode), started)
        source = Source(request.filename, max(1, request.line), request.cell, request.source)
        names = vars(self._module)
        hook.may_ask = request.may_ask
        before = kept.remember(names)
        result = self._run(source, names, request.seed, _shown)
        last = result.raised(request.cell)
        if result.outcome == "stopped":
            names_kept = kept.bound(request.source, names, before, result.line)
            last = (protocol.Kept(request.run, names_kept),)
        if result.value is not None:
            last = (protocol.Value(request.run, result.value),)
        self._collector.finish(End(request.cell, result.outcome, result.seconds, last))

    def provide(self, request: protocol.Provide) -> None:
        """Let `tutor.mine` give these; runs none of their code yet."""
        library.provide(request.entries, request.names, self._unusable)

    def _unusable(self, exercise: str, why: str) -> None:
        self._collector.post(protocol.Unusable(0, exercise, clean(why)))

    def evaluate(self, request: protocol.Evaluate) -> None:
        """Answer a quiz's question; leaves nothing behind that can be put back."""
        self._collector.begin(Begin(request.run, request.mode))
        names = dict(vars(self._module))
        hook.may_ask = False
        kept = Snapshot(names)
        show = values.exact if request.mode == "value" else _shown
        with resets.random_kept():
            result = self._run(Source("question", 1, "", request.source), names, request.seed, show)
        kept.restore()
        last, instead = result.raised(""), result.value or ""
        if request.mode == "value" and result.outcome == "done":
            last = (protocol.Value(request.run, instead),)
        self._collector.finish(End("", result.outcome, result.seconds, last, instead))

    def play(self, request: protocol.Play) -> None:
        """Play the cases of an exercise with a learner's code. The runner's last deed."""
        from tutor.grading import player  # noqa: PLC0415  (a lesson's runner has no use for it)

        self._check(request.run, lambda: player.play(request, self._tell), interruptible=True)

    def judge(self, request: protocol.Learn | protocol.Compare | protocol.Diagnose) -> None:
        """Play the reference, or hold a recording against it."""
        self._check(request.run, lambda: self._tell(self._answer(request)))

    def _answer(self, request: protocol.Learn | protocol.Compare | protocol.Diagnose) -> Event:
        judge = self._judge
        if judge is None:
            from tutor.grading.judge import Judge  # noqa: PLC0415

            judge = self._judge = Judge()
        match request:
            case protocol.Learn(run, brief, reference, conventions):
                return protocol.Listed(run, judge.learn(brief, reference, conventions))
            case protocol.Compare(run, key, who, data):
                return protocol.Checked(run, judge.compare(key, who, data))
            case protocol.Diagnose(run, key):
                return protocol.Diagnosed(run, *judge.diagnose(key))

    def _tell(self, event: Event) -> None:
        """Send an event of a check at once, so that the parent can go on with it."""
        if isinstance(event, protocol.Recorded) and len(event.data) > protocol.MAX_RECORDING:
            event = _cut(event)
        self._collector.post_now(event)

    def _check(self, run: int, do: Callable[[], None], *, interruptible: bool = False) -> None:
        limiting.renew(self._limits)
        self._defaults.restore()
        self._collector.begin(Begin(run, "events"))
        home, started, result = os.getpid(), time.perf_counter(), _Result()
        try:
            self._interruptible = interruptible
            do()
        except BaseException as error:
            self._interruptible = False
            if os.getpid() != home:
                _leave(error)
            result.outcome, result.told = "raised", _own_error(error)
        finally:
            self._interruptible = False
        if os.getpid() != home:
            _leave(None)
        if self._collector.stop_asked:
            result.outcome, result.told = "stopped", None
        seconds = time.perf_counter() - started
        self._collector.finish(End("", result.outcome, seconds, result.raised("")))

    def _run(
        self, source: Source, names: dict[str, Any], seed: int, show: Callable[[object], str | None]
    ) -> _Result:
        limiting.renew(self._limits)
        self._defaults.restore()
        resets.seed(seed)
        names.pop("__warningregistry__", None)  # a warning is given each time
        result, home, started = _Result(), os.getpid(), time.perf_counter()
        try:
            with warnings.catch_warnings():
                self._exec(source, names, show, result)
        except BaseException as error:
            if os.getpid() != home:
                _leave(error)
            self._explain(error, source, result)
        if os.getpid() != home:
            _leave(None)
        result.seconds = result.seconds or time.perf_counter() - started
        return result

    def _exec(
        self,
        source: Source,
        names: dict[str, Any],
        show: Callable[[object], str | None],
        result: _Result,
    ) -> None:
        started = time.perf_counter()
        try:
            self._run_number += 1
            self._interruptible = True
            exec(source.compile(), names)
            result.seconds, result.line = time.perf_counter() - started, None
            sys.setrecursionlimit(max(1000, sys.getrecursionlimit()))
            if RESULT in names:
                result.value = show(names.pop(RESULT))  # may call the learner's __repr__
        finally:
            self._interruptible = False
        if self._collector.stop_asked:  # the code caught it, and came to its end
            result.outcome = "stopped"

    def _interrupt(self, _number: int, frame: types.FrameType | None) -> None:
        if self._interruptible:
            self._collector.ask_to_stop()
            if importing.goes_on(frame):
                run = self._run_number
                importing.put_off(lambda: self._interruptible and self._run_number == run)
                return
            raise KeyboardInterrupt

    def _explain(self, error: BaseException, source: Source, result: _Result) -> None:
        """Say what went wrong, or that it was stopped."""
        result.value = None
        if self._collector.stop_asked:
            result.outcome = "stopped"
            if result.line is not None:
                at = kept.line_in(error.__traceback__, source.internal)
                result.line = source.line_of(at) or 0
            return
        if isinstance(error, hook.DataNeeded):
            result.outcome, result.wants = "data", error.name
            return
        result.outcome = "raised"
        sys.setrecursionlimit(max(1000, sys.getrecursionlimit()))
        heavy = isinstance(error, (MemoryError, RecursionError))
        with limiting.lifted() if heavy else contextlib.nullcontext():
            if heavy:
                self._make_room(error)
            result.told = _report(error, source, self._sentence(error))
            if heavy:
                error.__traceback__ = error.__context__ = None
                gc.collect()
        with contextlib.suppress(MemoryError):
            self._reserve = self._reserve or bytearray(RESERVE)

    def _make_room(self, error: BaseException) -> None:
        """Free the reserve and what the failed calls still hold in their variables."""
        self._reserve = None
        if isinstance(error, MemoryError):
            traceback.clear_frames(error.__traceback__)
            gc.collect()

    def _sentence(self, error: BaseException) -> str | None:
        """What to say instead of the exception's own message."""
        if isinstance(error, SystemExit):
            code = "" if error.code in (None, 0) else f" with {values.show(error.code)}"
            return f"The code asked Python to exit{code}. The session goes on; no names are lost."
        if isinstance(error, MemoryError) and not error.args:
            allowed = self._limits.memory_bytes
            most = f" ({allowed / 1e9:.1f} GB)" if allowed else ""
            return f"This needs more memory than a lesson may use{most}. Make something smaller."
        return None


def _shown(value: object) -> str | None:
    return None if value is None else values.show(value)


def _report(error: BaseException, source: Source, message: str | None) -> tracebacks.Report:
    try:
        return tracebacks.report(error, source, message)
    except Exception:  # an exception class of the learner's can go wrong in any way
        kind = type(error).__name__
        return tracebacks.Report(kind, message or "", f"{kind}: {message or ''}", None)


def _cut(event: protocol.Recorded) -> protocol.Recorded:
    """What to send instead of a recording that no frame can hold."""
    from tutor.grading import records  # noqa: PLC0415

    size = f"{len(event.data) / 1e6:.0f} MB"
    message = (
        f"What your code gives back in this case is too much to be compared ({size} in all). "
        "Look at the shapes: has a result more elements than it is asked for?"
    )
    whole = records.decode(event.data)
    failure = whole.failure or Report("required", message)
    data = records.encode(records.Recording(whole.case, whole.title, [], failure))
    return msgspec.structs.replace(event, data=data)


def _own_error(error: BaseException) -> tracebacks.Report:
    """What went wrong in a check that isn't the learner's doing."""
    text = "".join(traceback.format_exception(error, limit=-20))
    return tracebacks.Report(type(error).__name__, str(error)[:2000], text[-8000:], None)


def _fresh_main() -> types.ModuleType:
    """The lesson's namespace, as the module that pickle and multiprocessing look for."""
    module = types.ModuleType("__main__", None)
    vars(module)["__builtins__"] = builtins
    sys.modules["__main__"] = module
    return module


def _take_over_descriptor_0() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    if nothing != 0:
        os.close(nothing)


def _leave(error: BaseException | None) -> NoReturn:
    """End a process that lesson code forked and that has come to the end of the cell."""
    status: object = 0 if error is None else 1
    if isinstance(error, SystemExit):
        status = 0 if error.code is None else error.code
    elif error is not None and not isinstance(error, KeyboardInterrupt):
        sys.stderr.write(tracebacks.brief(error))
    os._exit(status if isinstance(status, int) else 1)


def _report_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        sys.stderr.write(tracebacks.brief(args.exc_value))


def _no_debugger(*_args: object, **_options: object) -> None:
    sys.stderr.write("There is no debugger here; print what you want to see.\n")
