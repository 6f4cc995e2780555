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
