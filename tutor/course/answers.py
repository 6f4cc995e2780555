"""The answers of a quiz: `- [x] right` and `- [ ] wrong`, each with the quote that says why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.course.model import Answer, QuizKind
from tutor.course.problems import Problems, quoted
from tutor.course.source import Piece, Text, scan

ANYTHING_ELSE = "*"

_BOX = re.compile(r"\[([^\]\[]?)\](?: (.*)|$)")
_LIKE_BOX = re.compile(r"\[[^\]\[]{0,2}\](?!\()")
_WHY = re.compile(r"(`+).*?\1|\$[^$]*\$|(?P<why>\s>\s)", re.DOTALL)
_QUOTED = re.compile(r" {0,3}> ?")
_CODE = re.compile(r"(`+)(.*?)\1", re.DOTALL)
_TYPED = ("number", "text", "predict", "parsons")
_ITEM = "- [ ] text"


def is_answers(text: Text, piece: Piece) -> bool:
    """Whether a piece is a list of answers rather than part of the question."""
    return piece.kind == "bullets" and any(
        _LIKE_BOX.match(text.item(start, end)[0]) for start, end in piece.items
    )


def read_answers(text: Text, kind: QuizKind, problems: Problems) -> list[Answer]:
    """Every answer of a quiz, in the order of the file."""
    answers: list[Answer] = []
    for piece in text.pieces:
        line = text.line + piece.start
        if is_answers(text, piece):
            for start, end in piece.items:
                answer = _answer(text.item(start, end), text.line + start, kind, problems)
                if answer is not None:
                    answers.append(answer)
        elif answers and piece.kind == "quote":
            problems.error(line, "this quote belongs to no answer", "indent it by two blanks")
        elif answers and piece.kind != "nothing":
            problems.error(line, "the answers must come last", "move this above them, or indent it")
    return answers


def _answer(lines: Sequence[str], line: int, kind: QuizKind, problems: Problems) -> Answer | None:
    box = _BOX.match(lines[0])
    if box is None or box[1] not in (" ", "x", "X"):
        problems.error(
            line, f"{quoted('- ' + lines[0])} isn't an answer", f"write `- [x] text` or `{_ITEM}`"
        )
        return None
    right = box[1] in "xX"
    rest = box[2] or ""
    text = scan([rest if kind == "parsons" else rest.strip(), *lines[1:]], line, problems)
    words, why = _parts(text, problems)
    if kind in _TYPED:
        words = _typed(words, text, kind)
    if not words:
        problems.error(line, "this answer is empty", f"write `{_ITEM}`")
        return None
    return Answer(right, words, why, line)


def _parts(text: Text, problems: Problems) -> tuple[str, str]:
    """The text of an answer, and why it is right or wrong."""
    quotes = [p for p in text.pieces if p.kind == "quote"]
    end = quotes[0].start if quotes else len(text.lines)
    words = "\n".join(text.lines[:end]).rstrip()
    inline = next((m for m in _WHY.finditer(words) if m["why"]), None)
    if not quotes:
        if inline is None:
            return words, ""
        return words[: inline.start()].rstrip(), words[inline.end() :].strip()
    if inline is not None:
        message = "this answer says why twice, after ` > ` and in the quote below"
        advice = "keep one; put a `>` that is code between backticks, or maths between dollars"
        problems.error(text.line, message, advice)
    after = next(
        (p for p in text.pieces if p.start > quotes[0].start and p.kind != "nothing"), None
    )
    if after is not None:
        message = "nothing may follow the quote of an answer"
        problems.error(text.line + after.start, message, "begin the line with `>` as well")
    quoted = text.lines[quotes[0].start : quotes[0].end]
    return words, "\n".join(_QUOTED.sub("", each, count=1) for each in quoted).strip()


def _typed(words: str, text: Text, kind: QuizKind) -> str:
    """What the learner types or moves: without the fence or the backticks around it."""
    fence = next((p for p in text.pieces if p.language is not None), None)
    if fence is not None:
        return "\n".join(text.body(fence)).rstrip()
    bare = words.strip()
    code = _CODE.fullmatch(bare)
    if code is not None:
        return code[2].rstrip()
    return words.rstrip() if kind == "parsons" else bare
