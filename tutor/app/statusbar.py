"""The two lines that frame every screen: where one is, and what the keys do now."""

from __future__ import annotations

from textual.content import Content
from textual.dom import DOMNode
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input

from tutor.app.helping import active
from tutor.app.key_names import is_typed
from tutor.app.plain_signs import TABLE

TOO_SMALL = "A larger window, please: 40 x 12 or more. Nothing is lost."


def is_typing(focused: Widget | None) -> bool:
    """Whether keys go into a field: typing mode. Everything else is reading mode."""
    # Text areas are known by name: importing them would delay the first paint.
    area = any(kind.__name__ == "TextArea" for kind in type(focused).__mro__)
    return (isinstance(focused, Input) or area) and not getattr(focused, "read_only", False)


def signs(node: DOMNode, text: str) -> str:
    """Signs as they are drawn now: in ASCII where the learner has asked for that."""
    return text.translate(TABLE) if getattr(node.app, "plain", False) else text


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
            dots = signs(self, self.dots)
            right = Content.assemble((f"{dots} ", "$accent"), right)
        left = Content.assemble(" ", *self._left(width - right.cell_length - 2))
        gap = max(1, width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)

    def _left(self, room: int) -> list[Content | tuple[str, str]]:
        """The trail, its first parts left out where it would be too long."""
        parts, step = list(self.trail), signs(self, " ▸ ")
        while len(parts) > 1 and len(step.join(parts)) > room:
            parts.pop(0)
        text = step.join(parts)
        if len(text) > room > 1:
            text = text[: room - 1] + signs(self, "…")
        head, _, tail = text.rpartition(step)
        return [Content(f"{head}{step}") if head else Content(""), (tail, "bold")]


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
        keys, last = self._keys(typing)
        room = self.size.width - line.cell_length - last.cell_length
        kept = sum(key.cell_length for key, leaves in keys if leaves)
        full = False
        for key, leaves in keys:
            kept -= key.cell_length if leaves else 0
            full = full or key.cell_length + kept > room
            if (leaves or not full) and key.cell_length <= room:
                line = Content.assemble(line, key)
                room -= key.cell_length
        return Content.assemble(line, last)

    def _keys(self, typing: bool) -> tuple[list[tuple[Content, bool]], Content]:
        """What is shown of the keys, each with whether it leaves the screen; and help.

        Neither help nor the way out may be cut off.
        """
        parts: dict[str, tuple[Content, bool]] = {}
        last = Content("")
        for each in active(self.screen):
            binding = each.binding
            # Single characters are text while one types: to promise them then would be a lie.
            if not binding.show or binding.action in parts or (typing and is_typed(binding.key)):
                continue
            words = binding.description
            if binding.action == "escape":  # one key, and two things that it may mean
                words = "leave" if typing else "stop"
            elif binding.action == "stop" and not typing:
                continue  # escape does it
            key = self.app.get_key_display(binding)
            style = "" if each.enabled else "dim"
            label = Content.assemble((f" {key}", f"bold {style}"), (f" {words} ", style))
            click = f"app.press_key('{binding.key}')"
            label = label.stylize(Style.from_meta({"@click": click}))
            if binding.action == "help":
                last = last or label
            else:
                parts[binding.action] = label, binding.description == "back"
        return list(parts.values()), last
