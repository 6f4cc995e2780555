"""The rules of the linter, beyond what the reader itself checks.

To add one, write a function that takes a `Sheet` and says what is wrong through
`sheet.problems`, and put it into `RULES`. Every rule has a test in tests/course/test_lint.py;
those for exercises stand in exercise_rules.py, their tests in test_lint_exercises.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutor.course import mine, needs, widths
from tutor.course.cover_rules import covered_items_exist
from tutor.course.data_rules import data_sets_are_named, data_sets_exist
from tutor.course.exercise_rules import EXERCISE_RULES
from tutor.course.exercises import folder_of
from tutor.course.ids import is_name, suggest_id
from tutor.course.model import Admonition, Cell, ExerciseLink, Formula, Page, Prose
from tutor.course.problems import closest, instead, quoted, short
from tutor.course.reaching import Takers
from tutor.course.sheets import Sheet

WIDEST = 56  # columns of a formula or a diagram: what the left pane of 120 columns holds
TALLEST = 12  # rows of a formula
WIDEST_CODE = 72
LONGEST_PAGE = 28  # rows of prose and formulas, more than which nobody sees at once
_STAR = "*"

Rule = Callable[[Sheet], None]


# --- what a page holds ------------------------------------------------------------------------


def formulas_fit(sheet: Sheet) -> None:
    """A display formula is at most 56 columns wide and 12 rows tall."""
    for block in sheet.leaves:
        if not isinstance(block, Formula):
            continue
        rows = block.text.split("\n")
        width = max(map(widths.of, rows))
        if width > WIDEST or len(rows) > TALLEST:
            message = f"this formula takes {width} columns and {len(rows)} rows"
            advice = f"break it into several; {WIDEST} columns and {TALLEST} rows fit"
            sheet.problems.error(block.line, message, advice)


def diagrams_fit(sheet: Sheet) -> None:
    """What stands in a `text` fence is at most 56 columns wide."""
    for language, line, source in _fences(sheet):
        if language in ("text", ""):
            _check_width(sheet, source, line, WIDEST, "a `` ```text `` fence")


def code_fits(sheet: Sheet) -> None:
    """Code is at most 72 columns wide: in cells, quizzes and prose."""
    for language, line, source in _fences(sheet):
        if language not in ("text", ""):
            _check_width(sheet, source, line, WIDEST_CODE, "code")
    if sheet.lesson is None:
        return
    for cell in sheet.lesson.cells:
        _check_width(sheet, cell.source, cell.line, WIDEST_CODE, "code")
    for quiz in sheet.lesson.quizzes:
        if quiz.code is not None:
            line = _line_in_file(sheet, quiz.code, quiz.line)
            _check_width(sheet, quiz.code, line, WIDEST_CODE, "code")


def pages_are_short(sheet: Sheet) -> None:
    """The prose of a page is short enough to be taken in."""
    for page in sheet.lesson.pages if sheet.lesson else ():
        rows = _rows(page)
        if rows > LONGEST_PAGE:
            message = f"the page `{short(page.title)}` takes about {rows} rows"
            sheet.problems.warn(page.line, message, "divide it with a `##`, or say less")


def _rows(page: Page) -> int:
    """About how many rows the words of a page take in a pane of 56 columns."""
    rows = 0
    for block in page.blocks:
        for leaf in block.blocks if isinstance(block, Admonition) else (block,):
            lines = (leaf.markdown if isinstance(leaf, Prose) else leaf.text).split("\n")
            rows += 1 + sum(max(1, -(-widths.of(line) // WIDEST)) for line in lines)
    return rows


def _check_width(sheet: Sheet, source: str, line: int, limit: int, what: str) -> None:
    for number, each in enumerate(source.split("\n")):
        width = widths.of(each)
        if width > limit:
            message = f"this line takes {width} columns"
            sheet.problems.error(line + number, message, f"{what} holds {limit}: break it")


def _line_in_file(sheet: Sheet, code: str, line: int) -> int:
    """The line of the first line of a quiz's code, which the model doesn't keep."""
    lines = sheet.path.read_text("utf-8-sig", errors="replace").split("\n")
    first = code.split("\n", 1)[0].strip()
    at = next((n for n in range(line, len(lines)) if lines[n].strip() == first), line)
    return at + 1


def answers_say_why(sheet: Sheet) -> None:
    """A wrong answer says why; in `multiple` so does a right one, which may be missed."""
    for quiz in sheet.lesson.quizzes if sheet.lesson else ():
        for answer in quiz.answers:
            if not answer.why and (quiz.kind == "multiple" or not answer.right):
                message = f"the answer {quoted(answer.text)} doesn't say why"
                advice = "write `> …` under it, indented by two blanks"
                sheet.problems.warn(answer.line, message, advice)


# --- Markdown that a terminal can't show ------------------------------------------------------


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _fences(sheet: Sheet) -> Iterator[tuple[str, int, str]]:
    """Language, first line and source of each fence in prose."""
    for markdown, line in sheet.passages:
        if "```" in markdown or "~~~" in markdown:
            for token in _markdown().parse(markdown):
                if token.type == "fence" and token.map is not None:
                    yield token.info.strip(), line + token.map[0] + 1, token.content.rstrip("\n")


def _words(sheet: Sheet) -> Iterator[tuple[Token, int]]:
    """The tokens inside every paragraph that may hold a link or HTML."""
    for markdown, line in sheet.passages:
        if "](" not in markdown and "<" not in markdown and "]:" not in markdown:
            continue
        at = 0
        for token in _markdown().parse(markdown):
            at = token.map[0] if token.map else at
            breaks = 0
            for child in token.children or ():
                breaks += child.type in ("softbreak", "hardbreak")
                yield child, line + at + breaks


def links_resolve(sheet: Sheet) -> None:
    """Links lead to a web page or to a file that is there; pictures and HTML aren't shown."""
    for token, line in _words(sheet):
        if token.type == "image":
            advice = "draw it in a `` ```text `` fence"
            sheet.problems.error(line, "pictures aren't shown in a terminal", advice)
        elif token.type == "html_inline":
            advice = "write it as Markdown, or between backticks"
            sheet.problems.error(line, f"HTML (`{short(token.content)}`) isn't shown", advice)
        elif token.type == "link_open":
            _check_link(sheet, str(token.attrs.get("href", "")), line)


