"""The colours of curves: eight for each kind of theme, for all kinds of colour vision."""

from __future__ import annotations

from textual.color import Color
from textual.theme import Theme

from tutor.app.trace import FAINT, Role

# From Okabe and Ito's colours, moved until any two of the eight are at least 0.1 apart in OKLab as
# they are seen with every kind of colour vision (Machado, Oliveira, Fernandes 2009), and each has
# a contrast of 3 or more with its ground.
ON_DARK = ("#56B4E9", "#E7851E", "#00EFAD", "#A8808D", "#FEC01D", "#C64D01", "#7A58FB", "#FFFFFF")
ON_LIGHT = ("#0072B2", "#9B0504", "#1C5449", "#C51189", "#9E6700", "#272D4C", "#9217FB", "#E85B78")
ON_ANSI_DARK = (
    *("ansi_bright_blue", "ansi_bright_yellow", "ansi_bright_green", "ansi_bright_magenta"),
    *("ansi_bright_cyan", "ansi_bright_red", "ansi_default", "ansi_yellow"),
)
ON_ANSI_LIGHT = (
    *("ansi_blue", "ansi_red", "ansi_green", "ansi_magenta"),
    *("ansi_cyan", "ansi_yellow", "ansi_default", "ansi_bright_red"),
)
FAINT_SHARE = 0.6  # of the ground in a faint curve's colour


def palette(theme: Theme) -> tuple[str, ...]:
    """The eight colours of a theme."""
    if theme.ansi:
        return ON_ANSI_DARK if theme.dark else ON_ANSI_LIGHT
    return ON_DARK if theme.dark else ON_LIGHT


def style_of(role: Role, theme: Theme) -> str:
    """How text of that role is written."""
    if isinstance(role, int):
        colours = palette(theme)
        colour = colours[role % FAINT % len(colours)]
        if role < FAINT:
            return colour
        if theme.ansi:  # a terminal's own colours don't mix
            return f"dim {colour}"
        ground = Color.parse(theme.background or ("#000000" if theme.dark else "#FFFFFF"))
        return Color.parse(colour).blend(ground, FAINT_SHARE).hex
    # $text-muted is opaque in a span (Textual 8.2.8), and a terminal's own colours don't mix.
    axis = "dim" if theme.ansi else "$foreground-muted"
    return {"axis": axis, "title": "bold", "note": "$text-warning", "plain": "$foreground"}[role]
