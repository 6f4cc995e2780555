"""Pictures of the real app, as SVG: for the README, and to look at after a change.

python -m tutor.app.picture docs/tutor.svg --lesson gradient_descent --page 4 --size 120x36
python -m tutor.app.picture check.svg --lesson linear_regression --page 9 --code wrong/mean
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from tutor.app import driving
from tutor.app.main import TutorApp
from tutor.course.catalog import default_root, load_course
from tutor.progress import Progress


async def take(options: argparse.Namespace) -> str:
    """Open the app headless, run what the page has to run; the SVG of what it shows."""
    width, height = (int(number) for number in options.size.split("x"))
    course = load_course(options.lessons or default_root()).course
    if course is None:
        raise SystemExit("The course can't be read; `tutor lint` says why.")
    with tempfile.TemporaryDirectory() as home:
        progress = Progress.open(Path(home))
        progress.set_setting("theme", options.theme)
        app = TutorApp(course, progress=progress, start=options.lesson)
        app.animation_level = "none"
        async with app.run_test(size=(width, height)) as pilot:
            await pilot.pause()
            if options.lesson:
                await driving.open_page(pilot, options.page - 1)
                if options.answer:
                    await driving.answer_quizzes(pilot)
                if not options.no_run:
                    await driving.run_cells(pilot)
                if options.code:
                    await _check(app, pilot, options.code)
            else:
                names = {*course.lessons}
                await driving.until(pilot, lambda: names <= {*app.home.entries}, "the lessons")
            for key in options.keys.split():
                await pilot.press(key)
            await pilot.pause(0.2)
            picture = app.export_screenshot(title="Tutor")
        progress.close()
    return picture


async def _check(app: TutorApp, pilot: Pilot[None], name: str) -> None:
    """Check a file of the exercise's folder (without its .py), or any other."""
    screen = driving.lesson_screen(app)
    await driving.until(pilot, lambda: screen.exercise is not None, "the exercise")
    view = screen.exercise
    assert view is not None
    assert view.exercise is not None
    inside = view.exercise.folder / f"{name}.py"
    code = (inside if inside.is_file() else Path(name)).read_text(encoding="utf-8")
    await driving.check_exercise(pilot, code)
    await driving.check_exercise(pilot)  # once more: the first waits for everything to start
    await driving.until(pilot, lambda: not app.checker.busy, "the diagnosis")
    await pilot.pause()


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(prog="python -m tutor.app.picture", description=__doc__)
    parser.add_argument("path", type=Path, help="the SVG file to write")
    parser.add_argument("--lessons", type=Path, help="another course")
    parser.add_argument("--lesson", default="", help="a lesson; without one, the map")
    parser.add_argument("--page", type=int, default=1)
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--theme", default="tutor-dark")
    parser.add_argument("--keys", default="", help="keys to press at the end, with blanks between")
    parser.add_argument("--no-run", action="store_true")
    parser.add_argument("--answer", action="store_true", help="answer the quizzes of the page")
    parser.add_argument("--code", default="", help="check this: wrong/NAME, reference, or a file")
    options = parser.parse_args(arguments)
    options.path.write_text(asyncio.run(take(options)), encoding="utf-8")


if __name__ == "__main__":
    main()
