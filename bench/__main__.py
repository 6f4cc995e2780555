"""`python -m bench [NAME …]`: measure, print the table; exit code 1 if a promise is broken."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from bench.table import Row, draw

# one module for each row, or for a few
NAMES = ("start", "cell", "check", "drills", "first_check", "training", "keys", "redraw",
         "knob", "knob_many", "surface")  # fmt: skip
BUSY = 0.5  # of the cores at work for others, and times say little


def main(names: Sequence[str]) -> int:
    """Measure what is named, or everything; unknown names are misuse."""
    if unknown := [name for name in names if name not in NAMES]:
        print(f"no measurement is called {unknown[0]}; there are {', '.join(NAMES)}")
        return 2
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > BUSY * cores:
        print(
            f"This machine is busy (load {load:.1f}): the times will be too long.", file=sys.stderr
        )
    rows: list[Row] = []
    for name in names or NAMES:
        print(f"{name} …", file=sys.stderr, flush=True)
        found: Row | list[Row] = importlib.import_module(f"bench.{name}").measure()
        for row in found if isinstance(found, list) else [found]:
            print(f"  {row.spread}", file=sys.stderr, flush=True)
            rows.append(row)
    print(draw(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
