"""What is chosen in a playground: an objective, a start, steps, optimizers. No widget here."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tutor.course import knobs
from tutor.course.knobs import KnobError
from tutor.course.model import Entrant, Knob, Playground
from tutor.course.objectives import OBJECTIVES, Objective
from tutor.course.optimizers import METHODS, Method
from tutor.course.playgrounds import MOST_ENTRANTS, MOST_STEPS
from tutor.course.races import RACERS, Race, chosen
from tutor.progress import Progress

FIRST = "ill_conditioned"  # what the playground opens with
MOST_LANES = 24
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


@dataclass
class Lane:
    """A line of the list of optimizers: whether it takes part, and with which numbers."""

    method: Method
    values: dict[str, float]
    on: bool = False
    copy: bool = False  # made by the learner, who may remove it again

    @property
    def entrant(self) -> Entrant:
        """It as a race has it."""
        return Entrant(self.method.name, dict(self.values))


@dataclass
class Setting:
    """The choices made for one objective."""

    start: list[float]
    steps: int
    lanes: list[Lane] = field(default_factory=list)


def written(course: str, progress: Progress) -> set[str]:
    """The exercises of the optimizers that the learner has passed."""
    exercises = {method.exercise for method in METHODS.values()} - {""}
    return {each for each in exercises if progress.passing(course, each) is not None}


class Choices:
    """The choices, with a memory for each objective."""

    def __init__(
        self, given: Playground | None = None, kept: str = "", own: Collection[str] = ()
    ) -> None:
        """`given` is a lesson's playground, `kept` what `dump` gave earlier (anything else is
        passed over), `own` the exercises that the learner has passed."""
        self.given = given
        self.own = frozenset(own)
        self._settings: dict[str, Setting] = {}
        self.objective = OBJECTIVES[given.objective if given is not None else FIRST]
        self._load(kept)

    @property
    def setting(self) -> Setting:
        """The choices for the objective that is chosen now."""
        name = self.objective.name
        if name not in self._settings:
            self._settings[name] = self._suggested(self.objective)
        return self._settings[name]

    @property
    def lanes(self) -> list[Lane]:
        """The optimizers, in the order in which they are listed."""
        return self.setting.lanes

    @property
    def racing(self) -> list[Lane]:
        """Those that take part."""
        return [lane for lane in self.lanes if lane.on]

    @property
    def race(self) -> Race:
        """The race that is chosen; nobody takes part in it where none is switched on."""
        entrants = tuple(lane.entrant for lane in self.racing)
        setting = self.setting
        return Race(self.objective, tuple(setting.start), setting.steps, entrants)

    # --- changing them -----------------------------------------------------------------------

    def choose(self, direction: int) -> None:
        """The next objective (1) or the one before (-1), round and round."""
        names = list(OBJECTIVES)
        at = names.index(self.objective.name) + direction
        self.objective = OBJECTIVES[names[at % len(names)]]

    def start_knob(self, index: int) -> Knob:
        """One number of the start as a knob."""
        low, high = self.objective.ranges[index]
        name = "x" if self.objective.variables == 1 else f"x{index + 1}"
        return Knob(name, self.objective.start[index], low, high, step=(high - low) / 40)

    @property
    def steps_knob(self) -> Knob:
        """The number of steps as a knob."""
        return Knob("steps", self.objective.steps, 1, MOST_STEPS, scale="log")

    def set_start(self, point: Iterable[float]) -> None:
        """Start there; what lies outside is brought to the edge."""
        pairs = zip(point, self.objective.ranges, strict=True)
        self.setting.start = [
            float(f"{min(max(number, low), high):.4g}") for number, (low, high) in pairs
        ]

    def toggle(self, lane: Lane) -> None:
        """Let an optimizer take part, or not. KnobError if that would be too many."""
        if not lane.on and len(self.racing) >= MOST_ENTRANTS:
            raise KnobError(f"at most {MOST_ENTRANTS} take part; switch one off first")
        lane.on = not lane.on

    def duplicate(self, lane: Lane) -> Lane:
        """The same optimizer once more, to race it with other numbers. KnobError if too many."""
        if len(self.lanes) >= MOST_LANES or len(self.racing) >= MOST_ENTRANTS:
            raise KnobError(f"at most {MOST_ENTRANTS} take part; switch one off first")
        copy = Lane(lane.method, dict(lane.values), on=True, copy=True)
        self.lanes.insert(self.lanes.index(lane) + 1, copy)
        return copy

    def remove(self, lane: Lane) -> None:
        """Remove a copy. KnobError for what is no copy."""
        if not lane.copy:
            raise KnobError(f"{lane.method.title} stays in the list; only copies can be removed")
        self.lanes.remove(lane)

    def reset(self) -> None:
        """This objective as it was in the beginning."""
        self._settings.pop(self.objective.name, None)

    # --- what is there at first --------------------------------------------------------------

    def _suggested(self, objective: Objective) -> Setting:
        given = self.given
        start, steps, entrants = objective.start, objective.steps, tuple(map(Entrant, RACERS))
        if given is not None and given.objective == objective.name:
            start, steps = given.start or start, given.steps or steps
        if given is not None and given.entrants:
            entrants = given.entrants
            if given.objective != objective.name:  # their numbers were meant for the other one
                entrants = tuple(Entrant(e.method) for e in entrants)
        return Setting(list(start), steps, self._lanes(objective, entrants))

    def _lanes(self, objective: Objective, entrants: Iterable[Entrant]) -> list[Lane]:
        """All optimizers there are; those of the race are on, with its numbers."""
        lanes = []
        for method in METHODS.values():
            if method.exercise and method.exercise not in self.own:
                continue
            same = [e for e in entrants if e.method == method.name]
            for number, entrant in enumerate(same or [Entrant(method.name)]):
                values = dict(chosen(method, objective, entrant.values).values)
                lanes.append(Lane(method, values, bool(same), copy=number > 0))
        return lanes

    @property
    def unwritten(self) -> list[Method]:
        """Own optimizers that the lesson's race names and the learner hasn't written yet."""
        entrants = self.given.entrants if self.given is not None else ()
        methods = [METHODS[e.method] for e in entrants]
        return [m for m in methods if m.exercise and m.exercise not in self.own]

    # --- keeping them ------------------------------------------------------------------------

    def dump(self) -> str:
        """The choices as text, for a setting."""
        of = {
            name: {
                "start": setting.start,
                "steps": setting.steps,
                "lanes": [[e.method.name, e.values, e.on, e.copy] for e in setting.lanes],
            }
            for name, setting in self._settings.items()
        }
        return json.dumps({"objective": self.objective.name, "of": of})

    def _load(self, kept: str) -> None:
        try:
            found = json.loads(kept)
            read = {name: self._read(OBJECTIVES[name], each) for name, each in found["of"].items()}
            self._settings |= read
            self.objective = OBJECTIVES[found["objective"]]
        except _UNREADABLE:
            pass  # nothing kept yet, or by another version: what is suggested will do

    def _read(self, objective: Objective, each: Mapping[str, object]) -> Setting:
        fresh = self._suggested(objective)
        start, steps, lanes = each["start"], each["steps"], each["lanes"]
        if not isinstance(start, list) or not isinstance(lanes, list):
            raise TypeError
        if len(start) != objective.variables or not all(map(math.isfinite, start)):
            raise ValueError
        setting = Setting(list(fresh.start), _whole(steps))
        setting.start = [
            float(min(max(number, low), high))
            for number, (low, high) in zip(start, objective.ranges, strict=True)
        ]
        for name, values, on, copy in lanes[:MOST_LANES]:
            method = METHODS[name]
            if method.exercise and method.exercise not in self.own:
                continue
            numbers = {p.name: _within(p.knob, values[p.name]) for p in method.parameters}
            setting.lanes.append(Lane(method, numbers, bool(on), bool(copy)))
        known = {lane.method.name for lane in setting.lanes}
        setting.lanes += [lane for lane in fresh.lanes if lane.method.name not in known]
        return setting


def _whole(steps: object) -> int:
    return int(_within(Knob("steps", 1, 1, MOST_STEPS), steps))


def _within(knob: Knob, value: object) -> float:
    """A kept number, if the knob can take it; ValueError otherwise."""
    number = knobs.parse(knob, str(value))
    assert isinstance(number, float | int)
    return number


def parse(knob: Knob, text: str) -> float:
    """What a learner typed into a field; KnobError, a sentence, if it can't be that."""
    if knob.name == "lr":
        _refuse_no_rate(text)
    value = knobs.parse(knob, text)
    assert isinstance(value, float | int)
    return value


def _refuse_no_rate(text: str) -> None:
    try:
        nothing = float(text) == 0
    except ValueError:
        return
    if nothing:
        raise KnobError("with a rate of 0 nothing moves; lr takes numbers above 0, such as 0.1")
