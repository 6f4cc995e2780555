"""Each kind of quiz, answered by keyboard and by mouse, and how it looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from quiz_host import CHOICE, LINES, MULTIPLE, NUMBER, ORDER, PREDICT, TEXT, Host, number_of
from textual.pilot import Pilot

from tutor.app.quiz import QuizBar
from tutor.app.quiz_fields import LineField
from tutor.app.quiz_options import ChoiceView, MultipleView
from tutor.app.quiz_order import OrderView
from tutor.course.model import Quiz

SIZES = [(80, 24), (40, 12)]


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
