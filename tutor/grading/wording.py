"""A difference in words: what is wrong and where to look, never what to write instead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tutor.grading import arrays, drawing, guessing, records
from tutor.grading.arrays import Array
from tutor.grading.compare import Difference, changed
from tutor.grading.drawing import brief, kind, shape, value
from tutor.grading.records import AnyNode, Call

_CUTS = "detach, .data, .item(), torch.no_grad or numpy inside cut the graph"


@dataclass(frozen=True, slots=True)
class Words:
    """What a report says of a difference."""

    message: str
    place: str = ""
    expected: str = ""
    got: str = ""
    guess: str = ""  # the part of the message that is told from the numbers


def words(difference: Difference, call: Call, got: Call | None, tolerance: float | None) -> Words:
    """The words for a difference. `call` is the reference's, `got` the learner's."""
    with np.errstate(all="ignore"):
        return _Wording(difference, call, got, tolerance).words()


class _Wording:
    """What is at hand to say something of a difference."""

    def __init__(
        self, difference: Difference, call: Call, got: Call | None, tolerance: float | None
    ) -> None:
        self.difference = difference
        self.call = call
        self.theirs = got
        self.tolerance = tolerance
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
        return Words(said.replace("It ", f"{self.function} ", 1))

    # --- the case's way --------------------------------------------------------------------------

    def _calls(self) -> Words:
        d = self.difference
        if isinstance(d.expected, records.Text) and isinstance(d.got, records.Text):
            expected, got = d.expected.value, d.got.value
            message = f"Call {d.call} of the case is of `{got}`, where `{expected}` is expected."
            return Words(f"{message} What an earlier call gave led it there.", "", expected, got)
        ours, theirs = _count(d.expected), _count(d.got)
        how = "ended early" if theirs < ours else "went on for longer"
        message = f"With your code the case {how}. What an earlier call gave led it there."
        return Words(message, "", _times(ours), _times(theirs))

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
            _elements(d.expected) is not None and _elements(d.got) is not None
        ):
            return value(d.expected), value(d.got)
        return _items(_size(d.expected)), _items(_size(d.got))

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
        guess = guessing.of_shapes(d.expected.shape, d.got.shape)
        message = f"{subject} shape {theirs} where {ours} is expected."
        at = "" if d.place == "result" else self.place
        return Words(f"{message} {guess}".strip(), at, f"shape {ours}", f"shape {theirs}")

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
                return f"{self._subject()} {kind(d.got)} with other keys than expected.{_keys(d)}"
            case "parameters":
                return (
                    "The module's parameters have other shapes than expected, or are not as many. "
                    "What lies in a plain list isn't registered."
                )
            case "mode":
                training = isinstance(d.got, records.Module) and d.got.training
                modes = ("training", "evaluation") if training else ("evaluation", "training")
                return f"The module is in {modes[0]} mode where {modes[1]} mode is expected."
        why = drawing.safe(d.got.left_out, 100) if isinstance(d.got, records.Tensor) else ""
        return f"What {self.function} returned can't be compared: {why or 'it can not be read'}."

    def _length(self) -> str:
        d = self.difference
        ours, theirs = _size(d.expected), _size(d.got)
        off = {1: ", one too many", -1: ", one too few"}.get(theirs - ours, "")
        within = d.where != "result" or d.place != "result"
        subject = f"`{self.place}` has" if within else self._returns()
        return f"{subject} {_items(theirs)} where {ours} {_are(ours)} expected{off}."

    def _values(self, said: str, change: bool = False) -> Words:
        """`said`, with what can be told from the numbers, and the numbers."""
        d = self.difference
        ours, theirs = _elements(d.expected), _elements(d.got)
        place = self._at()
        if ours is None or theirs is None or ours.size != theirs.size:
            said = said.replace("other numbers", "something else")
            return Words(f"{said}.", place, value(d.expected), value(d.got))
        theirs = theirs.reshape(ours.shape)
        if ours.size == 1:
            said = said.replace("other numbers", "another number")
        name = guessing.argument_like(self.call.inputs, d.got) if d.where == "result" else ""
        if name:
            guess = f"these are the numbers of the argument `{drawing.safe(name, 60)}`, unchanged"
        else:
            guess = self._guess(ours, theirs, change)
        index = d.index if d.index is not None else (0,) * ours.ndim
        expected, got = drawing.pair(ours, theirs, index)
        return Words(f"{said}{': ' if guess else ''}{guess}.", place, expected, got, guess)

    def _guess(self, expected: Array, got: Array, change: bool) -> str:
        d = self.difference
        dtype = d.expected.dtype if isinstance(d.expected, records.Tensor) else ""
        tolerance = arrays.tolerance_of(dtype, self.tolerance)
        sizes = guessing.sizes_of(self.call.inputs)
        was = _elements(d.was) if change else None
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
        found = self._values(f"The gradient that flows back to `{self.place}` is another one")
        note = "The numbers are those of a weighted sum of the result."
        return Words(f"{found.message} {note}", place, found.expected, found.got)

    def _argument(self) -> Words:
        found = {
            "replaced": self._replaced,
            "leaf": self._graph,
            "requires_grad": self._graph,
            "changed": self._changed,
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
        return Words(
            f"{message}which should stay as it is.", found.place, found.expected, found.got
        )

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
        message = f"`{self.place}` was replaced in the {holder}: another object stands there now"
        if d.was is not None and d.got == d.was:
            message += ", and the caller's tensor did not change"
        expected, got = "the caller's own tensor", "another tensor"
        return Words(f"{message}.", self.place, expected, got)

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


# --- small words ---------------------------------------------------------------------------------


def _count(node: AnyNode | None) -> int:
    return int(node.value) if isinstance(node, records.Number) else 0


def _times(count: int) -> str:
    return "1 call" if count == 1 else f"{count} calls"


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _size(node: AnyNode | None) -> int:
    if isinstance(node, records.Items):
        return len(node.items) + node.more
    return len(node.items) if isinstance(node, records.Stream) else 0


def _keys(difference: Difference) -> str:
    ours, theirs = difference.expected, difference.got
    if not isinstance(ours, records.Fields) or not isinstance(theirs, records.Fields):
        return ""
    has, wants = {key for key, _ in theirs.items}, {key for key, _ in ours.items}
    missing = ", ".join(repr(key) for key, _ in ours.items[:8] if key not in has)
    extra = ", ".join(repr(key) for key, _ in theirs.items[:8] if key not in wants)
    said = "; ".join(
        each
        for each in (
            f"missing: {missing}" if missing else "",
            f"too many: {extra}" if extra else "",
        )
        if each
    )
    return drawing.cut(f" {said[:1].upper()}{said[1:]}." if said else "", 2, 300)


def _elements(node: AnyNode | None) -> Array | None:
    """The numbers of a tensor, a list of numbers, or a number."""
    if isinstance(node, records.Tensor):
        return arrays.array(node)
    if isinstance(node, records.Items):
        return arrays.numbers(node)
    if isinstance(node, records.Stream):
        return arrays.numbers(records.Items("list", node.items))
    return np.array(node.value) if isinstance(node, records.Number) else None
