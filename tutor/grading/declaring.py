"""What stands at the top level of a `check.py`: the cases, and what is forbidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, overload

from tutor.grading import forbidding
from tutor.grading.forbidding import Ban

Function = Callable[[Any], object]

VARIANTS = {
    "float64": "float64",
    "noncontiguous": "non-contiguous",
    "single": "one row",
    "empty": "no rows",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A plain function that is played with somebody's names."""

    name: str
    title: str  # first line of its docstring
    function: Function
    tolerance: float | None = None  # None: the default of each dtype
    also: tuple[str, ...] = ()  # further variants, of VARIANTS
    random: bool = False  # values are not compared
    aspects: tuple[str, ...] = ()  # what is compared, or let pass, besides the usual
    seconds: float | None = None  # None: as long as the brief says
    bans: Sequence[Ban] = ()  # of its check.py

    @property
    def variants(self) -> tuple[str, ...]:
        """ "" for the case as it is, then the others."""
        return ("", *self.also)

    def name_of(self, variant: str) -> str:
        """ "eight_steps[float64]"."""
        return f"{self.name}[{variant}]" if variant else self.name

    def title_of(self, variant: str) -> str:
        """ "Eight steps (float64)"."""
        return f"{self.title} ({VARIANTS[variant]})" if variant else self.title

    @property
    def compared(self) -> list[str]:
        """The aspects as a recording carries them."""
        return [*self.aspects, *(["random"] if self.random else [])]


@dataclass(slots=True)
class _Sheet:
    """What a check.py has declared so far."""

    cases: list[Case] = field(default_factory=list)
    bans: list[Ban] = field(default_factory=list)


_sheet: _Sheet | None = None


@contextmanager
def collecting() -> Iterator[list[Case]]:
    """Inside the block, cases that are declared go into this list."""
    global _sheet  # noqa: PLW0603  (one check.py at a time)
    before, sheet = _sheet, _Sheet()
    _sheet = sheet
    try:
        yield sheet.cases
    finally:
        _sheet = before


@overload
def case(function: Function, /) -> Function: ...
@overload
def case(
    *,
    tolerance: float | None = None,
    also: Sequence[str] = (),
    random: bool = False,
    aspects: Sequence[str] = (),
    seconds: float | None = None,
) -> Callable[[Function], Function]: ...


def case(
    function: Function | None = None,
    /,
    *,
    tolerance: float | None = None,
    also: Sequence[str] = (),
    random: bool = False,
    aspects: Sequence[str] = (),
    seconds: float | None = None,
) -> Any:
    """Declare a case: `@case`, or `@case(tolerance=1e-4, also=("float64",))`.

    `tolerance` is absolute and relative, for floats of every size. `also` plays the case in
    further variants (VARIANTS), which `draw` follows. With `random`, values are not compared.
    `seconds` is for the whole case. Raises ValueError for a variant that there isn't, or two cases
    of one name.
    """
    also, aspects = _texts("also", also), _texts("aspects", aspects)
    for variant in also:
        if variant not in VARIANTS:
            raise ValueError(f"there is no variant {variant!r}; there are {', '.join(VARIANTS)}")

    def declare(function: Function) -> Function:
        name = function.__name__
        title = (function.__doc__ or name.replace("_", " ")).strip().partition("\n")[0]
        sheet = _sheet or _Sheet()
        if any(name == other.name for other in sheet.cases):
            raise ValueError(f"there are two cases called {name}")
        sheet.cases.append(
            Case(name, title, function, tolerance, also, random, aspects, seconds, sheet.bans)
        )
        return function

    return declare if function is None else declare(function)


def _texts(option: str, given: Sequence[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise TypeError(f"{option} is a tuple of texts: write {option}=({given!r},)")
    return tuple(dict.fromkeys(given))


def forbid(*names: str) -> None:
    """Forbid these while the learner's code runs, in all cases of the file.

    Dotted names ("torch.optim.SGD", "torch.Tensor.softmax"), or operators underneath
    ("aten::softmax"). Raises ValueError for a name that leads nowhere.
    """
    bans = [forbidding.resolve(name) for name in names]
    if _sheet is not None:
        _sheet.bans += bans
