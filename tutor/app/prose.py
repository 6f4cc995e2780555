"""The reading side of a page: Markdown, formulas, asides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import AwaitMount, Widget
from textual.widgets import Markdown, Static
from textual.widgets.markdown import MarkdownFence

from tutor.course import markup
from tutor.course.model import Admonition, Block, Formula, Prose

FORMULA = "formula"  # the fence that carries a drawn formula through Textual's Markdown


class Fence(MarkdownFence):
    """A code fence; one that carries a formula is set as a formula, not as code."""

    def __init__(self, markdown: Markdown, token: object, code: str) -> None:
        super().__init__(markdown, token, code)  # type: ignore[arg-type]
        if self.lexer == FORMULA:
            self.add_class("formula")

    @classmethod
    def highlight(cls, code: str, language: str, ansi: bool = False, dark: bool = False) -> Content:
        """Highlighted code; a formula or a diagram stays as it is drawn."""
        if language in (FORMULA, "text", ""):
            return Content(code.rstrip("\n"))
        return super().highlight(code, language, ansi=ansi, dark=dark)


class PageMarkdown(Markdown):
    """Markdown whose inline maths is text and whose first terms are links."""

    BLOCKS = {**Markdown.BLOCKS, "fence": Fence}  # noqa: RUF012 - as in the base class

    def __init__(self, source: str, terms: Mapping[str, str] | None = None) -> None:
        factory = partial(markup.parser, terms or {})
        super().__init__(source, parser_factory=factory, open_links=False)

    def mount_all(self, widgets: Iterable[Widget], **where: Any) -> AwaitMount:
        """Mount blocks; the last one says so, for boxes that end where their words end.

        Not `*:last-child` in the style sheet: a rule of that kind has Textual style every widget
        anew whenever a neighbour is mounted.
        """
        blocks = list(widgets)
        if blocks:
            blocks[-1].add_class("-last")
        return super().mount_all(blocks, **where)


class Aside(Vertical):
    """An admonition: a title and its blocks, with a coloured edge."""

    def __init__(self, block: Admonition, terms: Mapping[str, str] | None = None) -> None:
        super().__init__(classes=f"aside -{block.kind}")
        self.block = block
        self.terms = terms or {}

    def compose(self) -> ComposeResult:
        """Title, then text."""
        yield Static(self.block.title, classes="aside-title", markup=False)
        yield from widgets_of(self.block.blocks, self.terms)


def widgets_of(
    blocks: Iterable[Block], terms: Mapping[str, str] | None = None
) -> Iterator[PageMarkdown | Aside]:
    """The widgets that show blocks.

    Neighbouring prose and formulas share one Markdown widget: each widget costs time at the
    first paint, and text can be selected across what stands in one.
    """
    gathered: list[str] = []
    for block in blocks:
        if isinstance(block, Admonition):
            if gathered:
                yield PageMarkdown("\n\n".join(gathered), terms)
                gathered = []
            yield Aside(block, terms)
        else:
            gathered.append(_markdown(block))
    if gathered:
        yield PageMarkdown("\n\n".join(gathered), terms)


def _markdown(block: Prose | Formula) -> str:
    if isinstance(block, Formula):
        return f"````{FORMULA}\n{block.text}\n````"
    return block.markdown
