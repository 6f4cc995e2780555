"""`tutor [LESSON]`: the app."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

import sys
from argparse import Namespace

from tutor.commands import COMMANDS
from tutor.commands.common import load_course, note, require_course, suggestion
from tutor.commands.errors import Misuse


def run(arguments: Namespace) -> int:
    """Open the app, at a lesson if one is named; its exit code."""
    reading = load_course(arguments)
    course = reading.course or require_course(arguments)
    if arguments.lesson is not None and arguments.lesson not in course.lessons:
        name = arguments.lesson
        advice = suggestion(
            name,
            [*COMMANDS, *course.lessons],
            "`tutor list` shows the lessons, `tutor --help` the rest.",
        )
        raise Misuse(f"There is no command or lesson called {name!r}. {advice}")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        lesson = arguments.lesson or course.lessons[0]
        raise Misuse(
            "The app opens in a terminal, and this isn't one. "
            f"`tutor read {lesson}` prints a lesson as plain text, `tutor demo` shows the app."
        )
    from tutor.app.main import run_app
    from tutor.progress import Progress

    progress = Progress.open()
    try:
        return run_app(
            course,
            progress=progress,
            device=arguments.device,
            language=arguments.lang,
            start=arguments.lesson,
            problems=reading.problems,
        )
    finally:
        shown = len(progress.notices)
        progress.close()
        for notice in progress.notices[shown:]:  # the app is gone and can't show these
            note(notice)
