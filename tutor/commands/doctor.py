"""`tutor doctor`: whether all that Tutor stands on is there, and what to do if not."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from tutor.commands import data_checks, packages, places, terminal
from tutor.commands.checks import Check, show
from tutor.commands.common import device_of, print_json, root_of
from tutor.commands.errors import Exit


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor doctor`."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: Namespace) -> int:
    """Print the report; FAILED if anything is bad."""
    from tutor.progress import home_dir

    groups: list[tuple[str, Callable[[], list[Check]]]] = [
        ("Packages", lambda: packages.checks(device_of(arguments))),
        ("Terminal", lambda: terminal.checks(terminal.Terminal.current())),
        ("Places", lambda: places.checks(home_dir(), root_of(arguments))),
        ("Data", data_checks.checks),
    ]
    report: list[tuple[str, Check]] = []
    for title, check_all in groups:
        if not arguments.json:
            print(title, flush=True)  # at once: torch takes its time
        checks = check_all()
        report += [(title, check) for check in checks]
        if not arguments.json:
            print("\n".join(map(show, checks)) + "\n", flush=True)
    states = [check.state for _, check in report]
    if arguments.json:
        print_json(
            {
                "ok": "bad" not in states,
                "checks": [
                    {"group": title.lower(), "name": check.name, "state": check.state,
                     "text": check.text, "advice": check.advice}
                    for title, check in report
                ],
            }
        )  # fmt: skip
    else:
        print(_closing_line(states.count("bad"), states.count("warn")))
    return Exit.FAILED if "bad" in states else Exit.FINE


def _closing_line(bad: int, warnings: int) -> str:
    if bad:
        return f"{bad} thing{'s' * (bad != 1)} to mend before lessons run as they should."
    if warnings:
        return "Lessons will run. The warnings say what could be better."
    return "All is well."
