"""The list of data sets: what it says, and changing one's mind."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_steps import (
    AIRFOIL,
    FAILED,
    ScriptedFetch,
    asked,
    coming,
    data_app,
    put_files,
    said,
)
from settings_steps import opened
from textual.pilot import Pilot

from tutor.app import data_facts
from tutor.app.data_look import DataLook
from tutor.app.data_screen import DataList, DataScreen
from tutor.app.driving import lesson_screen, screen_text, until
from tutor.app.main import TutorApp
from tutor.datasets import registry, shelf
from tutor.datasets.getting import Done
from tutor.engine import Engine


async def listed(pilot: Pilot[None], row: int = 0) -> DataScreen:
    """The list, with that row chosen."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    await pilot.pause()
    await pilot.press("D")
    await pilot.pause()
    assert isinstance(app.screen, DataScreen)
    app.screen.query_one(DataList).highlighted = row
    await pilot.pause()
    return app.screen


def line_of(app: TutorApp, title: str) -> str:
    (line, *_) = [each for each in screen_text(app).splitlines() if title in each]
    return " ".join(line.split())


async def test_it_lists_every_set_with_its_state_and_size(tmp_path: Path) -> None:
    put_files("fashion_mnist")
    app = data_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await listed(pilot)
        assert list(screen.sets) == list(registry.load())
        assert line_of(app, AIRFOIL) == f"{AIRFOIL} not here yet 60 kB"
        assert line_of(app, "Fashion-MNIST") == "Fashion-MNIST real data 30.9 MB"
        assert line_of(app, "A cubic") == "A cubic, with noise made by a formula"
        assert "data.airfoil()" in screen_text(app)


async def test_it_is_reached_from_map_palette_and_settings(tmp_path: Path) -> None:
    app = data_app(tmp_path, start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, DataScreen)
        await pilot.press("escape")
        await opened(pilot, "data")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DataScreen), "the list", 5)
        commands = {command.title for command in app.get_system_commands(app.screen)}
        assert "Data sets" in commands


async def test_a_change_of_mind_in_both_directions(tmp_path: Path) -> None:
    put_files("airfoil")
    app = data_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        _ = app.engine
        await listed(pilot)
        await pilot.press("s")
        await until(pilot, lambda: shelf.choice("airfoil") == "synthetic", "the choice", 5)
        await pilot.pause()
        assert line_of(app, AIRFOIL) == f"{AIRFOIL} synthetic data 60 kB"
        assert app.engine.renewed == 1  # type: ignore[attr-defined]
        assert f"lessons use synthetic data for {AIRFOIL}" in said(app)
        await pilot.press("r")
        await until(pilot, lambda: shelf.choice("airfoil") == "real", "the choice", 5)
        await pilot.pause()
        assert line_of(app, AIRFOIL) == f"{AIRFOIL} real data 60 kB"


async def test_keys_are_offered_only_where_they_make_sense(tmp_path: Path) -> None:
    put_files("fashion_mnist")
    app = data_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await listed(pilot)
        offers = {}
        for row, name in enumerate(screen.sets):
            screen.query_one(DataList).highlighted = row
            offers[name] = {
                action
                for action in ("download", "real", "synthetic")
                if screen.check_action(action, ())
            }
        assert offers == {
            "airfoil": {"download", "synthetic"},
            "fashion_mnist": {"synthetic"},
            "linear": set(),
            "polynomial": set(),
        }


async def test_a_download_from_the_list_shows_in_it(tmp_path: Path) -> None:
    fetch = ScriptedFetch([coming(), Done()])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        await pilot.press("d")
        dialog = await asked(pilot)
        assert dialog.phase == "fetch"
        assert "Close this window" in screen_text(app)
        fetch.go()
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, DataScreen), "the list", 5)
        await until(pilot, lambda: "downloading, 33%" in screen_text(app), "how far", 5)
        fetch.go()
        await until(pilot, lambda: "real data" in line_of(app, AIRFOIL), "the state", 5)
        assert shelf.choice("airfoil") == "real"


@pytest.mark.slow
async def test_a_failure_from_the_list_offers_synthetic_data(tmp_path: Path) -> None:
    fetch = ScriptedFetch([FAILED])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        fetch.go()
        await pilot.press("d")
        dialog = await asked(pilot)
        await until(pilot, lambda: dialog.phase == "failed", "the failure", 5)
        await pilot.press("s")
        await until(pilot, lambda: shelf.choice("airfoil") == "synthetic", "the choice", 5)


async def test_offline_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_OFFLINE", "1")
    fetch = ScriptedFetch([Done()])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        assert line_of(app, AIRFOIL) == f"{AIRFOIL} synthetic data 60 kB"
        await pilot.press("d")
        await pilot.pause()
        assert "Tutor is offline" in said(app)
        assert fetch.begun == []


@pytest.mark.slow
async def test_a_registry_that_cannot_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(root: Path | None = None) -> None:
        raise registry.BadRegistry("data/airfoil.yml:3: this is no YAML; mend it.")

    app = data_app(tmp_path)
    monkeypatch.setattr(shelf, "states", broken)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        assert "data/airfoil.yml:3" in screen_text(app)
        await pilot.press("s", "r", "d", "v", "escape")
        await pilot.pause()
        assert lesson_screen(app)


def test_a_fact_goes_on_below_itself() -> None:
    text = data_facts.table([("Made by", "one two three four five six seven")], 31).plain
    assert text == "Made by    one two three four\n           five six seven"
    narrow = data_facts.table([("Made by", "one two")], 24).plain
    assert narrow == "Made by one two"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["airfoil", "fashion_mnist", "linear", "polynomial"])
async def test_a_look_at_each_set(tmp_path: Path, name: str) -> None:
    """With a real engine: what lessons get, in the app."""
    engine = Engine(device="cpu")
    app = data_app(tmp_path, engine=engine)  # type: ignore[arg-type]
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await listed(pilot, list(registry.load()).index(name))
        assert screen.chosen is not None
        await pilot.press("v")
        await pilot.pause()
        look = app.screen
        assert isinstance(look, DataLook)
        await until(pilot, lambda: not look.busy, "the look", 60)
        await pilot.pause()
        text = screen_text(app)
        if registry.find(name).files:
            assert "synthetic: made by Tutor, not measured" in text
            assert "synthetic data" in text
        else:
            assert "synthetic" not in text
        assert (" over " in text) is not (name == "fashion_mnist")
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
