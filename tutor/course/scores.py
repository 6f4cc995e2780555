"""How well the graders judge: what the last full audit of each exercise found.

`graders.json` beside `course.yml` keeps it; the app and docs/graders.md show it. A score carries
a digest of its exercise, so that one that is out of date can't pass for a promise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

FILE = "graders.json"
LEAST = 0.95  # of the mutants that are not explained


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that passes every case, and why that is right."""

    diff: str  # lines that begin with "-" or "+"
    because: str


@dataclass(frozen=True, slots=True)
class Score:
    """What an audit found of one exercise. Pairs are (as it should be, all)."""

    digest: str
    accepted: tuple[int, int] = (0, 0)
    wrong: tuple[int, int] = (0, 0)  # that fail
    recognized: tuple[int, int] = (0, 0)  # of those: as themselves
    variations: tuple[int, int] = (0, 0)  # of wrong solutions: that get the right feedback
    mutants: tuple[int, int] = (0, 0)  # that fail
    survivors: tuple[Survivor, ...] = ()  # the rest of them
    seeds: int = 0  # with which all right solutions were played
    refused: int = 0  # right ones that failed with one of these seeds

    @property
    def killed(self) -> float:
        """Share of the mutants that fail, of those that are a mistake at all."""
        return share_killed(*self.mutants, len(self.survivors))


def share_killed(failed: int, total: int, explained: int) -> float:
    """Share of mutants that fail, of those that nobody has explained; 1 if there are none."""
    mistakes = total - explained
    return failed / mistakes if mistakes > 0 else 1.0


def digest(folder: Path) -> str:
    """A short text that changes with the code of an exercise's folder, and not with its words."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        if "__pycache__" not in path.parts:
            found.update(path.relative_to(folder).as_posix().encode() + b"\0")
            found.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return found.hexdigest()[:16]


def read(root: Path) -> dict[str, Score]:
    """The scores of a course, by the exercise's name; none if there is no file that can be read."""
    return load(root / FILE)


def write(root: Path, scores: Mapping[str, Score]) -> None:
    """Keep the scores of a course. OSError if that can't be."""
    store(root / FILE, scores)


def load(path: Path) -> dict[str, Score]:
    """The scores in a file; none if it can't be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return {name: _score(each) for name, each in document.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def store(path: Path, scores: Mapping[str, Score]) -> None:
    """Write scores into a file, sorted: it changes only when they do. OSError if that can't be."""
    document = {name: asdict(scores[name]) for name in sorted(scores)}
    text = json.dumps(document, indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def _score(found: Mapping[str, object]) -> Score:
    known = {each.name for each in fields(Score)} - {"survivors"}
    values = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in found.items()
        if key in known
    }
    survivors = tuple(Survivor(**each) for each in found["survivors"])  # type: ignore[attr-defined]
    return Score(**values, survivors=survivors)  # type: ignore[arg-type]
