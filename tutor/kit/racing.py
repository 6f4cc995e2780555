"""`live.race`: several optimizers from one start, a step each in turn, on one picture."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor

from tutor.kit import hook, live
from tutor.kit.numbers import Numbers, describe
from tutor.kit.objectives import Objective
from tutor.kit.surfaces import Picture

WITHIN = 0.01  # of the way from the start down to the lowest value
DRAW_SECONDS = 0.06  # between two pictures of a race that goes on
SHARE = 0.25  # of the time of a race that its pictures may take, where f is slow to draw
HEADER = ("", "last f", "lowest f", "at step", "within 1 %")

Race = Mapping[str, Any]


class Racer:
    """One optimizer on its way: its place, and how it makes a step."""

    def __init__(self, name: str, method: Any, start: Tensor) -> None:
        self.name = name
        self._method = method
        self._place = start.clone().requires_grad_()
        self._move: Callable[[], object] | None = None
        self.path = [start.clone()]
        self.ended = False  # it has left the numbers: its gradient says nothing any more

    def step(self, f: Callable[[Tensor], Any]) -> None:
        """From where it is by its gradient to the next place."""
        if not self.ended:
            self._place.grad = None
            _backward(self._value(f))
            if self._move is None:
                self._move = self._begin(f)
            else:
                self._move()
            self.ended = not bool(torch.isfinite(self._place).all())
        self.path.append(self._place.detach().clone())

    def _value(self, f: Callable[[Tensor], Any]) -> Tensor:
        value = f(self._place)
        if not isinstance(value, Tensor) or value.numel() != 1:
            raise ValueError(
                f"live.race needs a function whose value is one number in a tensor, and this one "
                f"gives {describe(value)}."
            )
        if not value.requires_grad:
            raise ValueError(
                "live.race can't find the slope of this function: its value doesn't come from its "
                "variables by torch's operations. Use torch.cos, not math.cos, and no .item()."
            )
        return value.reshape(())

    def _begin(self, f: Callable[[Tensor], Any]) -> Callable[[], object]:
        """Make the optimizer and its first step; what makes the others."""
        params = [self._place]
        if isinstance(self._method, tuple):
            return self._begin_states(params)
        if not callable(self._method):
            raise TypeError(self._advice())
        made = self._method(params)
        if made is None:  # an update without states: it has just been made
            return lambda: self._method(params)
        move: Callable[[], object]
        if isinstance(made, torch.optim.LBFGS):  # the only one that asks for f again by itself
            move = partial(cast(Any, made).step, partial(self._again, f, made))
        elif hasattr(made, "step"):
            move = made.step
        elif callable(made):
            move = made
        else:
            raise TypeError(self._advice())
        move()
        return move

    def _begin_states(self, params: list[Tensor]) -> Callable[[], object]:
        if len(self._method) != 2 or not all(map(callable, self._method)):
            raise TypeError(self._advice())
        prepare, update = self._method
        states = prepare(params)

        def move() -> None:
            update(params, states)

        move()
        return move

    def _again(self, f: Callable[[Tensor], Any], made: Any) -> Tensor:
        made.zero_grad()
        with torch.enable_grad():
            value = self._value(f)
            _backward(value)
        return value

    def _advice(self) -> str:
        return (
            f'The optimizer "{self.name}" is {describe(self._method)}. Give '
            "`lambda params: torch.optim.SGD(params, lr=0.1)`, or a pair of functions: "
            "`init(params)`, which makes the states, and `update(params, states)`."
        )


def run(
    f: Callable[..., Any], race: Race, start: Any, steps: int, picture: Picture
) -> dict[str, Tensor]:
    """Let them run, draw, and return their paths by name, each (steps + 1, variables)."""
    begin = _start(f, start, picture.variables)
    if not isinstance(race, Mapping) or not race:
        given = "empty" if isinstance(race, Mapping) else describe(race)
        raise TypeError(
            'live.race wants optimizers by name, as in {"SGD": lambda params: '
            f"torch.optim.SGD(params, lr=0.1)}}; this is {given}."
        )
    if not isinstance(steps, int) or steps < 0:
        raise ValueError(f"steps is a whole number, 0 or more, not {steps!r}.")
    racers = [Racer(str(name), method, begin) for name, method in race.items()]
    value = _of_vector(f, picture)
    due = time.perf_counter() + DRAW_SECONDS
    for _ in live.track(range(steps), "race"):
        for racer in racers:
            racer.step(value)
        began = time.perf_counter()
        if hook.sink is not None and began > due:
            hook.sink.surface(picture.event(_numbers(racers)))
            ended = time.perf_counter()
            due = ended + max(DRAW_SECONDS, (ended - began) * (1 / SHARE - 1))
    paths = _numbers(racers)
    live.show_surface(picture.event(paths))
    heights = {name: picture.heights.along(path) for name, path in paths.items()}
    live.table(rows(heights, _lowest(f, heights)), header=HEADER)
    one = picture.variables == 1
    return {r.name: torch.stack(r.path)[:, 0] if one else torch.stack(r.path) for r in racers}


def rows(heights: Mapping[str, Numbers], lowest: float) -> list[list[object]]:
    """A row for each path: its last and lowest f, when that was, and when it was near enough."""
    found: list[list[object]] = []
    for name, values in heights.items():
        known = np.where(np.isnan(values), np.inf, values)
        best = int(known.argmin())
        enough = values[0] - (1 - WITHIN) * (values[0] - lowest)
        near = np.flatnonzero(known <= enough)
        reached = str(near[0]) if len(near) and values[0] > lowest else "never"
        found.append([name, _short(values[-1]), _short(known[best]), best, reached])
    return found


def _short(value: float) -> str:
    return f"{value:.4g}"  # beside one another in half a screen


def is_planar(start: Any) -> bool | None:
    """Whether a start has two coordinates; None if that can't be seen."""
    if start is None:
        return None
    return (start.numel() if isinstance(start, Tensor) else np.size(start)) == 2


