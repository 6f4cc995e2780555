"""`live.surface`: where it looks, what it shades, which paths it takes, and what it says."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from surface_sinks import Pictures, ends, numbers, places

from tutor.engine.protocol import MAX_FRAME, Surface, encode
from tutor.kit import hook, live, objectives
from tutor.kit.paths import MANY_ITERATES, MANY_PATHS
from tutor.kit.shading import HIGHEST, MISSING, Shading


def bowl(x1: Any, x2: Any) -> Any:
    return 0.1 * x1**2 + 2 * x2**2


def walk(eta: float, steps: int, start: tuple[float, float] = (-5.0, -2.0)) -> list[Any]:
    path = [start]
    for _ in range(steps):
        x1, x2 = path[-1]
        path.append((x1 - eta * 0.2 * x1, x2 - eta * 4 * x2))
    return path


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Pictures:
    made = Pictures()
    monkeypatch.setattr(hook, "sink", made)
    return made


def drawn(sink: Pictures, *args: Any, **options: Any) -> Surface:
    live.surface(*args, **options)
    return sink.surfaces[-1]


# --- the ground -----------------------------------------------------------------------------------


def test_a_surface_with_its_paths(sink: Pictures) -> None:
    path = walk(0.4, 20)
    event = drawn(sink, bowl, (-6, 6), (-4, 4), paths={"SGD": path}, name="f")
    assert (ends(event.x), ends(event.y)) == ((-6, 6), (-4, 4))
    assert (event.name, event.style) == ("f", "both")
    columns, rows = len(event.x) // 8, len(event.y) // 8
    shade = np.frombuffer(event.shade, np.uint8).reshape(rows, columns)
    assert shade[rows // 2, columns // 2] == shade.min() == 0
    assert {shade[0, 0], shade[-1, -1]} == {HIGHEST}
    assert (event.low, event.high) == pytest.approx((0, 35.6))
    assert [path.name for path in event.paths] == ["SGD"]
    assert places(event.paths[0]) == pytest.approx(path)
    assert numbers(event.paths[0].height) == pytest.approx([bowl(*place) for place in path])


def test_level_curves_lie_where_f_has_their_value(sink: Pictures) -> None:
    event = drawn(sink, bowl, (-6, 6), (-4, 4), levels=[1, 4, 9])
    assert [contour.level for contour in event.contours] == [1, 4, 9]
    for contour in event.contours:
        for x, y in contour.lines:
            values = [bowl(*place) for place in zip(numbers(x), numbers(y), strict=True)]
            assert values == pytest.approx([contour.level] * len(values), rel=0.03, abs=0.02)
    assert drawn(sink, bowl, levels=0).contours == []
    assert len(drawn(sink, bowl, levels=7).contours) == 7


@pytest.mark.parametrize("name", ["rosenbrock", "beale", "himmelblau", "bowl", "saddle"])
def test_shades_rise_with_f_and_none_is_wasted(sink: Pictures, name: str) -> None:
    f = objectives.OBJECTIVES[name]
    event = drawn(sink, f)
    shade = np.frombuffer(event.shade, np.uint8)
    x, y = np.meshgrid(np.frombuffer(event.x), np.frombuffer(event.y))
    z = f(x, y).reshape(-1)
    order = np.argsort(z)
    assert (np.diff(shade[order].astype(int)) >= -1).all()  # float32 and the table between
    counts = np.histogram(shade, bins=8, range=(0, 255))[0] / len(shade)
    assert counts.min() > 0.02, "a shade that hardly occurs"
    assert counts.max() < 0.4, "most of the picture in one shade"


def test_a_narrow_valley_can_be_seen_falling(sink: Pictures) -> None:
    """Along the bottom of Rosenbrock's valley f goes from 4 to 0, beside it up to 2500."""
    event = drawn(sink, objectives.rosenbrock)
    shading = Shading.of(_heights(objectives.rosenbrock, event))
    bottom = [(-1.2, 1.44), (-0.6, 0.36), (0.2, 0.04), (1.0, 1.0)]
    places = shading.place(np.array([objectives.rosenbrock(*place) for place in bottom]))
    assert (np.diff(places) < -0.005).all()


def _heights(f: Callable[..., Any], event: Surface) -> Any:
    return f(*np.meshgrid(np.frombuffer(event.x), np.frombuffer(event.y)))


