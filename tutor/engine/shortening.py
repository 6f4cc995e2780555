"""A call as Python, shortened to so many lines: its arguments first, the call itself last."""

from __future__ import annotations

ROWS = 12  # of a call that is looked at
CUT = "…"


def short(text: str, rows: int = ROWS) -> str:
    """The call itself, and as much of what it needs as fits; what is left out is "…"."""
    shown = statements(text)
    while sum(map(len, shown)) > rows:
        *before, last = shown
        longest = max(before, key=len, default=[])
        if len(longest) > 1:
            before[before.index(longest)] = _shorter(longest)
            shown = [*before, last]
        elif len(last) > max(4, rows - 4):
            shown[-1] = _shorter(last)
        elif len(before) > 1:
            shown = [[CUT], *before[2 if before[0] == [CUT] else 1 :], last]
        else:
            return "\n".join([CUT, *last[: rows - 2], CUT][:rows])
    return "\n".join(line for statement in shown for line in statement)


def statements(text: str) -> list[list[str]]:
    """The lines of each statement; what can't be parsed is told by how it is indented."""
    found: list[list[str]] = []
    for line in text.rstrip("\n").split("\n"):
        if found and (not line or line[0] in " \t])}"):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _shorter(lines: list[str]) -> list[str]:
    """A statement with less of what is in its brackets; in the end it is one line."""
    first, last = lines[0], lines[-1].strip()
    inner = [line for line in lines[1:-1] if line.strip() != CUT]
    inner = inner[: -(len(inner) // 4 or 1)]
    while inner and inner[-1].endswith(("[", "(", "{")):
        del inner[-1]
    if inner:
        return [first, *inner, f"    {CUT}", lines[-1]]
    return [f"{first}{CUT}{last}"]
