"""The app's side of the settings: what they mean, when they change, and saying what is wrong.

`app.settings` has a typed attribute for each; `app.markers`, `app.plain` and `app.motion` are
short for those that are read often. Who keeps what it has drawn subscribes to
`app.settings_changed`, a signal that carries the new `Settings`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual import constants
from textual.app import App
from textual.filter import LineFilter
from textual.screen import Screen
from textual.signal import Signal
from textual.theme import Theme

from tutor.app import keys
from tutor.app.plain_signs import PlainSigns
from tutor.app.themes import THEMES
from tutor.progress import NotSaved, Progress
from tutor.progress.settings import Fault, Markers, Settings, closest
from tutor.progress.settings_file import FILE, SettingsFile

LOOKED_AT = 2.0  # seconds between two looks at the file, which other editors may save
SETTLED = 0.2  # seconds in which an editor has written the whole of it
TOLD = 2  # faults that one notice tells


class Configured(App[None]):
    """An app whose settings are in a file, and take effect at once."""

    settings: Settings
    settings_changed: Signal[Settings]
    setting_faults: tuple[Fault, ...] = ()  # what of the file is not used
    own_keys: dict[str, tuple[str, ...]]  # the bindings whose keys the learner has changed
    progress: Progress
    _device: str | None  # of the command line, which wins
    _key_faults: tuple[Fault, ...] = ()
    _plain_signs = PlainSigns()

    def set_up(self, home: Path | None) -> None:
        """Read the settings and take them over; called once, before the first paint."""
        self.settings_file = SettingsFile(home)
        self.settings_changed = Signal(self, "settings")
        self.own_keys = {}
        self._unsaved: dict[str, Any] = {}  # what could not be written, and holds until the end
        for theme in THEMES:
            self.register_theme(theme)
        settings = self.settings_file.load().settings
        kept = self.progress.setting("theme")  # where it was kept before there was a file
        if kept in self.available_themes and "theme" not in self.settings_file.parsed.given:
            settings = replace(settings, theme=kept)
        self._take(settings)

    def settle_in(self) -> None:
        """What can wait until the first paint: say what is wrong, and watch the file."""
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        self._tell_faults()
        self._move_theme()
        self.set_interval(LOOKED_AT, self._look)

    # --- what is set -------------------------------------------------------------------------

    @property
    def markers(self) -> Markers:
        """What curves and surfaces are drawn with."""
        return self.settings.markers

    @property
    def plain(self) -> bool:
        """Whether only ASCII is to be drawn, frames and signs included."""
        return self.settings.markers == "ascii"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Whatever is drawn passes through these."""
        found = super().get_line_filters()
        return [*found, self._plain_signs] if self.plain else found

    @property
    def motion(self) -> bool:
        """Whether things may move by themselves: what plays, scrolling that glides."""
        return self.settings.motion

    @property
    def started_with_device(self) -> bool:
        """Whether the command line named a device."""
        return self._device is not None

    @property
    def device_given(self) -> str:
        """The device that this visit was started with, which wins; empty if there is none."""
        return self._device or os.environ.get("TUTOR_DEVICE", "").strip()

    @property
    def device(self) -> str | None:
        """What lesson code gets as its device; None: the best there is."""
        if self.device_given:
            return self._device  # the variable is seen by those who run the code
        return None if self.settings.device == "auto" else self.settings.device

    # --- changing ----------------------------------------------------------------------------

    def change_setting(self, name: str, value: object) -> bool:
        """Set something from now on, and in the file; False if that could not be written.

        It then holds until the app is left, and the learner is told why.
        """
        if getattr(self.settings, name) == value:
            return True
        self._unsaved[name] = value
        return self._save(lambda: self.settings_file.change(name, value), name)

    def change_keys(self, binding: str, wanted: Sequence[str] | None) -> str:
        """Give a binding other keys, or (None) its own again; what is wrong with them, or ""."""
        table = {name: each for name, each in self.settings.keys.items() if name != binding}
        if wanted is not None and keys.is_own(binding, wanted):
            wanted = None
        if wanted is None and binding not in self.settings.keys:
            return ""
        if wanted is not None:
            table[binding] = tuple(wanted)
            for name, message, advice in keys.resolve(table).faults:
                if name == binding:
                    return f"{message[:1].upper()}{message[1:]} {advice}"
        self._unsaved["keys"] = table
        self._save(lambda: self.settings_file.change_keys(binding, wanted), "keys")
        return ""

    def _save(self, write: Any, name: str) -> bool:
        try:
            write()
        except NotSaved as trouble:
            text = f"{trouble.reason} What you changed holds until you leave Tutor."
            self.notify(text, severity="warning", timeout=12, markup=False)
            self._take(replace(self.settings, **self._unsaved))
            return False
        del self._unsaved[name]
        self._take(replace(self.settings_file.settings, **self._unsaved))
        return True

    def _keep_theme(self, theme: Theme) -> None:
        """Colours were chosen elsewhere: in the palette."""
        self.change_setting("theme", theme.name)

    def _move_theme(self) -> None:
        kept = self.progress.setting("theme")
        if not kept or self.settings_file.parsed.broken:
            return
        if kept != Settings().theme and "theme" not in self.settings_file.parsed.given:
            try:
                self.settings_file.change("theme", kept)
            except NotSaved:
                return  # it stays where it is, and works
        self.progress.set_setting("theme", "")

    # --- the file, saved by others -----------------------------------------------------------

    def _look(self) -> None:
        if self.settings_file.is_news():
            self.set_timer(SETTLED, self._reload)

    def _reload(self) -> None:
        if not self.settings_file.is_news():
            return
        before = self.settings
        parsed = self.settings_file.load()
        if parsed.broken:  # what was set before holds
            self.setting_faults = parsed.faults
        else:
            self._unsaved.clear()
            self._take(parsed.settings)
        if self.setting_faults:
            self._tell_faults()
        elif self.settings != before:
            self.notify(f"{FILE} was saved: its settings hold now.")

    def _tell_faults(self) -> None:
        if not self.setting_faults:
            return
        told = [f"{FILE}, {fault}" for fault in self.setting_faults[:TOLD]]
        more = len(self.setting_faults) - TOLD
        if more > 0:
            told.append(f"{more} more: [[app.settings]] shows the settings.")
        self.notify("\n\n".join(told), severity="warning", timeout=15, markup=False)

    # --- taking over -------------------------------------------------------------------------

    def _take(self, settings: Settings) -> None:
        """Make these the settings; whatever of them can't be had gets its default."""
        faults = list(self.settings_file.parsed.faults)
        if settings.theme not in self.available_themes:
            near = closest(settings.theme, list(self.available_themes))
            advice = near or "The settings screen lists them all."
            faults.append(self._fault("theme", f"there is no theme “{settings.theme}”.", advice))
            settings = replace(settings, theme=Settings().theme)
        before: Settings | None = getattr(self, "settings", None)
        self.settings = settings
        if before is None or before.keys != settings.keys:
            self._take_keys()
        # Faults of keys have a line, which isn't there any more where the file is broken.
        found = (*faults, *(() if self.settings_file.parsed.broken else self._key_faults))
        self.setting_faults = tuple(sorted(found, key=lambda fault: fault.line))
        self.theme = settings.theme
        if before is None or before.motion != settings.motion:
            self.animation_level = constants.TEXTUAL_ANIMATIONS if settings.motion else "none"
        self.set_class(self.plain, "-plain")
        if before is not None and before != settings:
            self._tell(before)

    def _take_keys(self) -> None:
        resolved = keys.resolve(self.settings.keys)
        self.own_keys = resolved.keys
        self._key_faults = tuple(
            self._fault(name, f"{name}: {message}", advice)
            for name, message, advice in resolved.faults
        )
        self.set_keymap(keys.keymap(self.own_keys))

    def _fault(self, name: str, message: str, advice: str) -> Fault:
        return Fault(self.settings_file.line_of(name), message, advice)

    def _tell(self, before: Settings) -> None:
        """Have everything that is on the screen, or may come back to it, drawn anew."""
        self.settings_changed.publish(self.settings)
        for screen in self._open_screens():
            for node in screen.walk_children(with_self=True):
                node.refresh(layout=True)
        if before.device != self.settings.device:
            self.device_changed()

    def _open_screens(self) -> Iterator[Screen[Any]]:
        yield from dict.fromkeys([*self.screen_stack, *self._installed()])

    def _installed(self) -> list[Screen[Any]]:
        """Screens of ours that are kept while others are shown."""
        return []

    def device_changed(self) -> None:
        """Another device was chosen; what runs code is the app's own part."""
