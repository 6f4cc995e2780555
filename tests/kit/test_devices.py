"""Which device lesson code gets."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
import torch

import tutor.kit
from tutor.kit import devices


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    devices.available.cache_clear()
    vars(tutor.kit).pop("device", None)
    yield
    devices.available.cache_clear()
    vars(tutor.kit).pop("device", None)


def have(monkeypatch: pytest.MonkeyPatch, *, cuda: int = 0, mps: bool = False) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


@pytest.mark.parametrize(
    ("cuda", "mps", "asked", "found"),
    [
        (0, False, None, "cpu"),
        (2, True, None, "cuda:0"),
        (0, True, None, "mps"),
        (2, True, "cpu", "cpu"),
        (2, True, " CUDA ", "cuda:0"),
        (2, True, "cuda:1", "cuda:1"),
        (2, True, "mps", "mps"),
        (0, False, "auto", "cpu"),
        (0, False, "", "cpu"),
    ],
)
def test_the_best_device_or_the_one_asked_for(
    monkeypatch: pytest.MonkeyPatch, cuda: int, mps: bool, asked: str | None, found: str
) -> None:
    have(monkeypatch, cuda=cuda, mps=mps)
    if asked is not None:
        monkeypatch.setenv("TUTOR_DEVICE", asked)
    assert tutor.kit.device == torch.device(found)
    assert devices.name() == found


@pytest.mark.parametrize("asked", ["gpu", "cuda:7", "mps"])
def test_a_device_that_is_not_there(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    have(monkeypatch, cuda=1)
    monkeypatch.setenv("TUTOR_DEVICE", asked)
    said = f'TUTOR_DEVICE is "{asked}", and there is no such device here. Set it to one of these'
    with pytest.raises(RuntimeError, match=said):
        devices.find()
    assert devices.name() == ""
    told = devices.describe()
    assert told.problem
    assert told.available == ("cuda:0", "cpu")
    assert str(told).endswith("or leave it out: cuda:0, cpu.")


def test_the_device_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch)
    told = devices.describe()
    assert (told.name, told.problem, told.chosen_by) == ("cpu", "", "the best one found")
    assert "thread" in str(told)
    monkeypatch.setenv("TUTOR_DEVICE", "cpu")
    assert devices.describe().chosen_by == "TUTOR_DEVICE"


def test_importing_the_kit_asks_for_no_device() -> None:
    code = (
        "import sys, tutor.kit, tutor.kit.live\n"
        "assert 'device' not in vars(tutor.kit)\n"
        "assert 'torch' not in sys.modules, 'the live calls need no torch'\n"
        "try: tutor.kit.nothing\n"
        "except AttributeError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "module 'tutor.kit' has no attribute 'nothing'\n"
