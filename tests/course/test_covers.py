"""`covers`: what a lesson says it teaches, the curriculum it is held to, and the page of both."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_samples import lesson_with, said
from small_place import Place

from tutor.course import catalog, coverage
from tutor.course.curriculum import read_curriculum
from tutor.course.lint import lint
from tutor.course.reader import read_lesson

CELL = "```{code-cell} python\n:id: %s\n\nx = 1\n```\n"
BODY = f"{CELL % 'load'}\n## Another | page\n\n{CELL % 'train'}"
PLAN = """\
parts:
  - title: One
    items: {I1.1: loading, I1.2: training, I1.3: nobody's}
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def write(place: Place, covers: str) -> Path:
    text = lesson_with(BODY).replace("\n---\n\n#", f"\ncovers: {covers}\n---\n\n#", 1)
    return place.write("first/two/lesson.md", text)


def test_a_mapping_says_where_each_item_is_taught(place: Place) -> None:
    path = write(place, "{I1.1: load, I1.2: [load, train]}")
    lesson = read_lesson(path).lesson

    assert lesson is not None
    assert lesson.covers == {"I1.1": ("load",), "I1.2": ("load", "train")}


def test_a_list_stands_for_the_lesson_as_a_whole(place: Place) -> None:
    lesson = read_lesson(write(place, "[I1.1, I1.2]")).lesson

    assert lesson is not None
    assert lesson.covers == {"I1.1": (), "I1.2": ()}


@pytest.mark.parametrize(
    ("covers", "problem"),
    [
        (
            "{I1.1: lead}",
            "`covers: I1.1` is taught at `lead`, not there; did you mean `load`?",
        ),
        ("{I1.1: {a: b}}", "`covers` must be ids of activities; write `covers: {I1.1: [an-id]}`"),
        ("{I1.1: }", "`covers` must be ids of activities; write `covers: {I1.1: [an-id]}`"),
        ("I1.1", "`covers` must be a list of words; write `covers: [one, two]`"),
    ],
)
def test_what_is_wrong_with_it_is_said(place: Place, covers: str, problem: str) -> None:
    assert said(read_lesson(write(place, covers)).problems) == [f"3: {problem}"]


def test_the_linter_knows_the_curriculum(place: Place) -> None:
    path = write(place, "{I1.4: load}")
    assert said(lint(path)) == [], "there is no curriculum.yml, so nothing to compare with"
    place.write("curriculum.yml", PLAN)

    assert said(lint(path)) == ["3: the curriculum has no item `I1.4`; did you mean `I1.3`?"]
    assert said(lint(write(place, "{I1.1: load}"))) == []


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        ("parts: x", "1: this curriculum has no parts"),
        ("parts: [x]", "1: this isn't a part of the curriculum"),
        ("parts:\n  - title: One\n    item: {}", "3: a part has no option `item`"),
        ("", "1: this curriculum has no parts"),
    ],
)
def test_a_curriculum_that_cannot_be_read(place: Place, plan: str, problem: str) -> None:
    path = place.write("curriculum.yml", plan)
    _, problems = read_curriculum(path)

    assert any(problem in text for text in said(problems.all()))
    assert any(problem in text for text in said(lint(place.root)))


def test_the_page_has_a_row_for_each_item(place: Place) -> None:
    write(place, "{I1.1: load, I1.2: [load, train]}")
    place.write("curriculum.yml", PLAN)
    course = catalog.load_course(place.root).course
    assert course is not None
    page = coverage.document(course)
    link = "(../lessons/first/two/lesson.md)"

    assert f"| I1.1 | loading | [Test]{link}: 1 Page |" in page
    assert f"| I1.2 | training | [Test]{link}: 1 Page; 2 Another \\| page |" in page
    assert "| I1.3 | nobody's | – |" in page
