"""Differences in words and numbers."""

from __future__ import annotations

import re
from typing import Any

import pytest
import torch
from grading_support import provided
from recordings import call, changed, judged, node, of, recording, told

from tutor.engine.verdicts import Report
from tutor.grading import records, report

SQUARED = """
@case
def losses(mine):
    "Losses"
    mine.f(draw(10, 1, grad=True), draw(10))
"""
LOSS = "def f(x, y):\n    return (x - y.reshape(x.shape)) ** 2 / 2\n"
TWO = provided("x, y")
STEP = """
@case
def steps(mine):
    "Steps"
    params = [draw(3, 2, grad=True), draw(5, grad=True)]
    for _ in range(3):
        for p in params:
            p.grad = draw(*p.shape, low=0.5, high=2.0, signed=True)
        mine.f(params, lr=0.1, batch_size=5)
"""
SGD = "@torch.no_grad()\ndef f(params, lr, batch_size):\n    for p in params:\n        p -= {}\n"
SGD_ASKED = provided("params, lr, batch_size")
RIGHT_STEP = SGD.format("lr * p.grad / batch_size")
SQUARE = "@case\ndef square(mine):\n    'Square'\n    mine.f(draw(4, 4, low=1, high=2))\n"

# What the reference does with x, what the learner does, and what is said of it: an expression, or
# statements. In order: another kind, another shape, another dtype, other values, all the rest.
STATEMENTS = re.compile(r"(y =|x \+=|raise|yield|torch\.set)")
MISTAKES: list[tuple[str, str, str, str]] = [
    ("type", "x * 2", "y = x * 2",
     "`f` returns None where a tensor is expected: is a `return` missing?"),
    ("type", "x", "yield x",
     "a generator where a tensor is expected: does it `yield` where it should `return`?"),
    ("type", "x[:, 0]", "x[:, 0].tolist()", "`f` returns a list where a tensor is expected."),
    ("type", "x", "x.numpy()", "`f` returns a numpy array where a tensor is expected."),
    ("type", "x.sum().item()", "x.sum()",
     "`f` returns a tensor where a plain number (float) is expected."),
    ("type", "x.sum()", "x.sum().item()",
     "`f` returns a plain number (float) where a tensor is expected."),
    ("type", "len(x)", "float(len(x))",
     "a plain number (float) where a plain number (int) is expected"),
    ("type", "x, x", "x, None", "`result[1]` is None where a tensor is expected"),
    ("type", "x, x", "x", "`f` returns a tensor where a tuple is expected."),
    ("shape", "x.sum(1)", "x.sum(0)",
     "a tensor of shape (3,) where (4,) is expected. Dimension 0 is one too short."),
    ("shape", "x", "x.t()",
     "shape (3, 4) where (4, 3) is expected. Rows and columns have changed places; "
     "the numbers themselves are right."),
    ("shape", "x.sum(1, keepdim=True)", "x.sum(1)",
     "A dimension of size 1 is missing; the numbers"),
    ("shape", "x.sum(1)", "x.sum(1, keepdim=True)",
     "A dimension of size 1 is too many; the numbers"),
    ("shape", "x.sum(1)", "x[None, :, :1]", "2 dimensions of size 1 are too many."),
    ("shape", "x[:, :1]", "x[:, 0][None]", "The dimensions of size 1 stand in other places; the"),
    ("shape", "x", "x.mean()", "It is a single number: it is the mean of what is expected."),
    ("shape", "x", "x.mean(0)",
     "Dimension 0 is gone: it is the mean of what is expected along dimension 0."),
    ("shape", "x", "x.mean(1, keepdim=True)", "Dimension 1 has shrunk to 1"),
    ("shape", "x.reshape(2, 6)", "x.reshape(3, 4)",
     "as many elements as there should be, in another shape"),
    ("shape", "(x, x.sum(1))", "(x, x.sum(0))",
     "`result[1]` has shape (3,) where (4,) is expected."),
    ("dtype", "x", "x.double()", "`f` returns float64 where float32 is expected."),
    ("dtype", "x.double()", "x", "The input is float64; something inside makes float32 of it."),
    ("dtype", "x", "x.long()",
     "`f` returns int64 where float32 is expected. It can't hold fractions"),
    ("dtype", "x.argmax(1)", "x.argmax(1).float()", "Something made floats of whole numbers."),
    ("differs", "x ** 2 / 2", "x ** 2", "every value is 2 times what is expected."),
    ("differs", "x ** 2", "x ** 2 / 2", "every value is 1/2 of what is expected."),
    ("differs", "x", "-x", "every value has the opposite sign."),
    ("differs", "x + 1", "x * 1.37 + 1.37", "every value is 1.37 times what is expected."),
    ("differs", "(x + 1).sum(1)", "(x + 1).mean(1)",
     "every value is 1/3 of what is expected, and 3 is the number of columns of `x`."),
    ("differs", "x.log().mean(0)", "x.log().sum(0)",
     "every value is 4 times what is expected, and 4 is the number of rows of `x`."),
    ("differs", "x.mean().item()", "x.mean().item() * 2",
     "`f` returns another number than expected: the value is 2 times"),
    ("differs", "x * x", "x * x + 3", "every value is 3 more than expected."),
    ("differs", "x * x", "x * x - 0.5", "every value is 0.5 less than expected."),
    ("differs", "x * x", "x", "these are the numbers of the argument `x`, unchanged."),
    ("differs", "x * x", "x * 0", "every value is 0."),
    ("differs", "x * x", "x * 0 + 3", "all values are the same."),
    ("differs", "x * x", "x.flip(0) ** 2", "the order is reversed."),
    ("differs", "x.sum(1)", "x.sum(1).sort().values",
     "these are the right values in another order."),
    ("differs", "x.sqrt()", "x.sqrt().sqrt()",
     "every value is the square root of what is expected."),
    ("differs", "x.sqrt()", "x + 0.0", "these are the numbers of the argument `x`, unchanged"),
    ("differs", "x.sum(1).sqrt()", "x.sum(1)", "every value is the square of what is expected."),
    ("differs", "x - 1.5", "(x - 1.5).abs()",
     "every value is the absolute value of what is expected."),
    ("differs", "x.exp()", "x.exp().log() * 1.0001 - 0.0001 * x",
     "every value is the logarithm of what is expected."),
    ("differs", "x * x", "x * x * torch.tensor([1., 1., 2.])", "only the last column differs."),
    ("differs", "x * x", "y = x * x\ny[2] += 7\nreturn y", "only row 2 (from 0) differs."),
    ("differs", "x.sum(1)", "y = x.sum(1)\ny[1:] += 7\nreturn y",
     "only the first value is right."),
    ("differs", "x * x", "y = x * x\ny[0, 1] = y[2, 2] = 9\nreturn y",
     "2 of 12 values differ, by 7.4 at most."),
    ("differs", "x * x", "x * x + torch.rand(4, 3) / 1000", "the values are off by 0."),
    ("differs", "x.sum(1)", "torch.round(x.sum(1), decimals=4)", "the values are off by 0.00"),
    ("differs", "x * x", "x * x / 0 * 0", "every value is NaN, which comes of 0/0"),
    ("differs", "x * x", "y = x * x\ny[1, 1] = torch.nan\nreturn y", "1 of 12 values is NaN"),
    ("differs", "x * x", "x * x / 0", "every value is infinite: an overflow, a division by 0"),
    ("differs", "x / 0", "x * 2", "where NaN or infinity is expected, every value is finite."),
    ("differs", "x > 1.5", "x <= 1.5", "every value is the opposite of what is expected."),
    ("differs", "[1.0, 2.0, 4.0]", "[2.0, 4.0, 8.0]", "every value is 2 times what is expected."),
    ("differs", "[1, 2]", "[1, 2, 3]", "`f` returns 3 items where 2 are expected, one too many."),
    ("differs", "[x] * 4", "[x]", "`f` returns 1 item where 4 are expected."),
    ("differs", "{'a': x, 'b': x}", "{'a': x, 'c': x}", "Missing: 'b'; too many: 'c'."),
    ("differs", "'mean'", "'sum'", "`f` returns something else than expected."),
    ("shape", "torch.nn.Linear(3, 1)", "torch.nn.Linear(3, 2)", "parameters have other shapes"),
    ("differs", "torch.nn.Linear(3, 1)", "torch.nn.Linear(3, 1).eval()",
     "in evaluation mode where training mode is expected"),
    ("type", "x", "x.to_sparse()", "can't be compared: it is sparse."),
    ("argument", "x * x", "x += 1\nreturn (x - 1) ** 2",
     "`f` changes its argument `x` (the caller's own), which should stay as it is."),
    ("argument", "x * x", "y = x.resize_(2, 6)\nreturn y.reshape(4, 3) ** 2",
     "gives its argument `x` (the caller's own) shape (2, 6), and it should keep shape (4, 3)."),
    ("state", "x", "torch.set_grad_enabled(False)\nreturn x",
     "`f` left grad mode changed: off instead of on."),
    ("required", "raise ValueError('no')", "x", "`f` should raise ValueError here."),
    ("raised", "raise ValueError('no')", "raise TypeError('no')",
     "`f` should raise ValueError here. `f` raised TypeError (line 3): no"),
    ("raised", "x", "x.foo", "`f` raised AttributeError (line 3)"),
]  # fmt: skip


