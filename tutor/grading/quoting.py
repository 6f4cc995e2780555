"""A call that was noted as Python, made ready to be pasted. Texts only: nothing here runs them."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from tutor.engine.shortening import CUT

LARGEST = 20_000  # characters of one that is pasted
_IMPORTS = (("torch", "import torch"), ("np", "import numpy as np"))
_unnamed = re.compile(r"\bargument\[(\d+)\]")
_element = re.compile(r"\.(\d+)(?=[.\[]|$)")


def whole(text: str, look: Sequence[str] = ()) -> str:
    """All of the call with its imports, to be pasted below the code that it calls.

    `look`: what is printed afterwards, for instance "params[0]", of its result "result[1]".
    "" where some of the call couldn't be written, or where it would be too long.
    """
    if not text or len(text) > LARGEST or CUT in text:
        return ""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return ""
    lines = text.split("\n")
    last = tree.body[-1]
    if look and isinstance(last, ast.Expr):
        start = last.lineno - 1
        needed = any(re.search(r"\bresult\b", line) for line in look)
        lines[start] = f"result = {lines[start]}" if needed else lines[start]
        lines += look
    return "\n".join([*imports("\n".join(lines)), *lines])


def imports(text: str) -> list[str]:
    """The imports that a text needs and doesn't have."""
    return [
        line
        for name, line in _IMPORTS
        if re.search(rf"(?<![\w.]){name}\.", text) and line not in text.splitlines()
    ]


def printing(place: str) -> list[str]:
    """The line that prints what is at a place such as "net.0.weight"; "" is the result."""
    return [f"print({pythonic(place or 'result')})"]


def named(text: str) -> str:
    """The text with arguments that have no name of their own called as in the call: "x0"."""
    return _unnamed.sub(r"x\1", text)


def pythonic(place: str) -> str:
    """A place as Python: "net.0.weight" is net[0].weight."""
    return _element.sub(r"[\1]", named(place))


def gradient(place: str) -> list[str]:
    """The lines that print the gradient that was compared: of a weighted sum of the result."""
    return [
        "dice = torch.Generator().manual_seed(1)",
        "weights = torch.rand(result.numel(), generator=dice, dtype=torch.float64) + 0.5",
        "weights = weights.to(result).reshape(result.shape)",
        f"print(torch.autograd.grad(result, {pythonic(place)}, weights)[0])",
    ]


def without_imports(text: str) -> str:
    """The text from behind its imports."""
    known = {line for _, line in _IMPORTS}
    lines = text.split("\n")
    while lines and lines[0] in known:
        del lines[0]
    return "\n".join(lines)
