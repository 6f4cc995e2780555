"""The playground with the real engine: what is shown is what runs."""

from __future__ import annotations

from pathlib import Path

from course_maker import write_course
from playground_maker import PAGE, playground_of
from textual.pilot import Pilot

from tutor.app.driving import lesson_screen, until
from tutor.app.main import TutorApp
from tutor.app.playground_view import PlaygroundView
from tutor.course.catalog import default_root, load_course
from tutor.course.model import Course
from tutor.progress import Progress

OWN = """\
import torch


def init_momentum(params):
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params, states, lr, gamma):
    for p, v in zip(params, states):
        v.mul_(gamma).add_(lr * p.grad)
        p -= v
"""


def tutor(course: Course, tmp_path: Path, start: str | None, own: str = "") -> TutorApp:
    progress = Progress.open(tmp_path / "home")
    if own:
        progress.save_attempt(course.name, "momentum", own, True, "")
    app = TutorApp(course, progress=progress, start=start)
    app.animation_level = "none"
    return app


async def over(pilot: Pilot[None], view: PlaygroundView) -> None:
    await until(pilot, lambda: not view.racing and view.status != "racing …", "the race")


async def test_a_page_races_and_a_wild_rate_diverges(tmp_path: Path) -> None:
    options = ":objective: bowl\n:optimizers: {sgd: {lr: 0.1}, momentum: {lr: 0.1}}\n:steps: 30"
    course = write_course(tmp_path / "course", races=PAGE.format(options=options))
    app = tutor(course, tmp_path, "races")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await lesson_screen(app).show_page(1)
        await until(pilot, lambda: app.screen.query_one(PlaygroundView).is_on_screen, "the page")
        view = playground_of(app)
        await pilot.press("r")
        await over(pilot, view)
        assert view.status.startswith("✓ raced"), view.status
        assert [result.name for result in view.results] == ["SGD", "Momentum"]
        # each step of SGD multiplies x1 by 0.8 and x2 by 0.6
        assert abs(view.results[0].end[0] - -5 * 0.8**30) < 1e-5
        assert app.progress.done("tiny", "races")
        view.panel.cursor = 5
        view.panel.focus()
        await pilot.press("2", "enter")  # a rate of 2
        await over(pilot, view)
        assert view.results[0].diverged
        assert not view.results[1].diverged
        assert "diverged, step" in view.text


async def test_the_learners_own_code_takes_part(tmp_path: Path) -> None:
    course = load_course(default_root()).course
    assert course is not None
    app = tutor(course, tmp_path, None, OWN)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.action_playground()
        await until(pilot, lambda: app.screen.query(PlaygroundView), "the playground")
        view = app.screen.query_one(PlaygroundView)
        await over(pilot, view)
        own = next(lane for lane in view.choices.lanes if lane.method.name == "my_momentum")
        theirs = next(lane for lane in view.choices.lanes if lane.method.name == "momentum")
        own.values = {"lr": theirs.values["lr"], "gamma": theirs.values["momentum"]}
        view.choices.toggle(own)
        view.race()
        await over(pilot, view)
        assert "with your init_momentum, momentum" in view.status
        ends = {result.name: result.end for result in view.results}
        for mine, torchs in zip(ends["your momentum"], ends["Momentum"], strict=True):
            assert abs(mine - torchs) < 1e-4


async def test_an_error_in_the_learners_code_is_said(tmp_path: Path) -> None:
    course = load_course(default_root()).course
    assert course is not None
    app = tutor(course, tmp_path, None, OWN.replace("p -= v", "p -= w"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.action_playground()
        await until(pilot, lambda: app.screen.query(PlaygroundView), "the playground")
        view = app.screen.query_one(PlaygroundView)
        await over(pilot, view)
        own = next(lane for lane in view.choices.lanes if lane.method.name == "my_momentum")
        view.choices.toggle(own)
        view.race()
        await over(pilot, view)
        assert "NameError: name 'w' is not defined" in view.status