def test_what_has_no_value_has_no_shade(sink: Pictures) -> None:
    event = drawn(sink, lambda a, b: torch.log(a) + b, (-1, 1), (0, 1))
    shade = np.frombuffer(event.shade, np.uint8).reshape(-1, len(event.x) // 8)
    assert (shade[:, 0] == MISSING).all()
    assert (shade[:, -1] < MISSING).all()
    for contour in event.contours:
        assert all(min(numbers(x)) >= 0 for x, _ in contour.lines)
    nowhere = drawn(sink, lambda a, b: a * math.nan)
    assert set(nowhere.shade) == {MISSING}
    assert nowhere.contours == []


@pytest.mark.parametrize("value", [3, 0.0, -1e300])
def test_a_constant_is_one_shade(sink: Pictures, value: float) -> None:
    event = drawn(sink, lambda a, b: value)
    assert len(set(event.shade)) == 1
    assert event.contours == []


def test_values_beyond_all_measure(sink: Pictures) -> None:
    event = drawn(sink, lambda a, b: (a**2 + b**2) * 1e308, (-3, 3), (-3, 3))
    shade = set(event.shade)
    assert {0, MISSING} <= shade


# --- where to look --------------------------------------------------------------------------------


def test_it_looks_where_the_paths_are(sink: Pictures) -> None:
    event = drawn(sink, bowl, paths={"a": [(-5, -2), (-1, 1)], "b": torch.tensor([[-5.0, -2.0]])})
    (x_low, x_high), (y_low, y_high) = ends(event.x), ends(event.y)
    assert -7 < x_low < -5 < -1 < x_high < 1
    assert -4 < y_low < -2 < 1 < y_high < 3
    assert ends(drawn(sink, bowl).x) == (-5, 5)
    assert ends(drawn(sink, bowl, (0, 1), paths={"a": [(-5, -2), (-1, 1)]}).x) == (0, 1)


@pytest.mark.parametrize("eta", [0.51, 0.6, 1.0, 5.0, 1e5, 1e200])
def test_a_diverging_path_does_not_blow_the_view_up(sink: Pictures, eta: float) -> None:
    path = walk(eta, 300)
    event = drawn(sink, bowl, paths={"far": path, "near": walk(0.4, 20)})
    assert -12 < ends(event.x)[0] <= -5
    assert -6 < ends(event.y)[0] <= -2
    assert ends(event.y)[1] < 6
    kept = places(event.paths[0])
    assert len(kept) == 301
    assert kept[1] == path[1]
    alone = drawn(sink, bowl, paths=path)
    width = ends(alone.x)[1] - ends(alone.x)[0]
    assert 0 < width < 4e6
    assert np.isfinite(ends(alone.y)).all()


def test_a_path_off_a_cliff_stays_in_sight_of_its_start(sink: Pictures) -> None:
    """f falls without end: the path doesn't climb, and still runs away."""
    path = [(1.5**k, 1e-3 * 3**k) for k in range(200)]
    event = drawn(sink, lambda a, b: a**2 - b**2, paths=path)
    assert abs(ends(event.y)[1]) < 1e24
    known = drawn(sink, objectives.saddle, paths=path)
    assert ends(known.y)[1] <= 5.1


def test_a_single_place_is_seen_from_around(sink: Pictures) -> None:
    event = drawn(sink, bowl, paths={"one": [(2.0, 3.0)]})
    assert ends(event.x)[0] < 2 < ends(event.x)[1]
    assert ends(event.y)[0] < 3 < ends(event.y)[1]
    assert ends(drawn(sink, bowl, paths={"none": torch.zeros(0, 2)}).x) == (-5, 5)
    assert sink.surfaces[-1].paths == []


def test_objectives_know_where_to_look_and_what_to_mark(sink: Pictures) -> None:
    event = drawn(sink, objectives.himmelblau)
    assert (ends(event.x), ends(event.y)) == ((-5, 5), (-5, 5))
    assert [mark[0] for mark in event.marks] == [""] * 4
    assert drawn(sink, objectives.bowl).marks == [("minimum", 0.0, 0.0)]
    assert drawn(sink, bowl, marks={"here": (1, 2)}).marks == [("here", 1.0, 2.0)]


# --- one variable ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [[10, 6, 3.6], torch.tensor([10.0, 6.0, 3.6]), [torch.tensor(10.0), 6, 3.6],
             torch.tensor([[10.0], [6.0], [3.6]])],
)  # fmt: skip
def test_an_objective_of_one_variable(sink: Pictures, path: Any) -> None:
    event = drawn(sink, lambda x: x**2, paths={"walk": path}, marks={"bottom": 0})
    assert event.shade == b""
    assert numbers(event.paths[0].x) == pytest.approx([10, 6, 3.6])
    assert numbers(event.paths[0].y) == pytest.approx([100, 36, 12.96])
    assert numbers(event.y) == pytest.approx([x**2 for x in numbers(event.x)])
    assert event.marks == [("bottom", 0.0, 0.0)]
    assert ends(drawn(sink, math.cos, (0, 1)).x) == (0, 1)


