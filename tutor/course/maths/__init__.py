"""Maths as text: display formulas over several lines, inline formulas always on one."""

from __future__ import annotations

from tutor.course.maths.errors import MathError

__all__ = ["MathError", "draw", "inline"]


def draw(tex: str) -> str:
    """A display formula as lines of text; raises MathError and nothing else."""
    from tutor.course.maths.display import draw as _draw  # noqa: PLC0415

    return _draw(tex)


def inline(tex: str) -> str:
    """An inline formula as one line of text; raises MathError and nothing else."""
    from tutor.course.maths.oneline import inline as _inline  # noqa: PLC0415

    return _inline(tex)
