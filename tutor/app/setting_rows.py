"""The settings as rows of a screen: what each is called, may be, and means."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from tutor.app import own_editor
from tutor.app.settings import Configured
from tutor.progress.settings import DOWNLOADS, MARKERS

_FIRST = ("tutor-dark", "tutor-light", "ansi-dark", "ansi-light")  # themes; the rest by name
DEVICES = ("auto", "cpu", "cuda", "mps")

_SIGNS = {
    "braille": "Curves of eight dots a letter: ⣀⠤⠒⠉⠉⠒⠤⣀  If you see boxes there, take dot.",
    "dot": "Curves of one dot a letter, for fonts without braille: ∙ ∙ • ∙ ∙",
    "ascii": "Letters only, frames included: for terminals that draw other signs too wide.",
}


_DOWNLOADS = {
    "ask": "A lesson that needs a data set asks first; without it, it uses synthetic data.",
    "always": "A data set that a lesson needs is downloaded without a question.",
    "never": "Lessons don't ask, and use synthetic data where the real one isn't here.",
}
OPENING = ("data", "keys", "file")  # rows that have no value of their own


@dataclass(frozen=True, slots=True)
class Row:
    """One setting. `choices` are what left and right go through; none: it opens something."""

    name: str
    label: str
    choices: Callable[[Configured], list[object]]
    about: Callable[[Configured], str]  # Markdown is not understood; [[id]] is
    value: Callable[[Configured], str]


def rows() -> list[Row]:
    """The rows, from above."""
    return [
        Row("theme", "Colours", _themes, _about_theme, lambda app: app.settings.theme),
        Row(
            "markers", "Signs", lambda _: list(MARKERS),
            lambda app: _SIGNS[app.settings.markers], lambda app: app.settings.markers,
        ),
        Row("motion", "Motion", _switch, _about_motion, lambda app: _on(app.settings.motion)),
        Row("bell", "Bell", _switch, _about_bell, lambda app: _on(app.settings.bell)),
        Row("device", "Device", _devices, _about_device, lambda app: app.settings.device),
        Row(
            "downloads", "Downloads", lambda _: list(DOWNLOADS),
            lambda app: _DOWNLOADS[app.settings.downloads], lambda app: app.settings.downloads,
        ),
        Row("data", "Data sets", _nothing, _about_data, lambda _: "what there is, and is used"),
        Row("editor", "Your editor", _nothing, _about_editor, _editor),
        Row("keys", "Keys", _nothing, _about_keys, _keys),
        Row("file", "The file", _nothing, _about_file, _file),
    ]  # fmt: skip


def shown(value: object) -> str:
    """A value of a setting in a word."""
    return _on(value) if isinstance(value, bool) else str(value)


def _on(value: bool) -> str:
    return "on" if value else "off"


def _nothing(_app: Configured) -> list[object]:
    return []


def _switch(_app: Configured) -> list[object]:
    return [False, True]


def _themes(app: Configured) -> list[object]:
    others = sorted(name for name in app.available_themes if name not in _FIRST)
    return [*_FIRST, *others]


def _about_theme(app: Configured) -> str:
    if app.settings.theme.startswith("ansi"):
        return "The terminal's own sixteen colours."
    return "ansi-dark and ansi-light are the terminal's own sixteen colours."


def _about_motion(app: Configured) -> str:
    if app.settings.motion:
        return "Things may move by themselves: scrolling glides, paths play."
    return "Nothing moves by itself, apart from what a run draws."


def _about_bell(_app: Configured) -> str:
    return "Whether the terminal's bell rings when a long run ends while you are elsewhere."


def _devices(app: Configured) -> list[object]:
    return list(dict.fromkeys([*DEVICES, app.settings.device]))


def _about_device(app: Configured) -> str:
    given = app.device_given
    if given:
        how = "--device" if app.started_with_device else "TUTOR_DEVICE"
        return f"Where code runs. This time it is {given}, from {how}, which wins over this."
    text = "Where code runs; auto is the best there is. It counts from the next run on."
    return f"{text} `tutor doctor` says what there is."


def _about_data(_app: Configured) -> str:
    return "Each data set: whether it is here, the real or the synthetic one. Enter opens the list."


def _editor(app: Configured) -> str:
    return app.settings.editor or "the one of $VISUAL or $EDITOR"


def _about_editor(app: Configured) -> str:
    words = own_editor.command(chosen=app.settings.editor)
    text = "What [[exercise.own_editor]] on an exercise opens."
    if words is None:
        return f"{text} None was found; write the command of yours."
    origin = "" if app.settings.editor else _origin()
    return f"{text} Now: {' '.join(words)}{origin}."


def _origin() -> str:
    for name in own_editor.VARIABLES:
        if os.environ.get(name, "").strip():
            return f", from ${name}"
    return ", the first that was found"


def _keys(app: Configured) -> str:
    count = len(app.own_keys)
    return "as they are by themselves" if not count else f"{count} changed"


def _about_keys(_app: Configured) -> str:
    return "All keys by where they work, and giving them others. [[app.keys]] opens it anywhere."


def _file(app: Configured) -> str:
    return str(app.settings_file.path)


def _about_file(app: Configured) -> str:
    there = app.settings_file.path.exists()
    if there:
        return "What is set stands in this file; enter opens it in your editor."
    return "What you change here is kept in this file, which isn't there yet."
