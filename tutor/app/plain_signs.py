"""Signs in ASCII, for terminals that draw others wider than they count them."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

# One character for one: what is drawn keeps its width. Letters of other scripts and formulas stay.
TABLE = str.maketrans({
    "●": "*", "◐": "+", "◓": "+", "◑": "+", "◒": "+", "○": ".", "◌": ".", "◉": "@", "•": "*",
    "∙": "*", "■": "#", "↻": "~", "↺": "~", "✗": "x", "✕": "x", "✓": "v", "…": "~", "·": "-",
    "▶": ">", "▸": ">", "◂": "<", "▾": "v", "▴": "^", "↑": "^", "↓": "v", "←": "<", "→": ">",
    "–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "‖": "=", "×": "x",
    "─": "-", "━": "=", "│": "|", "┃": "|", "┤": "+", "├": "+", "┬": "+", "┴": "+", "┼": "+",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
    "▏": "|", "▎": "|", "▊": "|", "▌": "|", "▐": "|", "▔": "-",
})  # fmt: skip


class PlainSigns(LineFilter):
    """Turns the signs of whatever is drawn into ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments with other signs."""
        return [
            each if each.text.isascii() else Segment(each.text.translate(TABLE), each.style)
            for each in segments
        ]
