"""The linter's rules for what a lesson says it covers: `covers: {I34.1: cell-id}`.

`rules.RULES` takes these in; their tests are in tests/course/test_covers.py.
"""

from __future__ import annotations

from tutor.course.problems import instead, quoted
from tutor.course.sheets import Sheet


def covered_items_exist(sheet: Sheet) -> None:
    """What a lesson or an exercise covers is an item of curriculum.yml."""
    known = sheet.context.items
    if known is None:
        return
    covered = (
        sheet.lesson.covers if sheet.lesson else sheet.exercise.covers if sheet.exercise else ()
    )
    for name in covered:
        if name not in known:
            advice = instead(name, sorted(known), "add it to curriculum.yml")
            message = f"the curriculum has no item {quoted(name)}"
            sheet.problems.error(_front_line(sheet), message, advice)


def _front_line(sheet: Sheet) -> int:
    """The line of `covers:` in the front matter, which the model doesn't keep."""
    lines = sheet.path.read_text("utf-8-sig", errors="replace").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith("covers:")), 1)
