"""Values as the nodes of a recording: copies that nothing can change later.

Nothing here trusts a value. Kinds are told by the class's own ancestors, never by what an object
says of itself; containers are read by the methods of the built-in classes; whatever else is
called is allowed to raise. Only a cycle becomes `Same`: a list that stands twice is written twice.
"""

from __future__ import annotations

import collections
import types
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from tutor.grading import records
from tutor.grading.deadlines import TimeUp
from tutor.grading.explaining import safe_text, type_name

TENSOR_BYTES = 4_000_000  # of one tensor; a larger one is left out
TOTAL_BYTES = 6_000_000  # of all tensors of a recording: it must fit into one frame
ITEMS = 10_000
NODES = 50_000  # of one value
DEPTH = 20
CHARS = 10_000

FREE = "its numbers are free"
_EMPTY = records.Empty()
_SAME = records.Same()
_FAST = {
    torch.float32: "float32", torch.float64: "float64", torch.int64: "int64",
    torch.int32: "int32", torch.bool: "bool", torch.uint8: "uint8", torch.float16: "float16",
}  # fmt: skip
_DICT: dict[str, int] = {}
_VIEWS = (type(_DICT.keys()), type(_DICT.values()), type(_DICT.items()))
_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    type,
    types.ModuleType,
)


_ancestors = type.__dict__["__mro__"].__get__  # asked often, so it is looked up once


def is_a(value: object, kind: type) -> bool:
    """Whether a value's class descends from another, whatever its `__class__` claims."""
    own = type(value)
    return own is kind or kind in _ancestors(own)


def is_iterator(value: object) -> bool:
    """Whether a value is an iterator or generator: things can be taken from it once."""
    return has(value, "__next__") and has(value, "__iter__")


def has(value: object, name: str) -> bool:
    """Whether a value's class, or one above it, defines this name."""
    own = type.__dict__["__dict__"].__get__
    return any(name in own(kind) for kind in _ancestors(type(value)))


