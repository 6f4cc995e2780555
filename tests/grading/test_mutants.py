"""Mutants: what each kind of change makes of some code, and what is never touched."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.grading.mutants import Mutant, chosen, mutants_of

REFERENCES = sorted(
    (Path(__file__).resolve().parents[2] / "lessons").rglob("exercises/*/reference.py")
)


def made(source: str, name: str = "") -> list[str]:
    """The new lines of all mutants of a kind, each mutant's in one text."""
    found = []
    for mutant in mutants_of(source):
        if not name or mutant.name == name:
            new = [line[1:].strip() for line in mutant.diff.splitlines() if line.startswith("+")]
            found.append("; ".join(new))
    return found


# Source of a function's body (p, q: tensors; lr: float = 0.5; n: int), the kind, what must come.
CHANGES = [
    ("return p + q", "arithmetic", ["return p - q"]),
    ("return p - q", "arithmetic", ["return p + q"]),
    ("return p / q", "operands swapped", ["return q / p"]),
    ("return p @ q.T", "attribute", ["return p @ q"]),
    ("return p * lr + q", "operand dropped", ["return p * lr", "return q", "return p + q"]),
    ("return -p", "sign", ["return p"]),
    ("return p * q", "sign", ["return -(p * q)"]),
    ("return n < 3", "comparison", ["return n <= 3", "return n >= 3"]),
    ("return p if n else q", "condition", ["return p if True else q", "return p if not n else q"]),
    ("return n and lr", "condition", ["return n or lr", "return n", "return lr"]),
    ("return p * 2", "constant", ["return p * 1", "return p * 3"]),
    ("return p + 1e-06", "constant", ["return p + 0.0", "return p + 2e-06"]),
    ("return p[-1]", "constant", ["return p[0]", "return p[1]"]),
    ("return f(keep=True)", "constant", ["return f(keep=False)"]),
    ("return f(p, q, keep=True)", "arguments swapped", ["return f(q, p, keep=True)"]),
    ("return p.mean(dim=0, keepdim=True)", "argument dropped", ["return p.mean(dim=0)"]),
    ("return p.sum(dim=1)", "dimension", ["return p.sum(dim=0)"]),
    ("return p.mean((0, 2))", "dimension", ["return p.mean((0,))", "return p.mean((2,))"]),
    ("return p.sum(0)", "dimension", ["return p.sum(1)", "return p.sum()"]),
    ("return torch.sum(p, 0)", "dimension", ["return torch.sum(p, 1)", "return torch.sum(p)"]),
    ("return p.max()", "function", ["return p.min()"]),
    ("return torch.rand(n)", "function", ["return torch.randn(n)"]),
    ("return p.sqrt()", "function dropped", ["return p"]),
    ("return torch.exp(p)", "function dropped", ["return p"]),
    ("return p.reshape(n)", "function", ["return p.view(n)"]),
    ("return nn.Parameter(p)", "function dropped", ["return p"]),
    ("return p.detach()", "function dropped", ["return p"]),
    ("v = p * 2\n    return v.sum()", "detached", ["v = (p * 2).detach()"]),
    ("return p.sub(q)", "in place", ["return p.sub_(q)"]),
    ("p = p - q\n    return p", "in place", ["p -= q"]),
    ("p -= lr * q", "bound anew", ["p = p - lr * q"]),
    ("p -= lr * q", "arithmetic", ["p += lr * q", "p -= lr / q"]),
    ("p[:] = q", "bound anew", ["p = q"]),
    ("p.copy_(q)", "bound anew", ["p = q"]),
    ("p.sub_(q)", "bound anew", ["p = p - q"]),
    ("p.mul_(2)\n    return p", "dropped", ["", ""]),
    ("for i in range(n):\n        f(i)", "bounds", ["for i in range(n - 1):"]),
    ("for i in p:\n        f(i)", "loop", ["for i in list(p)[:1]:", "for i in list(p)[1:]:"]),
    ("return [f(i) for i in p]", "loop", ["return [f(i) for i in list(p)[:1]]"]),
    ("for i in p:\n        f(i)\n    return q", "early return", ["return q"]),
    ("with torch.no_grad():\n        p -= q", "no_grad", ["p -= q"]),
    ("return p * lr", "ignored", ["lr = 0.5", "n = 1"]),
    ("return p[:n]", "slice", ["return p[:]", "return p[:n + 1]"]),
    ("return p[n, 0]", "slice", ["return p[0, n]"]),
    ("return p, q", "order", ["return q, p"]),
    ("return p.to(torch.float32)", "dtype", ["return p.to(torch.float64)"]),
    ("return p + q", "variable", ["return q + q", "return p + p"]),
    ("self.register_buffer('s', p)", "unregistered", ["self.s = p"]),
    ("q = p\n    q = q * lr\n    p += q", "exchanged", ["p += q"]),
    ("return p.to(math.inf)", "constant", ["return p.to(-math.inf)"]),
]  # fmt: skip
HEAD = "def f(p: Tensor, q: Tensor, n: int, lr: float = 0.5):\n    "


