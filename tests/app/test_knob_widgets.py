"""A knob turned by keys, by typing and by the mouse, on an app of its own."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tutor.app.knob_panel import KnobPanel
from tutor.app.knob_parts import KnobBar, KnobChoice
from tutor.app.knobs import KnobField, KnobInput
from tutor.course.model import Knob

ETA = Knob("eta", 0.2, low=0.01, high=1.0, scale="log")
STEPS = Knob("steps", 20, low=0, high=40)
MOMENTUM = Knob("momentum", 0.5, options=(0.0, 0.5, 0.9))
NESTEROV = Knob("nesterov", False)
NAME = Knob("title", "a word")


class Turning(App[None]):
    """Knobs alone; remembers what they said."""

    AUTO_FOCUS = None
    CSS = """
    KnobPanel { height: auto; } .knob { height: 1; } .knob-bar { width: 20; height: 1; }
    .knob-choice { height: 1; } .knob-less, .knob-more, .knob-reset { width: 3; }
    """

    def __init__(self, *knobs: Knob) -> None:
        super().__init__()
        self.knobs = knobs
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        self.panel = KnobPanel(self.knobs)
        yield self.panel

    def on_knob_field_turned(self) -> None:
        self.said.append("turned")

    def on_knob_field_submitted(self) -> None:
        self.said.append("submitted")


def field(app: Turning, index: int = 0) -> KnobField:
    return app.panel.fields[index]


async def test_arrows_turn_a_number_and_say_so_once_each() -> None:
    app = Turning(ETA)
    async with app.run_test() as pilot:
        await pilot.press("tab", "up", "up", "down")
        assert field(app).value() == 0.5
        assert app.said == ["turned"] * 3
        await pilot.press("up", "up", "up")  # the highest value is the end
        assert field(app).value() == 1.0
        assert app.said == ["turned"] * 4
        await pilot.press("pagedown")
        assert field(app).value() == pytest.approx(0.02)
        await pilot.press("ctrl+z")
        assert field(app).value() == 0.2


async def test_a_typed_value_waits_for_enter() -> None:
    app = Turning(STEPS)
    async with app.run_test() as pilot:
        await pilot.press("tab")
        field(app).control.value = ""
        await pilot.press("3", "7")
        assert app.said == []
        await pilot.press("enter")
        assert app.said == ["submitted"]
        assert app.panel.values() == {"steps": 37}


async def test_what_is_no_value_goes_when_the_field_is_left() -> None:
    app = Turning(ETA, STEPS)
    async with app.run_test() as pilot:
        await pilot.press("tab", "end", "f", "x")
        assert field(app).text == "0.2fx"
        field(app, 1).control.focus()
        await pilot.pause()
        assert field(app).text == "0.2"
        await pilot.press("up")
        assert app.panel.values() is not None


async def test_a_value_that_is_impossible_is_explained_and_gets_the_focus() -> None:
    app = Turning(ETA, STEPS)
    async with app.run_test() as pilot:
        field(app, 1).put("many")
        assert app.panel.values() is None
        await pilot.pause()
        assert app.focused is field(app, 1).control
        complaint = app.query_one(".knob-error")
        assert "whole number" in str(complaint.render()) or "a number" in str(complaint.render())
        await pilot.press("up")  # from the lesson's value, since this is none
        assert app.panel.values() == {"eta": 0.2, "steps": 22}
        assert not complaint.display


async def test_choices_and_switches() -> None:
    app = Turning(MOMENTUM, NESTEROV)
    async with app.run_test() as pilot:
        await pilot.press("tab", "right", "right", "right")
        assert app.panel.values() == {"momentum": 0.9, "nesterov": False}
        await pilot.press("space")
        assert field(app).value() == 0.0
        await pilot.press("backspace")
        assert field(app).value() == 0.5
        await pilot.press("tab", "space", "enter")
        assert app.panel.values() == {"momentum": 0.5, "nesterov": True}
        assert app.said == ["turned"] * 4 + ["submitted"]
        choice = field(app, 1).control
        assert isinstance(choice, KnobChoice)
        await pilot.click(choice, offset=(1, 0))  # "off"
        assert field(app, 1).value() is False


async def test_the_mouse_clicks_drags_and_turns_back() -> None:
    app = Turning(STEPS)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        await pilot.click(".knob-more")
        await pilot.click(".knob-less")
        await pilot.click(".knob-less")
        assert field(app).value() == 18
        bar = app.query_one(KnobBar)
        end = bar.size.width - 1
        await pilot.mouse_down(bar, offset=(end, 0))
        assert field(app).value() == 40
        await pilot.hover(bar, offset=(end // 2, 0))
        assert 18 <= field(app).value() <= 22  # type: ignore[operator]
        await pilot.mouse_up(bar, offset=(end // 2, 0))
        await pilot.hover(bar, offset=(end, 0))  # let go: nothing turns any more
        assert 18 <= field(app).value() <= 22  # type: ignore[operator]
        await pilot.mouse_down(bar, offset=(0, 0))
        await pilot.mouse_up(bar, offset=(0, 0))
        assert field(app).value() == 0
        assert field(app).has_class("-turned")
        await pilot.click(".knob-reset")
        assert field(app).value() == 20
        assert not field(app).has_class("-turned")


async def wheel(pilot: Pilot[None], app: Turning, up: bool) -> None:
    kind = events.MouseScrollUp if up else events.MouseScrollDown
    target = field(app)
    event = kind(target, 1, 0, 0, 0, 0, False, False, False)
    target.post_message(event)
    await pilot.pause()


async def test_the_wheel_turns_only_the_knob_that_has_the_focus() -> None:
    app = Turning(STEPS)
    async with app.run_test() as pilot:
        app.set_focus(None)
        await wheel(pilot, app, up=True)
        assert field(app).value() == 20
        field(app).control.focus()
        await pilot.pause()
        await wheel(pilot, app, up=True)
        assert field(app).value() == 22
        await wheel(pilot, app, up=False)
        assert field(app).value() == 20


async def test_a_knob_follows_code_that_is_typed_and_resets_to_it() -> None:
    app = Turning(ETA)
    async with app.run_test() as pilot:
        app.panel.follow("eta = 0.7")
        assert field(app).value() == 0.7
        assert app.panel.kept == {}
        await pilot.press("tab", "up")
        assert app.panel.kept == {"eta": 1.0}
        await pilot.press("ctrl+z")
        assert field(app).value() == 0.7
        app.panel.reset()
        assert field(app).value() == 0.2


async def test_what_was_kept_is_restored_as_far_as_it_is_possible() -> None:
    app = Turning(ETA, STEPS, MOMENTUM, NESTEROV, NAME)
    async with app.run_test() as pilot:
        kept = {"eta": 5.0, "steps": 30, "momentum": 0.7, "nesterov": True, "gone": 1, "title": "b"}
        app.panel.restore(kept)
        await pilot.pause()
        assert app.panel.values() == {
            "eta": 0.2, "steps": 30, "momentum": 0.5, "nesterov": True, "title": "b",
        }  # fmt: skip
        assert app.panel.kept == {"steps": 30, "nesterov": True, "title": "b"}
        assert app.said == []
        app.panel.restore({"steps": None, "eta": [1]})
        assert app.panel.values() is not None


async def test_words_have_neither_arrows_nor_bar() -> None:
    app = Turning(NAME)
    async with app.run_test() as pilot:
        await pilot.press("tab", "up", "end", "!")
        assert field(app).value() == "a word!"
        assert not app.query(KnobBar)
        assert not app.query(".knob-more")
        assert isinstance(field(app).control, KnobInput)
