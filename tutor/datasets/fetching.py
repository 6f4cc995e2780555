"""Fetching a data set: every file from the first address that gives the right one.

A file is downloaded beside its place, its hash is looked at, what is packed is unpacked, and then
it is renamed into place: what lies there is whole. One process at a time fetches a set.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from tutor.datasets import checking, downloading, faults, offline, shelf
from tutor.datasets.downloading import Part
from tutor.datasets.faults import AddressFault, Cut, Fault, Slow
from tutor.datasets.registry import DataFile, DataSet
from tutor.datasets.steps import Progress, Step

MIRROR = "TUTOR_MIRROR"  # an address that is asked first, for MIRROR/SET/FILE: a school's own
_TRIES = 3  # in a row that bring nothing new, at an address that cuts the connection
PAUSE = 0.5  # seconds before the first of them; they get longer
_SPARE = 10_000_000  # bytes that stay free on the disk
_LOOK = 0.2  # seconds between looks at a lock
_PACE = 0.1  # seconds between two events

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]


def fetch_all(data: DataSet, tell: Tell, stop: Stop = lambda: False) -> None:
    """Have every file of a set here, whole and checked; what is here already is only checked.

    `tell` gets about ten events a second. `stop` is asked all the time, and ends it when it says
    True; while a server sends nothing it isn't. Raises a Fault; whatever ends it, what came is kept
    for the next time.
    """
    if not data.files:
        return
    meter = _Meter(data, tell)
    folder = shelf.folder(data)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(data, lambda: meter.say("wait", ""), stop):
            missing = [file for file in data.files if not _in_place(file, folder, meter)]
            if not missing:
                return
            if offline.is_offline():
                raise faults.Offline(data.name)
            _look_for_room(missing, folder)
            for file in missing:
                _fetch(data, file, folder, meter, stop)
    except Fault as fault:
        fault.kept = kept(data)
        raise
    except OSError as error:
        raise faults.CantWrite(folder, error) from error


@contextmanager
def alone(data: DataSet, waiting: Callable[[], None], stop: Stop = lambda: False) -> Iterator[None]:
    """Keep other processes from changing the files of a set; wait for one that does.

    `waiting` is called while it waits, every fifth of a second.
    """
    import filelock  # noqa: PLC0415

    lock = filelock.FileLock(shelf.folder(data) / ".lock")
    while True:
        try:
            lock.acquire(blocking=False)
            break
        except filelock.Timeout:
            waiting()
            downloading.wait(_LOOK, stop)
    try:
        yield
    finally:
        lock.release()


def _in_place(file: DataFile, folder: Path, meter: _Meter) -> bool:
    """Whether a file is here and right. What is not is removed: nobody may take it for whole."""
    target = folder / file.name
    plain = checking.unpacked(target)
    if target.exists() or plain.exists():
        meter.say("check", target.name)
    if checking.is_whole(target, file):
        if target.is_file() and plain != target and not checking.is_unpacked(target, plain):
            checking.unpack(target, plain, lambda: meter.say("unpack", target.name))
        meter.has(file, _come(target) or file.size)
        return True
    target.unlink(missing_ok=True)
    plain.unlink(missing_ok=True)
    return False


def _look_for_room(missing: list[DataFile], folder: Path) -> None:
    needed = _SPARE
    for file in missing:
        needed += max(0, file.size - Part(folder / file.name).size)
        needed += 2 * file.size if file.name.endswith(".gz") else 0  # unpacked, about
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise faults.NoRoom(folder, needed, free)


def _fetch(data: DataSet, file: DataFile, folder: Path, meter: _Meter, stop: Stop) -> None:
    """Have one file in place, from the first address that gives it."""
    target = folder / file.name
    part = Part(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    found: list[AddressFault] = []
    try:
        for address in _addresses(data, file):
            try:
                _fetch_from(address, file, part, meter, stop)
            except AddressFault as fault:
                found.append(fault)
            else:
                put_in_place(part, target, lambda: meter.say("unpack", target.name))
                return
    except OSError as error:
        if downloading.is_full(error):
            # nothing works on a full disk: give back what this has taken
            part.drop()
            Part(checking.unpacked(target)).drop()
            raise faults.NoRoom(folder, file.size, shutil.disk_usage(folder).free) from error
        raise
    if len(found) > 1:  # each of them, but no sentence twice
        raise Fault(" ".join(dict.fromkeys(each.error for each in found)), found[0].advice)
    raise found[0]


def _addresses(data: DataSet, file: DataFile) -> list[str]:
    mirror = os.environ.get(MIRROR, "").strip().rstrip("/")
    name = PurePosixPath(file.name).name
    return [*([f"{mirror}/{data.name}/{name}"] if mirror else []), *file.addresses]


def _fetch_from(address: str, file: DataFile, part: Part, meter: _Meter, stop: Stop) -> None:
    """Let `part` become the right file, from one address."""
    name = PurePosixPath(file.name).name

    def told(done: int, total: int) -> None:
        meter.has(file, done, total)
        meter.say("download", name)

    if part.size and part.size == part.about().get("total") and checking.is_right(part.path, file):
        return  # all of it had come when it was ended
    went_on = part.size > 0
    told(part.size, 0)  # at once: the server may take its time
    while True:
        _download(address, part, told, stop)
        meter.say("check", name)
        if checking.is_right(part.path, file):
            return
        page = downloading.is_page(part.path)
        part.drop()
        if not went_on:
            raise faults.WrongFile(downloading.server_of(address), name, page)
        went_on = False  # two versions may have been put together: once more, from the beginning


def _download(address: str, part: Part, told: downloading.Tell, stop: Stop) -> None:
    """Download, and go on where the connection was cut, as long as that brings anything."""
    tries, most = 0, part.size
    while True:
        try:
            return downloading.download(address, part, told, stop)
        except (Cut, Slow) as fault:
            tries = 1 if part.size > most else tries + 1
            most = max(most, part.size)
            # who sleeps takes long to try again
            if tries >= _TRIES or (isinstance(fault, Slow) and tries > 1):
                raise
        downloading.wait(tries * PAUSE, stop)


def put_in_place(part: Part, target: Path, unpacking: Callable[[], None]) -> None:
    """Make a part that is whole and right the file: unpack what is packed, then rename.

    OSError if that can't be written, CantUnpack if it can't be unpacked.
    """
    plain = checking.unpacked(target)
    if plain != target:
        unpacking()
        try:
            checking.unpack(part.path, plain, unpacking)
        except checking.BROKEN as error:
            part.drop()
            raise faults.CantUnpack(target, error) from error
    with part.path.open("rb+") as file:
        checking.settle(file)
    part.path.replace(target)
    part.forget_about()


def kept(data: DataSet) -> int:
    """Bytes of a set that have come, and need not come again."""
    return sum(_come(shelf.folder(data) / file.name) for file in data.files)


def _come(target: Path) -> int:
    try:
        return target.stat().st_size
    except OSError:
        return Part(target).size


class _Meter:
    """Counts the bytes of all files of a set, and how fast they come."""

    def __init__(self, data: DataSet, tell: Tell) -> None:
        self._tell = tell
        folder = shelf.folder(data)
        self._done = {file.name: Part(folder / file.name).size for file in data.files}
        self._total = {file.name: file.size for file in data.files}
        self._seen: deque[tuple[float, int]] = deque()  # times and bytes, of the last seconds
        self._last: tuple[str, str] = ("", "")
        self._when = 0.0

    def has(self, file: DataFile, done: int, total: int = 0) -> None:
        """So much of a file is here."""
        self._done[file.name] = done
        self._total[file.name] = max(total or self._total[file.name], done)

    def say(self, step: Step, name: str) -> None:
        """Tell where it is, unless that was just told."""
        now, done, total = time.monotonic(), sum(self._done.values()), sum(self._total.values())
        if (step, name) == self._last and now - self._when < _PACE and done < total:
            return
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()  # it began anew
        self._seen.append((now, done))
        while now - self._seen[0][0] > 3:
            self._seen.popleft()
        since, before = self._seen[0]
        rate = (done - before) / (now - since) if step == "download" and now - since > 0.2 else 0.0
        self._last, self._when = (step, name), now
        self._tell(Progress(name, step, done, total, rate))
