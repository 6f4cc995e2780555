"""Which parameter isn't as asked."""

from __future__ import annotations

import functools
from typing import Any

import pytest
import torch
from grading_support import parameters

from tutor.grading.signatures import compare, found, written


def make(signature: str) -> Any:
    names: dict[str, Any] = {}
    exec(f"def f({signature}): pass", names)
    return names["f"]


@pytest.mark.parametrize(
    ("asked", "real"),
    [
        ("params, lr, batch_size", "params, lr, batch_size"),
        ("params, lr", "params, lr=0.1"),
        ("params, lr", "params, lr, momentum=0"),
        ("params, lr", "params, lr, *, momentum=0"),
        ("params, lr", "*args, **kwargs"),
        ("params, lr", "params, *rest"),
        ("params, lr", "params, **rest"),
        ("params, lr", "params, lr, **rest"),
        ("x, *, eps", "x, *, eps"),
        ("x, *, eps", "x, eps"),
        ("x, *, eps", "x, **rest"),
        ("x, lr=1", "x, lr=2"),
        ("*xs", "*tensors"),
        ("**options", "**kw"),
        ("", ""),
    ],
)
def test_right(asked: str, real: str) -> None:
    assert compare("f", make(real), parameters(asked)) is None


@pytest.mark.parametrize(
    ("asked", "real", "said"),
    [
        ("params, lr, batch_size", "params, lr", "`f` lacks the parameter `batch_size`."),
        ("params, lr, batch_size", "params, batch_size", "`f` lacks the parameter `lr`."),
        ("params, lr", "", "`f` lacks the parameter `params`."),
        ("params, lr", "lr, params", "in another order: `params` should be number 1."),
        (
            "params, lr",
            "params, rate",
            "Parameter 2 of `f` is called `rate`; the exercise calls it `lr`.",
        ),
        ("params, lr", "params, lr, momentum", "a parameter `momentum` that nobody passes"),
        ("params, lr", "params, *, lr", "`lr` of `f` can only be given by name"),
        ("params, lr", "params, lr, /", "`params` of `f` can't be given by name"),
        ("x, eps=1", "x, eps", "`eps` of `f` needs a default"),
        ("x, *, eps", "x", "`f` lacks the parameter `eps`."),
        ("*xs", "x", "`f` lacks `*xs`."),
        ("**kw", "", "`f` lacks `**kw`."),
        ("x", "x, *, key", "a parameter `key` that nobody passes"),
    ],
)
def test_other(asked: str, real: str, said: str) -> None:
    message = compare("f", make(real), parameters(asked))
    assert message is not None
    assert said in message


def test_what_has_no_signature_is_let_pass() -> None:
    class Odd:
        __signature__ = 3

        def __call__(self) -> None: ...

    assert compare("f", torch.add, parameters("x")) is None
    assert compare("f", Odd(), parameters("x")) is None
    assert found("f", torch.add) == ""


def test_partials_classes_and_decorated_functions() -> None:
    assert compare("f", functools.partial(make("x, lr"), lr=1), parameters("x")) is None
    assert compare("f", torch.no_grad()(make("x")), parameters("x")) is None

    class Net:
        def __init__(self, n: int) -> None: ...

    assert compare("Net", Net, parameters("n")) is None
    assert "lacks" in (compare("Net", Net, parameters("n, m")) or "")


@pytest.mark.parametrize(
    "signature", ["x, lr", "x, lr=…", "x, *, eps", "*xs, key=…", "x, **options", ""]
)
def test_as_it_is_written(signature: str) -> None:
    plain = signature.replace("…", "0")
    assert written("f", parameters(plain)) == f"f({signature})"
    assert found("f", make(plain)) == f"f({signature})"
