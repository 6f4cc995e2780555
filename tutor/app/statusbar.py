"""The two lines that frame every screen: where one is, and what the keys do now."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input

TOO_SMALL = "A larger window, please: 40 x 12 or more. Nothing is lost."


def is_typing(focused: Widget | None) -> bool:
    """Whether keys go into a field: typing mode. Everything else is reading mode."""
    # Text areas are known by name: importing them would delay the first paint.
    area = any(kind.__name__ == "TextArea" for kind in type(focused).__mro__)
    return (isinstance(focused, Input) or area) and not getattr(focused, "read_only", False)


class TopBar(Widget):
    """Breadcrumb on the left, progress and device on the right; one line."""

    ALLOW_SELECT = False

    trail: reactive[tuple[str, ...]] = reactive(())
    dots: reactive[str] = reactive("")  # one glyph a page
    count: reactive[str] = reactive("")  # "3/15"
    device: reactive[str] = reactive("")

    def render(self) -> Content:
        """Left and right part with as many blanks between them as there is room for."""
        width = self.size.width
        count = f"{self.count}  " if self.count else ""
        right = Content(f"{count}{self.device} ")
        if self.dots and width >= len(self.dots) + 60:
            right = Content.assemble((f"{self.dots} ", "$accent"), right)
        left = Content.assemble(" ", *self._left(width - right.cell_length - 2))
        gap = max(1, width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)

    def _left(self, room: int) -> list[Content | tuple[str, str]]:
        """The trail, its first parts left out where it would be too long."""
        parts = list(self.trail)
        while len(parts) > 1 and len(" ▸ ".join(parts)) > room:
            parts.pop(0)
        text = " ▸ ".join(parts)
        if len(text) > room > 1:
            text = text[: room - 1] + "…"
        head, _, tail = text.rpartition(" ▸ ")
        return [Content(f"{head} ▸ ") if head else Content(""), (tail, "bold")]


class KeyBar(Widget):
    """The mode, then the keys that work now. Each can be clicked.

    One widget that draws itself: Textual's Footer makes a widget for each key anew whenever
    the focus moves, which can be felt while a training uses every core.
    """

    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Follow the focus and the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """The mode and as many keys as fit."""
        typing = is_typing(self.screen.focused)
        mode = (" TYPING ", "bold $background on $accent") if typing else (
            " READING ", "bold $background on $primary"
        )  # fmt: skip
        line = Content.assemble(mode, " ")
        keys = self._keys(typing)
        last = keys.pop() if keys else Content("")  # help, which must never be cut off
        room = self.size.width - line.cell_length - last.cell_length
        for key in keys:
            if key.cell_length > room:
                break
            line = Content.assemble(line, key)
            room -= key.cell_length
        return Content.assemble(line, last)

    def _keys(self, typing: bool) -> list[Content]:
        parts = []
        for active in self.screen.active_bindings.values():
            binding = active.binding
            # Single letters are text while one types: to promise them then would be a lie.
            if not binding.show or (typing and len(binding.key) == 1):
                continue
            style = "" if active.enabled else "dim"
            key = self.app.get_key_display(binding)
            words = binding.description
            if binding.action == "escape":  # one key, and two things that it may mean
                words = "leave" if typing else "stop"
            elif binding.action == "stop" and not typing:
                continue  # escape does it
            click = f"app.press_key('{binding.key}')"
            label = Content.assemble((f" {key}", f"bold {style}"), (f" {words} ", style))
            parts.append(label.stylize(Style.from_meta({"@click": click})))
        return parts
