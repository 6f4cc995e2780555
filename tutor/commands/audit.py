"""`tutor audit`: do exercises tell what is right from what is wrong?"""

# ruff: noqa: PLC0415 - the engine is imported when it is wanted

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.commands.check import opened
from tutor.commands.common import note, print_json, require_course, shown_path
from tutor.commands.errors import Exit, Failed, Misuse
from tutor.commands.exercises import find, folders, read

if TYPE_CHECKING:
    from tutor.course.model import Exercise
    from tutor.grading.audit import Audit, Finding
    from tutor.grading.mutants import Mutant
    from tutor.grading.mutation import Mutation

HEADER = (
    "exercise", "accepted", "wrong", "recognized", "variations", "mutants", "score", "explained",
    "cases", "calls", "seconds", "",
)  # fmt: skip
TELL = 1.0  # seconds between two words of how far it is


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor audit`."""
    parser.add_argument(
        "exercises", metavar="EXERCISE", nargs="*", help="names or folders (by default all)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "--quick", action="store_true", help="try only some of the mutants, and no variations"
    )
    parser.add_argument(
        "--seeds", type=_count, default=0, metavar="N",
        help="also play what is right with N seeds: it must always pass",
    )  # fmt: skip
    parser.add_argument("--save", metavar="FILE", help="write the scores into a JSON file")
    parser.add_argument(
        "--more-seeds", type=_count, default=0, metavar="N",
        help="only play what is right with N seeds beyond those in the file of --save",
    )  # fmt: skip


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 1_000_000:
        raise ValueError(text)
    return number


def run(arguments: Namespace) -> int:
    """Audit the exercises; FAILED if one doesn't judge as it should."""
    import asyncio

    if arguments.save and arguments.quick:
        raise Misuse("--quick tries only some of the mutants: save a whole audit.")
    if arguments.more_seeds:
        return _sow(arguments)
    exercises, unread = _exercises(arguments)
    audits = asyncio.run(_audit(exercises, arguments))
    fine = all(each.ok for each in audits) and not unread
    if arguments.save:
        _save(Path(arguments.save), exercises, audits)
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


def _sow(arguments: Namespace) -> int:
    """Play more seeds, and nothing else; FAILED if something right is refused."""
    import asyncio

    from tutor.grading import sowing
    from tutor.grading.bench import Bench, Unplayable

    if not arguments.save:
        raise Misuse("--more-seeds adds to a file of scores: name it with --save.")
    exercises, unread = _exercises(arguments)

    async def sow() -> list[sowing.Crop]:
        bench, path = Bench(), Path(arguments.save)
        try:
            return [
                await sowing.sow(bench, each, path, arguments.more_seeds, _telling(each.name))
                for each in exercises
            ]
        except (ValueError, OSError, Unplayable) as error:
            raise Failed(str(error)) from error
        finally:
            await bench.close()

    crops = asyncio.run(sow())
    refused = [(crop, each) for crop in crops for each in crop.rejected]
    if arguments.json:
        print_json({"ok": not refused, "exercises": [
            {"exercise": crop.exercise, "seeds": crop.seeds, "refused": crop.refused}
            for crop in crops
        ]})  # fmt: skip
    else:
        for crop in crops:
            print(f"{crop.exercise}: {crop.seeds} seeds, {crop.refused} refusals")
    for crop, each in refused:
        note(f"{crop.exercise}/{each.file} fails with seed {each.seed}, “{each.case}”: {each.why}")
    for message in unread:
        note(message)
    return Exit.FAILED if refused or unread else Exit.FINE


async def _audit(exercises: Sequence[Exercise], arguments: Namespace) -> list[Audit]:
    from tutor.grading.audit import audit
    from tutor.grading.bench import Bench

    audits: list[Audit] = []
    async with opened(arguments.device) as checks:
        bench = Bench()
        try:
            for exercise in exercises:
                note(f"{exercise.name} …")
                found = await audit(
                    checks, exercise, bench=bench, quick=arguments.quick, seeds=arguments.seeds,
                    tell=_telling(exercise.name),
                )  # fmt: skip
                audits.append(found)
        finally:
            await bench.close()
    return audits


def _telling(name: str) -> Callable[[str], None]:
    """Says how far an exercise is, now and then."""
    last = time.monotonic()

    def tell(how_far: str) -> None:
        nonlocal last
        if time.monotonic() - last > TELL:
            last = time.monotonic()
            note(f"{name}: {how_far}")

    return tell


def _save(path: Path, exercises: Sequence[Exercise], audits: Sequence[Audit]) -> None:
    from tutor.grading import scores

    try:
        scores.save(path, dict(zip((each.folder for each in exercises), audits, strict=True)))
    except OSError as error:
        raise Failed(f"{shown_path(path)} can't be written: {error}") from error


def _print(audits: Sequence[Audit]) -> None:
    rows = [HEADER, *map(_row, audits)]
    if len(audits) > 1:
        rows.append(_totals(audits))
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
    tried = audit.mutation
    return (
        audit.exercise,
        _share(audit.accepted),
        _share(audit.wrong),
        _share(audit.recognized),
        _share(audit.variations),
        _share(None if tried is None else (len(tried.killed), tried.total)),
        "-" if tried is None else f"{100 * tried.score:.0f} %",
        "-" if tried is None else str(len(tried.explained)),
        str(audit.cases),
        str(audit.calls),
        f"{audit.seconds:.1f}",
        "ok" if audit.ok else "PROBLEMS",
    )


def _totals(audits: Sequence[Audit]) -> tuple[str, ...]:
    from tutor.course.scores import share_killed

    tried = [each.mutation for each in audits if each.mutation is not None]
    killed, total = sum(len(m.killed) for m in tried), sum(m.total for m in tried)
    explained = sum(len(m.explained) for m in tried)
    score = share_killed(killed, total, explained)
    return (
        "all",
        _share(_sum([each.accepted for each in audits])),
        _share(_sum([each.wrong for each in audits])),
        _share(_sum([each.recognized for each in audits])),
        _share(_sum([each.variations for each in audits if each.variations])),
        _share((killed, total) if tried else None),
        f"{100 * score:.0f} %" if tried else "-",
        str(explained) if tried else "-",
        str(sum(each.cases for each in audits)),
        str(sum(each.calls for each in audits)),
        f"{sum(each.seconds for each in audits):.1f}",
        "",
    )


def _sum(pairs: Sequence[tuple[int, int] | None]) -> tuple[int, int] | None:
    there = [pair for pair in pairs if pair is not None]
    return (sum(a for a, _ in there), sum(b for _, b in there)) if there else None


def _share(pair: tuple[int, int] | None) -> str:
    return "-" if pair is None else f"{pair[0]}/{pair[1]}"


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
        "variations": _json_of_pair(audit.variations),
        "mutants": None if audit.mutation is None else _json_of_mutants(audit.mutation),
        "lacking": [{"kind": each.kind, "message": each.message} for each in audit.lacking],
        "seeds": {
            "tried": audit.seeds,
            "rejected": [
                {"file": r.file, "seed": r.seed, "case": r.case, "why": r.why}
                for r in audit.rejected
            ],
        },
        "cases": audit.cases,
        "calls": audit.calls,
        "seconds": round(audit.seconds, 3),
        "problems": [{"file": p.file, "message": p.message} for p in audit.problems],
        "remarks": [{"file": r.file, "message": r.message} for r in audit.remarks],
    }


def _json_of_pair(pair: tuple[int, int] | None) -> dict[str, int] | None:
    return None if pair is None else {"recognized": pair[0], "total": pair[1]}


def _json_of_mutants(tried: Mutation) -> dict[str, object]:
    return {
        "all": tried.all,
        "tried": tried.total + len(tried.conventions),
        "killed": len(tried.killed),
        "total": tried.total,
        "score": round(tried.score, 4),
        "survivors": [
            {**_json_of_mutant(each.mutant), "because": each.because} for each in tried.survivors
        ],
        "conventions": [
            {**_json_of_mutant(mutant), "convention": name} for mutant, name in tried.conventions
        ],
        "stale": [{"line": each.line, "diff": each.diff} for each in tried.stale],
    }


def _json_of_mutant(mutant: Mutant) -> dict[str, object]:
    return {"name": mutant.name, "line": mutant.line, "diff": mutant.diff}
