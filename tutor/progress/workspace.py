"""The learner's code as plain files: `workspace/EXERCISE.py` in the home, for any editor.

Nothing in them is lost: a file is replaced as a whole or not at all, and text that Tutor has
not seen (another window's, another editor's) is copied into `workspace/kept/` before anything
takes its place.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tutor.home import home_dir
from tutor.progress import files
from tutor.progress.files import NotSaved, Unreadable

FOLDER = "workspace"
KEPT = "kept"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 60  # characters in the name of an exercise


@dataclass(frozen=True, slots=True)
class Stamp:
    """One version of a file: its text, and the very file that holds it."""

    digest: bytes  # of the text, line ends and byte order mark left out
    file: tuple[int, int, int]  # inode, time of the last change (ns), size in bytes


class Workspace:
    """The files of a home (`home_dir()` unless given). Safe to share among threads.

    Nothing is made before it is needed. Where the home can't be written, a temporary folder
    takes its place and `notice` says so: look at it after `open` and `write`.
    """

    def __init__(self, home: Path | None = None) -> None:
        self._folder = (home_dir() if home is None else home).absolute() / FOLDER
        self.notice = ""
        self._settled = False
        self._lock = threading.RLock()
        self._stamps: dict[str, Stamp] = {}  # what was last written, or taken from outside
        self._seen: dict[str, set[bytes]] = {}  # digests of every text that passed through here

    @property
    def folder(self) -> Path:
        """Where the files are. A watcher need not look below it."""
        return self._folder

    def path(self, exercise: str) -> Path:
        """The file of an exercise, which need not exist. ValueError for what names none."""
        if len(exercise) > _LONGEST or _NAME.fullmatch(exercise) is None:
            raise ValueError(f"{exercise!r} can't name an exercise")
        return self._folder / f"{exercise}.py"

    def open(self, exercise: str, starter: str) -> Path:
        """The file of an exercise, made from the starter if it is missing. Raises NotSaved.

        What it holds counts as taken: `news` tells only what is saved from now on.
        """
        self.path(exercise)  # a wrong name makes no folder
        with self._lock:
            self._settle()
            path = self.path(exercise)
            if not path.exists():
                self.write(exercise, starter)
            with suppress(Unreadable):
                self._take(exercise, files.read(path))
            return path

    def read(self, exercise: str) -> str | None:
        """The learner's code, lines ended by "\\n"; None if there is no file.

        Raises Unreadable for what is no text: a folder, bytes that aren't UTF-8, too much.
        """
        with self._lock:
            text = files.read(self.path(exercise))
            if text is not None:
                self._see(exercise, text)
            return text

    def write(self, exercise: str, text: str) -> Stamp:
        """Save code; the file is left alone if it holds the same. Raises NotSaved.

        Permissions stay, and a link leads where it led. It waits for the disk (a few
        milliseconds): call it when typing pauses, or in a thread.
        """
        self.path(exercise)
        text = files.plain(text)
        with self._lock:
            self._settle()
            path = files.target(self.path(exercise))
            try:
                before = files.read(path)
            except Unreadable:
                self._keep(path, exercise)
                before = None
            if before and before != text and _digest(before) not in self._seen.get(exercise, ()):
                self._keep(path, exercise)
            if before != text:
                files.replace(path, text.encode())
            return self._take(exercise, text)

    def reset(self, exercise: str, starter: str) -> str:
        """Put the starter back; what was there ("" if nothing was). Raises NotSaved.

        A copy of it is kept, so that leaving Tutor now loses nothing either.
        """
        self.path(exercise)
        with self._lock:
            self._settle()
            try:
                before = files.read(self.path(exercise)) or ""
            except Unreadable:  # `write` keeps it
                before = ""
            if before.strip() and before != files.plain(starter):
                self._keep(files.target(self.path(exercise)), exercise)
                self._see(exercise, before)
            self.write(exercise, starter)
            return before

    # --- what others save --------------------------------------------------------------------

    def is_own(self, exercise: str, text: str) -> bool:
        """Whether a text is the one that was last written here, opened or taken by `news`."""
        stamp = self._stamps.get(exercise)
        return stamp is not None and stamp.digest == _digest(files.plain(text))

    def news(self, exercise: str) -> str | None:
        """The text if another program has saved it since it was last written or taken here.

        Saving the same text again counts: the learner asks for a check. It is taken with that,
        so asking twice gives None. None too if there is no file. Raises Unreadable.
        """
        with self._lock:
            text = files.read(self.path(exercise))
            if text is None:
                return None
            before = self._stamps.get(exercise)
            return text if self._take(exercise, text) != before else None

    def _take(self, exercise: str, text: str | None) -> Stamp:
        text = text or ""
        stamp = Stamp(self._see(exercise, text), files.identity(self.path(exercise)))
        self._stamps[exercise] = stamp
        return stamp

    def _see(self, exercise: str, text: str) -> bytes:
        digest = _digest(text)
        self._seen.setdefault(exercise, set()).add(digest)
        return digest

    # --- the folder --------------------------------------------------------------------------

    def _keep(self, path: Path, exercise: str) -> None:
        """Copy a file into `kept/`, never over another; not if it is the last one kept."""
        folder = self._folder / KEPT
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            kept = sorted(folder.glob(f"{exercise}-2*.py"))
            if kept and kept[-1].read_bytes() == path.read_bytes():
                return
            stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
            shutil.copyfile(path, folder / f"{exercise}-{stamp}.py")
        except OSError as error:
            raise NotSaved(
                f"{path.name} holds text that Tutor hasn't seen, and no copy of it could be kept "
                f"in {folder} ({files.reason(error)}), so it was left as it is."
            ) from error

    def _settle(self) -> None:
        """Make the folder, or go to a temporary one. Raises NotSaved if there is none either."""
        if self._settled and self._folder.is_dir():
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.try_folder(self._folder)
        except OSError as error:
            self._fall_back(error)
        files.tidy(self._folder)
        self._settled = True

    def _fall_back(self, error: OSError) -> None:
        home, why = self._folder, files.reason(error)
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="tutor-workspace-"))
        except OSError as second:
            raise NotSaved(
                f"Your code can't be saved in {home} ({why}), nor in the temporary folder "
                f"({files.reason(second)}). Set TUTOR_HOME to a folder that you may write to."
            ) from second
        with suppress(OSError):
            for path in home.glob("*.py"):
                shutil.copyfile(path, self._folder / path.name)
        self.notice = (
            f"Your code can't be saved in {home} ({why}). It is in {self._folder} for now, which "
            "the system may empty. Set TUTOR_HOME to a folder that you may write to."
        )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
