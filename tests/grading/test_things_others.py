"""Things that are no modules: data sets, iterators, optimizers; and what functions make."""

from __future__ import annotations

import pytest
from grading_support import provided
from things_support import calls, passes, told

# --- things that are no modules ------------------------------------------------------------------

DATA = """
class Data:
    def __init__(self, rows, step=1):
        self.rows, self.step = rows, step

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        return self.rows[i] * 2

    def __call__(self, x):
        return x + self.step

    def __add__(self, other):
        return Data(self.rows + other.rows)

    def __contains__(self, row):
        return row in self.rows

    @property
    def first(self):
        return self.rows[0]
"""
ASKED = provided("rows, step=1", "Data", "class")
LOOKS = """
@case
def one(mine):
    "One"
    data = mine.Data([1, 2, 3])
    len(data), data[1], data(5), 2 in data
    list(data)
    (data + mine.Data([7]))[3]
    for number in range(3, 9):
        try:
            data[number]
        except IndexError:
            break
    raises(TypeError, data)
    require(data.first == 1, "a property")
"""


def test_operators_are_recorded() -> None:
    names = [call.name for call in calls(DATA, LOOKS, ASKED)]
    assert names[:6] == ["Data", "len(data)", "data[…]", "data", "… in data", "iter(data)"]
    assert names[6:] == ["Data", "data + …", "data3[…]", "data[…]", "data"]
    assert passes(DATA, DATA, LOOKS, ASKED)


def test_the_end_of_a_sequence_is_no_mistake() -> None:
    found = calls(DATA, LOOKS, ASKED)
    ended = [call for call in found if call.error is not None and call.name == "data[…]"]
    assert [call.error.kind for call in ended if call.error] == ["IndexError"]
    short = DATA.replace("self.rows[i] * 2", "self.rows[i] * 2 if i < 2 else [][0]")
    assert "raised IndexError (line 10)" in told(short, DATA, LOOKS, ASKED).message


def test_what_an_operator_gives_is_compared() -> None:
    for old, new in (("* 2", "* 3"), ("+ self.step", "- self.step"), ("row in", "row not in")):
        assert told(DATA.replace(old, new), DATA, LOOKS, ASKED).kind == "differs"
    lacking = told(DATA.replace("__len__", "__size__"), DATA, LOOKS, ASKED)
    assert "has no len()" in lacking.message


def test_another_way_to_be_the_same() -> None:
    code = """
class Base:
    def __len__(self):
        return self.n

class Data(Base):
    def __init__(self, rows, step=1):
        self._rows = tuple(rows)
        self.n = len(rows)
        self.first = rows[0]
        self._f = lambda x: x + step

    def __call__(self, x):
        return self._f(x)

    def __iter__(self):
        return (2 * row for row in self._rows)

    def __getitem__(self, i):
        return list(self)[i]

    def __contains__(self, row):
        return any(row == each for each in self._rows)

    def __add__(self, other):
        return Data([*self._rows, *other._rows])
"""
    assert passes(code, DATA, LOOKS, ASKED)
    assert passes(DATA, code, LOOKS, ASKED)


COUNT = """
class Count:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration
        return self.n
"""


def test_iterators_and_classes_that_yield() -> None:
    code = """
class Count:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        yield from reversed(range(self.n))
"""
    check = """
@case
def one(mine):
    "One"
    for number in mine.Count(3):
        pass
    require(list(mine.Count(2)) == [1, 0], "all of them")
"""
    asked = provided("n", "Count", "class")
    assert [call.name for call in calls(COUNT, check, asked)] == [
        "Count", "iter(count)", "Count", "iter(count2)",
    ]  # fmt: skip
    assert passes(code, COUNT, check, asked)
    assert passes(COUNT, code, check, asked)
    wrong = code.replace("reversed(range(self.n))", "range(self.n)")
    assert told(wrong, COUNT, check.replace("require", "print"), asked).place == "result[0]"


def test_next_ends_as_python_expects() -> None:
    check = """
@case
def one(mine):
    "One"
    count = mine.Count(2)
    require([next(count), next(count), next(count, "end")] == [1, 0, "end"], "three")
    with_it = iter(count)
"""
    names = [c.name for c in calls(COUNT, check, provided("n", "Count", "class"))]
    assert names == ["Count", "next(count)", "next(count)", "next(count)", "iter(count)"]


# --- optimizers ----------------------------------------------------------------------------------

MOMENTUM = """
import torch

class Momentum:
    def __init__(self, params, lr, gamma=0.9):
        self.params, self.lr, self.gamma = list(params), lr, gamma
        self.v = [torch.zeros_like(p) for p in self.params]

    def step(self):
        with torch.no_grad():
            for v, p in zip(self.v, self.params):
                v.mul_(self.gamma).add_(p.grad)
                p -= self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None
"""
OPTIMIZER = provided("params, lr, gamma=0.9", "Momentum", "class")
STEPS = """
@case(also=("float64",))
def one(mine):
    "One"
    params = [draw(3, 2, grad=True), draw(5, grad=True)]
    other = mine.Momentum([draw(1, grad=True)], 0.1)
    opt = mine.Momentum(params, 0.1)
    for _ in range(3):
        opt.zero_grad()
        for p in params:
            p.grad = draw(*p.shape)
        opt.step()
"""


def test_what_a_constructor_was_given_is_looked_at_after_later_calls() -> None:
    assert passes(MOMENTUM, MOMENTUM, STEPS, OPTIMIZER)
    last = calls(MOMENTUM, STEPS, OPTIMIZER)[-1]
    assert last.name == "momentum2.step"
    assert [leaf.place for leaf in last.leaves] == ["params[0]", "params[1]"]
    assert last.before.endswith("momentum2.step()")
    assert "params[0].grad = " in last.before


