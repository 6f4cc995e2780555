"""`watch`: in which order what was called, with what, by whatever name."""

from __future__ import annotations

import functools
import math

import pytest
import torch
from grading_support import play

from tutor.grading import watch
from tutor.grading.forbidding import Guard, resolve

clip = torch.nn.utils.clip_grad_norm_


class Counter:
    def __init__(self) -> None:
        self.count = 0

    def add(self, n: int = 1) -> int:
        self.count += n
        return self.count

    def __call__(self) -> int:
        return self.add(10)


class Twice(Counter):
    pass


def test_arguments_of_an_objects_method() -> None:
    one, other = Counter(), Counter()
    with watch((one, "add")) as seen:
        one.add(3)
        other.add()
        one.add(n=4)
    assert seen == ["add", "add"]
    assert [(each.args, each.options) for each in seen] == [((3,), {}), ((), {"n": 4})]
    assert (one.count, other.count, vars(one)) == (7, 1, {"count": 7})


def test_of_a_class_the_object_comes_first() -> None:
    one, held = Counter(), Counter().add
    with watch((Counter, "add"), (Counter, "__call__")) as seen:
        one()
        held(2)
        functools.partial(Counter.add, one)(5)
    assert seen == ["__call__", "add", "add", "add"]
    assert seen[1].args == (one, 10)
    assert seen[3].args == (one, 5)
    one.add()
    assert len(seen) == 4


def test_an_inherited_method_is_seen_of_that_class_only() -> None:
    with watch((Twice, "add")) as seen:
        Twice().add()
        Counter().add()
    assert seen == ["add"]
    assert "add" not in vars(Twice)


def test_a_modules_function_by_a_name_of_its_own() -> None:
    p = torch.ones(2, requires_grad=True)
    p.grad = torch.ones(2)
    with watch((torch.nn.utils, "clip_grad_norm_")) as seen:
        clip([p], max_norm=0.1)
        torch.nn.utils.clip_grad_norm_([p], 0.1)
    assert seen == ["clip_grad_norm_"] * 2
    assert seen[0].options == {"max_norm": 0.1}
    assert float(p.grad.norm()) == pytest.approx(0.1, rel=1e-4)


def test_a_function_of_c() -> None:
    with watch((math, "floor"), (torch.Tensor, "sum"), (torch, "softmax")) as seen:
        assert math.floor(2.5) == 2
        assert float(torch.ones(3).sum()) == 3
        torch.softmax(torch.ones(1, 2), dim=1)
    assert seen == ["floor", "sum", "softmax"]
    assert "sum" not in vars(torch.Tensor)
    assert math.floor.__name__ == "floor"


def test_training_in_order() -> None:
    net = torch.nn.Linear(2, 1)
    with watch(
        (torch.optim.SGD, "step"), (torch.optim.Optimizer, "zero_grad"),
        (torch.Tensor, "backward"), (net, "forward"),
    ) as seen:  # fmt: skip
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        for _ in range(2):
            optimizer.zero_grad()
            net(torch.ones(3, 2)).sum().backward()
            optimizer.step()
    assert seen == ["zero_grad", "forward", "backward", "step"] * 2


def test_what_is_looked_for_in_the_class() -> None:
    with (
        pytest.raises(ValueError, match="Python looks for __call__ in the class"),
        watch((Counter(), "__call__")),
    ):
        pass
    with pytest.raises(AttributeError), watch((Counter(), "sub")):
        pass


def test_everything_is_put_back_when_it_goes_wrong() -> None:
    code = Counter.add.__code__
    with pytest.raises(AttributeError), watch((Counter, "add"), (Counter, "sub")):
        pass
    assert Counter.add.__code__ is code
    with pytest.raises(ZeroDivisionError), watch((Counter, "add")):
        Counter().add(1 // 0)
    assert Counter.add.__code__ is code


def test_together_with_a_ban() -> None:
    code = torch.nn.utils.clip_grad_norm_.__code__
    guard = Guard([resolve("torch.nn.utils.clip_grad_norm_")], [{}], lambda _frame: None)
    with watch((torch.nn.utils, "clip_grad_norm_")) as seen, guard.held(by_learner=False):
        torch.nn.utils.clip_grad_norm_([], 1.0)
    assert seen == ["clip_grad_norm_"]
    with guard.held(by_learner=False):
        torch.nn.utils.clip_grad_norm_([], 1.0)
    assert len(seen) == 1
    assert torch.nn.utils.clip_grad_norm_.__code__ is code


def test_in_a_case() -> None:
    check = """
@case
def order(mine):
    "In this order"
    with watch((torch.nn.functional, "softmax"), (torch.Tensor, "backward")) as seen:
        mine.f(draw(2, 3, grad=True))
    require(seen == ["softmax", "backward"], f"{seen}")
    require(seen[0].options["dim"] == 1, "Along the rows.")
"""
    code = (
        "from torch.nn.functional import softmax\n"
        "def f(x):\n    softmax(x, dim={}).max().backward()\n"
    )
    assert play(code.format(1), check).only.failure is None
    assert play(code.format(0), check).failure.message == "Along the rows."


def test_a_watched_function_that_raises() -> None:
    with watch((Counter, "add")) as seen, pytest.raises(TypeError):
        Counter().add("x")  # type: ignore[arg-type]
    assert seen == ["add"]
