from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Static

from tutor.app.quiz import QuizBar, QuizView
from tutor.app.quiz_fields import LineField, prints_lines
from tutor.app.quiz_lines import LinesField
from tutor.app.quiz_options import ChoiceView, MultipleView, OptionsView
from tutor.app.quiz_order import OrderView
from tutor.app.quiz_text import content, inline_content
from tutor.course.model import Answer, Prose, Quiz
from tutor.progress import AnswerRecord

SIZES = [(80, 24), (40, 12)]


def quiz(kind: str, question: str, *answers: tuple[bool, str, str], **options: Any) -> Quiz:
    made = tuple(Answer(right, text, why, 1) for right, text, why in answers)
    return Quiz("q", kind, (Prose(question, 1),), made, 1, **options)  # type: ignore[arg-type]


CHOICE = quiz(
    "choice",
    "Which way is **down**, where $f'(x) > 0$?",
    (True, "Against the slope, $x - \\eta f'(x)$", "The slope points `up`."),
    (
        False,
        "Along the slope, which is an option so long that it has to be wrapped",
        "That climbs.",
    ),
    (False, "Nowhere", ""),
)
MULTIPLE = quiz(
    "multiple",
    "Which are convex?",
    (True, "$x^2$", ""),
    (True, "$|x|$", "A corner is fine."),
    (False, "$x^3$", "Not below zero."),
)
NUMBER = quiz(
    "number",
    "At which rate does it stop?",
    (True, "0.5", "$|1 - 4\\eta| < 1$"),
    (False, "0.25", "There it lands on the bottom."),
)
TEXT = quiz("text", "What is the step size called?", (True, "learning rate", "Or step size."))
COMPUTED = quiz("number", "How far?", (False, "*", "Count the steps."), run="10 * 0.6 ** 2")
PREDICT = quiz("predict", "What is printed?", (True, "5.0", ""), code="print(10 / 2)")
LINES = quiz(
    "predict",
    "What is printed?",
    code="x = 10\nfor _ in range(2):\n    x = x / 2\n    print(x)",
)
ORDER = quiz(
    "parsons",
    "Put the loop in order.",
    (False, "`x = x + eta * grad`", "That climbs."),
    code="for step in range(9):\n    grad = 2 * x\n    x = x - eta * grad",
)


