"""Every item of the curriculum has its place, and every published figure a cell that keeps it."""

from __future__ import annotations

import json
from pathlib import Path

from tutor.course import catalog, coverage
from tutor.course.curriculum import CURRICULUM, read_curriculum
from tutor.course.reader import read_lesson

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"
OPTIMIZATION = range(26, 36)  # lessons of the plan that the chapter holds

found = catalog.load_course(catalog.default_root()).course
assert found is not None
course = found
parts, problems = read_curriculum(course.root / CURRICULUM)
lessons = [read_lesson(course.path_of(name)).lesson for name in course.lessons]
taught = coverage.places(course)


def test_every_item_is_taught_on_some_page() -> None:
    missing = [name for part in parts for name in part.items if name not in taught]

    assert not problems.all()
    assert missing == [], "teach them, and say so in `covers:`"


def test_lessons_say_on_which_page() -> None:
    vague = [
        f"{name} of {place.lesson.name}"
        for name, places in taught.items()
        for place in places
        if place.page is None
    ]
    assert vague == [], "write `covers: {ITEM: [id of a cell, quiz or exercise]}`"


def test_every_published_figure_is_reproduced() -> None:
    figures = json.loads((course.root / "figures.json").read_text("utf-8"))["figures"]
    wanted = {f["id"] for f in figures if f["verified"] and f.get("lesson") in OPTIMIZATION}
    promised = {
        figure.id
        for lesson in lessons
        if lesson
        for cell in lesson.cells
        for figure in cell.figures
    }
    assert wanted
    assert wanted - promised == set()


def test_the_page_is_made_of_them() -> None:
    assert PAGE.read_text("utf-8") == coverage.document(course), "make coverage-page"
