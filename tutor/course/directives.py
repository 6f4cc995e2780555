"""The directives of a lesson: `{code-cell}` in backticks, the others in colon fences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.course.problems import Problems, instead, quoted, short

ADMONITIONS = ("note", "tip", "warning")
CELL = "code-cell"
QUIZ = "quiz"
EXERCISE = "exercise"
PLAYGROUND = "playground"
NAMES = (CELL, QUIZ, EXERCISE, PLAYGROUND, *ADMONITIONS)

_OPENING = re.compile(r"\{([^{}]*)\}[ \t]*(.*)")
_CODE = "write `` ```python ``, or `` ```{code-cell} python `` for code that runs"
_ELSEWHERE = {
    "math": "write the formula between two lines `$$`",
    "code": _CODE,
    "code-block": _CODE,
    "important": "write `:::{note}` or `:::{warning}`",
    "hint": "write `:::{tip}`",
    "caution": "write `:::{warning}`",
    "figure": "draw it in a `` ```text `` fence",
    "image": "draw it in a `` ```text `` fence",
}


@dataclass(frozen=True, slots=True)
class Directive:
    """The opening line of a directive: `:::{name} argument`."""

    name: str
    argument: str
    line: int


def read_directive(fence: str, info: str, line: int, problems: Problems) -> Directive | None:
    """The directive that a fence opens; None, with a problem, if it is none that is known.

    `fence` is "fence" for backticks and tildes, "colon_fence" for colons.
    """
    match = _OPENING.fullmatch(info)
    if match is None:
        word = info.strip("{} \t").split()[0:1]
        name = word[0] if word and word[0] in NAMES else ADMONITIONS[0]
        problems.error(line, f"{quoted(info)} names no directive", f"write `:::{{{name}}}`")
        return None
    name, argument = match[1].strip(), match[2].strip()
    if name not in NAMES:
        otherwise = _ELSEWHERE.get(name, "write one of " + ", ".join(NAMES))
        advice = otherwise if name in _ELSEWHERE else instead(name, NAMES, otherwise)
        problems.error(line, f"there is no directive `{{{short(name)}}}`", advice)
        return None
    if name == CELL and fence != "fence":
        problems.error(
            line, "a cell can't stand in a colon fence", f"write `` ```{{{CELL}}} python ``"
        )
        return None
    if name != CELL and fence == "fence":
        # code blocks inside a backtick fence would end it without a word
        message = f"`{{{name}}}` can't stand in backticks"
        problems.error(line, message, f"write `:::{{{name}}}` and close it with `:::`")
        return None
    return Directive(name, argument, line)
