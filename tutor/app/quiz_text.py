"""Short Markdown (options, reasons) as Textual content, without a widget for each paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content, Span

from tutor.course import markup

CODE = "bold $text-accent"  # also told apart by weight, where there is no colour
_STYLES = {"em_open": "italic", "strong_open": "bold", "link_open": "underline"}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return markup.parser()


def inline_content(markdown: str) -> Content:
    """One line of Markdown: emphasis, code and maths; blocks are not looked for."""
    tokens = _parser().parseInline(markdown.strip())
    return _inline(tokens[0].children or []) if tokens else Content()


def content(markdown: str) -> Content:
    """Markdown of a few paragraphs, lists and code blocks, a blank line between blocks."""
    return Content("\n").join(_lines(_parser().parse(markdown)))


def _lines(tokens: Sequence[Token]) -> Iterator[Content]:
    """The lines of each block; a blank one between blocks, but not within a list."""
    depth = 0
    bullet = ""
    lists = 0  # how many have begun
    before: int | None = None  # the list of the block before, 0 for none
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists += depth == 0
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "list_item_open":
            bullet = f"{token.info}. " if token.info else "- "
        elif token.type in ("inline", "fence", "code_block"):
            here = lists if depth else 0
            if before is not None and (here != before or not here):
                yield Content()
            yield from _block(token, "  " * max(depth - 1, 0) + (bullet or "  " * bool(depth)))
            before, bullet = here, ""


def _block(token: Token, indent: str) -> Iterator[Content]:
    if token.type == "inline":
        yield Content.assemble(indent, _inline(token.children or []))
        return
    for line in token.content.rstrip("\n").split("\n"):
        yield Content.assemble(indent, "  ", Content(line))


def _inline(tokens: Iterable[Token]) -> Content:
    text = ""
    spans: list[Span] = []
    open_styles: list[tuple[int, str]] = []
    for token in tokens:
        if token.nesting == 1:
            open_styles.append((len(text), _STYLES.get(token.type, "")))
        elif token.nesting == -1 and open_styles:
            start, style = open_styles.pop()
            if style and len(text) > start:
                spans.append(Span(start, len(text), style))
        elif token.type == "code_inline":
            spans.append(Span(len(text), len(text) + len(token.content), CODE))
            text += token.content
        else:
            text += {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
    return Content(text, spans)
