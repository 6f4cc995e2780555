"""What all quizzes share: computed values, viewing the answer, keys, answers given before."""

from __future__ import annotations

import pytest
from quiz_host import (
    CHOICE,
    COMPUTED,
    LINES,
    MULTIPLE,
    NUMBER,
    ORDER,
    PREDICT,
    TEXT,
    Host,
    number_of,
    quiz,
    shown,
)
from textual.binding import Binding

from tutor.app.quiz import QuizBar, QuizView
from tutor.app.quiz_fields import LineField, prints_lines
from tutor.app.quiz_lines import LinesField
from tutor.app.quiz_options import ChoiceView, OptionsView
from tutor.app.quiz_order import OrderView
from tutor.app.quiz_text import content, inline_content
from tutor.course.model import Quiz
from tutor.progress import AnswerRecord

# --- values that have to be computed --------------------------------------------------------------


async def test_a_computed_answer_is_waited_for() -> None:
    app = Host(COMPUTED, found=None)
    async with app.run_test() as pilot:
        await app.view.submit("3.6")
        await pilot.pause()
        assert app.wanted == 1
        assert app.view.waiting
        assert app.view.judgement is None
        assert shown(app.view, ".quiz-note") == "Working out the answer …"
        await app.view.submit("4")  # not now
        app.view.set_computed("3.5999999999999996")
        await pilot.pause()
        assert app.outcomes == [True]
        assert shown(app.view, ".quiz-note") == ""


async def test_an_error_in_computing_is_said_and_does_not_count() -> None:
    app = Host(COMPUTED, error="NameError: x")
    async with app.run_test() as pilot:
        await app.view.submit("3")
        await pilot.pause()
        assert app.posted == []
        assert "can't be worked out now: NameError: x" in shown(app.view, ".quiz-note")
        app.error, app.found = "", "3.6"
        await app.view.submit("3")
        await pilot.pause()
        assert app.outcomes == [False]
        assert "Count the steps." in app.verdict


async def test_a_stated_answer_needs_no_run_when_running_fails() -> None:
    app = Host(PREDICT, error="A cell is still running.")
    async with app.run_test() as pilot:
        await app.view.submit("5.0")
        await pilot.pause()
        assert app.outcomes == [True]


async def test_nothing_is_computed_for_an_empty_answer() -> None:
    app = Host(LINES)
    async with app.run_test() as pilot:
        await app.view.submit("")
        await pilot.pause()
        assert app.wanted == 0
        assert app.posted == []


async def test_a_value_that_comes_after_the_page_is_gone_is_ignored() -> None:
    app = Host(COMPUTED, found=None)
    async with app.run_test() as pilot:
        view = app.view
        await view.submit("3.6")
        await view.remove()
        await pilot.pause()
        view.set_computed("3.6")
        assert app.posted == []


# --- viewing the answer ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "wrong", "expected"),
    [
        (CHOICE, "Nowhere", "The answer: Against the slope, x − ηf′(x)\nThe slope points up."),
        (MULTIPLE, ["$x^3$"], "- x²\n- |x|"),
        (NUMBER, "9", "The answer: 0.5"),
        (LINES, "1", "5.0\n2.5"),
        (ORDER, ["    grad = 2 * x"], "for step in range(9):\n    grad = 2 * x"),
    ],
)
async def test_view_the_answer(asked: Quiz, wrong: str | list[str], expected: str) -> None:
    app = Host(asked, found="5.0\n2.5\n")
    async with app.run_test() as pilot:
        await app.view.submit(wrong)
        await pilot.pause()
        assert expected not in app.verdict
        app.view.focus_answer()
        await pilot.press(*([] if isinstance(app.focused, OptionsView | OrderView) else ["tab"]))
        await pilot.press("v")
        await pilot.pause()
        assert app.view.revealed
        assert expected in app.verdict
        assert app.outcomes == [False]
        assert app.view.focus_answer()  # one may still answer


async def test_v_is_a_letter_in_a_field() -> None:
    app = Host(TEXT)
    async with app.run_test() as pilot:
        await app.view.submit("slope")
        app.view.focus_answer()
        await pilot.press("v", "n")
        assert app.view.query_one(LineField).value == "slopevn"
        assert not app.view.revealed
        assert app.notes == []


# --- keys that belong to the page -----------------------------------------------------------------


async def test_keys_go_to_the_page_at_the_ends_of_a_list_and_after_the_right_answer() -> None:
    app = Host(CHOICE)
    async with app.run_test() as pilot:
        app.view.focus_answer()
        await pilot.press("space", "end", "down")
        assert app.notes == ["space", "down"]
        await pilot.press(number_of(app.view, CHOICE.answers[0].text))
        assert app.focused is None
        assert not app.view.focus_answer()
        await pilot.press("n", "down")
        assert app.notes == ["space", "down", "n", "down"]
        await app.view.submit("Nowhere")  # answered is answered
        assert app.outcomes == [True]


async def test_a_number_without_an_option_does_nothing() -> None:
    app = Host(CHOICE)
    async with app.run_test() as pilot:
        app.view.focus_answer()
        await pilot.press("9")
        assert app.posted == []


@pytest.mark.parametrize("asked", [NUMBER, LINES])
async def test_escape_is_for_the_page(asked: Quiz) -> None:
    class Leaving(Host):
        BINDINGS = [Binding("escape", "leave")]  # noqa: RUF012 - as in the base class

        def action_leave(self) -> None:
            self.screen.set_focus(None)

    app = Leaving(asked)
    async with app.run_test() as pilot:
        app.view.focus_answer()
        assert isinstance(app.focused, LineField | LinesField)
        await pilot.press("escape")
        assert app.focused is None


