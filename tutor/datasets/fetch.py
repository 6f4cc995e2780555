"""The process that fetches data sets: `python -m tutor.datasets.fetch NAME…`.

It writes lines of JSON (see `steps`) to standard output, and ends when its standard input is
closed: then who started it has gone.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from tutor.datasets import fetching, registry, steps
from tutor.datasets.faults import Fault, Stopped
from tutor.datasets.steps import Done, Event, Failed


def main() -> None:
    """Fetch the sets named in the arguments, and exit: 0 if all is here, else 1."""
    parser = argparse.ArgumentParser(description="Fetch data sets; events go to standard output.")
    parser.add_argument("names", nargs="+", metavar="NAME")
    parser.add_argument("--registry", type=Path, metavar="DIR", help="another registry")
    arguments = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stopped)
    threading.Thread(target=_watch_stdin, daemon=True).start()
    last = _fetch(arguments.names, arguments.registry)
    _say(last)
    # At once: the thread that reads standard input can't be joined.
    os._exit(0 if isinstance(last, Done) else 1)


def _fetch(names: list[str], root: Path | None) -> Event:
    try:
        for data in [registry.find(name, root) for name in names]:
            fetching.fetch_all(data, _say)
    except Fault as fault:
        return fault.as_event()
    except (registry.NoSuchSet, registry.BadRegistry) as error:
        return Failed(str(error), "`tutor data list` shows the data sets there are.")
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        return Failed(
            f"An error of Tutor's own ({what}).", "Please report it; `tutor doctor` helps."
        )
    return Done()


def _say(event: Event) -> None:
    try:
        sys.stdout.buffer.write(steps.encode(event))
        sys.stdout.buffer.flush()
    except OSError:
        os._exit(1)  # nobody listens any more


def _watch_stdin() -> None:
    """End with who started this. No thought is needed: what is on the disk can be gone on with."""
    try:
        while os.read(0, 1024):
            pass
    except OSError:
        pass
    os._exit(1)


def _stopped(number: int, frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    main()
