"""Checks of the data sets: which are here, whole or not, and whether more can be fetched."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.commands.checks import Check
from tutor.commands.errors import CommandError

if TYPE_CHECKING:
    from tutor.datasets.registry import DataSet


def checks() -> list[Check]:
    """Where data lies, then each set that has files."""
    from tutor.commands.data_list import all_sets
    from tutor.datasets import offline, shelf

    try:
        sets = [data for data in all_sets() if data.files]
    except CommandError as error:
        return [Check("data", "bad", str(error), "Install Tutor again.")]
    found = [folder_check(shelf.data_dir()), *(set_check(data) for data in sets)]
    if offline.is_offline():
        found.append(Check("network", "ok", f"nothing is downloaded: {offline.VARIABLE} is set"))
    return found


def folder_check(folder: Path) -> Check:
    """Whether data can be kept; nothing is made."""
    nearest = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        made = "" if nearest == folder else ", made when data is first fetched"
        return Check("data", "ok", f"{folder}{made}")
    why = "is not writable" if nearest.is_dir() else "is not a folder"
    advice = "Nothing can be downloaded. Set TUTOR_DATA to a folder that you may write to."
    return Check("data", "warn", f"{folder}: {nearest} {why}", advice)


def set_check(data: DataSet) -> Check:
    """What lessons get, and whether files that are here are right."""
    from tutor.commands.data_list import in_words
    from tutor.datasets import bringing, shelf

    wrong = [str(path) for path in bringing.damaged(data)]
    if wrong:
        advice = f"`tutor data get {data.name}` fetches it anew."
        return Check(data.name, "warn", f"{', '.join(wrong)}: not the right file", advice)
    words = in_words(data)
    if shelf.state(data) == "open" and not shelf.is_here(data):
        words += "; without it, lessons use synthetic data"
    return Check(data.name, "ok", words)
