"""Where `tutor.mine` gets its names: code that is compiled and run when it is first wanted.

In a lesson's runner the app says what there is (`provide`). In a process that checks a
learner's code there is nothing (`refuse`). Anywhere else, in a script or a notebook, there are
the references of the course that is installed.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from tutor.engine.protocol import Entry

OUTSIDE = "tutor.mine: outside the app these are the course's reference solutions.\n"
IN_CHECK = (
    "`tutor.mine` isn't there while an exercise is checked: "
    "write everything that your code needs into its own file."
)
UNSEEN = (
    "`tutor.mine` has `{name}`, but this lesson's code doesn't name it where that can be seen: "
    "write `from tutor.mine import {name}`."
)
Tell = Callable[[str, str], None]  # the exercise, and why its attempt could not be loaded


class NoSuchName(Exception):
    """A name that `tutor.mine` doesn't have."""


class _Unloadable(Exception):
    """Code ran, but did not define what it should."""


class Shelf:
    """The entries that are there, and the modules made from them so far."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._entries: dict[str, Entry] = {}
        self._names: list[str] = []
        self._modules: dict[str, types.ModuleType] = {}  # by exercise
        self._loading: set[str] = set()

    @property
    def names(self) -> list[str]:
        """All names that can be had."""
        return list(self._names)

    def stock(self, entries: Iterable[Entry], names: Sequence[str]) -> None:
        """Take other entries; modules whose code is another now are forgotten."""
        before, self._entries = self._entries, {entry.name: entry for entry in entries}
        self._names = list(names)
        changed = {
            entry.exercise
            for entry in (*before.values(), *self._entries.values())
            if before.get(entry.name) != self._entries.get(entry.name)
        }
        for exercise in changed:
            self._modules.pop(exercise, None)
            sys.modules.pop(_module_name(exercise), None)

    def get(self, name: str) -> Any:
        """The object of that name.

        NoSuchName if there is none, ImportError if its reference can't be loaded.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise NoSuchName(UNSEEN.format(name=name) if name in self._names else self._no(name))
        module = self._modules.get(entry.exercise)
        if module is None:
            module = self._modules[entry.exercise] = self._load(entry)
        return getattr(module, name)

    def _no(self, name: str) -> str:
        from tutor.course.problems import closest  # noqa: PLC0415

        near = closest(name, self._names)
        advice = f"Did you mean `{near[0]}`?" if near else "No exercise provides it."
        return f"`tutor.mine` has no `{name}`. {advice}"

    def _load(self, entry: Entry) -> types.ModuleType:
        """Run the code of an exercise; the reference's if the learner's can't be run."""
        exercise = entry.exercise
        if exercise in self._loading:
            raise ImportError(f"The code of `{exercise}` imports itself from `tutor.mine`.")
        names = [e.name for e in self._entries.values() if e.exercise == exercise]
        self._loading.add(exercise)
        try:
            if entry.origin == "reference":
                return _reference(exercise, entry.source, names)
            try:
                return _execute(exercise, entry.source, f"{exercise}.py", names)
            except (Exception, SystemExit) as error:
                self._tell(exercise, _in_words(error))
                return _reference(exercise, entry.instead, names)
        finally:
            self._loading.discard(exercise)


_shelf: Shelf | None = None
_refusal = ""


def provide(entries: Iterable[Entry], names: Sequence[str], tell: Tell) -> None:
    """From now on there are these entries. `tell` hears of code that could not be loaded."""
    global _shelf  # noqa: PLW0603  (one for the process, as `tutor.mine` is)
    if _shelf is None:
        _shelf = Shelf(tell)
    _shelf.stock(entries, names)


def refuse(why: str = IN_CHECK) -> None:
    """Until something is provided there is nothing, and asking raises an ImportError."""
    global _refusal  # noqa: PLW0603
    _refusal = why


def get(name: str) -> Any:
    """What `tutor.mine.NAME` is.

    NoSuchName if there is no such name, ImportError where there is nothing at all.
    """
    return _present().get(name)


def names() -> list[str]:
    """All names that there are here."""
    return [] if _shelf is None and _refusal else _present().names


def _present() -> Shelf:
    if _shelf is not None:
        return _shelf
    if _refusal:
        raise ImportError(_refusal)
    return _outside()


def _outside() -> Shelf:
    """The references of the installed course; says so once."""
    global _shelf  # noqa: PLW0603
    from tutor.course import catalog, mine  # noqa: PLC0415

    folders = mine.providers_below(catalog.default_root())
    sources = {folder: mine.reference(folder) for folder in set(folders.values())}
    entries = [Entry(n, f.name, sources[f], "reference") for n, f in folders.items()]
    _shelf = Shelf(lambda _exercise, _why: None)
    _shelf.stock(entries, sorted(folders))
    sys.stderr.write(OUTSIDE)
    return _shelf


# --- running code -----------------------------------------------------------------------------


def _module_name(exercise: str) -> str:
    return f"tutor.mine.{exercise}"


def _reference(exercise: str, source: str, names: Sequence[str]) -> types.ModuleType:
    try:
        return _execute(exercise, source, f"{exercise}/reference.py", names)
    except (Exception, SystemExit) as error:
        message = f"The reference of `{exercise}` can't be loaded ({_in_words(error)})"
        raise ImportError(f"{message}: `tutor audit {exercise}` says more.") from error


def _execute(exercise: str, source: str, filename: str, names: Sequence[str]) -> types.ModuleType:
    """A module of its own in which the source has run; raises whatever running it raises."""
    from tutor.engine.sources import RESULT, Source  # noqa: PLC0415

    module = types.ModuleType(_module_name(exercise))
    # dataclasses, pickle and inspect look for the module of a class there.
    sys.modules[module.__name__] = module
    try:
        code = Source(filename, 1, exercise, source).compile()
        module.__file__ = code.co_filename  # where inspect looks for the source of a class
        with _undisturbed():
            exec(code, vars(module))
        vars(module).pop(RESULT, None)
        _check_names(module, names)
    except BaseException:
        sys.modules.pop(module.__name__, None)
        raise
    return module


def _check_names(module: types.ModuleType, names: Sequence[str]) -> None:
    missing = [name for name in names if not hasattr(module, name)]
    if missing:
        raise _Unloadable(f"it doesn't define {', '.join(missing)}")


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let code run at import without prints, and leave the cell's world as it was.

    The cell must give the same whether or not the module has been loaded before.
    """
    import numpy as np  # noqa: PLC0415
    import torch  # noqa: PLC0415

    from tutor.engine import resets  # noqa: PLC0415

    dtype, device = torch.get_default_dtype(), torch.get_default_device()
    nowhere = _Nowhere()
    with (
        resets.random_kept(),
        torch.enable_grad(),
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        random.seed(0)
        np.random.seed(0)
        torch.default_generator.manual_seed(0)  # this one alone: CUDA's may not have begun yet
        try:
            yield
        finally:
            torch.set_default_dtype(dtype)
            if torch.get_default_device() != device:
                torch.set_default_device(None if device.type == "cpu" else device)


class _Nowhere(io.TextIOBase):
    """Takes what is printed, however much, and keeps none of it."""

    def write(self, text: str) -> int:
        return len(text)


def _in_words(error: BaseException) -> str:
    kind = type(error).__name__
    try:
        message = str(error)
    except Exception:  # the learner's own exception class can go wrong in any way
        message = ""
    if isinstance(error, _Unloadable):
        return message
    return f"{kind}: {message}"[:300] if message else kind
