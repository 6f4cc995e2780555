"""The objectives of the playground, in words and numbers: what the app may know without torch.

The functions of the same names are in `tutor.kit.objectives`; a test holds the two together.
Sources: the bowls and the waves are those of the lessons (Dive into Deep Learning, 11); Rosenbrock
(1960), Beale (1955) and Himmelblau (1972) as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Point = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """A function of one or two variables, and where to look at it."""

    name: str  # as in `tutor.kit.objectives`
    title: str
    formula: str  # in text: "0.1 x1² + 2 x2²"
    about: str  # one sentence: what is worth seeing here
    x: tuple[float, float]  # what is shown of x1 (or of x, the only one)
    y: tuple[float, float] | None  # of x2; None for a function of one variable
    start: Point  # a good place to start, as many numbers as there are variables
    minima: tuple[Point, ...]  # where it is lowest within that, all of them
    lowest: float  # the value there
    rate: float  # a learning rate that goes well with plain gradient descent
    pace: float  # one for methods that divide by the size of gradients: about a step's length
    steps: int = 50
    marks: Mapping[str, Point] = field(default_factory=dict)  # other points with a name

    @property
    def variables(self) -> int:
        """1 or 2."""
        return 1 if self.y is None else 2

    @property
    def ranges(self) -> tuple[tuple[float, float], ...]:
        """What is shown of each variable."""
        return (self.x,) if self.y is None else (self.x, self.y)


_FOUND = (
    Objective(
        name="bowl",
        title="Bowl",
        formula="x1² + 2 x2²",
        about="Round enough for any method. Find the rate at which each of them leaves it.",
        x=(-6.0, 6.0),
        y=(-3.5, 3.5),
        start=(-5.0, -2.0),
        minima=((0.0, 0.0),),
        lowest=0.0,
        rate=0.1,
        pace=0.4,
        steps=40,
    ),
    Objective(
        name="ill_conditioned",
        title="Ill-conditioned bowl",
        formula="0.1 x1² + 2 x2²",
        about="Twenty times as steep across as along: one rate is too large there, too small here.",
        x=(-6.0, 6.0),
        y=(-3.5, 3.5),
        start=(-5.0, -2.0),
        minima=((0.0, 0.0),),
        lowest=0.0,
        rate=0.3,
        pace=0.4,
        steps=40,
    ),
    Objective(
        name="rosenbrock",
        title="Rosenbrock",
        formula="(1 − x1)² + 100 (x2 − x1²)²",
        about="Easy to reach the bent valley, slow to follow it to the minimum at (1, 1).",
        x=(-2.0, 2.0),
        y=(-1.0, 3.0),
        start=(-1.5, 2.0),
        minima=((1.0, 1.0),),
        lowest=0.0,
        rate=0.001,
        pace=0.05,
        steps=500,
    ),
    Objective(
        name="beale",
        title="Beale",
        formula="(1.5 − x1 + x1 x2)² + (2.25 − x1 + x1 x2²)² + (2.625 − x1 + x1 x2³)²",
        about="A plain almost without slope between walls: gradients are tiny here, huge there.",
        x=(-4.5, 4.5),
        y=(-4.5, 4.5),
        start=(1.0, 1.5),
        minima=((3.0, 0.5),),
        lowest=0.0,
        rate=0.01,
        pace=0.1,
        steps=300,
    ),
    Objective(
        name="himmelblau",
        title="Himmelblau",
        formula="(x1² + x2 − 11)² + (x1 + x2² − 7)²",
        about="Four minima, all of them 0. Which one a method finds depends on the start.",
        x=(-5.0, 5.0),
        y=(-5.0, 5.0),
        start=(-0.5, -1.0),
        minima=(
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.283185991286170),
            (3.584428340330492, -1.848126526964404),
        ),
        lowest=0.0,
        rate=0.01,
        pace=0.2,
        steps=60,
    ),
    Objective(
        name="saddle",
        title="Saddle",
        formula="x1² − x2² + 0.25 x2⁴",
        about="Flat at the saddle point (0, 0), which is no minimum: who gets away from it first?",
        x=(-2.5, 2.5),
        y=(-2.5, 2.5),
        start=(-2.0, 0.01),
        minima=((0.0, -(2.0**0.5)), (0.0, 2.0**0.5)),
        lowest=-1.0,
        rate=0.05,
        pace=0.05,
        steps=100,
        marks=MappingProxyType({"saddle": (0.0, 0.0)}),
    ),
    Objective(
        name="parabola",
        title="Parabola (1-D)",
        formula="x²",
        about="The first walk of the course: each step multiplies x by 1 − 2 times the rate.",
        x=(-11.0, 11.0),
        y=None,
        start=(10.0,),
        minima=((0.0,),),
        lowest=0.0,
        rate=0.2,
        pace=1.0,
        steps=20,
    ),
    Objective(
        name="waves",
        title="Waves (1-D)",
        formula="x cos(0.15 π x)",
        about="A low valley and a lower one: where you end depends on the start and on the rate.",
        x=(-11.0, 11.0),
        y=None,
        start=(10.0,),
        minima=((7.269388146311475,),),
        lowest=-6.9781408310704744,
        rate=0.5,
        pace=0.5,
        steps=30,
    ),
    Objective(
        name="double_well",
        title="Double well (1-D)",
        formula="0.25 x⁴ − 0.5 x² + 0.1 x",
        about="A shallow well before a deep one: only who has a run-up gets over the hill between.",
        x=(-1.8, 1.8),
        y=None,
        start=(1.6,),
        minima=((-1.0466805318046022,),),
        lowest=-0.35238607380003645,
        rate=0.2,
        pace=0.1,
        steps=40,
    ),
)

OBJECTIVES: Mapping[str, Objective] = MappingProxyType({each.name: each for each in _FOUND})
"""Every objective by its name, in the order in which the playground lists them."""
