"""The linter's rules for the data sets that a lesson names in its front matter: `data: [airfoil]`.

The course doesn't know which there are: who calls the linter says so. `rules.RULES` takes these
in; their tests are in tests/course/test_lint_data.py.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tutor.course.model import Cell, Lesson
from tutor.course.problems import instead, quoted
from tutor.course.sheets import Sheet, exercise_folders

MODULE = "tutor.kit"  # a lesson takes its data from here


def data_sets_exist(sheet: Sheet) -> None:
    """Every data set in the front matter is one that Tutor has."""
    known = sheet.context.data
    if sheet.lesson is None or known is None:
        return
    for name in sheet.lesson.data:
        if name not in known:
            there = f"there are {', '.join(sorted(known))}"
            message = f"there is no data set {quoted(name)}"
            sheet.problems.error(
                sheet.front_line("data"), message, instead(name, sorted(known), there)
            )


def data_sets_are_named(sheet: Sheet) -> None:
    """The front matter names the data sets that the lesson's code loads, and no others."""
    lesson, known = sheet.lesson, sheet.context.data
    if lesson is None or known is None:
        return
    loading = [(name, cell) for cell in lesson.cells for name in loaded(cell.source) & known]
    used = {name for name, _ in loading}
    first: dict[str, Cell] = {}
    for name, cell in sorted(loading, key=lambda pair: pair[1].line):
        first.setdefault(name, cell)
    for name in sorted(used - {*lesson.data}):
        message = f"the cell `{first[name].id}` loads the data set `{name}`"
        listed = ", ".join([*lesson.data, *sorted(used - {*lesson.data})])
        sheet.problems.error(first[name].line, message, f"write `data: [{listed}]` on top")
    used |= {name for source in _other_code(lesson) for name in loaded(source)}
    for name in lesson.data:
        if name in known and name not in used:
            message = f"nothing here loads the data set `{name}`"
            advice = f"call `data.{name}(…)`, or take it out of `data:`"
            sheet.problems.warn(sheet.front_line("data"), message, advice)


def loaded(source: str) -> frozenset[str]:
    """What code takes of `data`, or of `tutor.kit.data`, by name."""
    if "data" not in source:  # most files: to look through their trees takes long
        return frozenset()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()  # other rules say so
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_data(node.value):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and node.module == f"{MODULE}.data":
            found.update(alias.name for alias in node.names)
    return frozenset(found)


def _is_data(node: ast.expr) -> bool:
    """`data`, `kit.data` or `tutor.kit.data`."""
    return ast.unparse(node) in ("data", "kit.data", f"{MODULE}.data")


def _other_code(lesson: Lesson) -> Iterator[str]:
    """Code that may load data without being a cell: quizzes, and exercises' files."""
    for quiz in lesson.quizzes:
        yield from (code for code in (quiz.code, quiz.run) if code)
    for folder in exercise_folders(lesson.path.parent):
        for path in sorted(folder.rglob("*.py")):
            try:
                yield path.read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
