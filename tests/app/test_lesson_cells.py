"""A learner works on a cell: its knobs, its runs and what they show, its source edited."""

from __future__ import annotations

from pathlib import Path

import pytest
from course_maker import ScriptedEngine, floats, make_app, walk_events
from lesson_steps import COURSE, WALK, at_walk, finished

from tutor.app.driving import lesson_screen, until
from tutor.app.knobs import KnobInput
from tutor.app.main import TutorApp
from tutor.app.output import SHOWN_LINES
from tutor.app.statusbar import TopBar, is_typing
from tutor.engine import protocol
from tutor.progress import Progress


async def test_running_a_cell_shows_its_curve_and_output_and_marks_it_done(tmp_path: Path) -> None:
    engine = ScriptedEngine()
    app = make_app(tmp_path, engine=engine)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        assert engine.sessions[0].runs == [("walk", {"eta": 0.2})]
        assert cell.output.text == "x = 0.0605"
        assert cell.figure is not None
        assert "x" in cell.figure.text
        assert cell.outcome == "done"
        assert "0.12 s" in cell.status
        assert app.progress.done(COURSE, "downhill") == {"walk": cell.cell.digest}
        assert app.screen.query_one(TopBar).device == "cpu"


async def test_outputs_stay_when_one_leaves_the_page_and_comes_back(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test() as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        await pilot.press("p", "n")
        assert lesson_screen(app).cell is cell
        assert cell.output.text == "x = 0.0605"


async def test_a_knob_is_typed_and_run_with_enter(tmp_path: Path) -> None:
    engine = ScriptedEngine()
    app = make_app(tmp_path, engine=engine)
    async with app.run_test() as pilot:
        cell = await at_walk(pilot)
        knob = cell.query_one(KnobInput)
        knob.focus()
        knob.value = "0.5"
        await pilot.press("enter")
        await finished(pilot, app)
        assert engine.sessions[0].runs == [("walk", {"eta": 0.5})]


@pytest.mark.parametrize("text", ["5", "-1", "abc", "", "nan", "1e999"])
async def test_a_knob_out_of_range_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    engine = ScriptedEngine()
    app = make_app(tmp_path, engine=engine)
    async with app.run_test() as pilot:
        cell = await at_walk(pilot)
        cell.query_one(KnobInput).value = text
        lesson_screen(app).run_cell(cell)
        await pilot.pause()
        assert engine.sessions[0].runs == []
        complaint = cell.query_one(".knob-error")
        assert complaint.display
        assert "eta" in str(complaint.render())


async def test_up_and_down_step_a_knob(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test() as pilot:
        cell = await at_walk(pilot)
        knob = cell.query_one(KnobInput)
        knob.focus()
        await pilot.press("up")
        assert float(knob.value) > 0.2
        await pilot.press("down", "down")
        assert float(knob.value) < 0.2


async def test_escape_stops_a_run_and_the_app_says_so(tmp_path: Path) -> None:
    app = make_app(tmp_path, engine=ScriptedEngine(endless=True))
    async with app.run_test() as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await until(pilot, lambda: cell.output.text, "output", 5)
        assert cell.running
        await pilot.press("r")  # a second run is refused, not queued
        await pilot.press("escape")
        await finished(pilot, app)
        assert cell.outcome == "stopped"
        assert "stopped" in cell.status
        assert app.progress.done(COURSE, "downhill") == {}


async def test_a_run_goes_on_while_one_reads_elsewhere(tmp_path: Path) -> None:
    app = make_app(tmp_path, engine=ScriptedEngine(endless=True))
    async with app.run_test() as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r", "n")
        await until(pilot, lambda: cell.output.text, "output", 5)
        assert lesson_screen(app).index == WALK + 1
        assert lesson_screen(app).running is cell
        await pilot.press("escape")
        await finished(pilot, app)


async def test_edits_are_kept_as_one_types_and_can_be_undone(tmp_path: Path) -> None:
    engine = ScriptedEngine()
    app = make_app(tmp_path, engine=engine)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("e")
        await pilot.pause()
        assert is_typing(app.focused)
        await pilot.press("#", "n")  # n is text here, not the next page
        assert lesson_screen(app).index == WALK
        assert app.progress.edits(COURSE, "downhill")["walk"].source.startswith("#n")
        assert engine.sessions[0].edits["walk"] == cell.source
        await pilot.press("escape")
        assert not is_typing(app.focused)
        assert cell.editor is None

    progress = Progress.open(tmp_path / "home")
    again = TutorApp(app.course, progress=progress, engine=ScriptedEngine())  # type: ignore[arg-type]
    async with again.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        assert cell.source.startswith("#n")
        await pilot.press("u")
        assert cell.source == cell.cell.source
        assert progress.edits(COURSE, "downhill") == {}


async def test_u_gives_the_lessons_code_and_u_again_the_learners(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("#", "escape", "u")
        await pilot.pause()
        assert cell.source == cell.cell.source
        await pilot.press("u")
        await pilot.pause()
        assert cell.source == "#" + cell.cell.source
        assert app.progress.edits(COURSE, "downhill")["walk"].source == cell.source


async def test_the_page_follows_the_cursor_of_the_editor(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("e")
        await pilot.pause()
        editor = cell.editor
        assert editor is not None
        editor.load_text("\n".join(f"x{i} = {i}" for i in range(60)))
        await pilot.pause()
        for row in (59, 0, 30):
            editor.move_cursor((row, 0))
            await pilot.pause(0.1)
            assert 1 <= editor.cursor_screen_offset.y < 23


async def test_ctrl_r_runs_and_ctrl_g_stops_while_typing(tmp_path: Path) -> None:
    app = make_app(tmp_path, engine=ScriptedEngine(endless=True))
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("ctrl+r")
        await until(pilot, lambda: cell.running and cell.output.text, "the run", 5)
        assert is_typing(app.focused)
        await pilot.press("ctrl+g")
        await finished(pilot, app)
        assert cell.outcome == "stopped"


async def test_enter_keeps_the_indentation(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("e")
        await pilot.pause()
        editor = cell.editor
        assert editor is not None
        editor.load_text("for i in range(3):")
        editor.move_cursor((0, 18))
        await pilot.press("enter", "x", "enter", "y")
        assert editor.text == "for i in range(3):\n    x\n    y"


async def test_a_pasted_megabyte_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    from textual import events

    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("e")
        await pilot.pause()
        before = cell.source
        assert cell.editor is not None
        cell.editor.post_message(events.Paste("x" * 1_000_000))
        await pilot.pause()
        assert cell.source == before
        assert any("too many" in note.message for note in app._notifications)


async def test_an_error_is_shown_and_its_line_is_marked(tmp_path: Path) -> None:
    raised: list[protocol.AnyEvent] = [
        protocol.Started(1, "walk"),
        protocol.Raised(1, "ValueError", "no", "line 3\nValueError: no", "walk", 3),
        protocol.Finished(1, "walk", "raised", 0.01),
    ]
    app = make_app(tmp_path, engine=ScriptedEngine(lambda _: raised))
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        assert "ValueError: no" in cell.output.text
        assert cell.query_one(".code").bad_line == 3  # type: ignore[attr-defined]
        assert app.progress.done(COURSE, "downhill") == {}


async def test_the_death_of_a_runner_is_told_and_the_next_run_works(tmp_path: Path) -> None:
    died: list[protocol.AnyEvent] = [
        protocol.Started(1, "walk"),
        protocol.Died(1, "It was killed.", "Try less."),
        protocol.Finished(1, "walk", "died", 0.01),
    ]
    scripts = [died, walk_events(2)]
    app = make_app(tmp_path, engine=ScriptedEngine(lambda _: scripts.pop(0)))
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        assert "It was killed." in cell.output.text
        assert cell.outcome == "died"
        await pilot.press("r")
        await finished(pilot, app)
        assert cell.outcome == "done"
        assert "killed" not in cell.output.text


async def test_much_output_shows_its_last_lines_and_keeps_all(tmp_path: Path) -> None:
    text = "".join(f"line {i}\n" for i in range(5000))
    events: list[protocol.AnyEvent] = [
        protocol.Text(1, text[: len(text) // 2]),
        protocol.Text(1, text[len(text) // 2 :]),
        protocol.Finished(1, "walk", "done", 0.1),
    ]
    app = make_app(tmp_path, engine=ScriptedEngine(lambda _: events))
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        part = cell.output.parts[0]
        assert part.text == text
        shown = str(part.render())
        assert f"{5000 - SHOWN_LINES} lines above" in shown
        assert "line 4999" in shown
        assert "line 0\n" not in shown


async def test_a_diverging_curve_is_drawn(tmp_path: Path) -> None:
    values = floats(1.0, 10.0, float("inf"), float("nan"))
    events: list[protocol.AnyEvent] = [
        protocol.Points(1, "loss", floats(0, 1, 2, 3), values, seen=4),
        protocol.Finished(1, "walk", "done", 0.1),
    ]
    app = make_app(tmp_path, engine=ScriptedEngine(lambda _: events))
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        assert cell.figure is not None
        assert "∞" in cell.figure.text


async def test_copy_and_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        await pilot.press("y")
        assert app.clipboard == cell.source
        await pilot.press("s", "s")
        files = sorted((tmp_path / "home" / "saved").iterdir())
        assert [file.name for file in files] == ["downhill-03-2.txt", "downhill-03.txt"]
        text = files[1].read_text(encoding="utf-8")
        assert "Turn the knob" in text
        assert "x = 0.0605" in text


async def test_a_bar_that_draws_itself_anew_stays_one_line(tmp_path: Path) -> None:
    events: list[protocol.AnyEvent] = [
        protocol.Text(1, "epoch 1\n 10%"),
        protocol.Text(1, "\r 50%"),
        protocol.Text(1, "\r100%\n"),
        protocol.Finished(1, "walk", "done", 0.1),
    ]
    app = make_app(tmp_path, engine=ScriptedEngine(lambda _: events))
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        assert cell.output.text == "epoch 1\n100%"
        assert str(cell.output.parts[0].render()) == "epoch 1\n100%"


async def test_a_lesson_opened_at_a_cell_with_knobs_is_in_reading_mode(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test() as pilot:
        await at_walk(pilot)
    again = TutorApp(app.course, progress=app.progress, engine=ScriptedEngine())  # type: ignore[arg-type]
    async with again.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("r")
        await finished(pilot, again)
        cell = lesson_screen(again).cell
        assert cell is not None
        assert cell.outcome == "done"
        assert cell.query_one(KnobInput).value == "0.2"


async def test_results_of_other_knobs_or_code_say_so(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        status = cell.query_one(".cell-status")
        assert "another version" not in str(status.render())
        cell.query_one(KnobInput).value = "0.9"
        await pilot.pause()
        assert "another version" in str(status.render())
        cell.query_one(KnobInput).value = "0.2"
        await pilot.pause()
        assert "another version" not in str(status.render())


async def test_after_a_dialog_no_hidden_quiz_listens(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("n")  # the page with the question, which is then hidden
        await at_walk(pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        await pilot.press("escape", "2", "enter")
        await pilot.pause()
        assert app.progress.answers(COURSE, "downhill") == {}
