"""`tutor data remove`: give back the room that data sets take."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tutor.commands.data_list import find
from tutor.commands.errors import Exit, Failed


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor data remove`."""
    parser.add_argument(
        "names", nargs="+", metavar="NAME", help="a data set: `tutor data list` has them all"
    )


def run(arguments: Namespace) -> int:
    """Remove the real files of the sets; Failed if that can't be done."""
    from tutor.datasets import removing
    from tutor.datasets.faults import Fault, megabytes

    for data in [find(name) for name in dict.fromkeys(arguments.names)]:
        try:
            freed = removing.remove(data, lambda: None)
        except Fault as fault:
            raise Failed(f"{fault.error} {fault.advice}") from fault
        if freed:
            print(f"{data.title} was removed: {megabytes(freed)} are free again.")
        else:
            print(f"{data.title}: there is nothing to remove.")
    return Exit.FINE
