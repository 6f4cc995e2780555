"""`tutor data`: which data sets are here, getting them, using one's own files, looking at them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tutor.commands import data_get, data_list, data_remove, data_show, data_use, everywhere

if TYPE_CHECKING:
    from types import ModuleType

PARTS: dict[str, tuple[ModuleType, str]] = {
    "list": (data_list, "the data sets, and which of them are here"),
    "get": (data_get, "download data sets, all of them or those that are named"),
    "use": (data_use, "take files that you have, or choose the synthetic or the real set"),
    "remove": (data_remove, "give back the room that a data set takes"),
    "show": (data_show, "look at a data set: images, or a table and a scatter"),
}


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor data`."""
    parts = parser.add_subparsers(dest="part", metavar="WHAT", title="what can be done")
    for name, (module, text) in PARTS.items():
        part = parts.add_parser(
            name, help=text, description=f"{text[:1].upper()}{text[1:]}.", allow_abbrev=False
        )
        module.configure(part)
        everywhere.add(part, again=True)


def run(arguments: Namespace) -> int:
    """Do what is asked for; without anything, list the data sets."""
    if arguments.part is None:
        arguments.part, arguments.json = "list", False
    module, _ = PARTS[arguments.part]
    return int(module.run(arguments))
