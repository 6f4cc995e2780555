"""A small data set of two files, one of them packed."""

from __future__ import annotations

import gzip
import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from tutor.datasets import fetching, registry, shelf
from tutor.datasets.faults import Fault
from tutor.datasets.registry import DataSet
from tutor.datasets.steps import Progress

PLAIN = b"".join(b"%d\t%d\n" % (i, i * i) for i in range(40_000))  # about 500 kB
CONTENT = random.Random(5).randbytes(60_000) * 2
PACKED = gzip.compress(CONTENT, mtime=0)


CUT = 12 * 8192  # whole chunks: what of a chunk has come when the connection ends is lost


@dataclass
class Tiny:
    """The set, its files' bytes by name, and the folder of its registry."""

    data: DataSet
    root: Path
    files: dict[str, bytes]

    def with_(self, before: str, after: str) -> DataSet:
        """The set with another registry file: one text instead of another."""
        path = self.root / "tiny.yml"
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))
        registry.load.cache_clear()
        return registry.find("tiny", self.root)


def write(root: Path, address: str) -> Tiny:
    """Write its registry; its files are to be at that address."""
    root.mkdir()
    text = "\n".join(
        [
            "title: Tiny numbers", "what: Squares.", "who: nobody, 2020", "licence: none",
            "shape: 40 000 rows of 2 columns", "loader: data.tiny()", "synthetic: others",
            "files:",
            "  - name: rows.txt",
            f"    addresses: [{address}/rows.txt]",
            f"    size: {len(PLAIN)}",
            f"    hashes: [sha1:{'0' * 40}, sha256:{hashlib.sha256(PLAIN).hexdigest()}]",
            "  - name: packed/raw.gz",
            f"    addresses: [{address}/raw.gz]",
            f"    size: {len(PACKED)}",
            f"    hashes: [md5:{hashlib.md5(PACKED).hexdigest()}]",
        ]
    )  # fmt: skip
    (root / "tiny.yml").write_text(text + "\n")
    files = {"rows.txt": PLAIN, "packed/raw.gz": PACKED, "packed/raw": CONTENT}
    return Tiny(registry.find("tiny", root), root, files)


# --- what tests do with it -----------------------------------------------------------------------


def fetch(data: DataSet) -> list[Progress]:
    told: list[Progress] = []
    fetching.fetch_all(data, told.append)
    return told


def failing(data: DataSet, kind: type[Fault] = Fault) -> Fault:
    with pytest.raises(kind) as caught:
        fetch(data)
    assert not shelf.is_here(data)
    return caught.value


def lying(data: DataSet) -> set[str]:
    folder = shelf.folder(data)
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def assert_whole(tiny: Tiny) -> None:
    assert shelf.is_here(tiny.data)
    assert lying(tiny.data) == {*tiny.files, ".lock"}
    for name, content in tiny.files.items():
        assert (shelf.folder(tiny.data) / name).read_bytes() == content
