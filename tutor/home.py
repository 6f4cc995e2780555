"""Where the learner's own files are kept. For every room: it imports nothing of Tutor."""

from __future__ import annotations

import os
from pathlib import Path


def home_dir() -> Path:
    """The folder of everything the learner owns: `TUTOR_HOME`, or the user's data folder.

    It need not exist yet: who writes there makes it.
    """
    chosen = os.environ.get("TUTOR_HOME", "").strip()
    if chosen:
        return Path(os.path.expanduser(chosen)).absolute()  # noqa: PTH111 - never raises
    # Imported here because a chosen home doesn't need it, and every start waits for imports.
    from platformdirs import user_data_dir  # noqa: PLC0415

    return Path(user_data_dir("tutor-dl", appauthor=False))
