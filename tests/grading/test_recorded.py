"""What a recorded call says of arguments, leaves, gradients and streams."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from grading_support import ONCE, play, provided, record, result

from tutor.grading import records

SGD = """
@case
def steps(mine):
    params = [draw(2, grad=True), draw(1, grad=True)]
    for _ in range(2):
        for p in params:
            p.grad = torch.ones_like(p)
        mine.f(params, 0.5)
"""
ASKED = provided("params, lr")


def numbers(node: Any) -> list[float]:
    assert isinstance(node, records.Tensor)
    return np.frombuffer(node.data, node.dtype).reshape(node.shape).tolist()  # type: ignore[no-any-return]


def test_leaves_that_are_changed_in_place() -> None:
    code = "import torch\ndef f(params, lr):\n    for p in params: p.data -= lr * p.grad\n"
    one, two = play(code, SGD, ASKED).only.calls
    assert [leaf.place for leaf in one.leaves] == ["params[0]", "params[1]"]
    before, after = numbers(one.leaves[0].value), numbers(two.leaves[0].value)
    assert np.subtract(before, after) == pytest.approx([0.5, 0.5], abs=1e-6)
    assert not any(leaf.replaced for leaf in (*one.leaves, *two.leaves))
    assert numbers(one.leaves[0].grad) == [1, 1]
    assert one.leaves[0].value.requires_grad  # type: ignore[union-attr]
    assert [name for name, _ in one.after] == ["params", "lr"]
    assert one.after[1][1] == records.Number(0.5)


@pytest.mark.parametrize(
    ("lines", "touched"),
    [
        ("x + 1", False),
        ("x.add_(0)", False),
        ("x.mul_(2).div_(2)", False),
        ("x.requires_grad_()", False),
        ("x.mul_(3).div_(3)", True),
        ("x.detach().add_(0.1).sub_(0.1)", True),
        ("x.data.add_(0.1).sub_(0.1)", True),
        ("x.numpy().__setitem__(0, 7)", True),
    ],
)
def test_leaves_are_compared_with_what_they_were(lines: str, touched: bool) -> None:
    (call,) = play(f"def f(x):\n    {lines}\n").only.calls
    assert [leaf.touched for leaf in call.leaves] == [touched]


def test_of_many_numbers_nobody_says_that_they_were_touched() -> None:
    """The first hundred fill a recording; what has no room is not compared."""
    check = "@case\ndef once(mine):\n    'Once'\n    mine.f([draw(9000) for _ in range(300)])\n"
    (call,) = play("def f(x):\n    return len(x)\n", check).only.calls
    assert len(call.leaves) == 300
    assert any(leaf.value.left_out for leaf in call.leaves)  # type: ignore[union-attr]
    assert not any(leaf.touched for leaf in call.leaves)


def test_leaves_that_are_replaced() -> None:
    code = "def f(params, lr):\n    params[0] = params[0] - lr * params[0].grad\n"
    one, _ = play(code, SGD, ASKED).only.calls
    held, other = one.leaves
    assert held.replaced
    assert not other.replaced
    (name, after), _ = one.after
    assert name == "params"
    assert numbers(after.items[0]) != numbers(held.value)  # type: ignore[union-attr]
    assert not after.items[0].leaf  # type: ignore[union-attr]


def test_leaves_in_dicts_tuples_and_modules() -> None:
    check = """
@case
def one(mine):
    net = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.ReLU())
    mine.f({"a": draw(2), "b": (draw(1), 3)}, *[draw(1), draw(1)], net=net)
"""
    code = "def f(x, *rest, net):\n    net[0].bias = None\n    del x['a']\n"
    call = play(code, check, provided("x, *rest, net")).only.calls[0]
    assert [(leaf.place, leaf.replaced) for leaf in call.leaves] == [
        ("x['a']", True),
        ("x['b'][0]", False),
        ("rest[0]", False),
        ("rest[1]", False),
        ("net.0.weight", False),
        ("net.0.bias", True),
    ]


def test_what_is_recorded_is_a_copy() -> None:
    code = (
        "kept = []\n\ndef f(x):\n    kept.append(x)\n    for k in kept: k += 1\n    return kept\n"
    )
    check = "@case\ndef one(mine):\n    for _ in range(3):\n        mine.f(torch.zeros(2))\n"
    calls = play(code, check).only.calls
    assert [[numbers(n)[0] for n in c.result.items] for c in calls] == [  # type: ignore[union-attr]
        [1],
        [2, 1],
        [3, 2, 1],
    ]


# --- gradients -----------------------------------------------------------------------------------

GRADED = "@case\ndef one(mine):\n    mine.f(draw(3, grad=True), draw(3), draw(3, grad=True))\n"
THREE = provided("x, y, z")


def test_gradients_of_the_result() -> None:
    code = "def f(x, y, z):\n    return 2 * x * y\n"
    call = play(code, GRADED, THREE).only.calls[0]
    (x, of_x), (z, of_z) = call.gradients
    assert (x, z) == ("x", "z")
    assert of_z == records.Empty()
    weights = np.divide(numbers(of_x), np.multiply(2, numbers(call.leaves[1].value)))
    assert ((weights > 0.4) & (weights < 1.6)).all()
    assert len(set(weights)) == 3
    assert all(leaf.grad == records.Empty() for leaf in call.leaves)


def test_gradients_do_not_depend_on_the_layout_of_the_result() -> None:
    flat = play("def f(x, y, z): return x * y\n", GRADED, THREE).only.calls[0]
    column = play("def f(x, y, z): return (x * y)[:, None]\n", GRADED, THREE).only.calls[0]
    assert flat.gradients == column.gradients


def test_gradients_of_several_results_and_parameters() -> None:
    check = """
