"""The code that a playground makes runs as it stands: with every optimizer, on every objective."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tutor.course import races
from tutor.course.objectives import OBJECTIVES, Objective
from tutor.course.optimizers import METHODS
from tutor.kit import live
from tutor.kit import objectives as functions


def race(objective: Objective, steps: int, *names: str) -> races.Race:
    methods = [METHODS[name] for name in names or METHODS]
    entrants = tuple(races.chosen(method, objective, {}) for method in methods)
    return races.Race(objective, objective.start, steps, entrants)


def test_it_is_a_script(tmp_path: Path) -> None:
    script = tmp_path / "race.py"
    script.write_text(races.code(race(OBJECTIVES["rosenbrock"], 3)), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    for title in ("SGD", "Nesterov", "AdaDelta", "your adam"):
        assert title in ran.stdout


@pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=lambda o: o.name)
def test_what_is_suggested_goes_well(
    objective: Objective, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody flies off with the numbers that the playground suggests, and somebody arrives."""
    paths: dict[str, torch.Tensor] = {}
    real = live.race
    monkeypatch.setattr(live, "race", lambda *given, **named: paths.update(real(*given, **named)))
    chosen = race(objective, objective.steps)
    exec(compile(races.code(chosen), "race", "exec"), {})
    capsys.readouterr()
    function = getattr(functions, objective.name)
    start = float(function(torch.tensor(objective.start).squeeze()))
    ends = {name: float(function(path[-1])) for name, path in paths.items()}
    assert list(ends) == list(chosen.labels)
    assert all(end < start for end in ends.values()), ends
    near = objective.lowest + 0.01 * (start - objective.lowest)
    assert sum(end <= near for end in ends.values()) >= 2, ends


def test_the_learners_functions_take_the_same_steps(capsys: pytest.CaptureFixture[str]) -> None:
    """The pair of functions from tutor.mine stands for torch's own: same numbers, same path."""
    source = races.code(race(OBJECTIVES["bowl"], 20, "momentum", "my_momentum"))
    names: dict[str, object] = {}
    exec(compile(source.replace("live.race(", "paths = live.race("), "race", "exec"), names)
    capsys.readouterr()
    paths = names["paths"]
    assert isinstance(paths, dict)
    ours, theirs = paths["your momentum"], paths["Momentum"]
    # torch multiplies by the rate after adding up, the exercise before: with one rate the same
    torch.testing.assert_close(ours, theirs)
