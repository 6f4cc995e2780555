"""Values as text."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tutor.engine.values import CHARS, LINES, exact, show

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec="ascii")),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.integers(), inner),
    max_leaves=12,
)


@given(PLAIN)
def test_small_values_are_shown_as_python_does(value: object) -> None:
    depth = repr(value).count("[") + repr(value).count("(") + repr(value).count("{")
    if depth < 6 and len(repr(value)) < CHARS:
        assert show(value) == repr(value)


class Loud:
    def __repr__(self) -> str:
        raise ValueError("not today")


class Wordy:
    def __repr__(self) -> str:
        return "line\n" * 1000


class Escaping:
    def __repr__(self) -> str:
        return "\x1b[31mred"


@pytest.mark.parametrize(
    "value",
    [
        list(range(10**6)),
        dict.fromkeys(range(10**6)),
        set(range(10**5)),
        "x" * 10**7,
        [[["y" * 1000] * 1000] * 1000] * 1000,
        10**5000,
        torch.randn(1000, 1000),
        np.zeros((50, 50, 50)),
        [torch.randn(100, 100)] * 100,
        Wordy(),
        b"z" * 10**6,
    ],
    ids=lambda value: type(value).__name__,
)
def test_big_values_are_cut(value: object) -> None:
    text = show(value)
    assert len(text) < CHARS + 100
    assert text.count("\n") <= LINES + 1


def test_values_that_go_wrong() -> None:
    assert show(Loud()) == "<Loud object: its __repr__ raised ValueError: not today>"
    assert "not today" in show([1, Loud()])
    assert show(Escaping()) == "red"
    assert show(object()) == "<object object>"  # no address: the same cell shows the same
    recursive: list[object] = []
    recursive.append(recursive)
    assert show(recursive).startswith("[[")


def test_tensors_are_shown_as_torch_does_and_big_ones_with_their_shape() -> None:
    small = torch.tensor([[1.0, -0.0], [2.5, float("nan")]])
    assert show(small) == repr(small)
    text = show(torch.zeros(60, 70))
    assert "..." in text
    assert text.endswith("\nshape (60, 70)")
    assert torch._tensor_str.PRINT_OPTS.threshold == 1000
    assert "(60, 70)" in show(np.zeros((60, 70)))


def test_a_dict_keeps_its_order() -> None:
    assert show({"b": 1, "a": 2}) == "{'b': 1, 'a': 2}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.30000000000000004"),
        (True, "True"),
        (torch.tensor(0.1), "0.10000000149011612"),
        (torch.tensor([[7]]), "7"),
        (np.float64(1 / 3), "0.3333333333333333"),
        (np.array([2.5]), "2.5"),
        ("two words", "two words"),
        (None, "None"),
        ((2, 3), "(2, 3)"),
        (torch.Size([2, 3]), "torch.Size([2, 3])"),
    ],
    ids=str,
)
def test_exact_values_for_quizzes(value: object, text: str) -> None:
    assert exact(value) == text
