"""Which data sets are on this machine, and which the learner wants to use.

Everything lies in `data` below the learner's folder: the files of the set NAME in `data/NAME/`,
synthetic ones that took a while to make beside them, and what was chosen in `choices.json`. What
is here is looked up each time, so that all processes, and two windows, agree.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from tutor.datasets import registry
from tutor.datasets.registry import DataFile, DataSet
from tutor.home import home_dir

VARIABLE = "TUTOR_DATA"  # another folder for data; the tests use it
CHOICES = "choices.json"

Kind = Literal["real", "synthetic"]
# "made": it is drawn by a formula wherever it is wanted. "open": the learner was not asked yet.
State = Literal["made", "real", "synthetic", "open"]


def data_dir() -> Path:
    """The folder of all data; it need not exist yet."""
    chosen = os.environ.get(VARIABLE, "").strip()
    return Path(chosen).absolute() if chosen else home_dir() / "data"


def folder(data: DataSet) -> Path:
    """The folder of a set."""
    return data_dir() / data.name


def is_here(data: DataSet) -> bool:
    """Whether all files of a set are here. They were checked when they came."""
    return bool(data.files) and all(has(data, file) for file in data.files)


def has(data: DataSet, file: DataFile) -> bool:
    """Whether one of its files is here. Of a .gz its content, which lies beside it, will do."""
    path = folder(data) / file.name
    try:
        return path.is_file() or (path.suffix == ".gz" and path.with_suffix("").is_file())
    except OSError:  # a folder that may not be looked into
        return False


def choice(name: str) -> Kind | None:
    """What the learner has chosen to use; None if nothing."""
    return _choices().get(name)


def choose(name: str, kind: Kind | None) -> None:
    """Keep the learner's choice; None forgets it. OSError if that can't be written."""
    choices = {key: value for key, value in _choices().items() if key != name}
    if kind is not None:
        choices[name] = kind
    path = data_dir() / CHOICES
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{CHOICES}.{os.getpid()}")
    beside.write_text(json.dumps(choices, indent=2) + "\n", encoding="utf-8")
    beside.replace(path)


def state(data: DataSet) -> State:
    """What a loader gives now: the real set where it is here, unless the other was chosen."""
    if not data.files:
        return "made"
    chosen = choice(data.name)
    if is_here(data):
        return "synthetic" if chosen == "synthetic" else "real"
    return "synthetic" if chosen == "synthetic" else "open"


def states(root: Path | None = None) -> list[tuple[DataSet, State]]:
    """Every data set with its state, sorted by name."""
    return [(data, state(data)) for data in registry.load(root).values()]


def _choices() -> Mapping[str, Kind]:
    try:
        read = json.loads((data_dir() / CHOICES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # nothing was chosen yet, or it can't be read: then one is asked again
    if not isinstance(read, dict):
        return {}
    return {key: value for key, value in read.items() if value in ("real", "synthetic")}
