"""Scrolling a page by keys, whichever of its panes has something left to scroll."""

from __future__ import annotations

from textual.widget import Widget


def pane_of(widget: Widget) -> Widget | None:
    """What scrolls a widget now: its side of the page, or the whole page; None if nothing does."""
    above = (node for node in widget.ancestors if isinstance(node, Widget))
    return next((w for w in above if w.max_scroll_y > 0 and w.styles.overflow_y != "hidden"), None)


def show_from(first: Widget, last: Widget) -> None:
    """Scroll so that all from one widget to another below it is seen, or as much as there is room.

    What can be seen already does not move.
    """
    pane = pane_of(first)
    if pane is None or not last.is_attached:
        return
    # By where they are laid out, not where they are seen: a scroll shows a moment later.
    top, bottom = _row(first, pane), _row(last, pane) + last.outer_size.height
    height, now = pane.scrollable_content_region.height, pane.scroll_target_y
    if bottom - top > height or top < now:
        pane.scroll_to(y=top, animate=False)
    elif bottom > now + height:
        pane.scroll_to(y=bottom - height, animate=False)


def _row(widget: Widget, pane: Widget) -> int:
    """The first row of a widget in all that a pane holds."""
    row, node = widget.virtual_region.y, widget.parent
    while isinstance(node, Widget) and node is not pane:
        row += node.virtual_region.y + node.gutter.top  # what is in it begins below its padding
        node = node.parent
    return row


class Follower:
    """Brings what comes of a run into view; a learner who has scrolled away since stays there."""

    def __init__(self, owner: Widget) -> None:
        """`owner` is inside of what scrolls, and outlives what is brought."""
        self._owner = owner
        self._left_at: float | None = None  # how far it has scrolled
        self._next: Widget | None = None  # what it scrolls to at the next refresh

    def begin(self) -> None:
        """A run begins, wherever the learner is."""
        self._left_at = None

    def bring(self, widget: Widget) -> None:
        """Scroll to a widget, if the learner is where the last one left them."""
        pane = pane_of(self._owner)
        # While it scrolls by itself, where the pane is says nothing about the learner.
        if self._next is None and pane is not None and self._left_at not in (None, pane.scroll_y):
            return
        # Once for each refresh: until the next one nobody knows where scrolling has put things.
        if self._next is None:
            self._owner.call_after_refresh(self._show)
        self._next = widget

    def _show(self) -> None:
        widget, self._next = self._next, None
        if widget is not None and widget.is_attached:
            show_from(widget, widget)
            self._owner.call_after_refresh(self._remember)

    def _remember(self) -> None:
        pane = pane_of(self._owner)
        self._left_at = pane.scroll_y if pane is not None else None


class Scrolling:
    """Actions of a screen that shows panes; the screen says which, and how to turn the page."""

    def panes(self) -> list[Widget]:
        """What can be scrolled, in the order in which it is read."""
        raise NotImplementedError

    async def action_turn(self, step: int) -> None:
        """The next or the previous page."""
        raise NotImplementedError

    async def action_read_on(self) -> None:
        """Scroll what has not been read yet; at its end turn the page."""
        for pane in self.panes():
            if pane.scroll_y < pane.max_scroll_y - 0.5:
                pane.scroll_relative(y=pane.size.height - 2, animate=False)
                return
        await self.action_turn(1)

    def action_scroll(self, lines: int) -> None:
        """Scroll the pane that has something to scroll."""
        pane = self._pane(lines)
        if pane is not None:
            pane.scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, direction: int) -> None:
        """Scroll by a screen."""
        pane = self._pane(direction)
        if pane is not None:
            pane.scroll_relative(y=direction * (pane.size.height - 2), animate=False)

    def _pane(self, direction: int) -> Widget | None:
        """The first pane that can still be scrolled that way."""
        panes = self.panes()
        if direction < 0:
            panes = [pane for pane in reversed(panes) if pane.scroll_y > 0]
        else:
            panes = [pane for pane in panes if pane.scroll_y < pane.max_scroll_y]
        return panes[0] if panes else None
