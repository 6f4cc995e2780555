"""The playground, used as a learner uses it; what a race gives is made up here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playground_maker import RaceEngine, playground_of, race_app, raced
from playground_steps import SIZES, go_to, on_the_page, on_the_screen, race_session, runs_of
from textual.pilot import Pilot

from tutor.app.driving import screen_text, until
from tutor.app.home import HomeScreen
from tutor.app.playground import PlaygroundScreen

# --- on its own screen ------------------------------------------------------------------------


async def test_the_map_leads_to_a_race_and_escape_leads_back(tmp_path: Path) -> None:
    app = race_app(tmp_path, home=True)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_screen(pilot)
        text = screen_text(app)
        assert [result.name for result in view.results] == ["SGD", "Momentum", "Adam"]
        for words in ("Ill-conditioned bowl", "0.1 x1² + 2 x2²", "last f", "c Adam", "✓ raced"):
            assert words in text
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_the_palette_offers_it(tmp_path: Path) -> None:
    app = race_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"playground")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlaygroundScreen), "the playground", 5)


@pytest.mark.parametrize("size", SIZES)
async def test_turning_a_rate_races_anew_at_once(tmp_path: Path, size: tuple[int, int]) -> None:
    engine = RaceEngine()
    app = race_app(tmp_path, engine, home=True)
    async with app.run_test(size=size) as pilot:
        view = await on_the_screen(pilot)
        before = view.results[0].last
        await go_to(pilot, view, "parameter", "sgd", "lr")
        await pilot.press("left")
        await raced(pilot, view)
        assert "torch.optim.SGD(params, lr=0.2)" in engine.codes[0]
        assert view.results[0].last != before
        assert "◂ 0.2 ▸" in screen_text(app)


async def test_of_many_turns_the_last_one_counts(tmp_path: Path) -> None:
    """While a race runs, others wait for nothing: only the latest choice is ever run again."""
    engine = RaceEngine(endless=True)
    app = race_app(tmp_path, engine, home=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "the map", 5)
        await pilot.press("p")
        await pilot.pause()
        view = playground_of(app)
        await until(pilot, lambda: view.results, "the first picture", 5)
        await go_to(pilot, view, "parameter", "sgd", "lr")
        await pilot.press(*["left"] * 12)
        session = race_session(engine)
        await until(pilot, lambda: "SGD(params, lr=5e-05)" in engine.codes[0], "the last", 5)
        assert len(session.runs) <= 13
        await pilot.press("escape")
        await until(pilot, lambda: not view.racing, "the end", 5)
        assert view.status == "■ stopped"
        assert view.results[0].last > 4  # hardly anything has moved at that rate
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_switching_optimizers(tmp_path: Path) -> None:
    engine = RaceEngine()
    app = race_app(tmp_path, engine, home=True)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_screen(pilot)
        await go_to(pilot, view, "lane", "rmsprop")
        await pilot.press("space")
        await raced(pilot, view)
        assert "torch.optim.RMSprop(" in engine.codes[0]
        for name in ("sgd", "momentum", "rmsprop", "adam"):
            await go_to(pilot, view, "lane", name)
            await pilot.press("space")
        await raced(pilot, view)
        assert "Nobody takes part yet" in view.status


async def test_one_optimizer_against_itself(tmp_path: Path) -> None:
    engine = RaceEngine()
    app = race_app(tmp_path, engine, home=True)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_screen(pilot)
        await go_to(pilot, view, "lane", "sgd")
        await pilot.press("d", "left")
        await raced(pilot, view)
        assert [r.name for r in view.results][:2] == ["SGD lr 0.3", "SGD lr 0.2"]
        await pilot.press("x")
        await raced(pilot, view)
        assert [r.name for r in view.results] == ["SGD", "Momentum", "Adam"]
        await go_to(pilot, view, "lane", "adam")
        await pilot.press("x")
        await pilot.pause()
        assert view.status == "Adam stays in the list; only copies can be removed"


TYPED = [
    (("start",), "9", "x1 goes from -6 to 6; 9 is outside"),
    (("start",), "-e", "x1 takes a number, such as -5; not '-e'"),
    (("parameter", "sgd", "lr"), "0", "with a rate of 0 nothing moves"),
    (("parameter", "sgd", "lr"), "-1", "lr goes from 1e-06 to 100; -1 is outside"),
    (("parameter", "momentum", "momentum"), "1.5", "momentum goes from 0 to 0.99; 1.5 is outside"),
    (("steps",), "2.5", "steps takes a whole number; not 2.5"),
    (("steps",), "99999", "steps goes from 1 to 5000; 99999 is outside"),
    (("steps",), "1nan", "steps takes a number, such as 40; not '1nan'"),
]


@pytest.mark.parametrize(("place", "typed", "sentence"), TYPED)
async def test_what_cannot_be_is_said_and_not_raced(
    tmp_path: Path, place: tuple[str, ...], typed: str, sentence: str
) -> None:
    engine = RaceEngine()
    app = race_app(tmp_path, engine, home=True)
    async with app.run_test(size=(80, 24)) as pilot:
        view = await on_the_screen(pilot)
        code, runs = engine.codes[0], len(runs_of(engine))
        await go_to(pilot, view, *place)
        await pilot.press(*(_key(sign) for sign in typed), "enter")
        await raced(pilot, view)
        assert sentence in view.status
        assert engine.codes[0] == code
        assert len(runs_of(engine)) == runs
        await pilot.press("escape")  # leaves the field, not the screen
        assert isinstance(app.screen, PlaygroundScreen)
        assert view.panel.buffer is None


def _key(sign: str) -> str:
    return {".": "full_stop", "-": "minus"}.get(sign, sign)


async def test_typing_a_value(tmp_path: Path) -> None:
    engine = RaceEngine()
    app = race_app(tmp_path, engine, home=True)
    async with app.run_test(size=(80, 24)) as pilot:
        view = await on_the_screen(pilot)
        await go_to(pilot, view, "start")
        await pilot.press("minus", "3", "full_stop", "5", "5", "backspace", "enter")
        await raced(pilot, view)
        assert "start = (-3.5, -2.0)" in engine.codes[0]
        await go_to(pilot, view, "steps")
        await pilot.press("7", "down")  # going on takes it too
        await raced(pilot, view)
        assert "steps = 7\n" in engine.codes[0]


async def test_choices_are_kept(tmp_path: Path) -> None:
    app = race_app(tmp_path, home=True)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_screen(pilot)
        await go_to(pilot, view, "parameter", "momentum", "momentum")
        await pilot.press("left")
        await go_to(pilot, view, "objective")
        await pilot.press("right")
        await raced(pilot, view)
        assert view.choices.objective.name == "rosenbrock"
    app.progress.close()
    again = race_app(tmp_path, home=True)
    async with again.run_test(size=(120, 36)) as pilot:
        view = await on_the_screen(pilot)
        assert view.choices.objective.name == "rosenbrock"
        await pilot.press("left")
        await raced(pilot, view)
        assert "momentum=0.75" in view.code
        await pilot.press("u")
        await raced(pilot, view)
        assert "momentum=0.8" in view.code


async def test_the_code_is_shown_and_can_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = race_app(tmp_path, home=True)
    copied: list[str] = []
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_screen(pilot)
        await pilot.press("v")
        await pilot.pause()
        assert "f = objectives.ill_conditioned" in screen_text(app)
        await pilot.press("y")
        assert copied == [view.code]
        await pilot.press("v")
        await pilot.pause()
        assert "f = objectives" not in screen_text(app)


async def test_long_code_can_be_read_on_a_small_screen(tmp_path: Path) -> None:
    app = race_app(tmp_path, home=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_the_screen(pilot)
        await pilot.press("v")
        await pilot.pause()
        assert "live.race(" not in screen_text(app)
        await pilot.press("pagedown")
        await pilot.pause()
        assert "live.race(" in screen_text(app)


async def test_an_earlier_race_stays_behind(tmp_path: Path) -> None:
    app = race_app(tmp_path, home=True)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_screen(pilot)
        first = view.shown
        await pilot.press("b")
        await go_to(pilot, view, "parameter", "sgd", "lr")
        await pilot.press("left")
        await raced(pilot, view)
        assert view.held is first
        assert view.shown is not first
        await go_to(pilot, view, "objective")
        await pilot.press("right")
        await raced(pilot, view)
        assert view.held is None  # that was another ground


async def test_paths_are_never_kept_behind_on_another_ground(tmp_path: Path) -> None:
    app = race_app(tmp_path, home=True)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_screen(pilot)
        await go_to(pilot, view, "objective")
        view.panel.action_bump(1)  # the race there hasn't drawn anything yet
        view.action_hold()
        await raced(pilot, view)
        assert view.held is None


@pytest.mark.parametrize("size", [(40, 12), (60, 24)])
async def test_a_narrow_screen_has_room_for_choices_and_race(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = race_app(tmp_path, home=True)
    async with app.run_test(size=size) as pilot:
        await on_the_screen(pilot)
        await pilot.pause()
        drawn = screen_text(app)
        assert all(each in drawn for each in ("objective", "start x1", "x2", "raced", "esc back"))
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        assert "last f" in screen_text(app)


async def test_what_is_refused_is_seen_beside_long_code(tmp_path: Path) -> None:
    app = race_app(tmp_path, home=True)
    async with app.run_test(size=(80, 24)) as pilot:
        view = await on_the_screen(pilot)
        await go_to(pilot, view, "start")
        await pilot.press("v", "9", "9", "enter")
        await pilot.pause()
        assert "x1 goes from" in screen_text(app)


async def test_an_error_is_said(tmp_path: Path) -> None:
    app = race_app(tmp_path, RaceEngine(failing="beta1 is wrong"), home=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("p")
        await pilot.pause()
        view = playground_of(app)
        await until(pilot, lambda: "ValueError" in view.status, "the error", 5)
        assert view.status == "✗ ValueError: beta1 is wrong"


@pytest.mark.parametrize("size", SIZES)
async def test_with_the_mouse(tmp_path: Path, size: tuple[int, int]) -> None:
    engine = RaceEngine()
    app = race_app(tmp_path, engine, home=True)
    async with app.run_test(size=size) as pilot:
        view = await on_the_screen(pilot)
        lines = screen_text(app).splitlines()

        async def click(words: str, sign: str = "") -> None:
            lines = screen_text(app).splitlines()
            y, line = next((y, line) for y, line in enumerate(lines) if words in line)
            x = line.index(sign or words)
            await pilot.click(offset=(x, y))
            await raced(pilot, view)

        assert any("AdaGrad" in line for line in lines)
        await click("○   AdaGrad", "AdaGrad")
        assert "torch.optim.Adagrad(" in engine.codes[0]
        await click("steps ", "▸")
        assert "steps = 50" in engine.codes[0]
        await click("steps ", "◂")
        assert "steps = 20" in engine.codes[0]
        await click("objective", "▸")
        assert "objectives.rosenbrock" in engine.codes[0]


@pytest.mark.parametrize("size", SIZES)
async def test_a_click_on_the_surface_starts_there(tmp_path: Path, size: tuple[int, int]) -> None:
    engine = RaceEngine()
    app = race_app(tmp_path, engine, home=True)
    async with app.run_test(size=size) as pilot:
        view = await on_the_screen(pilot)
        region = view.surface.region
        await pilot.click(offset=(region.right - 1, region.y + 3))
        await raced(pilot, view)
        x1, x2 = view.choices.setting.start
        assert x1 == pytest.approx(6, abs=0.3)
        assert 1 < x2 < 3.5
        assert f"start = ({x1}, {x2})" in engine.codes[0]
        await pilot.click(offset=(region.x + 8, region.bottom - 1))  # the row of steps
        await raced(pilot, view)
        assert view.choices.setting.start == [x1, x2]


async def test_the_race_is_stepped_from_the_list_as_well(tmp_path: Path) -> None:
    app = race_app(tmp_path, home=True)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await on_the_screen(pilot)
        assert view.surface.step == 20
        await pilot.press("left_square_bracket", "left_square_bracket")
        assert view.surface.step == 18
        await pilot.press("right_square_bracket")
        assert view.surface.step == 19


# --- by sight ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_the_screen(
    snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int]
) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await on_the_screen(pilot)

    assert snap_compare(race_app(tmp_path, home=True), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_the_page(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        view = await on_the_page(pilot)
        await pilot.press("r")
        await raced(pilot, view)

    assert snap_compare(race_app(tmp_path), terminal_size=size, run_before=before)


async def test_a_plain_screen_has_no_signs_that_a_terminal_may_draw_wide(tmp_path: Path) -> None:
    app = race_app(tmp_path, home=True)
    async with app.run_test(size=(80, 24)) as pilot:
        view = await on_the_screen(pilot)
        assert "◂" in screen_text(app)
        app.change_setting("markers", "ascii")
        await pilot.pause()
        view.race()
        await raced(pilot, view)
        await pilot.pause()
        assert screen_text(app).replace("²", "2").isascii()
