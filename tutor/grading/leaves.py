"""The tensors among the arguments of a call: where they are, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from tutor.engine.protocol import Parameter
from tutor.grading import records
from tutor.grading.deadlines import TimeUp
from tutor.grading.encoding import Encoder, is_a, key_text
from tutor.grading.explaining import said, type_name

MANY = 1000  # leaves of one call that are looked at
DEPTH = 6
SMALL = 10_000  # elements of a tensor that is compared with what it was, to the last digit


Made = Callable[[object], tuple[str, bool] | None]


def _none(_module: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Held:
    """A tensor that the caller handed over, and the container that holds it."""

    place: str  # "params[0]", "net.weight"
    tensor: torch.Tensor
    container: Any = None  # None if it is an argument itself
    key: Any = None
    module: str = ""  # the name of the module that it is in, if the code under test made that
    filled: bool = False  # whether `fill` has set its numbers

    @property
    def replaced(self) -> bool:
        """Whether its container now holds something else in its place."""
        if self.container is None:
            return False
        try:
            if is_a(self.container, torch.nn.Module):
                return getattr(self.container, self.key, None) is not self.tensor
            return self.container[self.key] is not self.tensor
        except (LookupError, AttributeError):
            return True


def by_name(
    parameters: Sequence[Parameter], args: Sequence[Any], options: Mapping[str, Any]
) -> list[tuple[str, Any]]:
    """The arguments of a call by the names that the exercise gives its parameters."""
    names = [each.name for each in parameters if each.kind == "positional"]
    rest = next((each.name for each in parameters if each.kind == "positionals"), "argument")
    found = []
    for index, value in enumerate(args):
        place = names[index] if index < len(names) else f"{rest}[{index - len(names)}]"
        found.append((place, value))
    return [*found, *options.items()]


def find(arguments: Sequence[tuple[str, Any]], made: Made = _none) -> list[Held]:
    """All tensors in the arguments, each place once.

    `made`: name of a module that the code under test made, and whether `fill` has filled it; None
    of any other.
    """
    found: list[Held] = []
    seen: set[int] = set()
    for name, value in arguments:
        for held in _in(value, name, DEPTH, seen, made):
            if len(found) == MANY:
                return found
            found.append(held)
    return found


def _in(
    value: Any, place: str, depth: int, seen: set[int], made: Made, *within: Any
) -> Iterator[Held]:
    """`within`: the container that the value stands in, and its key there."""
    if is_a(value, torch.Tensor):
        yield Held(place, value, *within)
        return
    if type(value) in (list, tuple):
        pairs: Any = enumerate(value)
    elif type(value) is dict:
        pairs = value.items()
    elif is_a(value, torch.nn.Module):
        pairs = None
    else:
        return
    if depth == 0 or id(value) in seen:
        return
    seen.add(id(value))
    if pairs is None:
        yield from _in_module(value, place, made)
        return
    for index, (key, item) in enumerate(pairs):
        shown = repr(key) if type(key) in (int, str) else key_text(key, index)
        yield from _in(item, f"{place}[{shown}]", depth - 1, seen, made, value, key)


def _in_module(module: torch.nn.Module, place: str, made: Made) -> list[Held]:
    """The parameters of a module; none of one that can't be looked into."""
    found = []
    within: dict[str, tuple[str, bool] | None] = {}
    try:
        for path, owner in torch.nn.Module.named_modules(module):
            within[path] = made(owner) or within.get(path.rpartition(".")[0])
            inner = f"{place}.{path}" if path else place
            for key, parameter in torch.nn.Module.named_parameters(owner, recurse=False):
                found.append(Held(f"{inner}.{key}", parameter, owner, key, *(within[path] or ())))
    except (TimeUp, KeyboardInterrupt):
        raise
    except BaseException:  # its `__init__` forgot super(), or it has ideas of its own
        return found
    return found


