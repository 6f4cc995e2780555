"""Which data sets are here, and what was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.datasets import registry, shelf
from tutor.datasets.registry import DataSet


@pytest.fixture
def airfoil() -> DataSet:
    return registry.find("airfoil")


def put_there(data: DataSet) -> None:
    for file in data.files:
        path = shelf.folder(data) / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_where_they_lie(
    airfoil: DataSet, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shelf.folder(airfoil) == own_home / "data" / "airfoil"
    monkeypatch.setenv("TUTOR_DATA", str(tmp_path / "large disk"))
    assert shelf.folder(airfoil) == tmp_path / "large disk" / "airfoil"
    monkeypatch.setenv("TUTOR_DATA", "beside")
    assert shelf.data_dir().is_absolute()


def test_the_states(airfoil: DataSet) -> None:
    assert shelf.state(airfoil) == "open"
    assert shelf.state(registry.find("linear")) == "made"
    shelf.choose("airfoil", "synthetic")
    assert shelf.state(airfoil) == "synthetic"
    put_there(airfoil)
    assert shelf.state(airfoil) == "synthetic"  # it was chosen
    shelf.choose("airfoil", "real")
    assert shelf.state(airfoil) == "real"
    shelf.choose("airfoil", None)
    assert shelf.choice("airfoil") is None
    assert shelf.state(airfoil) == "real"


def test_a_set_is_here_only_with_all_its_files() -> None:
    fashion = registry.find("fashion_mnist")
    put_there(fashion)
    assert shelf.is_here(fashion)
    (shelf.folder(fashion) / fashion.files[-1].name).unlink()
    assert not shelf.is_here(fashion)
    shelf.choose("fashion_mnist", "real")  # what one wants doesn't make it be there
    assert shelf.state(fashion) == "open"
    assert not shelf.is_here(registry.find("linear"))


def test_choices_stand_beside_each_other(airfoil: DataSet) -> None:
    shelf.choose("airfoil", "synthetic")
    shelf.choose("fashion_mnist", "real")
    assert (shelf.choice("airfoil"), shelf.choice("fashion_mnist")) == ("synthetic", "real")
    assert [p.name for p in shelf.data_dir().iterdir()] == [shelf.CHOICES]
    assert {data.name: state for data, state in shelf.states()} == {
        "airfoil": "synthetic", "fashion_mnist": "open", "linear": "made", "polynomial": "made",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"airfoil": "green"}', "\x00"])
def test_damaged_choices_ask_again(airfoil: DataSet, text: str) -> None:
    shelf.choose("airfoil", "synthetic")
    (shelf.data_dir() / shelf.CHOICES).write_text(text, encoding="utf-8")
    assert shelf.state(airfoil) == "open"
    shelf.choose("airfoil", "synthetic")
    assert shelf.state(airfoil) == "synthetic"
