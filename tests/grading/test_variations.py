"""Variations: other words for the same code."""

from __future__ import annotations

import ast
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from doubling import WRONG, exercise

from tutor.engine import Engine
from tutor.grading import variations
from tutor.grading.variations import Variation, of

LOOP = """
import torch


def f(params, lr=0.1):
    \"\"\"Steps.\"\"\"
    total = 0.0
    for p in params:
        size = p.shape[0]
        half = lr / 2
        norm = (p ** 2).mean()
        total += half * norm * size
    squares = [q * q for q in params if q.numel()]
    return total - squares[0].sum(dim=0) * params[1].mean(dim=0, keepdim=True).sum() / lr
"""


def made(source: str) -> dict[str, str]:
    return {each.name: each.source for each in of(source)}


def run(source: str) -> Any:
    names: dict[str, Any] = {}
    exec(source, names)
    torch.manual_seed(0)
    return names["f"]([torch.rand(3, 2), torch.rand(4, 5)])


@pytest.mark.parametrize("each", of(LOOP), ids=lambda each: each.name)
def test_every_variation_computes_the_same(each: Variation) -> None:
    assert each.source != LOOP
    torch.testing.assert_close(run(each.source), run(LOOP))


def test_there_are_many() -> None:
    names = set(made(LOOP))
    assert names >= {
        "renamed", "aliased", "squares", "commuted", "regrouped", "means", "sizes", "axes",
        "temporaries", "reordered", "augmented", "index loops", "spelled out", "prints",
        "helpers", "functions", "everything",
    }  # fmt: skip
    assert len(set(made(LOOP).values())) == len(made(LOOP))


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("renamed", "y = x\n    return y", "y_here = x\n    return y_here"),
        ("aliased", "return x", "given_x = x\n    return given_x"),
        ("squares", "return x ** 2", "return x * x"),
        ("squares", "return x * x", "return x ** 2"),
        ("commuted", "return 2 * x", "return x * 2"),
        ("commuted", "return x - 2", "return -2 + x"),
        ("regrouped", "return x * 2 / 3", "return x * (2 / 3)"),
        ("methods", "return torch.exp(x)", "return x.exp()"),
        ("functions", "return x.sum(dim=0)", "return torch.sum(x, dim=0)"),
        ("functions", "return x.reshape(-1)", "return torch.reshape(x, (-1,))"),
        ("means", "return x.mean()", "return x.sum() / x.numel()"),
        ("means", "return torch.mean(x, 1)", "return x.sum(1) / x.shape[1]"),
        ("sizes", "return x.shape[0]", "return x.size(0)"),
        ("sizes", "return x.size(1)", "return x.shape[1]"),
        ("axes", "return x.sum(dim=1)", "return x.sum(axis=1)"),
        ("temporaries", "return x + 1", "whole1 = x + 1\n    return whole1"),
        ("inlined", "y = x.exp()\n    return y + 1", "return x.exp() + 1"),
        ("reordered", "a = x + 1\n    b = x * 2\n    return a, b",
         "b = x * 2\n    a = x + 1\n    return (a, b)"),
        ("item loops", "for i in range(len(x)):\n        g(x[i])",
         "for i, item0 in enumerate(x):\n        g(item0)"),
        ("index loops", "for a, b in zip(x, x):\n        g(a)",
         "for index0 in range(min(len(x), len(x))):\n        a = x[index0]\n"
         "        b = x[index0]\n        g(a)"),
        ("while loops", "for i in range(3):\n        g(x, i)",
         "i = 0\n    i_end = 3\n    while i < i_end:\n        g(x, i)\n        i += 1"),
        ("grad switched off", "with torch.no_grad():\n        g(x)",
         "with torch.set_grad_enabled(False):\n        g(x)"),
    ],
)  # fmt: skip
def test_what_becomes_of_some_code(name: str, before: str, after: str) -> None:
    head = "import torch\n\ndef f(x):\n    "
    assert made(f"{head}{before}\n")[name] == f"{head}{after}\n"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("reordered", "a = x + 1\n    b = a * 2\n    return b"),
        ("reordered", "a = torch.rand(3)\n    b = torch.rand(2)\n    return b, a"),
        ("inlined", "y = torch.rand(3)\n    return y"),
        ("inlined", "y = x + 1\n    return y * y"),
        ("augmented", "x += 1\n    return x"),
        ("augmented", "for p in x:\n        p = p + 1"),
        ("while loops", "for i in range(3):\n        g(i)\n    return i"),
        ("while loops", "for i in range(3):\n        if i:\n            continue"),
        ("squares", "return torch.rand(3) ** 2"),
        ("item loops", "for i in range(len(x)):\n        x[i] = 0"),
        ("index loops", "for p in g(x):\n        p"),
    ],
)
def test_what_must_not_be_rewritten_is_left_alone(name: str, body: str) -> None:
    assert name not in made(f"import torch\n\ndef f(x):\n    {body}\n")


def test_parameters_keep_their_names() -> None:
    source = made("def f(x, *, lr=1):\n    lr = x\n    y = lr\n    return y\n")["renamed"]
    assert "def f(x, *, lr=1)" in source
    assert "lr = x" in source
    assert "y_here" in source


def test_a_helper_takes_what_the_function_takes() -> None:
    code = "def f(a, b=2, *rest, c, d=4, **more):\n    return a, b, rest, c, d, more\n"
    names: dict[str, Any] = {}
    exec(made(code)["helpers"], names)
    assert names["f"](1, 3, 5, c=6, e=7) == (1, 3, (5,), 6, 4, {"e": 7})


def test_torch_is_imported_where_it_is_needed() -> None:
    source = made("from torch import nn\n\ndef f(x):\n    return x.exp()\n")["functions"]
    names: dict[str, Any] = {}
    exec(source, names)
    assert float(names["f"](torch.ones(()))) == pytest.approx(math.e)


def test_numpy_has_functions_of_its_own() -> None:
    assert "functions" not in made("import numpy\n\ndef f(x):\n    return x.exp()\n")
    assert "functions" not in made("def f(x):\n    return x.numpy().mean()\n")


def test_what_is_no_python_has_no_variations() -> None:
    assert of("def f(x:\n") == []
    assert of("") == []


def test_all_are_python(pytestconfig: pytest.Config) -> None:
    """Of everything that we have written as wrong."""
    folders = (pytestconfig.rootpath / "lessons").glob("**/exercises/*/wrong/*.py")
    for path in sorted(folders)[::7]:
        for each in of(path.read_text(encoding="utf-8")):
            compile(each.source, str(path), "exec", ast.PyCF_ONLY_AST)


async def test_who_recognizes_them(tmp_path: Path) -> None:
    made = exercise(tmp_path / "doubling", wrong=WRONG)
    (made.folder / "variations").mkdir()
    by_hand = {
        "squares.power.py": "def double(x):\n    return x ** (1 + 1)\n",
        "halves.right.py": "def double(x):\n    return x + x\n",
        "same.other.py": "def double(x):\n    return x - 1\n",
    }
    for name, code in by_hand.items():
        (made.folder / "variations" / name).write_text(code)
    engine = Engine(device="cpu")
    await engine.start()
    try:
        found = [each async for each in variations.diagnoses(engine.checks, made)]
    finally:
        await engine.close()
    told = {each.variation: each for each in found if each.variation in by_hand}
    assert told["squares.power.py"].right
    assert told["halves.right.py"].passed
    assert not told["same.other.py"].right
    others = [each for each in found if each.variation not in by_hand]
    assert len(others) > 10
    assert all(each.right and not each.passed for each in others)