def after(
    held: Sequence[Held], encoder: Encoder, before: Mapping[int, bytes] | None = None
) -> list[records.Leaf]:
    """What the tensors hold after the call, as their caller sees them.

    `before`: what `numbers` gave before it.
    """
    found = []
    for each in held:
        grad = each.tensor.grad if each.tensor.is_leaf else None
        value = encoder.tensor(each.tensor)
        was = (before or {}).get(id(each.tensor))
        found.append(
            records.Leaf(
                each.place,
                value,
                records.Empty() if grad is None else encoder.tensor(grad),
                each.replaced,
                each.module,
                each.filled,
                touched=was is not None and not value.left_out and was != value.data,
            )
        )
    return found


def numbers(held: Sequence[Held]) -> dict[int, bytes]:
    """The numbers of the tensors, to the last digit, by id; of the small ones."""
    small = (each.tensor for each in held if each.tensor.numel() <= SMALL)
    encoder = Encoder()
    nodes = {id(tensor): encoder.tensor(tensor) for tensor in small}
    return {number: node.data for number, node in nodes.items() if not node.left_out}


# --- gradients of a result -----------------------------------------------------------------------


def gradients(
    held: Sequence[Held], result: object, encoder: Encoder
) -> list[tuple[str, records.AnyNode]]:
    """The gradient of a fixed projection of the result, for each leaf that requires one.

    The weights of the projection depend on sizes only, in the order of memory C: (n,) and
    (n, 1) get the same. `.grad` is not touched. What fails is recorded as a text.
    """
    wanted = _first_of_each(each for each in held if each.tensor.requires_grad and _is_leaf(each))
    if not wanted:
        return []
    try:
        with torch._C.DisableTorchFunctionSubclass():
            outputs = [tensor for tensor in _results(result, DEPTH) if _has_graph(tensor)]
            if not outputs:
                return []
            found = _project(outputs, [each.tensor for each in wanted])
    except (TimeUp, KeyboardInterrupt):
        raise
    except BaseException as error:
        first = said(error).partition("\n")[0]
        text = records.Text(f"{type_name(error)}: {first}"[:500])
        return [(each.place, text) for each in wanted]
    return [
        (each.place, records.Empty() if grad is None else encoder.tensor(grad))
        for each, grad in zip(wanted, found, strict=True)
    ]


def shared(held: Sequence[Held], result: object) -> list[str]:
    """The places of arguments whose memory the result shares; a made module counts as one."""
    memory = {_memory(tensor) for tensor in _results(result, DEPTH)} - {0}
    places = [each.module or each.place for each in held if _memory(each.tensor) in memory]
    return sorted(dict.fromkeys(places))


def _memory(tensor: torch.Tensor) -> int:
    """Where a tensor's storage begins; 0 if it has none."""
    try:
        return tensor.untyped_storage().data_ptr()
    except RuntimeError:  # sparse, meta
        return 0


def _is_leaf(held: Held) -> bool:
    return held.tensor.is_leaf and (held.tensor.is_floating_point() or held.tensor.is_complex())


def _first_of_each(held: Iterator[Held]) -> list[Held]:
    return list({id(each.tensor): each for each in reversed(list(held))}.values())[::-1]


def _has_graph(tensor: torch.Tensor) -> bool:
    return tensor.requires_grad and tensor.grad_fn is not None and tensor.is_floating_point()


def _results(value: Any, depth: int) -> Iterator[torch.Tensor]:
    if is_a(value, torch.Tensor):
        yield value
    elif depth and is_a(value, tuple):
        for item in tuple.__iter__(value):
            yield from _results(item, depth - 1)
    elif depth and is_a(value, list):
        for item in list.__iter__(value):
            yield from _results(item, depth - 1)
    elif depth and is_a(value, dict):
        for item in dict.values(value):
            yield from _results(item, depth - 1)


def _project(
    outputs: Sequence[torch.Tensor], inputs: Sequence[torch.Tensor]
) -> tuple[torch.Tensor | None, ...]:
    # Sums, since giving autograd weights of our own makes it import sympy: half a second.
    sums = []
    for number, tensor in enumerate(outputs):
        dice = torch.Generator().manual_seed(1 + number)
        drawn = torch.rand(tensor.numel(), generator=dice, dtype=torch.float64, device="cpu")
        sums.append((tensor * (drawn + 0.5).to(tensor).reshape(tensor.shape)).sum())
    return torch.autograd.grad(sums, list(inputs), retain_graph=True, allow_unused=True)
