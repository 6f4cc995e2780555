"""Whether a function can be called as the exercise asks, and if not, which parameter is why."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from inspect import Parameter as Real
from typing import Any

from tutor.engine.protocol import Parameter

_BY_PLACE = (Real.POSITIONAL_ONLY, Real.POSITIONAL_OR_KEYWORD)


def compare(name: str, function: Callable[..., Any], asked: Sequence[Parameter]) -> str | None:
    """A sentence about the first parameter that is not as asked; None if all calls will do.

    More parameters are welcome if they have defaults, and so are `*args` and `**kwargs`.
    """
    try:
        real = list(inspect.signature(function).parameters.values())
    except (Exception, SystemExit):  # made by C code, or of its own mind
        return None
    return _Comparison(name, real, asked).first_difference()


def written(name: str, asked: Sequence[Parameter]) -> str:
    """ "sgd(params, lr, *, eps=…)", as the exercise asks."""
    parts: list[str] = []
    star = False
    for each in asked:
        if each.kind == "keyword" and not star:
            parts.append("*")
        star = star or each.kind in ("keyword", "positionals")
        stars = {"positionals": "*", "keywords": "**"}.get(each.kind, "")
        parts.append(f"{stars}{each.name}{'=…' if each.default else ''}")
    return f"{name}({', '.join(parts)})"


def found(name: str, function: Callable[..., Any]) -> str:
    """The same for a function that is there; "" if it can't be told."""
    kinds: dict[Any, Any] = {
        Real.KEYWORD_ONLY: "keyword",
        Real.VAR_POSITIONAL: "positionals",
        Real.VAR_KEYWORD: "keywords",
    }
    try:
        real = inspect.signature(function).parameters.values()
    except (Exception, SystemExit):
        return ""
    return written(
        name,
        [
            Parameter(each.name, kinds.get(each.kind, "positional"), each.default is not Real.empty)
            for each in real
        ],
    )


class _Comparison:
    """One function against what is asked of it."""

    def __init__(self, name: str, real: Sequence[Real], asked: Sequence[Parameter]) -> None:
        self._name = name
        self._asked = asked
        self._places = [each for each in real if each.kind in _BY_PLACE]
        self._named = {
            each.name: each for each in real if each.kind in (*_BY_PLACE, Real.KEYWORD_ONLY)
        }
        self._any_place = any(each.kind is Real.VAR_POSITIONAL for each in real)
        self._any_name = any(each.kind is Real.VAR_KEYWORD for each in real)

    def first_difference(self) -> str | None:
        positional = [each.name for each in self._asked if each.kind == "positional"]
        for index, name in enumerate(positional):
            if said := self._at(index, name, positional):
                return said
        for each in self._asked:
            if said := self._any(each):
                return said
        return self._surplus()

    def _at(self, index: int, name: str, positional: Sequence[str]) -> str | None:
        """A parameter that is asked for at a certain place."""
        real = self._places[index] if index < len(self._places) else None
        if real is not None and real.name == name:
            bare = real.kind is Real.POSITIONAL_ONLY
            said = f"`{name}` of `{self._name}` can't be given by name: take out the `/`."
            return said if bare else None
        if real is None and (self._any_place or self._any_name):
            return None
        return self._elsewhere(index, name, real, positional)

    def _elsewhere(
        self, index: int, name: str, real: Real | None, positional: Sequence[str]
    ) -> str:
        """Where a parameter is that isn't in its place."""
        there = self._named.get(name)
        if there is not None and there.kind is Real.KEYWORD_ONLY:
            return f"`{name}` of `{self._name}` can only be given by name: move the `*`."
        if there is not None:
            return (
                f"The parameters of `{self._name}` are in another order: "
                f"`{name}` should be number {index + 1}."
            )
        if real is not None and real.name not in positional:
            return (
                f"Parameter {index + 1} of `{self._name}` is called `{real.name}`; "
                f"the exercise calls it `{name}`."
            )
        return f"`{self._name}` lacks the parameter `{name}`."

    def _any(self, asked: Parameter) -> str | None:
        """What holds for a parameter wherever it stands."""
        if asked.kind == "positionals":
            return None if self._any_place else f"`{self._name}` lacks `*{asked.name}`."
        if asked.kind == "keywords":
            return None if self._any_name else f"`{self._name}` lacks `**{asked.name}`."
        real = self._named.get(asked.name)
        if real is None:
            missing = asked.kind == "keyword" and not self._any_name
            return f"`{self._name}` lacks the parameter `{asked.name}`." if missing else None
        if asked.default and real.default is Real.empty:
            return f"`{asked.name}` of `{self._name}` needs a default: it may be left out."
        return None

    def _surplus(self) -> str | None:
        names = {each.name for each in self._asked}
        for real in self._named.values():
            if real.name not in names and real.default is Real.empty:
                return (
                    f"`{self._name}` has a parameter `{real.name}` that nobody passes: "
                    "give it a default, or take it out."
                )
        return None
