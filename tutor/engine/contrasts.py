"""What was expected and what came, laid out as plain lines."""

from __future__ import annotations

EXPECTED, GOT = "expected", "got"


def beside(expected: str, got: str, width: int) -> list[str]:
    """Both side by side, "≠" between lines that differ; [] if one is short or there is no room."""
    ours, theirs = expected.rstrip("\n").split("\n"), got.rstrip("\n").split("\n")
    if min(len(ours), len(theirs)) == 1 or not expected or not got:
        return []
    left = max(map(len, [*ours, EXPECTED]))
    if left + 3 + max(map(len, [*theirs, GOT])) > width:
        return []
    rows = max(len(ours), len(theirs))
    ours, theirs = (side + [""] * (rows - len(side)) for side in (ours, theirs))
    found = [f"{EXPECTED:<{left}}   {GOT}"]
    for one, other in zip(ours, theirs, strict=True):
        found.append(f"{one:<{left}} {'│' if one == other else '≠'} {other}".rstrip())
    return found
