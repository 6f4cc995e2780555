"""What is said of a data set, as lines: who made it, on which terms, how large, which is used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.content import Content

from tutor.app import data_words
from tutor.datasets import shelf
from tutor.datasets.faults import megabytes

if TYPE_CHECKING:
    from tutor.datasets.registry import DataSet
    from tutor.datasets.shelf import State
    from tutor.datasets.steps import Progress

_NAMES = 11  # columns
_LEAST = 20  # columns of text beside a name; fewer, and it stands below


def rows(data: DataSet) -> list[tuple[str, str]]:
    """What is known of a set: a name and a text each."""
    found = [("What", data.shape), ("Made by", data.who), ("Licence", data.licence)]
    if data.files:
        servers = dict.fromkeys(urlsplit(file.addresses[0]).hostname or "" for file in data.files)
        count = f"{len(data.files)} files" if len(data.files) > 1 else "1 file"
        found += [
            ("Size", f"about {megabytes(data.size)}, {count} from {', '.join(servers)}"),
            ("Lies in", short(shelf.folder(data))),
            ("Synthetic", data.synthetic),
        ]
    return [(name, text) for name, text in found if text]


def table(found: Sequence[tuple[str, str]], width: int) -> Content:
    """Names and texts, in that many columns; a text goes on below itself."""
    room = width - _NAMES
    lines = []
    for name, text in found:
        if room < _LEAST:
            lines.append(Content.assemble((name, "$text-muted"), f" {text}"))
            continue
        first, *rest = wrap(text, room) or [""]
        lines.append(Content.assemble((f"{name:<{_NAMES}}", "$text-muted"), first))
        lines += [Content(" " * _NAMES + line) for line in rest]
    return Content("\n").join(lines)


def short(path: Path) -> str:
    """A path, with ~ for the home."""
    try:
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return str(path)


def state(found: State, *, asked: bool) -> str:
    """Which of a set is used; `asked`: whether a lesson asks where it isn't here."""
    if found == "open":
        return data_words.NOT_HERE if asked else data_words.SYNTHETIC
    words = {
        "made": "made by a formula",
        "real": data_words.REAL,
        "synthetic": data_words.SYNTHETIC,
    }
    return words[found]


def coming(progress: Progress | None) -> str:
    """How far a download is, in two words."""
    if progress is None or not progress.total:
        return "downloading …"
    return f"downloading, {progress.done / progress.total:.0%}"
