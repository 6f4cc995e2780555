"""The registry: what Tutor knows of each data set, from the files of `data/`.

A file a set, `data/NAME.yml`, written for people to read: what it is, who made it, under which
licence, which files there are, where they come from, and how a right one is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

import msgspec

from tutor.course import options
from tutor.course.problems import Problems, closest


class BadRegistry(Exception):
    """A file of the registry can't be used: which one, where, and what to do."""


class NoSuchSet(Exception):
    """There is no data set of that name; the message says which there are."""


class DataFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a data set."""

    name: str  # on this machine, below the folder of its set; may have folders of its own
    addresses: list[str]  # tried in this order
    size: int  # bytes, about: to show how far a download is
    hashes: list[str]  # "sha256:…", "sha1:…" or "md5:…"; any one of them will do
    rows: str = ""  # what is in it, in words


class DataSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One data set."""

    name: str  # "airfoil": its file's name, and what `tutor.kit.data` calls it
    title: str
    what: str  # one or two sentences
    who: str  # who made it, and when
    licence: str
    shape: str  # in words: "1503 rows of 6 columns"
    loader: str  # the call: "data.airfoil()"
    home: str = ""  # its page, for people
    synthetic: str = ""  # what takes its place where it is not; "" where nothing needs to
    columns: list[str] = []  # names of a table's columns, units in brackets
    classes: list[str] = []  # names of the classes of labels 0, 1, …
    files: list[DataFile] = []  # none: it is drawn at random, by a formula

    @property
    def size(self) -> int:
        """Bytes to download, about."""
        return sum(file.size for file in self.files)


def default_root() -> Path:
    """Our own registry: in the installed package, or else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


@cache
def load(root: Path | None = None) -> Mapping[str, DataSet]:
    """Every data set by its name, sorted. BadRegistry if a file can't be used."""
    folder = default_root() if root is None else root
    if not folder.is_dir():
        raise BadRegistry(f"There is no folder {folder}: Tutor's own files are not complete.")
    found = [_read(path) for path in sorted(folder.glob("*.yml"))]
    return {one.name: one for one in found}


def find(name: str, root: Path | None = None) -> DataSet:
    """The data set of that name; NoSuchSet says which there are."""
    known = load(root)
    if name in known:
        return known[name]
    near = closest(name, known)
    advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
    raise NoSuchSet(f"There is no data set “{name}”; {advice}")


def _read(path: Path) -> DataSet:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRegistry(f"{path} can't be read: {error}.") from None
    problems = Problems(path, text.count("\n") + 1)
    fields = {key: options.plain(node) for key, node in
              options.load_mapping(text, 1, problems).items()}  # fmt: skip
    for problem in problems.all():
        raise BadRegistry(f"{path}:{problem.line}: {problem.message}; {problem.advice}.")
    try:
        found = msgspec.convert({"name": path.stem, **fields}, DataSet)
    except msgspec.ValidationError as error:
        raise BadRegistry(f"{path}: {error}.") from None
    for fault in _faults(found, path.stem):
        raise BadRegistry(f"{path}: {fault}.")
    return found


def _faults(found: DataSet, stem: str) -> Iterator[str]:
    if found.name != stem:
        yield f"the set is called “{found.name}”, its file “{stem}”: give them one name"
    for file in found.files:
        name = PurePosixPath(file.name)
        if name.is_absolute() or ".." in name.parts or not name.parts:
            yield f"“{file.name}” has to lie below the folder of the set"
        if not file.addresses or not file.hashes:
            yield f"“{file.name}” needs an address and a hash"
        for known in file.hashes:
            kind, _, digits = known.partition(":")
            if len(digits) != {"sha256": 64, "sha1": 40, "md5": 32}.get(kind):
                yield f"“{known}” is no hash: write sha256:…, sha1:… or md5:…"