class Host(App[None]):
    """A page with one quiz, whose keys are partly those of the lesson screen."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("space", "note('space')"),
        Binding("down", "note('down')"),
        Binding("n", "note('n')"),
    ]

    def __init__(
        self,
        asked: Quiz,
        record: AnswerRecord | None = None,
        found: str | None = "",
        error: str = "",
    ) -> None:
        super().__init__()
        self.asked, self.record = asked, record
        self.found, self.error = found, error  # found None: the app never answers
        self.posted: list[QuizView.Answered] = []
        self.wanted = 0
        self.notes: list[str] = []

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield QuizView(self.asked, self.record, 3)

    @property
    def view(self) -> QuizView:
        return self.query_one(QuizView)

    @property
    def verdict(self) -> str:
        return shown(self.view, ".quiz-verdict")

    @property
    def outcomes(self) -> list[bool]:
        return [event.judgement.right for event in self.posted]

    def action_note(self, key: str) -> None:
        self.notes.append(key)

    def on_quiz_view_answered(self, event: QuizView.Answered) -> None:
        self.posted.append(event)

    def on_quiz_view_value_wanted(self, event: QuizView.ValueWanted) -> None:
        self.wanted += 1
        if self.found is not None:
            event.view.set_computed(self.found, self.error or None)


def shown(view: QuizView, selector: str) -> str:
    widget = view.query_one(selector, Static)
    return str(widget.content) if widget.display else ""


def number_of(view: QuizView, option: str) -> str:
    """The key of an option: they are shuffled."""
    return str(view.query_one(OptionsView).options.index(option) + 1)


def wrong_then_right(asked: Quiz) -> tuple[str, str]:
    right = next(a.text for a in asked.answers if a.right)
    return next(a.text for a in asked.answers if not a.right), right


# --- each kind by keyboard, wrong and right -------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_choice(size: tuple[int, int]) -> None:
    app = Host(CHOICE)
    async with app.run_test(size=size) as pilot:
        assert app.view.focus_answer()
        await pilot.press(number_of(app.view, CHOICE.answers[1].text))
        assert app.outcomes == [False]
        assert app.verdict == "✗ Not right yet.\nThat climbs."
        assert app.view.has_class("-wrong")
        await pilot.press(number_of(app.view, CHOICE.answers[0].text))
        assert app.outcomes == [False, True]
        assert app.posted[-1].given == [CHOICE.answers[0].text]
        assert app.posted[-1].quiz is CHOICE
        assert app.verdict == "✓ Right.\nThe slope points up."
        assert app.view.has_class("-right")
        assert not app.view.has_class("-wrong")
        assert app.wanted == 0


@pytest.mark.parametrize("size", SIZES)
async def test_choice_by_arrows(size: tuple[int, int]) -> None:
    app = Host(CHOICE)
    async with app.run_test(size=size) as pilot:
        app.view.focus_answer()
        target = int(number_of(app.view, CHOICE.answers[0].text)) - 1
        await pilot.press("up", *["down"] * target, "enter")
        assert app.outcomes == [True]


@pytest.mark.parametrize("size", SIZES)
async def test_multiple(size: tuple[int, int]) -> None:
    app = Host(MULTIPLE)
    async with app.run_test(size=size) as pilot:
        app.view.focus_answer()
        square, corner, cube = (number_of(app.view, a.text) for a in MULTIPLE.answers)
        await pilot.press(square, cube, "enter")
        assert app.outcomes == [False]
        assert "Not below zero." in app.verdict
        await pilot.press(cube, *["up"] * 3, *["down"] * (int(corner) - 1), "space", "enter")
        assert app.outcomes == [False, True]
        assert sorted(app.posted[-1].given) == sorted(["$x^2$", "$|x|$"])


async def test_multiple_without_a_tick_is_not_counted() -> None:
    app = Host(MULTIPLE)
    async with app.run_test() as pilot:
        app.view.focus_answer()
        await pilot.press("enter")
        assert app.posted == []
        assert app.verdict == "Tick at least one of the options."
        assert app.view.judgement is not None
        assert not app.view.judgement.understood


@pytest.mark.parametrize("size", SIZES)
async def test_number(size: tuple[int, int]) -> None:
    app = Host(NUMBER)
    async with app.run_test(size=size) as pilot:
        app.view.focus_answer()
        await pilot.press(*"0,5", "enter")
        assert app.posted == []
        assert "Write decimals with a point" in app.verdict
        assert not app.view.has_class("-wrong")
        await pilot.press("ctrl+u", *"0.25", "enter")
        assert app.outcomes == [False]
        assert "lands on the bottom" in app.verdict
        await pilot.press("ctrl+u", *"1/2", "enter")
        assert app.outcomes == [False, True]
        assert app.verdict == "✓ Right.\n|1 − 4η| < 1\nThe answer: 0.5"


@pytest.mark.parametrize("size", SIZES)
async def test_text(size: tuple[int, int]) -> None:
    app = Host(TEXT)
    async with app.run_test(size=size) as pilot:
        app.view.focus_answer()
        await pilot.press(*"lr", "enter")
        app.view.query_one(LineField).value = "Learning"
        await pilot.press("end", "space", *"Rate", "enter")
        assert app.outcomes == [False, True]
        assert app.posted[-1].given == "Learning Rate"
        assert app.notes == []  # keys in a field are text


@pytest.mark.parametrize("size", SIZES)
async def test_predict_one_line(size: tuple[int, int]) -> None:
    app = Host(PREDICT, found="5.0\n")
    async with app.run_test(size=size) as pilot:
        assert app.view.query_one(LineField)
        app.view.focus_answer()
        await pilot.press(*"2", "enter")
        await pilot.press("ctrl+u", *"5.0", "enter")
        assert app.outcomes == [False, True]
        assert app.wanted == 1  # what was computed once holds


@pytest.mark.parametrize("size", SIZES)
async def test_predict_several_lines(size: tuple[int, int]) -> None:
    app = Host(LINES, found="5.0\n2.5\n")
    async with app.run_test(size=size) as pilot:
        app.view.focus_answer()
        await pilot.press(*"5.0", "enter", *"2", "ctrl+j")
        assert app.outcomes == [False]
        assert "Line 2" in app.verdict
        await pilot.press(*".5", "ctrl+j")
        assert app.outcomes == [False, True]
        assert app.posted[-1].given == "5.0\n2.5"


@pytest.mark.parametrize("size", SIZES)
async def test_parsons(size: tuple[int, int]) -> None:
    app = Host(ORDER)
    async with app.run_test(size=size) as pilot:
        order = app.view.query_one(OrderView)
        assert sorted(order.lines) == sorted(
            [*(ORDER.code or "").splitlines(), "x = x + eta * grad"]
        )
        app.view.focus_answer()
        await pilot.press("enter")
        assert app.outcomes == [False]
        await go_to(pilot, order, "x = x + eta * grad")
        await pilot.press("x")
        assert order.aside == ["x = x + eta * grad"]
        for place, line in enumerate((ORDER.code or "").splitlines()):
            await go_to(pilot, order, line)
            await pilot.press("space", *["up"] * (order.cursor - place), "space")
        await pilot.press("enter")
        assert app.outcomes == [False, True]
        assert app.posted[-1].given == (ORDER.code or "").splitlines()


async def go_to(pilot: Pilot[None], order: OrderView, line: str) -> None:
    target = (order.lines + order.aside).index(line)
    step = "down" if target > order.cursor else "up"
    await pilot.press(*[step] * abs(target - order.cursor))
    assert order.cursor == target


async def test_a_carried_line_stays_between_the_ends_and_comes_back_from_aside() -> None:
    app = Host(ORDER)
    async with app.run_test() as pilot:
        order = app.view.query_one(OrderView)
        app.view.focus_answer()
        first, last = order.lines[0], order.lines[-1]
        await pilot.press("space", *["down"] * 4, "space")
        assert order.lines[-1] == first
        assert app.notes == []
        await pilot.press("x", "x")
        assert order.aside == []
        await pilot.press("x", "space")
        assert order.carrying
        assert order.lines[-1] == first
        await pilot.press("up", "enter")
        assert order.lines[-2:] == [last, first] or order.lines[-2] == first
        assert not order.carrying


# --- each kind by mouse ---------------------------------------------------------------------------


async def click_row(
    pilot: Pilot[None], widget: ChoiceView | MultipleView | OrderView, row: int
) -> None:
    line = widget._row_of_line.index(row)
    assert await pilot.click(widget, offset=(12, line))


@pytest.mark.parametrize("size", SIZES)
async def test_choice_by_mouse(size: tuple[int, int]) -> None:
    app = Host(CHOICE)
    async with app.run_test(size=size) as pilot:
        widget = app.view.query_one(ChoiceView)
        await click_row(pilot, widget, widget.options.index("Nowhere"))
        assert app.outcomes == [False]
        app.view.parent.scroll_home(animate=False)  # type: ignore[union-attr]
        await pilot.pause()
        await click_row(pilot, widget, widget.options.index(CHOICE.answers[0].text))
        assert app.outcomes == [False, True]


async def test_multiple_by_mouse() -> None:
    app = Host(MULTIPLE)
    async with app.run_test() as pilot:
        widget = app.view.query_one(MultipleView)
        for text in ("$x^2$", "$x^3$", "$|x|$", "$x^3$"):
            await click_row(pilot, widget, widget.options.index(text))
        await pilot.click(QuizBar, offset=(2, 0))
        assert app.outcomes == [True]


async def test_parsons_by_mouse() -> None:
    app = Host(ORDER)
    async with app.run_test() as pilot:
        order = app.view.query_one(OrderView)
        await click_row(pilot, order, order.lines.index("x = x + eta * grad"))
        await click_row(pilot, order, -1)  # the heading of what is put aside
        assert order.aside == ["x = x + eta * grad"]
        for place, line in enumerate((ORDER.code or "").splitlines()):
            if order.lines.index(line) != place:
                await click_row(pilot, order, order.lines.index(line))
                await click_row(pilot, order, place)
        await pilot.click(QuizBar, offset=(2, 0))
        assert app.outcomes == [True]


async def test_a_field_is_answered_by_mouse() -> None:
    app = Host(NUMBER)
    async with app.run_test() as pilot:
        await pilot.click(LineField)
        await pilot.press(*"0.5")
        await pilot.click(QuizBar, offset=(2, 0))
        assert app.outcomes == [True]


async def test_view_the_answer_by_mouse() -> None:
    app = Host(TEXT)
    async with app.run_test() as pilot:
        await app.view.submit("slope")
        await pilot.pause()
        at = str(app.view.query_one(QuizBar).content).index("view")
        await pilot.click(QuizBar, offset=(at + 2, 0))
        assert "The answer: learning rate\nOr step size." in app.verdict


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


# --- by sight -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        (CHOICE, ["1", "v"]),
        (MULTIPLE, ["1", "2", "3", "enter"]),
        (NUMBER, [*"0.25", "enter"]),
        (LINES, [*"5.0", "enter", *"2.5", "ctrl+j"]),
        (ORDER, ["x", "space", "down"]),
    ],
    ids=["choice", "multiple", "number", "predict", "parsons"],
)
def test_a_quiz_by_sight(
    snap_compare: Callable[..., bool], asked: Quiz, keys: list[str], size: tuple[int, int]
) -> None:
    async def answer(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, Host)
        app.animation_level = "none"
        app.view.focus_answer()
        await pilot.press(*keys)
        await pilot.pause()

    assert snap_compare(Host(asked, found="5.0\n2.5\n"), run_before=answer, terminal_size=size)
