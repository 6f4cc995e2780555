"""Recordings of every kind, and what is none: compared without an exception."""

from __future__ import annotations

import math
import random
from typing import Any

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings import call, node, of, of_nodes, raising, recording, t

from tutor.grading import arrays, records, report
from tutor.grading.compare import alike, compare
from tutor.grading.records import Items, Leaf, Recording, Tensor

# --- whatever comes ------------------------------------------------------------------------------

floats = st.floats(width=32, allow_nan=True, allow_infinity=True)
shapes = st.lists(st.integers(0, 4), max_size=3)


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    shape = draw(shapes)
    dtype = draw(st.sampled_from([torch.float32, torch.float64, torch.bfloat16, torch.int64]))
    size = math.prod(shape)
    numbers = st.integers(-(2**40), 2**40) if dtype == torch.int64 else floats
    return torch.tensor(draw(st.lists(numbers, min_size=size, max_size=size)), dtype=dtype).reshape(
        shape
    )


values = st.recursive(
    st.none() | st.booleans() | st.integers() | floats | st.text(max_size=5) | tensors(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(values, max_size=3))
def test_a_recording_equals_itself(results: list[Any]) -> None:
    one = of(*results)
    assert compare(one, one) is None
    assert compare(records.decode(records.encode(one)), one) is None
    assert alike(one, one, one) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_element_beyond_the_tolerance_is_found_at_its_place(data: st.DataObject) -> None:
    shape = data.draw(st.lists(st.integers(1, 4), max_size=3))
    dtype = data.draw(st.sampled_from([torch.float32, torch.float64, torch.bfloat16]))
    tensor = torch.rand(shape, generator=torch.Generator().manual_seed(0)).to(dtype)
    index = tuple(data.draw(st.integers(0, size - 1)) for size in shape)
    tolerance = arrays.tolerance_of(str(dtype).removeprefix("torch."), None)
    within, beyond = tensor.clone(), tensor.clone()
    within[index] += 0.3 * tolerance
    beyond[index] += 5 * tolerance * (1 + abs(float(tensor[index])))
    calls, number = data.draw(st.tuples(st.integers(1, 4), st.integers(0, 3)))
    number %= calls
    results: list[Any] = [[1, tensor] for _ in range(calls)]
    assert compare(of(*results[:number], [1, within], *results[number + 1 :]), of(*results)) is None
    found = compare(of(*results[:number], [1, beyond], *results[number + 1 :]), of(*results))
    assert found is not None
    place = f"result[1][{', '.join(map(str, index))}]" if index else "result[1]"
    assert (found.call, found.full_place) == (number + 1, place)


def sample() -> Recording:
    leaf = Leaf("ps[0]", node(t(1, 2)), node(t(3, 4)))
    results = (t(1, 2), [1, 2.0, None], {"a": t(1), "b": "text"}, torch.nn.Linear(1, 2))
    gradients = [("ps[0]", node(t(1, 2)))]
    fields: dict[str, Any] = {"leaves": [leaf], "gradients": gradients, "inputs": {"ps": [1]}}
    calls = [call(each, after={"ps": [t(1)]}, **fields) for each in results]
    return recording(*calls, raising("ValueError"))


def endure(data: bytes, reference: Recording) -> None:
    """Whatever it is: it can't be decoded, or there is an answer, and a report of it."""
    try:
        learner = records.decode(data)
    except msgspec.DecodeError:
        return
    found = report.outcome(learner, reference)
    alike(learner, reference, reference)
    alike(reference, learner, reference)
    if found.report is not None:
        for text in (found.report.expected, found.report.got, found.report.call):
            assert text.count("\n") < 12


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_random_bytes(data: bytes) -> None:
    endure(data, sample())


def test_bytes_that_are_corrupted() -> None:
    reference, dice = sample(), random.Random(0)
    whole = records.encode(reference)
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 1, 2, 8))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        endure(bytes(data), reference)


@pytest.mark.parametrize(
    "tensor",
    [
        Tensor("float32", [2], b"123"),
        Tensor("float32", [-1, -2], b"12345678"),
        Tensor("float32", [2**63, 0], b""),
        Tensor("float32", [1] * 500, b"1234"),
        Tensor("float99", [2], b"12345678"),
        Tensor("object", [1], b"12345678"),
        Tensor("", [], b""),
        Tensor("float32", [2], b"12345678", left_out="\x1b[31mred\x1b[0m"),
    ],
)
def test_tensors_that_make_no_sense(tensor: Tensor) -> None:
    assert arrays.array(tensor) is None
    for expected in (Tensor("float32", [2], b"\0" * 8), Tensor("float32", tensor.shape, b"\0" * 8)):
        learner, reference = of_nodes(tensor), of_nodes(expected)
        found = report.outcome(learner, reference)
        assert found.report is not None
        assert "\x1b" not in found.report.message + found.report.got


def test_the_deepest_nesting() -> None:
    encoded = records.encode(of_nodes(Items("list", [])))
    inner = records.encode(Items("list", []))
    for depth in (50, 300, 1000, 100_000):
        deep = (b"\x93\xa5Items\xa4list\x91" * depth) + b"\xc0"
        for data in (deep, encoded.replace(inner, deep)):
            endure(data, of_nodes(Items("list", [])))
    nested = Items("list", [])
    for _ in range(200):
        nested = Items("list", [nested])
    endure(records.encode(of_nodes(nested)), of(1))
    endure(records.encode(of_nodes(nested)), of_nodes(nested))
