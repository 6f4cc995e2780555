"""Scrolling a page by keys, whichever of its panes has something left to scroll."""

from __future__ import annotations

from textual.widget import Widget


def pane_of(widget: Widget) -> Widget | None:
    """What scrolls a widget now: its side of the page, or the whole page; None if nothing does."""
    above = (node for node in widget.ancestors if isinstance(node, Widget))
    return next((node for node in above if node.max_scroll_y > 0), None)


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
