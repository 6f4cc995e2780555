"""Whether a lesson keeps its promises: what its cells print, draw and compute, and its quizzes.

At the command line, for authors, from the checkout:

    python tests/lessons/promises.py gradient_descent
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1]))  # as a program it hasn't got that

import real_data
from playing import Run, numbers_of, play, play_alone
from quizzes import check_quiz

from tutor.course import catalog, needs
from tutor.course.compare import last_unit
from tutor.course.data_rules import loaded
from tutor.course.model import Cell, Lesson
from tutor.course.reader import read_lesson
from tutor.datasets import registry
from tutor.engine import Engine, Session


@dataclass(frozen=True)
class Care:
    """How closely to look."""

    seeds: Sequence[int] = (1, 2)  # beside the usual 0, for what chance has a part in
    again: float = math.inf  # seconds: what takes no longer also runs again, and alone


THOROUGH = Care()
QUICK = Care(seeds=(), again=0.3)
PATIENCE = 4  # machines are noisy: how far beyond its budget a cell may run
Figures = Mapping[str, Mapping[str, Any]]  # by their id, as figures.json has them
ANY = "..."  # in `expect`: whatever is printed here
NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])")


@dataclass(frozen=True)
class Broken:
    """A promise that is not kept."""

    where: str  # id of a cell or a quiz
    promise: str  # runs, again, alone, expect, within, figures, seconds, quiz
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.promise}: {self.what}"


# --- expect ----------------------------------------------------------------------------------


def same_line(expected: str, got: str) -> bool:
    """Equal but for blanks, the sign of zero, and one unit in the last digit of a decimal."""
    expected, got = (line.replace("−", "-") for line in (expected, got))
    if NUMBER.sub("#", expected).split() != NUMBER.sub("#", got).split():
        return False
    return all(map(_same_number, NUMBER.findall(expected), NUMBER.findall(got)))


def _same_number(expected: str, got: str) -> bool:
    unit = last_unit(expected) if "." in expected or "e" in expected.lower() else 0.0
    # 0.3 and 0.2 are a little more than 0.1 apart
    return abs(float(expected) - float(got)) <= unit * (1 + 1e-6)


def unexpected(expected: Sequence[str], got: Sequence[str]) -> str:
    """The first line that is not as promised; empty if all are. `...` stands for any lines."""
    wanted = [line for line in expected if line.strip()]
    lines = [line for line in got if line.strip()]
    at = 0
    for index, want in enumerate(wanted):
        if want.strip() == ANY:
            after = wanted[index + 1] if index + 1 < len(wanted) else None
            while at < len(lines) and (after is None or not same_line(after, lines[at])):
                at += 1
            continue
        if at == len(lines):
            return f"expected {len(wanted)} lines, got {len(lines)}"
        if not same_line(want, lines[at]):
            return f"line {at + 1}: expected {want!r}, got {lines[at]!r}"
        at += 1
    return "" if at == len(lines) else f"expected {len(wanted)} lines, got {len(lines)}"


# --- figures ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tolerance:
    """How far a number may be from a published one, or between which two it must lie."""

    absolute: float = 0.0
    relative: float = 0.0
    low: float = -math.inf
    high: float = math.inf
    between: bool = False

    def allows(self, published: float, got: float) -> bool:
        """Whether `got` will do. NaN never does."""
        if self.between:
            return self.low <= got <= self.high
        return abs(published - got) <= max(self.absolute, self.relative * abs(published))


_N = r"([-+]?\d+\.?\d*(?:e[-+]?\d+)?)"
_FORMS: tuple[tuple[str, Callable[[list[float]], Tolerance]], ...] = (
    (rf"abs<={_N}.*relative {_N}", lambda n: Tolerance(absolute=n[0], relative=n[1])),
    (rf"abs<={_N}", lambda n: Tolerance(absolute=n[0])),
    (rf"exact \({_N}", lambda n: Tolerance(absolute=n[0])),
    (r"exact", lambda n: Tolerance()),
    (rf"rel(?:ative)? {_N}", lambda n: Tolerance(relative=n[0])),
    (rf"{_N}$", lambda n: Tolerance(absolute=n[0])),
    (rf"in \[{_N}, ?{_N}\]", lambda n: Tolerance(low=n[0], high=n[1], between=True)),
    (
        rf"(?:floor )?{_N} ?<= ?\w+ ?<= ?{_N}",
        lambda n: Tolerance(low=n[0], high=n[1], between=True),
    ),
)


def tolerance_of(words: str) -> Tolerance:
    """What the prose of a figure's tolerance allows; ValueError if that can't be told."""
    for form, make in _FORMS:
        if match := re.match(form, words):
            return make([float(number) for number in match.groups()])
    raise ValueError(f"the tolerance {words!r} can't be read; promise it with `within`")


_EACH = re.compile(rf"\|\w+-\({_N}\)\|<={_N}\*{_N}")  # |x1-(-0.1070)|<=4*0.1663 and …


def tolerances_of(words: str, number: int) -> list[Tolerance]:
    """The same for so many numbers, each of which may have bounds of its own."""
    each = [[float(n) for n in match] for match in _EACH.findall(words)]
    if not each:
        return [tolerance_of(words)] * number
    return [Tolerance(low=m - k * s, high=m + k * s, between=True) for m, k, s in each]


def published(figure: Mapping[str, Any]) -> Any:
    """The number to compare with: as printed, unless a note says that the print is wrong."""
    note = figure.get("note", "")
    return figure["recomputed" if "recomputed" in note else "published"]


def off_figure(figure: Mapping[str, Any], got: Any) -> str:
    """Where a value is not the published one; empty if it is."""
    right, given = list(_leaves(published(figure))), list(_leaves(got))
    tolerances = tolerances_of(figure["tolerance"], len(right))
    if [place for place, _ in right] != [place for place, _ in given]:
        return f"another shape: {published(figure)} published, got {got}"
    for (place, want), (_, number), tolerance in zip(right, given, tolerances, strict=True):
        if not tolerance.allows(want, number):
            return f"{want!r} published, got {number!r}{place and f' at {place}'}"
    return ""


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield from _leaves(value[key], f"{place}[{key!r}]")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{place}[{index}]")
    else:
        yield place, float(value)


def figures_of(root: Path) -> dict[str, dict[str, Any]]:
    """The published figures of a course by their id; none if it has none."""
    path = root / "figures.json"
    if not path.is_file():
        return {}
    return {f["id"]: f for f in json.loads(path.read_text(encoding="utf-8"))["figures"]}


# --- the promises of a cell ------------------------------------------------------------------


def check_run(cell: Cell, run: Run, data: str = "synthetic") -> Iterator[Broken]:
    """Whether it ran, in time, on the data it was given, and printed what it promises."""
    if run.outcome != "done":
        yield Broken(cell.id, "runs", f"{run.outcome}: {run.error}")
        return
    for name, kind in run.data.items():
        if kind != data:
            yield Broken(cell.id, "runs", f"on {kind} data of {name}")
    if run.seconds > PATIENCE * cell.seconds:
        yield Broken(cell.id, "seconds", f"{run.seconds:.2f} s of {cell.seconds:g} s")
    if cell.expect and (what := unexpected(cell.expect, run.lines)):
        yield Broken(cell.id, "expect", what)


async def check_figures(session: Session, cell: Cell, figures: Figures) -> list[Broken]:
    """Whether its expressions equal the published figures, once it has run."""
    broken = []
    for figure in cell.figures:
        try:
            got = await numbers_of(session, figure.expression, after=cell.id)
            what = off_figure(figures[figure.id], got)
        except KeyError:
            what = "figures.json has no such figure"
        except (TypeError, ValueError) as error:
            what = str(error)
        if what:
            broken.append(Broken(cell.id, "figures", f"{figure.id}: {what}"))
    return broken


async def check_within(session: Session, cell: Cell, data: str = "synthetic") -> list[Broken]:
    """Whether names that the cell has made lie between their bounds."""
    broken = []
    for bound in cell.within:
        if bound.data not in ("any", data):
            continue
        try:
            values = [n for _, n in _leaves(await numbers_of(session, bound.name, after=cell.id))]
            out = [v for v in values if not bound.low <= v <= bound.high]
            what = f"{out} is not in [{bound.low:g}, {bound.high:g}]" if out else ""
        except (TypeError, ValueError) as error:
            what = str(error)
        if what:
            broken.append(Broken(cell.id, "within", f"{bound.name}, seed {session.seed}: {what}"))
    return broken


async def check_other_seeds(
    engine: Engine,
    lesson: Lesson,
    cell: Cell,
    *,
    figures: Figures,
    data: str,
    seeds: Sequence[int],
) -> list[Broken]:
    """The same where chance has fallen differently."""
    broken = []
    for seed in seeds if cell.within else ():
        session = engine.open(lesson, seed=seed)
        await play(session, cell.id)
        broken += await check_within(session, cell, data)
        if data == "real":  # ranges that were found for them
            found = await check_figures(session, cell, figures)
            broken += [replace(one, what=f"{one.what}, seed {seed}") for one in found]
        await session.close()
    return broken


# --- a whole lesson --------------------------------------------------------------------------


async def check_lesson(
    engine: Engine,
    lesson: Lesson,
    figures: Figures,
    data: str = "synthetic",
    care: Care = THOROUGH,
) -> list[Broken]:
    """Every promise of a lesson that is not kept.

    Each cell runs in reading order, once more right after, and alone in a fresh session. With
    real data only those run that rest on a data set, and only quizzes that are asked after them.
    """
    broken: list[Broken] = []
    resting = None if data == "synthetic" else cells_on_data(lesson)
    session, took = engine.open(lesson), dict[str, float]()
    for cell in lesson.cells:
        if resting is not None and cell.id not in resting:
            continue
        first = await play(session, cell.id)
        took[cell.id] = first.seconds
        broken += check_run(cell, first, data)
        if first.outcome != "done":
            continue
        broken += await check_figures(session, cell, figures)
        broken += await check_within(session, cell, data)
        broken += await check_other_seeds(
            engine, lesson, cell, figures=figures, data=data, seeds=care.seeds
        )
        alone = sum(took.get(each, 0.0) for each in {cell.id, *needs.needs(lesson, cell.id)})
        if alone > care.again or cell.timed:
            continue
        if what := first.differs(await play(session, cell.id)):
            broken.append(Broken(cell.id, "again", what))
        if what := first.differs(await play_alone(engine, lesson, cell.id)):
            broken.append(Broken(cell.id, "alone", what))
    for quiz in lesson.quizzes:
        if resting is None or quiz.after in resting:
            broken += [Broken(quiz.id, "quiz", what) for what in await check_quiz(session, quiz)]
    await session.close()
    return broken


async def with_engine(work: Callable[[Engine], Awaitable[list[Broken]]]) -> list[Broken]:
    """Do something with an engine of one's own, on the processor: the same everywhere."""
    engine = Engine(device="cpu")
    try:
        return await work(engine)
    finally:
        await engine.close()


