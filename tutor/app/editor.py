"""The editor of Python code. It brings Textual's text area, so it is imported when it is wanted."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.document._document import Location, Selection
from textual.strip import Strip

from tutor.app import brackets, indenting
from tutor.app.line_edits import LineEdits, Placed
from tutor.app.scrolling import pane_of

MAX_PASTE = 100_000  # characters
UNDO_STEPS = 500
MARK = "✗"  # in the gutter, beside the number of a line with an error


class Editor(LineEdits):
    """A Python editor: TextArea that knows of brackets, strings, comments and indentation."""

    COMPONENT_CLASSES = {"editor--bad-line", "editor--bad-sign"}  # noqa: RUF012 - as in the base

    DEFAULT_CSS = """\
Editor .editor--bad-line { background: $error 20%; }
Editor .editor--bad-sign { color: $error; text-style: bold; }
"""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("ctrl+r", "screen.run", "run", id="edit.run", priority=True),
        # ctrl+/ comes as ctrl+_ from most terminals; ctrl+t from all of them, and through tmux.
        Binding(
            "ctrl+slash,ctrl+underscore",
            "toggle_comment",
            "comment",
            key_display="ctrl+/",
            id="edit.comment",
            show=False,
        ),
        Binding("ctrl+t", "toggle_comment", "comment", id="edit.comment_too", show=False),
        Binding("shift+tab", "dedent", "dedent", id="edit.dedent", show=False),
    ]

    KEYS = """\
Enter keeps the indentation, `tab` indents, `[[edit.dedent]]` (or Backspace before the first word)
goes back. A bracket or quotation mark brings its other half, and is put around what is selected.
`[[edit.comment]]` or `[[edit.comment_too]]` makes lines comments, and code again; `ctrl+z` undoes,
`ctrl+y` redoes; `home` goes to the first word, once more to the margin.
"""  # for the HELP of every kind of editor

    HELP = f"""\
