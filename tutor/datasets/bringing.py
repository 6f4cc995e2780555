"""Taking files of a data set that the learner brought: from a stick, a colleague, another course.

A file is taken if its hash is right, whatever it is called. Of packed files in the IDX format
(those of Fashion-MNIST) the content alone is taken too, by its name; only its form can be checked.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tutor.datasets import checking, downloading, faults, fetching, shelf
from tutor.datasets.downloading import Part
from tutor.datasets.registry import DataFile, DataSet


class Taken(NamedTuple):
    """A file that is part of the set now."""

    path: Path  # as it was brought
    file: DataFile
    known: bool  # whether it is by its hash; else only its form was checked


class Left(NamedTuple):
    """A file that was not taken."""

    path: Path
    why: str  # without a full stop


def bring(data: DataSet, paths: Sequence[Path], waiting: Callable[[], None]) -> list[Taken | Left]:
    """Copy files, or those in folders that belong to a set, to where the set lies.

    Raises a Fault if they can't be written. `waiting` is called while another process has the set.
    """
    folder = shelf.folder(data)
    found: list[Taken | Left] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with fetching.alone(data, waiting):
            for path in paths:
                for each in _look(data, path):
                    if isinstance(each, Taken):
                        _take(each, folder)
                    found.append(each)
    except OSError as error:
        if downloading.is_full(error):
            raise faults.NoRoom(folder, data.size, shutil.disk_usage(folder).free) from error
        raise faults.CantWrite(folder, error) from error
    return found


def missing(data: DataSet) -> list[str]:
    """The names of the files of a set that are not here."""
    return [names(file)[0] for file in data.files if not shelf.has(data, file)]


def damaged(data: DataSet) -> list[Path]:
    """Files of a set that are here and are not right, or can't be read."""
    found = []
    for file in data.files:
        target = shelf.folder(data) / file.name
        try:
            right = not shelf.has(data, file) or checking.is_whole(target, file)
        except OSError:
            right = False
        if not right:
            found.append(target if target.exists() else checking.unpacked(target))
    return found


def names(file: DataFile) -> tuple[str, ...]:
    """What a file may be called: "images.gz", and "images" where its content alone will do."""
    name = PurePosixPath(file.name).name
    return (name, name.removesuffix(".gz")) if checking.is_idx(name) else (name,)


def _look(data: DataSet, path: Path) -> Iterator[Taken | Left]:
    """What of a path can be taken; nothing is copied."""
    if path.is_dir():
        yield from _look_inside(data, path)
        return
    try:
        yield _identify(data, path)
    except OSError as error:
        yield Left(path, f"it can't be read: {error.strerror or error}")


def _look_inside(data: DataSet, folder: Path) -> Iterator[Taken | Left]:
    """The files of a folder, and of those below it, that have the names of the set's files."""
    nothing = True
    for file in data.files:
        # what has a hash comes first; its content is looked at only where that is not right
        there = [path for name in names(file) for path in sorted(folder.rglob(name))]
        found = [each for path in there if path.is_file() for each in _look(data, path)]
        right = [each for each in found if isinstance(each, Taken)]
        yield from right[:1] or found
        nothing = nothing and not found
    if nothing:
        yield Left(folder, "none of the set's files is in this folder, or below it")


def _identify(data: DataSet, path: Path) -> Taken | Left:
    right = checking.which(path, data.files)
    if right is not None:
        return Taken(path, right, known=True)
    for file in data.files:
        packed, *plain = names(file)
        if path.name in plain:
            fault = checking.idx_fault(path)
            return Left(path, fault) if fault else Taken(path, file, known=False)
        if path.name == packed:
            why = "a web page was saved instead of it" if downloading.is_page(path) else (
                f"its hash is another ({path.stat().st_size:,} bytes): it is damaged, or another "
                "version"
            )  # fmt: skip
            return Left(path, why)
    return Left(path, "it is none of the set's files, by its hash or its name")


def _take(taken: Taken, folder: Path) -> None:
    target = folder / taken.file.name
    if not taken.known:
        target = checking.unpacked(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and taken.path.samefile(target):  # it was put there by hand
        plain = checking.unpacked(target)
        if plain != target and not checking.is_unpacked(target, plain):
            checking.unpack(target, plain, lambda: None)
        return
    part = Part(target)
    part.drop()  # what an earlier download had begun is not needed any more
    try:
        shutil.copyfile(taken.path, part.path)
        fetching.put_in_place(part, target, lambda: None)
    except BaseException:
        part.drop()
        raise
