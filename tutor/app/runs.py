"""The runs of one cell that are kept, and what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from tutor.app import data_words
from tutor.app.series import FROZEN, CurveData, Series, floats
from tutor.app.trace import Item
from tutor.engine import protocol

SLOTS = 8  # runs that are drawn at the same time; each has a key, a colour and a digit
PATH = 4096  # iterates that are kept of a path


@dataclass(slots=True, eq=False)
class Run:
    """One execution of a cell: with what, what it drew, how it went."""

    number: int  # from 1, never used twice
    values: dict[str, object]  # of the knobs
    digest: str  # of the code
    items: dict[str, Item] = field(default_factory=dict)  # by the name of the curve
    surfaces: dict[str, protocol.Surface] = field(default_factory=dict)
    seconds: float = 0.0
    steps: int = 0
    outcome: str = ""  # as in Finished; "" while it goes on
    data: dict[str, protocol.DataUsed] = field(default_factory=dict)  # by the name of the set
    shown: bool = True  # False once the learner has hidden it
    slot: int = 0  # 1 to SLOTS while it has a place in the figure, otherwise 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn."""
        return not self.items and not self.surfaces

    def take(self, event: protocol.Points | protocol.Curve | protocol.Surface) -> bool:
        """Add what the run draws. True if a curve or a surface is new."""
        if isinstance(event, protocol.Surface):
            is_new = event.name not in self.surfaces
            self.surfaces[event.name] = event
            return is_new
        is_new = event.series not in self.items
        if isinstance(event, protocol.Curve):
            curve = CurveData.read(event.series, event.x, event.y, event.style)
            self.items[event.series] = curve
            return is_new
        series = self.items.get(event.series)
        if not isinstance(series, Series):
            series = self.items[event.series] = Series(event.series)
        series.extend(event.x, event.y)
        return is_new

    @property
    def kinds(self) -> dict[str, str]:
        """Which of the two each data set was, by its title: "real" or "synthetic"."""
        return {used.title: used.kind for used in self.data.values()}

    def freeze(self) -> None:
        """The run is over: keep little of it."""
        for name, item in self.items.items():
            if isinstance(item, Series):
                item.freeze()
            else:
                self.items[name] = item.frozen()

    def give_way(self, newer: Run) -> None:
        """A later run has drawn the same surfaces: what is under the paths is kept only once."""
        for name, surface in self.surfaces.items():
            other = newer.surfaces.get(name)
            if other is None or other.shade is surface.shade:
                continue
            same_ground = (other.x, other.y, other.shade) == (surface.x, surface.y, surface.shade)
            ground, contours = (other, other.contours) if same_ground else (surface, [])
            paths = [_thinned(path) for path in surface.paths]
            self.surfaces[name] = protocol.Surface(
                surface.run, name, ground.x, ground.y, ground.shade, ground.low, ground.high,
                contours, paths, ground.marks, ground.style,
            )  # fmt: skip

    def draws_like(self, other: Run) -> bool:
        """Whether both drew the very same from the same code and knobs."""
        return (
            self.digest == other.digest
            and self.values == other.values
            and self.kinds == other.kinds
            and self.items.keys() == other.items.keys()
            and all(same(item, other.items[name]) for name, item in self.items.items())
            and self._paths() == other._paths()
        )

    def _paths(self) -> dict[str, list[protocol.Path]]:
        return {name: [_thinned(p) for p in s.paths] for name, s in self.surfaces.items()}


def same(one: Item, other: Item) -> bool:
    """Whether two curves are drawn alike."""
    if isinstance(one, CurveData):
        return one.same_as(other)
    if not isinstance(other, Series) or one.count != other.count or one.lost != other.lost:
        return False
    return one.columns(FROZEN) == other.columns(FROZEN)