def cells_on_data(lesson: Lesson) -> frozenset[str]:
    """The cells that load a data set of the front matter, or rest on a cell that does."""
    sources = {cell.id: cell.source for cell in lesson.cells}
    loading = {id for id, source in sources.items() if loaded(source) & {*lesson.data}}
    return frozenset(id for id in sources if {id, *needs.needs(lesson, id)} & loading)


def kinds_of(lesson: Lesson) -> tuple[str, ...]:
    """With which data a lesson can be tried here."""
    with_files = {name for name in lesson.data if registry.find(name).files}
    here = real_data.folder() is not None and with_files and with_files <= real_data.SETS
    return ("synthetic", "real") if here else ("synthetic",)


def examine(
    path: Path, root: Path, care: Care = THOROUGH, kinds: Sequence[str] = ()
) -> list[Broken]:
    """Every promise that the lesson in a file does not keep, its format included.

    `kinds` are the data it is tried with; otherwise all that are here.
    """
    reading = read_lesson(path)
    lesson = reading.lesson
    if lesson is None:
        return [Broken(path.name, "runs", str(problem)) for problem in reading.problems]
    figures = figures_of(root)
    broken = []
    for kind in kinds or kinds_of(lesson):
        with real_data.laid(kind):
            check = partial(check_lesson, lesson=lesson, figures=figures, data=kind, care=care)
            found = asyncio.run(with_engine(check))
        note = " (with the real data)" if kind == "real" else ""
        broken += [replace(one, what=one.what + note) for one in found]
    return broken


def main(names: Sequence[str]) -> int:
    """Examine lessons by name, or all."""
    course = catalog.load_course(catalog.default_root()).course
    if course is None:
        print("the course can't be read: run `tutor lint`")
        return 1
    unknown = [name for name in names if name not in course.lessons]
    for name in unknown:
        print(f"no lesson {name}; {', '.join(course.lessons)}")
    failed = bool(unknown)
    for name in [n for n in names if n not in unknown] if names else course.lessons:
        broken = examine(course.path_of(name), course.root)
        print(f"{name}: " + (f"{len(broken)} broken" if broken else "every promise is kept"))
        for one in broken:
            print(f"  {one}")
        failed = failed or bool(broken)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
