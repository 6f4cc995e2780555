"""The aspects "names", "aliasing", "random numbers", "any NAME"; and `fill`."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from grading_support import provided
from things_support import calls, parted, passes, told

from tutor.grading import context, fill, records
from tutor.grading.declaring import Case


def case(body: str, options: str) -> str:
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return f'@case({options})\ndef one(mine):\n    "One"\n{lines}'


# --- names ---------------------------------------------------------------------------------------

SCALE = """
import torch
from torch import nn

class Scale(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(n))
        self.beta = nn.Parameter(torch.zeros(n))
        self.register_buffer("seen", torch.zeros(()))

    def forward(self, X):
        self.seen = self.seen + 1
        return X * self.gamma + self.beta
"""
ASKED = provided("n", "Scale", "class")
NAMES = case("net = fill(mine.Scale(4))\nnet(draw(5, 4))\nnet(draw(5, 4))", 'aspects=("names",)')


def test_names_count_only_when_they_are_asked_for() -> None:
    code = SCALE.replace("beta", "shift")
    assert passes(code, SCALE, NAMES.replace('aspects=("names",)', ""), ASKED)
    found = told(code, SCALE, NAMES, ASKED)
    assert found.number == 1
    assert "'beta'" in found.message
    assert "'shift'" in found.message


def test_any_order_of_registration_is_right() -> None:
    gamma, beta = (line for line in SCALE.splitlines() if "nn.Parameter(" in line)
    code = SCALE.replace(f"{gamma}\n{beta}", f"{beta}\n{gamma}")
    assert code != SCALE
    assert passes(code, SCALE, NAMES, ASKED)


def test_values_of_buffers_count_with_their_names() -> None:
    code = SCALE.replace("self.seen + 1", "self.seen + 2")
    assert passes(code, SCALE, NAMES.replace('aspects=("names",)', ""), ASKED)
    found = told(code, SCALE, NAMES, ASKED)
    assert (found.place, found.number) == ("scale.seen", 2)
    missing = told(SCALE.replace('"seen", ', '"count", ').replace("self.seen", "self.count"), SCALE,
                   NAMES, ASKED)  # fmt: skip
    assert "'seen'" in missing.message


def test_names_that_are_swapped() -> None:
    code = SCALE.replace("gamma", "x").replace("beta", "gamma").replace("x", "beta")
    code = code.replace("(self, X)", "(self, X)").replace("X * self.beta", "X * self.beta")
    assert told(code, SCALE, NAMES, ASKED).kind in ("differs", "argument")


def test_values_of_constant_parameters_count() -> None:
    check = case("net = mine.Scale(4)\nnet(0 * draw(5, 4))", 'aspects=("names",)')
    code = SCALE.replace("torch.ones(n)", "torch.rand(n)")
    assert passes(SCALE, SCALE, check, ASKED)
    assert passes(code, SCALE, case("mine.Scale(4)", ""), ASKED)


# --- aliasing ------------------------------------------------------------------------------------

VIEW = "def f(x, y):\n    return x.reshape(-1), y.clone()\n"
XY = provided("x, y")
LOOK = "mine.f(draw(3, 2), draw(4))"


def test_shared_memory_counts_only_when_it_is_asked_for() -> None:
    copy, other = VIEW.replace("reshape(-1)", "reshape(-1).clone()"), VIEW.replace("y.clone()", "y")
    for code in (copy, other):
        assert passes(code, VIEW, case(LOOK, ""), XY)
    check = case(LOOK, 'aspects=("aliasing",)')
    assert calls(VIEW, check, XY)[0].shares == ["x"]
    assert passes(VIEW.replace("reshape(-1)", "view(6)"), VIEW, check, XY)
    assert "memory of its own, where a view of `x`" in told(copy, VIEW, check, XY).message
    found = told(other, VIEW, check, XY)
    assert found.message.startswith("`f` returns something that shares its memory with `y`")


def test_shared_memory_of_lists_and_modules() -> None:
    code = "def f(x, y):\n    return {'a': [x.weight.detach()]}, y[1][:1]\n"
    check = case("mine.f(nn.Linear(2, 1), [draw(2), draw(2)])", 'aspects=("aliasing",)')
    assert calls(code, check, XY)[0].shares == ["x.weight", "y[1]"]


# --- random numbers ------------------------------------------------------------------------------

DROP = "import torch\ndef f(x, y):\n    return x * (torch.rand(x.shape) > y)\n"


def test_random_numbers_count_only_when_they_are_asked_for() -> None:
    usual = case("mine.f(draw(3, 2), 0.0)\nmine.f(draw(3, 2), 0.0)", "")
    asked = case("mine.f(draw(3, 2), 0.0)\nmine.f(draw(3, 2), 0.0)", 'aspects=("random numbers",)')
    more = DROP.replace("torch.rand(x.shape)", "torch.rand(7, *x.shape)[0]")
    normal = DROP.replace("torch.rand(x.shape)", "torch.randn(x.shape).abs()")
    for code in (more, normal):
        assert passes(code, DROP, usual, XY)
        found = told(code, DROP, asked, XY)
        assert found.number == 1
        assert found.message.startswith("`f` draws other random numbers")
    assert passes(DROP.replace("torch.rand(", "torch.empty(x.shape).uniform_() + 0 * torch.ones("),
                  DROP, asked, XY)  # fmt: skip
    assert not any(call.dice for call in calls(DROP, usual, XY))


def test_random_numbers_of_what_is_taken_item_by_item() -> None:
    code = "import torch\ndef f(x, y):\n    for _ in range(2):\n        yield torch.rand(1) * 0\n"
    check = case("for item in mine.f(1, 2): pass\nmine.f(1, 2)", 'aspects=("random numbers",)')
    assert told(code.replace("rand(1)", "rand(2)[:1]"), code, check, XY).number == 1


# --- any NAME ------------------------------------------------------------------------------------

ADAM = """
import torch

