"""All keys by where they work, with the ids that the settings file knows them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.app import keys
from tutor.app.key_names import say, written
from tutor.app.key_table import line
from tutor.app.keys import Entry
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar

if TYPE_CHECKING:
    from tutor.app.settings import Configured


class KeyList(OptionList):
    """The list, with keys that say what they do here."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "select", "give another key", id="keys.change"),
        Binding("u", "screen.reset", "its own key", id="keys.reset"),
        Binding("slash", "screen.look", "look for", id="keys.look"),
        Binding("down,j", "cursor_down", "down", id="keys.down", show=False),
        Binding("up,k", "cursor_up", "up", id="keys.up", show=False),
    ]


class KeysScreen(Screen[None]):
    """Every key; one that is chosen can be given another."""

    AUTO_FOCUS = "KeyList"

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape", "back", "back", id="keys.close"),
        Binding("q", "dismiss", "back", id="keys.quit", show=False),
    ]

    HELP = """\
**All keys, by where they work.** `[[keys.change]]` on one gives it another: press the key that it
is to have. `[[keys.reset]]` gives it its own again. `[[keys.look]]` looks for a key, a word or a
name. The names are those of the table [keys] in the settings file, where an action can also have
several keys: `"lesson.next" = "n, right"`. What other programs take away (a terminal, tmux, the
system) never gets here.
"""

    def __init__(self) -> None:
        super().__init__()
        self.entries = keys.catalogue()

    @property
    def config(self) -> Configured:
        """The app, which holds the settings."""
        return cast("Configured", self.app)

    def compose(self) -> ComposeResult:
        """Bar, field, list, keys."""
        yield TopBar()
        yield Static("Keys", classes="home-title")
        yield Input(placeholder="a key, a word or a name", classes="keys-look", compact=True)
        yield KeyList(classes="map keys-list", markup=False)
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(TopBar).trail = ("Tutor", "Keys")
        self.config.settings_changed.subscribe(self, lambda _: self._draw())
        self._draw()

    def _draw(self) -> None:
        choices = self.query_one(KeyList)
        was = choices.highlighted_option
        wanted = self.query_one(Input).value.strip()
        choices.clear_options()
        place = ""
        for entry in self.entries.values():
            if not self._fits(entry, wanted):
                continue
            if entry.place != place:
                place = entry.place
                space = "\n" if choices.option_count else ""
                choices.add_option(
                    Option(Content.assemble(space, (place, "bold $primary")), disabled=True)
                )
            choices.add_option(Option(self._line(entry), id=entry.id))
        ids = [option.id for option in choices.options]
        if was is not None and was.id in ids:
            choices.highlighted = ids.index(was.id)
        elif len(ids) > 1:
            choices.highlighted = 1

    def _fits(self, entry: Entry, wanted: str) -> bool:
        """Whether what is looked for is one of its keys, or in its words or name."""
        names = [say(key) for key in keys.keys_of(self, entry.id)]
        low = wanted.lower()
        return not wanted or wanted in names or (
            len(low) > 1
            and any(low in text.lower() for text in (*names, entry.description, entry.id))
        )  # fmt: skip

    def _line(self, entry: Entry) -> Content:
        names = ", ".join(say(key) for key in keys.keys_of(self, entry.id))
        changed = entry.id in self.config.own_keys
        style = "bold $accent" if changed else "bold"
        width = self.size.width - 6  # padding, mark and scroll bar
        drawn = line(self, (names, entry.description, entry.id), width, style)
        return Content.assemble("* " if changed else "  ", drawn)

    def on_resize(self) -> None:
        """Columns come and go with the width."""
        self._draw()

    # --- looking for one ---------------------------------------------------------------------

    def on_input_changed(self) -> None:
        """Show what fits."""
        self._draw()

    def on_input_submitted(self) -> None:
        """Go to what was found."""
        self.query_one(KeyList).focus()

    def action_look(self) -> None:
        """Look for a key."""
        self.query_one(Input).focus()

    def action_back(self) -> None:
        """Out of the field, then out of the screen."""
        field = self.query_one(Input)
        if field.has_focus:
            self.query_one(KeyList).focus()
        elif field.value:
            field.value = ""
        else:
            self.dismiss()

    # --- other keys --------------------------------------------------------------------------

    @work(exclusive=True)
    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for the key that it is to have."""
        entry = self.entries[event.option.id or ""]
        await self.app.push_screen_wait(KeyDialog(entry))

    def action_reset(self) -> None:
        """Its own key again."""
        option = self.query_one(KeyList).highlighted_option
        if option is not None and option.id is not None:
            self.config.change_keys(option.id, None)


class KeyDialog(ModalScreen[None]):
    """Takes the next key that is pressed, if it can be had."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry

    def compose(self) -> ComposeResult:
        """What is to be pressed, and how to leave."""
        with Vertical(classes="dialog"):
            yield Static(f"{self.entry.description} ({self.entry.id})", classes="dialog-title")
            yield Static(
                f"\n{self.entry.place}. Press the key that it is to have.\n", classes="key-wanted"
            )
            yield Static("", classes="key-fault", markup=False)
            yield Static("escape leaves it as it is", classes="dialog-foot")

    def on_key(self, event: events.Key) -> None:
        """The key, or why it can't be had."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss()
            return
        config = cast("Configured", self.app)
        fault = config.change_keys(self.entry.id, [written(event.key)])
        if fault:
            self.query_one(".key-fault", Static).update(f"{fault}\n")
        else:
            self.dismiss()

    def on_click(self) -> None:
        """A click leaves it as it is."""
        self.dismiss()
