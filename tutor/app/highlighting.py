"""Drawing the code of an editor fast enough to type in.

TextArea finds the colours of the whole text at every key, and draws every line that is seen
anew: together 50 ms in 300 lines. Here colours are found for what is seen only, and lines
that look as before are not drawn again.
"""

from __future__ import annotations

from collections.abc import Hashable

from rich.style import Style
from textual._text_area_theme import TextAreaTheme
from textual.cache import LRUCache
from textual.strip import Strip
from textual.widgets import TextArea

Highlight = tuple[int, int | None, str]  # bytes from, to (None: the end of the line), and name
_FAR = 1_000_000

CHUNK = 32  # rows whose colours are found at once
KEPT = 512  # lines as they were drawn


def _order(highlight: Highlight) -> tuple[int, int, int, str]:
    """Where two are of the same text the later is seen: what is inside, or says more.

    Tree-sitter gives them in an order that changes with what is typed elsewhere.
    """
    start, end, name = highlight
    kind = name.partition(".")[0]
    rank = {"variable": 0, "type": 1, "function": 2}.get(kind, 3)
    return start, -(_FAR if end is None else end), rank, name


def _light() -> dict[str, Style]:
    theme = TextAreaTheme.get_builtin_theme("github_light")
    assert theme is not None
    # Some of them can hardly be read; and names are coloured in no other theme.
    better = {"type": "#963800", "type.builtin": "#0550ae", "constant.builtin": "#0550ae"}
    better |= {"boolean": "#0550ae", "variable": "#20242b"}
    return theme.syntax_styles | {name: Style(color=color) for name, color in better.items()}


class Highlighting(TextArea):
    """A text area that colours what it draws, when it draws it."""

    _coloured: frozenset[int] = frozenset()  # chunks whose colours are in `_highlights`
    _drawn: LRUCache[Hashable, Strip] | None = None

    def _build_highlight_map(self) -> None:
        """Forget the colours: the text has changed."""
        self._line_cache.clear()
        self._highlights.clear()
        self._coloured = frozenset()

    def _colour(self, chunk: int) -> None:
        if chunk in self._coloured or self._highlight_query is None:
            return
        self._coloured |= {chunk}
        first = chunk * CHUNK
        captures = self.document.query_syntax_tree(
            self._highlight_query, (first, 0), (first + CHUNK, 0)
        )
        for name, nodes in captures.items():
            for node in nodes:
                (top, left), (bottom, right) = node.start_point, node.end_point
                # A long string belongs to several chunks: each takes its own rows of it.
                for row in range(max(top, first), min(bottom, first + CHUNK - 1) + 1):
                    start = left if row == top else 0
                    self._highlights[row].append((start, right if row == bottom else None, name))
        for row in range(first, first + CHUNK):
            if row in self._highlights:
                self._highlights[row].sort(key=_order)

    def _set_theme(self, theme: str) -> None:
        super()._set_theme(theme)
        # Those of the theme "css" are made for dark backgrounds, whatever the app has.
        if self.is_attached and not self.app.current_theme.dark:
            self._theme.syntax_styles = _light()

    def on_mount(self) -> None:
        """Take the colours that suit the app's theme: before, there is no app to ask."""
        self._set_theme(self._theme.name)

    # --- lines as they were drawn ------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Draw everything anew when the theme changes, or the focus comes or goes."""
        super().notify_style_update()
        self._drawn = None

    def _render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y  # lines aren't wrapped
        if self.soft_wrap or row >= self.document.line_count:
            return super()._render_line(y)
        self._colour(row // CHUNK)
        if self._drawn is None:
            self._drawn = LRUCache(KEPT)
        key = self._look(row)
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._drawn[key] = super()._render_line(y)
        return strip

    def _look(self, row: int) -> Hashable:
        """All that the look of a row depends on."""
        line, selection = self.get_line(row), self.selection
        touched = min(selection)[0] <= row <= max(selection)[0]
        bracket = self._matching_bracket_location
        return (
            row,
            line.plain,
            tuple(line.spans),
            tuple(self._highlights.get(row, ())),
            (selection, self._draw_cursor, self._has_cursor, self.suggestion) if touched else None,
            bracket if touched or (bracket is not None and bracket[0] == row) else None,
            self.match_cursor_bracket,
            self.highlight_cursor_line,
            self.size,
            self.scroll_offset.x,
            max(self.virtual_size.width, self.region.width),
            self.gutter_width,
            self.theme,
        )