@case
def one(mine):
    mine.f(torch.nn.Linear(3, 2), draw(4, 3))
"""
    code = "def f(net, x):\n    return {'a': net(x)}, [net.weight * 2], 'text'\n"
    call = play(code, check, provided("net, x")).only.calls[0]
    assert [place for place, _ in call.gradients] == ["net.weight", "net.bias"]


@pytest.mark.parametrize(
    "body",
    ["return x.detach() * y", "return 3", "return None", "return (x > 0)", "return x.tolist()"],
)
def test_no_gradients_without_a_graph(body: str) -> None:
    assert play(f"def f(x, y, z):\n    {body}\n", GRADED, THREE).only.calls[0].gradients == []


def test_gradients_that_cannot_be_had_are_said_not_raised() -> None:
    code = "def f(x, y, z):\n    a = x.exp()\n    b = a * 2\n    a += 1\n    return b + a.exp()\n"
    code = code.replace("b = a * 2", "b = a * a")
    call = play(code, GRADED, THREE).only.calls[0]
    assert call.error is None
    (_, text), _ = call.gradients
    assert isinstance(text, records.Text)
    assert "modified by an inplace operation" in text.value


def test_the_case_can_go_backward_after_the_recording() -> None:
    check = "@case\ndef one(mine):\n    x = draw(3, grad=True)\n    mine.f(x, 1, 2).backward()\n"
    check += "    close(x.grad, 2 * x)\n"
    assert play("def f(x, y, z): return (x * x).sum()\n", check, THREE).only.failure is None


# --- streams -------------------------------------------------------------------------------------

LOOP = "@case\ndef one(mine):\n    for item in mine.f(draw(3)):\n        pass\n"


def test_a_generator_is_recorded_as_it_is_taken_from() -> None:
    code = "def f(x):\n    print('begun')\n    yield x\n    yield [1, 2]\n    print('done')\n"
    call = play(code, LOOP).only.calls[0]
    assert isinstance(call.result, records.Stream)
    assert (call.result.kind, call.result.ended) == ("generator", True)
    assert numbers(call.result.items[0]) != []
    assert call.printed == "begun\ndone\n"


def test_a_generator_that_is_not_taken_to_its_end() -> None:
    check = "@case\ndef one(mine):\n    a = mine.f(1)\n    mine.f(2)\n    next(iter(a))\n"
    one, two = play("def f(x):\n    while True: yield x\n", check).only.calls
    assert one.result == records.Stream("generator", [records.Number(1)], False)
    assert two.result == records.Stream("generator", [], False)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("return map(abs, [1, -2])", "map"),
        ("return iter([1, 2])", "list_iterator"),
        ("return enumerate([1])", "enumerate"),
        (
            "return torch.utils.data.DataLoader([torch.ones(2)] * 3, batch_size=2)",
            "DataLoader",
        ),
    ],
)
def test_other_iterables(body: str, kind: str) -> None:
    node = result(f"import torch, torch.utils.data\ndef f(x):\n    {body}\n", LOOP)
    assert isinstance(node, records.Stream)
    assert node.kind == kind
    assert node.ended
    assert node.items


def test_a_loader_can_be_iterated_again_and_is_what_it_is() -> None:
    check = """
@case
def one(mine):
    from torch.utils.data import DataLoader
    loader, other = mine.f(1)
    require(isinstance(loader, DataLoader) and len(loader) == 2 and loader.batch_size == 2, "no")
    require(len(list(loader)) == len(list(loader)) == 2, "no")
