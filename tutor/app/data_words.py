"""Words for data: which of a set is used, the real or the synthetic one, and how much there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SYNTHETIC = "synthetic data"
REAL = "real data"
NOT_HERE = "not here yet"
MADE_UP = "synthetic: made by Tutor, not measured"

Kinds = Mapping[str, str]  # the title of a data set -> "real" or "synthetic"


def line(title: str, kind: str, detail: str = "", why: str = "") -> str:
    """Which data a cell works with, for the line above its output."""
    is_made_up = kind == "synthetic"
    first = f"Data: {title}, {MADE_UP if is_made_up else 'the real data'}"
    return " · ".join(part for part in (first, detail, why) if part)


def synthetic_sets(kinds: Kinds) -> list[str]:
    """The titles of the sets that are synthetic."""
    return [title for title, kind in kinds.items() if kind == "synthetic"]


def summary(kinds: Kinds) -> str:
    """Which data, in a cell of a table: "Airfoil self-noise: synthetic"."""
    return ", ".join(f"{title}: {kind}" for title, kind in kinds.items())


def marked(title: str) -> str:
    """The title of a picture or a table that was made of synthetic data."""
    return f"{title} · {SYNTHETIC}" if title else SYNTHETIC


# --- figures and kept runs --------------------------------------------------------------------


def differing(runs: Sequence[Kinds]) -> list[str]:
    """The sets of which the runs did not all use the same one."""
    titles = dict.fromkeys(title for kinds in runs for title in kinds)
    return [t for t in titles if len({kinds.get(t) for kinds in runs if kinds}) > 1]


def label(kinds: Kinds, sets: Sequence[str]) -> str:
    """What a run used of these sets, for its label: "synthetic data"."""
    used = {title: kinds[title] for title in sets if title in kinds}
    if len(sets) == 1 or len(set(used.values())) == 1:
        return "".join(f"{kind} data" for kind in set(used.values()))
    return ", ".join(f"{title} {kind}" for title, kind in used.items())


def caption(runs: Sequence[tuple[int, Kinds]]) -> str:
    """What stands above a figure; `runs` are those that are drawn, each with its digit.

    Empty where nothing is synthetic: then there is nothing that one could be misled by.
    """
    made = [(slot, found) for slot, kinds in runs if (found := synthetic_sets(kinds))]
    if not made:
        return ""
    titles = ", ".join(dict.fromkeys(title for _, found in made for title in found))
    if len(made) == len(runs):
        return f"{SYNTHETIC}: {titles}"
    digits = ", ".join(str(slot) for slot, _ in made)
    which = f"run {digits}" if len(made) == 1 else f"runs {digits}"
    return f"{SYNTHETIC} in {which}: {titles}"
