"""A call as Python that can be pasted: what the learner tries out for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

from tutor.grading.deadlines import TimeUp
from tutor.grading.encoding import is_a
from tutor.grading.explaining import safe_text, type_name
from tutor.grading.leaves import Held, find

ELEMENTS = 24  # of a tensor that is written out
WIDTH = 88
ITEMS = 12


def call(
    name: str, args: Sequence[Any], options: dict[str, Any], named: Sequence[tuple[str, Any]]
) -> str:
    """The call, and above it what it needs: arguments whose tensors carry a `.grad`.

    `named`: all arguments in order, by the names of the exercise's parameters.
    """
    lines: list[str] = []
    texts = []
    for (place, value), by_keyword in zip(
        named, [*(False for _ in args), *(True for _ in options)], strict=True
    ):
        graded = [held for held in find([(place, value)]) if _grad(held) is not None]
        text = python(value)
        if graded and place.isidentifier():
            lines.append(f"{place} = {text}")
            lines += [f"{held.place}.grad = {python(_grad(held))}" for held in graded[:ITEMS]]
            text = place
        texts.append(f"{place}={text}" if by_keyword else text)
    return "\n".join([*lines, _laid_out(name, texts)])


def _grad(held: Held) -> torch.Tensor | None:
    return held.tensor.grad if held.tensor.is_leaf else None


def _laid_out(name: str, texts: Sequence[str]) -> str:
    line = f"{name}({', '.join(texts)})"
    if len(line) <= WIDTH or not texts:
        return line
    return f"{name}(\n" + "".join(f"    {text},\n" for text in texts) + ")"


def python(value: Any, depth: int = 4) -> str:
    """A value as Python; `<…>` for what can't be written shortly. Never raises."""
    try:
        return _python(value, depth)
    except (TimeUp, KeyboardInterrupt):
        raise
    except BaseException:
        return f"<{type_name(value)}>"


def _python(value: Any, depth: int) -> str:
    if is_a(value, torch.Tensor):
        return _tensor(value)
    if is_a(value, np.ndarray):
        return _array(value)
    if type(value) in (list, tuple, dict):
        return _container(value, depth)
    if type(value) is float:
        return _float(value)
    if callable(value) and hasattr(value, "__name__"):
        return str(value.__name__)
    text = safe_text(value)
    return text if "\n" not in text and len(text) <= WIDTH else f"<{type_name(value)}>"


def _container(value: Any, depth: int) -> str:
    if type(value) is dict:
        pairs = zip(value, _several(list(value.values()), depth), strict=False)
        return "{" + ", ".join(f"{key!r}: {text}" for key, text in pairs) + "}"
    inner = ", ".join(_several(value, depth))
    if type(value) is list:
        return f"[{inner}]"
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def _array(array: np.ndarray[Any, Any]) -> str:
    if array.size > ELEMENTS:
        return f"<array {array.dtype} {_times(array.shape)}>"
    return f"np.{array!r}"


def _several(values: Sequence[Any], depth: int) -> Iterator[str]:
    if not depth:
        yield "…"
        return
    for value in values[:ITEMS]:
        yield python(value, depth - 1)
    if len(values) > ITEMS:
        yield "…"


def _tensor(tensor: torch.Tensor) -> str:
    dtype = str(tensor.dtype).removeprefix("torch.")
    grad = tensor.requires_grad
    if tensor.numel() > ELEMENTS or tensor.layout != torch.strided or tensor.is_meta:
        more = ", requires_grad" if grad else ""
        return f"<tensor {dtype} {_times(tensor.shape)}{more}>"
    plain = tensor.detach().cpu()
    narrow = plain.dtype == torch.float32
    options = (
        "" if dtype in ("float32", "int64", "bool") and plain.numel() else f", dtype=torch.{dtype}"
    )
    options += ", requires_grad=True" if grad and tensor.is_leaf else ""
    return f"torch.tensor({_nested(plain.tolist(), narrow)}{options})"


def _nested(value: Any, narrow: bool) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_nested(item, narrow) for item in value)}]"
    if isinstance(value, float):
        # The shortest text that gives the same float32, not that of its double.
        return _float(float(str(np.float32(value))) if narrow else value)
    return repr(value)


def _float(value: float) -> str:
    return repr(value) if np.isfinite(value) else f'float("{value}")'


def _times(shape: Sequence[int]) -> str:
    return "×".join(str(size) for size in shape) or "scalar"
