"""What a name that an exercise forbids stands for: every way by which torch offers the same.

`torch.softmax` is a tensor's method too, a function of `torch.nn.functional` and of
`torch.special`, and the operators that they end in. What is more than another spelling is another
thing: `log_softmax` isn't forbidden with `softmax`.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

import torch
import torch.nn.functional

OPERATOR = "aten::"
_MISSING = object()

# Where torch offers the same function under the same name.
_HOMES = (torch, torch.Tensor, torch.nn.functional, torch.functional, torch.special, torch.linalg,
          torch._C._nn, torch._C._VariableFunctions)  # fmt: skip
_PREFIXES = {torch.special: "special_", torch.linalg: "linalg_", torch.fft: "fft_"}
# Other spellings, the operators of Python among them, as a TorchFunctionMode is told them.
_ALIKE = (
    ("abs", "absolute"), ("sub", "subtract", "__rsub__", "rsub"), ("mul", "multiply"),
    ("div", "divide", "true_divide", "__rdiv__", "__rtruediv__"), ("neg", "negative"),
    ("pow", "__rpow__"), ("floor_divide", "__floordiv__"), ("clamp", "clip"),
    ("cat", "concat", "concatenate"), ("vstack", "row_stack"), ("movedim", "moveaxis"),
    ("transpose", "swapaxes", "swapdims"), ("inverse", "inv", "linalg_inv", "linalg_inv_ex"),
    ("det", "linalg_det"), ("matmul", "linalg_matmul"), ("outer", "ger"),
    ("sigmoid", "expit", "special_expit"), ("eq", "__eq__"), ("gt", "greater"), ("lt", "less"),
    ("nll_loss", "nll_loss_nd", "nll_loss2d"), ("cross_entropy", "cross_entropy_loss"),
    ("max_pool1d", "max_pool1d_with_indices"), ("max_pool2d", "max_pool2d_with_indices"),
    ("linear", "_linear"), ("dropout", "native_dropout"), ("arccos", "acos"), ("arcsin", "asin"),
    ("arctan", "atan"),
    ("round", "__round__"), ("logsumexp", "special_logsumexp"),
)  # fmt: skip
CONVOLUTIONS = ("convolution", "mkldnn_convolution", "cudnn_convolution", "slow_conv2d_forward",
                "thnn_conv2d", "convolution_overrideable", "slow_conv3d")  # fmt: skip
_BATCH_NORMS = ("native_batch_norm", "native_batch_norm_legit", "batch_norm_impl_index",
                "native_batch_norm_legit_no_training", "batch_norm_with_update",
                "batch_norm_no_update", "cudnn_batch_norm")  # fmt: skip
# The operators that a function ends in, where they are its alone. Others, such as dropout, end in
# operators that a right answer uses as well.
_KERNELS = {
    "softmax": ("softmax",), "log_softmax": ("log_softmax",), "conv1d": CONVOLUTIONS,
    "conv2d": CONVOLUTIONS, "conv3d": CONVOLUTIONS, "batch_norm": _BATCH_NORMS,
    "layer_norm": ("native_layer_norm",), "group_norm": ("native_group_norm",),
    "max_pool2d": ("max_pool2d_with_indices",),
}  # fmt: skip
_FUSED = ("adam", "adamw", "sgd", "adagrad")  # optimizers that torch has as one operator
_METHODS = ("__init__", "forward", "step")  # by which a class does what it is for


@dataclass(frozen=True, slots=True, eq=False)
class Ban:
    """One forbidden thing."""

    name: str  # as check.py gives it
    original: Any = None
    functions: list[FunctionType] = field(default_factory=list)  # of Python's
    methods: list[tuple[type, str]] = field(default_factory=list)  # that a class only inherits
    places: list[tuple[Any, str]] = field(default_factory=list)  # where something of C stands
    calls: frozenset[str] = frozenset()  # names of torch's own functions
    operators: frozenset[str] = frozenset()  # underneath, as `operator_name` gives them
    dims: int = 0  # of a convolution's weight; 0 if it is no convolution
    home: dict[str, Any] | None = None  # globals of the check.py, which may use it


def resolve(name: str, home: dict[str, Any] | None = None) -> Ban:
    """The ban of a dotted name, a module below another, or an operator.

    ValueError if the name leads nowhere, or to what can't be called. `home`: see Ban.
    """
    if name.startswith(OPERATOR):
        base = operator_name(name)
        return Ban(name, calls=_spelled(base), operators=frozenset({base}), home=home)
    found, owner, last = _find(name)
    if isinstance(found, ModuleType):
        functions, methods = _all_of(found)
        return Ban(name, found, functions, methods, calls=_fused(*_FUSED), home=home)
    if isinstance(found, type):
        return _class(name, found, owner, last, home)
    if owner in _HOMES or owner is torch.fft:
        return _torch(name, found, owner, last, home)
    python = _python(found)
    if python is None and not callable(found):
        raise ValueError(f"forbid: {name} can't be called")
    if python is None:
        return Ban(name, found, places=[(owner, last)], home=home)
    return Ban(name, found, functions=[python], home=home)


def operator_name(name: str) -> str:
    """ "softmax" of "aten::_softmax", "add" of "aten::add_.Tensor": variants of one operator."""
    return name.removeprefix(OPERATOR).partition(".")[0].strip("_")


def _find(name: str) -> tuple[Any, Any, str]:
    """What a dotted name leads to, what it is an attribute of, and its last part."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            owner = import_module(".".join(parts[:length]))
        except ImportError:
            continue
        if length == len(parts) > 1:
            return owner, owner, parts[-1]
        for part in parts[length:-1]:
            owner = getattr(owner, part, None)  # type: ignore[assignment]
        found = getattr(owner, parts[-1], _MISSING)
        if found is not _MISSING and length < len(parts):
            return found, owner, parts[-1]
        raise ValueError(f"forbid: there is no {name} that can be forbidden")
    raise ValueError(f"forbid: there is no module {parts[0]}")


