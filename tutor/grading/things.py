"""Things: what a constructor of the code under test made, and modules that a function returned.

A case holds a stand-in for a thing (`standing`), so that calls on it are recorded; the code under
test always gets the thing itself.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from tutor.engine.protocol import Parameter
from tutor.grading import context, leaves, pasting
from tutor.grading.encoding import is_a, is_iterator
from tutor.grading.standing import How, Thing, stand_in, thing_of

if TYPE_CHECKING:
    from tutor.grading.mine import Recorder

DEPTH = 6  # of containers that are looked through for things
KEPT = 200_000  # bytes of tensors given to a constructor that are looked at after later calls
_PLAIN = (type(None), bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset,
          torch.Tensor, np.ndarray, np.generic, type)  # fmt: skip
_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    partial,
)
VARIANTS = ("float64", "eval")  # that modules follow
_PREFIXES = ("make_", "get_", "build_", "create_", "init_")


@dataclass(slots=True)
class Things:
    """All things of one case."""

    recorder: Recorder
    _by_id: dict[int, Thing] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)
    _new: list[Thing] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self._by_id)

    def __contains__(self, value: object) -> bool:
        return id(value) in self._by_id

    def of(self, value: object) -> Thing | None:
        """The thing that a value is, if it is one."""
        return self._by_id.get(id(value))

    def made(self, module: object) -> tuple[str, bool] | None:
        """Name of a module that is a thing, and whether it was filled."""
        thing = self._by_id.get(id(module))
        if thing is None:
            return None
        thing = thing.whole or thing
        return thing.name, thing.filled

    def leaves_of(self, thing: Thing) -> list[leaves.Held]:
        """The parameters of a module that is a thing."""
        return leaves.find([(thing.name, thing.inner)], self.made)

    def new_leaves(self) -> list[leaves.Held]:
        """Those of the modules that have become things since this was asked."""
        new, self._new = self._new, []
        return [held for thing in new if thing.is_module for held in self.leaves_of(thing)]

    def part(self, whole: Thing, name: str, inner: Any) -> Thing:
        """A module that a thing has: a thing as well."""
        if (thing := self._by_id.get(id(inner))) is None:
            whole = whole.whole or whole
            thing = self._keep(Thing(f"{whole.name}.{name}", inner, self.recorder, whole))
        return thing

    def copied(self, thing: Thing, inner: Any, how: str) -> Thing:
        """The thing that a copy is."""
        if (known := self._by_id.get(id(inner))) is not None:
            return known
        new = self.add(inner, thing.name.replace(".", "_"))
        told = "\n".join([*thing.story(), f"{new.name} = copy.{how}({thing.name})"])
        new.made_by = lambda: told
        new.given, new.filled = thing.given, thing.filled
        self._new.remove(new)
        return new

    def _keep(self, thing: Thing) -> Thing:
        thing.stand_in = stand_in(thing)
        self._by_id[id(thing.inner)] = thing
        return thing

    def add(self, inner: Any, name: str, provided: Sequence[str] = ()) -> Thing:
        """A new thing, or the one that is known already, with its stand-in."""
        thing = self._by_id.get(id(inner))
        if thing is None:
            thing = self._keep(Thing(self._name(name, provided), inner, self.recorder))
            self._new.append(thing)
        return thing

    def _name(self, name: str, provided: Sequence[str]) -> str:
        for prefix in _PREFIXES:
            name = name.removeprefix(prefix) or name
        name = name.lower()
        if name in provided:
            name = f"the_{name}"
        count = self._names[name] = self._names.get(name, 0) + 1
        return name if count == 1 else f"{name}{count}"

    @contextmanager
    def lent(
        self, args: tuple[Any, ...], options: dict[str, Any]
    ) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Arguments with the things themselves; lists and dictionaries get stand-ins back after.

        Containers stay the same objects: the code under test may change them.
        """
        touched: list[Any] = []
        plain = tuple(_plain(value, DEPTH, touched) for value in args)
        named = {name: _plain(value, DEPTH, touched) for name, value in options.items()}
        try:
            yield plain, named
        finally:
            for container in touched:
                self._given_back(container)

    def _given_back(self, container: Any) -> None:
        pairs = container.items() if type(container) is dict else enumerate(container)
        for key, value in list(pairs):
            if (thing := self._by_id.get(id(value))) is not None:
                container[key] = thing.stand_in


def _plain(value: Any, depth: int, touched: list[Any]) -> Any:
    """The value without stand-ins; `touched` gets the containers that had some."""
    if (thing := thing_of(value)) is not None:
        return thing.inner
    kind = type(value)
    if not depth or kind not in (list, tuple, dict):
        return value
    pairs = list(value.items() if kind is dict else enumerate(value))
    changed = [
        (key, plain)
        for key, item in pairs
        if (plain := _plain(item, depth - 1, touched)) is not item
    ]
    if not changed:
        return value
    if kind is tuple:
        new = dict(changed)
        return tuple(new.get(key, item) for key, item in pairs)
    for key, plain in changed:
        value[key] = plain
    touched.append(value)
    return value