"""
    code = (
        "from torch.utils.data import DataLoader\n"
        "def f(x): return DataLoader([1, 2, 3], batch_size=2), 5\n"
    )
    recording = play(code, check).only
    assert recording.failure is None
    items = recording.calls[0].result
    assert isinstance(items, records.Items)
    stream, other = items.items
    assert isinstance(stream, records.Stream)
    assert (len(stream.items), stream.ended) == (4, True)
    assert other == records.Number(5)


def test_a_list_of_items_stays_a_list() -> None:
    node = result("def f(x): return [(x, 1), (x, 2)]\n", LOOP)
    assert isinstance(node, records.Items)
    assert (node.kind, len(node.items)) == ("list", 2)


def test_an_exception_in_the_middle_of_a_generator() -> None:
    played = play("def f(x):\n    yield 1\n    yield 1 / 0\n", LOOP)
    assert (played.error.kind, played.error.line) == ("raised", 3)
    assert played.only.calls[0].result.items == [records.Number(1)]  # type: ignore[union-attr]


def test_a_generator_that_never_ends() -> None:
    played = play("def f(x):\n    while True: yield 1\n", LOOP)
    assert played.failure.kind == "required"
    assert "`f` doesn't end: it gave 10,000 items" in played.failure.message


def test_a_generator_that_hangs() -> None:
    played = play("def f(x):\n    yield 1\n    while True: pass\n", LOOP, seconds=0.2)
    assert (played.failure.kind, played.failure.line) == ("timeout", 3)
    assert played.failure.number == 1


def test_what_is_forbidden_is_so_inside_a_generator() -> None:
    code = "import torch\ndef f(x):\n    yield torch.exp(x)\n"
    played = play(code, "forbid('torch.exp')\n" + LOOP)
    assert (played.failure.kind, played.failure.line) == ("forbidden", 3)


# --- the call as Python --------------------------------------------------------------------------


def test_a_call_can_be_pasted() -> None:
    recording = record("def f(params, lr): params[0].data += 1\n", SGD, ASKED, before=True)
    text = recording.calls[0].before
    seen: list[Any] = []
    exec(text, {"torch": torch, "f": lambda *args: seen.append(args)})
    ((params, lr),) = seen
    assert lr == 0.5
    assert [p.requires_grad for p in params] == [True, True]
    assert params[0].grad.tolist() == [1, 1]
    (_, given), _ = recording.calls[0].inputs
    assert params[0].tolist() == numbers(given.items[0])  # type: ignore[union-attr]
    assert play("def f(params, lr): 0\n", SGD, ASKED).only.calls[0].before == ""


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("torch.tensor([0.1, 2.0])", "x = torch.tensor([0.1, 2.0])\nf(x)"),
        ("torch.tensor([1, 2])", "x = torch.tensor([1, 2])\nf(x)"),
        ("torch.tensor(True)", "x = torch.tensor(True)\nf(x)"),
        (
            "torch.tensor([0.1], dtype=torch.float64)",
            "x = torch.tensor([0.1], dtype=torch.float64)\nf(x)",
        ),
        ("torch.zeros(2, 0)", "x = torch.empty((2, 0))\nf(x)"),
        ("torch.tensor([1 / 3 * 10**40])", 'x = torch.tensor([float("inf")])\nf(x)'),
        ("torch.zeros(400, 6)", "x = <tensor float32 400×6>\nf(x)"),
        (
            "torch.zeros(400, 6, requires_grad=True)",
            "x = <tensor float32 400×6, requires_grad>\nf(x)",
        ),
        ("x=[1, 'a', None, (2,), {'k': 0.5}]", "f(x=[1, 'a', None, (2,), {'k': 0.5}])"),
        ("torch.exp", "f(torch.exp)"),
        ("[1] * 500", "f(<list of 500>)"),
        ("float('nan')", 'f(float("nan"))'),
        (
            "torch.nn.ReLU()",
            "x = torch.nn.ReLU()\nf(x)",
        ),
        ("object()", "f(<object object>)"),
    ],
)
def test_arguments_as_python(arguments: str, text: str) -> None:
    check = f"@case\ndef one(mine):\n    mine.f({arguments})\n"
    assert record("def f(x): 0\n", check, before=True).calls[0].before == text


def test_a_long_call_has_a_line_for_each_argument() -> None:
    check = "@case\ndef one(mine):\n    mine.f('a' * 50, y='b' * 50)\n"
    text = record("def f(x, y): 0\n", check, provided("x, y"), before=True).calls[0].before
    assert text == f"f(\n    '{'a' * 50}',\n    y='{'b' * 50}',\n)"


def test_once_is_what_the_other_tests_take_it_for() -> None:
    assert numbers(play("def f(x): return x\n", ONCE).only.calls[0].result) != []
