"""`mine`: what a case calls the code under test by. Every call is recorded."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any

import msgspec
import torch

from tutor.engine.protocol import Parameter, Provided
from tutor.engine.verdicts import Report
from tutor.grading import leaves, records, things
from tutor.grading.context import CaseEnded, CaseFailed, Playing
from tutor.grading.deadlines import TimeUp
from tutor.grading.encoding import ITEMS, Encoder, is_a
from tutor.grading.explaining import Explainer, said, type_name
from tutor.grading.forbidding import Guard
from tutor.grading.noting import Made
from tutor.grading.printing import Printed, joined
from tutor.grading.standing import PLAIN, How, Thing
from tutor.grading.states import State
from tutor.grading.taking import Stream, Taker
from tutor.grading.things import Things

__all__ = ["Called", "Made", "Mine", "Recorder"]


Named = Sequence[tuple[str, Any]]  # arguments by name


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
        self.things = Things(self)
        self.encoder = self._new_encoder(playing)
        self._playing = playing
        self._parameters: dict[str, list[Parameter]] = {p.name: p.parameters for p in provides}
        self.classes: dict[str, object] = {p.name: None for p in provides if p.kind == "class"}
        self._aspects = playing.case.aspects
        self._guard = Guard(playing.case.bans, [namespace], explainer.line_here)
        self._home = home

    def _new_encoder(self, playing: Playing) -> Encoder:
        return Encoder(made=self.things, buffers="names" in playing.case.aspects)

    def call(
        self,
        name: str,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        options: dict[str, Any],
        how: How = PLAIN,
    ) -> Any:
        """Call and record; from inside the code under test just call."""
        if self.running is not None:
            return function(*args, **options)
        self._set_aside()
        made = Made(name, len(self.calls) + 1, in_raises=self._playing.expects_error)
        if self.before:
            parameters = self._parameters.get(name, [])
            made.again = lambda: things.pasted(name, parameters, args, options, how)
            made.before = made.again()
        if not self.things:
            return self._call(made, function, args, options, how)
        with self.things.lent(args, options) as (plain, named):
            return self._call(made, function, plain, named, how)

    def _call(
        self,
        made: Made,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        options: dict[str, Any],
        how: How,
    ) -> Any:
        named = leaves.by_name(self._parameters.get(made.name, []), args, options)
        thing = how.thing
        about = named if thing is None else [*named, *thing.arguments(named)]
        if self.before:
            encoder = self._new_encoder(self._playing)  # what is compared keeps its room
            made.inputs = [(name, encoder.value(value)) for name, value in about]
        held = leaves.find(about, self.things.made)
        made.numbers = leaves.numbers(held)
        try:
            result = self._run(made, lambda: function(*args, **options), function, how.ends)
            value = self._note_result(made, result, named, how.streams)
        except (TimeUp, CaseFailed, KeyboardInterrupt):
            raise
        except BaseException:
            self._note_after(made, about, held)
            raise
        if thing is not None:
            thing.calls += 1
            held = thing.looked_at_again(held)  # what it does within itself is its own affair
        with self._guard.held(by_learner=False):  # a backward of the learner's own runs here
            made.gradients = leaves.gradients(held, result, self.encoder)
        self._check_forbidden(made)
        if "aliasing" in self._aspects:
            made.shares = leaves.shared(held, result)
        self._note_after(made, about, [*held, *self.things.new_leaves()])
        return value

    def aside(self, name: str, piece: Callable[[], Any]) -> Any:
        """Run a piece that is recorded only if it goes wrong; an AttributeError is let through."""
        if self.running is not None:
            return piece()
        self._set_aside()
        made = Made(name, len(self.calls) + 1, in_raises=self._playing.expects_error)
        try:
            return self._run(made, piece, None, (AttributeError,))
        except (TimeUp, CaseFailed, KeyboardInterrupt, AttributeError):
            raise
        except BaseException:
            self.calls.append(made)
            raise

    def attribute(self, thing: Thing, name: str, value: Any) -> Any:
        """What a case gets for something callable that a thing has."""
        if is_a(value, torch.nn.Module):
            return self.things.part(thing, name, value).stand_in
        return Called(f"{thing.name}.{name}", value, self, How(thing))

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

    def _run(
        self,
        made: Made,
        piece: Callable[[], Any],
        function: object = None,
        ends: tuple[type[BaseException], ...] = (),
    ) -> Any:
        """Run a piece of the code on account of a call: guarded, timed, its prints taken.

        What is of `ends` is raised again, as if the case had asked for it by `raises`.
        """
        state = State()
        self.running = made
        # of the processor: a busy machine makes nobody's code slower than the reference
        started = time.process_time()
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
            made.in_raises = made.in_raises or isinstance(error, ends)
            if made.in_raises:
                raise
            raise CaseEnded from None
        self._settle(made, started, state)
        self._check_forbidden(made)
        return result

    def _settle(self, made: Made, started: float, state: State) -> None:
        made.seconds += time.process_time() - started
        if os.getpid() != self._home:  # a process that the code forked: nobody waits for it
            os._exit(0)
        self.printed.hold()
        made.state += state.restore()
        text = self.printed.take()
        made.printed = joined(made.printed, text)
        self.all_printed = joined(self.all_printed, text)
        self.running = None
        if "random numbers" in self._aspects:
            numbers = torch.get_rng_state().numpy().tobytes()
            made.dice = hashlib.blake2b(numbers, digest_size=8).hexdigest()

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
        with self.encoder.one_moment():
            made.leaves = leaves.after(held, self.encoder, made.numbers)
            made.after = [(name, self.encoder.value(value)) for name, value in named]
        self.calls.append(made)

    def _note_result(self, made: Made, result: Any, named: Named, streams: bool) -> Any:
        """Note what a call gave; returns what the case gets for it."""
        if f"any {made.name}" in self._aspects:  # for the code alone: it gets back what it gave
            made.parts = [self.encoder.value(result)]
            return result
        taker = Taker(
            lambda piece: self._take(made, piece),
            self.encoder.value,
            lambda most: self._endless(made, most),
            ITEMS,
        )
        if type(result) is tuple or type(result) is list:
            many = result[:8]
            found = [self._part(made, v, named, taker, f"[{i}]") for i, v in enumerate(many)]
            values = [value for value, _ in found]
            if any(value is not own for value, own in zip(values, many, strict=True)):
                made.several = type_name(result)
                made.parts = [note() for _, note in found]
                made.parts += [self.encoder.value(value) for value in result[8:]]
                return type(result)([*values, *result[8:]])
            made.parts = [self.encoder.value(result)]
            return result
        if streams:
            value, stream = taker.wrap(result)
            made.parts = [stream or self.encoder.value(value)]
            return value
        value, note = self._part(made, result, named, taker)
        made.parts = [note()]
        return value

    def _part(
        self, made: Made, value: Any, named: Named, taker: Taker, at: str = ""
    ) -> tuple[Any, Callable[[], records.AnyNode | Stream]]:
        """What the case gets for a result or an item of it, and what notes that."""
        thing = self.things.of(value)
        by_class = made.name in self.classes or self._class_of(value) is not None
        if (
            thing is None
            and things.is_thing(value, by_class)
            and not any(value is given for _, given in named)
        ):
            thing = self._new_thing(made, value, named, at)
        if thing is None:
            got, stream = taker.wrap(value)
            return got, lambda: stream or self.encoder.value(value)
        if thing.is_module:
            return thing.stand_in, lambda: self.encoder.value(value)
        kind = "object" if by_class else "function"
        return thing.stand_in, lambda: records.Other(kind, records.MADE)

    def _class_of(self, value: object) -> str | None:
        """The name of the provided class that a value is of."""
        for name, kind in self.classes.items():
            if is_a(kind, type) and is_a(value, kind):  # type: ignore[arg-type]
                return name
        return None

    def _new_thing(self, made: Made, inner: Any, named: Named, at: str) -> Thing:
        if things.unfinished(inner):
            self._fail(made, inner)
        variant = self._playing.variant
        if is_a(inner, torch.nn.Module) and variant in things.VARIANTS:
            self._run(made, lambda: things.in_variant(inner, variant))
        name = made.name if made.name in self.classes else self._class_of(inner)
        thing = self.things.add(inner, name or made.name, list(self._parameters))
        thing.given = things.keeping(named)
        thing.made_by = made.again and things.assigned(made.again, made.name, thing, at, variant)
        return thing

    def _fail(self, made: Made, inner: object) -> None:
        what = f"`{made.name}` is an nn.Module, but its `__init__` doesn't call "
        what += "`super().__init__()`. That has to come first in it."
        line = self.explainer.line_of(getattr(type(inner), "__init__", None))
        said = Report("raised", what, made.before, made.number, printed=made.printed, line=line)
        made.error = records.Error("AttributeError", what, said)
        raise CaseEnded

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
        recorder.classes.update((n, v) for n, v in names.items() if n in recorder.classes)

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

    def __init__(self, name: str, function: Any, recorder: Recorder, how: How = PLAIN) -> None:
        self.__name__ = name
        self.__wrapped__ = function
        self._recorder = recorder
        self._how = how

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call it; the call is recorded."""
        return self._recorder.call(self.__name__, self.__wrapped__, args, options, self._how)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self.__wrapped__)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__wrapped__, name)
