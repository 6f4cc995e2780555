"""Markdown to tokens: a parser whose inline maths is text and whose glossary terms are links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from tutor.course import maths, widths

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

GLOSSARY = "glossary:"  # how the address of a link to a term begins
_UNLINKED = ("heading_open", "heading_close")


def parser(terms: Mapping[str, str] = {}) -> MarkdownIt:
    """A Markdown parser (CommonMark and tables) that turns maths into text in italics.

    The first occurrence of each term becomes a link to `glossary:NAME`; `terms` maps each
    spelling to that name. Never raises for any Markdown: a formula that can't be read stays
    as its TeX.
    """
    md = MarkdownIt("commonmark").enable("table")
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, double_inline=True)
    pattern = _pattern(terms)
    names = {spelling.casefold(): name for spelling, name in terms.items()}

    def rewrite(state: StateCore) -> None:
        state.tokens = list(_blocks(state.tokens))
        if pattern is not None:
            _link_terms(state.tokens, pattern, terms, names)

    md.core.ruler.push("tutor", rewrite)
    return md


def plain(markdown: str, width: int = 72) -> str:
    """Markdown as readable plain text, at most `width` columns wide where words allow."""
    from tutor.course import plain as _plain  # noqa: PLC0415 - it imports this module

    return _plain.markdown(markdown, width)


# --- maths --------------------------------------------------------------------------------------


def _blocks(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = _joined(_inline(token.children))
        if token.type in ("math_block", "math_block_label"):
            yield _drawn(token)
        else:
            yield token


def _inline(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        if token.type.startswith("math_"):
            yield Token("em_open", "em", 1, markup="*", meta={"maths": token.content})
            yield Token("text", "", 0, content=formula_text(token.content))
            yield Token("em_close", "em", -1, markup="*")
        else:
            yield token


def _joined(tokens: Iterable[Token]) -> list[Token]:
    """Line ends as blanks and texts beside one another as one, so that terms are found in them.

    Between two Chinese characters a line end is nothing.
    """
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined and joined[-1].type == "text" else None
        if token.type == "softbreak":
            token = Token("text", "", 0, content=" ")  # noqa: PLW2901 - one of the other kind
        if token.type != "text" or last is None:
            joined.append(token)
            continue
        text = last.content
        if text.endswith(" ") and _is_wide(text[-2:-1]) and _is_wide(token.content[:1]):
            text = text[:-1]
        last.content = text + token.content
    return joined


def _is_wide(char: str) -> bool:
    return bool(char) and widths.of_char(char) == 2


def formula_text(tex: str) -> str:
    """An inline formula as one line of text; its TeX if it can't be read."""
    try:
        return maths.inline(tex)
    except maths.MathError:
        return " ".join(tex.split())


def _drawn(token: Token) -> Token:
    """A display formula as a block of text, as it is drawn."""
    try:
        text = maths.draw(token.content)
    except maths.MathError:
        text = token.content.strip("\n")
    return Token(
        "code_block", "code", 0, content=text + "\n", block=True, map=token.map, level=token.level,
        meta={"maths": token.content},
    )  # fmt: skip


# --- glossary -----------------------------------------------------------------------------------


def _pattern(terms: Mapping[str, str]) -> re.Pattern[str] | None:
    """Any of the spellings, the longest first, as whole words."""
    spellings = sorted((s for s in terms if s.strip()), key=len, reverse=True)
    if not spellings:
        return None
    return re.compile("|".join(map(_whole_word, spellings)))


def _whole_word(spelling: str) -> str:
    words = r"\s+".join(map(re.escape, spelling.split()))
    if spelling == spelling.lower():  # "SGD" and "Adam" mean what they say, "loss" also "Loss"
        words = f"(?i:{words})"
    # Chinese has no blanks between words, so only Latin letters need an edge
    before = r"(?<![A-Za-z0-9_])" if spelling[:1].isascii() else ""
    after = r"(?![A-Za-z0-9_])" if spelling[-1:].isascii() else ""
    return f"{before}{words}{after}"


def _link_terms(
    tokens: Sequence[Token],
    pattern: re.Pattern[str],
    terms: Mapping[str, str],
    names: Mapping[str, str],
) -> None:
    seen: set[str] = set()
    previous = ""
    for token in tokens:
        if token.type == "inline" and token.children and previous not in _UNLINKED:
            token.children = list(_linked(token.children, pattern, terms, names, seen))
        previous = token.type


def _linked(
    tokens: Iterable[Token],
    pattern: re.Pattern[str],
    terms: Mapping[str, str],
    names: Mapping[str, str],
    seen: set[str],
) -> Iterable[Token]:
    closed = 0  # how deep in links and maths
    for token in tokens:
        if token.type.startswith("link_") or "maths" in token.meta or closed:
            closed += token.nesting
        if token.type != "text" or closed:
            yield token
            continue
        start = 0
        for match in pattern.finditer(token.content):
            word = " ".join(match[0].split())
            name = terms.get(word) or names[word.casefold()]
            if name in seen:
                continue
            seen.add(name)
            yield Token("text", "", 0, content=token.content[start : match.start()])
            yield Token("link_open", "a", 1, attrs={"href": GLOSSARY + name})
            yield Token("text", "", 0, content=match[0])
            yield Token("link_close", "a", -1)
            start = match.end()
        yield Token("text", "", 0, content=token.content[start:])
