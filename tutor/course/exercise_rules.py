"""The rules of the linter for exercises: the words, and the code beside them, which is never run.

`rules.RULES` takes them in. Every rule has a test in tests/course/test_lint_exercises.py.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

from tutor.course import exercise_code, widths
from tutor.course.check_words import (
    ANY,
    ASPECTS,
    KINDS,
    SAID,
    VARIANTS,
    is_aspect,
    is_lenient,
)
from tutor.course.code import check_code
from tutor.course.exercises import FEEDBACK, HINTS
from tutor.course.model import Formula, Prose
from tutor.course.problems import Problems, instead
from tutor.course.sheets import Sheet
from tutor.course.source import read_lines

FEWEST_HINTS = 3
FEWEST_ACCEPTED = 3
FEWEST_WRONG = 4
LONGEST_STATEMENT = 64  # rows: with more, nobody begins
WIDEST = 56  # columns of a row
WIDEST_CODE = 72
CHECK, STARTER, REFERENCE = "check.py", "starter.py", "reference.py"
# What says something that doesn't rest on the reference.
WITNESSES = frozenset({"close", "raises", "require", "stat"})
FOR_CASES = ("tutor.grading",)
FOR_SOLUTIONS = ("tutor.kit",)


# --- the words --------------------------------------------------------------------------------


def hints_are_a_ladder(sheet: Sheet) -> None:
    """An exercise has three hints or more."""
    if sheet.exercise is not None and len(sheet.exercise.hints) < FEWEST_HINTS:
        message = f"this exercise has {_count(len(sheet.exercise.hints), 'hint')}"
        advice = f"write {FEWEST_HINTS}: a nudge, the idea, nearly the code"
        sheet.problems.warn(_line_of(sheet, HINTS), message, advice)


def solutions_are_enough(sheet: Sheet) -> None:
    """There are three accepted solutions or more, and four wrong ones."""
    if sheet.exercise is None:
        return
    for folder, fewest, part, why in (
        ("accepted", FEWEST_ACCEPTED, "", "truly different ways to be right"),
        ("wrong", FEWEST_WRONG, FEEDBACK, "mistakes that people make"),
    ):
        found = len(list(sheet.exercise.folder.glob(f"{folder}/*.py")))
        if found < fewest:
            message = f"this exercise has {_count(found, f'{folder} solution')}"
            advice = f"write {fewest} or more into {folder}/: {why}"
            sheet.problems.warn(_line_of(sheet, part), message, advice)


def statements_are_short(sheet: Sheet) -> None:
    """A statement takes at most 64 rows of 56 columns."""
    if sheet.exercise is None:
        return
    rows = 0
    for block in sheet.leaves:
        text = block.markdown if isinstance(block, Prose) else block.text
        rows += 1 + sum(max(1, -(-widths.of(line) // WIDEST)) for line in text.split("\n"))
    if rows > LONGEST_STATEMENT:
        message = f"the statement takes about {rows} rows"
        sheet.problems.warn(1, message, "say less, or make two exercises of it")


def what_fails_is_stated(sheet: Sheet) -> None:
    """What `check.py` opts into or forbids is named in the statement."""
    tree, problems = _tree(sheet, CHECK)
    if tree is None:
        return
    stated = "\n".join(b.markdown for b in sheet.leaves if not isinstance(b, Formula)).casefold()
    places = [place for case in exercise_code.cases(tree) for place in case.aspects]
    for word, line in [*places, *exercise_code.forbidden(tree)]:
        last = word.replace("::", ".").rpartition(".")[2]
        said = SAID.get(word, (last.casefold(),))
        if not is_lenient(word) and not any(each in stated for each in said):
            message = f"the statement never says `{last}`, which can fail a learner"
            problems.warn(line, message, "name it there, or take it out here")


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'s' * (number != 1)}"


def _line_of(sheet: Sheet, part: str) -> int:
    """The line of a part's heading; 1 if there is none."""
    lines, _ = read_lines(sheet.path)
    return next((n for n, line in enumerate(lines, 1) if line.strip() == f"## {part}"), 1)


# --- check.py ---------------------------------------------------------------------------------


def cases_have_titles(sheet: Sheet) -> None:
    """`check.py` has cases, each with a docstring, whose first line the learner sees."""
    tree, problems = _tree(sheet, CHECK)
    if tree is None:
        return
    cases = list(exercise_code.cases(tree))
    if not cases:
        problems.error(1, "there is no case here", "write a function, with `@case` above it")
    for case in cases:
        if not case.title:
            advice = 'say in plain words what it tries: `"""Eight steps"""`'
            problems.error(case.line, f"the case `{case.name}` has no title", advice)


def variants_exist(sheet: Sheet) -> None:
    """A case is repeated in variants that there are."""
    tree, problems = _tree(sheet, CHECK)
    for case in exercise_code.cases(tree) if tree else ():
        for word, line in case.also:
            if word not in VARIANTS:
                advice = instead(word, VARIANTS, f"there are {', '.join(VARIANTS)}")
                problems.error(line, f"there is no variant `{word}`", advice)


def aspects_exist(sheet: Sheet) -> None:
    """A case opts into aspects that there are; `any NAME` names something of the exercise."""
    tree, problems = _tree(sheet, CHECK)
    places = [place for case in exercise_code.cases(tree) for place in case.aspects] if tree else []
    reference, _ = _tree(sheet, REFERENCE)
    known = exercise_code.argument_names(reference) if reference else set()
    known |= set(sheet.exercise.provides) if sheet.exercise else set()
    for word, line in places:
        if not is_aspect(word):
            advice = instead(word, tuple(ASPECTS), f"there are {', '.join(ASPECTS)}, {ANY}NAME")
            problems.error(line, f"there is no aspect `{word}`", advice)
        elif word not in ASPECTS and (name := word.removeprefix(ANY)) not in known:
            advice = instead(name, sorted(known), "write a parameter, or a name that is provided")
            problems.error(line, f"nothing here is called `{name}`", advice)


