"""Undoing what a quiz's code does to the lesson's objects.

Such code runs with the lesson's own objects, not with copies: copies would break what holds
them together (an optimizer and its parameters, a function and its globals) and with it the
right answer. Afterwards what it changed in place is put back: lists, dicts, sets, tensors with
their gradients, arrays, modules, and objects of classes that the lesson defines, also inside
one another. Not put back: more than 64 MB of numbers, generators and iterators, files.
"""

from __future__ import annotations

import contextlib
import types
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

MANY_OBJECTS = 20_000
MANY_BYTES = 64 << 20
DEPTH = 8

_DICTS = (dict, OrderedDict, defaultdict)
_NOT_ENTERED = (types.ModuleType, types.FunctionType, type, str, bytes, int, float)


class Snapshot:
    """How the objects behind some names are now."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._undo: list[Callable[[], None]] = []
        self._seen: dict[int, Any] = {}  # the objects too, so that no id is used again
        self._bytes = MANY_BYTES
        for name, value in names.items():
            if not name.startswith("__"):
                self._note(value, DEPTH)

    def restore(self) -> None:
        """Put back everything that has changed."""
        for undo in self._undo:
            with contextlib.suppress(Exception):
                undo()

    def _note(self, value: Any, depth: int) -> None:
        if isinstance(value, _NOT_ENTERED) or id(value) in self._seen or depth == 0:
            return
        if len(self._seen) >= MANY_OBJECTS:
            return
        self._seen[id(value)] = value
        with contextlib.suppress(Exception):  # an odd object is left alone
            self._note_kind(value, depth)

    def _note_kind(self, value: Any, depth: int) -> None:
        if isinstance(value, torch.Tensor):
            self._note_tensor(value)
        elif isinstance(value, np.ndarray):
            self._note_array(value)
        elif type(value) in _DICTS:
            self._note_dict(value, depth)
        elif type(value) is list:
            was = list(value)
            self._undo.append(lambda: _put_back_list(value, was))
            self._note_all(value, depth)
        elif type(value) is set:
            members = set(value)
            self._undo.append(lambda: _put_back_set(value, members))
        elif isinstance(value, tuple):
            self._note_all(value, depth)
        elif _has_state(value):
            self._note_dict(vars(value), depth)

    def _note_all(self, values: Any, depth: int) -> None:
        for value in values:
            if not isinstance(value, _NOT_ENTERED):
                self._note(value, depth - 1)

    def _note_dict(self, value: dict[Any, Any], depth: int) -> None:
        was = list(value.items())
        self._undo.append(lambda: _put_back_dict(value, was))
        self._note_all([item for _key, item in was], depth)

    def _note_array(self, array: np.ndarray[Any, Any]) -> None:
        if array.nbytes > self._bytes or array.dtype == object or not array.flags.writeable:
            return
        self._bytes -= array.nbytes
        was = array.copy()
        self._undo.append(lambda: np.copyto(array, was))

    def _note_tensor(self, tensor: torch.Tensor) -> None:
        size = tensor.numel() * tensor.element_size()
        if size > self._bytes:
            return
        self._bytes -= size
        was, version = tensor.detach().clone(), tensor._version
        if not tensor.is_leaf:
            self._undo.append(lambda: _put_back_data(tensor, was, version))
            return
        grad, wanted = tensor.grad, tensor.requires_grad

        def undo() -> None:
            _put_back_data(tensor, was, version)
            tensor.grad = grad
            tensor.requires_grad_(wanted)

        self._undo.append(undo)
        if grad is not None:
            self._note(grad, 1)


def _has_state(value: Any) -> bool:
    home = str(type(value).__module__)
    ours = home == "__main__" or home.startswith("tutor.mine.")
    known = isinstance(value, (torch.nn.Module, torch.optim.Optimizer, types.SimpleNamespace))
    return (ours or known) and hasattr(value, "__dict__")


def _put_back_data(tensor: torch.Tensor, was: torch.Tensor, version: int) -> None:
    # `.data` is written to without the version counter: then the values tell.
    if tensor._version != version or not torch.equal(tensor.detach(), was):
        tensor.data.copy_(was)


def _put_back_list(value: list[Any], was: list[Any]) -> None:
    if len(value) != len(was) or any(a is not b for a, b in zip(value, was, strict=True)):
        value[:] = was


def _put_back_set(value: set[Any], was: set[Any]) -> None:
    if value != was:
        value.clear()
        value.update(was)


def _put_back_dict(value: dict[Any, Any], was: list[tuple[Any, Any]]) -> None:
    now = list(value.items())
    same = len(now) == len(was) and all(
        a is c and b is d for (a, b), (c, d) in zip(now, was, strict=True)
    )
    if not same:
        value.clear()
        value.update(was)
