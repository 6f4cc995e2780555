"""The editor of a cell. It brings Textual's text area, so it is imported when it is wanted."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.widgets import TextArea

from tutor.app.scrolling import pane_of

MAX_PASTE = 100_000  # characters


class Editor(TextArea):
    """A Python editor: TextArea with indentation on Enter."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("ctrl+r", "screen.run", "run", id="edit.run", priority=True),
    ]

    HELP = """\
**Editing a cell.** Type as in any editor; Enter keeps the indentation, Tab indents.
`ctrl+r` runs it, `escape` leaves the editor. Your version is kept; `u` in reading mode takes
the lesson's own, and once more yours.
"""

    def __init__(self, code: str) -> None:
        super().__init__(
            code,
            language="python",
            soft_wrap=False,
            tab_behavior="indent",
            show_line_numbers=True,
            theme="css",
        )
        self.cursor_blink = False

    def on_focus(self) -> None:
        """Be seen."""
        self.call_after_refresh(self._show_cursor)

    def on_text_area_selection_changed(self) -> None:
        """Keep the cursor in view: the editor grows with its text, so the page has to scroll."""
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        pane = pane_of(self)
        if pane is None or not self.is_attached:
            return
        row, seen = self.cursor_screen_offset.y, pane.region
        if row < seen.y + 1:
            pane.scroll_relative(y=row - seen.y - 1, animate=False)
        elif row >= seen.bottom - 1:
            pane.scroll_relative(y=row - seen.bottom + 2, animate=False)

    async def _on_paste(self, event: events.Paste) -> None:
        """Refuse what no cell could be: the app would stand still while it is coloured."""
        if len(event.text) > MAX_PASTE:
            event.stop()
            event.prevent_default()
            self.app.notify(
                f"{len(event.text):,} characters are too many for a cell; nothing was pasted.",
                severity="warning",
            )

    async def _on_key(self, event: events.Key) -> None:
        # Textual calls the handlers of all base classes too, unless one prevents it.
        if event.key == "escape":
            event.prevent_default()  # the screen's: TextArea would focus the next field
            return
        if event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            self.insert("\n" + self._indentation())

    def _indentation(self) -> str:
        """Blanks for the line after the cursor's: as before, four more behind a colon."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        blanks = before[: len(before) - len(before.lstrip())]
        code = before.split("#")[0].rstrip()
        if code.endswith(":"):
            return blanks + "    "
        first = code.split(maxsplit=1)[0] if code.split() else ""
        if first in ("return", "pass", "break", "continue", "raise") and blanks.endswith("    "):
            return blanks[:-4]
        return blanks