def _lowest(f: Callable[..., Any], heights: Mapping[str, Numbers]) -> float:
    """The value to reach: the objective's own minimum, or the lowest that anybody found."""
    found = [float(v[np.isfinite(v)].min()) for v in heights.values() if np.isfinite(v).any()]
    if isinstance(f, Objective):
        return min([f.about.lowest, *found])
    return min(found, default=float("nan"))


def _of_vector(f: Callable[..., Any], picture: Picture) -> Callable[[Tensor], Any]:
    """f as a function of one tensor that holds all variables."""
    if picture.variables == 1:
        return lambda place: f(place[0])
    if picture.heights.takes_two:
        return lambda place: f(place[0], place[1])
    return f


def _start(f: Callable[..., Any], start: Any, variables: int) -> Tensor:
    if start is None:
        if not isinstance(f, Objective):
            raise TypeError("live.race has to know where to start: start=(-5, -2), say.")
        start = f.start
    try:
        if not isinstance(start, Tensor):
            parts = start if isinstance(start, Sequence) else [start]
            start = torch.tensor([float(part) for part in parts])
        place: Tensor = start.detach().reshape(-1)
        place = (place if place.is_floating_point() else place.float()).clone()
    except (TypeError, ValueError, AttributeError):
        raise TypeError(
            f"start is a place, as in start=(-5, -2), and this is {describe(start)}."
        ) from None
    if len(place) != variables:
        raise ValueError(
            f"start has {len(place)} coordinate{'s'[: len(place) != 1]}, and the function "
            f"{variables} variable{'s'[: variables != 1]}."
        )
    return place


def _backward(value: Tensor) -> None:
    value.backward()  # type: ignore[no-untyped-call,unused-ignore]


def _numbers(racers: Sequence[Racer]) -> dict[str, Numbers]:
    return {racer.name: torch.stack(racer.path).double().cpu().numpy() for racer in racers}