def body(code: str) -> str:
    return code if STATEMENTS.match(code) else f"return {code}"


@pytest.mark.parametrize(("kind", "reference", "code", "message"), MISTAKES)
def test_mistakes(kind: str, reference: str, code: str, message: str) -> None:
    found = told(body(reference), body(code))
    assert message in found.message
    assert (found.kind, found.number) == (kind, 1)
    assert "torch.tensor([" in found.call
    assert found.message.count(". ") <= 1  # two sentences
    assert found.message.endswith((".", "?")) or found.traceback


@pytest.mark.parametrize(
    ("reference", "code", "place"),
    [
        ("x * x", "x", "result[0, 0]"),
        ("x * x", "y = x * x\ny[2] += 7\nreturn y", "result[2, 0]"),
        ("x * x", "y = x * x\ny[1, 1] = torch.nan\nreturn y", "result[1, 1]"),
        ("[1.0, 2.0, 3.0]", "[1.0, 2.5, 3.5]", "result[1]"),
        ("(x, {'a': [x]})", "(x, {'a': [x.long()]})", "result[1]['a'][0]"),
        ("(x, {'a': [x]})", "(x, {'a': [x + 1]})", "result[1]['a'][0][0, 0]"),
        ("(x, x)", "(x, None)", "result[1]"),
        ("x", "None", ""),
        ("1.0", "2.0", ""),
        ("x", "y = x\nx += 1\nreturn y - 1", "x[0, 0]"),
    ],
)
def test_places(reference: str, code: str, place: str) -> None:
    assert told(body(reference), body(code)).place == place


