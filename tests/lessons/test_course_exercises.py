"""Every exercise of the course tells right from wrong; and the audit that says so can fail."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from tutor.course import catalog
from tutor.course.exercises import read_exercise
from tutor.course.model import Exercise
from tutor.course.sheets import course_exercises
from tutor.engine import Engine
from tutor.engine.checks import Checks
from tutor.grading.audit import Audit, audit
from tutor.grading.bench import Bench, accepted_of, solutions_in, subject_of

CORE = {"data_iter", "sgd"}  # what later lessons rest on
# Audited each time, with some of their mutants; the others are with the slow tests. That their
# code is the one that was audited in full is held by test_graders_page.
QUICK = {"gd", "squared_loss"}
in_one_loop = pytest.mark.asyncio(loop_scope="module")


def folders() -> list[Path]:
    course = catalog.load_course(catalog.default_root()).course
    assert course is not None
    return list(course_exercises(course))


FOLDERS = {folder.name: folder for folder in folders()}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def checks() -> AsyncIterator[Checks]:
    engine = Engine(device="cpu")
    await engine.start()
    yield engine.checks
    await engine.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench() -> AsyncIterator[Bench]:
    """One process for all exercises."""
    found = Bench()
    yield found
    await found.close()


def exercise_in(folder: Path) -> Exercise:
    exercise, problems = read_exercise(folder)
    assert exercise is not None, problems
    return exercise


def some(sources: Mapping[str, str], number: int) -> dict[str, str]:
    """So many of them, evenly spread; the slow tests take all."""
    items = list(sources.items())
    return dict(items[at * len(items) // number] for at in range(number)) if items else {}


def said(found: Audit) -> list[str]:
    return [f"{each.file} {each.message}" for each in (*found.problems, *found.remarks)]


def test_there_are_exercises() -> None:
    linear = {"closed_form", "data_iter", "fit", "lost_samples", "sgd", "squared_loss"}
    assert linear <= set(FOLDERS)


@in_one_loop
@pytest.mark.parametrize("name", FOLDERS)
async def test_what_is_right_passes_and_what_is_wrong_fails(bench: Bench, name: str) -> None:
    exercise = exercise_in(FOLDERS[name])
    right = {"reference.py": exercise.reference, **some(accepted_of(exercise), 3)}
    mistakes = some(solutions_in(exercise.folder / "wrong"), 5)
    wrong = {"starter.py": exercise.starter, **mistakes}
    sources = {**right, **wrong}
    fates = [fate async for fate in bench.fates(subject_of(exercise), sources)]

    assert len(right) >= 4
    assert len(wrong) >= 5
    assert {fate.name for fate in fates} == set(sources)
    assert [str(fate) for fate in fates if fate.passed != (fate.name in right)] == []


@in_one_loop
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name not in QUICK)) for name in FOLDERS],
)
async def test_it_judges_as_it_should(checks: Checks, bench: Bench, name: str) -> None:
    """With some of the mutants."""
    found = await audit(checks, exercise_in(FOLDERS[name]), bench=bench, quick=True)

    assert said(found) == []
    assert found.accepted[0] >= 3
    assert found.wrong[0] >= (8 if name in CORE else 4)
    assert found.recognized == (found.wrong[0], found.wrong[0])
    assert found.mutation is not None
    assert found.mutation.total >= 5  # the quick form; all of them are in the scores
    if name == "sgd":
        assert found.calls >= 20  # an optimizer is called often


@in_one_loop
@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", FOLDERS)
async def test_every_mutant_is_killed_or_explained(checks: Checks, bench: Bench, name: str) -> None:
    found = await audit(checks, exercise_in(FOLDERS[name]), bench=bench, seeds=50)

    assert found.problems == []
    assert found.mutation is not None
    assert found.mutation.score >= 0.95
    assert len(found.mutation.explained) <= found.mutation.room
    assert (found.seeds, found.rejected) == (50, [])


# --- broken copies ----------------------------------------------------------------------------

NAME = "squared_loss"
FLAWS: dict[str, tuple[Callable[[Path], object], str]] = {}


def flaw(message: str) -> Callable[[Callable[[Path], object]], Callable[[Path], object]]:
    """A way to break an exercise, and the beginning of what the audit must say to it."""

    def keep(breaks: Callable[[Path], object]) -> Callable[[Path], object]:
        FLAWS[breaks.__name__] = (breaks, message)
        return breaks

    return keep


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@flaw("reference.py must pass, but: ")
def the_reference_is_wrong(folder: Path) -> None:
    change(folder / "reference.py", "** 2 / 2", "** 2")


@flaw("starter.py passes: ")
def nothing_is_left_to_do(folder: Path) -> None:
    shutil.copy(folder / "reference.py", folder / "starter.py")


@flaw("starter.py must fail as not yet written, but: ")
def the_starter_breaks(folder: Path) -> None:
    change(
        folder / "starter.py", "    raise NotImplementedError", "    1 / 0  # NotImplementedError"
    )


@flaw("accepted/half.py must pass, but: ")
def a_right_way_fails(folder: Path) -> None:
    shutil.copy(folder / "wrong" / "half_inside.py", folder / "accepted" / "half.py")


@flaw("wrong/absolute.py must fail, but passes every case")
def a_wrong_one_passes(folder: Path) -> None:
    shutil.copy(folder / "accepted" / "view.py", folder / "wrong" / "absolute.py")


@flaw("wrong/broadcast.py must fail, but passes every case")
def the_cases_are_too_kind(folder: Path) -> None:
    check = (folder / "check.py").read_text("utf-8")
    start = check.index("@case\ndef three_examples")
    kind = '@case\ndef column(mine):\n    """Columns"""\n    y = draw(5, 1)\n'
    kind += "    close(mine.squared_loss(y, y), 0 * y)\n    mine.squared_loss(draw(5, 1), y)\n"
    (folder / "check.py").write_text(check[:start] + kind, "utf-8")


@flaw("check.py rests on the reference alone")
def nobody_bears_witness(folder: Path) -> None:
    plain = '"""Cases."""\nfrom tutor.grading import case, draw\n\n\n@case\ndef flat(mine):\n'
    plain += '    """Flat"""\n    mine.squared_loss(draw(5, 1, grad=True), draw(5))\n'
    (folder / "check.py").write_text(plain, "utf-8")


@flaw("wrong/twin.py is taken for wrong/no_half.py")
def two_mistakes_are_one(folder: Path) -> None:
    shutil.copy(folder / "wrong" / "no_half.py", folder / "wrong" / "twin.py")
    change(folder / "exercise.md", "### no_half", "### twin\n\nTwo.\n\n### no_half")


@flaw("accepted/ has 2 of at least 3 solutions")
def few_right_ways(folder: Path) -> None:
    for path in sorted((folder / "accepted").glob("*.py"))[2:]:
        path.unlink()


@in_one_loop
@pytest.mark.parametrize("name", FLAWS)
async def test_a_broken_copy_is_found(checks: Checks, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(FOLDERS[NAME], tmp_path / NAME)
    breaks, message = FLAWS[name]
    breaks(folder)

    found = said(await audit(checks, exercise_in(folder)))

    assert any(each.startswith(message) for each in found), found