def _thinned(path: protocol.Path) -> protocol.Path:
    """A path with few enough iterates to be kept, its ends among them."""
    xs, ys, heights = floats(path.x), floats(path.y), floats(path.height)
    step = -(-len(xs) // PATH)
    if step <= 1:
        return path
    kept = [(each[::step] + each[-1:]).tobytes() for each in (xs, ys, heights)]
    return protocol.Path(path.name, *kept)


class Runs:
    """Runs of one cell: the one that goes on, and those before it, any number.

    Up to eight have a slot, and with it a key, a colour and a digit: a new run takes a free
    slot, or that of a hidden run, or that of the oldest. A run that is cut off (`abandon`)
    gives its slot back to the one it had it from.
    """

    def __init__(self) -> None:
        self.kept: list[Run] = []  # in the order they ended
        self.current: Run | None = None
        self._next = 1
        self._base = ""  # digest of the code of the first run
        self._evicted: Run | None = None
        self._cleared: list[Run] = []
        self._labels: dict[int, str] | None = None

    def begin(self, values: Mapping[str, object], source: str) -> Run:
        """A run starts. One that has not ended is abandoned."""
        self.abandon()
        digest = sha256(source.encode()).hexdigest()
        self._base = self._base or digest
        run = Run(self._next, dict(values), digest)
        self._next += 1
        self.current = run
        self._evicted = self._give_slot(run)
        self._labels = None
        return run

    def finish(self, outcome: str, seconds: float, steps: int) -> Run | None:
        """The run has ended; it is kept if it has drawn something. The run that was kept."""
        run, self.current = self.current, None
        self._labels = None
        if run is None:
            return None
        run.outcome, run.seconds, run.steps = outcome, seconds, steps
        if run.is_empty:
            self._give_back(run)
            return None
        run.freeze()
        for older in self.kept:
            older.give_way(run)
        twin = next((older for older in self.kept if older.draws_like(run)), None)
        if twin is not None:  # the same once more says nothing new
            self.kept.remove(twin)
            if twin.slot:  # whose digit and colour it takes over
                freed, run.slot = run.slot, twin.slot
                if self._evicted is not None:
                    self._evicted.slot = freed
        self._evicted = None
        self.kept.append(run)
        self._cleared = []
        return run

    def abandon(self) -> None:
        """The run was cut off: it is as if it had never been."""
        run, self.current = self.current, None
        if run is not None:
            self._give_back(run)
            self._labels = None

    def clear(self) -> int:
        """Forget the kept runs; how many they were. `restore` brings them back."""
        cleared, self.kept = self.kept, []
        self._cleared = cleared or self._cleared
        self._labels = None
        return len(cleared)

    def restore(self) -> int:
        """Bring back what was cleared, unless another run has ended since; how many runs."""
        back, self._cleared = self._cleared, []
        taken = {run.slot for run in self.all}
        for run in back:
            run.slot = 0 if run.slot in taken else run.slot
        self.kept = [*back, *self.kept]
        self._labels = None
        return len(back)

    @property
    def can_restore(self) -> bool:
        """Whether runs were cleared that can still come back."""
        return bool(self._cleared)

    # --- which of them are drawn ---------------------------------------------------------------

    @property
    def all(self) -> list[Run]:
        """The kept runs, then the one that goes on."""
        return self.kept if self.current is None else [*self.kept, self.current]

    @property
    def shown(self) -> list[Run]:
        """What is drawn: at most eight, oldest first, the current one last."""
        return [run for run in self.all if run.slot and run.shown]

    def in_slot(self, slot: int) -> Run | None:
        """The run with this key."""
        return next((run for run in self.all if run.slot == slot), None)

    def toggle(self, run: Run) -> None:
        """Show or hide a run. Shown without a slot, it takes one from another."""
        if run.slot and run.shown:
            run.shown = False
        else:
            run.shown = True
            if not run.slot:
                self._give_slot(run)

    def _give_slot(self, run: Run) -> Run | None:
        """Find a slot for a run; the run that had it, if any."""
        owners = {other.slot: other for other in self.all if other.slot and other is not run}
        free = next((slot for slot in range(1, SLOTS + 1) if slot not in owners), 0)
        if free:
            run.slot = free
            return None
        candidates = [other for other in owners.values() if other is not self.current]
        loser = min(candidates, key=lambda other: (other.shown, other.number))
        run.slot, loser.slot = loser.slot, 0
        return loser

    def _give_back(self, run: Run) -> None:
        if self._evicted is not None:
            self._evicted.slot, run.slot = run.slot, 0
            self._evicted = None

    # --- what tells them apart -----------------------------------------------------------------

    def label(self, run: Run) -> str:
        """What differs from the other runs: "eta 0.1, steps 20"; "run 3" if nothing does."""
        if self._labels is None:
            self._labels = _labels(self.all, self._base)
        return self._labels.get(run.number, f"run {run.number}")

    def relabel(self) -> None:
        """Something that labels may say has changed."""
        self._labels = None

    def differing(self) -> tuple[str, ...]:
        """The knobs whose values are not the same in all runs."""
        return _differing(self.all)


def _differing(runs: list[Run]) -> tuple[str, ...]:
    names = dict.fromkeys(name for run in runs for name in run.values)
    return tuple(n for n in names if len({value_text(run.values.get(n)) for run in runs}) > 1)


def _labels(runs: list[Run], base: str) -> dict[int, str]:
    """A label for each run by its number; no two are the same."""
    differing = _differing(runs)
    sets = data_words.differing([run.kinds for run in runs])
    found = {}
    for run in runs:
        knobs = ", ".join(f"{n} {value_text(run.values[n])}" for n in differing if n in run.values)
        edited = "edited code" if run.digest != base else ""
        data = data_words.label(run.kinds, sets)
        found[run.number] = " · ".join(part for part in (knobs, data, edited) if part)
    times = Counter(found.values())
    for number, text in found.items():
        if not text or times[text] > 1 or text == "edited code":
            found[number] = " · ".join(part for part in (f"run {number}", text) if part)
    return found


def value_text(value: object) -> str:
    """The value of a knob as it stands in a label."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
