"""What an editor does to several lines at once, each as one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from textual.document._document import EditResult, Location, Selection
from textual.document._edit import Edit
from textual.widgets import TextArea

from tutor.app import indenting
from tutor.app.highlighting import Highlighting


@dataclass
class Placed(Edit):
    """An edit that says itself where the cursor goes, the first time and when it is redone."""

    maintain_selection_offset: bool = field(init=False, default=False)
    place: Selection = field(default_factory=Selection)

    def do(self, text_area: TextArea, record_selection: bool = True) -> EditResult:
        """Perform the edit."""
        result = super().do(text_area, record_selection)
        self._updated_selection = self.place
        return result


class LineEdits(Highlighting):
    """Editing whole lines, and the text as one string with offsets."""

    # --- the text as one string --------------------------------------------------------------

    @property
    def plain(self) -> str:
        """The text with lines ended by "\\n", whatever the file had."""
        return "\n".join(self.document.lines)

    def offset_of(self, location: Location) -> int:
        """The offset in `plain` of a row and column."""
        row, column = location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def location_of(self, offset: int) -> Location:
        """The row and column of an offset in `plain`."""
        return _location(self.plain, offset)

    # --- lines that change -------------------------------------------------------------------

    def lines_changed(self, first: int, last: int, more: int) -> None:
        """Rows `first` to `last` were changed, and are so many more now than before."""

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit."""
        first, last = edit.top[0], edit.bottom[0]
        result = super().edit(edit)
        if edit.text or result.replaced_text:
            whole = edit.top[1] == edit.bottom[1] == 0
            if whole and ("\n" + edit.text).endswith("\n"):
                last -= 1  # lines put before this one, or taken: it only moves
            self.lines_changed(first, last, result.end_location[0] - edit.bottom[0])
        return result

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        super()._undo_batch(edits)
        self._changed_somewhere()

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        super()._redo_batch(edits)
        self._changed_somewhere()

    def load_text(self, text: str) -> None:
        """Take another text. It can't be undone: see `replace_all`."""
        super().load_text(text)
        self._changed_somewhere()

    def _changed_somewhere(self) -> None:
        self.lines_changed(0, self.document.line_count, 0)

    # --- several lines at once ---------------------------------------------------------------

    def change_lines(self, change: Callable[[Sequence[str]], list[str]]) -> None:
        """Change the lines of the selection, or the cursor's. What is selected stays so."""
        if self.read_only:
            return
        start, end = self.selection
        (first, _), (last, column) = sorted((start, end))
        if last > first and column == 0:
            last -= 1  # only its beginning is selected: nothing of it
        before = [self.document.get_line(row) for row in range(first, last + 1)]
        after = change(before)
        if after == before:
            return
        changed = {first + i: pair for i, pair in enumerate(zip(before, after, strict=True))}
        place = Selection(_moved(start, changed), _moved(end, changed))
        bottom = (last, len(before[-1]))
        self.edit(Placed("\n".join(after), (first, 0), bottom, place))
        self.history.checkpoint()

    def action_toggle_comment(self) -> None:
        """Make the lines comments, or code again."""
        self.change_lines(indenting.toggled)

    def action_dedent(self) -> None:
        """Move the lines back by one stop."""
        self.change_lines(indenting.dedented)

    def replace_all(self, text: str) -> None:
        """Put another text in the place of all of it, as one step that can be undone.

        Only the lines that differ are replaced, and the cursor stays where it can.
        """
        old, new = self.plain, text.replace("\r\n", "\n").replace("\r", "\n")
        if old == new:
            return
        same = _same(old, new)
        tail = _same(old[same:][::-1], new[same:][::-1])
        top, bottom = self.location_of(same), self.location_of(len(old) - tail)
        place = Selection.cursor(self._place_in(new, same, tail))
        self.history.checkpoint()  # what is being typed is another step
        self.edit(Placed(new[same : len(new) - tail], top, bottom, place))
        self.history.checkpoint()

    def _place_in(self, new: str, same: int, tail: int) -> Location:
        """Where the cursor belongs in a text with so many characters the same at both ends."""
        row, column = self.cursor_location
        offset, behind = self.offset_of((row, column)), len(self.plain) - tail
        if offset <= same:
            return row, column
        if offset >= behind:
            return _location(new, offset + len(new) - len(self.plain))
        lines = new.split("\n")
        row = min(row, len(lines) - 1)
        return row, min(column, len(lines[row]))


def _same(one: str, other: str) -> int:
    """How many characters are the same at the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _location(text: str, offset: int) -> Location:
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)


def _moved(location: Location, changed: Mapping[int, tuple[str, str]]) -> Location:
    """Where a place in a line is once that line has changed near its beginning."""
    row, column = location
    if row not in changed:
        return location
    before, after = changed[row]
    same = _same(before, after)
    return row, column if column < same else max(same, len(after) - (len(before) - column))
