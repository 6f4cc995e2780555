"""`tutor data use`: take files that the learner brought, or choose which of a set is used."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.commands.common import note, shown_path
from tutor.commands.data_list import find
from tutor.commands.errors import Exit, Failed, Misuse

if TYPE_CHECKING:
    from tutor.datasets.bringing import Left, Taken
    from tutor.datasets.registry import DataSet
    from tutor.datasets.shelf import Kind


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor data use`."""
    parser.add_argument("name", metavar="NAME", help="a data set: `tutor data list` has them all")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="its files, or a folder with them"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--real", action="store_const", dest="kind", const="real", help="use the real set"
    )
    which.add_argument(
        "--synthetic", action="store_const", dest="kind", const="synthetic",
        help="use the one that Tutor makes, even where the real one is here",
    )  # fmt: skip


def run(arguments: Namespace) -> int:
    """Take the files or keep the choice; FAILED if a file is wrong or one is missing."""
    data = find(arguments.name)
    if not data.files:
        raise Misuse(f"{data.title} has no files: it is drawn anew each time.")
    if arguments.paths and arguments.kind == "synthetic":
        raise Misuse("Files are of the real set: name them, or write --synthetic, not both.")
    if arguments.paths:
        return _bring(data, [path.expanduser() for path in arguments.paths])
    if arguments.kind is None:
        raise Misuse(
            "Say what to use: the files, a folder with them, --real or --synthetic. "
            f"{_wanted(data)}"
        )
    _choose(data, arguments.kind)
    return Exit.FINE


def _choose(data: DataSet, kind: Kind) -> None:
    from tutor.datasets import shelf

    try:
        shelf.choose(data.name, kind)
    except OSError as error:
        raise Failed(f"The choice can't be kept: {error}.") from error
    if kind == "synthetic":
        print(f"{data.title}: lessons use synthetic data now: {data.synthetic}.")
    elif shelf.is_here(data):
        print(f"{data.title}: lessons use the real data now.")
    else:
        print(
            f"{data.title}: lessons will use the real data, which isn't here yet: "
            f"`tutor data get {data.name}` downloads it."
        )


def _bring(data: DataSet, paths: list[Path]) -> int:
    from tutor.datasets import bringing, shelf
    from tutor.datasets.faults import Fault

    for path in paths:
        if not path.exists():
            raise Misuse(f"There is no file or folder {path}.")
    try:
        found = bringing.bring(data, paths, lambda: None)
    except Fault as fault:
        raise Failed(f"{fault.error} {fault.advice}") from fault
    taken = [_say(each) for each in found]
    if not any(taken):
        note(_wanted(data))
        return Exit.FAILED
    missing = bringing.missing(data)
    if missing:
        note(f"{data.title} is not complete, so it isn't used yet. Missing: {', '.join(missing)}.")
        return Exit.FAILED
    _choose(data, "real")
    print(f"It lies in {shelf.folder(data)}")
    return Exit.FINE if all(taken) else Exit.FAILED


def _say(each: Taken | Left) -> bool:
    """Print what became of a file; whether it was taken."""
    from tutor.datasets.bringing import Left

    if isinstance(each, Left):
        note(f"{shown_path(each.path)} was not taken: {each.why}.")
        return False
    how = "its hash is right" if each.known else "its form is right; no hash of it is known"
    print(f"{shown_path(each.path)} was taken: {each.file.rows or each.file.name}; {how}.")
    return True


def _wanted(data: DataSet) -> str:
    from tutor.datasets import bringing

    wanted = ", ".join(" or ".join(bringing.names(file)) for file in data.files)
    return f"{data.title} consists of {wanted}."
