"""Functions that a case hands over, as the Python that defines them."""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from tutor.grading.encoding import is_a

LONG = 16  # lines of a function that is written out
PARTS = 8  # other names that it may need
_KNOWN = {"torch": torch, "np": np}


def source(name: str, value: object) -> list[str] | None:
    """The lines that define a function of a case's under a name; None if it has none or needs
    more than can be written."""
    if type(value) is not types.FunctionType:
        return None
    try:
        lines = _definition(name, value)
        needed = [line for part in _needed(value) for line in part]
    except (OSError, TypeError, SyntaxError, ValueError, IndentationError):
        return None
    found = [*needed, *lines]
    return found if len(found) <= LONG + PARTS else None


def name_of(value: Any) -> str:
    """A function or class by its name; `<…>` if that name means nothing to who reads it."""
    module, name = getattr(value, "__module__", None) or "", str(value.__name__)
    if module == "builtins" and name.isidentifier():
        return name
    for root, known in _KNOWN.items():
        if getattr(known, name, None) is value:
            return f"{root}.{name}"
    if getattr(torch.nn.functional, name, None) is value:
        return f"torch.nn.functional.{name}"
    if getattr(torch.nn, name, None) is value:
        return f"torch.nn.{name}"
    return f"<{type(value).__name__} {name}>"


def _definition(name: str, function: types.FunctionType) -> list[str]:
    text = textwrap.dedent(inspect.getsource(function))
    if function.__name__ != "<lambda>":
        tree = ast.parse(text).body[0]
        if not isinstance(tree, ast.FunctionDef) or tree.decorator_list:
            raise ValueError(name)
        lines = ast.unparse(tree).splitlines() if "\t" in text else text.rstrip().splitlines()
        return lines if name == tree.name else [*lines, f"{name} = {tree.name}"]
    found = [node for node in ast.walk(_parsed(text)) if isinstance(node, ast.Lambda)]
    if len(found) != 1:
        raise ValueError(name)
    return [f"{name} = {ast.unparse(found[0])}"]


def _parsed(text: str) -> ast.Module:
    """A statement, or the beginning of one whose body is missing."""
    try:
        return ast.parse(text)
    except SyntaxError:
        return ast.parse(f"{text.rstrip()}\n    pass")


def _needed(function: types.FunctionType, depth: int = 3) -> Iterator[list[str]]:
    """What a function takes from around itself."""
    from tutor.grading import pasting  # noqa: PLC0415  (which needs this module)

    around = inspect.getclosurevars(function)
    names = {**around.globals, **around.nonlocals}
    if len(names) > PARTS:
        raise ValueError(function.__name__)
    for name, value in names.items():
        if _KNOWN.get(name) is value:
            continue
        if type(value) is types.FunctionType:
            if not depth:
                raise ValueError(name)
            yield from _needed(value, depth - 1)
            yield _definition(name, value)
            continue
        if is_a(value, types.ModuleType):
            yield [f"import {value.__name__} as {name}"]
            continue
        lines = pasting.laid_out(pasting.piece(value), f"{name} = ")
        if any("<" in line for line in lines):
            raise ValueError(name)
        yield lines
