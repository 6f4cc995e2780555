"""`forbid`: caught by whatever way, only in the code under test, and never swallowed."""

from __future__ import annotations

import functools
import math
import threading
import time
from typing import Any

import pytest
import torch
from forbidden import HEAD, assert_forbidden
from grading_support import ONCE, play, provided

from tutor.grading.forbidding import Guard, resolve
from tutor.grading.swapping import Swap

SOFTMAX = "forbid('torch.softmax', 'torch.Tensor.softmax', 'torch.nn.functional.softmax')\n" + ONCE
SGD = "forbid('torch.optim.SGD')\n" + ONCE


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


# --- right answers, and the graders themselves ----------------------------------------------------

RIGHT = [
    ("torch.softmax", "return x.exp() / x.exp().sum(1, keepdim=True)"),
    ("torch.softmax", "return (x - torch.logsumexp(x, 1, keepdim=True)).exp()"),
    ("torch.softmax", "return torch.log_softmax(x, 1).exp()"),
    ("torch.softmax", "return torch.stack([r.exp() / r.exp().sum() for r in x])"),
    ("torch.softmax", "e = np.exp(x.numpy()); return torch.from_numpy(e / e.sum(1)[:, None])"),
    ("torch.softmax", "print(x, x.requires_grad_()); return repr(x)"),
    ("torch.softmax", "return torch.vmap(lambda r: r.exp() / r.exp().sum())(x)"),
    ("torch.softmax", "torch.set_default_dtype(torch.float64); return torch.ones(2).double()"),
    ("torch.nn.functional.conv2d", "return F.unfold(i, 2).transpose(1, 2) @ k.reshape(-1, 1)"),
    ("torch.nn.functional.conv2d", "return torch.einsum('ij,ij->', i[0, 0, :2, :2], k[0, 0])"),
    ("torch.nn.functional.conv2d", "return (i.unfold(2, 2, 1).unfold(3, 2, 1) * k).sum((4, 5))"),
    ("torch.nn.functional.conv2d", "return F.conv1d(i[0, 0][None, :1], k[0, 0][None, :1])"),
    ("torch.nn.functional.cross_entropy", "return F.nll_loss(F.log_softmax(x, 1), y)"),
    ("torch.nn.functional.cross_entropy", "return -torch.log_softmax(x, 1)[range(3), y].mean()"),
    ("torch.nn.functional.batch_norm", "return (x - x.mean(0)) / (x.var(0) + 1e-5).sqrt()"),
    ("torch.nn.functional.batch_norm", "return F.layer_norm(x.T, (3,)).T"),
    ("torch.nn.functional.dropout", "return x * torch.bernoulli(torch.full_like(x, 0.5)) / 0.5"),
    ("torch.nn.functional.dropout", "return x * torch.empty_like(x).bernoulli_(0.5).div_(0.5)"),
    ("torch.nn.init", "return torch.nn.Linear(2, 3)(x), torch.nn.Conv2d(1, 1, 2)(i)"),
    ("torch.nn.init.xavier_uniform_", "return torch.empty(3, 2).uniform_(-1, 1)"),
    ("torch.optim", "return x - 0.1 * x"),
    ("torch.optim.Adam", "torch.optim.SGD([x.requires_grad_()], lr=1).step()"),
    ("torch.Tensor.add_", "return x + 1"),
    ("torch.matmul", "return torch.einsum('ij,kj->ik', x, x)"),
    ("aten::abs", "print(x)"),
    ("torch.add", "print(x, torch.nn.Linear(1, 1))"),
    ("numpy.exp", "return x.exp()"),
]


@pytest.mark.parametrize(("name", "body"), RIGHT)
def test_a_right_answer(name: str, body: str) -> None:
    code = f"{HEAD}def f(x):\n    {body}\n"
    played = play(code, f"forbid({name!r})\n" + ONCE).only
    assert played.failure is None
    assert played.calls[0].error is None


def test_the_case_may_use_it_while_the_learners_code_runs() -> None:
    check = """
forbid('torch.softmax', 'torch.optim.SGD', 'math.log', 'torch.nn.functional.cross_entropy')
import math
class Net(torch.nn.Module):
    def forward(self, x):
        return torch.nn.functional.softmax(x, 1)
def helper(x):
    return torch.softmax(x, 1)
@case
def one(mine):
    x, y = draw(3, 2), torch.tensor([0, 1, 1])
    mine.f(lambda: (torch.softmax(x, 1), x.softmax(1), math.log(2)))
    mine.f(lambda: torch.nn.functional.cross_entropy(x, y))
    mine.f(lambda: torch.optim.SGD([x.clone().requires_grad_()], lr=1).step())
    mine.f(lambda: helper(x))
    mine.f(lambda: Net()(x))
    require(len(mine.f(lambda: list(map(helper, [x])))) == 1, "no")
"""
    played = play("def f(g):\n    return g()\n", check, provided("g")).only
    assert played.failure is None
    assert all(call.error is None for call in played.calls)


def test_the_learners_code_inside_a_function_of_the_case_may_not() -> None:
    check = "forbid('torch.softmax')\n@case\ndef one(mine):\n    mine.f(lambda g: g())\n"
    code = "import torch\ndef f(h):\n    return h(lambda: torch.softmax(torch.ones(1, 2), 1))\n"
    assert play(code, check, provided("h")).failure.kind == "forbidden"


def test_everything_is_as_before_afterwards() -> None:
    names = ("torch.optim", "torch.nn.functional.softmax", "torch.nn.Dropout", "math.log",
             "torch.softmax", "aten::dropout")  # fmt: skip
    functions = (torch.optim.Adam.step, torch.nn.functional.softmax, torch.nn.Dropout.forward)
    codes = [function.__code__ for function in functions]
    start, call = threading.Thread.start, torch._C.ScriptFunction.__call__
    code = "import torch\ndef f(x):\n    torch.overrides.TorchFunctionMode().__enter__()\n"
    play(code, f"forbid(*{names!r})\n" + ONCE)
    assert [function.__code__ for function in functions] == codes
    assert "__init__" not in vars(torch.nn.Dropout)
    assert (threading.Thread.start, torch._C.ScriptFunction.__call__) == (start, call)
    assert math.log.__name__ == "log"
    assert torch.overrides._get_current_function_mode_stack() == []
    assert torch.utils._python_dispatch._get_current_dispatch_mode_stack() == []


def test_a_swapped_function_does_what_it_did() -> None:
    cell = [3]

    def plain(a: int, *rest: int, b: int = 2, **more: int) -> tuple[Any, ...]:
        return a, rest, b, more, cell[0]

    seen = []
    swap = Swap(plain, lambda original, args, options: seen.append(1) or original(*args, **options))
    held = functools.partial(plain, 1)
    swap.enter()
    assert held() == (1, (), 2, {}, 3)
    assert plain(1, 2, b=3, c=4) == (1, (2,), 3, {"c": 4}, 3)
    swap.leave()
    assert plain(5) == (5, (), 2, {}, 3)
    assert len(seen) == 2


def test_holding_bans_takes_no_time() -> None:
    names = ("torch.softmax", "torch.nn.functional.conv2d", "torch.optim.Adam", "torch.nn.Dropout")
    guard = Guard([resolve(name) for name in names], [{}], lambda _frame: None)
    with guard.held():
        pass

    def held() -> float:
        started = time.process_time()
        for _ in range(100):
            with guard.held():
                pass
        return (time.process_time() - started) / 100

    assert min(held() for _ in range(5)) < 150e-6
