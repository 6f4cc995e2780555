"""What every test stands on: a home of its own, a fixed locale and terminal, no animations."""

from __future__ import annotations

import os
from pathlib import Path

# Textual reads these once, when it is first imported, and the tests' own processes inherit
# them; so they are set before anything else is imported.
SURROUNDINGS = {
    "COLORTERM": "truecolor",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "1",
    "TERM": "xterm-256color",
    "TEXTUAL_ANIMATIONS": "none",
    "TZ": "UTC",
}
# What the person at the keyboard has set must not change what a test sees.
FOREIGN = (
    "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR",
    "TUTOR_DATA", "TUTOR_DEVICE", "TUTOR_HOME", "TUTOR_MIRROR", "TUTOR_OFFLINE",
)  # fmt: skip
os.environ.update(SURROUNDINGS)
for name in FOREIGN:
    os.environ.pop(name, None)

import pytest  # noqa: E402
import textual.constants  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent

# Shared machines stall: a slow example is no failure. The server draws the same examples
# each time, so that it is red only when something has changed; at home they vary.
settings.register_profile(
    "home", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("server", settings.get_profile("home"), derandomize=True)
settings.load_profile("server" if os.environ.get("CI") else "home")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh place for progress: no test reads or writes the learner's own."""
    home = tmp_path / "home"
    monkeypatch.setenv("TUTOR_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def still_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """No animations, even where a plugin imported Textual before this file was read."""
    monkeypatch.setattr(textual.constants, "TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data files: TUTOR_SHARED_DATA, or shared/data beside the checkout."""
    folder = Path(os.environ.get("TUTOR_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the real data files are not here; TUTOR_SHARED_DATA names their folder")
    return folder