**Editing a cell.** Type as in any editor. `[[edit.run]]` runs it, `[[lesson.escape]]` leaves
the editor. Your version is kept; `[[lesson.reset]]` in reading mode takes the lesson's own, and
once more yours. {KEYS}"""

    def __init__(self, code: str) -> None:
        super().__init__(
            code,
            language="python",
            soft_wrap=False,
            tab_behavior="indent",
            show_line_numbers=True,
            theme="css",
            max_checkpoints=UNDO_STEPS,
        )
        self.cursor_blink = False
        self._marked: int | None = None

    # --- being seen --------------------------------------------------------------------------

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

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """The other half of a bracket, strings and comments left out."""
        if bracket not in brackets.PAIRS and bracket not in brackets.CLOSING:
            return None
        other = brackets.scan(self.plain).pair(self.offset_of(search_from))
        return None if other is None else self.location_of(other)

    # --- keys --------------------------------------------------------------------------------

    async def _on_paste(self, event: events.Paste) -> None:
        """Refuse what no cell could be: the app would stand still while it is coloured."""
        if len(event.text) > MAX_PASTE:
            event.stop()
            event.prevent_default()
            self.app.notify(
                f"{len(event.text):,} characters are too many for a cell; nothing was pasted.",
                severity="warning",
            )
        else:
            event.text = indenting.pasted(event.text)  # TextArea's own handler comes after this

    async def _on_key(self, event: events.Key) -> None:
        # Textual calls the handlers of all base classes too, unless one prevents it.
        if event.key == "escape":
            event.prevent_default()  # the screen's: TextArea would focus the next field
        elif not self.read_only and self._typed(event):
            event.stop()
            event.prevent_default()

    def _typed(self, event: events.Key) -> bool:
        """Do what a key does here; False if TextArea does it."""
        if event.key == "enter":
            self._break_line()
        elif event.key == "tab" and self.selection.start[0] != self.selection.end[0]:
            self.change_lines(indenting.indented)
        elif event.character and event.is_printable:
            if not self.selection.is_empty:
                return self._wrap(event.character)
            if event.character not in brackets.ALL:
                return False
            typed = brackets.typed(
                self.plain, self.offset_of(self.cursor_location), event.character
            )
            return typed is not None and self._perform(typed)
        else:
            return False
        return True

    def _perform(self, typed: brackets.Typed) -> bool:
        """Do what typing or erasing a half of a pair means. One step for undo."""
        row, column = self.cursor_location
        start = (row, column - typed.before)
        after = (row, column - typed.before + typed.cursor)
        if typed.text or typed.before:
            end = (row, column + typed.behind)
            self.edit(Placed(typed.text, start, end, Selection.cursor(after)))
        else:
            self.move_cursor(after)
        return True

    def _wrap(self, character: str) -> bool:
        """Put a pair around what is selected, which stays selected."""
        close = brackets.PAIRS.get(character, character)
        if character not in brackets.PAIRS and character not in brackets.QUOTES:
            return False
        top, bottom = sorted(self.selection)
        text = character + self.selected_text + close
        end = (bottom[0], bottom[1] + (top[0] == bottom[0]))
        inside = Selection((top[0], top[1] + 1), end)
        if self.selection.start > self.selection.end:
            inside = Selection(inside.end, inside.start)
        self.edit(Placed(text, top, bottom, inside))
        return True

    def _break_line(self) -> None:
        top, bottom = sorted(self.selection)
        before, behind = indenting.new_line(self.plain, self.offset_of(top))
        rest = self.document.get_line(bottom[0])[bottom[1] :]
        if self.document.get_line(top[0])[: top[1]].strip():
            # The blanks between two words would add to the indentation of the new line.
            bottom = (bottom[0], bottom[1] + len(rest) - len(rest.lstrip(" ")))
        place = Selection.cursor((top[0] + 1, len(before) - 1))
        self.edit(Placed(before + behind, top, bottom, place))

    def action_delete_left(self) -> None:
        """Backspace: between the halves of an empty pair both go, in the indentation a stop."""
        if not self.read_only and self.selection.is_empty:
            row, column = self.cursor_location
            erased = brackets.erased(self.plain, self.offset_of((row, column)))
            blanks = indenting.to_previous_stop(self.document.get_line(row)[:column])
            if erased is None and blanks > 1:
                erased = brackets.Typed("", 0, blanks)
            if erased is not None:
                self._perform(erased)
                return
        super().action_delete_left()

    # --- a line with an error ----------------------------------------------------------------

    @property
    def marked_line(self) -> int | None:
        """The line that is marked, from 1."""
        return self._marked

    def mark_line(self, line: int | None) -> None:
        """Mark a line, from 1, as one with an error, or none.

        The mark moves with its line, and goes when that line is changed.
        """
        if line != self._marked:
            self._marked = line
            self._line_cache.clear()  # it doesn't know of marks
            self.refresh()

    def lines_changed(self, first: int, last: int, more: int) -> None:
        """Rows `first` to `last` were changed, and are so many more now (see LineEdits)."""
        if self._marked is None or self._marked - 1 < first:
            return
        self.mark_line(None if self._marked - 1 <= last else self._marked + more)

    def _render_line(self, y: int) -> Strip:
        strip = super()._render_line(y)
        if self._marked is None:
            return strip
        row = y + self.scroll_offset.y  # lines aren't wrapped
        if row != self._marked - 1 or row >= self.document.line_count:
            return strip
        back = Style()
        if not self.app.native_ansi_color:  # there, nothing could be read on the terminal's red
            back = Style(bgcolor=self.get_component_rich_style("editor--bad-line").bgcolor)
        sign = self.get_component_rich_style("editor--bad-sign")
        width = self.gutter_width
        line = Strip([Segment(s.text, (s.style or Style()) + back, s.control) for s in strip])
        number = f"{self._marked:>{width - 2}}"
        gutter = Strip([Segment(f"{number}{MARK} ", sign + back)], width)
        return Strip.join([gutter, line.crop(width, line.cell_length)])
