"""The code of a race: a cell of a few lines, which anybody could have written.

What the playground runs is what it shows: this text, in a lesson made in memory. It runs as a
script as well, with `tutor` installed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.course.model import Cell, Entrant, Lesson, Page, Playground
from tutor.course.objectives import OBJECTIVES, Objective
from tutor.course.optimizers import METHODS, Method

CELL = "race"
RACERS = ("sgd", "momentum", "adam")  # who takes part where nothing else is said
_WIDEST = 72


@dataclass(frozen=True, slots=True)
class Race:
    """Everything that decides a race. `entrants` have a value for each of their parameters."""

    objective: Objective
    start: tuple[float, ...]
    steps: int
    entrants: tuple[Entrant, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """A name for each entrant, no two alike: its method, and what differs from others of it."""
        found: list[str] = []
        for entrant in self.entrants:
            label = words = _words(entrant, self.entrants)
            number = 1
            while label in found:
                number += 1
                label = f"{words} ({number})"
            found.append(label)
        return tuple(found)


def first(playground: Playground) -> Race:
    """The race that a playground of a lesson begins with."""
    objective = OBJECTIVES[playground.objective]
    entrants = playground.entrants or tuple(Entrant(name) for name in RACERS)
    return Race(
        objective,
        playground.start or objective.start,
        playground.steps or objective.steps,
        tuple(chosen(METHODS[e.method], objective, e.values) for e in entrants),
    )


def _words(entrant: Entrant, among: Sequence[Entrant]) -> str:
    same = [e for e in among if e.method == entrant.method]
    values = entrant.values
    differ = [name for name in values if any(e.values[name] != values[name] for e in same)]
    differences = ", ".join(f"{name} {values[name]:.4g}" for name in differ)
    return f"{METHODS[entrant.method].title} {differences}".strip()


def code(race: Race) -> str:
    """The cell that runs a race, at most 72 columns wide."""
    objective = race.objective
    blocks = [_imports(race), *_formula(objective), f"f = objectives.{objective.name}"]
    blocks += [f"start = {_point(race.start)}", f"steps = {race.steps}", "", "optimizers = {"]
    for name, entrant in zip(race.labels, race.entrants, strict=True):
        blocks += _entry(name, entrant)
    blocks += ["}", *_call(objective)]
    return "\n".join(blocks)


def lesson(source: str, root: Path) -> Lesson:
    """A lesson in memory with one cell, as `engine.open` wants it; `root` is the course's."""
    cell = Cell(id=CELL, source=source, line=1, seconds=2.0)
    page = Page("Playground", (), (cell,), 1)
    path = root / "playground" / "lesson.md"
    return Lesson("playground", "playground", "Playground", path, "en", "A race.", (page,))


def _imports(race: Race) -> str:
    own = sorted({METHODS[e.method].exercise for e in race.entrants} - {""})
    lines = ["from tutor.kit import live, objectives"]
    lines += [f"from tutor.mine import init_{name}, {name}" for name in own]
    if any(not METHODS[e.method].exercise for e in race.entrants):
        lines = ["import torch", "", *lines]
    return "\n".join([*lines, ""])


def _formula(objective: Objective) -> list[str]:
    """The formula as a comment, broken at its plus signs where it is too long."""
    lines = [f"# {objective.title}:"]
    for word in objective.formula.split(" "):
        if len(lines[-1]) + 1 + len(word) > _WIDEST:
            lines.append("#  ")
        lines[-1] += f" {word}"
    return lines


def _entry(name: str, entrant: Entrant) -> list[str]:
    method = METHODS[entrant.method]
    call = method.call.format(**{n: number(v) for n, v in entrant.values.items()})
    if method.exercise:
        return [
            f'    "{name}": (',
            f"        init_{method.exercise},",
            *_lambda("        ", "params, states", call),
            "    ),",
        ]
    first = f'    "{name}": lambda params: '
    if len(first) + len(_head(call)) <= _WIDEST:
        return _lambda("    ", "params", call, first)
    return [f'    "{name}":', *_lambda("        ", "params", call)]


def _lambda(indent: str, arguments: str, call: str, before: str = "") -> list[str]:
    """A function of one call, in a line if it fits; `before` stands in place of its beginning."""
    before = before or f"{indent}lambda {arguments}: "
    one = f"{before}{call},"
    if len(one) <= _WIDEST:
        return [one]
    inside = call[call.index("(") + 1 : -1]
    return [f"{before}{_head(call)}", f"{indent}    {inside}", f"{indent}),"]


def _head(call: str) -> str:
    return call[: call.index("(") + 1]


def _call(objective: Objective) -> list[str]:
    ranges = f"x={_point(objective.x)}"
    if objective.y is not None:
        ranges += f", y={_point(objective.y)}"
    return ["live.race(", f"    f, optimizers, start, steps=steps, {ranges}", ")"]


def _point(numbers: Sequence[float]) -> str:
    if len(numbers) == 1:
        return number(numbers[0])
    return f"({', '.join(map(number, numbers))})"


def number(value: float) -> str:
    """A number as Python reads it back: 0.1, 1e-06, 500.0."""
    return repr(float(value))


def chosen(method: Method, objective: Objective, values: Mapping[str, float]) -> Entrant:
    """A method with a value for each parameter: those given, otherwise what goes well."""
    return Entrant(method.name, {**method.suggested(objective), **values})