def test_an_optimizer_of_torchs_kind_is_as_good() -> None:
    code = """
import torch
class Momentum(torch.optim.Optimizer):
    def __init__(self, params, lr, gamma=0.9):
        super().__init__(params, dict(lr=lr, gamma=gamma))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                state["v"] = group["gamma"] * state.get("v", 0) + p.grad
                p.add_(state["v"], alpha=-group["lr"])
"""
    assert passes(code, MOMENTUM, STEPS, OPTIMIZER)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("zip(self.v, self.params)", "zip(self.v, self.params[:1])", "params[1][0]"),
        ("v.mul_(self.gamma).add_(p.grad)", "v = self.gamma * v + p.grad", "params[0][0, 0]"),
        ("p -= self.lr * v", "p = p - self.lr * v", "params[0][0, 0]"),
        ("p.grad = None", "pass", "params[0].grad"),
        ("gamma=0.9):", "gamma=0.9, v=[]):\n        self.v = v", "params[0][0, 0]"),
    ],
)
def test_wrong_optimizers(old: str, new: str, place: str) -> None:
    code = MOMENTUM.replace(old, new)
    if "v=[]" in new:  # a default that all instances share: the second gets the first one's
        code = code.replace("self.v = [torch", "self.v += [torch")
        code = code.replace("zip(self.v, self.params)", "zip(self.v, self.params)")
        code = code.replace("v.mul_(self.gamma).add_(p.grad)", "v = v.sum() * 0.9 + p.grad; v")
    found = told(code, MOMENTUM, STEPS, OPTIMIZER)
    assert found.place == place


def test_a_method_that_is_lacking() -> None:
    found = told(MOMENTUM.replace("def step", "def steps"), MOMENTUM, STEPS, OPTIMIZER)
    assert found.message == "`momentum2` has no `step`, which is asked of it."


def test_states_of_instances_are_their_own() -> None:
    code = "class Timer:\n    def __init__(self):\n        self.times = []\n"
    code += "    def note(self, t):\n        self.times.append(t)\n        return sum(self.times)\n"
    shared = "class Timer:\n    times = []\n"
    shared += (
        "    def note(self, t):\n        self.times.append(t)\n        return sum(self.times)\n"
    )
    check = """
@case
def one(mine):
    "One"
    a, b = mine.Timer(), mine.Timer()
    a.note(2.0)
    b.note(3.0)
"""
    asked = provided("", "Timer", "class")
    assert passes(code, code, check, asked)
    assert told(shared, code, check, asked).got == "5.0"


# --- factories -----------------------------------------------------------------------------------


def test_a_factory_of_modules() -> None:
    code = "from torch import nn\ndef make_net(n):\n    return nn.Sequential(nn.Linear(n, 1))\n"
    own = "from torch import nn\nclass Own(nn.Module):\n    def __init__(self, n):\n"
    own += "        super().__init__()\n        self.w = nn.Linear(n, 1)\n"
    own += "    def forward(self, X):\n        return self.w(X)\n\nmake_net = lambda n: Own(n)\n"
    check = """
@case
def one(mine):
    "One"
    net = fill(mine.make_net(4))
    net(draw(5, 4))
"""
    asked = provided("n", "make_net")
    assert [call.name for call in calls(code, check, asked)] == ["make_net", "net"]
    assert passes(own, code, check, asked)
    twice = own.replace("self.w(X)", "2 * self.w(X)")
    assert told(twice, code, check, asked).number == 2
    nothing = code.replace("return nn", "nn")
    assert told(nothing, code, check, asked).kind == "type"


def test_several_things_at_once() -> None:
    code = """
from torch import nn
def build(n):
    return nn.Linear(n, 2), nn.Linear(2, n)
def parts(n):
    return [nn.Linear(n, 2), nn.Linear(2, n)]
"""
    check = """
@case
def one(mine):
    "One"
    for make in (mine.build, mine.parts):
        encoder, decoder = make(3)
        fill(encoder), fill(decoder)
        decoder(encoder(draw(4, 3)))
"""
    asked = provided("n", "build"), provided("n", "parts")
    found = calls(code, check, *asked)
    assert [c.name for c in found] == [
        "build",
        "the_build",
        "the_build2",
        "parts",
        "the_parts",
        "the_parts2",
    ]
    assert found[1].before.startswith("the_build = build(3)[0]\n")
    assert passes(code, code, check, *asked)


def test_a_function_that_makes_a_function() -> None:
    code = (
        "def make_schedule(lr):\n    def rate(t):\n        return lr / (1 + t)\n    return rate\n"
    )
    other = "class Rate:\n    def __init__(self, lr): self.lr = lr\n"
    other += "    def __call__(self, t): return self.lr / (t + 1)\n"
    other += "make_schedule = lambda lr: Rate(lr).__call__\n"
    check = """
@case
def one(mine):
    "One"
    schedule = mine.make_schedule(0.1)
    schedule(0)
    schedule(3)
"""
    asked = provided("lr", "make_schedule")
    assert [c.name for c in calls(code, check, asked)] == ["make_schedule", "schedule", "schedule"]
    assert passes(other, code, check, asked)
    assert told(code.replace("1 + t", "2 + t"), code, check, asked).number == 2


def test_what_was_given_and_comes_back_is_no_new_thing() -> None:
    code = "def freeze(net):\n    net.requires_grad_(False)\n    return net\n"
    check = """
@case(also=("eval",))
def one(mine):
    "One"
    net = nn.Linear(2, 1)
    require(mine.freeze(net) is net, "itself")
    require(net.training, "The case's own modules follow no variant.")
"""
    assert passes(code, code, check, provided("net", "freeze"))
