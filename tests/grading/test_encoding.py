"""Values as nodes: exact for what is known, harmless for what is hostile."""

from __future__ import annotations

import collections
import dataclasses
import decimal
import enum
import types
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from grading_support import play, result

from tutor.grading import records
from tutor.grading.encoding import CHARS, ITEMS, Encoder
from tutor.grading.records import Empty, Fields, Items, Module, Number, Other, Same, Stream, Text


def node(value: object) -> Any:
    """The node of a value, sent and received."""
    call = records.Call("f", "", Encoder().value(value), [], [], [])
    return records.decode(records.encode(records.Recording("a", "A", [call]))).calls[0].result


class Colour(enum.IntEnum):
    RED = 1


class Pair(NamedTuple):
    a: int
    b: str


@dataclasses.dataclass
class Point:
    x: int
    y: Any = None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, Empty()),
        (True, Number(True)),
        (3, Number(3)),
        (-(2**63), Number(-(2**63))),
        (0.1, Number(0.1)),
        ("text", Text("text")),
        ("half \ud800", Text("half ?")),
        (np.float32(0.5), Number(0.5)),
        (np.int64(7), Number(7)),
        (np.bool_(True), Number(True)),
        (10**40, Other("int", str(10**40))),
        (2 + 1j, Other("complex", "(2+1j)")),
        (Colour.RED, Other("Colour", "<Colour.RED: 1>")),
        ([1, [2.0]], Items("list", [Number(1), Items("list", [Number(2.0)])])),
        ((1,), Items("tuple", [Number(1)])),
        (Pair(1, "b"), Items("Pair", [Number(1), Text("b")])),
        (torch.Size([2]), Items("Size", [Number(2)])),
        (range(2), Items("range", [Number(0), Number(1)])),
        ({"k": 1}.keys(), Items("dict_keys", [Text("k")])),
        (collections.deque([1]), Items("deque", [Number(1)])),
        ({"a": 1, 2: None}, Fields("dict", [("a", Number(1)), ("2", Empty())])),
        (collections.OrderedDict(a=1), Fields("OrderedDict", [("a", Number(1))])),
        ({3, 1, 2}, Other("set", "{1, 2, 3}")),
        (frozenset("ba"), Other("frozenset", "{'a', 'b'}")),
        (Point(1, "t"), Fields("Point", [("x", Number(1)), ("y", Text("t"))])),
        ((n for n in [1]), Stream("generator", [], False)),
        (torch.float32, Other("dtype", "torch.float32")),
        (torch.device("cpu"), Other("device", "device(type='cpu')")),
        (len, Other("builtin_function_or_method", "len")),
        (int, Other("type", "int")),
        (b"ab", Other("bytes", "b'ab'")),
        (decimal.Decimal("1.5"), Other("Decimal", "Decimal('1.5')")),
    ],
)
def test_known_kinds(value: object, expected: object) -> None:
    assert node(value) == expected


def test_not_a_number_and_infinity_survive() -> None:
    assert str(node(float("nan")).value) == "nan"
    assert node(float("-inf")) == Number(float("-inf"))


@pytest.mark.parametrize(
    "tensor",
    [
        torch.tensor(1.5),
        torch.arange(6.0).reshape(2, 3),
        torch.arange(6.0).reshape(2, 3).t(),
        torch.arange(12).reshape(3, 4)[:, ::2],
        torch.zeros(0, 3),
        torch.ones(2, dtype=torch.float64),
        torch.tensor([True, False]),
        torch.arange(3, dtype=torch.uint8),
        torch.arange(3, dtype=torch.int16),
        torch.tensor([float("nan"), float("inf")]),
        torch.ones(3).expand(2, 3),
    ],
)
def test_tensors(tensor: torch.Tensor) -> None:
    found = node(tensor)
    assert isinstance(found, records.Tensor)
    assert found.shape == list(tensor.shape)
    assert found.dtype == str(tensor.dtype).removeprefix("torch.")
    assert found.kind == "tensor"
    assert not found.left_out
    back = np.frombuffer(found.data, found.dtype).reshape(found.shape)
    assert np.array_equal(back, tensor.numpy(), equal_nan=tensor.is_floating_point())


