"""A surface as rows of characters: names above, the ground with its paths, axes, steps below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from rich.cells import cell_len

from tutor.app.plot_canvas import BIG_DOT, Markers
from tutor.app.plot_scale import Scale
from tutor.app.surface_colours import Palette
from tutor.app.surface_data import Ground, Trail, Walk, stops
from tutor.app.surface_dots import Frame, Spot, character, spots_around
from tutor.app.surface_ground import Cell, Row, dots_of, draw, under
from tutor.app.surface_names import Entry, Steps, entry_of, legend, steps_row, summary
from tutor.course.model import PlotOptions
from tutor.engine.protocol import Surface

MIN_WIDTH, MIN_HEIGHT = 20, 6  # below this a picture says less than the numbers
STEPS_FROM = 8  # rows from which on there is one for the steps
LONGEST_NAME = 8  # of the vertical axis: what is longer would take room from the picture
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
STYLES = ("both", "heat", "contours")


@dataclass(frozen=True, slots=True)
class Look:
    """All that decides what a surface looks like, besides what it holds."""

    width: int
    height: int
    palette: Palette
    markers: Markers = "braille"
    style: str = "both"
    active: bool = False  # whether it has the focus, so that its keys can be named
    playing: bool = False


@dataclass(slots=True)
class SurfacePicture:
    """Draws one surface again and again; what has not changed is kept."""

    ground: Ground | None = None
    walks: list[Walk] = field(default_factory=list)
    ghosts: list[Walk] = field(default_factory=list)
    names: PlotOptions = field(default_factory=PlotOptions)  # title and axes, where they are given
    _look: Look | None = None
    _frame: Frame | None = None
    _base: list[Row] = field(default_factory=list)
    _trails: list[Trail] = field(default_factory=list)  # of the walks, in their order
    _behind: dict[Spot, tuple[int, int]] = field(default_factory=dict)  # ghosts: dots, and whose
    steps: Steps | None = None  # where the row of steps can be clicked
    plot: tuple[int, int] = (0, 0)  # column and row of the top left character of the ground

    def set(self, event: Surface, ghosts: Sequence[tuple[str, Surface]]) -> None:
        """Take an event in; the ground and the trails stay where nothing but paths grew."""
        if self.ground is None or not self.ground.same(event):
            self.ground = Ground(event)
            self._forget()
        planar = self.ground.planar
        walks = [Walk.of(path, planar) for path in event.paths]
        fit = self._frame is not None and len(self._trails) == len(self.walks)
        trails: list[Trail] = []
        for number, walk in enumerate(walks):
            old = self._trails[number] if fit and number < len(self._trails) else None
            if old is not None and walk.continues(old.walk):
                old.follow(walk, walk.leaves(self.ground))
                trails.append(old)
            elif self._frame is not None:
                trails.append(self._trail(walk, self._frame))
        self.walks, self._trails = walks, trails
        behind = [
            Walk.of(path, planar, label)
            for label, surface in ghosts
            if bool(surface.shade) == planar
            for path in surface.paths
        ]
        if behind != self.ghosts:
            self.ghosts = behind
            self._draw_ghosts()

    def take_from(self, other: SurfacePicture) -> None:
        """Hold what another one holds, to draw it in another way."""
        self.ground, self.walks, self.ghosts = other.ground, other.walks, other.ghosts

    @property
    def planar(self) -> bool:
        """Whether it is of an objective of two variables."""
        return self.ground is not None and self.ground.planar

    @property
    def stops(self) -> Sequence[int]:
        """The steps that can be shown."""
        return stops([*self.walks, *self.ghosts])

    @property
    def last(self) -> int:
        """The number of the last step of all."""
        return max((walk.last for walk in (*self.walks, *self.ghosts)), default=0)

    def point(self, x: int, y: int) -> tuple[float, float] | None:
        """The point of the plane at a character of the picture; None beside the ground."""
        frame, (left, top) = self._frame, self.plot
        if frame is None or not frame.contains((x - left, y - top)):
            return None
        across, down = (x - left + 0.5) / frame.columns, (y - top + 0.5) / frame.rows
        (x0, x1), (y0, y1) = frame.x, frame.y
        return x0 + across * (x1 - x0), y1 - down * (y1 - y0)

    def rows(self, look: Look, step: int) -> list[Row]:
        """The picture at a step; never raises, however small the size."""
        self.steps = None
        step = min(max(step, 0), self.last)
        if look.width <= 0 or look.height <= 0:
            return []
        if self.ground is None:
            return [[Cell("No surface yet."[: look.width], look.palette.quiet)]]
        entries = self._entries(look, step)
        if look.width < MIN_WIDTH or look.height < MIN_HEIGHT:
            return summary(entries, look.width, look.height, look.palette, self._title)
        head = legend(entries, look, self._title)
        foot = self._step_row(look, step)
        room = look.height - len(head) - len(foot) - 1
        self._fit(look, room)
        assert self._frame is not None
        body = self._over(look, step)
        self.plot = look.width - self._frame.columns, len(head)
        left = self._y_axis(look, room)
        lines = [[mark, *row] for mark, row in zip(left, body, strict=True)]
        return [*head, *lines, self._x_axis(look), *foot]

    @property
    def _title(self) -> str:
        return (self.ground.event.name if self.ground is not None else "") or self.names.title

    @property
    def _axis_names(self) -> tuple[str, str]:
        usual = ("x1", "x2") if self.planar else ("x", "f")
        return self.names.x or usual[0], self.names.y or usual[1]

    # --- what is kept --------------------------------------------------------------------------

    def _forget(self) -> None:
        self._look = self._frame = None
        self._base, self._trails, self._behind = [], [], {}

    def _fit(self, look: Look, rows: int) -> None:
        """Draw the ground anew where the size, the colours or the style have changed."""
        assert self.ground is not None
        columns = look.width - self._margin(rows) - 1
        frame = Frame(columns, rows, self.ground.x, self.ground.y, look.markers)
        known = self._look
        if frame != self._frame:
            self._frame = frame
            self._trails = [self._trail(walk, frame) for walk in self.walks]
            self._draw_ghosts()
            known = None
        if known is None or (known.palette, known.style) != (look.palette, look.style):
            self._base = draw(self.ground, frame, look.palette, look.style)
        self._look = look

    def _trail(self, walk: Walk, frame: Frame) -> Trail:
        assert self.ground is not None
        return Trail(walk, frame, walk.leaves(self.ground))

    def _draw_ghosts(self) -> None:
        self._behind = {}
        if self._frame is None:
            return
        numbers = {walk.name: number for number, walk in enumerate(self.walks)}
        for at, ghost in enumerate(self.ghosts):
            owner = numbers.get(ghost.name, at)
            for spot, mask in self._trail(ghost, self._frame).cells(ghost.last).items():
                self._behind[spot] = (mask, owner)

    # --- paths ---------------------------------------------------------------------------------

    def _over(self, look: Look, step: int) -> list[Row]:
        """The ground with ghosts, trails and letters on it; untouched rows are the ground's own."""
        assert self._frame is not None
        palette = look.palette
        over: dict[Spot, Cell] = {}
        for spot, (mask, owner) in self._behind.items():
            ground = self._under(spot, palette)
            text = character(mask, look.markers, ".")
            over[spot] = Cell(text, palette.ghost(owner), ground)
        for spot, (number, mask, trail) in self._trodden(step).items():
            letter = LETTERS[number % len(LETTERS)]
            text = self._dotted(trail, spot, mask, letter)
            ground = self._under(spot, palette)
            colour = palette.path(number)
            over[spot] = Cell(text, colour, palette.beside(ground) if ground else "")
        self._put_marks(over, palette)
        self._put_letters(over, look, step)
        rows = list(self._base)
        for (column, row), cell in over.items():
            if rows[row] is self._base[row]:
                rows[row] = list(rows[row])
            rows[row][column] = cell
        return rows

    def _under(self, spot: Spot, palette: Palette) -> str:
        assert self._frame is not None
        return under(self._base[spot[1]][spot[0]], self._frame, palette)

    def _trodden(self, step: int) -> dict[Spot, tuple[int, int, Trail]]:
        """Each character that paths have touched: whose it is, all their dots, and the trail.

        Where several paths run side by side their colours take turns, so that none hides another.
        """
        found: dict[Spot, tuple[int, int, Trail]] = {}
        shared: dict[Spot, list[int]] = {}
        for number, trail in enumerate(self._trails):
            for spot, mask in trail.cells(step).items():
                before = found.get(spot)
                if before is None:
                    found[spot] = number, mask, trail
                    continue
                owners = shared.setdefault(spot, [before[0]])
                owners.append(number)
                turn = owners[(spot[0] + spot[1]) % len(owners)]
                found[spot] = turn, mask | before[1], self._trails[turn]
        return found

    def _dotted(self, trail: Trail, spot: Spot, mask: int, letter: str) -> str:
        """What a character of a trail looks like.

        The path of an objective of one variable runs along its curve: there iterates are larger,
        and the curve has no gaps.
        """
        assert self.ground is not None
        assert self._frame is not None
        markers = self._frame.markers
        if self.ground.planar:
            return character(mask, markers, letter)
        if spot in trail.iterates:
            return letter if markers == "ascii" else BIG_DOT
        return character(mask | dots_of(self._base[spot[1]][spot[0]], markers), markers, letter)

    def _put_marks(self, over: dict[Spot, Cell], palette: Palette) -> None:
        """A cross at each marked point and its name beside it, where no path is in the way."""
        assert self.ground is not None
        assert self._frame is not None
        for name, x, y in self.ground.event.marks:
            spot = self._frame.spot(x, y)
            if spot is None:
                continue
            cross = {} if spot in over else {spot: "+"}
            size = len(name) if cell_len(name) == len(name) else 0
            for dx, dy in ((2, 0), (-size - 1, 0), (-size // 2, -1), (-size // 2, 1)):
                places = {(spot[0] + dx + i, spot[1] + dy): name[i] for i in range(size)}
                if all(self._frame.contains(each) and each not in over for each in places):
                    cross |= places
                    break
            for each, letter in cross.items():
                ground = self._under(each, palette)
                over[each] = Cell(letter, palette.plain, ground, bold=letter == "+")

    def _put_letters(self, over: dict[Spot, Cell], look: Look, step: int) -> None:
        """Each path's letter where it is at the step; who is outside stands at the edge."""
        assert self.ground is not None
        assert self._frame is not None
        frame, palette = self._frame, look.palette
        taken: set[Spot] = set()
        shown = [(walk, n, True) for n, walk in enumerate(self.walks)]
        shown += [(walk, n, False) for n, walk in enumerate(self.ghosts)]
        names = self._ghost_letters()
        for walk, number, current in shown:
            if not walk.count:
                continue
            letter = LETTERS[number % len(LETTERS)] if current else names[walk.label]
            index, left = walk.index(step if current else walk.last), walk.leaves(self.ground)
            place = self._last_seen(walk, index if left is None else min(index, left))
            if place is None:
                continue
            spot = frame.spot(*place)
            inside = spot is not None
            near = spots_around(spot if spot is not None else frame.nearest(*place), frame)
            at = next((each for each in near if each not in taken), near[0])
            taken.add(at)
            colour = palette.path(number) if current else palette.ghost(number)
            if inside and current:
                over[at] = Cell(letter, palette.ink, colour, bold=True)
            else:
                ground = self._under(at, palette)
                over[at] = Cell(letter, colour, palette.beside(ground) if ground else "", True)

    def _last_seen(self, walk: Walk, index: int) -> tuple[float, float] | None:
        """The latest place of a walk that is a place at all."""
        for at in range(index, -1, -1):
            if isfinite(walk.xs[at]) and isfinite(walk.ys[at]):
                return walk.xs[at], walk.ys[at]
        return None

    def _ghost_letters(self) -> dict[str, str]:
        labels = list(dict.fromkeys(walk.label for walk in self.ghosts))
        # a figure's labels bring the digit that shows and hides their run
        return {
            label: getattr(label, "digit", str(number % 10))
            for number, label in enumerate(labels, 1)
        }

    # --- names ---------------------------------------------------------------------------------

    def _entries(self, look: Look, step: int) -> list[Entry]:
        assert self.ground is not None
        palette = look.palette
        found = []
        for number, walk in enumerate(self.walks):
            if walk.name.startswith("_"):  # a line to look along, say, and no contestant
                continue
            tag = LETTERS[number % len(LETTERS)], palette.path(number), palette.ink
            found.append(entry_of(walk, step, tag, self.ground))
        names = self._ghost_letters()
        for label, letter in names.items():
            of_it = [walk for walk in self.ghosts if walk.label == label]
            number = self.ghosts.index(of_it[0])
            alone = of_it[0] if len(of_it) == 1 else None
            colour = palette.ghost(number)
            found.append(Entry(letter, label, alone.height(alone.last) if alone else None, colour))
        return found

    # --- around --------------------------------------------------------------------------------

    def _margin(self, rows: int) -> int:
        name = min(len(self._axis_names[1]), LONGEST_NAME)
        return max([2, name, *(len(label) for _, label in self._y_ticks(rows))])

    def _y_ticks(self, rows: int) -> list[tuple[float, str]]:
        assert self.ground is not None
        return Scale(*self.ground.y).ticks(max(2, min(7, rows // 3)))

    def _y_axis(self, look: Look, rows: int) -> list[Cell]:
        assert self.ground is not None
        margin = self._margin(rows)
        labels = {
            min(int((1 - place) * rows), rows - 1): label for place, label in self._y_ticks(rows)
        }
        labels[0] = self._axis_names[1][:margin]
        return [
            Cell(f"{labels.get(row, ''):>{margin}} ", look.palette.quiet) for row in range(rows)
        ]

    def _x_axis(self, look: Look) -> Row:
        assert self.ground is not None
        assert self._frame is not None
        start, columns = look.width - self._frame.columns, self._frame.columns
        name = self._axis_names[0][: look.width // 2]
        line = [" "] * look.width
        line[-len(name) :] = name
        free, end = 0, look.width - len(name) - 1
        for place, label in Scale(*self.ground.x).ticks(max(2, columns // 9)):
            middle = start + min(int(place * columns), columns - 1)
            at = max(middle - len(label) // 2, 0)
            if at >= free and at + len(label) <= end:
                line[at : at + len(label)] = label
                free = at + len(label) + 1
        return [Cell("".join(line), look.palette.quiet)]

    def _step_row(self, look: Look, step: int) -> list[Row]:
        if self.last < 1 or look.height < STEPS_FROM:
            return []
        row, self.steps = steps_row(look, step, self.last)
        return [row]
