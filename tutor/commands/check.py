"""`tutor check`: does the learner's code do what an exercise asks?"""

# ruff: noqa: PLC0415 - the engine and progress are imported when they are wanted

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.commands.common import device_of, note, print_json, shown_path
from tutor.commands.errors import Exit, Failed, Misuse
from tutor.commands.exercises import Found, find
from tutor.commands.run import seed

if TYPE_CHECKING:
    from tutor.commands.verdicts import Printer
    from tutor.engine import Checks
    from tutor.engine.verdicts import Report, Verdict

DIAGNOSIS = 15.0  # seconds: nothing has been played ahead here, and nobody is typing


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check went, and the number of the attempt if it was kept."""

    verdict: Verdict
    attempt: int | None = None


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor check`."""
    parser.add_argument("exercise", metavar="EXERCISE", help="its name, or its folder")
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="the code (by default yours, from the workspace)"
    )
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="for random numbers")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "--paste", metavar="PY", help="write the call that fails into this file, to be run alone"
    )
    parser.add_argument("--watch", action="store_true", help="check at each save, until ctrl+c")


def run(arguments: Namespace) -> int:
    """Check the code; FAILED if it doesn't pass."""
    import asyncio

    if arguments.json and arguments.watch:
        raise Misuse("--json prints one document and --watch never ends: choose one of them.")
    if arguments.paste and arguments.watch:
        raise Misuse("--paste writes one call and --watch never ends: choose one of them.")
    found = find(arguments, arguments.exercise)
    path = _path(arguments.file, found)
    return asyncio.run(_watch(found, path, arguments) if arguments.watch else
                       _check_once(found, path, arguments))  # fmt: skip


def _path(given: str | None, found: Found) -> Path:
    if given is not None:
        path = Path(given)
        if not path.exists():
            raise Misuse(f"There is no file {given}. Check its name and folder.")
        return path.absolute()
    if found.course is None:
        name = found.exercise.name
        raise Misuse(f"{name} is no exercise of the course: say which FILE holds the code.")
    from tutor.progress import Workspace

    return Workspace().path(found.exercise.name)


async def _check_once(found: Found, path: Path, arguments: Namespace) -> int:
    from tutor.commands.verdicts import Printer, document

    printer = None if arguments.json else Printer(found.exercise)
    async with opened(device_of(arguments)) as checks:
        outcome = await _check(checks, found, path, arguments.seed, printer)
    if arguments.json:
        print_json(document(found.exercise, shown_path(path), arguments.seed, outcome))
    if arguments.paste:
        _paste(Path(arguments.paste), path, outcome.verdict)
    return Exit.FINE if outcome.verdict.passed else Exit.FAILED


def _paste(target: Path, path: Path, verdict: Verdict) -> None:
    """Write the learner's code with the failing call below it; say so, or why not."""
    from tutor.commands.pasting import write

    note(write(target, path, verdict))


async def _watch(found: Found, path: Path, arguments: Namespace) -> int:
    """Check now and at each save; ends by ctrl+c only."""
    from tutor.commands.verdicts import Printer

    path = _begun(found, path)
    async with opened(device_of(arguments)) as checks, aclosing(_saves(path)) as saves:
        await _check(checks, found, path, arguments.seed, Printer(found.exercise))
        note(f"Waiting for the next save of {shown_path(path)}; ctrl+c ends this.")
        async for _ in saves:
            print()
            await _check(checks, found, path, arguments.seed, Printer(found.exercise))
    return Exit.FINE


def _begun(found: Found, path: Path) -> Path:
    """The file; made from the starter if it is the workspace's and isn't there yet."""
    from tutor.progress import NotSaved, Workspace

    if found.course is None or path.exists():
        return path.absolute()
    try:
        return Workspace().open(found.exercise.name, found.exercise.starter)
    except NotSaved as error:
        raise Failed(str(error)) from error


async def _saves(path: Path) -> AsyncGenerator[None, None]:
    """Each time a file has been saved, however its editor does that."""
    from watchfiles import awatch

    before = _state(path)
    async for _ in awatch(
        path.parent, recursive=False, watch_filter=None, step=20, debounce=100,
        rust_timeout=1000, yield_on_timeout=True,
    ):  # fmt: skip
        after = _state(path)
        if after not in (before, None):
            before = after
            yield


def _state(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is saved; None while there is none, or nothing in it."""
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_ino, status.st_mtime_ns, status.st_size) if status.st_size else None


@asynccontextmanager
async def opened(device: str | None) -> AsyncIterator[Checks]:
    """What checks, while it is needed; every process has ended afterwards."""
    from tutor.engine import Engine
    from tutor.engine.runners import EngineError

    engine = Engine(device=device)
    try:
        await engine.start()
        engine.checks.diagnosis = DIAGNOSIS
        yield engine.checks
    except EngineError as error:
        raise Failed(f"The code can't be run: {error}") from error
    finally:
        await engine.close()


async def _check(
    checks: Checks, found: Found, path: Path, seed: int, printer: Printer | None
) -> Outcome:
    """Check what is in the file now, say how it goes, and keep it."""
    from tutor.engine import protocol, with_feedback
    from tutor.engine.solutions import read
    from tutor.engine.verdicts import Report

    code = read(path)
    if isinstance(code, Report) and code.kind == "missing":
        code = Report("missing", f"There is no {shown_path(path)}. Open {found.exercise.name} in "
                      "Tutor and it is made, or name the FILE that holds your code.")  # fmt: skip
    verdict = None
    events_of = checks.check(found.exercise, code, seed=seed, filename=_named(path))
    async with aclosing(events_of) as events:
        async for event in events:
            match event:
                case protocol.Judged():
                    verdict = event.verdict
                case protocol.Diagnosed() if verdict is not None:
                    verdict = with_feedback(verdict, event.name, certain=event.certain)
                case protocol.Died():
                    raise Failed(f"The code can't be run: {event.reason} {event.advice}")
            if printer is not None:
                printer.hear(event)
    if verdict is None:
        raise Failed("The check was stopped before its verdict.")
    outcome = Outcome(verdict, _keep(found, code, verdict))
    if printer is not None:
        printer.end(outcome)
    return outcome


def _named(path: Path) -> str:
    """What tracebacks call the file: never "check.py", which is the exercise's own."""
    name = shown_path(path)
    return f"./{name}" if "/" not in name and name in ("check.py", "reference.py") else name


def _keep(found: Found, code: str | Report, verdict: Verdict) -> int | None:
    """Keep the attempt; its number. Only what is text can be kept, and only for the course."""
    from tutor.engine.verdicts import to_json
    from tutor.progress import Progress

    course, exercise = found.course, found.exercise
    if course is None or not isinstance(code, str):
        return None
    progress = Progress.open(on_notice=note)
    try:
        if verdict.passed:
            progress.mark_done(course.name, found.lesson, exercise.name, exercise.digest)
        return progress.save_attempt(
            course.name, exercise.name, code, verdict.passed, to_json(verdict)
        )
    finally:
        progress.close()
