"""docs/exercises.md: its worked example is an exercise, and its tables name all there is."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import tutor.grading
from tutor.course.exercises import read_exercise
from tutor.course.lint import lint
from tutor.engine import Engine
from tutor.grading import declaring, draws
from tutor.grading.audit import audit

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "exercises.md"
LESSON = "---\nsummary: One.\n---\n\n# One\n\n## Page\n\n:::{exercise} centre\n:::\n"
FILE = re.compile(r"^`exercises/(\S+)`\n\n(`{3,})\w+\n(.*?)^\2$", re.DOTALL | re.MULTILINE)


def written(lesson: Path) -> Path:
    """The guide's example as a folder beside a lesson, which links it."""
    files = FILE.findall(GUIDE.read_text("utf-8"))
    assert len(files) == 12
    for name, _, text in files:
        path = lesson / "exercises" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (lesson / "lesson.md").write_text(LESSON, "utf-8")
    return lesson / "exercises" / "centre"


def test_the_linter_has_nothing_to_say(tmp_path: Path) -> None:
    written(tmp_path)
    assert lint(tmp_path) == ()


async def test_the_audit_is_green(tmp_path: Path) -> None:
    exercise, _ = read_exercise(written(tmp_path))
    assert exercise is not None
    engine = Engine(device="cpu")
    await engine.start()
    try:
        found = await audit(engine.checks, exercise)
    finally:
        await engine.close()

    assert (found.problems, found.remarks) == ([], [])
    assert (found.accepted, found.wrong, found.recognized) == ((3, 3), (5, 5), (5, 5))


def cells() -> str:
    """The first cells of all tables: what they are about."""
    rows = [line for line in GUIDE.read_text("utf-8").splitlines() if line.startswith("| `")]
    return "\n".join(row.split(" | ")[0] for row in rows)


@pytest.mark.parametrize("name", tutor.grading.__all__)
def test_everything_that_a_check_may_use_is_in_the_table(name: str) -> None:
    assert re.search(rf"\b{name}\b", cells())


def test_every_option_is_in_the_tables() -> None:
    options = {*inspect.signature(draws.Draw.__call__).parameters} - {"self", "shape"}
    options |= {*inspect.signature(declaring.case).parameters} - {"function"}
    stated = set(re.findall(r"(\w+)=", cells()))
    assert options <= stated


def test_every_variant_is_named() -> None:
    text = GUIDE.read_text("utf-8")
    assert [name for name in declaring.VARIANTS if f"`{name}`" not in text] == []
