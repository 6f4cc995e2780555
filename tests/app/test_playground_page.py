"""The playground on a page of a lesson, used as a learner uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playground_maker import RaceEngine, playground_of, race_app, raced
from playground_steps import SIZES, go_to, on_the_page

from tutor.app.driving import lesson_screen, screen_text
from tutor.app.playground_panel import ChoicesPanel


@pytest.mark.parametrize("size", SIZES)
async def test_a_page_is_done_once_one_has_raced(tmp_path: Path, size: tuple[int, int]) -> None:
    engine = RaceEngine()
    app = race_app(tmp_path, engine)
    async with app.run_test(size=size) as pilot:
        view = await on_the_page(pilot)
        assert not view.results
        assert "r races them." in view.status
        assert "Steep and flat" in screen_text(app) or size[1] < 30
        assert app.progress.done("tiny", "races") == {}
        await pilot.press("r")
        await raced(pilot, view)
        assert "steps = 20" in engine.codes[0]
        assert [r.name for r in view.results] == ["SGD", "Momentum"]
        assert view.playground is not None
        assert app.progress.done("tiny", "races") == {"uneven": view.playground.digest}
        assert lesson_screen(app).marks() == "●◉"
        await pilot.press("p")
        assert lesson_screen(app).marks() == "◉●"


async def test_a_page_stays_as_one_left_it(tmp_path: Path) -> None:
    app = race_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_page(pilot)
        await pilot.press("r")
        await raced(pilot, view)
        await pilot.press("p")
        await pilot.press("n")
        await pilot.pause()
        assert playground_of(app) is view
        assert view.results


async def test_pages_turn_while_the_choices_have_the_focus(tmp_path: Path) -> None:
    app = race_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_page(pilot)
        await pilot.press("tab")
        assert isinstance(app.focused, ChoicesPanel)
        await go_to(pilot, view, "parameter", "sgd", "lr")
        await pilot.press("right")
        await raced(pilot, view)
        assert view.results[0].diverged is False
        await pilot.press("p")
        assert lesson_screen(app).index == 0


async def test_the_pages_choices_are_its_own(tmp_path: Path) -> None:
    app = race_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_page(pilot)
        await pilot.press("tab", "right")
        await raced(pilot, view)
        assert view.choices.objective.name == "rosenbrock"
        assert app.progress.setting("playground") == ""
        assert "rosenbrock" in app.progress.setting("playground:tiny:races:uneven")


async def test_a_saved_page_has_code_and_table(tmp_path: Path) -> None:
    app = race_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_page(pilot)
        await pilot.press("r")
        await raced(pilot, view)
        text = lesson_screen(app).view.as_text()
        assert "f = objectives.ill_conditioned" in text
        assert "a SGD" in text


async def test_own_optimizers_are_offered_once_they_passed(tmp_path: Path) -> None:
    options = ":optimizers: [sgd, my_adam]\n:steps: 20"
    app = race_app(tmp_path, options=options)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_page(pilot)
        assert [m.name for m in view.choices.unwritten] == ["my_adam"]
        assert "your adam: pass the exercise first" in screen_text(app)
    app.progress.save_attempt("tiny", "adam", "def adam(): ...", True, "")
    app.progress.close()
    again = race_app(tmp_path, options=options)
    async with again.run_test(size=(120, 36)) as pilot:
        view = await on_the_page(pilot)
        assert "from tutor.mine import init_adam, adam\n" in view.code


async def test_optimizers_that_rest_are_folded_on_a_page(tmp_path: Path) -> None:
    app = race_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_page(pilot)
        assert "5 more optimizers" in screen_text(app)
        assert "RMSProp" not in screen_text(app)
        await pilot.press("tab")
        await go_to(pilot, view, "more")
        await pilot.press("enter")
        assert "RMSProp" in screen_text(app)
        assert not view.results  # that was no race
        await go_to(pilot, view, "lane", "adam")
        await pilot.press("space")
        await raced(pilot, view)
        assert [r.name for r in view.results] == ["SGD", "Momentum", "Adam"]