def _check_link(sheet: Sheet, href: str, line: int) -> None:
    parts = urlsplit(href)
    if parts.scheme in ("http", "https", "mailto"):
        return
    target = unquote(parts.path)
    if parts.scheme or not target:
        advice = "write `[words](../momentum/lesson.md)` or a web address"
        sheet.problems.error(line, f"the link `{short(href)}` leads nowhere", advice)
    elif not (sheet.path.parent / target).is_file():
        advice = _nearest_lesson(sheet, target) or "check its path from this file's folder"
        sheet.problems.error(line, f"the link `{short(href)}` leads to no file", advice)


def _nearest_lesson(sheet: Sheet, target: str) -> str:
    course = sheet.context.course
    parts = [part for part in Path(target).parts if part not in ("..", ".", "lesson.md")]
    near = closest(parts[-1], course.lessons) if course and parts else []
    if not course or not near:
        return ""
    same = sheet.lesson is not None and course.chapter_of(near[0]).name == sheet.lesson.chapter
    chapter = "" if same else f"../{course.chapter_of(near[0]).name}/"
    return f"did you mean `../{chapter}{near[0]}/lesson.md`?"


# --- names and promises -----------------------------------------------------------------------


def names_are_defined(sheet: Sheet) -> None:
    """A cell uses only builtins and names that it or a cell before it defines."""
    if sheet.lesson is None or not sheet.sound:
        return
    known: set[str] = set()
    after: dict[str | None, frozenset[str]] = {None: frozenset()}
    for cell in sheet.lesson.cells:
        names = needs.defines(cell.source)
        if _STAR in names:
            message = f"cell `{cell.id}` imports `*`, so nobody can tell which names"
            sheet.problems.error(cell.line, message, "import them by name")
            return
        _check_uses(sheet, cell.source, cell.line, known, f"cell `{cell.id}`")
        known |= names
        for promise in (*cell.figures, *cell.within):
            source = getattr(promise, "expression", getattr(promise, "name", ""))
            _check_uses(sheet, source, cell.line, known, f"a promise of cell `{cell.id}`")
        after[cell.id] = frozenset(known)
        if cell is sheet.lesson.setup:
            after[None] = frozenset(known)
    for quiz in sheet.lesson.quizzes:
        source = quiz.code if quiz.kind == "predict" else quiz.run
        _check_uses(sheet, source or "", quiz.line, after[quiz.after], f"quiz `{quiz.id}`")


def _check_uses(
    sheet: Sheet, source: str, line: int, known: frozenset[str] | set[str], what: str
) -> None:
    for name in sorted(needs.uses(source) - known):
        found = re.search(rf"\b{re.escape(name)}\b", source)
        inside = source.count("\n", 0, found.start()) if found and what.startswith("cell") else 0
        near = closest(name, known)
        otherwise = "define it first" if "quiz" not in what else "give the quiz `:after: CELL`"
        advice = f"did you mean `{near[0]}`? otherwise {otherwise}" if near else otherwise
        message = f"{what} uses `{name}`, which nothing before it defines"
        sheet.problems.error(line + inside, message, advice)


