"""What a page shows: prose as its source, formulas drawn, admonitions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from tutor.course import formulas, maths
from tutor.course.directives import ADMONITIONS
from tutor.course.model import Admonition, Block, Formula, Prose
from tutor.course.options import Fields, split
from tutor.course.problems import Problems
from tutor.course.source import Piece, Text, scan

_PLAIN = ("prose", "bullets", "numbers", "quote")


def build(text: Text, pieces: Sequence[Piece], problems: Problems) -> list[Block]:
    """Blocks for neighbouring pieces of a text; other directives and headings are left out.

    Headings below `##` stay in the prose.
    """
    blocks: list[Block] = []
    run: list[Piece] = []
    for piece in pieces:
        if piece.kind in _PLAIN or (piece.kind == "heading" and piece.level > 2):
            run.append(piece)
            continue
        blocks += _prose(text, run)
        run = []
        if piece.kind == "formula":
            blocks.append(_formula(piece, text.line, problems))
        elif piece.directive is not None and piece.directive.name in ADMONITIONS:
            blocks.append(_admonition(text, piece, problems))
    return blocks + _prose(text, run)


def flat(text: Text, pieces: Sequence[Piece], problems: Problems) -> list[Prose | Formula]:
    """Blocks where only prose and formulas may stand; anything else is a problem."""
    for piece in pieces:
        if piece.directive is not None:
            message = f"`{{{piece.directive.name}}}` can't stand inside another directive"
            problems.error(
                text.line + piece.start, message, "move it out, or close the outer one first"
            )
        elif piece.kind == "heading":
            message = "a heading can't stand inside a directive"
            problems.error(text.line + piece.start, message, "move it out, or make it **bold**")
    allowed = [p for p in pieces if p.kind in (*_PLAIN, "formula", "nothing")]
    return [b for b in build(text, allowed, problems) if not isinstance(b, Admonition)]


def _prose(text: Text, run: Sequence[Piece]) -> list[Prose]:
    """The source from the first to the last of some pieces that stand together."""
    if not run:
        return []
    markdown, line = text.source(run[0].start, run[-1].end)
    return [Prose(markdown, line)]


def _formula(piece: Piece, first: int, problems: Problems) -> Formula:
    line = first + piece.start
    if not piece.content:
        problems.error(line, "this formula is empty", "write it between the two `$$`, or remove it")
        return Formula("", "", line)
    try:
        drawn = maths.draw(piece.content)
    except maths.MathError as error:
        problems.error(line, f"this formula can't be shown: {error.message}", error.advice)
        drawn = piece.content
    return Formula(piece.content, drawn, line)


def _admonition(text: Text, piece: Piece, problems: Problems) -> Admonition:
    assert piece.directive is not None
    line = text.line + piece.start
    body = text.body(piece)
    nodes, used = split(body, line + 1, problems)
    Fields(nodes, f"`{{{piece.directive.name}}}`", line, problems).close()
    inner = scan(body[used:], line + 1 + used, problems)
    formulas.check(inner, problems)
    blocks = flat(inner, inner.pieces, problems)
    if not blocks:
        problems.error(line, f"this {piece.directive.name} is empty", "write something in it")
    kind = cast(Literal["note", "tip", "warning"], piece.directive.name)
    title = formulas.plain_title(piece.directive.argument) or kind.capitalize()
    return Admonition(kind, title, tuple(blocks), line)