def init_adam(params):
    return [[torch.zeros_like(p), torch.zeros_like(p)] for p in params] + [[0]]

def adam(params, states, lr):
    states[-1][0] += 1
    t = states[-1][0]
    with torch.no_grad():
        for p, (v, s) in zip(params, states):
            v[:] = 0.9 * v + 0.1 * p.grad
            s[:] = 0.99 * s + 0.01 * p.grad ** 2
            p -= lr * v / (1 - 0.9 ** t) / ((s / (1 - 0.99 ** t)).sqrt() + 1e-6)
"""
OPTIMIZER = provided("params", "init_adam"), provided("params, states, lr", "adam")
STEPS = case(
    """
params = draw.parameters()
states = mine.init_adam(params)
for _ in range(4):
    for p in params:
        p.grad = draw(*p.shape, low=0.5, high=2.0, signed=True)
    mine.adam(params, states, 0.1)
""",
    'tolerance=1e-4, aspects=("any states", "any init_adam")',
)
DICTIONARY = """
import torch

class Adam:
    t = 0

def init_adam(params):
    return {"t": 0, "m": {}, "extra": Adam()}

def adam(params, states, lr):
    states["t"] += 1
    t = states["t"]
    for i, p in enumerate(params):
        v, s = states["m"].get(i, (0, 0))
        v, s = 0.9 * v + 0.1 * p.grad, 0.99 * s + 0.01 * p.grad ** 2
        states["m"][i] = v, s
        p.data -= lr * v / (1 - 0.9 ** t) / ((s / (1 - 0.99 ** t)).sqrt() + 1e-6)
