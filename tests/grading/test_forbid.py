"""`forbid`: caught by whatever way, only in the code under test, and never swallowed."""

from __future__ import annotations

import math

import pytest
import torch
from grading_support import ONCE, Played, play

SOFTMAX = "forbid('torch.softmax', 'torch.Tensor.softmax', 'torch.nn.functional.softmax')\n" + ONCE
SGD = "forbid('torch.optim.SGD')\n" + ONCE


def assert_forbidden(played: Played, name: str, line: int) -> None:
    failure = played.failure
    assert (failure.kind, failure.line) == ("forbidden", line)
    assert failure.message == (
        f"`f` uses {name}, which this exercise asks you to write yourself (line {line})."
    )
    assert played.only.calls == []
    assert played.only.failed_after == 0


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        ("", "return torch.softmax(x, 1)", "torch.softmax"),
        ("from torch import softmax", "return softmax(x, 1)", "torch.softmax"),
        ("from torch import softmax as s", "return s(x, dim=1)", "torch.softmax"),
        ("", "from torch import softmax; return softmax(x, 1)", "torch.softmax"),
        ("", "return getattr(torch, 'soft' + 'max')(x, 1)", "torch.softmax"),
        ("", "return x.softmax(1)", "torch.Tensor.softmax"),
        ("", "return torch.Tensor.softmax(x, 1)", "torch.Tensor.softmax"),
        (
            "import torch.nn.functional as F",
            "return F.softmax(x, 1)",
            "torch.nn.functional.softmax",
        ),
    ],
)
def test_a_function(head: str, body: str, name: str) -> None:
    assert_forbidden(play(f"import torch\n{head}\ndef f(x):\n    {body}\n", SOFTMAX), name, 4)
    assert torch.softmax(torch.zeros(1, 2), 1).tolist() == [[0.5, 0.5]]
    assert "softmax" not in vars(torch.Tensor)


@pytest.mark.parametrize(
    "body",
    [
        "torch.optim.SGD([x], lr=1)",
        "SGD([x], lr=1)",
        "Mine([x], lr=1)",
        "from torch.optim import SGD as S; S([x], lr=1)",
    ],
)
def test_a_class(body: str) -> None:
    code = (
        f"import torch\nfrom torch.optim import SGD\nclass Mine(SGD): pass\ndef f(x):\n    {body}\n"
    )
    assert_forbidden(play(code, SGD), "torch.optim.SGD", 5)
    assert torch.optim.SGD.__init__.__qualname__ == "SGD.__init__"


def test_a_class_can_still_be_asked_for() -> None:
    code = "import torch\ndef f(x): return isinstance(x, torch.optim.SGD)\n"
    assert play(code, SGD).only.failure is None


@pytest.mark.parametrize(
    "body",
    [
        "return torch.softmax(x, 1)",
        "return x.softmax(-1)",
        "return torch.nn.functional.softmax(x, 1)",
        "return torch.nn.Softmax(1)(x)",
        "return torch.special.softmax(x, 1)",
        "return torch.ops.aten.softmax(x, 1)",
        "return torch._C._VariableFunctions.softmax(x, 1)",
        "return torch.softmax(x.requires_grad_(), 1)",
    ],
)
def test_an_operator_underneath(body: str) -> None:
    played = play(f"import torch\ndef f(x):\n    {body}\n", "forbid('aten::softmax')\n" + ONCE)
    assert_forbidden(played, "aten::softmax", 3)


def test_an_operator_that_is_another_one() -> None:
    check = "forbid('aten::softmax')\n" + ONCE
    code = "import torch\ndef f(x): return torch.log_softmax(x, 1).exp() / 2\n"
    assert play(code, check).only.failure is None


@pytest.mark.parametrize("how", ["Exception", "BaseException"])
def test_swallowing_does_not_help(how: str) -> None:
    code = (
        "import torch\ndef f(x):\n    try:\n        return torch.softmax(x, 1)\n"
        f"    except {how}:\n        return x\n"
    )
    assert_forbidden(play(code, SOFTMAX), "torch.softmax", 4)


def test_the_cases_themselves_may_use_it() -> None:
    check = SOFTMAX.replace(ONCE, "") + (
        "@case\ndef one(mine):\n    x = draw(3, 2)\n"
        "    close(mine.f(x), torch.softmax(x, 1))\n    torch.optim.SGD([x], lr=1)\n"
    )
    code = "import torch\ndef f(x):\n    e = x.exp()\n    return e / e.sum(1, keepdim=True)\n"
    assert play(code, check).only.failure is None


def test_printing_a_tensor_is_no_use_of_what_it_needs() -> None:
    check = "forbid('aten::abs', 'torch.Tensor.abs', 'aten::max', 'aten::ne', 'torch.isfinite')\n"
    played = play("def f(x):\n    print(x)\n    return repr(x)\n", check + ONCE)
    assert played.only.failure is None
    assert "tensor(" in played.only.printed


def test_a_function_that_is_not_torchs() -> None:
    code = "import math\nfrom math import log as l\ndef f(x):\n    return l(2)\n"
    assert_forbidden(play(code, "forbid('math.log')\n" + ONCE), "math.log", 4)
    assert math.log(1) == 0


def test_several_cases_and_only_while_learners_code_runs() -> None:
    check = SOFTMAX + "\n@case\ndef two(mine):\n    mine.f(draw(1, 1))\n"
    code = (
        "import torch\ndef f(x):\n    return torch.softmax(x, 1) if len(x) == 1 else x\n"
        "y = torch.softmax(torch.ones(1, 1), 1)\n"
    )
    played = play(code, check)
    assert played.recordings["once"].failure is None
    assert played.recordings["two"].failure is not None


@pytest.mark.parametrize("name", ["torch.nothing", "nothing.at.all", "torch.optim.Sgd", "torch"])
def test_a_name_that_leads_nowhere(name: str) -> None:
    played = play("def f(x): 1\n", f"forbid({name!r})\n" + ONCE)
    assert played.fault.kind == "grader"
    assert "forbid: there is no" in played.fault.message