def test_tensors_that_numpy_does_not_have() -> None:
    half = node(torch.tensor([1.0, -2.0], dtype=torch.bfloat16))
    assert (half.dtype, len(half.data)) == ("bfloat16", 4)
    bits = np.frombuffer(half.data, "<u2").astype("<u4") << 16
    assert bits.view("<f4").tolist() == [1, -2]
    conjugate = node(torch.tensor([1 + 2j]).conj())
    assert np.frombuffer(conjugate.data, "<c8").tolist() == [1 - 2j]
    negative = node(torch.tensor([1 + 2j]).conj().imag)
    assert np.frombuffer(negative.data, "<f4").tolist() == [-2]


def test_what_a_tensor_is() -> None:
    leaf = torch.ones(1, requires_grad=True)
    assert (node(leaf).requires_grad, node(leaf).leaf) == (True, True)
    assert (node(leaf * 2).requires_grad, node(leaf * 2).leaf) == (True, False)
    assert node(torch.nn.Parameter(torch.ones(1))).kind == "parameter"
    assert node(np.ones((2, 1))).kind == "array"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: torch.ones(2, 2).to_sparse(), "it is sparse"),
        (lambda: torch.ones(2, 2, device="meta"), "meta"),
        (lambda: torch.zeros(1_100_000), "it is too large to compare (4.4 MB)"),
        (lambda: torch.zeros(1).expand(10**9), "too large"),
        (lambda: torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.quint8), "quantized"),
        (lambda: np.zeros(600_000), "too large"),
        (lambda: np.array([object()]), "it holds objects"),
    ],
)
def test_numbers_that_are_left_out(make: Any, why: str) -> None:
    found = node(make())
    assert isinstance(found, records.Tensor)
    assert found.data == b""
    assert why in found.left_out


def test_a_recording_fits_into_a_frame() -> None:
    encoder = Encoder()
    found = [encoder.tensor(torch.zeros(500_000)) for _ in range(5)]
    assert [bool(each.left_out) for each in found] == [False, False, False, True, True]


def test_in_one_moment_a_tensor_is_read_once_and_counted_as_often_as_it_is_sent() -> None:
    encoder, tensor = Encoder(room=20), torch.tensor([1.0, 2.0])
    with encoder.one_moment():
        first = encoder.tensor(tensor)
        assert encoder.tensor(tensor) is first
        assert encoder.room == 20 - 2 * 8
        assert encoder.tensor(tensor).left_out
    tensor.add_(1)
    assert Encoder().tensor(tensor).data != first.data
    with encoder.one_moment():
        assert encoder.tensor(tensor[:1]).data == tensor[:1].numpy().tobytes()


def test_a_tensor_as_a_key_is_called_by_its_place() -> None:
    """By its numbers, two parameters of zeros would be one key, and a step would rename them."""
    value = {torch.zeros(2): 1, "between": 2, torch.zeros(2): 3}
    found = Encoder().value(value)
    assert isinstance(found, Fields)
    assert [key for key, _ in found.items] == ["<tensor 1>", "between", "<tensor 3>"]


def test_tensor_subclasses() -> None:
    class Quiet(torch.Tensor):
        pass

    class Loud(torch.Tensor):
        @classmethod
        def __torch_function__(cls, *_args: Any, **_options: Any) -> Any:
            raise SystemExit

    for kind in (Quiet, Loud):
        found = node(torch.ones(2).as_subclass(kind))
        assert (found.shape, len(found.data), found.left_out) == ([2], 8, "")


def test_tensors_inside_a_transform_are_left_out() -> None:
    found: list[Any] = []

    def note(x: torch.Tensor) -> torch.Tensor:
        found.append(Encoder().value(x))
        return x.sum()

    torch.func.vmap(note)(torch.ones(2, 3))
    assert found[0].left_out


def test_arrays_of_the_other_byte_order() -> None:
    assert node(np.array([1.0], dtype=">f8")).data == np.array([1.0]).tobytes()


# --- modules -------------------------------------------------------------------------------------


def test_modules() -> None:
    found = node(torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.BatchNorm1d(1)).eval())
    assert isinstance(found, Module)
    assert [name for name, _ in found.parameters] == ["0.weight", "0.bias", "1.weight", "1.bias"]
    assert [name for name, _ in found.buffers] == [
        "1.running_mean",
        "1.running_var",
        "1.num_batches_tracked",
    ]
    assert (found.kind, found.training) == ("Sequential", False)


