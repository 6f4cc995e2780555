"""Ids of activities, names of exercises."""

from __future__ import annotations

import re

from tutor.course.options import Fields
from tutor.course.problems import Problems

_ID = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 60


def is_id(text: str) -> bool:
    """Whether `text` may be an id: lower-case words joined by `-` or `_`."""
    return len(text) <= _LONGEST and _ID.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether `text` may name an exercise or a lesson: a lower-case Python name."""
    return len(text) <= _LONGEST and _NAME.fullmatch(text) is not None


def suggest_id(text: str, joint: str = "-") -> str:
    """An id that looks like `text`."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    word = joint.join(words)[:_LONGEST].strip(joint)
    return word if is_id(word) else f"part{joint}{word}".strip(joint)


def read_id(fields: Fields, what: str, problems: Problems) -> str:
    """The option `id`; empty, with a problem, when it is missing or is none."""
    name = fields.text("id")
    line = fields.line("id")
    if not name:
        if fields.node("id") is None and not fields.unread:
            problems.error(
                line, f"this {what} has no id", f"write `:id: my-{what}` under its first line"
            )
        return ""
    if is_id(name):
        return name
    message = f"`{name}` can't be an id"
    problems.error(
        line, message, f"write lower-case words joined by `-`, such as `{suggest_id(name)}`"
    )
    return ""


def read_was(fields: Fields, problems: Problems) -> tuple[str, ...]:
    """The option `was`: ids that this had before."""
    names = fields.texts("was")
    for name in names:
        if not is_id(name):
            problems.error(fields.line("was"), f"`{name}` was never an id", "write `was: [old-id]`")
    return names