def is_thing(value: object, by_class: bool) -> bool:
    """Whether a value that came out of a call becomes a thing. `by_class`: out of a constructor."""
    if is_a(value, torch.nn.Module):
        return True
    if by_class:
        return not any(is_a(value, kind) for kind in _PLAIN)
    return not is_iterator(value) and any(is_a(value, kind) for kind in _FUNCTIONS)


def keeping(named: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The arguments of a constructor that hold tensors, if these aren't large."""
    found, size = [], 0
    for name, value in named:
        held = leaves.find([(name, value)])
        size += sum(each.tensor.numel() * each.tensor.element_size() for each in held)
        if held:
            found.append((name, value))
    return found if size <= KEPT else []


def in_variant(inner: torch.nn.Module, variant: str) -> None:
    """Make a new module follow the variant that is played."""
    if variant == "float64":
        inner.double()
    elif variant == "eval":
        inner.eval()


def unfinished(inner: object) -> bool:
    """Whether a module's `__init__` did not call that of nn.Module."""
    own = object.__getattribute__
    return is_a(inner, torch.nn.Module) and "_parameters" not in own(inner, "__dict__")


# --- as Python -----------------------------------------------------------------------------------


def pasted(
    name: str,
    parameters: Sequence[Parameter],
    args: Sequence[Any],
    options: dict[str, Any],
    how: How,
) -> str:
    """A call as Python, and above it how the things were made that it needs."""
    wanted = [thing for value in (*args, *options.values()) for thing in _among(value, DEPTH)]
    if how.thing is not None:
        wanted.insert(0, how.thing)
    once = dict.fromkeys(thing.whole or thing for thing in wanted)
    story = [line for thing in once for line in thing.story()]
    if how.thing is not None and how.form not in ("", "{0}"):
        shown = [*map(pasting.python, args), "", "", ""]
        call = how.form.format(how.thing.name, *shown)
    else:
        call = pasting.call(name, args, options, leaves.by_name(parameters, args, options))
    return "\n".join([*story, call])


def _among(value: Any, depth: int) -> Iterator[Thing]:
    if (thing := thing_of(value)) is not None:
        yield thing
    elif depth and type(value) in (list, tuple, dict):
        for item in list(value.values() if type(value) is dict else value):
            yield from _among(item, depth - 1)


def assigned(
    again: Callable[[], str], name: str, thing: Thing, at: str, variant: str
) -> Callable[[], str]:
    """What gives the call of a constructor as Python, with a name for what it makes."""

    def made_by() -> str:
        lines = again().split("\n")
        starts = [i for i, line in enumerate(lines) if line.startswith(f"{name}(")]
        number = starts[-1] if starts else -1  # an operator stands on one line
        lines[number] = f"{thing.name} = {lines[number]}"
        lines[-1] += at
        if thing.is_module and variant == "float64":
            lines.append(f"{thing.name}.double()")
        return "\n".join(lines)

    return made_by


# --- fill ----------------------------------------------------------------------------------------


def fill(module: Any) -> Any:
    """Overwrite all parameters of a module with numbers that are the same for everyone.

    They depend on the check's seed, on the shape of a parameter, and on its place among those of
    that shape: by name, if the case has the aspect "names"; otherwise in the order of
    registration, but for parameters that are constant (a scale of ones and a shift of zeros),
    which go by that constant. All lie in ±[0.2, 1), in the parameter's own dtype. Returns the
    module. Raises TypeError for anything but a module.
    """
    thing = thing_of(module)
    inner = module if thing is None else thing.inner
    if not is_a(inner, torch.nn.Module):
        raise TypeError(f"fill: a module is wanted, not {type(inner).__name__}")
    playing = context.now()
    with torch.no_grad():
        for group in _by_shape(inner, "names" in playing.case.aspects):
            for rank, parameter in enumerate(group):
                numbers = _numbers(context.seed_of(playing.seed, *parameter.shape, "rank", rank))
                parameter.copy_(numbers(parameter.numel()).reshape(parameter.shape))
    if thing is not None:
        thing.filled = True
    return module


def _numbers(seed: int) -> Callable[[int], torch.Tensor]:
    def make(size: int) -> torch.Tensor:
        dice = torch.Generator().manual_seed(seed)
        drawn = torch.rand(2, size, generator=dice, dtype=torch.float64, device="cpu")
        return (0.2 + 0.8 * drawn[0]) * (2.0 * drawn[1].ge(0.5) - 1.0)

    return make


def _by_shape(module: torch.nn.Module, by_name: bool) -> list[list[torch.nn.Parameter]]:
    """The parameters, those of one shape together, in an order that names nobody's habits."""
    groups: dict[torch.Size, list[tuple[str, torch.nn.Parameter]]] = {}
    for name, parameter in torch.nn.Module.named_parameters(module):
        groups.setdefault(parameter.shape, []).append((name, parameter))
    found = []
    for named in groups.values():
        constants = [_constant(parameter) for _, parameter in named]
        if by_name:
            named.sort(key=lambda pair: pair[0])
        elif None not in constants:
            named.sort(key=lambda pair: _constant(pair[1]) or 0.0)
        found.append([parameter for _, parameter in named])
    return found


def _constant(parameter: torch.Tensor) -> float | None:
    """The number that all elements are; None if they differ."""
    flat = parameter.detach().reshape(-1)
    return float(flat[0]) if flat.numel() and bool((flat == flat[0]).all()) else None
