"""Things: calls on what a constructor made are recorded, and it is like itself otherwise."""

from __future__ import annotations

from grading_support import play, provided
from things_support import FILL, calls, passes

from tutor.grading import records

NET = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(n))
        self.inner = nn.Linear(n, 2)
        self.register_buffer("seen", torch.zeros(()))

    def forward(self, X):
        self.seen = self.seen + 1
        return self.inner(X * self.scale)

    def forget(self):
        self.seen.zero_()
        return self
"""
CLASS = provided("n=3", "Net", "class")


def test_calls_are_recorded_by_name() -> None:
    check = """
@case
def one(mine):
    "One"
    net = mine.Net(4)
    net(draw(5, 4))
    net.forget()
    net.inner(draw(5, 4))
    net.train().eval().requires_grad_(True)
"""
    found = calls(NET, check, CLASS)
    assert [call.name for call in found] == ["Net", "net", "net.forget", "net.inner"]
    module = found[0].result
    assert isinstance(module, records.Module)
    assert module.made
    assert [name for name, _ in module.parameters] == ["scale", "inner.weight", "inner.bias"]
    assert isinstance(found[1].result, records.Tensor)


def test_a_thing_is_what_it_stands_for() -> None:
    check = """
@case
def one(mine):
    "One"
    net = mine.Net(4)
    require(isinstance(net, nn.Module) and isinstance(net, mine.Net), "isinstance")
    require(type(net).__name__ == "Net" and repr(net).startswith("Net("), "its name")
    require([tuple(p.shape) for p in net.parameters()] == [(4,), (2, 4), (2,)], "parameters")
    require(net.train() is net and net.eval() is net and net.to("cpu") is net, "itself")
    require(net.training is False and net.inner is net.inner, "attributes")
    require(net == net and net in [net] and len({net, net}) == 1, "equality")
    require(not hasattr(net, "depth") and getattr(net, "depth", 7) == 7, "what it lacks")
    net.depth = 8
    require(net.depth == 8 and "depth" in dir(net) and vars(net)["depth"] == 8, "what it got")
    del net.depth
    require(not hasattr(net, "depth"), "what was taken away")
    require(callable(net) and not hasattr(net, "__len__"), "operators")
"""
    assert passes(NET, NET, check, CLASS)


def test_a_thing_inside_the_modules_of_a_case() -> None:
    check = """
@case(also=("float64",))
def one(mine):
    "One"
    net = mine.Net(4)
    fill(net)
    whole = nn.Sequential(net, nn.ReLU()).to(draw.dtype)
    require(len(list(whole.parameters())) == 3, "parameters")
    whole(draw(5, 4)).sum().backward()
    require(net.scale.grad is not None, "gradients reach it")
    whole.eval()
    require(not net.training, "modes reach it")
"""
    assert [call.name for call in calls(NET, check, CLASS)] == ["Net", "net"]
    assert passes(NET, NET, check, CLASS)


def test_saved_reloaded_and_copied() -> None:
    check = """
@case
def one(mine):
    "One"
    net = fill(mine.Net(4))
    X = draw(5, 4)
    Y = net(X)
    buffer = io.BytesIO()
    torch.save(net.state_dict(), buffer)
    buffer.seek(0)
    again = mine.Net(4)
    again.load_state_dict(torch.load(buffer))
    close(again(X), Y, "The reloaded one gives something else.")
    other = copy.deepcopy(net)
    other.inner.bias.data += 1
    close(other(X), Y + 1)
    close(net(X), Y, "A copy shares its parameters.")
    require(isinstance(copy.copy(net), nn.Module), "copied")
    third = mine.Net(4)
    third.load_state_dict(net.state_dict())
    close(third(X), Y)
"""
    names = [call.name for call in calls(NET, check, CLASS)]
    assert names == ["Net", "net", "Net", "net2", "net3", "net", "Net", "net5"]
    assert passes(NET, NET, check, CLASS)


def test_saved_as_a_whole() -> None:
    check = """
@case
def one(mine):
    "One"
    net = mine.Net(4)
    buffer = io.BytesIO()
    torch.save(net, buffer)
    buffer.seek(0)
    loaded = torch.load(buffer, weights_only=False)
    require(type(loaded) is type(net.train().inner).__mro__[0] or loaded.inner is not None, "")
"""
    assert play(NET, FILL + check, CLASS).only.failure is None


def test_the_call_is_shown_below_what_it_is_called_on() -> None:
    check = """
@case(also=("float64",))
def one(mine):
    "One"
    net = mine.Net(2)
    fill(net).eval()
    net(torch.ones(1, 2))
    net(torch.ones(1, 2))
"""
    last = calls(NET, check, CLASS)[-1].before.split("\n")
    assert last[0] == "net = Net(2)"
    assert last[1].startswith("#")
    assert "filled" in last[1]
    assert last[2] == "# net was called once before"
    assert last[3] == "net.eval()"
    assert last[-1].startswith("net(")


# --- as arguments --------------------------------------------------------------------------------

USES = provided("net, more=None", "use")
USE = f"""{NET}
import sys

def use(net, more=None):
    assert type(net) is Net, type(net)
    found = [net]
    if more is not None:
        for each in more.values() if isinstance(more, dict) else more:
            while type(each) in (list, tuple):
                each = each[0]
            assert type(each) is Net, type(each)
            found.append(each)
    if isinstance(more, list):
        more.append(Net(1))
    return len(found)
"""


def test_the_code_gets_the_thing_itself_wherever_it_stands() -> None:
    check = """
@case
def one(mine):
    "One"
    net = mine.Net(4)
    mine.use(net)
    mine.use(more=(net, [net], ([net],)), net=net)
    mine.use(net, {"a": net, "b": [net]})
    many = [net, net]
    mine.use(net, many)
    require(many[0] is net and many[1] is net, "The list holds the stand-ins again.")
    require(len(many) == 3, "What the code does to a list is seen.")
"""
    found = calls(USE, check, CLASS, USES)
    assert [call.result for call in found[1:]] == [
        records.Number(number) for number in (1, 4, 3, 3)
    ]


def test_calls_inside_the_code_are_not_recorded() -> None:
    code = f"{NET}\ndef use(net, X):\n    return net(net.forget().inner.weight * 0 + X)\n"
    check = """
@case
def one(mine):
    "One"
    net = mine.Net(2)
    whole = nn.Sequential(net)
    mine.use(net, draw(2, 2))
    mine.use(whole[0], draw(2, 2))
"""
    found = calls(code, check, CLASS, provided("net, X", "use"))
    assert [call.name for call in found] == ["Net", "use", "use"]
    assert passes(code, code, check, CLASS, provided("net, X", "use"))


def test_a_thing_among_arguments_is_shown_by_its_name() -> None:
    check = "@case\ndef one(mine):\n    'One'\n    net = mine.Net(2)\n    mine.use(net, [net])\n"
    found = calls(USE, check, CLASS, USES)[-1]
    assert found.before == "net = Net(2)\nuse(net, [net])"
