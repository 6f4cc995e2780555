"""Code on the screen, highlighted, to be read."""

from __future__ import annotations

import sys

from textual.content import Content
from textual.widgets import Static
from textual.widgets.markdown import MarkdownFence

PYTHON_LEXER = "pygments.lexers.python"


class CodeView(Static):
    """Highlighted Python. A line that raised is marked.

    A label, not a text area: mounting a text area costs as much as the rest of the page.
    """

    def __init__(self, code: str, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.code = code
        self.bad_line: int | None = None
        self._colours: tuple[bool, bool] | None = None  # that it is highlighted in

    def on_mount(self) -> None:
        """Highlight with the colours of the theme.

        The first time in a process, that makes Pygments compile its expressions for Python,
        which takes as long as painting the page: so the page is painted first.
        """
        if PYTHON_LEXER in sys.modules:
            self._show()
        else:
            self.update(Content(self.code))
            self.call_after_refresh(self._show)

    def notify_style_update(self) -> None:
        """Highlight anew when the theme changes; a style changes far more often than that."""
        super().notify_style_update()
        if self._colours is not None and self._colours != self._colours_now:
            self._show()

    def show(self, code: str, bad_line: int | None = None) -> None:
        """Show this code; `bad_line` counts from 1."""
        self.code, self.bad_line = code, bad_line
        self._show()

    @property
    def _colours_now(self) -> tuple[bool, bool]:
        return self.app.native_ansi_color, self.app.current_theme.dark

    def _show(self) -> None:
        self._colours = ansi, dark = self._colours_now
        content = MarkdownFence.highlight(self.code, "python", ansi=ansi, dark=dark)
        if self.bad_line is not None:
            content = _marked(content, self.bad_line)
        self.update(content)


def _marked(content: Content, line: int) -> Content:
    lines = content.split("\n", allow_blank=True)
    if not 1 <= line <= len(lines):
        return content
    bad = Content.assemble(lines[line - 1], ("  ◂ here", "bold $error"))
    lines[line - 1] = bad.stylize("on $error 20%")
    return Content("\n").join(lines)
