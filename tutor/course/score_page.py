"""The page that says how well the graders judge: in the app, and in docs/graders.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tutor.course import catalog, scores
from tutor.course.model import Course
from tutor.course.scores import Score
from tutor.course.sheets import course_exercises

INTRODUCTION = """\
A tick is worth what it takes to get one. So the graders are graded: `tutor audit` gives each of
them right solutions written in different ways, mistakes that people make, and *mutants*: copies
of the reference in which a program changed one thing.
"""

EXPLANATION = """\
- **right**: other right solutions that pass. All of them have to.
- **wrong**: mistakes that fail and are recognized. All of them have to.
- **rewritten**: the same mistakes in other words, and how many of these are told what went
  wrong. Four in five have to be.
- **mutants**: changed copies that fail. Of those that change what they compute, nineteen in
  twenty have to.
- **seeds**: with how many other random inputs everything right was played, and how often
  something right was refused.
"""

SURVIVORS = """\
## Mutants that may live

These pass every case, and they should: each computes what the reference does.
"""

UNAUDITED = "No grader of this course has been audited yet: `tutor audit --save` does it.\n"

HEADER = ("exercise", "right", "wrong", "rewritten", "mutants", "seeds")
# Which columns go first where there is no room for all.
EXPENDABLE = (5, 3, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """An exercise on the page."""

    name: str
    score: Score
    current: bool = True  # whether its code is what was audited


def rows(course: Course) -> list[Row]:
    """The exercises of a course that have been audited, in reading order."""
    known = scores.read(course.root)
    return [
        Row(folder.name, known[folder.name], known[folder.name].digest == scores.digest(folder))
        for folder in course_exercises(course)
        if folder.name in known
    ]


def page(found: Sequence[Row]) -> str:
    """The whole page as Markdown, below a heading that the caller gives."""
    if not found:
        return UNAUDITED
    return "\n".join([INTRODUCTION, markdown_table(found), below(found)])


def below(found: Sequence[Row]) -> str:
    """What stands below the table."""
    explained = [row for row in found if row.score.survivors]
    survivors = [SURVIVORS, *map(_survivors, explained)] if explained else []
    return "\n".join([EXPLANATION, *survivors])


def markdown_table(found: Sequence[Row]) -> str:
    """The scores as a table of Markdown."""
    rule = ("---", *("---:" for _ in HEADER[1:]))
    lines = [HEADER, rule, *(_cells(row) for row in found), _totals(found)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def text_table(found: Sequence[Row], width: int) -> str:
    """The scores in columns of text; those that don't fit into the width are left out."""
    lines = [HEADER, *(_cells(row) for row in found), _totals(found)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADER))]
    kept = list(range(len(HEADER)))
    for column in EXPENDABLE:
        if sum(widths[at] + 2 for at in kept) - 2 > width:
            kept.remove(column)
    return "\n".join(_aligned(line, widths, kept) for line in lines)


def _aligned(line: Sequence[str], widths: Sequence[int], kept: Sequence[int]) -> str:
    texts = (line[at].ljust(widths[at]) if at == 0 else line[at].rjust(widths[at]) for at in kept)
    return "  ".join(texts).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    score = row.score
    return (
        row.name if row.current else f"{row.name} (changed since)",
        share(score.accepted),
        share(score.recognized),
        share(score.variations),
        f"{share(score.mutants)}  {percent(score.killed):>5}",
        _seeds(score.seeds, score.refused),
    )


def _totals(found: Sequence[Row]) -> tuple[str, ...]:
    each = [row.score for row in found]
    failed, total = _sum(score.mutants for score in each)
    explained = sum(len(score.survivors) for score in each)
    return (
        "all",
        share(_sum(score.accepted for score in each)),
        share(_sum(score.recognized for score in each)),
        share(_sum(score.variations for score in each)),
        f"{failed}/{total}  {percent(scores.share_killed(failed, total, explained)):>5}",
        _seeds(min(score.seeds for score in each), sum(score.refused for score in each)),
    )


def share(pair: tuple[int, int]) -> str:
    """ "7/8"; "–" if there are none."""
    return f"{pair[0]}/{pair[1]}" if pair[1] else "–"


def percent(part: float) -> str:
    """ "97 %", never rounded up."""
    return f"{int(part * 100 + 1e-9)} %"


def _seeds(seeds: int, refused: int) -> str:
    if not seeds:
        return "–"
    return f"{seeds}, {refused or 'none'} refused"


def _sum(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    both = list(pairs)
    return sum(a for a, _ in both), sum(b for _, b in both)


def _survivors(row: Row) -> str:
    return "\n".join(_survivor_lines(row))


def _survivor_lines(row: Row) -> Iterator[str]:
    yield f"### {row.name}\n"
    for each in row.score.survivors:
        yield f"{each.because}\n\n```diff\n{each.diff.strip(chr(10))}\n```\n"


def document(course: Course) -> str:
    """docs/graders.md."""
    return f"# How the graders are graded\n\n{page(rows(course)).rstrip()}\n"


def main() -> None:
    """Print docs/graders.md of Tutor's own course."""
    course = catalog.load_course(catalog.default_root()).course
    if course is None:
        raise SystemExit("The course can't be read; `tutor lint` says why.")
    print(document(course), end="")


if __name__ == "__main__":
    main()
