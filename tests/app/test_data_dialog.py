"""A cell that needs data: being asked, downloading, failing, reading on, running again."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_steps import (
    AIRFOIL,
    FAILED,
    FILE,
    ScriptedFetch,
    asked,
    coming,
    data_app,
    done,
    run_walk,
    said,
)
from lesson_steps import finished

from tutor.app.driving import lesson_screen, screen_text, until
from tutor.datasets import registry, shelf
from tutor.datasets.getting import Done, Progress


def choice() -> str | None:
    return shelf.choice("airfoil")


# --- the question -------------------------------------------------------------------------------


async def test_the_window_says_all_that_one_has_to_know(tmp_path: Path) -> None:
    app = data_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        await asked(pilot)
        text = " ".join(screen_text(app).replace("│", " ").split())
    data = registry.find("airfoil")
    for part in (data.title, data.who, data.licence, "60 kB", "wind tunnel", data.synthetic):
        assert part.split(",")[0] in text
    assert str(shelf.folder(data))[:20] in text


async def test_synthetic_data_runs_the_cell_at_once(tmp_path: Path) -> None:
    app = data_app(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        cell = await run_walk(pilot)
        assert cell.outcome == "data"
        assert "This cell needs the data set “airfoil”. r asks for it." in cell.output.text
        await asked(pilot)
        await pilot.press("s")
        text = await done(pilot, app)
        assert choice() == "synthetic"
        assert app.engine.renewed == 1  # type: ignore[attr-defined]
        first = text.splitlines()[0]
        assert first == f"Data: {AIRFOIL}, synthetic: made by Tutor, not measured · 1500 rows"
        assert "needs the data set" not in text


async def test_not_now_leaves_everything_and_asks_again(tmp_path: Path) -> None:
    app = data_app(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        cell = await run_walk(pilot)
        await asked(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.is_modal
        assert cell.outcome == "data"
        assert "waits for its data" in cell.status
        assert choice() is None
        await pilot.press("r")
        await asked(pilot)


@pytest.mark.slow
@pytest.mark.parametrize("line", [0, 1, 2, 3])
async def test_each_choice_can_be_clicked(tmp_path: Path, line: int) -> None:
    fetch = ScriptedFetch([coming()])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        dialog = await asked(pilot)
        await pilot.click(".data-choices", offset=(12, line))
        await pilot.pause()
        if line in (0, 2):
            assert dialog.phase == "fetch"
            assert app.settings.downloads == ("always" if line == 2 else "ask")
        else:
            await until(pilot, lambda: not app.screen.is_modal, "the window to close", 5)
            assert choice() == ("synthetic" if line == 1 else None)


# --- a download ---------------------------------------------------------------------------------


async def test_a_download_shows_how_far_it_is_and_the_cell_runs_by_itself(tmp_path: Path) -> None:
    fetch = ScriptedFetch([coming(), Progress(FILE, "check", 59_984, 59_984), Done()])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        await asked(pilot)
        await pilot.press("d")
        await pilot.pause()
        assert "Asking for it" in screen_text(app)
        fetch.go()
        await until(pilot, lambda: "33% · 20 kB of 60 kB" in screen_text(app), "the bar", 5)
        assert "about 4 s left" in screen_text(app)
        assert "10 kB/s" in screen_text(app)
        fetch.go()
        await until(pilot, lambda: "looking whether it is whole" in screen_text(app), "step", 5)
        fetch.go()
        text = await done(pilot, app)
        assert text.splitlines()[0] == f"Data: {AIRFOIL}, the real data · 1500 rows"
        assert choice() == "real"
        assert fetch.begun == ["airfoil"]
        assert fetch.closed == 1


async def test_a_failure_says_why_and_another_try_may_work(tmp_path: Path) -> None:
    fetch = ScriptedFetch([FAILED])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        dialog = await asked(pilot)
        fetch.go()
        await pilot.press("d")
        await until(pilot, lambda: dialog.phase == "failed", "the failure", 5)
        assert FAILED.error in dialog.note
        assert FAILED.advice in dialog.note
        fetch.events = [Done()]
        fetch.go()
        await pilot.press("enter")
        text = await done(pilot, app)
        assert "the real data" in text
        assert fetch.begun == ["airfoil", "airfoil"]


@pytest.mark.slow
async def test_after_a_failure_synthetic_data_will_do(tmp_path: Path) -> None:
    fetch = ScriptedFetch([FAILED])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        dialog = await asked(pilot)
        fetch.go()
        await pilot.press("d")
        await until(pilot, lambda: dialog.phase == "failed", "the failure", 5)
        await pilot.press("s")
        assert "synthetic: made by Tutor" in await done(pilot, app)


async def test_stopping_says_what_is_kept_and_asks_anew(tmp_path: Path) -> None:
    fetch = ScriptedFetch([coming(), Done()])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        dialog = await asked(pilot)
        await pilot.press("d")
        fetch.go()
        await until(pilot, lambda: "20 kB of" in screen_text(app), "the bar", 5)
        await pilot.press("escape")
        await until(pilot, lambda: dialog.phase == "ask", "the question", 5)
        assert fetch.closed == 1
        assert "20 kB are kept" in dialog.note
        assert app.datasets.going("airfoil") is None
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.is_modal


async def test_one_may_read_on_and_the_cell_runs_when_it_is_here(tmp_path: Path) -> None:
    fetch = ScriptedFetch([coming(), Done()])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        cell = await run_walk(pilot)
        await asked(pilot)
        await pilot.press("d", "b")
        await until(pilot, lambda: not app.screen.is_modal, "the window to close", 5)
        assert "“walk” runs as soon as it is here" in said(app)
        await pilot.press("p")
        await pilot.pause()
        assert lesson_screen(app).index == 1
        fetch.go(2)
        await until(pilot, lambda: cell.outcome == "done", "the run", 5)
        assert "the real data" in cell.output.text


@pytest.mark.slow
async def test_a_run_meanwhile_shows_the_download_that_goes_on(tmp_path: Path) -> None:
    fetch = ScriptedFetch([coming(), Done()])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        await asked(pilot)
        await pilot.press("d", "b")
        await until(pilot, lambda: not app.screen.is_modal, "the window to close", 5)
        await pilot.press("r")
        dialog = await asked(pilot)
        assert dialog.phase == "fetch"
        fetch.go(2)
        assert "the real data" in await done(pilot, app)
        assert fetch.begun == ["airfoil"]


@pytest.mark.slow
async def test_a_failure_behind_is_told(tmp_path: Path) -> None:
    fetch = ScriptedFetch([FAILED])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        cell = await run_walk(pilot)
        await asked(pilot)
        await pilot.press("d", "b")
        await until(pilot, lambda: not app.screen.is_modal, "the window to close", 5)
        fetch.go()
        await until(pilot, lambda: f"{AIRFOIL} did not come" in said(app), "the notice", 5)
        assert FAILED.advice in said(app)
        assert cell.outcome == "data"


async def test_leaving_the_app_ends_a_download(tmp_path: Path) -> None:
    fetch = ScriptedFetch([coming(), Done()])
    app = data_app(tmp_path, fetch)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        await asked(pilot)
        await pilot.press("d")
        fetch.go()
        await pilot.pause()
    assert fetch.closed == 1


async def test_a_run_that_ends_elsewhere_opens_no_window_over_it(tmp_path: Path) -> None:
    app = data_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await screen.show_page(2)
        cell = screen.cell
        assert cell is not None
        screen.run_cell(cell)
        await screen.show_page(0)
        await finished(pilot, app)
        assert not app.screen.is_modal
        assert "needs data that isn't here yet" in said(app)
