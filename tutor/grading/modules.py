"""Modules of torch's as the Python that builds them."""

from __future__ import annotations

import ast

import torch

from tutor.grading.encoding import is_a
from tutor.grading.explaining import type_name


def built(module: torch.nn.Module) -> str:
    """The expression that builds a module of torch.nn's, with other numbers; "" if it is unknown.

    A module without others in it says itself how it was made; containers are put together.
    """
    kind = type(module)
    if not str(kind.__module__).startswith("torch.nn.modules"):
        return ""
    inner = list(module._modules.values())
    if kind in (torch.nn.Sequential, torch.nn.ModuleList):
        parts = [built(each) if each is not None else "None" for each in inner]
        together = ", ".join(parts)
        text = f"[{together}]" if kind is torch.nn.ModuleList else together
        return f"torch.nn.{type_name(module)}({text})" if all(parts) else ""
    return "" if inner else _own_words(module)


def _own_words(module: torch.nn.Module) -> str:
    text = f"torch.nn.{module!r}"
    if is_a(module, torch.nn.LazyLinear) or "\n" in text:
        return ""
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return ""
    return text
