"""`tutor audit`: do exercises tell what is right from what is wrong?"""

# ruff: noqa: PLC0415 - the engine is imported when it is wanted

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.commands.check import opened
from tutor.commands.common import note, print_json, require_course
from tutor.commands.errors import Exit, Failed
from tutor.commands.exercises import find, folders, read

if TYPE_CHECKING:
    from tutor.course.model import Exercise
    from tutor.grading.audit import Audit, Finding

HEADER = ("exercise", "accepted", "wrong", "recognized", "cases", "calls", "seconds", "")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor audit`."""
    parser.add_argument(
        "exercises", metavar="EXERCISE", nargs="*", help="names or folders (by default all)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: Namespace) -> int:
    """Audit the exercises; FAILED if one doesn't judge as it should."""
    import asyncio

    exercises, unread = _exercises(arguments)
    audits = asyncio.run(_audit(exercises, arguments))
    fine = all(each.ok for each in audits) and not unread
    if arguments.json:
        print_json({"ok": fine, "exercises": [_json(each) for each in audits]})
    else:
        _print(audits)
    for message in unread:
        note(message)
    return Exit.FINE if fine else Exit.FAILED


def _exercises(arguments: Namespace) -> tuple[list[Exercise], list[str]]:
    """What is to be audited, and what can't be, in words."""
    if arguments.exercises:
        return [find(arguments, word).exercise for word in arguments.exercises], []
    found, unread = list["Exercise"](), list[str]()
    for folder in folders(require_course(arguments)).values():
        try:
            found.append(read(folder))
        except Failed as error:
            unread.append(str(error))
    if not found and not unread:
        note("This course has no exercises.")
    return found, unread


async def _audit(exercises: Sequence[Exercise], arguments: Namespace) -> list[Audit]:
    from tutor.grading.audit import audit

    audits: list[Audit] = []
    async with opened(arguments.device) as checks:
        for exercise in exercises:
            if not arguments.json:
                note(f"{exercise.name} …")
            audits.append(await audit(checks, exercise))
    return audits


def _print(audits: Sequence[Audit]) -> None:
    rows = [HEADER, *map(_row, audits)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    for row in rows:
        cells = [
            cell.ljust(width) if at in (0, len(HEADER) - 1) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
    for each in audits:
        _print_findings(each.exercise, "", each.problems)
        _print_findings(each.exercise, "remark: ", each.remarks)
    if audits:
        bad = sum(not each.ok for each in audits)
        fine = "All exercises judge as they should."
        print(f"\n{fine if not bad else f'{bad} of {len(audits)} exercises have problems.'}")


def _print_findings(exercise: str, mark: str, findings: Sequence[Finding]) -> None:
    for each in findings:
        print(f"\n{mark}{exercise}/{each.file} {each.message}")


def _row(audit: Audit) -> tuple[str, ...]:
    return (
        audit.exercise,
        _share(audit.accepted),
        _share(audit.wrong),
        _share(audit.recognized),
        str(audit.cases),
        str(audit.calls),
        f"{audit.seconds:.1f}",
        "ok" if audit.ok else "PROBLEMS",
    )


def _share(pair: tuple[int, int]) -> str:
    return f"{pair[0]}/{pair[1]}"


def _json(audit: Audit) -> dict[str, object]:
    return {
        "exercise": audit.exercise,
        "ok": audit.ok,
        "accepted": {"passed": audit.accepted[0], "total": audit.accepted[1]},
        "wrong": {
            "failed": audit.wrong[0],
            "total": audit.wrong[1],
            "recognized": audit.recognized[0],
        },
        "cases": audit.cases,
        "calls": audit.calls,
        "seconds": round(audit.seconds, 3),
        "problems": [{"file": p.file, "message": p.message} for p in audit.problems],
        "remarks": [{"file": r.file, "message": r.message} for r in audit.remarks],
    }
