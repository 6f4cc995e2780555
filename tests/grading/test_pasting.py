"""Calls as Python: what is pasted below a learner's code gives what the report shows."""

from __future__ import annotations

import ast
import contextlib
import io
from typing import Any

import numpy as np
import pytest
import torch
from grading_support import provided, record
from recordings import judged

from tutor.engine import shortening
from tutor.grading import arrays, pasting, quoting, records, replaying

LEARNER = "import torch\ndef f({asked}):\n{body}\n"


def written(**named: Any) -> str:
    """The text of a call of `f` with these arguments."""
    return pasting.call("f", tuple(named.values()), {}, list(named.items()))


def read(text: str) -> dict[str, Any]:
    """The arguments that a text calls `f` with, by position."""
    taken: dict[str, Any] = {}
    space = {"f": lambda *args, **options: taken.update(args=args, options=options)}
    exec(quoting.whole(text), space)
    return taken


VALUES: list[Any] = [
    torch.tensor([0.1, -2.5, float("nan"), float("inf"), -0.0]),
    torch.rand(3, 4),
    torch.rand(40, 3, dtype=torch.float64),
    torch.randint(-9, 9, (2, 3, 4)),
    torch.tensor([[True, False]]),
    torch.tensor(3.5),
    torch.empty(0, 3),
    torch.empty(0, 3, dtype=torch.float64),
    torch.rand(5, 2).t(),
    torch.rand(4, 6)[:, ::2],
    torch.rand(1, 3).expand(4, 3),
    torch.rand(2, 2).half(),
    torch.rand(3).bfloat16(),
    torch.complex(torch.rand(2), torch.rand(2)),
    np.arange(6.0).reshape(2, 3),
    np.float32([1.1, 2.2]),
    [torch.rand(3, 2), torch.rand(1)],
    {"w": torch.rand(2), 3: [torch.rand(1)]},
    (torch.rand(2), 1.5, "text", None),
    3,
    [1.5, float("inf")],
    torch.float64,
]


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in all that matters, strides included."""
    assert type(one) is type(other)
    if isinstance(one, torch.Tensor):
        assert one.dtype == other.dtype
        assert one.stride() == other.stride()
        assert one.requires_grad == other.requires_grad
        return torch.equal(torch.nan_to_num(one), torch.nan_to_num(other))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, dict):
        return list(one) == list(other) and same(list(one.values()), list(other.values()))
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: str(type(value).__name__))
def test_values_come_back_as_they_were(value: Any) -> None:
    (found,) = read(written(x=value))["args"]
    assert same(value, found)


def test_gradients_graphs_and_one_tensor_twice() -> None:
    leaf = torch.rand(2, 3, dtype=torch.float64, requires_grad=True)
    leaf.grad = torch.rand(2, 3, dtype=torch.float64)
    inner = torch.rand(3, requires_grad=True) * 2
    params = [leaf, leaf, torch.nn.Parameter(torch.rand(2))]
    found, made = read(written(params=params, inner=inner))["args"]
    assert torch.equal(found[0].grad, leaf.grad)
    assert found[0] is found[1]
    assert found[0].is_leaf
    assert not made.is_leaf
    assert made.requires_grad
    assert isinstance(found[2], torch.nn.Parameter)


def test_keywords_stay_keywords() -> None:
    x = torch.rand(2)
    text = pasting.call("f", (x,), {"y": x, "lr": 0.1}, [("x", x), ("y", x), ("lr", 0.1)])
    found = read(text)
    assert text.splitlines()[-1] == "f(x, y=y, lr=0.1)"
    assert found["options"]["y"] is found["args"][0]


@pytest.mark.parametrize(
    "net",
    [
        torch.nn.Linear(3, 2),
        torch.nn.Linear(3, 2, bias=False).double(),
        torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU()),
        torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.Sequential(torch.nn.Flatten())),
    ],
)
def test_modules_are_built_and_filled(net: torch.nn.Module) -> None:
    net.eval()
    for parameter in net.parameters():
        parameter.grad = torch.rand_like(parameter)
    (found,) = read(written(net=net))["args"]
    ours, theirs = net.state_dict(), found.state_dict()
    assert list(ours) == list(theirs)
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    assert not found.training
    pairs = zip(net.parameters(), found.parameters(), strict=True)
    assert all(torch.equal(one.grad, other.grad) for one, other in pairs)  # type: ignore[arg-type]


FACTOR = 3.0


def scaled(x: float) -> float:
    """Needs a name from around itself."""
    return FACTOR * x


def test_functions_come_with_what_they_need() -> None:
    def below(x: float) -> float:
        return scaled(x) - 1

    text = written(g=below, h=torch.relu, k=len)
    g, h, k = read(text)["args"]
    assert (g(2.0), h, k) == (5.0, torch.relu, len)
    (only,) = read(written(g=lambda x: x**2))["args"]
    assert only(3) == 9


@pytest.mark.parametrize(
    "value", [torch.rand(3000), object(), torch.rand(3).to_sparse(), torch.rand(2, device="meta")]
)
def test_what_cannot_be_written_is_not_claimed(value: Any) -> None:
    assert quoting.whole(written(x=value)) == ""


def test_a_text_that_is_too_long_is_not_claimed() -> None:
    assert quoting.whole(written(x=[torch.rand(500)] * 30, y=[torch.rand(900)] * 3)) == ""


def test_a_long_call_is_shown_short_and_pasted_whole() -> None:
    text = written(X=torch.rand(200, 2), y=torch.rand(200))
    short = shortening.short(text)
    assert len(short.splitlines()) <= shortening.ROWS
    assert short.splitlines()[-1] == "f(X, y)"
    assert "…" in short
    assert "# (200, 2)" in short
    assert [each.shape for each in read(text)["args"]] == [(200, 2), (200,)]


@pytest.mark.parametrize("rows", range(2, 30))
def test_no_more_rows_than_asked_for(rows: int) -> None:
    params = [torch.rand(7, 2, requires_grad=True), torch.rand(3, 3, 3)]
    params[0].grad = torch.rand(7, 2)
    text = written(params=params, X=torch.rand(9, 9), lr=0.1)
    assert len(shortening.short(text, rows).splitlines()) <= max(rows, 2)


# --- pasted below the learner's code ------------------------------------------------------------

CASES = {
    "result": ("x", "mine.f(draw(4, 3, low=1))", "return x * 2", "return x * 3"),
    "part": ("x", "mine.f(draw(4, 3))", "return x, x.sum(1)", "return x, x.sum(1) + 1"),
    "shape": ("x, y", "mine.f(draw(5, 1), draw(5))", "return x - y[:, None]", "return x - y"),
    "dtype": ("x", "mine.f(draw(3))", "return x", "return x.double()"),
    "noncontiguous": ("x", "mine.f(draw(3, 4).t())", "return x + 0", "return x.view(-1)[:1]"),
    "gradient": (
        "x", "mine.f(draw(4, 3, grad=True))", "return x * x", "return x * x.detach()",
    ),
    "changed": ("x", "mine.f(draw(4))", "return x + 1", "x += 1\n    return x"),
    "left": (
        "params, lr",
        "p = [draw(2, 3, grad=True)]\n    p[0].grad = draw(2, 3)\n    mine.f(p, lr=2)",
        "with torch.no_grad():\n        params[0] -= lr * params[0].grad",
        "with torch.no_grad():\n        params[0] -= params[0].grad",
    ),
    "generator": ("x", "list(mine.f(draw(3)))", "yield from x", "yield from x * 2"),
    "raised": ("x", "mine.f(draw(3))", "return x", "return x @ torch.ones(7)"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_pasted_gives_what_the_report_shows(name: str) -> None:
    asked, case, right, wrong = CASES[name]
    check = f"@case\ndef once(mine):\n    'Once'\n    {case}\n"
    bodies = (LEARNER.format(asked=asked, body=f"    {body}") for body in (right, wrong))
    right, wrong = bodies
    found = judged(right, wrong, check, provided(asked))
    assert found.report is not None
    assert found.difference is not None
    got = _run(wrong, found.report.paste, name == "raised")
    if isinstance(found.difference.got, records.Tensor):
        wanted = arrays.array(found.difference.got)
        assert wanted is not None
        shown = got.detach().numpy() if isinstance(got, torch.Tensor) else got
        assert shown.shape == wanted.shape
        np.testing.assert_allclose(shown, wanted, rtol=1e-6)


def _run(code: str, paste: str, raises: bool) -> Any:
    """Run both; what the last line prints, as a value."""
    out, space = io.StringIO(), {}
    assert paste
    with contextlib.redirect_stdout(out):
        if raises:
            with pytest.raises(RuntimeError):
                exec(f"{code}\n{paste}", space)
            return None
        tree = ast.parse(f"{code}\n{paste}")
        last = tree.body.pop()
        assert isinstance(last, ast.Expr)
        assert isinstance(last.value, ast.Call)
        exec(compile(tree, "pasted", "exec"), space)
        return eval(ast.unparse(last.value.args[0]), space)


STATES = """
@case(aspects=("any states", "any init"))
def steps(mine):
    "Steps"
    params = [draw(2, 3, grad=True), draw(4, grad=True)]
    states = mine.init(params)
    for _ in range(5):
        for p in params:
            p.grad = draw(*p.shape)
        mine.f(params, states)
"""
SUMS = """
import torch
def init(params):
    return [torch.zeros_like(p) for p in params]
def f(params, states):
    with torch.no_grad():
        for p, s in zip(params, states):
            s += p.grad
            p -= s
"""
# Laid out in another way, and wrong from the second step on.
OTHER = """
import torch
def init(params):
    return {"sums": [torch.zeros_like(p) for p in params], "t": 0}
def f(params, states):
    states["t"] += 1
    with torch.no_grad():
        for p, s in zip(params, states["sums"]):
            if states["t"] < 3:
                s += p.grad
            p -= s
"""


def test_states_of_ones_own_are_made_again() -> None:
    asked = [provided("params", "init"), provided("params, states")]
    reference = record(SUMS, STATES, *asked, before=True)
    text = replaying.whole(reference, 4)
    assert text.count("states = init(params)") == 1
    space: dict[str, Any] = {}
    exec(f"{OTHER}\n{quoting.whole(text, ['result = params[0]'])}", space)
    assert space["states"]["t"] == 3
    assert "# states: as your earlier calls left it" in replaying.shown(reference, 4)
