"""A learner reads a lesson: pages turned, keys and dialogs, the place that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from course_maker import ScriptedEngine, lesson_text, make_app, write_course
from lesson_steps import COURSE, WALK, at_walk, finished

from tutor.app.dialogs import HelpDialog, ListDialog, TextDialog
from tutor.app.driving import lesson_screen
from tutor.app.home import HomeScreen
from tutor.app.main import TutorApp
from tutor.app.statusbar import KeyBar


async def test_pages_turn_and_the_place_is_kept(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        assert screen.page.title == "Words alone"
        await pilot.press("p")
        assert screen.index == 0
        await pilot.press("n", "n")
        assert screen.page.title == "Run it"
        place = app.progress.place(COURSE)
        assert place is not None
        assert (place.lesson, place.page, place.activity) == ("downhill", WALK, "walk")

    again = TutorApp(app.course, progress=app.progress, engine=ScriptedEngine())  # type: ignore[arg-type]
    async with again.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert lesson_screen(again).page.title == "Run it"


async def test_a_place_is_an_activity_so_a_new_page_before_it_moves_nobody(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test() as pilot:
        await at_walk(pilot)
    longer = lesson_text().replace("## Words alone", "## New\n\nText.\n\n## Words alone")
    course = write_course(tmp_path / "later", downhill=longer)
    again = TutorApp(course, progress=app.progress, engine=ScriptedEngine())  # type: ignore[arg-type]
    async with again.run_test() as pilot:
        await pilot.pause()
        # "New" and "Words alone" are pages of their own now.
        assert lesson_screen(again).page.title == "Run it"


async def test_space_reads_on_to_the_end_and_then_turns(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await screen.show_page(len(screen.lesson.pages) - 1)
        await pilot.pause()
        before = screen.view.scrollers()[0].scroll_y
        await pilot.press("space")
        await pilot.pause()
        assert screen.view.scrollers()[0].scroll_y > before
        await screen.show_page(0)
        await pilot.pause()
        for _ in range(5):
            await pilot.press("space")
            await pilot.pause()
        assert screen.index > 0


async def test_keys_that_do_nothing_here_are_not_offered(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.pause()
        bar = str(app.screen.query_one(KeyBar).render())
        assert " READING " in bar
        assert "run" not in bar
        await at_walk(pilot)
        bar = str(app.screen.query_one(KeyBar).render())
        assert "r run" in bar
        await pilot.press("e")
        await pilot.pause()
        bar = str(app.screen.query_one(KeyBar).render())
        assert " TYPING " in bar
        assert " n next" not in bar


async def test_contents_go_to_a_page(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        assert isinstance(app.screen, ListDialog)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert lesson_screen(app).index == WALK


async def test_the_glossary_explains_the_words_of_the_page_first(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        assert isinstance(app.screen, ListDialog)
        assert [key for key, _ in app.screen.options] == ["slope", "valley"]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, TextDialog)
        assert app.screen.heading == "slope"
        await pilot.press("escape")
        await pilot.pause()
        lesson_screen(app)


async def test_help_says_what_can_be_done_here(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test() as pilot:
        await at_walk(pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpDialog)
        assert "A cell." in app.screen.markdown
        assert ("r, ctrl+r", "run", "lesson.run") in app.screen.places["On a page"]


async def test_q_leads_to_the_map_and_back_to_the_same_lesson(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test() as pilot:
        await at_walk(pilot)
        screen = lesson_screen(app)
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert lesson_screen(app) is screen
        assert screen.index == WALK


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (20, 5), (1, 1)])
async def test_every_size_of_terminal_is_survived(tmp_path: Path, size: tuple[int, int]) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        await at_walk(pilot)
        await pilot.press("r")
        await finished(pilot, app)
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        await pilot.resize_terminal(*size)
        await pilot.pause()
        small = app.screen.query_one(".too-small")
        assert small.display == (size[0] < 32 or size[1] < 8)


async def test_no_rule_makes_every_widget_hang_on_its_neighbours(tmp_path: Path) -> None:
    """One `*:last-child` was a seventh of this room's work: each mount styled all anew."""
    app = make_app(tmp_path)
    async with app.run_test() as pilot:
        await at_walk(pilot)
        hanging = [widget for widget in app.screen.walk_children() if widget._has_order_style]
        assert hanging == []