def test_a_module_that_forgot_to_be_one() -> None:
    class Net(torch.nn.Module):
        def __init__(self) -> None:
            self.__dict__["a"] = 1

    assert node(Net()).kind == "Net"


# --- size and shape ------------------------------------------------------------------------------


def test_cycles_end() -> None:
    cycle: list[Any] = [1]
    cycle.append(cycle)
    assert node(cycle) == Items("list", [Number(1), Same()])
    row = [0]
    assert node([row, row]) == node([[0], [0]])


def test_deep_long_and_many() -> None:
    deep: list[Any] = []
    for _ in range(1000):
        deep = [deep]
    assert node(deep).kind == "list"
    long = node(list(range(ITEMS + 5)))
    assert (len(long.items), long.more) == (ITEMS, 5)
    many: Any = 0
    for _ in range(18):
        many = [many, many, many]
    assert node(many).kind == "list"  # 3 to the 18th would be too many
    assert len(node("x" * 50_000).value) == CHARS


# --- hostile -------------------------------------------------------------------------------------

HOSTILE = """
class Evil:
    def __repr__(self): raise SystemExit(3)
    def __str__(self): raise KeyError
    def __eq__(self, other): raise ValueError
    def __hash__(self): raise ValueError
    def __len__(self): raise ValueError
    def __bool__(self): raise ValueError
    def __getattr__(self, name): raise ValueError
    def __getattribute__(self, name): raise ValueError
    @property
    def __class__(self): raise ValueError

class Meta(type):
    @property
    def __name__(cls): raise ValueError
    def __instancecheck__(cls, other): raise ValueError
    def __getattribute__(cls, name): raise ValueError

class Stranger(metaclass=Meta): pass

class Liar(list):
    def __iter__(self): raise ValueError
    def __len__(self): return -1
    def __getitem__(self, key): raise ValueError

class Dict(dict):
    def items(self): raise ValueError
    def keys(self): raise ValueError

class Key:
    def __repr__(self): raise ValueError
    def __hash__(self): return 1
"""


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Evil()", "Evil"),
        ("[Evil(), (Evil(), {1: Evil()})]", "list"),
        ("Stranger()", "Stranger"),
        ("Stranger", "Meta"),
        ("Liar([1])", "Liar"),
        ("Dict(a=1)", "Dict"),
        ("{Key(): 1}", "dict"),
        ("{Key()}", "set"),
    ],
)
def test_hostile_objects(value: str, kind: str) -> None:
    check = "@case\ndef one(mine):\n    mine.f(mine.f(1))\n    mine.f([mine.f(2)])\n"
    played = play(f"{HOSTILE}\ndef f(x): return {value}\n", check)
    assert played.only.failure is None
    assert [call.error for call in played.only.calls] == [None] * 4
    assert {call.result.kind for call in played.only.calls} == {kind}  # type: ignore[union-attr]


def test_hostile_containers_are_read_as_what_they_are() -> None:
    assert result(f"{HOSTILE}\ndef f(x): return Liar([1])\n") == Items("Liar", [Number(1)])
    assert result(f"{HOSTILE}\ndef f(x): return Dict(a=1)\n") == Fields("Dict", [("a", Number(1))])


def test_a_text_that_never_ends_is_a_time_limit() -> None:
    code = "class A:\n    def __repr__(self):\n        while True: pass\ndef f(x): return A()\n"
    failure = play(code, seconds=0.2).failure
    assert (failure.kind, failure.line) == ("timeout", 3)


def test_texts_have_no_addresses_and_no_terminal_control() -> None:
    class Red:
        def __repr__(self) -> str:
            return "\x1b[31mred\x1b[0m"

    assert node(Red()).text == "red"
    assert "0x" not in node(object()).text
    assert "0x" not in node(types.SimpleNamespace(a=object())).text


def test_what_comes_from_an_iterator_is_not_taken_by_encoding() -> None:
    def count() -> Iterator[int]:
        yield from range(3)

    stream = count()
    node({"a": stream})
    assert list(stream) == [0, 1, 2]
