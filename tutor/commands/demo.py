"""`tutor demo`: the app at work, without a terminal."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tutor.commands.common import require_course, require_lesson


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor demo`."""
    parser.add_argument(
        "lesson", nargs="?", metavar="LESSON", help="the course's first if left out"
    )


def run(arguments: Namespace) -> int:
    """Drive the app through a lesson and print what a learner would see."""
    course = require_course(arguments)
    lesson = require_lesson(course, arguments.lesson or course.lessons[0], "en")
    from tutor.app.demo import run_demo

    return run_demo(course, lesson.name, device=arguments.device)
