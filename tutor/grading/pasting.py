"""A call as Python that gives the same call again when it is pasted below the code it calls.

Arguments that hold tensors stand above the call under the names of the exercise's parameters, so
that one can look at what became of them. What can't be written is `<…>`, which is no Python: so
nobody can take half a call for a whole one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from tutor.grading import functions
from tutor.grading.deadlines import TimeUp
from tutor.grading.encoding import is_a
from tutor.grading.explaining import safe_text, type_name
from tutor.grading.leaves import Held, find
from tutor.grading.modules import built
from tutor.grading.standing import StandIn, name_of

ELEMENTS = 2000  # of a tensor that is written out
WIDTH = 72
FEW = 6  # rows that stand one below the other
SHORT = 40  # of such items several stand on a line
ITEMS = 200
DEPTH = 5
NOTED = 5  # lines from which a tensor's shape is said at its end
_unnamed = re.compile(r"argument\[(\d+)\]")
_index = re.compile(r"\.(\d+)(?=\.|$)")


@dataclass(frozen=True, slots=True)
class Group:
    """Something in brackets: on one line if it fits, otherwise a line for each item."""

    opening: str
    items: Sequence[Piece]
    closing: str


Piece = str | Group


def call(
    name: str, args: Sequence[Any], options: dict[str, Any], named: Sequence[tuple[str, Any]]
) -> str:
    """The call, and above it what it needs: arguments that hold tensors, modules, functions.

    `named`: all arguments in order, by the names of the exercise's parameters. Never raises.
    """
    lines: list[str] = []
    pieces: list[Piece] = []
    seen: dict[int, str] = {}
    keywords = [*(False for _ in args), *(True for _ in options)]
    for (given, value), by_keyword in zip(named, keywords, strict=True):
        place = _unnamed.sub(r"x\1", given)
        lead = f"{place}=" if by_keyword else ""
        above = _above(place, value, seen)
        lines += above
        pieces.append(f"{lead}{place}" if above else _led(lead, piece(value)))
    return "\n".join([*lines, *laid_out(Group(f"{name}(", pieces, ")"))])


def laid_out(what: Piece, lead: str = "") -> list[str]:
    """The lines of a piece of code, `lead` before the first one."""
    return list(_lines(what, "", lead))


def python(value: Any) -> str:
    """A value as Python, on one line; `<…>` for what can't be written. Never raises."""
    return _flat(piece(value))


# --- what stands above the call ------------------------------------------------------------------


def _above(place: str, value: Any, seen: dict[int, str]) -> list[str]:
    """The lines that make an argument under its own name; none if it can stand in the call."""
    if not place.isidentifier():
        return []
    try:
        if (lines := functions.source(place, value)) is not None:
            return lines
        held = find([(place, value)])
        if not held and not is_a(value, torch.nn.Module):
            return []
        made = laid_out(piece(value), f"{place} = ")
        if is_a(value, torch.Tensor) and len(made) >= NOTED:
            made[-1] += f"  # {_sizes(value.shape)}"
        return [*made, *_attached(place, value, held, seen)]
    except (TimeUp, KeyboardInterrupt):
        raise
    except BaseException:
        return []


def _attached(place: str, value: Any, held: Sequence[Held], seen: dict[int, str]) -> Iterator[str]:
    """What an expression can't say: numbers of modules, `.grad`, one tensor in two places."""
    if is_a(value, torch.nn.Module):
        yield from _state(place, value)
    for each in held[:ITEMS]:
        where = _index.sub(r"[\1]", each.place)
        if id(each.tensor) in seen:
            if each.container is None or type(each.container) in (list, dict):
                yield f"{where} = {seen[id(each.tensor)]}"
            continue
        seen[id(each.tensor)] = where
        grad = each.tensor.grad if each.tensor.is_leaf else None
        if grad is not None:
            yield from laid_out(piece(grad), f"{where}.grad = ")
        if is_a(each.tensor, torch.nn.Parameter) and not each.tensor.requires_grad:
            yield f"{where}.requires_grad_(False)"


def _state(place: str, module: torch.nn.Module) -> Iterator[str]:
    """The numbers and the mode of a module."""
    tensors = torch.nn.Module.state_dict(module)
    if any(tensor.dtype == torch.float64 for tensor in tensors.values()):
        yield f"{place}.double()"
    if tensors:
        pairs = [_led(f"{name!r}: ", piece(t.detach())) for name, t in tensors.items()]
        yield from laid_out(Group(f"{place}.load_state_dict({{", pairs, "})"))
    if not module.training:
        yield f"{place}.eval()"


# --- values --------------------------------------------------------------------------------------


def piece(value: Any, depth: int = DEPTH) -> Piece:
    """A value as Python; `<…>` for what can't be written. Never raises."""
    try:
        return _piece(value, depth)
    except (TimeUp, KeyboardInterrupt):
        raise
    except BaseException:
        return f"<{type_name(value)}>"


def _piece(value: Any, depth: int) -> Piece:
    if type(value) in (list, tuple, dict):
        return _container(value, depth)
    if type(value) is float:
        return _float(value)
    for kind, written in _WRITTEN:
        if is_a(value, kind):
            return written(value)
    if callable(value) and hasattr(value, "__name__"):
        return functions.name_of(value)
    text = safe_text(value)
    return text if "\n" not in text and len(text) <= 10 * WIDTH else f"<{type_name(value)}>"


def _container(value: Any, depth: int) -> Piece:
    if not depth or len(value) > ITEMS:
        return f"<{type_name(value)} of {len(value)}>"
    if type(value) is dict:
        pairs = [_led(f"{key!r}: ", piece(item, depth - 1)) for key, item in value.items()]
        return Group("{", pairs, "}")
    items = [piece(item, depth - 1) for item in value]
    if type(value) is list:
        return Group("[", items, "]")
    return Group("(", items, ",)" if len(items) == 1 else ")")


