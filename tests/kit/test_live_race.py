"""`live.race`: optimizers of every style from one start, their paths, the picture, the table."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from surface_sinks import Pictures, numbers, places
from torch import Tensor

from tutor.kit import hook, live, objectives, racing

ETA = 0.4


def bowl(x1: Any, x2: Any) -> Any:
    return 0.1 * x1**2 + 2 * x2**2


def sgd(params: list[Tensor]) -> Any:
    return torch.optim.SGD(params, lr=ETA)


def init_momentum(params: list[Tensor]) -> list[Tensor]:
    return [torch.zeros_like(p) for p in params]


@torch.no_grad()
def momentum(params: list[Tensor], states: list[Tensor]) -> None:
    for p, v in zip(params, states, strict=True):
        v[...] = 0.5 * v + ETA * p.grad
        p.sub_(v)


@torch.no_grad()
def by_hand(params: list[Tensor]) -> None:
    for p in params:
        assert p.grad is not None
        p.sub_(ETA * p.grad)


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Pictures:
    made = Pictures()
    monkeypatch.setattr(hook, "sink", made)
    return made


def expected(steps: int) -> list[tuple[float, float]]:
    return [(-5 * (1 - 0.2 * ETA) ** k, -2 * (1 - 4 * ETA) ** k) for k in range(steps + 1)]


def close(path: Tensor, wanted: Any) -> bool:
    return np.allclose(path.numpy(), np.asarray(wanted), rtol=1e-4, atol=1e-6)


def test_a_race_by_every_style(sink: Pictures) -> None:
    race = {
        "torch": sgd,
        "by hand": by_hand,
        "with states": (init_momentum, momentum),
        "torch's momentum": lambda p: torch.optim.SGD(p, lr=ETA, momentum=0.5),
        "a step": lambda p: lambda: by_hand(p),
    }
    paths = live.race(bowl, race, start=(-5, -2), steps=20)
    assert list(paths) == list(race)
    assert all(path.shape == (21, 2) and not path.requires_grad for path in paths.values())
    for name in ("torch", "by hand"):
        assert close(paths[name], expected(20)), name
    assert close(paths["with states"], paths["torch's momentum"])
    event = sink.surfaces[-1]
    assert [path.name for path in event.paths] == list(race)
    assert np.allclose(places(event.paths[0]), expected(20), rtol=1e-4, atol=1e-6)
    assert sink.rounds_done == 20


def test_a_step_alone_is_made_from_the_second_on(sink: Pictures) -> None:
    """A callable that only makes the step is called for the first step as well."""
    paths = live.race(bowl, {"a": lambda p: lambda: by_hand(p)}, start=(-5, -2), steps=3)
    assert close(paths["a"], expected(3))


def test_f_of_a_vector_and_of_one_variable(sink: Pictures) -> None:
    H = torch.tensor([[0.2, 0.0], [0.0, 4.0]])  # noqa: N806
    paths = live.race(lambda x: x @ H @ x / 2, {"a": sgd}, start=torch.tensor([-5.0, -2.0]))
    assert close(paths["a"], expected(20))
    line = live.race(lambda x: x**2, {"a": lambda p: torch.optim.SGD(p, lr=0.2)}, start=10)
    assert line["a"].shape == (21,)
    assert line["a"][10].item() == pytest.approx(10 * 0.6**10, rel=1e-4)
    assert sink.surfaces[-1].shade == b""
    assert numbers(sink.surfaces[-1].paths[0].height)[0] == 100


def test_optimizers_that_ask_again(sink: Pictures) -> None:
    paths = live.race(bowl, {"L-BFGS": torch.optim.LBFGS}, start=(-5, -2), steps=3)
    assert paths["L-BFGS"][-1].abs().max().item() < 1e-2


def test_the_table_says_who_was_near_when(sink: Pictures) -> None:
    race = {"SGD": sgd, "far": lambda p: torch.optim.SGD(p, lr=0.6), "still": lambda p: lambda: 0}
    paths = live.race(objectives.ill_conditioned, race, steps=60)
    ((header, rows),) = sink.tables
    assert header == ["", "last f", "lowest f", "at step", "within 1 %"]
    assert [row[0] for row in rows] == ["SGD", "far", "still"]
    f0 = bowl(-5, -2)
    near = next(k for k, place in enumerate(expected(60)) if bowl(*place) <= 0.01 * f0)
    assert rows[0][4] == str(near)
    assert float(rows[0][1]) == pytest.approx(bowl(*paths["SGD"][-1]).item(), rel=1e-3)
    assert rows[1][3:] == ["0", "never"]
    assert rows[2][1:] == ["10.5", "10.5", "0", "never"]


def test_a_race_that_diverges_goes_on(sink: Pictures) -> None:
    race = {"far": lambda p: torch.optim.SGD(p, lr=1e30), "SGD": sgd}
    paths = live.race(bowl, race, start=(-5, -2), steps=30)
    assert paths["far"].shape == (31, 2)
    assert not torch.isfinite(paths["far"][-1]).all()
    assert torch.isfinite(paths["SGD"]).all()
    assert math.isfinite(numbers(sink.surfaces[-1].x)[0])


def test_a_long_race_can_be_watched(sink: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(racing, "DRAW_SECONDS", 0.01)

    def slow(params: list[Tensor]) -> None:
        time.sleep(0.005)
        by_hand(params)

    live.race(bowl, {"a": slow}, start=(-5, -2), steps=30)
    lengths = [len(numbers(event.paths[0].x)) for event in sink.surfaces]
    assert len(lengths) > 4
    assert lengths == sorted(lengths)
    assert lengths[-1] == 31


def test_a_race_can_be_stopped(sink: Pictures) -> None:
    sink.alert = True
    with pytest.raises(KeyboardInterrupt):
        live.race(bowl, {"a": sgd}, start=(-5, -2), steps=30)


def test_the_start_is_not_touched(sink: Pictures) -> None:
    start = torch.tensor([-5.0, -2.0], dtype=torch.float64)
    paths = live.race(bowl, {"a": sgd}, start=start, steps=0)
    assert start.tolist() == [-5, -2]
    assert paths["a"].dtype == torch.float64
    assert paths["a"].tolist() == [[-5, -2]]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: live.race(bowl, {}, (1, 1)), TypeError, "optimizers by name.*this is empty"),
        (lambda: live.race(bowl, sgd, (1, 1)), TypeError, "optimizers by name"),  # type: ignore[arg-type]
        (lambda: live.race(bowl, {"a": 3}, (1, 1)), TypeError, 'The optimizer "a" is a int'),
        (lambda: live.race(bowl, {"a": (1, 2)}, (1, 1)), TypeError, "or a pair of functions"),
        (lambda: live.race(bowl, {"a": lambda p: 3}, (1, 1)), TypeError, 'optimizer "a"'),
        (lambda: live.race(bowl, {"a": sgd}), TypeError, "where to start"),
        (lambda: live.race(bowl, {"a": sgd}, "here"), TypeError, "this is a str"),
        (lambda: live.race(bowl, {"a": sgd}, (1, 2, 3)), ValueError, "3 coordinates, and the fun"),
        (lambda: live.race(bowl, {"a": sgd}, (1, 1), steps=-1), ValueError, "not -1"),
        (
            lambda: live.race(lambda a, b: float(a.detach()), {"a": sgd}, (1, 1)),
            ValueError,
            "gives a float",
        ),
        (
            lambda: live.race(lambda a, b: torch.tensor(a.item()), {"a": sgd}, (1, 1)),
            ValueError,
            "no .item",
        ),
        (lambda: live.race(lambda x: x * 2, {"a": sgd}, (1, 1)), ValueError, "shape .2,."),
    ],
)
def test_it_says_what_does_not_fit(
    sink: Pictures, call: Callable[[], Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        call()
    assert sink.surfaces == []


def test_outside_the_app_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    live.race(objectives.bowl, {"SGD": lambda p: torch.optim.SGD(p, lr=0.1)}, steps=2)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "surface: x1 -6 … 6, x2 -3.5 … 3.5, f 0 … 60.5"
    assert printed[1].startswith("  SGD: 2 steps, to (-3.2, -0.72), f 11.27")
    assert printed[2].split() == ["last", "f", "lowest", "f", "at", "step", "within", "1", "%"]
