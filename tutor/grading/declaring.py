"""What stands at the top level of a `check.py`: the cases, and what goes for all of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, overload

from tutor.course.check_words import ANY, ASPECTS, KINDS, VARIANTS, is_aspect
from tutor.grading import forbidding
from tutor.grading.forbidding import Ban

Function = Callable[[Any], object]


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
    `aspects` are of ASPECTS, or "any NAME": what becomes of that argument, or what that function
    gives, is not compared. `seconds` is for the whole case. Raises ValueError for a variant or an
    aspect that there isn't, or two cases of one name.
    """
    also, aspects = _texts("also", also), _texts("aspects", aspects)
    for variant in also:
        if variant not in VARIANTS:
            raise ValueError(f"there is no variant {variant!r}; there are {', '.join(VARIANTS)}")
    for aspect in aspects:
        if not is_aspect(aspect):
            known = f"{', '.join(ASPECTS)}, and {ANY}NAME"
            raise ValueError(f"there is no aspect {aspect!r}; there are {known}")

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

    Dotted names of functions, methods and classes ("torch.softmax", "torch.optim.SGD"), a module
    with all that is in it ("torch.optim"), or operators underneath ("aten::softmax"). With a
    function of torch's go its other spellings: the tensor's method, the one in
    `torch.nn.functional`, the operators it ends in. The file itself may use all of them. Raises
    ValueError for a name that leads nowhere.
    """
    home = sys._getframe(1).f_globals  # the case may use what its learners may not
    bans = [forbidding.resolve(name, home) for name in names]
    if _sheet is not None:
        _sheet.bans += bans


def without(kind: str, *, because: str) -> None:
    """Say that a kind of input (KINDS) that tells mistakes apart doesn't apply to this exercise.

    The audit reads it from the text, and reports no lack of that kind. Raises ValueError for a
    kind that there isn't, or without a reason.
    """
    if kind not in KINDS:
        raise ValueError(f"without: there is no kind {kind!r}; there are {', '.join(KINDS)}")
    _reason("without", because)


def equivalent(diff: str, *, because: str) -> None:
    """Name a mutant of the reference that no case can tell from it, by its diff, and say why.

    `diff`: the lines as the audit prints them, old ones with "-" and new ones with "+" in front.
    The audit reads it from the text. Raises ValueError for what is no diff, or without a reason.
    """
    lines = [line.strip() for line in diff.splitlines() if line.strip()]
    if not lines or any(line[0] not in "-+" for line in lines):
        raise ValueError("equivalent: each line of a diff has - or + in front")
    _reason("equivalent", because)


def _reason(function: str, because: str) -> None:
    if not because.strip():
        raise ValueError(f"{function}: give a reason that a reader can check, as because=…")
