"""Where two recordings part."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from recordings import call, changed, node, of, of_nodes, raising, recording, t

from tutor.grading import records, report
from tutor.grading.compare import Difference, compare
from tutor.grading.records import Empty, Items, Leaf, Number, Stream, Tensor

NAN, INF = math.nan, math.inf


def parted(expected: Any, got: Any, **fields: Any) -> Difference | None:
    return compare(of(got), of(expected, **fields))


def what(expected: Any, got: Any, **fields: Any) -> str:
    found = parted(expected, got, **fields)
    return "" if found is None else found.what


@dataclass
class Pair:
    left: int
    right: float


class Thing:
    """Equal to nothing, printed badly."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise TypeError

    def __repr__(self) -> str:
        raise TypeError


# --- what is equal -------------------------------------------------------------------------------

EQUAL: list[tuple[Any, Any]] = [
    (None, None),
    (3, 3),
    (True, True),
    (0.5, 0.5 + 1e-7),
    (2.0, 2),
    (NAN, NAN),
    (INF, INF),
    (0.0, -0.0),
    ("a", "a"),
    (np.float32(0.5), 0.5),
    (t(1, 2), t(1, 2 + 1e-6)),
    (t(NAN, INF, -INF, 0.0), t(NAN, INF, -INF, -0.0)),
    (t(1, 2), torch.nn.Parameter(t(1, 2))),
    (t(1 + 2j, dtype=torch.complex64), t(1 + 2.000001j, dtype=torch.complex64)),
    (t(complex(INF, 1), dtype=torch.complex128), t(complex(INF, 1), dtype=torch.complex128)),
    (t(1, 300, dtype=torch.bfloat16), t(1, 302, dtype=torch.bfloat16)),
    (t(1, dtype=torch.float16), t(1.005, dtype=torch.float16)),
    (torch.zeros(0, 3), torch.zeros(0, 3)),
    (torch.ones(2, 3).t(), torch.ones(3, 2)),
    ([1, 2.0], (1, 2)),
    ((t(1), [t(2), None]), [t(1), (t(2), None)]),
    ([1, 2], deque([1, 2])),
    ({"a": 1, "b": t(2)}, OrderedDict(b=t(2), a=1)),
    ({1, 2}, {2, 1}),
    (Pair(1, 2.0), Pair(1, 2.0)),
    (torch.float32, torch.float32),
    (torch.device("cpu"), torch.device("cpu")),
    (Thing(), Thing()),
    (lambda x: x, lambda x: -x),  # what a function does can't be seen
    (torch.nn.Linear(2, 3), torch.nn.Linear(2, 3)),  # with other random weights
    (torch.Size([1, 2]), (1, 2)),
]


@pytest.mark.parametrize(("expected", "got"), EQUAL)
def test_equal(expected: Any, got: Any) -> None:
    assert parted(expected, got) is None


DIFFERENT: list[tuple[Any, Any, str, str]] = [
    (t(1), None, "type", "kind"),
    (None, t(1), "type", "kind"),
    (t(1), 1.0, "type", "kind"),
    (1.0, torch.tensor(1.0), "type", "kind"),
    (t(1), np.array([1.0], dtype=np.float32), "type", "kind"),
    (np.array([1.0]), torch.tensor([1.0], dtype=torch.float64), "type", "kind"),
    (t(1, 2), [1.0, 2.0], "type", "kind"),
    ([1, 2], {1, 2}, "type", "kind"),
    ([1, 2], {0: 1}, "type", "kind"),
    (1, 1.0, "type", "kind"),
    (1, True, "type", "kind"),
    (True, 1, "type", "kind"),
    (1.0, True, "type", "kind"),
    ("1", 1, "type", "kind"),
    (torch.float32, "torch.float32", "type", "kind"),
    (torch.float32, torch.device("cpu"), "type", "kind"),
    (torch.tensor(1.0), t(1), "shape", "shape"),
    (torch.zeros(3), torch.zeros(3, 1), "shape", "shape"),
    (torch.zeros(2, 3), torch.zeros(3, 2), "shape", "shape"),
    (t(1), t(1, dtype=torch.float64), "dtype", "dtype"),
    (t(1), t(1, dtype=torch.int64), "dtype", "dtype"),
    (t(1), t(1.1), "differs", "value"),
    (t(1), t(NAN), "differs", "value"),
    (t(NAN), t(1), "differs", "value"),
    (t(INF), t(-INF), "differs", "value"),
    (t(INF), t(1e38), "differs", "value"),
    (t(1e38), t(INF), "differs", "value"),
    (t(1, dtype=torch.float64), t(1 + 1e-6, dtype=torch.float64), "differs", "value"),
    (t(1, dtype=torch.complex64), t(1 + 1j, dtype=torch.complex64), "differs", "value"),
    (t(1, 300, dtype=torch.bfloat16), t(1, 320, dtype=torch.bfloat16), "differs", "value"),
    (t(10**9, dtype=torch.int64), t(10**9 + 1, dtype=torch.int64), "differs", "value"),
    (t(True, dtype=torch.bool), t(False, dtype=torch.bool), "differs", "value"),
    (3, 4, "differs", "value"),
    (True, False, "differs", "value"),
    (0.5, 0.6, "differs", "value"),
    (NAN, 0.5, "differs", "value"),
    (INF, 1e300, "differs", "value"),
    (1e300, INF, "differs", "value"),
    (0.5, 2**60, "differs", "value"),
    ("a", "b", "differs", "value"),
    ({1, 2}, {1, 3}, "differs", "value"),
    (torch.float32, torch.float64, "differs", "value"),
    ([1, 2], [1], "differs", "length"),
    ([1, 2], [1, 2, 3], "differs", "length"),
    ({"a": 1}, {"b": 1}, "differs", "keys"),
    ({"a": 1}, {"a": 1, "b": 1}, "differs", "keys"),
    (torch.nn.Linear(2, 3), torch.nn.Linear(2, 3, bias=False), "shape", "parameters"),
    (torch.nn.Linear(2, 3), torch.nn.Linear(2, 3).eval(), "differs", "mode"),
    (t(1), torch.tensor([1.0]).to_sparse(), "type", "unread"),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "got", "kind", "how"), DIFFERENT)