def mine_is_provided(sheet: Sheet) -> None:
    """What a lesson takes from `tutor.mine` is provided by an exercise of the course."""
    root = mine.root_of(sheet.path)
    if sheet.lesson is None or root is None:
        return
    known = mine.providers_below(root)
    takers = Takers(sheet.lesson)
    for cell in sheet.lesson.cells:
        for name in sorted(takers.of(cell.id) - {*known, _STAR}):
            found = re.search(rf"\b{re.escape(name)}\b", cell.source)
            inside = cell.source.count("\n", 0, found.start()) if found else 0
            _say_unprovided(sheet, name, cell.line + inside, f"cell `{cell.id}`", known)
    for quiz in sheet.lesson.quizzes:
        code = (quiz.code if quiz.kind == "predict" else quiz.run) or ""
        for name in sorted(mine.names(code, takers.modules) - {*known, _STAR}):
            _say_unprovided(sheet, name, quiz.line, f"quiz `{quiz.id}`", known)


def _say_unprovided(sheet: Sheet, name: str, line: int, what: str, known: Iterable[str]) -> None:
    message = f"{what} takes `{name}` from tutor.mine, but no exercise provides it"
    advice = instead(name, known, f"write an exercise with `provides: [{name}]`")
    sheet.problems.error(line, message, advice)


def names_have_one_source(sheet: Sheet) -> None:
    """A name that one cell takes from another is defined by one cell only."""
    if sheet.lesson is None or not sheet.sound:
        return
    for name, cell_id, owners in needs.conflicts(sheet.lesson):
        cell = sheet.lesson.cell(cell_id)
        message = f"cell `{cell_id}` takes `{name}`, which {' and '.join(owners)} all define"
        advice = "give each its own name, or set it in this cell"
        sheet.problems.error(cell.line, message, advice)


def figures_exist(sheet: Sheet) -> None:
    """A figure that a cell promises is in figures.json."""
    known = sheet.context.figures
    if sheet.lesson is None or known is None:
        return
    for cell in sheet.lesson.cells:
        for figure in cell.figures:
            if figure.id not in known:
                advice = instead(figure.id, known, "add it to figures.json")
                message = f"there is no figure `{figure.id}` in figures.json"
                sheet.problems.error(cell.line, message, advice)


# --- the course around it ---------------------------------------------------------------------


def lesson_has_a_name(sheet: Sheet) -> None:
    """A lesson's folder is a lower-case Python name."""
    if sheet.lesson is not None and not is_name(sheet.lesson.name):
        name = suggest_id(sheet.lesson.name, "_")
        message = f"the folder `{sheet.lesson.name}` can't name a lesson"
        sheet.problems.error(1, message, f"rename it, for instance to `{name}`")


def prerequisites_come_first(sheet: Sheet) -> None:
    """The lessons that this one rests on exist and come before it."""
    course = sheet.context.course
    if sheet.lesson is None or course is None:
        return
    order = list(course.lessons)
    here = order.index(sheet.lesson.name) if sheet.lesson.name in order else len(order)
    for name in sheet.lesson.prerequisites:
        if name not in order:
            advice = instead(name, order, "name a lesson of course.yml")
            sheet.problems.error(1, f"the prerequisite `{name}` is no lesson", advice)
        elif order.index(name) >= here:
            advice = "change their order in course.yml, or remove it"
            message = f"the prerequisite `{name}` doesn't come before this lesson"
            sheet.problems.error(1, message, advice)


def exercises_exist(sheet: Sheet) -> None:
    """An exercise that a lesson links has its folder beside the lesson."""
    for link in sheet.lesson.activities if sheet.lesson else ():
        folder = folder_of(sheet.path, link.id)
        if not isinstance(link, ExerciseLink) or (folder / "exercise.md").is_file():
            continue
        known = [p.parent.name for p in sheet.path.parent.glob("exercises/*/exercise.md")]
        advice = instead(link.id, known, f"write exercises/{link.id}/exercise.md")
        home = sheet.context.homes.get(link.id)
        if home is not None:
            advice = f"it belongs to lesson `{home.parent.parent.name}`: move it, or link that"
        sheet.problems.error(link.line, f"there is no exercise `{link.id}` here", advice)


def quizzes_look_back(sheet: Sheet) -> None:
    """A quiz takes names from a cell above it, or from the one it is asked before."""
    if sheet.lesson is None:
        return
    seen = {sheet.lesson.setup.id} if sheet.lesson.setup else set()
    for activity in sheet.lesson.activities:
        if isinstance(activity, Cell):
            seen.add(activity.id)
        after = getattr(activity, "after", None)
        if after is not None and after not in seen and after != getattr(activity, "before", None):
            message = f"quiz `{activity.id}` comes before the cell `{after}` that it needs"
            sheet.problems.warn(activity.line, message, "move it below, or name another cell")


RULES: tuple[Rule, ...] = (
    formulas_fit,
    diagrams_fit,
    code_fits,
    pages_are_short,
    answers_say_why,
    links_resolve,
    names_are_defined,
    mine_is_provided,
    names_have_one_source,
    figures_exist,
    lesson_has_a_name,
    prerequisites_come_first,
    exercises_exist,
    quizzes_look_back,
    data_sets_exist,
    data_sets_are_named,
    covered_items_exist,
    *EXERCISE_RULES,
)