# --- paths ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        [(1, 2), (3, 4)],
        [[1, 2], [3, 4]],
        [torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0], requires_grad=True)],
        torch.tensor([[1, 2], [3, 4]]),
        np.array([[1, 2], [3, 4]], dtype=np.float32),
        [(torch.tensor(1.0), 2), (3, torch.tensor([4.0]))],
        (p for p in [(1, 2), (3, 4)]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_is_a_path(sink: Pictures, path: Any) -> None:
    assert places(drawn(sink, bowl, paths={"p": path}).paths[0]) == [(1, 2), (3, 4)]


def test_long_paths_are_thinned_and_keep_their_numbers(sink: Pictures) -> None:
    steps = 100_000
    turn = np.linspace(0, 50, steps + 1)
    path = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    (sent,) = drawn(sink, bowl, paths={"long": path}).paths
    kept = [int(number) for number in numbers(sent.steps)]
    assert len(kept) <= MANY_ITERATES
    assert kept[:400] == list(range(400))
    assert kept[-1] == steps
    for at in (7, 900, -1):
        assert places(sent)[at] == pytest.approx(tuple(path[kept[at]]))
    assert numbers(drawn(sink, bowl, paths={"short": path[:50]}).paths[0].steps) == []


def test_many_long_paths_fit_into_a_frame(sink: Pictures) -> None:
    chance = np.random.default_rng(0)
    paths = {f"p{n}": chance.normal(size=(5000, 2)).cumsum(0) for n in range(MANY_PATHS)}
    event = drawn(sink, bowl, paths=paths)
    assert len(event.paths) == MANY_PATHS
    assert len(encode(event)) < MAX_FRAME / 2


def test_noise_fits_into_a_frame(sink: Pictures) -> None:
    event = drawn(sink, lambda a, b: torch.rand(a.shape) if torch.is_tensor(a) else 0.5, levels=40)
    assert len(encode(event)) < MAX_FRAME / 2


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: live.surface(3), TypeError, "draws a function, but this is a int"),  # type: ignore[arg-type]
        (lambda: live.surface(bowl, (5, -5)), ValueError, r"x=\(5, -5\) is no range"),
        (lambda: live.surface(bowl, 5), ValueError, "as in x=.-5, 5.; this is 5"),  # type: ignore[arg-type]
        (lambda: live.surface(bowl, y=(0, math.inf)), ValueError, "both finite"),
        (lambda: live.surface(bowl, style="dots"), ValueError, '"both", "heat" or "contours"'),  # type: ignore[arg-type]
        (lambda: live.surface(bowl, paths={"p": torch.ones(2, 50)}), ValueError, r"path\.T"),
        (lambda: live.surface(bowl, paths={"p": torch.ones(5)}), ValueError, "has 2 variables"),
        (lambda: live.surface(bowl, paths={"p": [(1, 2), (3,)]}), ValueError, "different numbers"),
        (lambda: live.surface(bowl, paths={"p": 3}), TypeError, 'the path "p" is a int'),
        (lambda: live.surface(bowl, paths={"p": ["ab", "cd"]}), TypeError, "real numbers"),
        (lambda: live.surface(bowl, paths={"p": torch.ones(2, 2) * 1j}), TypeError, "real numbers"),
        (
            lambda: live.surface(bowl, paths={"a": [(1, 2)], "b": [1, 2]}),
            ValueError,
            'of one variable and some of two: "a" 2, "b" 1',
        ),
        (lambda: live.surface(bowl, paths={str(n): [(1, 2)] for n in range(65)}), ValueError, "65"),
        (lambda: live.surface(bowl, levels=1000), ValueError, "up to 40"),
        (lambda: live.surface(bowl, levels=["a"]), ValueError, "a list of heights"),  # type: ignore[list-item]
        (lambda: live.surface(bowl, marks=[(1, 2)]), TypeError, "places by name"),  # type: ignore[arg-type]
        (
            lambda: live.surface(bowl, marks={"m": 1}),
            ValueError,
            "1 coordinate, and f has 2 variables",
        ),
    ],
)
def test_it_says_what_does_not_fit(
    sink: Pictures, call: Callable[[], None], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        call()
    assert sink.surfaces == []


def test_outside_the_app_it_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    live.surface(bowl, (-6, 6), (-4, 4), paths={"SGD": [(-5, -2), (-1, 0.5)]}, name="f")
    live.surface(lambda x: x**2, (-2, 2), paths=[1.5, 1.0])
    assert capsys.readouterr().out == (
        "surface f: x1 -6 … 6, x2 -4 … 4, f 0 … 35.6\n"
        "  SGD: 1 step, to (-1, 0.5), f 0.6\n"
        "surface: x -2 … 2, f 0 … 4\n"
        "  1 step, to 1, f 1\n"
    )
