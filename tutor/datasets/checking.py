"""Whether a file is the right one, and unpacking it."""

from __future__ import annotations

import gzip
import os
import struct
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from tutor.datasets.registry import DataFile

_CHUNK = 1 << 20
_IMAGES, _LABELS = 0x803, 0x801  # IDX: bytes, in three dimensions or one
_SIDE = 28

BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)  # what reading a damaged .gz raises


def which(path: Path, files: Iterable[DataFile]) -> DataFile | None:
    """Which of some files this is, by its hash. OSError if it can't be read."""
    import pooch  # noqa: PLC0415

    found: dict[str, str] = {}  # each kind of hash is computed once
    for file in files:
        for known in file.hashes:
            kind, _, digits = known.partition(":")
            if kind not in found:
                found[kind] = pooch.hashes.file_hash(str(path), kind)
            if found[kind] == digits.lower():
                return file
    return None


def is_right(path: Path, file: DataFile) -> bool:
    """Whether a file has one of the known hashes. OSError if it can't be read."""
    return which(path, [file]) is not None


def is_whole(target: Path, file: DataFile) -> bool:
    """Whether a file in its place is right: by its hash, or its form if only its content is here.

    OSError if it can't be read.
    """
    if target.is_file():
        return is_right(target, file)
    plain = unpacked(target)
    return is_idx(target.name) and plain.is_file() and not idx_fault(plain)


def unpacked(path: Path) -> Path:
    """Where the content of a .gz lies; any other file itself."""
    return path.with_suffix("") if path.suffix == ".gz" else path


def unpack(source: Path, target: Path, tell: Callable[[], None]) -> None:
    """Write the content of a .gz to `target`, whole or not at all; `tell` is called now and then.

    OSError if that can't be read or written, one of BROKEN if the .gz is damaged.
    """
    beside = target.with_name(target.name + ".part")
    with source.open("rb") as packed, gzip.open(packed) as content, beside.open("wb") as out:
        while chunk := content.read(_CHUNK):
            out.write(chunk)
            tell()
        settle(out)
    beside.replace(target)


def settle(file: IO[bytes]) -> None:
    """Have what was written on the disk, so that a rename after it can't be there before it."""
    file.flush()
    with suppress(OSError):  # some network file systems can't
        os.fsync(file.fileno())


def is_unpacked(source: Path, target: Path) -> bool:
    """Whether `target` is the content of a .gz, by the checksum at its end (RFC 1952, 2.3.1)."""
    with source.open("rb") as packed:
        packed.seek(-8, os.SEEK_END)
        checksum, size = struct.unpack("<II", packed.read(8))
    if not target.is_file() or target.stat().st_size % 2**32 != size:
        return False
    found = 0
    with target.open("rb") as plain:
        while chunk := plain.read(_CHUNK):
            found = zlib.crc32(chunk, found)
    return bool(found == checksum)


def is_idx(name: str) -> bool:
    """Whether a file of that name, packed or not, is in the IDX format."""
    return "-idx" in name


def idx_fault(path: Path) -> str:
    """What is wrong with a file of images or labels in the IDX format, "" if nothing is.

    The format: a big-endian magic number, the sizes, then the bytes
    (http://yann.lecun.com/exdb/mnist/). Its name says which of the two it should be.
    OSError if it can't be read.
    """
    images = "-images-" in path.name
    wanted = _IMAGES if images else _LABELS
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(16 if images else 8)
    if len(head) < (16 if images else 8):
        return f"it has {size} bytes, too few for an IDX file"
    magic, count = struct.unpack(">II", head[:8])
    if magic != wanted:
        return f"it doesn't begin as an IDX file of {'images' if images else 'labels'} does"
    expected = 60_000 if path.name.startswith("train") else 10_000
    if count != expected:
        return f"it holds {count} of {expected}"
    if images and struct.unpack(">II", head[8:]) != (_SIDE, _SIDE):
        return "its images are not 28 x 28 pixels"
    full = 16 + count * _SIDE**2 if images else 8 + count
    return "" if size == full else f"it has {size} bytes where {full} belong"
