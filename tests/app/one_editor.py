"""An app with one editor; texts in which `|` is the cursor, or two of them the selection."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.document._document import Selection
from textual.pilot import Pilot

from tutor.app.editor import Editor
from tutor.app.themes import THEMES


class OneEditor(App[None]):
    """Nothing but an editor."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "tutor-dark"

    def compose(self) -> ComposeResult:
        yield Editor(self.code)

    def on_mount(self) -> None:
        self.query_one(Editor).focus()


@asynccontextmanager
async def editing(before: str) -> AsyncIterator[tuple[Pilot[None], Editor]]:
    """An editor with a text, and the cursor at `|`; or what is between two of them selected."""
    app = OneEditor("")
    async with app.run_test(size=(80, 24)) as pilot:
        editor = app.query_one(Editor)
        show(editor, before)
        await pilot.pause()
        yield pilot, editor


def show(editor: Editor, before: str) -> None:
    parts = before.split("|")
    editor.load_text("".join(parts))
    start = editor.location_of(len(parts[0]))
    end = editor.location_of(sum(map(len, parts[:-1])))
    editor.selection = Selection(start, end)


def shown(editor: Editor) -> str:
    """The text with the cursor, or both ends of the selection, as `|`."""
    text = editor.plain
    for place in sorted({*editor.selection}, reverse=True):
        offset = editor.offset_of(place)
        text = text[:offset] + "|" + text[offset:]
    return text


async def typed(pilot: Pilot[None], text: str) -> None:
    names = {"\n": "enter", "<": "backspace", "\t": "tab"}
    await pilot.press(*(names.get(key, key) for key in text))
