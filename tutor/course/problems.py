"""Collecting what is wrong in one file, so that everything is said at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from tutor.course.model import Problem, Severity

MOST = 200  # problems of a file; with more it is something else than a lesson


class Problems:
    """The problems of one file, each on a line that the file has."""

    def __init__(self, path: Path | str, lines: int = 1) -> None:
        self.path = str(path)
        self.lines = max(1, lines)
        self.failed = False  # whether any of them is an error
        self._found: dict[Problem, None] = {}
        self._more = 0

    def error(self, line: int, message: str, advice: str) -> None:
        """Something that keeps the file from being used."""
        self._add(line, message, advice, "error")

    def warn(self, line: int, message: str, advice: str) -> None:
        """Something that ought to be better."""
        self._add(line, message, advice, "warning")

    def _add(self, line: int, message: str, advice: str, severity: Severity) -> None:
        self.failed |= severity == "error"
        problem = Problem(self.path, min(max(1, line), self.lines), message, advice, severity)
        if len(self._found) >= MOST and problem not in self._found:
            self._more += 1
        else:
            self._found[problem] = None

    def all(self) -> tuple[Problem, ...]:
        """Every problem once, in the order of the file; of very many only the first found."""
        found = sorted(self._found, key=lambda p: p.line)
        if self._more:
            message = f"there are {self._more} more problems"
            found.append(Problem(self.path, self.lines, message, "mend those above first"))
        return tuple(found)


def closest(name: str, names: Iterable[str]) -> list[str]:
    """Up to three of `names` that `name` may be a misspelling of, the likeliest first."""
    folded: dict[str, str] = {}
    for each in names:
        folded.setdefault(_fold(each), each)
    wanted = _fold(name)
    near = difflib.get_close_matches(wanted, folded, n=3, cutoff=0.6)
    if len(wanted) >= 3:
        near += [f for f in folded if wanted in f and f not in near]
    return [folded[f] for f in near[:3]]


def instead(name: str, names: Iterable[str], otherwise: str) -> str:
    """Advice for a wrong name: the closest right one, or else what to write."""
    near = closest(name, names)
    return f"did you mean `{near[0]}`?" if near else otherwise


def short(text: str) -> str:
    """The first line of a text, cut to 40 characters, to show in a message."""
    first = text.strip().split("\n", 1)[0]
    return first if len(first) <= 40 else first[:39] + "…"


def quoted(text: str) -> str:
    """A text between backticks, to show in a message."""
    text = short(text)
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _fold(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")
