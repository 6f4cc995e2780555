"""`mine`: what a case calls the code under test by. Every call is recorded."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tutor.engine.protocol import Parameter, Provided
from tutor.engine.verdicts import Report
from tutor.grading import leaves, pasting, records
from tutor.grading.context import CaseEnded, CaseFailed, Playing
from tutor.grading.deadlines import TimeUp
from tutor.grading.encoding import ITEMS, Encoder
from tutor.grading.explaining import Explainer, said, type_name
from tutor.grading.forbidding import Guard
from tutor.grading.printing import Printed, joined
from tutor.grading.states import State
from tutor.grading.taking import Stream, Taker


@dataclass(slots=True)
class Made:
    """A call as it is noted while the case goes on."""

    name: str
    number: int  # from 1
    before: str = ""
    parts: list[records.AnyNode | Stream] = field(default_factory=list)
    several: str = ""  # the kind of container that the parts stand in; "" for a single one
    after: list[tuple[str, records.AnyNode]] = field(default_factory=list)
    leaves: list[records.Leaf] = field(default_factory=list)
    gradients: list[tuple[str, records.AnyNode]] = field(default_factory=list)
    error: records.Error | None = None
    state: list[str] = field(default_factory=list)
    printed: str = ""
    seconds: float = 0.0
    in_raises: bool = False
    inputs: list[tuple[str, records.AnyNode]] = field(default_factory=list)  # with `before` only

    def recorded(self) -> records.Call:
        """As it stands in the recording."""
        nodes = [part.node() if isinstance(part, Stream) else part for part in self.parts]
        result: records.AnyNode = nodes[0] if nodes else records.Empty()
        if self.several:
            result = records.Items(self.several, nodes)
        return records.Call(
            self.name, self.before, result, self.after, self.leaves, self.gradients, self.error,
            self.state, self.printed, self.seconds, self.in_raises, self.inputs,
        )  # fmt: skip


class Recorder:
    """Runs the code under test and notes what it does."""

    def __init__(
        self,
        playing: Playing,
        provides: Sequence[Provided],
        explainer: Explainer,
        namespace: MutableMapping[str, Any],
        *,
        before: bool,
        home: int,
    ) -> None:
        self.before = before  # whether calls are noted as Python, too
        self.calls: list[Made] = []
        self.running: Made | None = None
        self.interrupted: Made | None = None  # by the time limit
        self.printed = Printed()
        self.all_printed = ""
        self.explainer = explainer
        self.encoder = Encoder()
        self._playing = playing
        self._parameters: dict[str, list[Parameter]] = {p.name: p.parameters for p in provides}
        self._guard = Guard(playing.case.bans, [namespace], explainer.line_here)
        self._home = home

    def call(
        self,
        name: str,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        options: dict[str, Any],
    ) -> Any:
        """Call and record; from inside the code under test just call."""
        if self.running is not None:
            return function(*args, **options)
        self._set_aside()
        made = Made(name, len(self.calls) + 1, in_raises=self._playing.expects_error)
        named = leaves.by_name(self._parameters.get(name, []), args, options)
        if self.before:
            made.before = pasting.call(name, args, options, named)
            encoder = Encoder()  # of its own: what is compared keeps its room
            made.inputs = [(name, encoder.value(value)) for name, value in named]
        held = leaves.find(named)
        try:
            result = self._run(made, lambda: function(*args, **options), function)
        except (TimeUp, CaseFailed, KeyboardInterrupt):
            raise
        except BaseException:
            self._note_after(made, named, held)
            raise
        made.gradients = leaves.gradients(held, result, self.encoder)
        self._note_after(made, named, held)
        return self._note_result(made, result)

    def value(self, name: str, value: Any) -> Any:
        """Record a name that is not called."""
        if self.running is None:
            made = Made(name, len(self.calls) + 1, name if self.before else "")
            self.calls.append(made)
            made.parts = [self.encoder.value(value)]
        return value

    def finish(self) -> list[records.Call]:
        """The calls of the case."""
        self._set_aside()
        return [made.recorded() for made in self.calls]

    # --- running the code under test -------------------------------------------------------------

    def _run(self, made: Made, piece: Callable[[], Any], function: object = None) -> Any:
        """Run a piece of the code on account of a call: guarded, timed, its prints taken."""
        state = State()
        self.running = made
        started = time.perf_counter()
        try:
            with self._guard.held():
                result = piece()
        except (TimeUp, CaseFailed, CaseEnded, KeyboardInterrupt):
            self.interrupted = made
            self._settle(made, started, state)
            raise
        except BaseException as error:
            self._settle(made, started, state)
            self._check_forbidden(made)
            self._note_error(made, error, function)
            if made.in_raises:
                raise
            raise CaseEnded from None
        self._settle(made, started, state)
        self._check_forbidden(made)
        return result

    def _settle(self, made: Made, started: float, state: State) -> None:
        made.seconds += time.perf_counter() - started
        if os.getpid() != self._home:  # a process that the code forked: nobody waits for it
            os._exit(0)
        self.printed.hold()
        made.state += state.restore()
        text = self.printed.take()
        made.printed = joined(made.printed, text)
        self.all_printed = joined(self.all_printed, text)
        self.running = None

    def _set_aside(self) -> None:
        """What was printed outside of calls: by the case, or by an object of the learner's."""
        self.all_printed = joined(self.all_printed, self.printed.take())

    def _check_forbidden(self, made: Made) -> None:
        if self._guard.broken is None:
            return
        name, line = self._guard.broken
        self._guard.broken = None
        where = f" (line {line})" if line else ""
        what = f"`{made.name}` uses {name}, which this exercise asks you to write yourself{where}."
        report = Report("forbidden", what, number=made.number, printed=made.printed, line=line)
        raise CaseFailed(report)

    def _note_error(self, made: Made, error: BaseException, function: object) -> None:
        report = self.explainer.raised(error, f"`{made.name}`")
        line = report.line or self.explainer.line_of(function)
        report = msgspec.structs.replace(
            report, call=made.before, number=made.number, printed=made.printed, line=line
        )
        made.error = records.Error(type_name(error), said(error)[:2000], report)

    # --- what it gave ----------------------------------------------------------------------------

    def _note_after(
        self, made: Made, named: list[tuple[str, Any]], held: list[leaves.Held]
    ) -> None:
        made.leaves = leaves.after(held, self.encoder)
        made.after = [(name, self.encoder.value(value)) for name, value in named]
        self.calls.append(made)

    def _note_result(self, made: Made, result: Any) -> Any:
        taker = Taker(
            lambda piece: self._take(made, piece),
            self.encoder.value,
            lambda most: self._endless(made, most),
            ITEMS,
        )
        if type(result) is tuple:
            wrapped = [taker.wrap(item) for item in result[:8]]
            if any(stream for _, stream in wrapped):
                made.several = "tuple"
                made.parts = [s or self.encoder.value(value) for value, s in wrapped]
                return (*(value for value, _ in wrapped), *result[8:])
        value, stream = taker.wrap(result)
        made.parts = [stream or self.encoder.value(result)]
        return value

    def _take(self, made: Made, piece: Callable[[], Any]) -> Any:
        if self.running is not None:
            return piece()
        self._set_aside()
        made.in_raises = made.in_raises or self._playing.expects_error
        return self._run(made, piece)

    def _endless(self, made: Made, most: int) -> None:
        what = f"`{made.name}` doesn't end: it gave {most:,} items, and more would come."
        raise CaseFailed(Report("required", what, number=made.number, printed=made.printed))


class Mine:
    """The code under test, by the names that the exercise provides.

    A function or class can be called, and the call is recorded; any other name gives its value.
    """

    def __init__(self, names: Mapping[str, object], recorder: Recorder) -> None:
        self._names = names
        self._recorder = recorder

    def __getattr__(self, name: str) -> Any:
        if name not in self._names:
            provided = ", ".join(self._names) or "nothing"
            raise AttributeError(f"the exercise provides no {name}; it provides {provided}")
        found = self._names[name]
        return (
            Called(name, found, self._recorder)
            if callable(found)
            else self._recorder.value(name, found)
        )

    def __dir__(self) -> Iterator[str]:
        return iter(self._names)


class Called:
    """A function or class of the code under test; all but calling it reaches the thing itself."""

    def __init__(self, name: str, function: Any, recorder: Recorder) -> None:
        self.__name__ = name
        self.__wrapped__ = function
        self._recorder = recorder

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call it; the call is recorded."""
        return self._recorder.call(self.__name__, self.__wrapped__, args, options)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self.__wrapped__)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__wrapped__, name)
