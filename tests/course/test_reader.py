"""What the reader makes of a right lesson."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reader_samples import WHOLE, lesson_with, read, said, write

from tutor.course import maths
from tutor.course.catalog import default_root, load_course
from tutor.course.markup import parser
from tutor.course.model import (
    Admonition,
    Cell,
    ExerciseLink,
    Figure,
    Formula,
    Knob,
    Lesson,
    PlotOptions,
    Prose,
    Quiz,
    Term,
    Within,
)
from tutor.course.reader import read_lesson

GLOSSARY = {
    "learning rate": Term("learning rate", "A factor.", ("rates",)),
    "gradient": Term("gradient", "A vector."),
    "SGD": Term("SGD", "A method."),
}


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    reading = read_lesson(write(tmp_path, WHOLE), glossary=GLOSSARY)
    assert said(reading.problems) == []
    assert reading.lesson is not None
    return reading.lesson


def quiz_of(lesson: Lesson, name: str) -> Quiz:
    return next(quiz for quiz in lesson.quizzes if quiz.id == name)


def test_front_matter(lesson: Lesson) -> None:
    assert (lesson.name, lesson.chapter, lesson.language) == ("example", "chapter", "en")
    assert lesson.summary == "One learning rate per coordinate."
    assert (lesson.minutes, lesson.prerequisites, lesson.data) == (25, ("momentum",), ("airfoil",))
    assert lesson.covers == {"I34.1": (), "34.20": ()}  # as written: no number loses a digit
    assert lesson.origin == "Dive into Deep Learning, 7.5"


def test_titles_are_plain_text(lesson: Lesson) -> None:
    assert lesson.title == f"AdaGrad, with {maths.inline(chr(92) + 'eta')}"
    assert lesson.pages[1].title == f"One rate does not fit {maths.inline('x_1')}"


def test_pages_end_with_their_activity(lesson: Lesson) -> None:
    shape = [(page.title, [a.id for a in page.activities]) for page in lesson.pages]
    rate = lesson.pages[1].title
    assert shape == [
        (lesson.title, []),
        (rate, ["largest-rate", "trajectory"]),
        (rate, ["which"]),
        ("Six kinds", ["several"]),
        ("Six kinds", ["word"]),
        ("Six kinds", ["prints"]),
        ("Six kinds", ["order"]),
        ("Six kinds", ["computed"]),
        ("Write it", ["adagrad"]),
    ]


def test_setup_is_no_page(lesson: Lesson) -> None:
    assert lesson.setup is not None
    assert lesson.setup.hidden
    assert "setup" not in [a.id for a in lesson.activities]
    assert [cell.id for cell in lesson.cells] == ["setup", "trajectory"]


def test_lines_are_those_of_the_file(lesson: Lesson) -> None:
    lines = WHOLE.split("\n")

    def at(line: int) -> str:
        return lines[line - 1]

    for page in lesson.pages[1:2] + lesson.pages[3:4]:
        assert at(page.line).startswith("## ")
    assert at(lesson.pages[2].line).startswith("Words after the cell")
    for cell in lesson.cells:
        assert at(cell.line) == cell.source.split("\n")[0]
    for quiz in lesson.quizzes:
        assert at(quiz.line) == f":::{{quiz}} {quiz.kind}"
        assert all(at(a.line).startswith(("- [x]", "- [ ]")) for a in quiz.answers)
    for page in lesson.pages:
        for block in page.blocks:
            if isinstance(block, Prose):
                first = block.markdown.split("\n")[0]
                assert at(block.line) == first
            elif isinstance(block, Formula):
                assert at(block.line) == "$$"
            else:
                assert at(block.line).startswith(":::{")
                assert at(block.blocks[0].line) in ("Mind the *learning rate*.", "Words.")


def test_prose_is_the_source(lesson: Lesson) -> None:
    blocks = lesson.pages[1].blocks
    kinds = [type(block) for block in blocks]
    assert kinds == [Prose, Formula, Prose, Admonition, Admonition]
    first, formula, second, note, tip = blocks
    assert isinstance(first, Prose)
    assert isinstance(second, Prose)
    assert first.markdown.endswith("- a list\n- of two")
    assert first.markdown in WHOLE
    assert second.markdown.endswith("```text\na -> b\n```")
    assert isinstance(formula, Formula)
    assert formula.tex == r"x \leftarrow x - \eta"
    assert formula.text == maths.draw(formula.tex)
    assert isinstance(note, Admonition)
    assert isinstance(tip, Admonition)
    assert (note.kind, note.title) == ("note", "Note")
    assert [type(b) for b in note.blocks] == [Prose, Formula]
    assert (tip.kind, tip.title) == ("tip", f"A title of {maths.inline(chr(92) + 'eta')}")


def test_cell(lesson: Lesson) -> None:
    cell = lesson.cell("trajectory")
    assert cell == Cell(
        id="trajectory",
        source='eta = 0.4\nway = "up"\nx, y = 0.5, 0\nprint(f"{x:.2f}")\nx',
        line=cell.line,
        needs=("setup",),
        seconds=2.0,
        knobs=(
            Knob("eta", 0.4, 0.01, 3, scale="log"),
            Knob("way", "up", options=("up", "down")),
        ),
        plot=PlotOptions("A title: with colon", "step", "loss", "log"),
        expect=("0.50", "1"),
        within=(
            Within("x", 0.1, 0.6),
            Within("y", 0, 1, "real"),
            Within("y", -1, 1e-6, "synthetic"),
        ),
        figures=(Figure("s2.adagrad2d.0.4", "x"),),
        was=("old-trajectory",),
    )


def test_answers_and_why(lesson: Lesson) -> None:
    answers = quiz_of(lesson, "largest-rate").answers
    assert [(a.right, a.text, a.why) for a in answers] == [
        (True, "0.5", "$|1 - 4\\eta| < 1$ holds.\nStill the same quote."),
        (False, "1/4", "There $x_2$ lands in one step."),
        (False, "*", "Ask when it reaches 1."),
    ]
    which = quiz_of(lesson, "which").answers
    # `>` in code and in maths doesn't begin the why
    assert (which[0].text, which[0].why) == ("This `a > b` one", "Because $a > b$.")


def test_question_keeps_lists_that_are_no_answers(lesson: Lesson) -> None:
    several = quiz_of(lesson, "several")
    assert several.was == ("few",)
    (question,) = several.question
    assert isinstance(question, Prose)
    assert question.markdown == "Which of\n\n- these\n- those\n\nshrink?"
    assert [a.right for a in several.answers] == [True, True, False]


def test_typed_answers_lose_their_backticks(lesson: Lesson) -> None:
    assert [a.text for a in quiz_of(lesson, "word").answers] == ["gradient", "slope", "*"]


def test_predict(lesson: Lesson) -> None:
    prints = quiz_of(lesson, "prints")
    assert prints.code == 'print("a > b")\nprint(2)'
    assert prints.question == ()
    assert [(a.text, a.why) for a in prints.answers] == [
        ("a > b\n2", "In this order."),
        ("2", "Only half."),
    ]


def test_parsons(lesson: Lesson) -> None:
    order = quiz_of(lesson, "order")
    assert order.code == "a = 1\nb = 2\n\nprint(a + b)"
    assert order.also == ((2, 1, 3),)
    assert order.answers[0].text == "    c = 3"  # indentation is part of the line


def test_computed_number(lesson: Lesson) -> None:
    computed = quiz_of(lesson, "computed")
    assert (computed.run, computed.after, computed.tolerance) == ("x * 2", "trajectory", 0.01)


def test_exercise_link(lesson: Lesson) -> None:
    (link,) = (a for a in lesson.activities if isinstance(a, ExerciseLink))
    assert (link.id, link.was) == ("adagrad", ("old-adagrad",))


def test_terms_stand_on_the_page_where_they_first_appear(lesson: Lesson) -> None:
    found = {term: page for page in lesson.pages for term in page.terms}
    assert list(found) == ["learning rate"]  # "gradient" is only the answer of a quiz
    assert found["learning rate"] is lesson.pages[1]


@pytest.mark.parametrize(
    "markdown",
    [
        "The Learning  rate and SGD.",
        "sgd is no SGDs, nor is a_gradient",
        "`gradient` in code, $gradient$ in maths, [gradient](https://x.org) in a link",
        "```python\ngradient = 1\n```\n\nthen gradient",
        "# gradient\n\n## learning rate\n\nthe rates",
        "learning\nrate over two lines",
        "**gradient** and *SGD*",
        "用SGD和gradient下降",
        "a \\$5 gradient, ~~~ rates",
    ],
)
def test_terms_are_found_where_markup_links_them(tmp_path: Path, markdown: str) -> None:
    lesson = read_lesson(write(tmp_path, lesson_with(markdown)), glossary=GLOSSARY).lesson
    if lesson is None:  # a second `#`
        markdown = markdown.replace("# ", "### ").replace("####", "###")
        lesson = read_lesson(write(tmp_path, lesson_with(markdown)), glossary=GLOSSARY).lesson
    assert lesson is not None
    spellings = {s: t.name for t in GLOSSARY.values() for s in (t.name, *t.also)}
    linked = [
        str(child.attrs["href"]).removeprefix("glossary:")
        for token in parser(spellings).parse(markdown)
        for child in token.children or ()
        if child.type == "link_open" and str(child.attrs["href"]).startswith("glossary:")
    ]
    assert [term for page in lesson.pages for term in page.terms] == linked


def test_option_lines_and_header_give_the_same(tmp_path: Path) -> None:
    lines = "```{code-cell} python\n:id: a\n:seconds: 1e-1\n:tags: [x, y]\n\nz = 1\n```"
    header = "```{code-cell} python\n---\nid: a\nseconds: 1e-1\ntags: [x, y]\n---\nz = 1\n```"
    one = read(tmp_path, lesson_with(lines)).lesson
    two = read(tmp_path, lesson_with(header)).lesson
    assert one is not None
    assert two is not None
    assert one.cells[0].seconds == 0.1
    assert one.cells[0] == replace(two.cells[0], line=one.cells[0].line)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark(tmp_path: Path, lesson: Lesson, ends: str) -> None:
    data = b"\xef\xbb\xbf" + WHOLE.replace("\n", ends).encode()
    reading = read_lesson(write(tmp_path, data), glossary=GLOSSARY)
    assert reading.lesson == lesson


def test_language_is_in_the_name(tmp_path: Path) -> None:
    reading = read(tmp_path, lesson_with("你好。"), "lesson.zh.md")
    assert reading.lesson is not None
    assert reading.lesson.language == "zh"


def test_comments_and_breaks_are_left_out(tmp_path: Path) -> None:
    body = 'One.\n\n+++ {"tags": []}\n\nTwo.\n\n% a comment\n\n<!-- another\none -->\n\nThree.'
    lesson = read(tmp_path, lesson_with(body)).lesson
    assert lesson is not None
    blocks = lesson.pages[0].blocks
    assert [(b.markdown, b.line) for b in blocks if isinstance(b, Prose)] == [
        ("One.", 9),
        ("Two.", 13),
        ("Three.", 20),
    ]


def test_link_definitions_stay_with_their_prose(tmp_path: Path) -> None:
    body = "See [there].\n\n[there]: https://example.org\n\nMore."
    lesson = read(tmp_path, lesson_with(body)).lesson
    assert lesson is not None
    assert [b.markdown for b in lesson.pages[0].blocks if isinstance(b, Prose)] == [body]


def test_small_headings_stay_in_the_prose(tmp_path: Path) -> None:
    lesson = read(tmp_path, lesson_with("### Part\n\nWords.")).lesson
    assert lesson is not None
    assert lesson.pages[0].blocks == (Prose("### Part\n\nWords.", 9),)


def test_code_in_an_admonition_keeps_its_indentation(tmp_path: Path) -> None:
    body = ":::{note}\n- item\n\n  ```python\n  if a:\n      b\n  ```\n:::"
    lesson = read(tmp_path, lesson_with(body)).lesson
    assert lesson is not None
    (note,) = lesson.pages[0].blocks
    assert isinstance(note, Admonition)
    assert note.blocks == (Prose("- item\n\n  ```python\n  if a:\n      b\n  ```", 10),)


def test_a_quiz_may_hold_fences_and_colons(tmp_path: Path) -> None:
    body = (
        "::::{quiz} choice\n:id: q\n\nWhat is it?\n\n```python\nx = [1]\n```\n\n"
        "- [x] A list\n\n  ```python\n  y = 2\n  ```\n\n  > Brackets.\n- [ ] A dict\n::::"
    )
    reading = read(tmp_path, lesson_with(body))
    assert said(reading.problems) == []
    assert reading.lesson is not None
    quiz = reading.lesson.quizzes[0]
    assert quiz.code is None
    assert quiz.answers[0].text == "A list\n\n```python\ny = 2\n```"
    assert quiz.answers[0].why == "Brackets."


def test_a_cell_before_the_first_page_is_on_the_introduction(tmp_path: Path) -> None:
    cell = "```{code-cell} python\n:id: first\nx = 1\n```"
    text = f"---\nsummary: s\n---\n# T\n\n{cell}\n\n## P\n\nWords."
    lesson = read(tmp_path, text).lesson
    assert lesson is not None
    assert [(p.title, len(p.activities)) for p in lesson.pages] == [("T", 1), ("P", 0)]


def test_the_lessons_of_the_course() -> None:
    course = load_course(default_root()).course
    assert course is not None
    for name in course.lessons:
        reading = read_lesson(course.path_of(name), glossary=course.glossary)
        assert said(reading.problems) == []
        assert reading.lesson is not None
        assert reading.lesson.name == name
