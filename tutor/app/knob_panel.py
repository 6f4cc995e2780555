"""The knobs of a cell, below one another, and what is wrong with a value that was typed."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tutor.app.knobs import KnobField
from tutor.course import knobs
from tutor.course.model import Knob


class KnobPanel(Vertical):
    """All knobs of one cell."""

    def __init__(self, every: tuple[Knob, ...]) -> None:
        super().__init__(classes="knobs")
        self.fields = tuple(KnobField(knob) for knob in every)

    def compose(self) -> ComposeResult:
        """The knobs, and room for a complaint."""
        yield from self.fields
        yield Static("", classes="knob-error", markup=False)

    def on_mount(self) -> None:
        """Nothing to complain about yet. The parts of all knobs stand below one another."""
        self.query_one(".knob-error").display = False
        for part in (".knob-name", ".knob-input", ".knob-range"):
            found = self.query(part)
            width = max(
                (widget.styles.width.value for widget in found if widget.styles.width), default=0
            )
            for widget in found:
                widget.styles.width = width

    @property
    def texts(self) -> tuple[str, ...]:
        """What the knobs show."""
        return tuple(field.text for field in self.fields)

    @property
    def focused(self) -> KnobField | None:
        """The knob that the learner turns."""
        return next((field for field in self.fields if field.has_focus_within), None)

    def values(self) -> dict[str, knobs.Value] | None:
        """The values chosen, or None (and a sentence on the screen) if one isn't possible."""
        values = {}
        complaint = self.query_one(".knob-error", Static)
        complaint.display = False
        for field in self.fields:
            try:
                values[field.knob.name] = field.value()
            except knobs.KnobError as error:
                complaint.update(str(error))
                complaint.display = True
                field.control.focus()
                return None
        return values

    def follow(self, source: str) -> None:
        """Show the values that the code gives, where editing has changed them."""
        for field in self.fields:
            field.follow(source)

    def reset(self) -> None:
        """All knobs back to the values in the lesson."""
        for field in self.fields:
            field.reset()

    # --- kept from one day to the next ---------------------------------------------------------

    @property
    def kept(self) -> dict[str, knobs.Value]:
        """What is worth keeping: values that are possible and aren't those of the code."""
        found = {}
        for field in self.fields:
            if not field.is_default:
                try:
                    found[field.knob.name] = field.value()
                except knobs.KnobError:
                    continue
        return found

    def restore(self, kept: Mapping[str, object]) -> None:
        """Turn the knobs to what was kept, as far as they still take it."""
        for field in self.fields:
            value = kept.get(field.knob.name)
            if isinstance(value, float | int | str | bool):
                try:
                    known = knobs.parse(field.knob, str(value))
                except knobs.KnobError:
                    continue
                field.put(str(known))
