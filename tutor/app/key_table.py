"""A table of keys: key, what it does, and the name that the settings file knows it by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tutor.app.statusbar import signs

Line = tuple[str, str, str]  # keys, what they do, the id of the binding
WITH_NAMES = 56  # columns from which there is room for the ids


class KeyTable(Widget):
    """Lines of keys below the place where they work; no wider than there is room."""

    DEFAULT_CSS = """\
KeyTable { height: auto; padding: 0 2; }
"""

    def __init__(self, places: Mapping[str, Sequence[Line]]) -> None:
        super().__init__()
        self.places = places

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A heading and a line for each key, a blank line between places."""
        return sum(len(lines) + 2 for lines in self.places.values()) - 1

    def render(self) -> Content:
        """All lines."""
        drawn: list[Content] = []
        for place, lines in self.places.items():
            drawn += [Content("")] if drawn else []
            drawn.append(Content.styled(place, "bold $primary"))
            drawn += [line(self, each, self.size.width) for each in lines]
        return Content("\n").join(drawn)


def line(node: Widget, each: Line, width: int, style: str = "bold") -> Content:
    """A line of the table, in that many columns."""
    keys, words, name = each
    if width < WITH_NAMES:
        first = min(12, width // 3)
        return Content.assemble((_fit(node, keys, first), style), " ", words)
    first = max(12, (width - 26) * 2 // 5)
    second = width - first - 28
    return Content.assemble(
        (_fit(node, keys, first), style), " ", _fit(node, words, second), " ",
        (name, "$foreground-muted"),
    )  # fmt: skip


def _fit(node: Widget, text: str, width: int) -> str:
    """Text in exactly so many columns."""
    if len(text) > width:
        text = text[: width - 1] + signs(node, "…")
    return f"{text:<{width}}"
