"""What the reader says of wrong lessons: every problem, its line, and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_samples import lesson_with, read, said

CELL = "```{code-cell} python\n"
CHOICE = "\n\nWhich?\n\n- [x] a\n- [ ] b\n:::"
NUMBER = ":::{quiz} number\n:id: q\n"

# The body begins in line 9. Each case: name, body, and what is said, as `line: beginning`.
CASES: list[tuple[str, str, list[str]]] = [
    # --- directives and fences
    (
        "unknown",
        ":::{qiuz} choice\n:::",
        ["9: there is no directive `{qiuz}`; did you mean `quiz`?"],
    ),
    (
        "no braces",
        ":::quiz choice\n:::",
        ["9: `quiz choice` names no directive; write `:::{quiz}`"],
    ),
    (
        "maths",
        "```{math}\nx\n```",
        ["9: there is no directive `{math}`; write the formula between"],
    ),
    ("backticks", "```{note}\nx\n```", ["9: `{note}` can't stand in backticks; write `:::{note}`"]),
    (
        "colons",
        ":::{code-cell} python\n:id: a\nx=1\n:::",
        ["9: a cell can't stand in a colon fence"],
    ),
    ("stray", "Words.\n\n:::\n\n## Next\n\nMore.", ["11: this `:::` opens nothing"]),
    ("unclosed cell", f"{CELL}:id: a\nx = 1", ["9: `` ```{code-cell} python `` is never closed"]),
    (
        "unclosed fence",
        "```text\nx",
        ["9: `` ```text `` is never closed; end it with a line `` ``` ``"],
    ),
    (
        "cell in cell",
        f"{CELL}:id: a\nx = 1\n\n{CELL}:id: b\ny = 2\n```",
        ["13: `` ```{code-cell} python `` begins before the cell of line 9 is closed"],
    ),
    (
        "unclosed quiz",
        f":::{{quiz}} choice\n:id: a\n\nQ?\n\n:::{{quiz}} sum\n:id: b{CHOICE}",
        ["14: `:::{quiz} sum` begins before `:::{quiz} choice` is closed", "14: there is no kind"],
    ),
    ("open to the end", ":::{note}\nWords.\n\n## Next", ["9: `:::{note}` is never closed"]),
    ("in a list", "- item\n  :::{note}\n  x\n  :::", ["10: a directive can't stand in a list"]),
    ("in a quote", f"> {CELL}> x = 1\n> ```", ["9: a directive can't stand in a list or quote"]),
    ("indented", "Words.\n\n    :::{note}\n    x\n    :::", ["11: this fence is indented"]),
    (
        "nested",
        "::::{note}\n:::{tip}\nx\n:::\n::::",
        ["10: `{tip}` can't stand inside", "9: this note"],
    ),
    ("empty note", ":::{note}\n:::", ["9: this note is empty"]),
    ("note's option", ":::{note}\n:class: x\nWords.\n:::", ["10: `{note}` has no option `class`"]),
    # --- Markdown
    ("html", "<div>\nx\n</div>", ["9: HTML isn't shown in a terminal; write it as Markdown"]),
    ("open comment", "<!-- never\nclosed", ["9: this comment is never closed; end it with `-->`"]),
    ("target", "(name)=\n\nWords.", ["9: targets such as `(name)=` lead nowhere"]),
    (
        "underlined",
        "Words.\n---\n\nMore.",
        ["9: a line `---` turns the lines above it into a heading"],
    ),
    ("second title", "Words.\n\n# Another", ["11: a lesson has one `#`, its title; write `##`"]),
    ("listed heading", "- # Big", ["9: a heading can't stand in a list or quote"]),
    ("empty heading", "Words.\n\n##\n\nMore.", ["11: this heading is empty"]),
    # --- maths
    ("display", "$$\n\\nosuch{x}\n$$", ["9: this formula can't be shown"]),
    ("empty formula", "$$\n$$", ["9: this formula is empty"]),
    ("inline", "Words\nand $\\nosuch{x}$.", ["10: the formula `\\nosuch{x}` can't be shown"]),
    (
        "in a why",
        f":::{{quiz}} choice\n:id: q{CHOICE[:-4]}\n  > $\\nosuch$\n:::",
        ["16: the formula `\\nosuch` can't be shown"],
    ),
    ("in a table", "| a |\n|---|\n| $\\nosuch$ |", ["11: the formula `\\nosuch` can't be shown"]),
    ("left over", "It costs\n5$ or so.", ["10: a `$` is left over; close the formula"]),
    ("unclosed display", "$$\nx = 1\n\nWords.", ["9: this `$$` opens no display formula"]),
    ("glued display", "Words.\n$$\nx\n$$", ["10: this `$$` opens no display formula"]),
    (
        "listed display",
        "- item\n\n  $$\n  x\n  $$",
        ["11: a display formula can't stand in a list"],
    ),
    # --- ids
    ("no id", f"{CELL}x = 1\n```", ["9: this cell has no id; write `:id: my-cell`"]),
    (
        "bad id",
        f"{CELL}:id: My Cell\nx = 1\n```",
        ["10: `My Cell` can't be an id; write lower-case"],
    ),
    (
        "twice",
        f"{CELL}:id: a\nx = 1\n```\n\n:::{{quiz}} choice\n:id: a{CHOICE}",
        ["14: the id `a` stands twice, first in line 11"],
    ),
    (
        "was taken",
        f"{CELL}:id: a\nx = 1\n```\n\n:::{{quiz}} choice\n:id: b\n:was: [a]{CHOICE}",
        ["14: the id `a` stands twice"],
    ),
    # --- options
    (
        "misspelt",
        f"{CELL}:id: a\n:knbos: {{}}\nx = 1\n```",
        ["11: a cell has no option `knbos`; did"],
    ),
    (
        "twice given",
        f"{CELL}:id: a\n:id: b\nx = 1\n```",
        ["11: `id` stands twice, first in line 10"],
    ),
    (
        "not an option",
        f"{CELL}:id: a\n:seconds 3\nx = 1\n```",
        ["11: `:seconds 3` isn't an option"],
    ),
    ("bad type", f"{CELL}:id: a\n:seconds: long\nx = 1\n```", ["11: `seconds` must be a number"]),
    ("no list", f"{CELL}:id: a\n:tags: one\nx = 1\n```", ["11: `tags` must be a list of words"]),
    ("no time", f"{CELL}:id: a\n:seconds: 0\nx = 1\n```", ["11: `seconds` must be more than 0"]),
    ("open header", f"{CELL}---\nid: a\nx = 1\n```", ["10: this `---` header is never closed"]),
    (
        "header",
        f"{CELL}---\nid: a\nplot: {{nope: 1}}\nexpect: {{}}\n---\nx = 1\n```",
        ["12: `plot` has no option `nope`", "13: `expect` must be lines of output"],
    ),
    # --- cells
    ("language", "```{code-cell} julia\n:id: a\nx = 1\n```", ["9: a cell can't hold `julia`"]),
    ("no code", f"{CELL}:id: a\n```", ["9: this cell has no code"]),
    ("syntax", f"{CELL}:id: a\n\nx = 1\ny = = 2\n```", ["13: this isn't Python (invalid syntax)"]),
    (
        "return",
        f"{CELL}:id: a\nreturn 1\n```",
        ["11: this isn't Python ('return' outside function)"],
    ),
    ("bracket", f"{CELL}:id: a\nx = (1,\n```", ["11: this isn't Python ('(' was never closed)"]),
    ("needs", f"{CELL}:id: a\n:needs: [b]\nx = 1\n```", ["12: `needs: b` names no cell"]),
    (
        "needs below",
        f"{CELL}:id: a\n:needs: [b]\nx = 1\n```\n\n{CELL}:id: b\ny = 1\n```",
        ["12: `needs: b` doesn't come before this cell"],
    ),
    (
        "setup late",
        f"{CELL}:id: setup\nx = 1\n```",
        ["9: the cell `setup` comes before the first `##`"],
    ),
    (
        "figure",
        f"{CELL}:id: a\n:figures: {{f: 'x ='}}\nx = 1\n```",
        ["11: figure `f` needs one Python"],
    ),
    (
        "within",
        f"{CELL}:id: a\n:within: {{x: [2, 1]}}\nx = 1\n```",
        ["11: `x` must be between two"],
    ),
    (
        "data",
        f"{CELL}:id: a\n:within: {{x: {{rael: [1, 2]}}}}\nx = 1\n```",
        ["11: `within: x` has no"],
    ),
    # --- knobs
    (
        "no place",
        f"{CELL}:id: a\n:knobs: {{eta: {{min: 0}}}}\nx = 1\n```",
        ["11: knob `eta`: the cell"],
    ),
    (
        "two",
        f"{CELL}:id: a\n:knobs: {{x: {{min: 0}}}}\nx = 1\nx = 2\n```",
        ["11: knob `x`: the cell sets"],
    ),
    (
        "outside",
        f"{CELL}:id: a\n:knobs: {{x: {{max: 1}}}}\nx = 2\n```",
        ["11: knob `x`: the cell sets 2"],
    ),
    (
        "swapped",
        f"{CELL}:id: a\n:knobs: {{x: {{min: 3, max: 1}}}}\nx = 2\n```",
        ["11: knob `x`: min 3"],
    ),
    (
        "log",
        f"{CELL}:id: a\n:knobs: {{x: {{scale: log}}}}\nx = 2\n```",
        ["11: knob `x`: a log scale"],
    ),
    (
        "no range",
        f"{CELL}:id: a\n:knobs: {{x: 2}}\nx = 2\n```",
        ["11: knob `x` needs a range or options"],
    ),
    (
        "not one",
        f"{CELL}:id: a\n:knobs: {{x: {{options: [1, 3]}}}}\nx = 2\n```",
        ["11: knob `x`: the cell"],
    ),
    (
        "word",
        f'{CELL}:id: a\n:knobs: {{x: {{min: 1}}}}\nx = "a"\n```',
        ["11: knob `x`: it is text"],
    ),
    (
        "scale",
        f"{CELL}:id: a\n:knobs: {{x: {{scale: lgo}}}}\nx = 2\n```",
        ["11: `scale` must be one of"],
    ),
    # --- quizzes
    ("no kind", f":::{{quiz}}\n:id: q{CHOICE}", ["9: this quiz has no kind; write one of choice,"]),
    (
        "kind",
        f":::{{quiz}} chioce\n:id: A b{CHOICE}",
        ["9: there is no kind of quiz `chioce`; did you", "10: `A b` can't be an id"],
    ),
    (
        "none right",
        f":::{{quiz}} choice\n:id: q{CHOICE.replace('x', ' ')}",
        ["9: this quiz has no right"],
    ),
    (
        "two right",
        f":::{{quiz}} choice\n:id: q{CHOICE.replace('[ ]', '[x]')}",
        ["15: a choice quiz has one"],
    ),
    (
        "one answer",
        ":::{quiz} choice\n:id: q\nQ?\n- [x] a\n:::",
        ["9: a choice quiz needs two answers"],
    ),
    (
        "star",
        f":::{{quiz}} choice\n:id: q{CHOICE[:-4]}\n- [ ] *\n:::",
        ["16: `*` stands for what is typed"],
    ),
    (
        "same",
        f":::{{quiz}} choice\n:id: q{CHOICE.replace('] b', '] a')}",
        ["15: the answer `a` stands twice"],
    ),
    (
        "no question",
        ":::{quiz} choice\n:id: q\n- [x] a\n- [ ] b\n:::",
        ["9: this quiz asks nothing"],
    ),
    (
        "box",
        f":::{{quiz}} choice\n:id: q{CHOICE[:-4]}\n- [v] c\n:::",
        ["16: `- [v] c` isn't an answer"],
    ),
    ("no box", f":::{{quiz}} choice\n:id: q{CHOICE[:-4]}\n- c\n:::", ["16: `- c` isn't an answer"]),
    (
        "no text",
        f":::{{quiz}} choice\n:id: q{CHOICE[:-4]}\n- [ ]\n:::",
        ["16: this answer is empty"],
    ),
    (
        "why outside",
        f":::{{quiz}} choice\n:id: q{CHOICE[:-4]}\n> no\n:::",
        ["16: this quote belongs to no"],
    ),
    (
        "why twice",
        f":::{{quiz}} choice\n:id: q{CHOICE[:-4]} > c\n  > d\n:::",
        ["15: this answer says why"],
    ),
    (
        "after all",
        f":::{{quiz}} choice\n:id: q{CHOICE[:-4]}\n\nWords.\n:::",
        ["17: the answers must come last"],
    ),
    ("no number", NUMBER + "Q?\n- [x] five\n:::", ["12: `five` isn't a number; write it like 0.5"]),
    ("right star", NUMBER + "Q?\n- [x] *\n:::", ["12: `*` can't be right"]),
    (
        "no answer",
        NUMBER + "Q?\n- [ ] 5\n:::",
        ["9: this quiz has no right answer; write `- [x] …` or"],
    ),
    ("bad run", NUMBER + ":run: x =\nQ?\n:::", ["11: `run` must be one Python expression"]),
    (
        "tolerance",
        NUMBER + ":tolerance: -1\nQ?\n- [x] 5\n:::",
        ["11: `tolerance` must be 0 or more"],
    ),
    (
        "not for it",
        f":::{{quiz}} choice\n:id: q\n:run: 1{CHOICE}",
        ["11: a choice quiz has no option `run`"],
    ),
    ("no fence", ":::{quiz} predict\n:id: q\nQ?\n- [x] a\n:::", ["9: a predict quiz holds one"]),
    ("bad code", ":::{quiz} predict\n:id: q\n```python\nx = \n```\n:::", ["12: this isn't Python"]),
    (
        "one line",
        ":::{quiz} parsons\n:id: q\nQ?\n```python\nx = 1\n```\n:::",
        ["9: there is nothing to"],
    ),
    (
        "parsons",
        ":::{quiz} parsons\n:id: q\n:also: [[2, 2]]\nQ?\n```python\nx = 1\ny = 2\n```\n"
        "- [x] z = 3\n- [ ] `y = 2`\n:::",
        [
            "11: `also` must be orders of all 2 lines, counted from 1",
            "17: the fence holds the right lines",
            "18: `y = 2` is one of the right lines",
        ],
    ),
    ("before", f":::{{quiz}} choice\n:id: q\n:before: a{CHOICE}", ["9: `before: a` names no cell"]),
    ("after", f":::{{quiz}} choice\n:id: q\n:after: a{CHOICE}", ["9: `after: a` names no cell"]),
    (
        "apart",
        f":::{{quiz}} choice\n:id: q\n:before: a{CHOICE}\n\nWords.\n\n{CELL}:id: a\nx = 1\n```",
        ["19: this stands between quiz `q` and the cell it is asked before"],
    ),
    (
        "not next",
        f":::{{quiz}} choice\n:id: q\n:before: a{CHOICE}\n\n## Next\n\n{CELL}:id: a\nx = 1\n```",
        ["9: quiz `q` is asked before `a`, which doesn't come next"],
    ),
    # --- exercises
    ("no name", ":::{exercise}\n:::", ["9: this exercise has no name; write `:::{exercise} NAME`"]),
    ("bad name", ":::{exercise} Ada-Grad\n:::", ["9: `Ada-Grad` names no exercise; write"]),
    ("filled", ":::{exercise} a\n\nWords.\n:::", ["11: nothing may stand inside an exercise link"]),
]


@pytest.mark.parametrize(("body", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_problem(tmp_path: Path, body: str, expected: list[str]) -> None:
    reading = read(tmp_path, lesson_with(body))
    problems = said(reading.problems)
    assert reading.lesson is None
    for beginning in expected:
        assert any(problem.startswith(beginning) for problem in problems), problems
    assert len(problems) == len(expected), problems


def test_cases_have_names_of_their_own() -> None:
    assert len({case[0] for case in CASES}) == len(CASES)
