"""Two recordings of a case, held against one another: the first place where they part.

What a learner's process has recorded is never trusted: what makes no sense in it is a difference,
not an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tutor.engine.verdicts import Report
from tutor.grading import records
from tutor.grading.comparing import Arguments
from tutor.grading.differing import KINDS, Difference, changed, changes_argument, difference
from tutor.grading.records import AnyNode, Call, Error, Recording
from tutor.grading.walking import Walk

__all__ = ["Difference", "alike", "changed", "compare", "earlier", "message_of", "same_error"]

_DREW = "It draws other random numbers from torch's generator than expected, or in another order."
_digits = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_quoted = re.compile(r"'[^']*'")


def compare(learner: Recording, reference: Recording) -> Difference | None:
    """The first difference; None if there is none. Never raises.

    Tolerance and aspects are the reference's: "random" (values are not compared, but arguments
    that the reference leaves alone have to be left alone), "flat" ((n,) and (n, 1) are both
    right), "any .grad" (what stands in `.grad` of the arguments afterwards is not compared),
    "any NAME" (what becomes of that argument, or what that function gives, is not), "names",
    "aliasing", "random numbers" (these are compared, too).
    Leaves `learner.failure` alone; with one, the number of calls says nothing.
    """
    return _Comparison(reference).first(learner)


def alike(one: Recording, other: Recording, rules: Recording) -> Difference | None:
    """The same for two learners' recordings, by the reference's tolerance and aspects.

    Neither is right, so what one has and the other lacks counts whichever way it is.
    """
    if _said(one, rules) != _said(other, rules):
        return Difference("required", 0, "calls", "name")
    if one.failure is not None and "given" in one.aspects:
        return None  # what they said of the smallest example has to do
    return _Comparison(rules, other, both=True).first(one)


def same_error(one: Error, other: Error) -> bool:
    """Whether two exceptions say the same, whatever numbers and variables are named in them."""
    if one.kind != other.kind:
        return False
    messages = one.message, other.message
    if one.kind in ("NameError", "UnboundLocalError"):
        messages = _quoted.sub("", one.message), _quoted.sub("", other.message)
    return _digits.sub("#", messages[0]) == _digits.sub("#", messages[1])


def _said(recording: Recording, rules: Recording) -> tuple[str, str]:
    """What the case itself said; where dice are thrown, numbers in it mean nothing."""
    if recording.failure is None:
        return "", ""
    return recording.failure.kind, message_of(recording.failure, "random" in rules.aspects)


def message_of(failure: Report, random: bool) -> str:
    """The message, without the numbers if those are chance or say only where or how long."""
    numbers = failure.kind == "required" and not random
    return failure.message if numbers else _digits.sub("#", failure.message)


def earlier(learner: Recording, reference: Recording, difference: Difference) -> Difference | None:
    """Where the two parted before, in what "any NAME" lets pass: "in `states[0]`, at step 2".

    Only calls before that of the difference are looked at, and only values: a state that is laid
    out otherwise says nothing. None if there is no such place.
    """
    comparison = _Comparison(reference)
    pairs = zip(reference.calls, learner.calls, strict=False)
    for number, (expected, got) in enumerate(pairs, start=1):
        if number >= difference.call or expected.name != got.name:
            return None
        if found := comparison.free_part(expected, got):
            return replace(found, call=number)
    return None


class _Comparison:
    """Compares with one recording, by the rules of one (the same, as a rule)."""

    def __init__(
        self, rules: Recording, with_this: Recording | None = None, *, both: bool = False
    ) -> None:
        self._with = with_this or rules
        self._reference = rules
        self._both = both
        self._aspects = rules.aspects
        self._arguments = Arguments(rules, both=both)

    def first(self, learner: Recording) -> Difference | None:
        reference = self._with
        if learner.failure is not None and "given" in learner.aspects:
            return None  # these are the calls of one example only
        pairs = zip(reference.calls, learner.calls, strict=False)
        for number, (expected, got) in enumerate(pairs, start=1):
            if found := self._safely(expected, got):
                return replace(found, call=number)
            if expected.error is not None and not _in_raises(expected, got):
                return None  # both ended here
        wanted, made = len(reference.calls), len(learner.calls)
        if made > wanted and (error := learner.calls[wanted].error) is not None:
            return Difference(error.report.kind, wanted + 1, "error", "raised")
        if wanted == made or learner.failure is not None:
            return None
        count = records.Number(wanted), records.Number(made)
        return Difference("calls", min(wanted, made) + 1, "calls", "count", "", None, *count)

    def _safely(self, expected: Call, got: Call) -> Difference | None:
        try:
            return self._call(expected, got)
        except RecursionError:  # no recorder nests so deep
            return Difference("type", 0, "result", "unread", "result", None, expected.result)

    def _call(self, expected: Call, got: Call) -> Difference | None:
        self._arguments.begin(expected, got)
        if expected.name != got.name:
            if got.error is not None:  # of something that is only recorded if it goes wrong
                return Difference(got.error.report.kind, 0, "error", "raised")
            names = records.Text(expected.name), records.Text(got.name)
            return Difference("calls", 0, "calls", "name", "", None, *names)
        if expected.error is not None or got.error is not None:
            return self._error(expected, got)
        if _bytes(expected) == _bytes(got):
            return self._state(expected, got)
        return (
            self._result(expected, got)
            or self._arguments.first(expected, got)
            or self._state(expected, got)
        )

    def _error(self, expected: Call, got: Call) -> Difference | None:
        one, other = expected.error, got.error
        if other is None:
            return Difference("required", 0, "error", "not raised", got=got.result)
        if one is None:
            return Difference(other.report.kind, 0, "error", "raised")
        if self._both and not same_error(one, other):
            return Difference(other.report.kind, 0, "error", "other error")
        if one.kind != other.kind and not _in_raises(expected, got):
            return Difference(other.report.kind, 0, "error", "other error")
        return self._state(expected, got)

    def _result(self, expected: Call, got: Call) -> Difference | None:
        if self._is_free(expected):
            return None
        found = Walk(self._arguments.result_rules).first(expected.result, got.result, "result")
        if found is None or self._may_return_anything(expected, got):
            return None
        return difference(KINDS.get(found.what, "differs"), "result", found)

    def _may_return_anything(self, expected: Call, got: Call) -> bool:
        """Whether the call is there for what it does to its arguments: its result is ignored.

        A generator has done nothing yet, nor has what `async def` makes.
        """
        unrun = type(got.result) is records.Other and got.result.is_coroutine
        if unrun or type(got.result) is records.Stream:
            return False
        if type(expected.result) is not records.Empty and not (
            self._both and type(got.result) is records.Empty
        ):
            return False
        calls = [call for call in self._reference.calls if call.name == expected.name]
        returned = any(type(call.result) is not records.Empty for call in calls)
        return not returned and any(changes_argument(call) for call in calls)

    def _state(self, expected: Call, got: Call) -> Difference | None:
        new = [sentence for sentence in got.state if sentence not in expected.state]
        if self._both and not new:
            new = [sentence for sentence in expected.state if sentence not in got.state]
        if not new:
            return self._memory(expected, got) or self._dice(expected, got)
        return Difference("state", 0, "state", "state", got=records.Text(" ".join(new)))

    def _memory(self, expected: Call, got: Call) -> Difference | None:
        if "aliasing" not in self._aspects or self._is_free(expected):
            return None
        ours = [place for place in expected.shares if not self._arguments.is_free(place)]
        theirs = [place for place in got.shares if not self._arguments.is_free(place)]
        for place in [*theirs, *ours]:
            if (place in theirs) == (place in ours):
                continue
            said = f"It returns memory of its own, where a view of `{place}` is expected."
            if place in theirs:
                said = f"It returns something that shares its memory with `{place}`: "
                said += "who changes one, changes the other. A copy is expected."
            return Difference("argument", 0, "state", "memory", place, got=records.Text(said))
        return None

    def _dice(self, expected: Call, got: Call) -> Difference | None:
        if "random numbers" not in self._aspects or expected.dice == got.dice:
            return None
        return Difference("differs", 0, "state", "dice", got=records.Text(_DREW))

    # --- what "any NAME" lets pass ---------------------------------------------------------------

    def _is_free(self, call: Call) -> bool:
        return self._arguments.is_free(call.name)

    def free_part(self, expected: Call, got: Call) -> Difference | None:
        """The first value that differs in something that isn't compared."""
        for place, one, other in self._free(expected, got):
            found = Walk(self._arguments.result_rules).first(one, other, place)
            if found is not None and found.what == "value":
                return difference("differs", "result" if place == "result" else "argument", found)
        return None

    def _free(self, expected: Call, got: Call) -> Iterator[tuple[str, AnyNode, AnyNode]]:
        if self._is_free(expected):
            yield "result", expected.result, got.result
        theirs = dict(got.after)
        for name, node in expected.after:
            if self._arguments.is_free(name) and name in theirs:
                yield name, node, theirs[name]


def _bytes(call: Call) -> bytes:
    """What is compared of a call, exactly: 1, 1.0 and True differ, NaN equals NaN."""
    return records.encode((call.result, call.after, call.leaves, call.gradients))


def _in_raises(expected: Call, got: Call) -> bool:
    return expected.in_raises and got.in_raises
