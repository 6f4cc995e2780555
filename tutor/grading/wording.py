"""A difference in words: what is wrong and where to look, never what to write instead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tutor.grading import arrays, drawing, guessing, phrases, picturing, records, resembling
from tutor.grading.arrays import Array
from tutor.grading.differing import Difference, at, changed
from tutor.grading.drawing import brief, kind, shape, value
from tutor.grading.records import Call, Recording

_CUTS = "detach, .data, .item(), torch.no_grad or numpy inside cut the graph"


@dataclass(frozen=True, slots=True)
class Words:
    """What a report says of a difference."""

    message: str
    place: str = ""
    expected: str = ""
    got: str = ""
    guess: str = ""  # the part of the message that is told from the numbers
    picture: str = ""  # of shapes


def words(
    difference: Difference, call: Call, got: Call | None, reference: Recording | None = None
) -> Words:
    """The words for a difference. `call` is the reference's, `got` the learner's."""
    with np.errstate(all="ignore"):
        return _Wording(difference, call, got, reference).words()


class _Wording:
    """What is at hand to say something of a difference."""

    def __init__(
        self, difference: Difference, call: Call, got: Call | None, reference: Recording | None
    ) -> None:
        self.difference = difference
        self.call = call
        self.theirs = got
        self.tolerance = reference.tolerance if reference is not None else None
        self.calls = reference.calls if reference is not None else []
        large = reference is not None and reference.is_large
        self.scaled = large or difference.where in ("gradient", "grad")
        self.function = f"`{drawing.safe(call.name, 60)}`"
        self.place = drawing.safe(difference.place, 200)

    def words(self) -> Words:
        """By where the two part."""
        found = {
            "calls": self._calls,
            "error": self._not_raised,
            "gradient": self._gradient,
            "argument": self._argument,
            "grad": self._grad,
            "state": self._state,
        }
        return found.get(self.difference.where, self._result)()

    def _state(self) -> Words:
        held = self.difference.got
        said = held.value if isinstance(held, records.Text) else ""
        return Words(said.replace("It ", f"{self.function} ", 1), self.place)

    # --- the case's way --------------------------------------------------------------------------

    def _calls(self) -> Words:
        d = self.difference
        if isinstance(d.expected, records.Text) and isinstance(d.got, records.Text):
            expected, got = d.expected.value, d.got.value
            message = f"Call {d.call} of the case is of `{got}`, where `{expected}` is expected."
            return Words(f"{message} What an earlier call gave led it there.", "", expected, got)
        ours, theirs = phrases.count(d.expected), phrases.count(d.got)
        how = "ended early" if theirs < ours else "went on for longer"
        message = f"With your code the case {how}. What an earlier call gave led it there."
        return Words(message, "", phrases.calls(ours), phrases.calls(theirs))

    def _not_raised(self) -> Words:
        error = self.call.error
        name = error.kind if error is not None else "an exception"
        message = f"{self.function} should raise {name} here."
        return Words(message, "", name, f"it returned {brief(self.difference.got)}")

    # --- the result ------------------------------------------------------------------------------

    def _result(self) -> Words:
        d = self.difference
        match d.what:
            case "kind":
                said = self._kind()
            case "shape":
                return self._shape()
            case "dtype":
                said = self._dtype()
            case "value":
                return self._values(f"{self._returns()} other numbers than expected")
            case _:
                said = self._container()
        return Words(said, self._at(), *self._sides())

    def _sides(self) -> tuple[str, str]:
        """Both values; of lists that differ in length only how long they are."""
        d = self.difference
        if d.what != "length" or (
            phrases.elements(d.expected) is not None and phrases.elements(d.got) is not None
        ):
            return value(d.expected), value(d.got)
        return phrases.items(phrases.size(d.expected)), phrases.items(phrases.size(d.got))

    def _returns(self) -> str:
        """ "`f` returns", "`f` yields" at the root, "`result[1]` holds" within."""
        if self.difference.streamed:
            return f"{self.function} gives"
        return f"{self.function} returns"

    def _subject(self) -> str:
        """The beginning of a sentence about what stands at the place."""
        within = self.difference.place != "result"
        return f"`{self.place}` is" if within else self._returns()

    def _at(self) -> str:
        return "" if self.difference.full_place == "result" else self._full()

    def _full(self) -> str:
        return drawing.safe(self.difference.full_place, 200)

    def _kind(self) -> str:
        d = self.difference
        wanted, subject = kind(d.expected), self._subject()
        if isinstance(d.got, records.Empty):
            return f"{subject} None where {wanted} is expected: is a `return` missing?"
        if isinstance(d.got, records.Stream) and isinstance(d.expected, records.Empty):
            return f"{self.function} has a `yield`: calling it makes a generator and runs nothing."
        if isinstance(d.got, records.Other) and d.got.is_coroutine:
            return f"{self.function} is `async`: calling it runs nothing. A plain `def` will do."
        if isinstance(d.got, records.Stream):
            ask = "does it `yield` where it should `return`?"
            return f"{subject} {kind(d.got)} where {wanted} is expected: {ask}"
        return f"{subject} {kind(d.got)} where {wanted} is expected."

    def _shape(self) -> Words:
        d = self.difference
        if not isinstance(d.expected, records.Tensor) or not isinstance(d.got, records.Tensor):
            return Words("The shapes differ.", self._at())
        ours, theirs = shape(d.expected.shape), shape(d.got.shape)
        within = d.where != "result" or d.place != "result"
        subject = f"`{self.place}` has" if within else f"{self._returns()} a tensor of"
        guess, stretching = self._shape_guess(d.expected, d.got)
        message = f"{subject} shape {theirs} where {ours} is expected."
        at = "" if d.place == "result" else self.place
        drawn = picturing.shapes(d.expected.shape, d.got.shape)
        picture = "\n\n".join(filter(None, [stretching, drawn]))
        sides = f"shape {ours}", f"shape {theirs}"
        return Words(f"{message} {guess}".strip(), at, *sides, picture=picture)

    def _shape_guess(self, expected: records.Tensor, got: records.Tensor) -> tuple[str, str]:
        """What may have happened, and how that looks if broadcasting did it."""
        said, stretching = guessing.broadcast(self.call.inputs, expected.shape, got.shape)
        if said:
            return said, stretching
        numbers = phrases.elements(expected), phrases.elements(got)
        guess = guessing.of_shapes(expected.shape, got.shape)
        more = resembling.in_another_shape(*numbers)
        if guess and more:
            guess, mark, _ = guess.partition(":")
            return f"{guess}: {more}." if mark else f"{guess[:-1]}; {more}.", ""
        return guess or (f"{more[:1].upper()}{more[1:]}." if more else ""), ""

    def _dtype(self) -> str:
        d = self.difference
        if not isinstance(d.expected, records.Tensor) or not isinstance(d.got, records.Tensor):
            return "The dtypes differ."
        ours, theirs = d.expected.dtype, drawing.safe(d.got.dtype, 20)
        message = f"{self._subject()} {theirs} where {ours} is expected."
        return f"{message} {guessing.of_dtypes(ours, theirs)}".strip()

    def _container(self) -> str:
        """Of lists, mappings, modules and what can't be read."""
        d = self.difference
        match d.what:
            case "length":
                return self._length()
            case "keys":
                other = "with other keys than expected"
                return f"{self._subject()} {kind(d.got)} {other}.{phrases.keys(d)}"
            case "parameters" | "names" | "mode":
                return self._module()
        why = drawing.safe(d.got.left_out, 100) if isinstance(d.got, records.Tensor) else ""
        return f"What {self.function} returned can't be compared: {why or 'it can not be read'}."

    def _module(self) -> str:
        d = self.difference
        if d.what == "parameters":
            return (
                "The module's parameters have other shapes than expected, or are not as many. "
                "What lies in a plain list isn't registered."
            )
        if d.what == "names":
            what = "The parameters and buffers of the module have other names than expected."
            return f"{what}{phrases.names(d)}"
        training = isinstance(d.got, records.Module) and d.got.training
        modes = ("training", "evaluation") if training else ("evaluation", "training")
        return f"The module is in {modes[0]} mode where {modes[1]} mode is expected."

    def _length(self) -> str:
        d = self.difference
        ours, theirs = phrases.size(d.expected), phrases.size(d.got)
        off = {1: ", one too many", -1: ", one too few"}.get(theirs - ours, "")
        within = d.where != "result" or d.place != "result"
        subject = f"`{self.place}` has" if within else self._returns()
        return f"{subject} {phrases.items(theirs)} where {ours} {phrases.are(ours)} expected{off}."

    def _values(self, said: str, change: bool = False) -> Words:
        """`said`, with what can be told from the numbers, and the numbers."""
        d = self.difference
        ours, theirs = phrases.elements(d.expected), phrases.elements(d.got)
        place = self._at()
        if ours is None or theirs is None or ours.size != theirs.size:
            said = said.replace("other numbers", "something else")
            return Words(f"{said}.", place, value(d.expected), value(d.got))
        theirs = theirs.reshape(ours.shape)
        if ours.size == 1:
            said = said.replace("other numbers", "another number")
        guess = self._like() or self._guess(ours, theirs, change)
        index = d.index if d.index is not None else (0,) * ours.ndim
        differ = arrays.wrong(ours, theirs, self._near, scaled=self.scaled)
        expected, got = drawing.pair(ours, theirs, index, differ)
        counted = ""
        if differ is not None and ours.size > 1 and not self._is_told(differ, guess):
            counted = f" {phrases.differing(ours, theirs, differ)}."
            said, counted = (said, counted) if guess else (f"{said}:{counted[:-1]}", "")
        message = f"{said}{': ' if guess else ''}{guess}.{counted}"
        return Words(message, place, expected, got, guess)

    @staticmethod
    def _is_told(differ: Array, guess: str) -> bool:
        """Whether a guess says as much as how many values differ, and by how much."""
        return bool(guess) and (bool(differ.all()) or f" of {differ.size} values" in guess)

    @property
    def _near(self) -> float:
        """How far two numbers may lie apart here."""
        node = self.difference.expected
        dtype = node.dtype if isinstance(node, records.Tensor) else ""
        return arrays.tolerance_of(dtype, self.tolerance)

    def _like(self) -> str:
        """Which other numbers of the case a result is."""
        d = self.difference
        name = guessing.argument_like(self.call.inputs, d.got) if d.where == "result" else ""
        if name:
            return f"these are the numbers of the argument `{drawing.safe(name, 60)}`, unchanged"
        return resembling.elsewhere(d, self.calls, self.tolerance) if self.calls else ""

    def _guess(self, expected: Array, got: Array, change: bool) -> str:
        d, tolerance = self.difference, self._near
        sizes = guessing.sizes_of(self.call.inputs)
        was = phrases.elements(d.was) if change else None
        if was is not None and was.shape == expected.shape and was.dtype.kind != "b":
            said = guessing.of_values(expected - was, got - was, sizes, tolerance)
            for subject in ("every value ", "the value "):
                if said.startswith((f"{subject}is ", f"{subject}has ")) and "NaN" not in said:
                    return f"the change {said.removeprefix(subject)}"
        return guessing.of_values(expected, got, sizes, tolerance)

    # --- gradients and arguments -----------------------------------------------------------------

    def _gradient(self) -> Words:
        d = self.difference
        place = f"gradient of {self._full()}"
        if d.what == "missing":
            message = f"The result carries no gradient back to `{self.place}`: {_CUTS}."
            return Words(message, place, value(d.expected), "no gradient")
        if isinstance(d.got, records.Text):  # what autograd said
            message = f"No gradient flows back to `{self.place}`: autograd stops on the way."
            return Words(message, place, value(d.expected), drawing.cut(d.got.value))
        found = self._values(f"The gradient that flows back to `{self.place}` is another one")
        note = "The numbers are those of a weighted sum of the result."
        return Words(f"{found.message} {note}", place, found.expected, found.got)

    def _argument(self) -> Words:
        found = {
            "replaced": self._replaced,
            "leaf": self._graph,
            "requires_grad": self._graph,
            "changed": self._changed,
            "nudged": self._nudged,
            "left": self._left,
            "shape": self._shape,
        }
        d = self.difference
        if d.what in found:
            return found[d.what]()
        if d.what == "value":
            return self._values(f"`{self.place}` holds other numbers after the call", True)
        if d.what == "missing":
            return Words(f"What became of `{self.place}` was not recorded.", self.place)
        if d.what == "dtype":
            message = self._dtype()
        elif d.what == "kind":
            now = f"`{self.place}` is {kind(d.got)} after the call"
            message = f"{now} where {kind(d.expected)} is expected."
        else:
            message = self._container()
        return Words(message, self.place, *self._sides())

    def _changed(self) -> Words:
        expected, got = self.difference.expected, self.difference.got
        if isinstance(expected, records.Tensor) and isinstance(got, records.Tensor):
            ours, theirs = shape(expected.shape), shape(got.shape)
            if ours != theirs:
                message = f"{self.function} gives its argument `{self.place}` (the caller's own) "
                message += f"shape {theirs}, and it should keep shape {ours}."
                return Words(message, self.place, f"shape {ours}", f"shape {theirs}")
        found = self._values("")
        message = f"{self.function} changes its argument `{self.place}` (the caller's own), "
        message += "which should stay as it is."
        return Words(message, found.place, found.expected, found.got)

    def _nudged(self) -> Words:
        message = (
            f"{self.function} changes its argument `{self.place}` (the caller's own), if only in "
            "its last digits: what is moved there and back is rounded on the way. "
            "Make a new tensor."
        )
        return Words(message, self.place)

    def _left(self) -> Words:
        found = self._values("")
        others = changed(self.call, self.theirs.leaves) if self.theirs is not None else []
        message = f"{self.function} left `{self.place}` as it was"
        if others:
            message += f", though it changed `{drawing.safe(others[0], 60)}`."
        else:
            message += ": rebinding a name (p = p - …) makes a new tensor and leaves the caller's "
            message += "alone."
        return Words(message, found.place, found.expected, found.got)

    def _replaced(self) -> Words:
        d = self.difference
        holder = "list" if self.place.endswith("]") else "module"
        if self.place.endswith(("']", '"]')):
            holder = "dictionary"
        if said := self._emptied(holder):
            return said
        message = f"`{self.place}` was replaced in the {holder}: another object stands there now"
        if d.was is not None and d.got == d.was:
            message += ", and the caller's tensor did not change"
        expected, got = "the caller's own tensor", "another tensor"
        return Words(f"{message}.", self.place, expected, got)

    def _emptied(self, holder: str) -> Words | None:
        """The words if the caller's container has become shorter, or longer."""
        container = self.place.rpartition("[")[0]
        was = at(dict(self.call.inputs), container) if container else None
        now = at(dict(self.theirs.after), container) if self.theirs is not None else None
        before, after = (
            len(node.items) if isinstance(node, records.Items | records.Fields) else -1
            for node in (was, now)
        )
        if before == after or -1 in (before, after):
            return None
        how = "takes from" if after < before else "adds to"
        message = f"{self.function} {how} the {holder} `{container}`, which is the caller's own: "
        message += "what is in it may change, and all of it should stay in its place."
        return Words(message, container, phrases.items(before), phrases.items(after))

    def _graph(self) -> Words:
        d = self.difference
        lost = isinstance(d.expected, records.Tensor) and (
            d.expected.leaf if d.what == "leaf" else d.expected.requires_grad
        )
        if d.what == "leaf":
            now = "no longer a leaf" if lost else "a leaf"
            why = ": the change was recorded in the graph." if lost else ", cut off from its graph."
            return Words(f"`{self.place}` is {now} after the call{why}", self.place)
        if lost:
            message = f"`{self.place}` no longer requires a gradient after the call."
        else:
            message = f"`{self.place}` requires a gradient after the call, which it should not."
        sides = ("requires_grad=True", "requires_grad=False")
        return Words(message, self.place, *(sides if lost else sides[::-1]))

    def _grad(self) -> Words:
        d = self.difference
        if d.what == "missing":
            message = f"`{self.place}` is None after the call, where numbers are expected."
            return Words(message, self.place, value(d.expected), "None")
        if d.what == "extra":
            message = f"{self.function} leaves numbers in `{self.place}`, which should stay empty."
            return Words(message, self.place, "None", value(d.got))
        if d.what == "value":
            return self._values(f"`{self.place}` holds other numbers after the call")
        return Words(f"`{self.place}` is another kind of thing after the call.", self.place)
