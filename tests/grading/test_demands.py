"""`require`, `close`, `raises`, `watch`."""

from __future__ import annotations

import pytest
from grading_support import Played, play, provided

IDENTITY = "import torch\n\ndef f(x, *rest):\n    print('here')\n    return x\n"


def demand(text: str, code: str = IDENTITY, head: str = "@case") -> Played:
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    return play(code, f"{head}\ndef one(mine):\n{lines}", provided("x, *rest"))


def met(text: str, code: str = IDENTITY, head: str = "@case") -> bool:
    failure = demand(text, code, head).only.failure
    assert failure is None or failure.kind == "required", failure
    return failure is None


@pytest.mark.parametrize(
    ("condition", "holds"),
    [("True", True), ("0", False), ("torch.tensor(True)", True), ("torch.zeros(1) > 1", False)],
)
def test_require(condition: str, holds: bool) -> None:
    assert met(f"require({condition}, 'no')") is holds


def test_a_demand_is_about_the_last_call() -> None:
    played = demand("mine.f(1)\nmine.f(2)\nrequire(False, 'Two is too much.')\nmine.f(3)")
    failure = played.failure
    assert (failure.kind, failure.message) == ("required", "Two is too much.")
    assert (failure.number, failure.printed) == (2, "here\n")
    assert played.only.failed_after == 2
    assert len(played.only.calls) == 2


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ("1, 1.0", True),
        ("1.00001, 1.0", True),
        ("1.001, 1.0", False),
        ("1.001, 1.0, tolerance=0.01", True),
        ("torch.tensor(1.0), 1", True),
        ("torch.tensor([1.0]), 1", False),
        ("torch.ones(2), torch.ones(2)", True),
        ("torch.ones(2), [1, 1]", True),
        ("torch.ones(2), torch.ones(2, 1)", False),
        ("torch.tensor(float('nan')), 1", False),
        ("float('nan'), float('nan')", True),
        ("float('inf'), float('inf')", True),
        ("torch.tensor(1 + 1e-7, dtype=torch.float64), 1", False),
        ("torch.tensor(1.001, dtype=torch.bfloat16), 1", True),
        ("torch.ones(2, dtype=torch.int64), torch.ones(2)", True),
        ("[torch.ones(1), torch.ones(2)], [torch.ones(1), torch.ones(2)]", True),
        ("[torch.ones(1)], [torch.ones(1), torch.ones(2)]", False),
        ("[torch.ones(1), torch.zeros(2)], [torch.ones(1), torch.ones(2)]", False),
        ("torch.ones(2, requires_grad=True), torch.ones(2)", True),
        ("None, 1", False),
        ("'1', 1", False),
        ("torch.tensor(1 + 2j), 1 + 2j", True),
        ("torch.tensor(1j), 1", False),
    ],
)
def test_close(values: str, holds: bool) -> None:
    assert met(f"close({values})" if "tolerance" in values else f"close({values}, 'no')") is holds


def test_close_takes_the_tolerance_of_the_case() -> None:
    assert met("close(1.01, 1)", head="@case(tolerance=0.1)")
    assert not met("close(1.01, 1, tolerance=1e-3)", head="@case(tolerance=0.1)")


def test_close_says_where_and_what() -> None:
    failure = demand("close([torch.ones(1), torch.eye(2)], [torch.ones(1), torch.ones(2, 2)])")
    assert failure.failure.place == "[1][0, 1]"
    assert (failure.failure.expected, failure.failure.got) == ("1", "0")
    shapes = demand("close(torch.ones(3), torch.ones(3, 1), 'A column.')").failure
    assert (shapes.expected, shapes.got) == ("shape (3, 1)", "shape (3,)")
    assert shapes.message == "A column."
    assert "not NoneType" in demand("close(None, torch.ones(3))").failure.message


RAISING = "def f(x, *rest):\n    raise {}('no')\n"


def test_raises() -> None:
    played = demand("raises(ValueError, mine.f, 1)\nmine.f", RAISING.format("ValueError"))
    assert played.only.failure is None
    (call,) = played.only.calls
    assert call.in_raises
    assert call.error is not None
    assert (call.error.kind, call.error.message) == ("ValueError", "no")


def test_raises_several_and_subclasses() -> None:
    assert met("raises((TypeError, LookupError), mine.f, 1)", RAISING.format("KeyError"))


def test_raises_something_else() -> None:
    failure = demand("raises(ValueError, mine.f, 1)", RAISING.format("KeyError")).failure
    assert failure.message == "`f` has to raise ValueError here."
    assert (failure.expected, failure.got) == ("ValueError", "KeyError: 'no'")
    failure = demand("raises((ValueError, KeyError), mine.f, 1)").failure
    assert (failure.expected, failure.got) == ("ValueError or KeyError", "it returned 1")


def test_after_raises_an_exception_ends_the_case_again() -> None:
    check = "raises(ValueError, mine.f, 1)\nmine.f(2)\nmine.f(3)"
    played = demand(check, RAISING.format("ValueError"))
    assert [call.in_raises for call in played.only.calls] == [True, False]


def test_raises_in_a_generator() -> None:
    code = "def f(x, *rest):\n    yield 1\n    raise ValueError\n"
    played = demand("raises(ValueError, list, mine.f(1))", code)
    assert played.only.failure is None
    assert played.only.calls[0].in_raises


def test_a_demand_cannot_be_swallowed_by_the_learner() -> None:
    code = "def f(x, *rest):\n    try:\n        x(3)\n    except Exception:\n        return 1\n"
    check = "def model(n):\n    require(n == 4, 'Ask for four.')\nmine.f(model)"
    played = demand(check, code)
    assert played.failure.message == "Ask for four."
    assert played.only.calls == []


def test_watch() -> None:
    code = (
        "def f(x, *rest):\n    optimizer = rest[0]\n    optimizer.step()\n"
        "    x.backward()\n    optimizer.zero_grad()\n"
    )
    check = """
class Optimizer:
    def step(self): self.done = True
    def zero_grad(self): return 1
one, other = Optimizer(), Optimizer()
loss = draw(2, grad=True).sum()
with watch((torch.Tensor, "backward"), (one, "step"), (one, "zero_grad")) as seen:
    mine.f(loss, one)
    other.step()
require(seen == ["step", "backward", "zero_grad"], f"{seen}")
require(one.done and vars(one) == {"done": True}, "it works as ever")
one.step()
require(len(seen) == 3, "only inside")
with watch((Optimizer, "step")) as seen:
    other.step()
require(seen == ["step"], f"{seen}")
"""
    assert demand(check, code).only.failure is None


def test_watch_static_and_class_methods() -> None:
    check = """
class A:
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls, x): return (cls, x)
with watch((A, "s"), (A, "c")) as seen:
    require(A().s(1) == A.s(1) == 1 and A.c(2) == A().c(2) == (A, 2), "no")
require(seen == ["s", "s", "c", "c"], f"{seen}")
require(isinstance(vars(A)["s"], staticmethod), "no")
"""
    assert demand(check).only.failure is None
