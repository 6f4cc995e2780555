"""Which lessons a course has, and its glossary."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_samples import said

from tutor.course.catalog import CourseReading, check_glossary, default_root, load_course
from tutor.course.model import Chapter, Term

COURSE = """name: small
title: A small course
chapters:
  - name: first
    title: First steps
    lessons: [one, two]
  - name: second
    title: Second steps
    lessons:
      - three
"""
GLOSSARY = """learning rate:
  text: >-
    The factor $\\eta$.
  also: [rate, rates]
  lesson: one
loss: {text: How bad it is.}
"""


def make(tmp_path: Path, course: str | None = COURSE, glossary: str | None = GLOSSARY) -> Path:
    for lesson in ("first/one", "first/two", "second/three"):
        folder = tmp_path / lesson
        folder.mkdir(parents=True)
        (folder / "lesson.md").write_text("x")
    if course is not None:
        (tmp_path / "course.yml").write_text(course, "utf-8")
    if glossary is not None:
        (tmp_path / "glossary.yml").write_text(glossary, "utf-8")
    return tmp_path


def load(
    tmp_path: Path, course: str | None = COURSE, glossary: str | None = GLOSSARY
) -> CourseReading:
    return load_course(make(tmp_path, course, glossary))


def test_a_course(tmp_path: Path) -> None:
    reading = load(tmp_path)
    assert reading.problems == ()
    course = reading.course
    assert course is not None
    assert (course.name, course.title, course.root) == ("small", "A small course", tmp_path)
    assert course.chapters == (
        Chapter("first", "First steps", ("one", "two")),
        Chapter("second", "Second steps", ("three",)),
    )
    assert course.lessons == ("one", "two", "three")
    assert course.path_of("three") == tmp_path / "second" / "three" / "lesson.md"
    assert course.glossary == {
        "learning rate": Term("learning rate", "The factor $\\eta$.", ("rate", "rates"), "one"),
        "loss": Term("loss", "How bad it is."),
    }


# What is changed in course.yml, what is said, whether there is still a course.
CASES = [
    ("[one, two]", "[one, too]", ["6: there is no first/too/lesson.md; did you mean `two`?"], True),
    ("[one, two]", "[one, two, one]", ["6: lesson `one` stands twice, first in line 6"], True),
    ("- three", "- two", ["10: lesson `two` stands twice, first in line 6"], True),
    (
        "[one, two]",
        "[one, two, three]",
        ["6: there is no first/three/lesson.md; it is in", "10: lesson `three` stands twice"],
        True,
    ),
    ("[one, two]", "[one]", [], True),
    ("[one, two]", "one", ["6: `lessons` must be a list", "5: there is no lesson `one`"], True),
    (
        "[one, two]",
        "[One Two]",
        ["6: `One Two` can't name a lesson; write its folder's name, such", "5: "],
        True,
    ),
    (
        "name: second",
        "name: first",
        ["7: chapter `first` stands twice", "10: there is no first"],
        True,
    ),
    ("name: second", "name: The Second", ["7: this chapter has no proper name"], True),
    ("    title: First steps\n", "", ["4: chapter `first` has no title"], True),
    (
        "title: First",
        "titel: First",
        ["5: a chapter has no option `titel`; did", "4: chapter"],
        True,
    ),
    ("name: small\n", "", ["1: this course has no name"], False),
    ("title: A small course\n", "", ["1: this course has no title"], False),
    (
        "chapters:",
        "chapter:",
        ["4: a course has no option `chapter`", "1: this course has no"],
        False,
    ),
    ("title: A", "title: A: B", ["2: these options can't be read"], False),
]


@pytest.mark.parametrize(("old", "new", "expected", "opens"), CASES)
def test_problem(tmp_path: Path, old: str, new: str, expected: list[str], opens: bool) -> None:
    reading = load(tmp_path, COURSE.replace(old, new, 1))
    errors = said(tuple(p for p in reading.problems if p.severity == "error"))
    for beginning in expected:
        assert any(each.startswith(beginning) for each in errors), errors
    assert len(errors) == len(expected), errors
    assert (reading.course is not None) == opens


@pytest.mark.parametrize(
    "text", ["", "just words", "- a\n- b", "chapters: 3", "chapters: [x]", "\x00"]
)
def test_no_course_in_it(tmp_path: Path, text: str) -> None:
    reading = load(tmp_path, text)
    assert reading.course is None
    assert any(p.severity == "error" for p in reading.problems)


def test_no_course_there(tmp_path: Path) -> None:
    reading = load_course(tmp_path / "nowhere")
    assert reading.course is None
    assert said(reading.problems) == ["1: there is no such file; check the path, or write the file"]


def test_a_lesson_that_isnt_listed_is_a_warning(tmp_path: Path) -> None:
    reading = load(tmp_path, COURSE.replace("[one, two]", "[one]"))
    (problem,) = reading.problems
    assert problem.severity == "warning"
    assert problem.message == "first/two/lesson.md isn't listed, so nobody will see it"
    assert reading.course is not None
    assert reading.course.lessons == ("one", "three")


@pytest.mark.parametrize(
    ("glossary", "expected"),
    [
        ("loss: how bad", "1: `loss` isn't explained; write `loss: {text: What it means.}`"),
        ("loss: {also: [a]}", "1: `loss` isn't explained"),
        ("loss: {text: a, lesson: ones}", "1: there is no lesson `ones`; did you mean `one`?"),
        ("a: {text: a}\nb: {text: b, also: [A]}", "2: `A` means both `a` and `b`"),
        ("loss: {text: a}\nloss: {text: b}", "2: `loss` stands twice"),
        ("loss: {text: a, words: [b]}", "1: the term `loss` has no option `words`"),
        ("- loss", "1: `- loss` has no keys"),
    ],
)
def test_glossary(tmp_path: Path, glossary: str, expected: str) -> None:
    reading = load(tmp_path, glossary=glossary)
    assert reading.course is not None  # the lessons still open
    (problem,) = said(reading.problems)
    assert problem.startswith(expected)


def test_formulas_of_the_glossary(tmp_path: Path) -> None:
    root = make(tmp_path, glossary='loss: {text: a}\nrate:\n  text: "a $\\\\nosuch$"\n')
    assert load_course(root).problems == ()
    (problem,) = said(check_glossary(root))
    assert problem.startswith("3: the formula `\\nosuch` can't be shown")
    assert check_glossary(tmp_path / "nowhere") == ()


def test_no_glossary(tmp_path: Path) -> None:
    reading = load(tmp_path, glossary=None)
    assert reading.problems == ()
    assert reading.course is not None
    assert reading.course.glossary == {}


def test_our_own_course() -> None:
    reading = load_course(default_root())
    assert said(reading.problems) == []
    assert reading.course is not None
    assert "gradient_descent" in reading.course.lessons
    assert check_glossary(default_root()) == ()