def _python(found: Any) -> FunctionType | None:
    """The function of Python's that does the work: its code can be exchanged."""
    if isinstance(found, property):
        found = found.fget
    found = getattr(found, "_implementation", found)  # of numpy's dispatcher
    found = getattr(found, "__func__", found)  # of a bound method
    return found if isinstance(found, FunctionType) else None


# --- torch's functions ----------------------------------------------------------------------------


def _torch(name: str, found: Any, owner: Any, last: str, home: dict[str, Any] | None) -> Ban:
    calls = _spelled(last) | {_PREFIXES.get(owner, "") + last}
    if (own := getattr(found, "__name__", "")) and not own.startswith("__"):
        calls |= {own}
    functions = []
    for each in (found, *(getattr(home, spelled, None) for home in _HOMES for spelled in calls)):
        python = _python(each)
        if python is not None and python not in functions:
            functions.append(python)
    kernels = _KERNELS.get(last, ())
    dims = int(last[4]) + 2 if last in ("conv1d", "conv2d", "conv3d") else 0
    calls |= {f"{underscore}{each}" for each in kernels for underscore in ("", "_")}
    return Ban(name, found, functions, [], [], calls, frozenset(kernels), dims, home)


def _spelled(last: str) -> frozenset[str]:
    """The names of one function: "softmax_" for "softmax", but "add_" alone for "add_"."""
    if last.endswith("_"):
        return frozenset({last})
    alike = next((set(group) for group in _ALIKE if last in group), {last})
    plain = {each for each in alike if not each.startswith("__")}
    return frozenset(
        alike | {f"{each}_" for each in plain} | {f"_{each}" for each in plain}
        | {f"special_{each}" for each in plain} | {f"__{last}__", f"__r{last}__", f"__i{last}__"}
    )  # fmt: skip


def _fused(*names: str) -> frozenset[str]:
    return frozenset(f"_fused_{name}{end}" for name in names for end in ("", "_"))


# --- classes and modules --------------------------------------------------------------------------


def _class(name: str, kind: type, owner: Any, last: str, home: dict[str, Any] | None) -> Ban:
    if not kind.__flags__ & (1 << 9):  # Py_TPFLAGS_HEAPTYPE: written in C, its methods stay
        return Ban(name, kind, places=[(owner, last)], home=home)
    functions, methods = _of_class(kind)
    calls: frozenset[str] = frozenset()
    if issubclass(kind, torch.optim.Optimizer):
        word = kind.__name__.lower()
        calls = _fused(*_FUSED) if kind is torch.optim.Optimizer else _fused(word)
        for each in _below(kind):  # a step of one of them is a step of this
            functions += [step] if (step := _python(vars(each).get("step"))) else []
        for function in _functions(sys.modules[kind.__module__]):
            if function.__name__.endswith(word):
                functions.append(function)
    return Ban(name, kind, functions, methods, calls=calls, home=home)


def _below(kind: type) -> Iterator[type]:
    """The classes of torch that are made of it."""
    below: list[type] = type.__subclasses__(kind)
    for each in below:
        if each.__module__.startswith("torch."):
            yield each
            yield from _below(each)


def _of_class(kind: type) -> tuple[list[FunctionType], list[tuple[type, str]]]:
    """Its own methods by which it does what it is for, and the names of those it inherits."""
    own, inherited = [], []
    for name in _METHODS:
        method = vars(kind).get(name)
        if isinstance(method, FunctionType):
            own.append(method)
        elif getattr(kind, name, None) is not None:
            inherited.append((kind, name))
    return own, inherited


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    for value in list(vars(module).values()):
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            yield value


def _all_of(module: ModuleType) -> tuple[list[FunctionType], list[tuple[type, str]]]:
    """The functions and classes that a module and its submodules define."""
    below = pkgutil.iter_modules(getattr(module, "__path__", []))
    modules = [module, *(import_module(f"{module.__name__}.{each.name}") for each in below)]
    functions: list[FunctionType] = []
    methods: list[tuple[type, str]] = []
    for one in modules:
        functions += _functions(one)
        for value in list(vars(one).values()):
            if isinstance(value, type) and value.__module__ == one.__name__:
                own, _ = _of_class(value)
                functions += own
                if "__init__" not in vars(value):
                    methods.append((value, "__init__"))
    return functions, methods
