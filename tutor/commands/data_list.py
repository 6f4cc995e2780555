"""`tutor data list`: the data sets, which of them are here, and what is used."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tutor.commands.common import print_json
from tutor.commands.errors import Exit, Failed, Misuse

if TYPE_CHECKING:
    from tutor.datasets.registry import DataSet


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor data list`."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: Namespace) -> int:
    """Print the list."""
    from tutor.datasets import offline, shelf

    sets = all_sets()
    if arguments.json:
        document = {
            "folder": str(shelf.data_dir()),
            "offline": offline.is_offline(),
            "sets": [_entry(data) for data in sets],
        }
        print_json(document)
        return Exit.FINE
    _print_table(sets)
    print(f"\nThey lie in {shelf.data_dir()}")
    if offline.is_offline():
        print("Tutor is offline: nothing is downloaded.")
    elif any(shelf.state(data) == "open" for data in sets):
        print("`tutor data get NAME` downloads one; without it, synthetic data takes its place.")
    return Exit.FINE


def all_sets() -> list[DataSet]:
    """The registry, sorted by name; Failed if it can't be read."""
    from tutor.datasets import registry

    try:
        return list(registry.load().values())
    except registry.BadRegistry as error:
        raise Failed(f"{error} Install Tutor again.") from error


def find(name: str) -> DataSet:
    """A data set by its name; Misuse says which there are."""
    from tutor.datasets import registry

    try:
        return registry.find(name)
    except registry.NoSuchSet as error:
        raise Misuse(str(error)) from error
    except registry.BadRegistry as error:
        raise Failed(f"{error} Install Tutor again.") from error


def in_words(data: DataSet) -> str:
    """What lessons get now, and what of the real set is here."""
    from tutor.datasets import shelf
    from tutor.datasets.faults import megabytes
    from tutor.datasets.fetching import kept

    state, here = shelf.state(data), shelf.is_here(data)
    if state == "made":
        return "drawn anew each time"
    if state == "real":
        return "real"
    words = "synthetic, as you chose" if state == "synthetic" else "not here yet"
    if here:
        return f"{words}; the real one is here"
    come = kept(data)
    return f"{words}; {megabytes(come)} have come" if come else words


def _print_table(sets: list[DataSet]) -> None:
    from tutor.course import widths
    from tutor.datasets.faults import megabytes

    rows = [("name", "what", "size", "state")]
    rows += [
        (data.name, data.title, megabytes(data.size) if data.files else "-", in_words(data))
        for data in sets
    ]
    room = [max(widths.of(row[at]) for row in rows) for at in range(3)]
    for name, title, size, state in rows:
        start = f"{widths.pad(name, room[0])}  {widths.pad(title, room[1])}"
        print(f"{start}  {size:>{room[2]}}  {state}")


def _entry(data: DataSet) -> dict[str, object]:
    from tutor.datasets import shelf
    from tutor.datasets.fetching import kept

    return {
        "name": data.name,
        "title": data.title,
        "state": shelf.state(data),
        "here": shelf.is_here(data),
        "chosen": shelf.choice(data.name),
        "size": data.size,
        "kept": kept(data),
        "folder": str(shelf.folder(data)) if data.files else None,
        "licence": data.licence,
        "files": [file.name for file in data.files],
    }