def test_a_square_that_is_transposed() -> None:
    found = told("return x * x", "return (x * x).t()", SQUARE)
    assert "rows and columns have changed places." in found.message
    assert found.kind == "differs"


def test_broadcasting() -> None:
    found = told(LOSS, "def f(x, y):\n    return (x - y) ** 2 / 2\n", SQUARED, TWO)
    assert found.kind == "shape"
    assert "shape (10, 10) where (10, 1) is expected." in found.message
    assert (
        "Broadcasting does that: `x` (10, 1) and `y` (10,) together make (10, 10)." in found.message
    )
    assert (found.expected, found.got) == ("shape (10, 1)", "shape (10, 10)")


def test_a_result_without_gradient() -> None:
    code = "def f(x, y):\n    return (x.detach() - y.reshape(x.shape)) ** 2 / 2\n"
    found = told(LOSS, code, SQUARED, TWO)
    assert found.kind == "gradient"
    assert "carries no gradient back to `x`: detach, .data, .item(), torch.no_grad" in found.message
    assert found.place == "gradient of x"
    assert found.got == "no gradient"


def test_another_gradient() -> None:
    code = "def f(x, y):\n    d = x - y.reshape(x.shape)\n    return d.detach() * d / 2\n"
    found = told(LOSS, code, SQUARED, TWO)
    assert found.kind == "gradient"
    assert "flows back to `x` is another one: every value is 1/2 of what" in found.message
    assert found.place == "gradient of x[0, 0]"


@pytest.mark.parametrize(
    ("step", "message", "place"),
    [
        ("-lr * p.grad / batch_size", "the change has the opposite sign", "params[0][0, 0]"),
        ("lr * p.grad", "the change is 5 times what is expected, and 5 is `batch_size`",
         "params[0][0, 0]"),
        ("lr * p.grad / batch_size / batch_size", "the change is 1/5 of what", "params[0][0, 0]"),
        ("p", "every value is 0", "params[0][0, 0]"),
        ("p / 0", "infinite", "params[0][0, 0]"),
    ],
)  # fmt: skip
def test_steps_that_go_wrong(step: str, message: str, place: str) -> None:
    found = told(RIGHT_STEP, SGD.format(step), STEP, SGD_ASKED)
    assert (found.kind, found.place) == ("argument", place)
    assert message in found.message
    assert found.call.endswith("f(params, lr=0.1, batch_size=5)")


@pytest.mark.parametrize(
    ("body", "message", "place"),
    [
        ("for p in params:\n        p = p - lr * p.grad / batch_size",
         "`f` left `params[0]` as it was: rebinding a name (p = p - …) makes a new tensor",
         "params[0][0, 0]"),
        ("for p in params[:1]:\n        p.data -= lr * p.grad / batch_size",
         "`f` left `params[1]` as it was, though it changed `params[0]`.", "params[1][0]"),
        ("for i, p in enumerate(params):\n"
         "        params[i] = (p - lr * p.grad / batch_size).detach().requires_grad_()",
         "`params[0]` was replaced in the list: another object stands there now, and the caller's",
         "params[0]"),
        ("for p in params:\n        p.requires_grad_(False)\n        p -= lr * p.grad / batch_size",
         "`params[0]` no longer requires a gradient after the call.", "params[0]"),
        ("for p in params:\n        p.data -= lr * p.grad / batch_size\n        p.grad.zero_()",
         "`params[0].grad` holds other numbers after the call: every value is 0.",
         "params[0].grad[0, 0]"),
        ("for p in params:\n        p.data -= lr * p.grad / batch_size\n        p.grad = None",
         "`params[0].grad` is None after the call", "params[0].grad"),
        ("for p in params:\n        p.data -= lr * p.grad / batch_size\n    params.append(p)",
         "`params` has 3 items where 2 are expected", "params"),
    ],
)  # fmt: skip
def test_arguments_that_are_handled_wrongly(body: str, message: str, place: str) -> None:
    found = told(RIGHT_STEP, f"def f(params, lr, batch_size):\n    {body}\n", STEP, SGD_ASKED)
    assert message in found.message
    assert (found.kind, found.place, found.number) == ("argument", place, 1)