class Encoder:
    """Makes nodes for one recording; counts how much they hold together."""

    def __init__(
        self, room: int = TOTAL_BYTES, made: Container[object] = (), buffers: bool = False
    ) -> None:
        """`made`: modules of the code under test; their numbers stand with the leaves of a call.

        `buffers`: whether the buffers of these are read.
        """
        self.room = room  # bytes of tensors that may still come
        self._made = made
        self._buffers = buffers
        self._nodes = 0
        self._above: set[int] = set()  # containers that the value now at hand stands in
        self._known: dict[int, tuple[torch.Tensor, records.Tensor]] | None = None
        self._makers = self._kinds()

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Nothing changes meanwhile: a tensor that is asked for twice is read once."""
        self._known = {}
        try:
            yield
        finally:
            self._known = None

    def value(self, value: object) -> records.AnyNode:
        """A value and everything in it. Lets only TimeUp and KeyboardInterrupt through."""
        self._nodes = 0
        self._above.clear()
        return self._node(value, 0)

    def tensor(self, tensor: torch.Tensor) -> records.Tensor:
        """A tensor alone."""
        if self._known is None:
            return self._read(tensor)
        _, made = self._known.get(id(tensor), (None, None))
        if made is None or len(made.data) > self.room:
            made = self._read(tensor)
            self._known[id(tensor)] = tensor, made  # held, so that no other gets its id
        else:
            self.room -= len(made.data)  # it is sent as often as it stands there
        return made

    def _read(self, tensor: torch.Tensor) -> records.Tensor:
        with torch._C.DisableTorchFunctionSubclass():
            try:
                return self._tensor(tensor)
            except (TimeUp, KeyboardInterrupt):
                raise
            except BaseException as error:  # meta, fake, inside vmap, a subclass of its own mind
                why = f"it can't be read ({type(error).__name__})"
                return records.Tensor(_dtype(tensor), _shape(tensor), b"", left_out=why)

    def bare(self, tensor: torch.Tensor) -> records.Tensor:
        """A tensor's shape and dtype, without its numbers."""
        kind = "parameter" if is_a(tensor, torch.nn.Parameter) else "tensor"
        graph = tensor.requires_grad, tensor.is_leaf
        return records.Tensor(_dtype(tensor), _shape(tensor), b"", kind, *graph, left_out=FREE)

    def _node(self, value: object, depth: int) -> records.AnyNode:
        if (make := _SIMPLE.get(type(value))) is not None:
            self._nodes += 1
            return make(value)
        if is_a(value, torch.Tensor):
            return self.tensor(value)  # type: ignore[arg-type]
        self._nodes += 1
        if depth >= DEPTH or self._nodes > NODES:
            return records.Other(type_name(value), "…")
        if id(value) in self._above:
            return _SAME
        self._above.add(id(value))
        try:
            return self._larger(value, depth + 1)
        except (TimeUp, KeyboardInterrupt):
            raise
        except BaseException:
            return records.Other(type_name(value), safe_text(value))
        finally:
            self._above.discard(id(value))

    def _larger(self, value: Any, depth: int) -> records.AnyNode:
        for kind, make in self._makers:
            if is_a(value, kind):
                return make(value, depth)
        if is_iterator(value):
            return records.Stream(type_name(value), [], False)
        if has(value, "__dataclass_fields__"):
            return self._dataclass(value, depth)
        named = any(is_a(value, kind) for kind in _FUNCTIONS)
        text = getattr(value, "__name__", "") if named else safe_text(value)
        return records.Other(type_name(value), _cut(str(text)))

    def _kinds(self) -> tuple[tuple[type, Callable[[Any, int], records.AnyNode]], ...]:
        return (
            (list, lambda v, d: self._items(v, d, list.__iter__)),
            (tuple, lambda v, d: self._items(v, d, tuple.__iter__)),
            (dict, self._fields),
            (np.generic, self._scalar),
            (np.ndarray, lambda v, d: self._array(v)),
            (torch.nn.Module, self._module),
            (range, self._items),
            *((view, self._items) for view in _VIEWS),
            (collections.deque, lambda v, d: self._items(v, d, collections.deque.__iter__)),
            (set, lambda v, d: self._set(v)),
            (frozenset, lambda v, d: self._set(v)),
        )

    # --- tensors and arrays ----------------------------------------------------------------------

    def _tensor(self, tensor: torch.Tensor) -> records.Tensor:
        kind = "parameter" if is_a(tensor, torch.nn.Parameter) else "tensor"
        dtype, shape = _dtype(tensor), _shape(tensor)
        why = self._why_not(tensor)
        data = b"" if why else _bytes(tensor)
        return records.Tensor(
            dtype, shape, data, kind, tensor.requires_grad, tensor.is_leaf, left_out=why
        )

    def _why_not(self, tensor: torch.Tensor) -> str:
        """Why a tensor's elements are not recorded; "" if they are, and room is taken for them."""
        if tensor.layout != torch.strided or tensor.is_quantized:
            return "it is sparse" if tensor.layout != torch.strided else "it is quantized"
        if tensor.is_meta:
            return "it is on the device meta, which holds no numbers"
        return self._take(tensor.numel() * tensor.element_size())

    def _take(self, size: int) -> str:
        if size > TENSOR_BYTES:
            return f"it is too large to compare ({size / 1e6:.1f} MB)"
        if size > self.room:
            return "too many numbers were recorded in this case before"
        self.room -= size
        return ""

    def _array(self, array: np.ndarray[Any, Any]) -> records.Tensor:
        plain = np.ndarray.view(array, np.ndarray)
        plain = plain.astype(plain.dtype.newbyteorder("<"), copy=False)
        why = "it holds objects" if plain.dtype.hasobject else self._take(plain.nbytes)
        data = b"" if why else plain.tobytes()
        return records.Tensor(plain.dtype.name, list(plain.shape), data, "array", left_out=why)

    def _scalar(self, value: np.generic, _depth: int) -> records.AnyNode:
        item = value.item()
        make = _SIMPLE.get(type(item))
        return make(item) if make else records.Other(type_name(value), str(item))

    # --- containers ------------------------------------------------------------------------------

    def _items(
        self, value: Any, depth: int, iterate: Callable[[Any], Iterable[Any]] = iter
    ) -> records.Items:
        items: list[records.AnyNode] = []
        more = 0
        for item in iterate(value):
            if len(items) < ITEMS:
                items.append(self._node(item, depth))
            else:
                more += 1
        return records.Items(type_name(value), items, more)

    def _fields(self, value: dict[Any, Any], depth: int) -> records.Fields:
        pairs = list(zip(dict.items(value), range(ITEMS), strict=False))
        return records.Fields(
            type_name(value), [(_cut(key_text(k, n)), self._node(v, depth)) for (k, v), n in pairs]
        )

    def _set(self, value: Any) -> records.Other:
        items = [safe_text(item) for item, _ in zip(set(value), range(ITEMS), strict=False)]
        return records.Other(type_name(value), _cut("{" + ", ".join(sorted(items)) + "}"))

    def _dataclass(self, value: Any, depth: int) -> records.Fields:
        names: Mapping[str, Any] = type(value).__dataclass_fields__
        pairs = [(name, object.__getattribute__(value, name)) for name in names]
        return records.Fields(
            type_name(value), [(_cut(name), self._node(item, depth)) for name, item in pairs]
        )

    def _module(self, module: torch.nn.Module, depth: int) -> records.Module:
        made = any(part in self._made for part in torch.nn.Module.modules(module))
        parameters = torch.nn.Module.named_parameters(module)
        buffers = torch.nn.Module.named_buffers(module)
        return records.Module(
            type_name(module),
            [(_cut(n), self.bare(p) if made else self._node(p, depth)) for n, p in parameters],
            [
                (_cut(n), self.bare(b) if made and not self._buffers else self._node(b, depth))
                for n, b in buffers
            ],
            bool(module.training),
            made,
        )


