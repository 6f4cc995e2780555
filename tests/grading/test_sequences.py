"""Where in a case a report is: calls, steps, items, and where states parted before."""

from __future__ import annotations

from grading_support import provided
from recordings import call, node, recording, told

from tutor.engine.verdicts import Report, where
from tutor.grading import records, report
from tutor.grading.records import Recording


def said(learner: Recording, reference: Recording) -> Report:
    found = report.outcome(learner, reference).report
    assert found is not None
    return found


def test_a_step_among_other_calls_is_counted() -> None:
    first, other = call(0, name="init"), call(1)
    found = said(recording(first, other, call(3)), recording(first, other, call(2)))
    assert where(found) == "call 3 of 3, step 2 of 2"


def test_a_loop_that_is_the_whole_case_has_calls_only() -> None:
    found = said(recording(call(1), call(3)), recording(call(1), call(2)))
    assert where(found) == "call 2 of 2"
    assert where(said(recording(call(3)), recording(call(2)))) == "call 1"


def test_items_of_a_generator_are_counted() -> None:
    check = "@case\ndef once(mine):\n    'Once'\n    list(mine.f(5))\n"
    found = told("yield from range(x)", "for i in range(x): yield i + (i == 3)", check)
    assert where(found) == "call 1, item 4 of 5"


STATES = """
@case(aspects=("any states",))
def steps(mine):
    "Steps"
    x, states = draw(3), [torch.zeros(3)]
    for _ in range(4):
        mine.f(x, states)
"""
RIGHT = "def f(x, states):\n    states[0] += 1\n    x += states[0] // 3\n"
WRONG = "def f(x, states):\n    states[0] += 2 - (states[0] < 1).float()\n    x += states[0] // 3\n"


def test_where_the_states_parted_before_it_could_be_seen() -> None:
    wrong = WRONG.replace("// 3", "// 4")
    right = RIGHT.replace("// 3", "// 4")
    found = told(right, wrong, STATES, provided("x, states"))
    assert found.number == 3
    assert "Yours and the reference's part before that, at step 2 of `f`, in `states[0]" in (
        found.message
    )


def test_a_list_that_the_code_empties() -> None:
    check = "@case\ndef once(mine):\n    'Once'\n    mine.f([draw(2), draw(3)])\n"
    wrong = "while x:\n    x.pop()[:] += 1"
    found = told("for p in x:\n    p += 1", wrong, check)
    assert found.message.startswith("`f` takes from the list `x`, which is the caller's own")
    assert (found.expected, found.got) == ("2 items", "0 items")
    found = told("for p in x:\n    p += 1", "x.append(x[0])\nfor p in x[:2]:\n    p += 1", check)
    assert found.expected != found.got


def test_names_of_parameters() -> None:
    one, other = (
        records.Module("Net", [(name, node(1))], [("mean", node(2))], True, True)
        for name in ("gamma", "weight")
    )
    pair = (
        recording(records.Call("f", "f()", each, [], [], []), aspects=["names"])
        for each in (other, one)
    )
    assert "Missing: 'gamma'; too many: 'weight'." in said(*pair).message
