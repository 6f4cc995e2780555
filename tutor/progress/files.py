"""Reading and replacing one text file, with words for what goes wrong."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

MAX_BYTES = 500_000
_ENDING = ".tutor~"  # of our temporary files, which begin with a dot: no editor's, no Python
_STALE = 3600.0  # seconds after which a temporary file was left behind by a crash

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "it would be too large",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.ELOOP: "its link leads round in a circle",
}


class Unreadable(Exception):
    """What stands where a text file should be is none; `reason` says what, and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotSaved(Exception):
    """A file could not be written and is as it was; `reason` says why, and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason(error: OSError) -> str:
    """Why something failed, in a few words."""
    words = (error.strerror or type(error).__name__).lower()
    return _REASONS.get(error.errno or 0, words)


def plain(text: str) -> str:
    """Text as it is kept: lines ended by "\\n", no halves of surrogate pairs (a bad paste)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def read(path: Path) -> str | None:
    """The text of a file as `plain` makes it; None if there is no file. Raises Unreadable."""
    name = path.name
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Unreadable(f"{name} is a folder. Move {path} away, then open it again.")
        if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
            raise Unreadable(f"{name} is no ordinary file. Move {path} away, then open it again.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        why = reason(error).replace("write there", "read it")
        raise Unreadable(f"{path} can't be read: {why}.") from error
    return _decoded(data, name)


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{name} is longer than {MAX_BYTES // 1000} kB: no exercise needs that.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"{name} is saved as UTF-16. Save it as UTF-8 in your editor.")
    if b"\0" in data:
        raise Unreadable(f"{name} holds a zero byte: that is no text. Take the starter.")
    try:
        return plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{name} isn't UTF-8 text (line {line}). Save it as UTF-8 in your editor."
        ) from error


def target(path: Path) -> Path:
    """The file that a path leads to, through links. Raises NotSaved for what can't be written."""
    try:
        path = path.resolve()
        mode = path.stat().st_mode
    except FileNotFoundError:
        return path
    except (OSError, RuntimeError) as error:  # RuntimeError: a circle, before Python 3.13
        why = reason(error) if isinstance(error, OSError) else _REASONS[errno.ELOOP]
        raise NotSaved(f"{path} could not be saved: {why}.") from error
    if not stat.S_ISREG(mode):
        raise NotSaved(f"{path} is no ordinary file. Move it away, then your code can be saved.")
    # Replacing would go round the permissions of the file: they are the learner's word.
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise NotSaved(f"{path} is read-only. Make it writable, then your code can be saved.")
    return path


def replace(path: Path, data: bytes) -> None:
    """Put new content in the place of a file, whole or not at all. Raises NotSaved."""
    beside = path.with_name(f".{path.stem}-{os.urandom(4).hex()}{_ENDING}")
    try:
        with open(os.open(beside, _NEW, 0o666), "wb") as file:  # noqa: PTH123 - of a descriptor
            file.write(data)
            file.flush()
            # Otherwise a power cut may leave the new name on an empty file.
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise NotSaved(
            f"{path.name} could not be saved: {reason(error)} ({path.parent}). What you typed is "
            "still here; it is saved with the next change once that is mended."
        ) from error


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def identity(path: Path) -> tuple[int, int, int]:
    """What changes whenever somebody saves the file, even with the same text."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_mtime_ns, found.st_size


def try_folder(folder: Path) -> None:
    """Raises OSError if no file can be made in a folder."""
    path = folder / f".try-{os.urandom(4).hex()}{_ENDING}"
    os.close(os.open(path, _NEW, 0o666))
    path.unlink()


def tidy(folder: Path) -> None:
    """Remove temporary files of ours that a crash has left."""
    with suppress(OSError):
        for path in folder.glob(f".*{_ENDING}"):
            if time.time() - path.stat().st_mtime > _STALE:
                path.unlink()