def _bytes(tensor: torch.Tensor) -> bytes:
    tensor = tensor.detach()
    if tensor.device.type != "cpu":
        tensor = tensor.cpu()
    if tensor.dtype not in _FAST or tensor.is_neg() or tensor.is_conj():
        plain = tensor.resolve_conj().resolve_neg()
        flat = plain.clone(memory_format=torch.contiguous_format).reshape(-1)
        return flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""
    return tensor.numpy().tobytes()


def _dtype(tensor: torch.Tensor) -> str:
    found = tensor.dtype
    return _FAST.get(found) or str(found).removeprefix("torch.")


def _shape(tensor: torch.Tensor) -> list[int]:
    try:
        return [int(size) for size in tensor.shape]
    except Exception:  # nested tensors have none
        return []


def _integer(value: int) -> records.AnyNode:
    if -(1 << 63) <= value < 1 << 64:  # what msgpack can carry
        return records.Number(value)
    return records.Other("int", safe_text(value))


def _text(value: str) -> records.Text:
    return records.Text(_cut(value))


_SIMPLE: dict[type, Callable[[Any], records.AnyNode]] = {
    type(None): lambda _value: _EMPTY,
    bool: records.Number,
    float: records.Number,
    int: _integer,
    str: _text,
}


def _cut(text: str) -> str:
    """A text that can be sent: not too long, no halves of characters."""
    return text[:CHARS].encode("utf-8", "replace").decode()


def key_text(key: object, index: int) -> str:
    """How a key of a dict is called: of a tensor only its place, for its numbers may change."""
    if is_a(key, torch.Tensor):
        return f"<tensor {index + 1}>"
    return key if type(key) is str else safe_text(key)