"""


def test_the_layout_of_states_is_free() -> None:
    assert passes(DICTIONARY, ADAM, STEPS, *OPTIMIZER)
    assert passes(ADAM, DICTIONARY, STEPS, *OPTIMIZER)
    strict = STEPS.replace('"any states", "any init_adam"', '"flat",')
    assert told(DICTIONARY, ADAM, strict, *OPTIMIZER).number == 1
    half = STEPS.replace(' "any init_adam"', "")
    assert told(DICTIONARY, ADAM, half, *OPTIMIZER).number == 1


def test_where_states_parted_before_what_is_compared() -> None:
    # At the second step s is spoilt only after it was used: the third step shows it.
    code = ADAM.replace("+ 1e-6)", "+ 1e-6)\n            s *= 0.9 if t == 2 else 1")
    difference, earlier = parted(code, ADAM, STEPS, *OPTIMIZER)
    assert difference.call == 4
    assert difference.place == "params[0]"
    assert earlier is not None
    assert (earlier.call, earlier.place) == (3, "states[0][1]")


def test_nothing_parted_before() -> None:
    code = ADAM.replace("+ 1e-6", "+ (0.1 if t == 2 else 1e-6)")
    difference, earlier = parted(code, ADAM, STEPS, *OPTIMIZER)
    assert (difference.call, earlier) == (3, None)
    other = DICTIONARY.replace("+ 1e-6", "+ (0.1 if t == 2 else 1e-6)")
    assert parted(other, ADAM, STEPS, *OPTIMIZER)[1] is None


def test_what_was_made_wrong_at_the_start() -> None:
    code = ADAM.replace("[torch.zeros_like(p), torch", "[torch.ones_like(p), torch")
    difference, earlier = parted(code, ADAM, STEPS, *OPTIMIZER)
    assert difference.call == 2
    assert earlier is not None
    assert (earlier.call, earlier.place) == (1, "result[0][0]")


def test_an_argument_that_may_become_anything() -> None:
    code = "def f(x, y):\n    x += 1\n    return y * 1\n"
    check = case("mine.f(draw(3), draw(2))", 'aspects=("any x",)')
    assert passes(code.replace("x += 1", "x.zero_()"), code, check, XY)
    assert told(code.replace("y * 1", "y * 2"), code, check, XY).place == "result[0]"
    assert told(code.replace("x += 1", "y += 1"), code, check, XY).kind in ("differs", "argument")


# --- fill ----------------------------------------------------------------------------------------


class Two(torch.nn.Module):
    def __init__(self, *order: str) -> None:
        super().__init__()
        starts = {"a": torch.ones(3), "b": torch.zeros(3), "c": torch.rand(2, 3)}
        for name in order:
            setattr(self, name, torch.nn.Parameter(starts[name]))


def filled(module: torch.nn.Module, *aspects: str) -> dict[str, Any]:
    playing = context.Playing(Case("one", "One", print, aspects=aspects), "", 5)
    with context.entered(playing):
        assert fill(module) is module
    return {name: p.tolist() for name, p in module.named_parameters()}


def test_fill_gives_the_same_numbers_in_any_order() -> None:
    one, other = filled(Two("a", "b", "c")), filled(Two("c", "b", "a"))
    assert one == other
    assert one["a"] != one["b"]
    numbers = torch.tensor([*one["a"], *one["b"], *one["c"][0], *one["c"][1]])
    assert numbers.abs().min() >= 0.2
    assert numbers.abs().max() < 1
    assert (numbers < 0).any()
    assert (numbers > 0).any()


def test_fill_by_name() -> None:
    one, other = Two("c", "a"), Two("c", "b")
    for module, name in ((one, "b"), (other, "a")):
        setattr(module, name, torch.nn.Parameter(torch.rand(3)))
    assert filled(one, "names") == filled(other, "names")
    assert filled(one)["a"] == filled(other)["b"]


def test_fill_keeps_dtypes_graphs_and_what_is_shared() -> None:
    net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)).double()
    net[1].weight = net[0].weight
    net[0].bias.requires_grad_(False)
    found = filled(net)
    assert net[1].weight is net[0].weight
    assert net[0].weight.dtype == torch.float64
    assert net[0].weight.is_leaf
    assert net[0].weight.grad_fn is None
    assert not net[0].bias.requires_grad
    assert found["0.bias"] != found["1.bias"]


def test_fill_wants_a_module() -> None:
    playing = context.Playing(Case("one", "One", print), "", 5)
    with context.entered(playing), pytest.raises(TypeError, match="a module is wanted, not list"):
        fill([])


def test_old_recordings_can_still_be_read() -> None:
    call = ["f", "", ["Empty"], [], [["x", ["Empty"], ["Empty"]]], []]
    found = records.decode(records.encode(["one", "One", [call]]))
    assert (found.calls[0].shares, found.calls[0].dice) == ([], "")
    assert (found.calls[0].leaves[0].module, found.calls[0].leaves[0].filled) == ("", False)