def test_different(expected: Any, got: Any, kind: str, how: str) -> None:
    found = parted(expected, got)
    assert found is not None
    assert (found.kind, found.what, found.call, found.where) == (kind, how, 1, "result")
    again = parted([0, (1, expected)], [0, (1, got)])
    assert again is not None
    assert (again.kind, again.what) == (kind, how)
    assert again.place.startswith("result[1]")


def test_the_first_place_that_differs() -> None:
    expected, got = torch.zeros(3, 4), torch.zeros(3, 4)
    got[1, 2] = got[2, 0] = 1
    found = parted((None, [expected]), (None, [got]))
    assert found is not None
    assert found.full_place == "result[1][0][1, 2]"
    assert found.index == (1, 2)
    numbers = parted({"loss": [1.0, 2.0, 3.0]}, {"loss": [1.0, 2.5, 3.5]})
    assert numbers is not None
    assert numbers.full_place == "result['loss'][1]"
    single = parted(1.0, 2.0)
    assert single is not None
    assert single.full_place == "result"


def test_kinds_and_shapes_anywhere_come_before_values() -> None:
    found = parted((t(1), t(1, 2)), (t(5), t(1)))
    assert found is not None
    assert (found.what, found.place) == ("shape", "result[1]")
    found = parted((t(1), t(1), t(1)), (t(5), t(6), None))
    assert found is not None
    assert (found.what, found.place) == ("kind", "result[2]")


def test_the_order_within_a_call() -> None:
    """Result, gradients, arguments, state: the first that differs is told."""
    leaf, other = [Leaf("x", node(t(v)), Empty()) for v in (1, 2)]
    gradient, another = [[("x", node(t(v)))] for v in (1, 2)]
    wrong: dict[str, Any] = {
        "result": node(2), "gradients": another, "leaves": [other], "state": ["It left a mess."],
    }  # fmt: skip
    reference = call(1, gradients=gradient, leaves=[leaf])
    for where in ("result", "gradient", "argument", "state"):
        found = compare(recording(changed(reference, **wrong)), recording(reference))
        assert found is not None
        assert found.where == where
        wrong.pop(next(iter(wrong)))
    assert compare(recording(reference), recording(reference)) is None


def test_calls_are_compared_in_order_and_their_number_last() -> None:
    found = compare(of(1, 2), of(1, 5, 3))
    assert found is not None
    assert (found.kind, found.call) == ("differs", 2)
    for learner in (of(1, 2), of(1, 2, 3, 4)):
        found = compare(learner, of(1, 2, 3))
        assert found is not None
        assert (found.kind, found.what, found.expected) == ("calls", "count", Number(3))
    found = compare(recording(call(1), call(1, name="g")), recording(call(1), call(1)))
    assert found is not None
    assert (found.kind, found.what, found.call) == ("calls", "name", 2)


def test_a_case_that_ended_early_has_fewer_calls() -> None:
    failure = msgspec.convert({"kind": "required", "message": "no"}, report.Report)
    assert compare(of(1, failure=failure), of(1, 2)) is None
    assert compare(of(9, failure=failure), of(1, 2)) is not None


# --- leniency and strictness ---------------------------------------------------------------------


def test_the_case_s_own_tolerance() -> None:
    assert what(t(1), t(1.01)) == "value"
    assert what(t(1), t(1.01), tolerance=0.01) == ""
    assert what(1.0, 1.01, tolerance=0.01) == ""
    assert what(t(1), t(1 + 1e-6), tolerance=1e-7) == "value"
    assert what(t(1, dtype=torch.int64), t(2, dtype=torch.int64), tolerance=10) == "value"


def test_the_tolerance_and_the_aspects_are_the_reference_s() -> None:
    learner = changed(of(t(5)), tolerance=1e9, aspects=["random", "flat"])
    assert compare(learner, of(t(1))) is not None


