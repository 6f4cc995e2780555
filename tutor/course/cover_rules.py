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
    taught = sheet.lesson or sheet.exercise
    for name in taught.covers if taught else ():
        if name not in known:
            advice = instead(name, sorted(known), "add it to curriculum.yml")
            message = f"the curriculum has no item {quoted(name)}"
            sheet.problems.error(sheet.front_line("covers"), message, advice)
