"""The settings as a screen: a row for each, changed where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tutor.app import dialogs, keys, own_editor
from tutor.app.setting_rows import OPENING, Row, rows, shown
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar, signs
from tutor.progress import NotSaved
from tutor.progress.settings import Settings

if TYPE_CHECKING:
    from tutor.app.settings import Configured

_LABEL = 14  # columns


class SettingRow(Widget, can_focus=True):
    """One setting, its value between two arrows that can be clicked."""

    ALLOW_SELECT = False

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("right,l", "step(1)", "next value", id="settings.next"),
        Binding("left,h", "step(-1)", "value before", id="settings.before", show=False),
        Binding("enter,space", "open", "choose", id="settings.open"),
        Binding("u", "reset", "default", id="settings.reset"),
    ]

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, row: Row, value: object) -> None:
            super().__init__()
            self.row = row
            self.value = value

    class Opened(Message):
        """All of the values are wanted, or what lies behind the row."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    def __init__(self, row: Row) -> None:
        super().__init__(classes="setting")
        self.row = row

    @property
    def config(self) -> Configured:
        """The app, which holds the settings."""
        return cast("Configured", self.app)

    def render(self) -> Content:
        """The name and the value."""
        label = f"{'> ' if self.has_focus else '  '}{self.row.label:<{_LABEL}}"
        value = self.row.value(self.config)
        if not self.row.choices(self.config):
            return Content.assemble(label, "  ", (value, "bold"))
        left, right = signs(self, "◂ "), signs(self, " ▸")
        return Content.assemble(label, (left, "$accent"), (value, "bold"), (right, "$accent"))

    def action_step(self, step: int) -> None:
        """The next value, or the one before; round and round."""
        choices = self.row.choices(self.config)
        if not choices:
            return
        now = getattr(self.config.settings, self.row.name)
        at = choices.index(now) if now in choices else 0
        self.post_message(self.Changed(self.row, choices[(at + step) % len(choices)]))

    def action_open(self) -> None:
        """A switch is turned; anything else opens."""
        if isinstance(getattr(self.config.settings, self.row.name, None), bool):
            self.action_step(1)
        else:
            self.post_message(self.Opened(self.row))

    def action_reset(self) -> None:
        """The default again."""
        if self.row.name not in OPENING:
            self.post_message(self.Changed(self.row, getattr(Settings(), self.row.name)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that do nothing on this row aren't offered."""
        if action == "step":
            return bool(self.row.choices(self.config))
        if action == "reset":
            return self.row.name not in OPENING
        return True

    def on_click(self, event: events.Click) -> None:
        """A click on an arrow steps; elsewhere it chooses the row, or opens what it is on."""
        event.stop()
        value = self.row.value(self.config)
        start = 2 + _LABEL
        if self.row.choices(self.config):
            if start <= event.x < start + 2:
                self.action_step(-1)
                return
            if start + 2 + len(value) <= event.x < start + 4 + len(value):
                self.action_step(1)
                return
        if start <= event.x < start + 2 + len(value):
            self.action_open()


class SettingsScreen(Screen[None]):
    """Everything that can be set. It takes effect at once."""

    AUTO_FOCUS = "SettingRow"

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("down,j", "move(1)", "down", id="settings.down", show=False),
        Binding("up,k", "move(-1)", "up", id="settings.up", show=False),
        Binding("escape,q", "dismiss", "back", id="settings.close"),
    ]

    HELP = """\
**Settings.** `[[settings.up]]` and `[[settings.down]]` choose a row, `[[settings.next]]` and
`[[settings.before]]` change it, `[[settings.open]]` lists what it may be, `[[settings.reset]]`
takes the default. With the mouse: click the arrows, or the value. All of it takes effect at once
and is kept in a file, whose comments stay; changes that you make there with another editor are
noticed when you save.
"""

    @property
    def config(self) -> Configured:
        """The app, which holds the settings."""
        return cast("Configured", self.app)

    def compose(self) -> ComposeResult:
        """Bar, rows, what the row means, keys."""
        yield TopBar()
        with VerticalScroll(classes="settings", can_focus=False):
            yield Static("Settings", classes="home-title")
            with Vertical(classes="setting-rows"):
                for row in rows():
                    yield SettingRow(row)
            yield Static("", classes="setting-about", markup=False)
            yield Static("", classes="setting-faults", markup=False)
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        """Follow the file, which another editor may save."""
        self.query_one(TopBar).trail = ("Tutor", "Settings")
        self.config.settings_changed.subscribe(self, lambda _: self.refresh_rows())
        self.refresh_rows()

    def on_screen_resume(self) -> None:
        """Keys may have been changed in their list."""
        self.refresh_rows()

    def on_descendant_focus(self) -> None:
        """Say what the row means."""
        self.refresh_rows()

    @property
    def row(self) -> SettingRow | None:
        """The row that keys speak to."""
        return self.focused if isinstance(self.focused, SettingRow) else None

    def refresh_rows(self) -> None:
        """Draw what may have changed."""
        for row in self.query(SettingRow):
            row.refresh()
        about = self.row.row.about(self.config) if self.row is not None else ""
        self.query_one(".setting-about", Static).update(keys.fill(self, about))
        faults = self.query_one(".setting-faults", Static)
        lines = [f"{signs(self, '✗')} {fault}" for fault in self.config.setting_faults]
        faults.update("\n".join(["In the file, and not used:", *lines]))
        faults.display = bool(lines)
        self.refresh_bindings()

    def action_move(self, step: int) -> None:
        """The next row, or the one before."""
        found = list(self.query(SettingRow))
        at = found.index(self.row) if self.row is not None else -1
        # Not `focus`, which comes later: a key typed at once would go to the row before.
        self.set_focus(found[max(0, min(at + step, len(found) - 1))])

    # --- changing ----------------------------------------------------------------------------

    def on_setting_row_changed(self, event: SettingRow.Changed) -> None:
        """Set it."""
        self.config.change_setting(event.row.name, event.value)

    @work(exclusive=True)
    async def on_setting_row_opened(self, event: SettingRow.Opened) -> None:
        """All that a row may be, or what lies behind it."""
        row = event.row
        if row.name in ("keys", "data"):
            await self.app.run_action(f"app.{row.name}")
        elif row.name == "file":
            await self._open_file()
        elif row.name == "editor":
            hint = "A command, as you would type it. Empty: $VISUAL, $EDITOR, or one that is there."
            given = self.config.settings.editor
            answer = await self.app.push_screen_wait(dialogs.LineDialog(row.label, given, hint))
            if answer is not None:
                self.config.change_setting("editor", answer.strip())
        else:
            choices = row.choices(self.config)
            options = [(str(at), shown(value)) for at, value in enumerate(choices)]
            now = getattr(self.config.settings, row.name)
            at = choices.index(now) if now in choices else 0
            chosen = await self.app.push_screen_wait(dialogs.ListDialog(row.label, options, at))
            if chosen is not None:
                self.config.change_setting(row.name, choices[int(chosen)])

    async def _open_file(self) -> None:
        file = self.config.settings_file
        try:
            file.make()
        except NotSaved as trouble:
            self.app.notify(trouble.reason, severity="warning", timeout=12, markup=False)
            return
        wrong = await own_editor.open_in_editor(self.app, file.path)
        if wrong is not None:
            self.app.notify(wrong, severity="warning", timeout=12, markup=False)