# --- an answer that was given before --------------------------------------------------------------


def record(asked: Quiz, given: str | list[str], right: bool, digest: str = "") -> AnswerRecord:
    return AnswerRecord(given, right, digest or asked.digest, "2026-11-21T00:00:00", 1)


@pytest.mark.parametrize(
    ("asked", "given", "right"),
    [
        (CHOICE, [CHOICE.answers[0].text], True),
        (CHOICE, ["Nowhere"], False),
        (MULTIPLE, ["$x^2$", "$|x|$"], True),
        (NUMBER, "0.5", True),
        (TEXT, "slope", False),
        (COMPUTED, "3.6", True),
        (LINES, "5.0\n2.5", True),
        (ORDER, (ORDER.code or "").splitlines(), True),
    ],
)
async def test_an_answer_is_shown_again(asked: Quiz, given: str | list[str], right: bool) -> None:
    app = Host(asked, record(asked, given, right))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.view.solved is right
        assert app.verdict.startswith("✓ Right." if right else "✗ Not right yet.")
        kept = app.view.answer.given
        assert kept == given if asked.kind != "multiple" else sorted(kept) == sorted(given)
        assert app.view.focus_answer() is not right
        assert (app.posted, app.wanted) == ([], 0)  # nothing is recorded or run by looking


async def test_an_answer_to_an_older_question_is_said_to_be_one() -> None:
    app = Host(CHOICE, record(CHOICE, ["Nowhere"], True, digest="old"))
    async with app.run_test():
        assert app.view.judgement is None
        assert shown(app.view, ".quiz-note") == "This question has changed since you answered it."
        assert app.view.query_one(ChoiceView).chosen == set()


# --- what belongs to all of them ------------------------------------------------------------------


@pytest.mark.parametrize("asked", [CHOICE, MULTIPLE, NUMBER, TEXT, PREDICT, LINES, ORDER])
async def test_every_key_has_an_id_and_every_widget_help(asked: Quiz) -> None:
    app = Host(asked)
    async with app.run_test() as pilot:
        app.view.focus_answer()
        await pilot.pause()
        widget = app.focused
        assert widget is not None
        assert widget.HELP
        for kind in (QuizView, QuizBar, type(widget), *type(widget).__bases__):
            if kind.__module__.startswith("tutor."):
                for binding in kind.BINDINGS:
                    assert isinstance(binding, Binding)
                    assert (binding.id or "").startswith("quiz.")


async def test_options_are_shuffled_the_same_way_each_time() -> None:
    orders = []
    for _ in range(2):
        app = Host(CHOICE)
        async with app.run_test():
            orders.append(app.view.query_one(ChoiceView).options)
    assert orders[0] == orders[1]
    assert set(orders[0]) == {answer.text for answer in CHOICE.answers}


@pytest.mark.parametrize(
    ("answers", "code", "several"),
    [
        ([(True, "5.0", "")], "for i in x:\n    print(i)", False),
        ([(True, "5.0\n2.5", "")], "print(x)", True),
        ([], "print(1)", False),
        ([], "print(1)\nprint(2)", True),
        ([], "x + 1", False),
        ([], "while x:\n    print(x)", True),
    ],
)
def test_whether_one_line_or_several_are_asked_for(
    answers: list[tuple[bool, str, str]], code: str, several: bool
) -> None:
    assert prints_lines(quiz("predict", "?", *answers, code=code)) is several


def test_short_markdown_becomes_styled_text() -> None:
    made = inline_content("*so* `f(x)` **and** $x_2$")
    assert made.plain == "so f(x) and x₂"
    styles = {made.plain[span.start : span.end]: str(span.style) for span in made.spans}
    assert styles["so"] == styles["x₂"] == "italic"
    assert styles["and"] == "bold"
    assert "$text-accent" in styles["f(x)"]


def test_longer_markdown_keeps_its_blocks() -> None:
    made = content("One\ntwo.\n\n- a\n- b\n\n1. c\n\n```python\nx = 1\n```")
    assert made.plain == "One two.\n\n- a\n- b\n\n1. c\n\n  x = 1"


def test_brackets_are_not_taken_for_markup() -> None:
    assert inline_content("path[-1] [bold]x[/bold]").plain == "path[-1] [bold]x[/bold]"


# --- a verdict is of what is chosen now -----------------------------------------------------------


async def test_a_verdict_goes_when_the_ticks_change() -> None:
    app = Host(MULTIPLE)
    async with app.run_test() as pilot:
        await app.view.submit(["$x^3$"])
        await pilot.pause()
        assert app.view.has_class("-wrong")
        answer = app.view.answer
        assert isinstance(answer, OptionsView)
        answer.press(answer.options.index("$x^2$"))
        await pilot.pause()
        assert not app.view.has_class("-wrong")
        assert app.verdict == ""
        answer.press(answer.options.index("$x^2$"))
        await pilot.pause()
        assert app.outcomes == [False]  # no answer was given by ticking


async def test_a_verdict_goes_when_one_types_on() -> None:
    app = Host(NUMBER)
    async with app.run_test() as pilot:
        await app.view.submit("0.25")
        await pilot.pause()
        assert app.view.has_class("-wrong")
        app.view.answer.focus()
        await pilot.press("backspace")
        assert not app.view.has_class("-wrong")


async def test_a_number_goes_to_a_line_or_carries_there() -> None:
    app = Host(ORDER)
    async with app.run_test() as pilot:
        answer = app.view.answer
        assert isinstance(answer, OrderView)
        answer.focus()
        third = answer.lines[2]
        await pilot.press("3", "space", "1")
        assert answer.lines[0] == third
        await pilot.press("space", "9")  # there is no ninth line
        assert answer.cursor == 0
