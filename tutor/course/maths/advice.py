"""What to write instead of what can't be drawn."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from tutor.course.maths import symbols
from tutor.course.maths.errors import MathError

_STRUCTURE = (
    "frac dfrac tfrac cfrac binom sqrt left right middle operatorname operatorname* "
    "underset overset substack mathop limits not begin end pmod mathbin mathrel"
)
_SPELLING = r"check its spelling, or write \operatorname{…} for the name of a function"


def refusal(name: str) -> MathError:
    """Why a command can't be used here, and what to write instead."""
    if name in symbols.REFUSED:
        return MathError(f"\\{name} can't be drawn", symbols.REFUSED[name])
    if name == "\\":
        return MathError("a line break outside of an environment", "use aligned")
    if name in ("right", "end"):
        opening = {"right": "left", "end": "begin"}[name]
        return MathError(f"a \\{name} without \\{opening}", f"write the \\{opening} it closes")
    if name == "limits":
        return MathError("\\limits behind no operator", r"put it right behind \sum or \max")
    known = [*symbols.SYMBOLS, *symbols.FUNCTIONS, *symbols.BIG, *symbols.FONTS]
    known += [*symbols.TEXTS, *symbols.ACCENTS, *symbols.LINES, *symbols.SIZES, *_STRUCTURE.split()]
    return MathError(f"unknown command \\{name}", closest(name, known, "\\"))


def closest(name: str, known: Iterable[str], before: str = "", otherwise: str = _SPELLING) -> str:
    """Advice for a name that isn't known: the nearest one that is, or `otherwise`."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.7)
    close = close or difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.7)
    return f"did you mean {before}{close[0]}?" if close else otherwise
