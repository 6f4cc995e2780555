"""`tutor check --paste`: a failing call as a file of its own."""

from __future__ import annotations

from pathlib import Path

from tutor.commands.common import shown_path
from tutor.commands.errors import Failed, Misuse
from tutor.engine.verdicts import Report, Verdict

_HEAD = """


# --- {what} of the case “{case}”, which fails ---
# From a fresh start: what your file keeps from case to case is not in it.

"""


def write(target: Path, code: Path, verdict: Verdict) -> str:
    """Write the learner's code and, below it, the first call that fails. What came of it, in words.

    Raises Misuse where that would write over the learner's own file, Failed where it can't.
    """
    if target.exists() and target.samefile(code):
        raise Misuse(f"{shown_path(target)} is your own code: name another file.")
    failed = verdict.first_failure
    if failed is None or failed.report is None:
        return "Nothing was written: no call fails."
    if not failed.report.paste:
        return f"Nothing was written: {_why_not(failed.report)}"
    what = f"call {failed.report.number}" if failed.report.number else "the call"
    try:
        text = code.read_text(encoding="utf-8").rstrip()
        head = _HEAD.format(what=what.capitalize(), case=failed.title)
        target.write_text(f"{text}{head}{failed.report.paste}\n", encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise Failed(f"{shown_path(target)} can't be written: {error}") from error
    return f"{shown_path(target)} holds your code and {what}. Run it: python {shown_path(target)}"


def _why_not(report: Report) -> str:
    if not report.call:
        return "what fails is no single call."
    return "the call needs more than can be written down, or what earlier calls have left."
