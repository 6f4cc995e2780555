"""`tutor run`: the cells of a lesson, and what they give, as plain text."""

# ruff: noqa: PLC0415 - asyncio and the drawing of curves are imported when they are wanted

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from tutor.commands.common import (
    device_of,
    note,
    print_json,
    require_course,
    require_lesson,
    suggestion,
    wants_colour,
)
from tutor.commands.errors import Exit, Misuse

if TYPE_CHECKING:
    from tutor.commands.transcript import Transcript
    from tutor.course.model import Cell, Lesson
    from tutor.engine import Session
    from tutor.engine.library import Library
    from tutor.engine.protocol import AnyEvent

PLOT_WIDTH, PLOT_HEIGHT = 70, 15
MOST_SEED = 2**32 - 1  # numpy takes no more


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor run`."""
    parser.add_argument("lesson", metavar="LESSON")
    parser.add_argument("--cell", metavar="ID", help="only this cell, and quietly what it needs")
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="for random numbers")
    parser.add_argument(
        "--use",
        choices=("yours", "reference"),
        help="whose code tutor.mine gives: yours where it passed, or the references; "
        "otherwise as you chose in the app",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: Namespace) -> int:
    """Run the cells; FAILED if one did not come to its end."""
    import asyncio

    from tutor.commands.own import own_library

    course = require_course(arguments)
    lesson = require_lesson(course, arguments.lesson, arguments.lang)
    cells = _cells(lesson, arguments.cell)
    with own_library(course, lesson, arguments.use) as library:
        transcripts = asyncio.run(_play(lesson, cells, arguments, library))
    fine = all(transcript.ok for transcript in transcripts)
    if arguments.json:
        print_json(_document(lesson, arguments.seed, transcripts))
    elif not fine:
        failed = [transcript.cell for transcript in transcripts if not transcript.ok]
        note(f"{len(failed)} of {len(transcripts)} cells failed: {', '.join(failed)}.")
    return Exit.FINE if fine else Exit.FAILED


def seed(text: str) -> int:
    """A seed in the words of a command line; ArgumentTypeError if it is none."""
    if not text.isascii() or not text.isdigit() or int(text) > MOST_SEED:
        raise ArgumentTypeError(f"{text!r} is no seed: write a whole number from 0 to {MOST_SEED}")
    return int(text)


def _cells(lesson: Lesson, wanted: str | None) -> list[Cell]:
    if wanted is None:
        if not lesson.cells:
            note(f"The lesson {lesson.name} has no cells.")
        return list(lesson.cells)
    for cell in lesson.cells:
        if wanted in (cell.id, *cell.was):
            return [cell]
    ids = [cell.id for cell in lesson.cells]
    advice = suggestion(wanted, ids, f"It has these: {', '.join(ids)}." if ids else "It has none.")
    raise Misuse(f"The lesson {lesson.name} has no cell {wanted!r}. {advice}")


async def _play(
    lesson: Lesson, cells: list[Cell], arguments: Namespace, library: Library
) -> list[Transcript]:
    from tutor.commands.player import opened, play

    transcripts: list[Transcript] = []
    start = opened(lesson, device=device_of(arguments), seed=arguments.seed, library=library)
    async with start as (engine, session):
        for cell in cells:
            if arguments.json:
                transcripts.append(await play(session, cell.id))
            else:
                transcripts.append(await _show(session, lesson, cell))
        if not all(transcript.ok for transcript in transcripts):
            for trouble in engine.troubles:
                note(trouble)
    return transcripts


async def _show(session: Session, lesson: Lesson, cell: Cell) -> Transcript:
    """Run a cell and print everything as it comes."""
    from tutor.commands.player import play

    title = _title(lesson, cell)
    print(f"{cell.id}: {title}" if title else cell.id, flush=True)
    printer = _Printer()
    transcript = await play(session, cell.id, printer.hear)
    printer.end_line()
    _show_curves(transcript, cell)
    end = {"raised": "failed", "data": "no data"}.get(transcript.outcome, transcript.outcome)
    steps = f", {transcript.steps} steps" if transcript.steps else ""
    print(f"{cell.id}: {end} in {transcript.seconds:.2f} s{steps}\n", flush=True)
    return transcript


def _title(lesson: Lesson, cell: Cell) -> str:
    page = lesson.page_of(cell.id)
    return "" if page is None else lesson.pages[page].title


class _Printer:
    """Prints the events of a run as they come, and how far a loop is where that can be wiped."""

    def __init__(self) -> None:
        self._within_line = False
        self._ticking = False

    def hear(self, event: AnyEvent) -> None:
        """Print one event."""
        from tutor.app import data_words
        from tutor.commands.transcript import table_text
        from tutor.engine import protocol
        from tutor.engine.library import whose

        match event:
            case protocol.DataUsed():
                self._complain(f"{data_words.line(event.title, event.kind, event.detail)}\n")
            case protocol.Using():
                self._block(whose(event.uses))
                self._complain("".join(f"{sentence}\n" for sentence in event.notes))
            case protocol.Text(stream="out"):
                self._write(event.text)
            case protocol.Text():
                self._complain(event.text)
            case protocol.Table():
                self._block(table_text(event))
            case protocol.Value():
                self._block(event.text)
            case protocol.Raised():
                self._complain(event.traceback + "\n")
            case protocol.Died():
                self._complain(f"{event.reason} {event.advice}\n")
            case protocol.DataNeeded():
                self._complain(f"The data set {event.name} isn't here; the app can fetch it.\n")
            case protocol.Progress():
                self._tick(event)

    def end_line(self) -> None:
        """Whatever comes next begins a line."""
        self._wipe()
        if self._within_line:
            print(flush=True)
            self._within_line = False

    def _write(self, text: str) -> None:
        self._wipe()
        print(text, end="", flush=True)
        self._within_line = not text.endswith("\n") if text else self._within_line

    def _block(self, text: str) -> None:
        self.end_line()
        print(text, flush=True)

    def _complain(self, text: str) -> None:
        self.end_line()
        print(text, end="", file=sys.stderr, flush=True)

    def _tick(self, event: AnyEvent) -> None:
        from tutor.engine.protocol import Progress

        if not isinstance(event, Progress) or not sys.stderr.isatty():
            return
        self.end_line()
        total = f"/{event.total}" if event.total is not None else ""
        text = f"{event.label} {event.done}{total}, {event.rate:.0f} per second".strip()
        print(f"\r\x1b[K{text[:70]}", end="", file=sys.stderr, flush=True)
        self._ticking = True

    def _wipe(self) -> None:
        if self._ticking:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._ticking = False


def _show_curves(transcript: Transcript, cell: Cell) -> None:
    from tutor.commands import pictures

    columns = min(PLOT_WIDTH, _columns())
    if sys.stdout.isatty():
        for drawing in pictures.drawings(transcript, columns):
            print(drawing)
    if transcript.items and sys.stdout.isatty():
        from tutor.app.plot_picture import render_text

        colour = wants_colour()
        print(render_text(transcript.items, cell.plot, columns, PLOT_HEIGHT, colour=colour))
    for sentence in pictures.sentences(transcript):
        print(sentence)


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return PLOT_WIDTH


# --- JSON -------------------------------------------------------------------------------------


def _document(lesson: Lesson, seed: int, transcripts: list[Transcript]) -> dict[str, object]:
    return {
        "lesson": lesson.name,
        "title": lesson.title,
        "seed": seed,
        "device": next((each.device for each in transcripts if each.device), ""),
        "ok": all(each.ok for each in transcripts),
        "cells": [_cell_json(each) for each in transcripts],
    }


def _cell_json(transcript: Transcript) -> dict[str, object]:
    from tutor.commands import pictures

    using = transcript.using
    return {
        "id": transcript.cell,
        "outcome": transcript.outcome,
        "seconds": round(transcript.seconds, 6),
        "steps": transcript.steps,
        "uses": dict(using.uses) if using else {},
        "notes": using.notes if using else [],
        "data": [
            {"name": each.name, "title": each.title, "kind": each.kind, "detail": each.detail}
            for each in transcript.data.values()
        ],
        "stdout": transcript.text("out"),
        "stderr": transcript.text("err"),
        "value": transcript.value,
        "tables": [
            {"title": table.title, "header": table.header, "rows": table.rows}
            for table in transcript.tables
        ],
        "curves": [
            {"name": line.name, "points": line.points, "first": line.first, "last": line.last,
             "lowest": line.lowest, "highest": line.highest}
            for line in transcript.lines
        ],
        "surfaces": pictures.surfaces_json(transcript),
        "images": pictures.images_json(transcript),
        "error": _error_json(transcript),
    }  # fmt: skip


def _error_json(transcript: Transcript) -> dict[str, object] | None:
    if transcript.raised:
        raised = transcript.raised
        return {
            "kind": raised.kind,
            "message": raised.message,
            "traceback": raised.traceback,
            "cell": raised.cell,
            "line": raised.line,
        }
    if transcript.died:
        message = f"{transcript.died.reason} {transcript.died.advice}"
    elif transcript.needed_data:
        message = f"The data set {transcript.needed_data} isn't here; the app can fetch it."
    else:
        return None
    kind = "Died" if transcript.died else "DataNeeded"
    return {
        "kind": kind,
        "message": message,
        "traceback": "",
        "cell": transcript.cell,
        "line": None,
    }
