"""What a first check must not import: half a second that the learner would wait for."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tutor.grading.outlines import Outline

SCRIPT = """
import sys
from tutor.engine.protocol import Brief, Parameter, Play, Provided, Recorded
from tutor.grading import player, records

CHECK = '''
from tutor.grading import case, draw

@case(also=("float64", "noncontiguous"))
def with_gradients(mine):
    "Gradients"
    mine.f(draw(3, 2, grad=True))
'''
provided = [Provided("f", "function", [Parameter("X", "positional")])]
sent = []
brief = Brief("key", "light", provided, CHECK)
player.play(Play(1, brief, "def f(X): return X * X", "light.py"), sent.append)
recorded = [records.decode(each.data) for each in sent if isinstance(each, Recorded)]
assert len(recorded) == 3, sent
assert all(each.calls[0].gradients for each in recorded), recorded
print(*({"sympy", "torch._dynamo"} & sys.modules.keys()))
"""


def test_gradients_of_results_import_nothing_large() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("code", "late"),
    [
        ("import torch\ndef f(x): return torch.optim.SGD([x], lr=1)", True),
        ("from torch import optim", True),
        ("from torch.optim import Adam", True),
        ("import torch.optim as o", True),
        ("from torch.func import grad", True),
        ("import torch\ng = torch.compile(f)", True),
        ("import functorch", True),
        ('import torch\ndef f(x):\n    """As torch.optim.SGD does."""', False),
        ("import re, torch\nword = re.compile('optim')", False),
        ("import torch\ndef f(x): return torch.autograd.grad(x, x)", False),
    ],
)
def test_what_will_import_much_is_seen_in_the_code(code: str, late: bool) -> None:
    assert Outline(ast.parse(code)).imports_late is late
