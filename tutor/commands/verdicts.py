"""A check as plain text and as JSON."""

# ruff: noqa: PLC0415 - prose is drawn only where there is a diagnosis

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Any

from tutor.course.model import Exercise
from tutor.engine import protocol
from tutor.engine.verdicts import CaseResult, Report, Verdict, where

if TYPE_CHECKING:
    from tutor.commands.check import Outcome

WIDTH = 76
_PLAIN = str.maketrans({
    "≠": "!", "│": "|", "─": "-", "┌": "+", "┐": "+", "└": "+", "┘": "+", "×": "x",
    "→": ">", "…": "...", "“": '"', "”": '"', "’": "'", "·": ".", "−": "-",
})  # fmt: skip
LATE = "The machine is busy: no time to see which mistake this looks like. Check again."
SHORT = 14  # lines of a call that is printed ready to be pasted


class Printer:
    """Prints a check as it goes."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._yes, self._no, self._open = _marks()

    def hear(self, event: protocol.AnyEvent) -> None:
        """Print one event."""
        match event:
            case protocol.Listed():
                print(f"{self._exercise.name}: {self._exercise.title}", flush=True)
            case protocol.Checked(result=result):
                mark = self._yes if result.passed else self._no
                print(f"  {mark} {result.title}", flush=True)
            case protocol.Diagnosed(late=True):
                print(f"\n{LATE}")
            case protocol.Judged(verdict=verdict):
                for title in verdict.unplayed if verdict.cases else ():
                    print(f"  {self._open} {title} (not played)")
                self._judged(verdict)

    def end(self, outcome: Outcome) -> None:
        """Print the diagnosis and the last line."""
        verdict = outcome.verdict
        feedback = self._exercise.feedback.get(verdict.feedback, "")
        if feedback and not verdict.certain:
            feedback = f"It may be this. {feedback}"
        for words in (feedback, self._exercise.conventions.get(verdict.convention, "")):
            if words:
                from tutor.course import plain

                print(f"\n{plain.markdown(words, WIDTH)}")
        print(f"\n{summary(verdict)}", flush=True)

    def _judged(self, verdict: Verdict) -> None:
        if verdict.fault is not None and verdict.cases:
            print()
        for line in report_lines(verdict.fault):
            print(line)
        failed = verdict.first_failure
        if failed is not None:
            print(f"\n{failed.title}")
            for line in report_lines(failed.report):
                print(line)
            if failed.printed.strip() and not (failed.report and failed.report.printed):
                for line in _block("printed", failed.printed):
                    print(line)
        if verdict.fault is not None and verdict.printed.strip():
            for line in _block("printed", verdict.printed):
                print(line)
        for note in verdict.notes:
            print(f"\nNote: {note}")


def summary(verdict: Verdict) -> str:
    """The last line: how many cases passed, and in which time."""
    total = len(verdict.cases) + len(verdict.unplayed)
    passed = sum(case.passed for case in verdict.cases)
    if verdict.passed:
        cases = "Its one case passed" if total == 1 else f"All {total} cases passed"
    elif not verdict.cases:
        return "Not passed: no case was played."
    else:
        cases = f"{passed} of {total} cases passed"
    slow = ""
    if verdict.passed and verdict.slowness is not None:
        slow = f" Right, and {verdict.slowness:.0f} times as slow as the reference."
    return f"{cases}, in {verdict.seconds:.2f} s.{slow}"


def report_lines(report: Report | None) -> list[str]:
    """A report as indented lines that the terminal can show; nothing that it doesn't have."""
    return [] if report is None else [_shown(line) for line in _lines_of(report)]


def _shown(line: str) -> str:
    """The line, in plain characters where there are no others."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        line.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return line.translate(_PLAIN).encode("ascii", "replace").decode()
    return line


def _lines_of(report: Report) -> list[str]:
    lines = [
        f"  {line}"
        for paragraph in report.message.splitlines()
        for line in textwrap.wrap(paragraph, WIDTH, break_on_hyphens=False) or [""]
    ]
    if report.line is not None and not (report.traceback or "ine " in report.message):
        column = "" if report.column is None else f", column {report.column}"
        lines.append(f"  (line {report.line}{column} of your file)")
    for name, text in _parts(report):
        lines += _block(name, text)
    if report.paste and not _is_short(report):
        lines.append("    (all of the call: --paste FILE writes it below your code, to be run)")
    return lines


def _is_short(report: Report) -> bool:
    """Whether the call can be printed as it is pasted."""
    return 0 < len(report.paste.splitlines()) <= SHORT


def _parts(report: Report) -> list[tuple[str, str]]:
    """The parts of a report by name, in the order in which they help."""
    from tutor.engine.contrasts import beside

    both = beside(report.expected, report.got, WIDTH - 6)
    sides = [("expected", report.expected), ("got", report.got)]
    if report.picture:
        sides = [("shapes", report.picture)]
    elif both:
        sides = [("values", "\n".join(both))]
    call = report.paste if _is_short(report) else report.call
    return [
        (where(report) or "call", call), ("at", report.place), *sides,
        ("printed", report.printed), ("traceback", report.traceback),
    ]  # fmt: skip


def _block(name: str, text: str) -> list[str]:
    """A named part: beside its name if it is one line, below it otherwise."""
    rows = text.strip("\n").splitlines()
    if not rows or not text.strip():
        return []
    if len(rows) == 1:
        return [f"    {name:8}  {rows[0]}"]
    return [f"    {name}", *(f"      {row}".rstrip() for row in rows)]


def _marks() -> tuple[str, str, str]:
    """Signs for passed, failed and not played that the terminal can show."""
    try:
        "✓✗·".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "ok  ", "FAIL", "-   "
    return "✓", "✗", "·"


# --- JSON -------------------------------------------------------------------------------------


def document(exercise: Exercise, file: str, seed: int, outcome: Outcome) -> dict[str, object]:
    """A whole check."""
    verdict = outcome.verdict
    text = exercise.feedback.get(verdict.feedback, "")
    feedback = {"name": verdict.feedback, "text": text, "certain": verdict.certain}
    words = exercise.conventions.get(verdict.convention, "")
    return {
        "exercise": exercise.name,
        "title": exercise.title,
        "file": file,
        "seed": seed,
        "passed": verdict.passed,
        "seconds": round(verdict.seconds, 6),
        "cases": [_case_json(case) for case in verdict.cases],
        "unplayed": verdict.unplayed,
        "fault": report_json(verdict.fault),
        "printed": verdict.printed,
        "notes": verdict.notes,
        "feedback": feedback if text else None,
        "convention": {"name": verdict.convention, "text": words} if words else None,
        "attempt": outcome.attempt,
    }


def _case_json(case: CaseResult) -> dict[str, object]:
    return {
        "name": case.name,
        "title": case.title,
        "passed": case.passed,
        "seconds": round(case.seconds, 6),
        "pace": case.pace,
        "printed": case.printed,
        "report": report_json(case.report),
    }


def report_json(report: Report | None) -> dict[str, Any] | None:
    """A report with every field, empty ones too."""
    if report is None:
        return None
    return {name: getattr(report, name) for name in report.__struct_fields__}