def test_random() -> None:
    """Kinds, shapes and dtypes are compared, values aren't."""
    random_case = {"aspects": ["random"]}
    assert what((t(1), 2, "a"), (t(7), 9, "b"), **random_case) == ""
    assert what(t(1), t(1, 2), **random_case) == "shape"
    assert what(t(1), t(1, dtype=torch.float64), **random_case) == "dtype"
    assert what([1], [1, 2], **random_case) == "length"
    assert what(t(1), None, **random_case) == "kind"


def test_random_leaves_alone_what_the_reference_leaves_alone() -> None:
    def once(after: float, before: float, value: float) -> records.Call:
        leaf = Leaf("x", node(t(after)), Empty())
        return call(value, leaves=[leaf], after={"x": t(after)}, inputs={"x": t(before)})

    kept = recording(once(1, 1, 5), aspects=["random"])
    assert compare(recording(once(1, 1, 6)), kept) is None
    found = compare(recording(once(2, 1, 6)), kept)
    assert found is not None
    assert (found.kind, found.what) == ("argument", "changed")
    drawn = recording(once(3, 1, 5), aspects=["random"])
    assert compare(recording(once(2, 1, 5)), drawn) is None


def test_flat() -> None:
    flat = {"aspects": ["flat"]}
    assert what(torch.zeros(3), torch.zeros(3, 1), **flat) == ""
    assert what(torch.zeros(3, 1), torch.zeros(3), **flat) == ""
    assert what(torch.zeros(3, 1), torch.ones(3), **flat) == "value"
    assert what(torch.zeros(3), torch.zeros(1, 3), **flat) == "shape"
    assert what(torch.zeros(3), torch.zeros(3, 1, 1), **flat) == "shape"
    assert what(torch.tensor(0.0), torch.zeros(1), **flat) == "shape"


def stream(*values: Any, ended: bool = True) -> Stream:
    return Stream("generator", [node(value) for value in values], ended)


@pytest.mark.parametrize(
    ("expected", "got", "how"),
    [
        (stream(1, 2), stream(1, 2), ""),
        (stream(1, 2), node([1, 2]), ""),
        (node([1, 2]), stream(1, 2), ""),
        (stream(1, 2), stream(1, 3), "value"),
        (stream(1, 2), stream(1), "length"),
        (stream(1, 2), stream(1, 2, 3), "length"),
        (stream(1, ended=False), node([1, 2, 3]), ""),  # the case took no more
        (stream(1, 2, ended=False), stream(1, 2, ended=False), ""),
        (stream(1, 2, ended=False), stream(1), "length"),
        (node([1, 2]), stream(ended=False), "kind"),  # nobody could take anything from it
        (stream(1), node(t(1)), "kind"),
        (node(t(1)), stream(ended=False), "kind"),
    ],
)
def test_streams(expected: Any, got: Any, how: str) -> None:
    found = compare(of_nodes(got), of_nodes(expected))
    assert (found.what if found else "") == how


def test_long_lists_count_what_was_cut_off() -> None:
    cut = Items("list", [Number(1)], more=5)
    assert compare(of_nodes(cut), of_nodes(cut)) is None
    found = compare(of_nodes(changed(cut, more=6)), of_nodes(cut))
    assert found is not None
    assert found.what == "length"


def test_what_the_reference_left_out_is_not_compared() -> None:
    large = Tensor("float32", [9], b"", left_out="it is too large to compare")
    assert compare(of(torch.ones(9)), of_nodes(large)) is None
    assert compare(of_nodes(large), of(torch.ones(9))) is not None


def test_a_dtype_that_numpy_lacks_is_compared_by_its_bytes() -> None:
    small = t(1, 2).to(torch.float8_e4m3fn)
    assert parted(small, small.clone()) is None
    found = parted(small, t(1, 3).to(torch.float8_e4m3fn))
    assert found is not None
    assert (found.what, found.index) == ("value", None)


# --- exceptions ----------------------------------------------------------------------------------


def test_exceptions() -> None:
    reference = recording(raising("ValueError"))
    assert compare(recording(raising("ValueError", "other words")), reference) is None
    found = compare(of(1), reference)
    assert found is not None
    assert (found.kind, found.what, found.basic) == ("required", "not raised", False)
    found = compare(recording(raising("TypeError")), reference)
    assert found is not None
    assert (found.kind, found.what, found.basic) == ("raised", "other error", True)
    found = compare(recording(raising("KeyError")), of(1))
    assert found is not None
    assert (found.kind, found.what, found.basic) == ("raised", "raised", True)


def test_inside_raises_the_case_has_judged_the_kind() -> None:
    reference = recording(raising("ValueError", in_raises=True), call(1))
    learner = recording(raising("UnicodeError", in_raises=True), call(1))
    assert compare(learner, reference) is None
    found = compare(changed(learner, calls=[learner.calls[0], call(2)]), reference)
    assert found is not None
    assert found.call == 2  # the case went on