def _array(array: np.ndarray[Any, Any]) -> Piece:
    if array.size > ELEMENTS or array.dtype.hasobject:
        return f"<array {array.dtype} {_times(array.shape)}>"
    if not array.size:
        return f"np.empty({_sizes(array.shape)}, dtype=np.{array.dtype.name})"
    plain = array.dtype.name in ("float64", "int64", "bool")
    closing = ")" if plain else f", dtype=np.{array.dtype.name})"
    return _around("np.array(", _numbers(array.tolist(), array.dtype == np.float32), closing)


def _tensor(tensor: torch.Tensor) -> Piece:
    if tensor.numel() > ELEMENTS or tensor.layout != torch.strided or tensor.is_meta:
        more = ", requires_grad" if tensor.requires_grad else ""
        return f"<tensor {_dtype(tensor)} {_times(tensor.shape)}{more}>"
    with torch._C.DisableTorchFunctionSubclass():
        plain = tensor.detach().cpu()
        made = _spread(plain) if 0 in plain.stride() and plain.numel() > 1 else _strided(plain)
    if is_a(tensor, torch.nn.Parameter):
        frozen = "" if tensor.requires_grad else ", requires_grad=False"
        return _around("torch.nn.Parameter(", made, f"{frozen})")
    if not tensor.requires_grad:
        return made
    ending = ".requires_grad_()" if tensor.is_leaf else ".requires_grad_().clone()"
    if isinstance(made, Group) and made.opening.startswith("torch.tensor("):
        inside = f"{made.closing[:-1]}, requires_grad=True)"
        return Group(made.opening, made.items, inside + ("" if tensor.is_leaf else ".clone()"))
    return _around("", made, ending)


def _spread(tensor: torch.Tensor) -> Piece:
    """A tensor that was expanded: the numbers once, and how far they reach."""
    once = tuple(slice(0, 1) if not step else slice(None) for step in tensor.stride())
    return _around("", _strided(tensor[once]), f".expand({_sizes(tensor.shape)})")


def _strided(tensor: torch.Tensor) -> Piece:
    """The numbers; in the same order in memory, where that isn't the usual one."""
    if not tensor.numel():
        return f"torch.empty({_sizes(tensor.shape)}{_option(tensor, always=True)})"
    made = _around(
        "torch.tensor(",
        _numbers(tensor.tolist(), tensor.dtype == torch.float32),
        f"{_option(tensor)})",
    )
    if tensor.is_contiguous():
        return made
    where = f"torch.empty_strided({_sizes(tensor.shape)}, {_sizes(tensor.stride())}"
    return _around(f"{where}{_option(tensor, always=True)}).copy_(", made, ")")


def _option(tensor: torch.Tensor, *, always: bool = False) -> str:
    known = ("float32",) if always else ("float32", "int64", "bool")
    return "" if _dtype(tensor) in known else f", dtype=torch.{_dtype(tensor)}"


def _numbers(value: Any, narrow: bool) -> Piece:
    if isinstance(value, list):
        return Group("[", [_numbers(item, narrow) for item in value], "]")
    if isinstance(value, float):
        # The shortest text that gives the same float32, not that of its double.
        return _float(float(str(np.float32(value))) if narrow else value)
    return repr(value)


def _float(value: float) -> str:
    return repr(value) if np.isfinite(value) else f'float("{value}")'


def _dtype(tensor: torch.Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _sizes(sizes: Sequence[int]) -> str:
    return str(tuple(int(size) for size in sizes))


def _times(shape: Sequence[int]) -> str:
    return "×".join(str(size) for size in shape) or "scalar"


# --- laying out ----------------------------------------------------------------------------------


def _led(lead: str, what: Piece) -> Piece:
    return _around(lead, what, "")


def _around(opening: str, what: Piece, closing: str) -> Piece:
    if isinstance(what, str):
        return f"{opening}{what}{closing}"
    return Group(opening + what.opening, what.items, what.closing + closing)


def _flat(what: Piece) -> str:
    if isinstance(what, str):
        return what
    return f"{what.opening}{', '.join(map(_flat, what.items))}{what.closing}"


def _lines(what: Piece, indent: str, lead: str = "") -> Iterator[str]:
    line = f"{indent}{lead}{_flat(what)}"
    if isinstance(what, str) or not what.items or len(line) <= WIDTH:
        yield line
        return
    yield f"{indent}{lead}{what.opening}"
    deeper = f"{indent}    "
    flat = [_flat(item) for item in what.items]
    rows = all(isinstance(item, Group) for item in what.items)
    if len(flat) > (FEW if rows else 2) and max(map(len, flat)) <= SHORT:
        yield from _filled(flat, deeper)
    else:
        for item in what.items:
            *first, last = _lines(item, deeper)
            yield from first
            yield f"{last},"
    yield f"{indent}{what.closing.removeprefix(',')}"


def _filled(items: Sequence[str], indent: str) -> Iterator[str]:
    """Short items, as many to a line as fit."""
    line = indent
    for item in items:
        if len(line) + len(item) + 1 > WIDTH and line.strip():
            yield line.rstrip()
            line = indent
        line += f"{item}, "
    yield line.rstrip()


_WRITTEN: tuple[tuple[type, Callable[[Any], Piece]], ...] = (
    (torch.Tensor, _tensor),
    (np.ndarray, _array),
    (torch.nn.Module, lambda module: built(module) or f"<{type_name(module)}>"),
    (torch.device, lambda device: f"torch.device({str(device)!r})"),
    (torch.dtype, str),
    (StandIn, name_of),
)
