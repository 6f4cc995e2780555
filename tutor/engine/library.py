"""What `tutor.mine` gives a lesson: the learner's own code where it has passed, else references.

A session has a library. Before a run it takes the entries that the lesson's code names, and
has them sent to the runner when they are others than before (`Lending`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from tutor.course import mine
from tutor.course.model import Lesson
from tutor.engine.protocol import Entry, Origin, Provide, Unusable, Using

__all__ = ["Entry", "Lending", "Library", "Origin", "choice_key", "whose"]

LONGEST = 200_000  # characters of a learner's file; no one writes that many
Passing = Callable[[str], str | None]


def _nothing(_exercise: str) -> str | None:
    return None


class Library:
    """The names that a course's exercises provide, each with the code that makes it.

    `passing` gives the code of the learner's last attempt that passed, by the exercise's name;
    it is asked anew for every run. References are read once: an open lesson stays as it is.
    """

    def __init__(self, root: Path | None, passing: Passing = _nothing) -> None:
        """`root` is the course's folder; None where a lesson belongs to no course."""
        self.own = True  # False: the references, whatever the learner has written
        self.aside: set[str] = set()  # exercises whose reference is used all the same
        self._root = root
        self._passing = passing
        self._references: dict[str, str] = {}

    @classmethod
    def of_references(cls, lesson: Lesson) -> Library:
        """References only, of the course that the lesson's file lies in."""
        return cls(mine.root_of(lesson.path))

    @cached_property
    def _folders(self) -> Mapping[str, Path]:
        return mine.providers_below(self._root) if self._root is not None else {}

    @property
    def names(self) -> tuple[str, ...]:
        """All names there are, sorted."""
        return tuple(sorted(self._folders))

    def exercise(self, name: str) -> str | None:
        """The exercise that provides a name; None if none does."""
        folder = self._folders.get(name)
        return None if folder is None else folder.name

    def theirs(self, exercise: str) -> str | None:
        """The learner's last attempt that passed, whether or not it is used now."""
        code = self._passing(exercise)
        return code if code is not None and len(code) <= LONGEST else None

    def entries(self, names: Iterable[str]) -> tuple[Entry, ...]:
        """The entries of these names and of all others that come with them, sorted.

        Names that no exercise provides are left out; "*" stands for every name.
        """
        asked = set(names)
        wanted = {self.exercise(n) for n in (self._folders if mine.STAR in asked else asked)}
        found: list[Entry] = []
        code: dict[str, tuple[str, Origin, str]] = {}
        for name, folder in sorted(self._folders.items()):
            if folder.name in wanted:
                if folder.name not in code:
                    code[folder.name] = self._code(folder)
                source, origin, instead = code[folder.name]
                found.append(Entry(name, folder.name, source, origin, instead))
        return tuple(found)

    def _code(self, folder: Path) -> tuple[str, Origin, str]:
        exercise = folder.name
        if exercise not in self._references:
            self._references[exercise] = mine.reference(folder)
        reference = self._references[exercise]
        if self.own and exercise not in self.aside:
            theirs = self.theirs(exercise)
            if theirs is not None:
                return theirs, "yours", reference
        return reference, "reference", ""

    def provide(self, names: Iterable[str]) -> Provide:
        """What a runner has to know so that code can take these names."""
        return Provide(list(self.entries(names)), list(self.names))


class Lending:
    """What the runner of a session has been given, and what it could not use."""

    def __init__(self) -> None:
        self._runner: object = None
        self._given: Provide | None = None
        self._unusable: dict[str, str] = {}  # exercise -> why

    def due(self, runner: object, wanted: Provide | None) -> Provide | None:
        """What to send to a runner before code that wants this; None if it has it already."""
        if wanted is None or (runner is self._runner and wanted == self._given):
            return None
        before = self._sources() if runner is self._runner else {}
        self._runner, self._given = runner, wanted
        now = self._sources()
        self._unusable = {
            exercise: why
            for exercise, why in self._unusable.items()
            if exercise in before and before[exercise] == now.get(exercise)
        }
        return wanted

    def _sources(self) -> dict[str, str]:
        return {e.exercise: e.source for e in self._given.entries} if self._given else {}

    def unusable(self, event: Unusable) -> None:
        """The runner could not load the learner's code, and uses the reference."""
        self._unusable[event.exercise] = event.why

    def using(self, run: int, names: Iterable[str]) -> Using | None:
        """Whose code these names are, to be said; None if there is nothing to say."""
        entries = {e.name: e for e in self._given.entries} if self._given else {}
        asked = set(names)
        used = [e for n, e in entries.items() if n in asked or mine.STAR in asked]
        if not used:
            return None
        uses: list[tuple[str, Origin]] = []
        failed: dict[str, list[str]] = {}
        for entry in used:
            if entry.exercise in self._unusable:
                failed.setdefault(entry.exercise, []).append(entry.name)
            uses.append((entry.name, "reference" if entry.exercise in failed else entry.origin))
        return Using(run, uses, [_note(n, self._unusable[e]) for e, n in failed.items()])


def _note(names: Sequence[str], why: str) -> str:
    them = "it" if len(names) == 1 else "them"
    reference = "reference's is" if len(names) == 1 else "reference's are"
    return (
        f"Your {_list(names)} passed, but now Python can't load {them} ({why}), "
        f"so the {reference} used. Check the exercise again."
    )


def choice_key(course: str, lesson: str) -> str:
    """The setting that keeps whose code a lesson uses: "reference", or empty for the learner's."""
    return f"mine:{course}:{lesson}"


def whose(uses: Iterable[tuple[str, Origin]]) -> str:
    """Whose code is used, in a line: "with your sgd, net · the reference's data_iter"."""
    pairs = list(uses)
    yours = [name for name, origin in pairs if origin == "yours"]
    others = [name for name, origin in pairs if origin == "reference"]
    parts = [f"your {', '.join(yours)}"] if yours else []
    parts += [f"the reference's {', '.join(others)}"] if others else []
    return f"with {' · '.join(parts)}"


def _list(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"`{names[0]}`"
    return ", ".join(f"`{n}`" for n in names[:-1]) + f" and `{names[-1]}`"