@pytest.mark.parametrize(("body", "name", "wanted"), CHANGES, ids=lambda value: str(value)[:40])
def test_what_a_change_makes(body: str, name: str, wanted: list[str]) -> None:
    body = body.replace("return p * lr", "return p * lr + n") if name == "ignored" else body
    found = made(HEAD + body + "\n", name)
    assert [line for line in wanted if line not in found] == [], found


# Code that has no mutant of a kind, since nobody could tell it, or it fails at once.
NOTHING = [
    ("return (p - q).square().mean()", "operands swapped"),  # the square is the same
    ("return len(p)", "variable"),  # tensors of one call have one length
    ("with torch.no_grad():\n        v = p * 2\n    return n", "detached"),
    ("v = p\n    return v", "dropped"),
    ("t = 0\n    t += 1\n    return t", "bound anew"),
    ("return torch.rand(n) >= lr", "comparison"),
    ("raise ValueError(f'{n} is 1, not {n + 1}')", "constant"),
    ("assert n == 1", "operand dropped"),
]


@pytest.mark.parametrize(("body", "name"), NOTHING)
def test_what_no_change_is_made_of(body: str, name: str) -> None:
    found = made(HEAD + body + "\n", name)
    if name == "dropped":  # without `v` the return would be a NameError
        assert found == [""]
    elif name == "comparison":
        assert found == ["return torch.rand(n) < lr"]
    else:
        assert [line for line in found if "def f" not in line] == []


WORDS = '''\
"""1 + 1 is 2."""
import math  # 1 + 1


def f(x: list[1 + 1]) -> "1 + 1":
    """x + 1, for 1 < 2."""
    # 1 + 1
    return x  # 1 + 1
'''


def test_words_annotations_and_imports_stay() -> None:
    for mutant in mutants_of(WORDS):
        kept = WORDS.replace("    return x  # 1 + 1\n", "")
        assert mutant.source.startswith(kept[: kept.index("    # 1 + 1")]), mutant
        assert mutant.diff.startswith("-    return x")


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.parent.name)
def test_mutants_of_the_course_are_sound(path: Path) -> None:
    source = path.read_text("utf-8")
    mutants = mutants_of(source)
    assert 8 <= len(mutants) <= 250
    _sound(source, mutants)
    for mutant in mutants:  # the rest of the text is as it was, comments included
        gone = [line[1:] for line in mutant.diff.splitlines() if line.startswith("-")]
        assert set(gone) <= set(source.splitlines())
        assert len(mutant.diff.splitlines()) <= 2 + 2 * len(source.splitlines())


def _sound(source: str, mutants: list[Mutant]) -> None:
    dumps = [ast.dump(ast.parse(mutant.source)) for mutant in mutants]
    assert len(set(dumps)) == len(dumps)
    assert ast.dump(ast.parse(source)) not in dumps
    lines = [mutant.line for mutant in mutants]
    assert lines == sorted(lines)
    assert all(0 < line <= len(source.splitlines()) for line in lines)
    assert all(mutant.name and mutant.diff for mutant in mutants)


EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "y", "0", "1", "2.5", "-1", "x[0]", "x.T", "f(x, y)", "x.sum(0)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "**", "@", "<", "and"]), inner)
        .map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        inner.map(lambda text: f"g({text}, dim=1)"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} if {pair[1]} else x)"),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=1, max_size=3))
def test_mutants_of_anything_are_sound(expressions: list[str]) -> None:
    body = "".join(f"    x = {each}  # said\n" for each in expressions)
    source = f"def f(x, y=1.0):\n{body}    return x\n"
    _sound(source, mutants_of(source))


def test_odd_layouts_are_changed_too() -> None:
    source = (
        "def f(x):\n    a = (x +\n         1); b = a\n    if a: return b\n    return x; y = 1\n"
    )
    _sound(source, mutants_of(source))


def test_a_part_is_chosen_evenly_and_always_the_same() -> None:
    mutants = mutants_of(REFERENCES[0].read_text("utf-8"))
    part = chosen(mutants, 9)
    assert len(part) == 9
    assert part == chosen(list(mutants), 9)
    assert len({mutant.name for mutant in part}) == min(9, len({m.name for m in mutants}))
    assert [mutant for mutant in mutants if mutant in part] == part
    assert chosen(mutants, 10_000) == mutants
    assert chosen(mutants, 0) == []


def test_what_is_no_python_is_refused() -> None:
    with pytest.raises(SyntaxError):
        mutants_of("def f(:\n")


def test_it_loads_no_torch() -> None:
    code = "import sys, tutor.grading.trials; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
