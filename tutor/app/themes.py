"""Tutor's own colours: one dark and one light theme.

The terminal's own colours are Textual's themes `ansi-dark` and `ansi-light`.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="tutor-dark",
    primary="#7fb4ff",
    secondary="#5f87c7",
    accent="#e8b86d",
    warning="#e8b86d",
    error="#f0806f",
    success="#7fc99a",
    foreground="#dfe3ea",
    background="#14171c",
    surface="#1a1e25",
    panel="#232934",
    dark=True,
)

LIGHT = Theme(
    name="tutor-light",
    primary="#1f5fa8",
    secondary="#5580b4",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3301e",
    success="#1f7a45",
    foreground="#20242b",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e6e3db",
    dark=False,
)

THEMES = (DARK, LIGHT)
