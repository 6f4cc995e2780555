"""Finding the inline formulas of Markdown, and the dollars that are none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from tutor.course import maths
from tutor.course.problems import Problems, quoted
from tutor.course.source import Text


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Only what decides where maths is; dollars are read as `course.markup` reads them."""
    md = MarkdownIt("zero").enable(["backticks", "escape", "emphasis", "link"])
    md.disable("text_join")  # `\\$` is to stay apart from text
    return md.use(dollarmath_plugin, allow_labels=False, allow_space=False, double_inline=True)


def _tokens(markdown: str) -> list[Token]:
    inline = _parser().parseInline(markdown)
    return (inline[0].children or []) if inline else []


def check(text: Text, problems: Problems) -> None:
    """Says which inline formulas of a text can't be shown, and which dollars belong to none."""
    for content, line in text.inlines:
        for token, at in _located(content, line):
            if token.type == "math_inline":
                _check_formula(token.content, at, problems)
            elif token.type == "math_inline_double" or "$$" in _bare(token):
                advice = "put it on lines of its own, with a blank line above and below"
                problems.error(at, "this `$$` opens no display formula", advice)
            elif "$" in _bare(token):
                advice = "close the formula, without blanks inside the dollars, or write `\\$`"
                problems.error(at, "a `$` is left over", advice)


def _check_formula(tex: str, line: int, problems: Problems) -> None:
    try:
        maths.inline(tex)
    except maths.MathError as error:
        message = f"the formula {quoted(' '.join(tex.split()))} can't be shown: {error.message}"
        problems.error(line, message, error.advice)


def _bare(token: Token) -> str:
    """The words of a token of text; nothing for code, formulas and `\\$`."""
    return token.content if token.type == "text" else ""


def _located(content: str, line: int) -> Iterator[tuple[Token, int]]:
    """The tokens of a paragraph that begins on `line`, each with its own line."""
    position = 0
    for token in _tokens(content):
        if not token.content:
            continue
        found = content.find(token.content, position)
        start = position if found < 0 else found
        inside = token.content.find("$") if token.type == "text" else 0
        yield token, line + content.count("\n", 0, start + max(0, inside))
        position = start + (len(token.content) if found >= 0 else 0)


def plain_title(markdown: str) -> str:
    """A heading as plain text: formulas drawn, code without backticks."""
    parts: list[str] = []
    for token in _tokens(markdown):
        if token.type == "math_inline":
            try:
                parts.append(maths.inline(token.content))
            except maths.MathError:  # said by `check`
                parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(token.content)
    return " ".join("".join(parts).split())
