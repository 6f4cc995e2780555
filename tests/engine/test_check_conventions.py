"""Conventions in a whole check, and where a check leaves files."""

# ruff: noqa: PTH208 - listdir doesn't block for long

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

import pytest
from checks_support import check, judged, one, report
from doubling import REFERENCE, WRONG, exercise

from tutor.course.exercises import read_exercise
from tutor.course.model import Exercise
from tutor.engine import Engine, protocol
from tutor.engine.briefs import brief_of
from tutor.engine.verdicts import from_json, to_json

THRICE = "# convention: thrice\ndef double(x):\n    return 3 * x\n"
pytestmark = pytest.mark.asyncio(loop_scope="session")

WORDS = "\n## Conventions\n\n### thrice\n\nThree times, as in the old book.\n"
CHECK = '''\
from tutor.grading import case, draw, require


@case
def nothing(mine):
    """Nothing"""
    require(mine.double(0) == 0, "Nothing stays nothing.")


@case
def one(mine):
    """One"""
    mine.double(draw(4, low=1.0, high=2.0))


@case
def two(mine):
    """Two"""
    mine.double(draw(2, 3, low=1.0, high=2.0))
'''


def made(folder: Path, words: str = WORDS, code: str = THRICE) -> Exercise:
    home = exercise(folder / "doubling", check=CHECK, wrong=WRONG).folder
    (home / "accepted").mkdir(exist_ok=True)
    (home / "accepted" / "thrice.py").write_text(code)
    with (home / "exercise.md").open("a") as page:
        page.write(words)
    found, problems = read_exercise(home)
    assert found is not None, problems
    return found


async def test_a_convention_passes_and_is_named(forking: Engine, tmp_path: Path) -> None:
    verdict = await judged(forking.checks, made(tmp_path), "def double(x):\n    return x + x + x\n")
    assert verdict.passed
    assert verdict.convention == "thrice"
    assert from_json(to_json(verdict)) == verdict


async def test_the_reference_is_named_only_if_there_are_words(
    forking: Engine, tmp_path: Path
) -> None:
    assert (await judged(forking.checks, made(tmp_path / "a"), REFERENCE)).convention == ""
    words = WORDS + "\n### reference\n\nTwice.\n"
    verdict = await judged(forking.checks, made(tmp_path / "b", words), REFERENCE)
    assert verdict.convention == "reference"


async def test_a_mixture_fails(forking: Engine, tmp_path: Path) -> None:
    code = "def double(x):\n    return x * (2 if getattr(x, 'ndim', 0) == 1 else 3)\n"
    verdict = await judged(forking.checks, made(tmp_path), code)
    assert not verdict.passed
    assert verdict.convention == ""
    assert "Two conventions are mixed" in report(verdict).message


async def test_a_convention_that_fails_a_case_is_our_mistake(
    forking: Engine, tmp_path: Path
) -> None:
    code = "# convention: thrice\ndef double(x):\n    return x + 1\n"
    verdict = await judged(forking.checks, made(tmp_path, code=code), REFERENCE)
    assert report(verdict).kind == "grader"
    assert "accepted/thrice.py" in report(verdict).message


async def test_the_key_changes_with_the_conventions(tmp_path: Path) -> None:
    keys = {
        brief_of(made(tmp_path / "a")).key,
        brief_of(made(tmp_path / "b", code=THRICE.replace("3", "5"))).key,
        brief_of(exercise(tmp_path / "c" / "doubling", check=CHECK, wrong=WRONG)).key,
    }
    assert len(keys) == 3
    assert brief_of(made(tmp_path / "d")).key in keys


async def test_a_wrong_solution_by_another_convention(forking: Engine, tmp_path: Path) -> None:
    events = await check(forking.checks, made(tmp_path), WRONG["negative"])
    assert one(events, protocol.Diagnosed).name == "negative"
    assert one(events, protocol.Diagnosed).certain


# --- files ---------------------------------------------------------------------------------------


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


async def test_files_of_the_code_are_gone_afterwards(
    engine: Engine, plain: Exercise, temporary: Path
) -> None:
    code = """
import os
with open("left_behind.txt", "w") as file:
    file.write("something")
assert os.listdir() == ["left_behind.txt"]
print(os.getcwd())
def double(x):
    os.makedirs(f"deep/{id(x)}", exist_ok=True)
    return 2 * x
"""
    before = set(os.listdir())
    verdict = await judged(engine.checks, plain, code)
    assert verdict.passed, verdict
    assert Path(verdict.printed.strip()).parent.samefile(temporary)
    await engine.checks.prepared()
    for _ in range(200):
        if not os.listdir(temporary):
            break
        await asyncio.sleep(0.02)
    assert not os.listdir(temporary)
    assert set(os.listdir()) == before


async def test_a_check_goes_on_where_no_folder_can_be_made(
    forking: Engine, plain: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "there is none"))
    assert (await judged(forking.checks, plain, REFERENCE)).passed