@pytest.mark.parametrize(
    ("head", "last", "message"),
    [
        ("def", "yield p", "`f` has a `yield`: calling it makes a generator and runs nothing."),
        ("async def", "pass", "`f` is `async`: calling it runs nothing. A plain `def` will do."),
    ],
)
def test_a_body_that_never_runs(head: str, last: str, message: str) -> None:
    code = f"{head} f(params, lr, batch_size):\n    for p in params:\n        {last}\n"
    found = told(RIGHT_STEP, code, STEP, SGD_ASKED)
    assert (found.kind, found.message, found.number) == ("type", message, 1)


def test_a_later_call_with_what_it_printed() -> None:
    code = (
        "count = 0\ndef f(params, lr, batch_size):\n    global count\n    count += 1\n"
        "    print('call', count)\n    for p in params:\n"
        "        p.data -= lr * p.grad / batch_size * (2 if count == 3 else 1)\n"
    )
    found = told(RIGHT_STEP, code, STEP, SGD_ASKED)
    assert (found.kind, found.number, found.printed) == ("argument", 3, "call 3")


def test_right_code_passes() -> None:
    outcome = judged(LOSS, LOSS, SQUARED, TWO)
    assert (outcome.difference, outcome.report) == (None, None)
    in_place = "def f(params, lr, batch_size):\n    for p in params:\n        p.data.sub_(lr / batch_size * p.grad)\n    return params\n"  # noqa: E501
    assert judged(RIGHT_STEP, in_place, STEP, SGD_ASKED).report is None


# --- what the case says itself -------------------------------------------------------------------

DEMANDS = """
@case
def once(mine):
    "Once"
    mine.f(torch.ones(2))
    x = mine.f(draw(3, low=1, high=2))
    require(x is not None and (x > 1).all(), "All of them are above 1.")
"""


def test_a_demand_comes_before_values() -> None:
    found = told("return x * x", "return x / 2", DEMANDS)
    assert (found.kind, found.number) == ("required", 2)
    assert found.message == "All of them are above 1."  # the first difference is in another call
    once = DEMANDS.replace("    mine.f(torch.ones(2))\n", "")
    found = told("return x * 4", "return x / 4", once)
    assert found.message == "All of them are above 1. Every value is 1/16 of what is expected."
    assert (found.place, found.number) == ("result[0]", 1)
    assert found.expected
    assert found.got


def test_another_kind_or_shape_or_an_exception_comes_before_a_demand() -> None:
    for code, kind in (
        ("return None", "type"),
        ("return x.sum()", "shape"),
        ("return x.foo", "raised"),
    ):
        assert told("return x * 4", code, DEMANDS).kind == kind


def test_a_demand_about_numbers_with_a_name_keeps_them() -> None:
    failure = Report("required", "Too few.", place="the share of 500", expected="1", got="0")
    found = report.outcome(of(5.0, failure=failure, failed_after=1), of(10.0)).report
    assert found is not None
    assert (found.place, found.expected, found.got) == ("the share of 500", "1", "0")
    assert found.message == "Too few. The value is 1/2 of what is expected."
    assert (found.call, found.number) == ("f(x)", 1)


def test_streams_leave_the_word_to_the_case() -> None:
    def given(*items: Any) -> records.Recording:
        stream = records.Stream("generator", [node(item) for item in items], True)
        return recording(changed(call(), result=stream))

    failure = Report("required", "1 of 3 examples never came.")
    for learner in (given(1), given(torch.zeros(3)), given(None, 1)):
        failed = changed(learner, failure=failure, failed_after=1)
        found = report.outcome(failed, given(1, 2)).report
        assert found is not None
        assert found.message == failure.message
        assert report.outcome(learner, given(1, 2)).difference is not None


def test_what_ended_the_case_without_calls() -> None:
    late = Report("timeout", "The case took too long.")
    found = report.outcome(recording(failure=late), of(1)).report
    assert found is not None
    assert (found.kind, found.number, found.call) == ("timeout", 0, "")
