"""The least that a Textual app with a text can be: `python -m bench.minimal FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Header, Markdown


class Minimal(App[None]):
    """One Header and one Markdown."""

    def compose(self) -> ComposeResult:
        """The two."""
        yield Header()
        yield Markdown(Path(sys.argv[1]).read_text(encoding="utf-8"))


if __name__ == "__main__":
    Minimal().run()
