"""Files of data sets that are not as they were published: saying so, and what helps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tutor.datasets.registry import DataSet


class DamagedData(Exception):
    """A file of a data set can't be used: which one, why, and what to do."""

    def __init__(self, data: DataSet, path: Path, fault: str) -> None:
        super().__init__(
            f"{path} can't be used: {fault}. `tutor data get {data.name}` fetches it anew; until "
            f"then, `tutor data use {data.name} --synthetic` takes the synthetic set."
        )


def read_bytes(data: DataSet, path: Path) -> bytes:
    """The bytes of a file; DamagedData if it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamagedData(data, path, f"it can't be read ({error.strerror})") from None


def check_hash(data: DataSet, path: Path, raw: bytes, hashes: Iterable[str]) -> None:
    """DamagedData unless the bytes have one of these hashes, written "sha256:…"."""
    for known in hashes:
        kind, _, digits = known.partition(":")
        if hashlib.new(kind, raw, usedforsecurity=False).hexdigest() == digits:
            return
    raise DamagedData(data, path, "its bytes are not those that were published")
