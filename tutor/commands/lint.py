"""`tutor lint`: everything that is wrong with a course, a lesson or one file."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tutor.commands.common import print_json, problem_json, root_of, show_problem
from tutor.commands.errors import Exit, Misuse


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor lint`."""
    parser.add_argument(
        "path",
        nargs="?",
        metavar="PATH",
        help="a course, a lesson's folder or a file; default: all",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: Namespace) -> int:
    """Print the problems; FAILED if any is an error."""
    from tutor.course.lint import lint
    from tutor.datasets import registry

    path = Path(arguments.path) if arguments.path else root_of(arguments)
    if not path.exists():
        raise Misuse(f"There is no file or folder {path}.")
    problems = lint(path, registry.load())
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if arguments.json:
        counts = {"errors": errors, "warnings": warnings}
        print_json({**counts, "problems": [problem_json(problem) for problem in problems]})
    else:
        for problem in problems:
            print(show_problem(problem))
        print(_closing_line(errors, warnings))
    return Exit.FAILED if errors else Exit.FINE


def _closing_line(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "No problems."
    return f"{_count(errors, 'error')}, {_count(warnings, 'warning')}."


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'s' * (number != 1)}"
