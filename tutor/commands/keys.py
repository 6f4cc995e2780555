"""`tutor keys`: every key of the app, where it works, and the name by which to change it."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tutor.commands.common import note, print_json
from tutor.commands.errors import Exit


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor keys`."""
    parser.add_argument("word", nargs="?", metavar="WORD", help="only what it is part of")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: Namespace) -> int:
    """Print the keys as they are set; what of the settings can't be had is said beside them."""
    from tutor.app import keys
    from tutor.app.key_names import say
    from tutor.progress import SettingsFile

    file = SettingsFile()
    settings = file.load().settings
    found = keys.resolve(settings.keys)
    wanted = (arguments.word or "").lower()
    rows = []
    for entry in keys.catalogue().values():
        names = [say(key) for key in found.keys.get(entry.id, entry.keys)]
        texts = (*names, entry.description, entry.id, entry.place)
        if not wanted or any(wanted in text.lower() for text in texts):
            rows.append((entry, names))
    faults = [str(fault) for fault in file.parsed.faults]
    faults += [f"{name}: {message} {advice}" for name, message, advice in found.faults]
    if arguments.json:
        print_json(
            {
                "file": str(file.path),
                "keys": [
                    {"name": entry.id, "place": entry.place, "does": entry.description,
                     "keys": names, "changed": entry.id in found.keys}
                    for entry, names in rows
                ],
                "faults": faults,
            }
        )  # fmt: skip
        return Exit.FINE
    place = ""
    for entry, names in rows:
        if entry.place != place:
            print(f"\n{entry.place}" if place else entry.place)
            place = entry.place
        mark = "*" if entry.id in found.keys else " "
        print(f"{mark} {', '.join(names):<22}  {entry.description:<26}  {entry.id}")
    if not rows:
        note(f"No key has to do with “{arguments.word}”. `tutor keys` lists them all.")
    for fault in faults:
        note(f"{file.path}: {fault}")
    return Exit.FINE
