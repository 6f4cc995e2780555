"""Whether anything may be fetched: never where the learner has said `--offline`."""

from __future__ import annotations

import os

VARIABLE = "TUTOR_OFFLINE"  # set by --offline, so that every process of Tutor's knows


def is_offline() -> bool:
    """Whether nothing may be fetched, whatever anybody asks for."""
    return os.environ.get(VARIABLE, "").strip() not in ("", "0")
