"""What a learner does in the settings, for their tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from course_maker import make_app
from textual.pilot import Pilot

from tutor.app.main import TutorApp
from tutor.app.settings_screen import SettingRow, SettingsScreen

SnapCompare = Callable[..., bool]
FAULTY = """\
# a comment that stays
them = "dark"
motion = false
[keys]
"lesson.next" = "ö"
"lesson.stop" = "x"
"""


def file_of(tmp_path: Path) -> Path:
    return tmp_path / "home" / "settings.toml"


def app_with(tmp_path: Path, toml: str | None = None, start: str | None = None) -> TutorApp:
    file_of(tmp_path).parent.mkdir()
    if toml is not None:
        file_of(tmp_path).write_text(toml)
    return make_app(tmp_path, start=start)


def said(app: TutorApp) -> str:
    return "\n".join(note.message for note in app._notifications)


async def opened(pilot: Pilot[None], row: str = "theme") -> SettingRow:
    """The settings screen, with this row in focus."""
    await pilot.pause()
    await pilot.press("comma")
    await pilot.pause()
    assert isinstance(pilot.app.screen, SettingsScreen)
    found = next(each for each in pilot.app.screen.query(SettingRow) if each.row.name == row)
    found.focus()
    await pilot.pause()
    return found
