"""Giving back the room that the files of a set take."""

from __future__ import annotations

from collections.abc import Callable

from tutor.datasets import checking, faults, fetching, shelf
from tutor.datasets.downloading import Part
from tutor.datasets.registry import DataSet


def remove(data: DataSet, waiting: Callable[[], None]) -> int:
    """Remove the real files of a set, also those that came in part; the bytes that are free now.

    What Tutor made stays. CantWrite if they can't be removed. `waiting` is called while another
    process has the set.
    """
    folder = shelf.folder(data)
    if not folder.is_dir():
        return 0
    freed = 0
    try:
        with fetching.alone(data, waiting):
            for file in data.files:
                target = folder / file.name
                plain = checking.unpacked(target)
                for path in {target, plain, Part(target).path, Part(plain).path}:
                    freed += path.stat().st_size if path.is_file() else 0
                # whatever ends this, what is left is whole: the content can be used without its .gz
                for each in (target, plain):
                    Part(each).drop()
                    each.unlink(missing_ok=True)
    except OSError as error:
        raise faults.CantWrite(folder, error) from error
    return freed
