"""Readings of lessons that are kept: a file that has not changed is not read a second time.

To read a lesson takes a tenth of a second, and a map of thirty-five of them as many. What was
read is kept beside the learner's progress, under everything that it depends on: the bytes of the
file, the glossary, and the code that reads. Whatever is wrong with what is kept, the lesson is
read anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tutor import __version__
from tutor.course.model import Term

if TYPE_CHECKING:
    from tutor.course.reader import Reading

_DIGEST = 32  # bytes of a SHA-256


class Readings:
    """Reads lessons, and keeps what it has read in a folder; None keeps nothing."""

    def __init__(self, folder: Path | None, glossary: Mapping[str, Term] = {}) -> None:
        self._folder = folder
        self._glossary = glossary
        self._terms = hashlib.sha256(repr(sorted(glossary.items())).encode()).digest()

    def read(self, path: Path) -> Reading:
        """As `reader.read_lesson` gives it. Never raises for what a file holds."""
        key = self._key(path)
        kept = self._kept(path, key) if key else None
        if kept is not None:
            return kept
        from tutor.course.reader import read_lesson  # noqa: PLC0415  (what is kept needs no parser)

        reading = read_lesson(path, glossary=self._glossary)
        if key and reading.lesson is not None:
            self._keep(path, key, reading)
        return reading

    def _key(self, path: Path) -> bytes:
        """A digest of all that a reading depends on; empty where nothing is kept."""
        if self._folder is None:
            return b""
        try:
            text = path.read_bytes()
        except OSError:
            return b""
        parts = (str(path).encode(errors="surrogatepass"), _code(), self._terms, text)
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()

    def _place(self, path: Path) -> Path:
        assert self._folder is not None
        name = hashlib.sha256(str(path).encode(errors="surrogatepass")).hexdigest()
        return self._folder / f"{name[:24]}.reading"

    def _kept(self, path: Path, key: bytes) -> Reading | None:
        try:
            found = self._place(path).read_bytes()
            body = found[2 * _DIGEST :]
            if found[:_DIGEST] != key or found[_DIGEST : 2 * _DIGEST] != _digest(body):
                return None
            reading: Reading = pickle.loads(body)
        except Exception:  # a file that can't be used may fail in any way
            return None
        return reading

    def _keep(self, path: Path, key: bytes, reading: Reading) -> None:
        place = self._place(path)
        with suppress(OSError):  # a full or read-only disk: then it is read each time
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            body = pickle.dumps(reading, pickle.HIGHEST_PROTOCOL)
            beside = place.with_suffix(f".{os.getpid()}")
            beside.write_bytes(key + _digest(body) + body)
            beside.replace(place)


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


@cache
def _code() -> bytes:
    """The version of the code that reads lessons, and when it was last changed."""
    files = Path(__file__).parent.rglob("*.py")
    newest = max(file.stat().st_mtime_ns for file in files)
    return f"{__version__} {newest}".encode()