def excuses_have_reasons(sheet: Sheet) -> None:
    """`without` and `equivalent` say what, once, and why."""
    tree, problems = _tree(sheet, CHECK)
    seen: set[tuple[str, str]] = set()
    for each in exercise_code.excuses(tree) if tree else ():
        if each.function == "without" and each.what not in KINDS:
            advice = instead(each.what, tuple(KINDS), f"there are {', '.join(KINDS)}")
            problems.error(each.line, f"there is no kind of input `{each.what}`", advice)
        elif not each.what:
            advice = "write the mutant's lines, as the audit prints them"
            problems.error(each.line, "`equivalent` names no diff", advice)
        if not each.because:
            advice = "write one that a reader can check, as `because=`"
            problems.error(each.line, f"this `{each.function}` has no reason", advice)
        if (each.function, each.what) in seen:
            problems.error(each.line, f"this `{each.function}` stands twice", "keep one of them")
        seen.add((each.function, each.what))


def cases_have_a_witness(sheet: Sheet) -> None:
    """At least one case says what is right without asking the reference."""
    tree, problems = _tree(sheet, CHECK)
    if tree is not None and not exercise_code.words(tree) & WITNESSES:
        advice = "add one with `close` or `require`: a closed form, a property, torch's own"
        problems.warn(1, "every case rests on the reference alone", advice)


def code_imports_little(sheet: Sheet) -> None:
    """`check.py` takes nothing of Tutor but its grading; solutions nothing but the kit."""
    folder = sheet.exercise.folder if sheet.exercise else Path()
    folders = ("accepted", "wrong", "variations")
    solutions = sorted(path for each in folders for path in folder.glob(f"{each}/*.py"))
    for path in (folder / CHECK, folder / STARTER, folder / REFERENCE, *solutions):
        tree, problems = _tree(sheet, path.relative_to(folder).as_posix())
        allowed = FOR_CASES if path.name == CHECK else FOR_SOLUTIONS
        for name, line in exercise_code.imports_of_tutor(tree) if tree else ():
            if not any(name == each or name.startswith(f"{each}.") for each in allowed):
                known = " and ".join(f"`{each}`" for each in allowed)
                message = f"`{name}` can't be imported here"
                problems.error(line, message, f"of Tutor it may use {known}")


# --- starter and reference --------------------------------------------------------------------


def shown_code_fits(sheet: Sheet) -> None:
    """What the learner sees of the code is at most 72 columns wide."""
    for name in (STARTER, REFERENCE):
        if sheet.exercise is None:
            return
        lines, problems = _lines(sheet, name)
        for number, line in enumerate(lines, 1):
            width = widths.of(line)
            if width > WIDEST_CODE:
                advice = f"code holds {WIDEST_CODE}: break it"
                problems.error(number, f"this line takes {width} columns", advice)


def starter_is_no_solution(sheet: Sheet) -> None:
    """The starter isn't the reference already."""
    exercise = sheet.exercise
    if exercise is None:
        return
    if exercise_code.bare(exercise.starter) == exercise_code.bare(exercise.reference):
        _, problems = _lines(sheet, STARTER)
        advice = "leave the signature, and `raise NotImplementedError`"
        problems.error(1, "this is the reference already", advice)


def starter_asks_like_the_reference(sheet: Sheet) -> None:
    """Starter and reference have the same parameters, and the starter says what they are."""
    (starter, problems), (reference, _) = _tree(sheet, STARTER), _tree(sheet, REFERENCE)
    if starter is None or reference is None or sheet.exercise is None:
        return
    asked, given = exercise_code.definitions(starter), exercise_code.definitions(reference)
    for name in sheet.exercise.provides:
        ours, theirs = asked.get(name), given.get(name)
        if ours is not None and not ast.get_docstring(ours):
            message = f"`{name}` has no docstring here"
            problems.warn(ours.lineno, message, "write shapes and formula into it")
        if isinstance(ours, ast.FunctionDef) and isinstance(theirs, ast.FunctionDef):
            want, have = exercise_code.parameters(theirs), exercise_code.parameters(ours)
            if want != have:
                message = f"`{name}({have})` has other parameters than the reference"
                problems.error(ours.lineno, message, f"make both `{name}({want})`")


# --- reading ----------------------------------------------------------------------------------


def _lines(sheet: Sheet, name: str) -> tuple[list[str], Problems]:
    """The lines of a file of the exercise, and where to say what is wrong with it."""
    assert sheet.exercise is not None
    lines, _ = read_lines(sheet.exercise.folder / name)
    return lines, sheet.about(sheet.exercise.folder / name, len(lines))


def _tree(sheet: Sheet, name: str) -> tuple[ast.Module | None, Problems]:
    """A file of the exercise; None, having said so, where it isn't Python."""
    if sheet.exercise is None:
        return None, sheet.problems
    lines, problems = _lines(sheet, name)
    source = "\n".join(lines) + "\n"
    return (ast.parse(source) if check_code(source, 1, problems) else None), problems


EXERCISE_RULES: tuple[Callable[[Sheet], None], ...] = (
    hints_are_a_ladder,
    solutions_are_enough,
    statements_are_short,
    what_fails_is_stated,
    cases_have_titles,
    variants_exist,
    aspects_exist,
    excuses_have_reasons,
    cases_have_a_witness,
    code_imports_little,
    shown_code_fits,
    starter_is_no_solution,
    starter_asks_like_the_reference,
)
