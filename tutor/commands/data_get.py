"""`tutor data get`: download data sets, with a line that says how far it is."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tutor.commands.common import note
from tutor.commands.data_list import all_sets, find
from tutor.commands.errors import Exit, Failed

if TYPE_CHECKING:
    from tutor.datasets.registry import DataSet
    from tutor.datasets.steps import Progress

_BAR = 20  # columns


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor data get`."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="a data set; without any, all that have files"
    )


def run(arguments: Namespace) -> int:
    """Fetch one set after the other; FAILED if one could not be had."""
    sets = [find(name) for name in dict.fromkeys(arguments.names)]
    failed = False
    for data in sets or [data for data in all_sets() if data.files]:
        try:
            failed = not _get(data) or failed
        except KeyboardInterrupt:
            _say_stopped(data)
            return Exit.INTERRUPTED
    return Exit.FAILED if failed else Exit.FINE


def _say_stopped(data: DataSet) -> None:
    from tutor.datasets import fetching
    from tutor.datasets.faults import megabytes

    kept = fetching.kept(data)
    what = f"{megabytes(kept)} are kept: " if kept else ""
    note(f"{data.title}: stopped. {what}`tutor data get {data.name}` goes on later.")


def _get(data: DataSet) -> bool:
    from tutor.datasets import fetching, shelf
    from tutor.datasets.faults import Fault

    if not data.files:
        print(f"{data.title}: there is nothing to fetch, it is drawn anew each time.")
        return True
    line = Line(data)
    was_here = shelf.is_here(data)
    try:
        fetching.fetch_all(data, line.tell)
        if shelf.choice(data.name) == "synthetic":
            shelf.choose(data.name, "real")
    except Fault as fault:
        line.wipe()
        event = fault.as_event()
        note(f"{data.title}: {event.error} {event.advice}")
        return False
    except OSError as error:  # of choosing: the files are there
        raise Failed(f"{data.title} is here, but that can't be noted: {error}.") from error
    finally:
        line.wipe()
    how = "was here already; it is whole" if was_here and not line.fetched else "is here"
    print(f"{data.title} {how}: {shelf.folder(data)}")
    return True


class Line:
    """A line on a terminal that says how far it is; elsewhere a line at the beginning."""

    def __init__(self, data: DataSet) -> None:
        self._data = data
        self._is_terminal = sys.stderr.isatty()
        self._drawn = False
        self._said: set[str] = set()
        self.fetched = False  # whether anything had to be downloaded

    def tell(self, progress: Progress) -> None:
        """Show where it is."""
        self.fetched = self.fetched or progress.step == "download"
        if self._is_terminal:
            text = self._text(progress)[: shutil.get_terminal_size().columns - 1]
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
            self._drawn = True
        elif progress.step not in self._said and progress.step in ("download", "wait"):
            self._said.add(progress.step)
            print(self._sentence(progress), flush=True)

    def wipe(self) -> None:
        """Take the line away."""
        if self._drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._drawn = False

    def _sentence(self, progress: Progress) -> str:
        from tutor.datasets.faults import megabytes

        if progress.step == "wait":
            return f"{self._data.title}: another Tutor is fetching it; waiting for that …"
        rest = f", {megabytes(progress.done)} are here" if progress.done else ""
        return f"{self._data.title}: fetching {megabytes(progress.total)}{rest} …"

    def _text(self, progress: Progress) -> str:
        from tutor.datasets.faults import megabytes

        if progress.step == "wait":
            return self._sentence(progress)
        share = progress.done / progress.total if progress.total else 0.0
        of = f"{megabytes(progress.done)} of {megabytes(progress.total)}"
        parts = [self._data.title, _bar(share), f"{share:4.0%}", of]
        parts += [f"{megabytes(int(progress.rate))}/s"] if progress.rate else []
        doing = {"check": "checking ", "unpack": "unpacking "}.get(progress.step, "")
        return "  ".join([*parts, f"{doing}{progress.file}"])


def _bar(share: float) -> str:
    full, empty = ("━", "─") if _can_draw("━─") else ("#", "-")
    filled = round(share * _BAR)
    return full * filled + empty * (_BAR - filled)


def _can_draw(text: str) -> bool:
    try:
        text.encode(sys.stderr.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
