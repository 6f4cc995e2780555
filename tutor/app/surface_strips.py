"""From rows of coloured characters to what Textual puts on the screen."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tutor.app.surface_colours import Palette, colours_of
from tutor.app.surface_ground import Row


def palette_of(widget: Widget) -> Palette:
    """The colours that a widget's terminal, theme and place give."""
    theme = widget.app.current_theme
    depth = "ansi" if theme.ansi else colours_of(widget.app)
    _, _, ground, words = widget.colors
    return Palette(depth, theme.dark, ground.hex6.lower(), words.hex6.lower())


def strip_of(row: Row, plain: Style) -> Strip:
    """A row as Textual wants it, on a plain style; neighbours of one style go together."""
    segments: list[Segment] = []
    text, style = "", Style.null()
    for cell in row:
        found = _style(cell.colour, cell.ground, cell.bold)
        if found is style:
            text += cell.text
            continue
        if text:
            segments.append(Segment(text, plain + style))
        text, style = cell.text, found
    if text:
        segments.append(Segment(text, plain + style))
    return Strip(segments)


@lru_cache(maxsize=8192)
def _style(colour: str, ground: str, bold: bool) -> Style:
    return Style(
        color=colour.removeprefix("ansi_") or None,
        bgcolor=ground.removeprefix("ansi_") or None,
        bold=bold or None,
    )
