"""Small exercises for the tests of grading: played in this process, with a send that collects."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from tutor.engine.protocol import (
    Begun,
    Brief,
    Event,
    Listed,
    Loaded,
    Parameter,
    Play,
    Provided,
    Recorded,
)
from tutor.engine.verdicts import Report
from tutor.grading import cases, loading, player, records

HEAD = """
import torch
from tutor.grading import case, close, draw, forbid, given, raises, require, stat, watch
"""
# One case that calls `f` once, with a tensor.
ONCE = """
@case
def once(mine):
    "Once"
    mine.f(draw(3, 2))
"""


@dataclass
class Played:
    """What a player sent."""

    loaded: Loaded
    listed: list[tuple[str, str]] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    recordings: dict[str, records.Recording] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)

    @property
    def fault(self) -> Report:
        assert self.loaded.fault is not None
        return self.loaded.fault

    @property
    def only(self) -> records.Recording:
        """The one recording."""
        assert self.loaded.fault is None, self.loaded.fault
        (found,) = self.recordings.values()
        return found

    @property
    def error(self) -> Report:
        """The report of the exception in the only recording's last call."""
        found = self.only.calls[-1].error
        assert found is not None
        return found.report

    @property
    def failure(self) -> Report:
        assert self.only.failure is not None
        return self.only.failure


def parameters(signature: str) -> list[Parameter]:
    """ "x, lr=1, *, eps" as an exercise's starter would give them."""
    args = ast.parse(f"def f({signature}): 0").body[0].args  # type: ignore[attr-defined]
    plain = [*args.posonlyargs, *args.args]
    needed = len(plain) - len(args.defaults)
    found = [Parameter(a.arg, "positional", i >= needed) for i, a in enumerate(plain)]
    if args.vararg:
        found.append(Parameter(args.vararg.arg, "positionals"))
    for a, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        found.append(Parameter(a.arg, "keyword", default is not None))
    if args.kwarg:
        found.append(Parameter(args.kwarg.arg, "keywords"))
    return found


def provided(signature: str = "x", name: str = "f", kind: Any = "function") -> Provided:
    return Provided(name, kind, parameters(signature))


def brief(check: str, *provides: Provided, seed: int = 0, seconds: float = 5.0) -> Brief:
    return Brief("key", "f", list(provides) or [provided()], HEAD + check, seed, seconds)


def play(
    code: str,
    check: str = ONCE,
    *provides: Provided,
    only: tuple[str, ...] = (),
    filename: str = "f.py",
    **options: Any,
) -> Played:
    """Play a solution; the events, sorted out."""
    events: list[Event] = []
    request = Play(7, brief(check, *provides, **options), code, filename, list(only))
    player.play(request, events.append)
    assert {event.run for event in events} == {7}
    assert isinstance(events[0], Loaded)
    played = Played(events[0])
    for event in events[1:]:
        if isinstance(event, Listed):
            assert not played.begun
            played.listed = event.cases
        elif isinstance(event, Begun):
            played.begun.append(event.case)
        else:
            assert isinstance(event, Recorded)
            assert played.begun[-1] == event.case
            played.data[event.case] = event.data
            played.recordings[event.case] = records.decode(event.data)
    return played


def record(
    code: str, check: str = ONCE, *provides: Provided, before: bool = False, **options: Any
) -> records.Recording:
    """Play the first case with `cases.play`, as a judge does."""
    asked = brief(check, *provides, **options)
    solution = loading.load(code, "f.py", asked.provides, seconds=asked.seconds)
    assert solution.fault is None, solution.fault
    case = cases.load(asked.check)[0]
    return cases.play(
        case,
        "",
        solution.names(asked.provides),
        brief=asked,
        before=before,
        explainer=solution.explainer,
        namespace=solution.namespace,
    )


def result(code: str, check: str = ONCE) -> Any:
    """The recorded result of the first call."""
    return play(code, check).only.calls[0].result
