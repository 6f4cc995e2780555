"""Where in a sequence of calls or items a report is, and where the two parted before."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.grading import quoting, records
from tutor.grading.compare import earlier
from tutor.grading.differing import Difference
from tutor.grading.drawing import safe
from tutor.grading.records import Call, Recording


def step(reference: Recording, number: int, difference: Difference | None = None) -> str:
    """ "step 3 of 8" of a loop, "item 3 of 16" of what is taken item by item; "" otherwise."""
    said = [_item(reference, number, difference), _of_loop(reference.calls, number)]
    return ", ".join(filter(None, said))


def _of_loop(calls: Sequence[Call], number: int) -> str:
    """Which of the calls of one name it is, if these are several and not all there are."""
    name = calls[number - 1].name
    same = [index for index, call in enumerate(calls, start=1) if call.name == name]
    if len(same) < 2 or len(same) == len(calls):
        return ""
    return f"step {same.index(number) + 1} of {len(same)}"


def _item(reference: Recording, number: int, difference: Difference | None) -> str:
    """Which item, if it is one of a stream."""
    if difference is None or difference.where != "result":
        return ""
    stream = reference.calls[number - 1].result
    if not isinstance(stream, records.Stream):
        return ""
    index = difference.place.removeprefix("result[").partition("]")[0]
    if difference.place == "result" and difference.index:
        index = str(difference.index[0])
    return f"item {int(index) + 1} of {len(stream.items)}" if index.isdecimal() else ""


def parted_before(learner: Recording, reference: Recording, difference: Difference) -> str:
    """A sentence on where the states parted, if they did so before it could be seen."""
    found = earlier(learner, reference, difference)
    if found is None:
        return ""
    call = reference.calls[found.call - 1]
    same = [each.name for each in reference.calls[: found.call]].count(call.name)
    what = "call" if found.where == "result" else "step"
    where = f"at {what} {same} of `{safe(call.name, 60)}`"
    place = safe(found.full_place, 100)
    state = f"in what it returned, `{place}`" if found.where == "result" else f"in `{place}`"
    return f"Yours and the reference's part before that, {where}, {state}."


def look(call: Call, difference: Difference | None) -> list[str]:
    """The lines of Python that print what a report shows, of what `result` is then."""
    if difference is None or difference.where in ("error", "calls", "state"):
        return []
    if difference.where == "gradient":
        one = isinstance(call.result, records.Tensor)
        return quoting.gradient(difference.place) if one and difference.what == "value" else []
    if difference.where == "result" and difference.place == "result":
        stream = isinstance(call.result, records.Stream)
        return ["print(list(result))" if stream else "print(result)"]
    if difference.where == "result" and isinstance(call.result, records.Stream):
        return [f"print({difference.place.replace('result', 'list(result)', 1)})"]
    return quoting.printing(difference.place)
