"""Snapshots of figures. After a change that is meant, `--snapshot-update`, and look at them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
from figure_samples import CODE, ETAS, Host, descent, ran, surface
from textual.pilot import Pilot

from tutor.course.model import Panel, PlotOptions

SnapCompare = Callable[..., bool]
PANELS = PlotOptions(
    title="Training",
    x="step",
    panels=(Panel("loss", ("train", "test"), "log"), Panel("accuracy", ("accuracy",))),
)


def filled(app: Host, *keys: str, etas: Sequence[float] = ETAS) -> Callable[..., object]:
    """Draw these runs, focus the figure, press keys."""

    async def fill(pilot: Pilot[None]) -> None:
        for eta in etas:
            if app.options is PANELS:
                train = [y + 1e-3 for y in descent(eta)]
                test = [y + 0.02 for y in train]
                accuracy = [1 / (1 + y) for y in test]
                ran(app.figure.model, {"eta": eta}, train=train, test=test, accuracy=accuracy)
            else:
                ran(app.figure.model, {"eta": eta})
        app.figure.focus()
        await pilot.pause(0.2)
        await pilot.press(*keys)
        await pilot.pause(0.3)

    return fill


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (56, 18)])
def test_eight_runs(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    app = Host()
    assert snap_compare(app, terminal_size=size, run_before=filled(app))


@pytest.mark.parametrize("theme", ["tutor-light", "ansi-dark", "ansi-light"])
def test_eight_runs_in_other_colours(snap_compare: SnapCompare, theme: str) -> None:
    app = Host(theme=theme)
    assert snap_compare(app, terminal_size=(80, 24), run_before=filled(app))


@pytest.mark.parametrize("markers", ["dot", "ascii"])
def test_eight_runs_in_other_fonts(snap_compare: SnapCompare, markers: str) -> None:
    app = Host(markers=markers)  # type: ignore[arg-type]
    assert snap_compare(app, terminal_size=(80, 24), run_before=filled(app))


def test_panels(snap_compare: SnapCompare) -> None:
    app = Host(PANELS)
    assert snap_compare(app, terminal_size=(80, 34), run_before=filled(app, etas=ETAS[2:5]))


def test_full_screen_with_panels(snap_compare: SnapCompare) -> None:
    app = Host(PANELS)
    assert snap_compare(app, terminal_size=(120, 36), run_before=filled(app, "f"))


def test_a_diverging_run_among_calm_ones(snap_compare: SnapCompare) -> None:
    app = Host()
    etas = [0.05, 0.1, 0.3, 2.2]
    assert snap_compare(app, terminal_size=(80, 24), run_before=filled(app, etas=etas))


def test_a_run_that_becomes_infinite_on_a_logarithmic_axis(snap_compare: SnapCompare) -> None:
    app = Host(PlotOptions(title="Too large", x="step", y="loss", yscale="log"))

    async def fill(pilot: Pilot[None]) -> None:
        ran(app.figure.model, {"eta": 0.1}, loss=[*descent(0.1), 0.0])
        ran(app.figure.model, {"eta": 3.0}, loss=[*(4.0**i for i in range(20)), math.inf])
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=(80, 24), run_before=fill)


def test_smoothed(snap_compare: SnapCompare) -> None:
    app = Host()

    async def fill(pilot: Pilot[None]) -> None:
        for eta in (0.05, 0.15):
            noisy = [y + 0.1 * math.sin(i * i) for i, y in enumerate(descent(eta))]
            ran(app.figure.model, {"eta": eta}, loss=noisy)
        app.figure.focus()
        await pilot.press("w", "w")
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=(80, 24), run_before=fill)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_the_table(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    app = Host()
    assert snap_compare(app, terminal_size=size, run_before=filled(app, "2", "v"))


def test_a_surface_above_its_curve(snap_compare: SnapCompare) -> None:
    app = Host()

    async def fill(pilot: Pilot[None]) -> None:
        for end in (0.5, 0.25):
            app.figure.begin({"end": end}, CODE)
            await app.figure.take(surface([2.0, end], [1.0, 0.1]))
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=(80, 40), run_before=fill)
