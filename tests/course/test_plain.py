"""Lessons as plain text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course import markup, plain, widths
from tutor.course.model import (
    Admonition,
    Answer,
    Cell,
    ExerciseLink,
    Formula,
    Knob,
    Page,
    Prose,
    Quiz,
)

MARKDOWN = r"""
## The step $\eta$

A *step* of **size** $\eta$, see [the book](https://d2l.ai) and
[momentum](../momentum/lesson.md), `code`.

- one
- two
  - inside
1. first

   more
2. second

> quoted
> words

```python
x = 1
```
"""

TEXT = """\
The step η
----------

A step of size η, see the book (https://d2l.ai)
and momentum, `code`.

- one
- two
  - inside

1. first

   more

2. second

> quoted words

    x = 1"""


def test_markdown() -> None:
    assert markup.plain(MARKDOWN, width=50) == TEXT


def test_tables_are_columns_where_they_fit_and_lists_where_not() -> None:
    table = "| method | $\\eta$ |\n|:--|--:|\n| SGD | 0.5 |\n| 动量 | 10 |"
    assert markup.plain(table).splitlines() == [
        "method    η",
        "------  ---",
        "SGD     0.5",
        "动量     10",
    ]
    assert markup.plain(table, width=10).splitlines() == [
        "- method:",
        "    SGD",
        "  η: 0.5",
        "- method:",
        "    动量",
        "  η: 10",
    ]


def test_bold_letters_are_plain_for_screen_readers() -> None:
    formula = Formula(r"\mathbf{x} \in \mathbb{R}", "𝐱 ∈ ℝ", 1)
    assert plain.blocks([formula]) == "    x ∈ ℝ"
    assert markup.plain("$$\n\\mathbf{x}\n$$") == "    x"


QUIZ = Quiz(
    "q",
    "choice",
    (Prose("Which is $x^2$?", 1),),
    (Answer(True, "$x x$", "Twice.", 1), Answer(False, "two", "No.", 1)),
    1,
)


def test_quiz_asks_without_telling() -> None:
    text = plain.quiz(QUIZ)
    assert text.startswith("Quiz (choose one):\n\nWhich is x²?\n\n")
    assert sorted(line[4:] for line in text.splitlines()[-2:]) == [" two", " xx"]
    assert "Twice" not in text
    assert "Answer: xx\n\nTwice." in plain.quiz(QUIZ, answers=True)


def test_a_page_holds_everything_in_order() -> None:
    cell = Cell("train", "lr = 0.1\n\nprint(lr)", 1, knobs=(Knob("lr", 0.1, low=0.01, high=1),))
    aside = Admonition("note", "Note", (Prose("Careful.", 1),), 1)
    page = Page("Of $x$", (Prose("Words.", 1), aside), (QUIZ, cell, ExerciseLink("adam", 1)), 1)
    text = plain.page(page, outputs={"train": "0.1\n"})
    parts = [
        "Of x\n====\n\nWords.\n\nNote:\n\nCareful.\n\nQuiz (choose one):",
        "Code (train):\n\n    lr = 0.1\n\n    print(lr)\n\nKnobs: lr = 0.1 (0.01 to 1)",
        "Output:\n\n    0.1",
        "Exercise: adam",
    ]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert "Output" not in plain.page(page)


@pytest.mark.parametrize("kind", ["number", "text", "predict", "parsons", "multiple"])
def test_every_kind_of_quiz_has_words(kind: str) -> None:
    text = plain.quiz(Quiz("q", kind, (), (Answer(True, "a", "", 1),), 1, code="f()\ng()"))  # type: ignore[arg-type]
    assert text.startswith("Quiz (")


# --- widths ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("损失", 4), ("x̂", 1), ("𝐱", 1), ("", 0), ("ŷ₁", 2), ("a\u200bb", 2), ("（", 2)],
)
def test_columns(text: str, columns: int) -> None:
    assert widths.of(text) == columns


def test_wrapping_counts_columns_and_keeps_punctuation() -> None:
    assert widths.wrap("aa bb cc", 5) == ["aa bb", "cc"]
    assert widths.wrap("梯度下降，很好", 8) == ["梯度下", "降，很好"]
    assert widths.wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert widths.wrap("a b", 10, "- ") == ["- a b"]
    assert widths.wrap("", 10) == [""]


@given(st.text(alphabet="ab 梯，（。)\u0301x-", max_size=60), st.integers(4, 20))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = widths.wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(widths.of(line) <= width for line in lines)


@given(st.text(max_size=200))
def test_any_markdown_is_some_text(text: str) -> None:
    assert isinstance(markup.plain(text), str)


def test_the_lesson_of_the_course_reads_as_text(root: Path) -> None:
    for path in sorted((root / "lessons").rglob("lesson*.md")):
        text = markup.plain(path.read_text(encoding="utf-8"))
        prose = [line for line in text.splitlines() if not line.startswith("    ")]
        assert "$$" not in "\n".join(prose)
