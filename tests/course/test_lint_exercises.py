"""`tutor lint` on exercises: each rule, with a folder that breaks it and one that keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from small_place import CHECK, EXERCISE, REFERENCE, STARTER, Place

from tutor.course import exercise_rules
from tutor.course.exercise_rules import EXERCISE_RULES
from tutor.course.lint import lint

F_STARTER, F_CHECK = STARTER.replace("NAME", "f"), CHECK.replace("NAME", "f")
F_REFERENCE = REFERENCE.replace("NAME", "f")
WIDE = "    # " + "x" * 67 + "\n"  # 73 columns
FORBID = 'forbid("torch.optim.SGD", "aten::softmax")\n'


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def found(place: Place, files: Mapping[str, str | None]) -> list[str]:
    """What is said of an exercise in which these files are others; None takes one away."""
    home = place.root / place.exercise("first/one", "alpha")
    for name, text in files.items():
        if text is None:
            (home / name).unlink()
        else:
            place.write(str(home / name), text)
    return [
        f"{Path(p.path).relative_to(home).as_posix()}:{p.line}: {p.severity}: {p.message}"
        for p in lint(home)
    ]


def with_check(old: str, new: str) -> dict[str, str | None]:
    assert old in F_CHECK
    return {"check.py": F_CHECK.replace(old, new)}


def with_words(old: str, new: str) -> dict[str, str | None]:
    assert old in EXERCISE
    return {"exercise.md": EXERCISE.replace(old, new)}


def starter(text: str) -> dict[str, str | None]:
    return {"starter.py": text}


CASES: dict[str, list[tuple[dict[str, str | None], list[str]]]] = {
    "hints_are_a_ladder": [
        (
            with_words("3. Write.\n", ""),
            ["exercise.md:8: warning: this exercise has 2 hints"],
        ),
        (
            with_words("2. Look.\n3. Write.\n", ""),
            ["exercise.md:8: warning: this exercise has 1 hint"],
        ),
        (with_words("3. Write.\n", "3. Write.\n4. More.\n"), []),
    ],
    "solutions_are_enough": [
        (
            {"accepted/a.py": None},
            ["exercise.md:1: warning: this exercise has 2 accepted solutions"],
        ),
        (
            {f"accepted/{name}.py": None for name in "abc"},
            ["exercise.md:1: warning: this exercise has no accepted solutions"],
        ),
        (
            {"wrong/four.py": None, **with_words("### four\n\nWords.\n", "")},
            ["exercise.md:14: warning: this exercise has 3 wrong solutions"],
        ),
        ({"accepted/d.py": F_REFERENCE}, []),
    ],
    "statements_are_short": [
        (
            with_words("Write `f`.", "Write `f`.\n\n" * 40),
            ["exercise.md:1: warning: the statement takes about"],
        ),
        (
            with_words("Write `f`.", "Write `f`. " + "word " * 800),
            ["exercise.md:1: warning: the statement takes about"],
        ),
        (with_words("Write `f`.", "Write `f`.\n\n" * 20), []),
    ],
    "what_fails_is_stated": [
        (
            with_check("@case\n", FORBID + '\n@case(aspects=("names",))\n'),
            [
                "check.py:4: warning: the statement never says `SGD`",
                "check.py:4: warning: the statement never says `softmax`",
                "check.py:6: warning: the statement never says `names`",
            ],
        ),
        (
            with_check("@case\n", FORBID + '\n@case(aspects=("names",))\n')
            | with_words("Write `f`.", "Without `torch.optim.SGD` or softmax. Names count."),
            [],
        ),
        (with_check("@case\n", '@case(aspects=("flat", "any .grad", "any f"))\n'), []),
        (
            with_check("@case\n", '@case(aspects=("aliasing", "random numbers"))\n'),
            [
                "check.py:4: warning: the statement never says `aliasing`",
                "check.py:4: warning: the statement never says `random numbers`",
            ],
        ),
        (
            with_check("@case\n", '@case(aspects=("aliasing", "random numbers"))\n')
            | with_words("Write `f`.", "A view of `x`. Torch's random generator is used once."),
            [],
        ),
    ],
    "cases_have_titles": [
        (with_check("@case\n", ""), ["check.py:1: error: there is no case here"]),
        (with_check("@case\n", "@cases\n"), ["check.py:1: error: there is no case here"]),
        ({"check.py": "def close():\n"}, ["check.py:1: error: this isn't Python"]),
        (with_check('"""Twice three"""', "pass"), ["check.py:5: error: the case `three` has no"]),
        (
            with_check('"""Twice three"""', '"""\n    """'),
            ["check.py:5: error: the case `three` has no title"],
        ),
        (with_check("@case\n", "@case(tolerance=1e-4)\n"), []),
        (with_check("@case\n", "@grading.case\n"), []),
        (with_check("@case\n", "def helper():\n    pass\n\n\n@case\n"), []),
    ],
    "variants_exist": [
        (
            with_check("@case\n", '@case(also=("float64", "contiguous"))\n'),
            ["check.py:4: error: there is no variant `contiguous`"],
        ),
        (with_check("@case\n", '@case(also=("single", "empty", "noncontiguous"))\n'), []),
    ],
    "aspects_exist": [
        (
            with_check("@case\n", '@case(aspects=("flt", "any", "any of it"))\n'),
            [
                "check.py:4: error: there is no aspect `flt`",
                "check.py:4: error: there is no aspect `any`",
                "check.py:4: warning: the statement never says `flt`",
                "check.py:4: warning: the statement never says `any`",
                "check.py:4: error: there is no aspect `any of it`",
            ],
        ),
        (
            with_check("@case\n", '@case(aspects=("any y",))\n'),
            ["check.py:4: error: nothing here is called `y`"],
        ),
        (with_check("@case\n", '@case(aspects=("any x", "any f"))\n'), []),
    ],
    "excuses_have_reasons": [
        (
            with_check("@case\n", 'without("squares", because="No.")\nwithout("zeros")\n@case\n'),
            [
                "check.py:4: error: there is no kind of input `squares`",
                "check.py:5: error: this `without` has no reason",
            ],
        ),
        (
            with_check("@case\n", 'equivalent("", because="")\n@case\n'),
            [
                "check.py:4: error: `equivalent` names no diff",
                "check.py:4: error: this `equivalent` has no reason",
            ],
        ),
        (
            with_check("@case\n", 2 * 'without("zeros", because="No.")\n' + "@case\n"),
            ["check.py:5: error: this `without` stands twice"],
        ),
        (
            with_check(
                "@case\n",
                'without("zeros", because="One. " "Two.")\n'
                'equivalent("""- a\n+ b""", because="b is a.")\n@case\n',
            ),
            [],
        ),
    ],
    "cases_have_a_witness": [
        (
            {
                "check.py": F_CHECK.replace(", close", "").replace(
                    "close(mine.f(3), 6)", "mine.f(3)"
                )
            },
            ["check.py:1: warning: every case rests on the reference alone"],
        ),
        (with_check("close(mine.f(3), 6)", 'grading.require(mine.f(3) == 6, "No.")'), []),
    ],
    "code_imports_little": [
        (
            with_check("@case\n", "import tutor.app.main\n@case\n"),
            ["check.py:4: error: `tutor.app.main` can't be imported here"],
        ),
        (
            with_check("@case\n", "from tutor import progress\n@case\n"),
            ["check.py:4: error: `tutor.progress` can't be imported here"],
        ),
        (
            {"reference.py": "from tutor.grading import draw\n" + F_REFERENCE},
            ["reference.py:1: error: `tutor.grading` can't be imported here"],
        ),
        (
            {"wrong/one.py": "def f(x):\n    import tutor.engine\n"},
            ["wrong/one.py:2: error: `tutor.engine` can't be imported here"],
        ),
        (
            {"accepted/b.py": "from tutor.kit import live\nfrom tutor.mine import sgd\n"},
            ["accepted/b.py:2: error: `tutor.mine` can't be imported here"],
        ),
        (with_check("@case\n", "import math\n\nimport torch\n\n@case\n"), []),
    ],
    "shown_code_fits": [
        (starter(F_STARTER + WIDE), ["starter.py:4: error: this line takes 73 columns"]),
        (
            {"reference.py": F_REFERENCE + WIDE},
            ["reference.py:4: error: this line takes 73 columns"],
        ),
        (
            {"reference.py": F_REFERENCE + WIDE[1:], "accepted/a.py": F_REFERENCE + WIDE},
            [],
        ),
    ],
    "starter_is_no_solution": [
        (
            starter('def f(x):\n    """Two x."""\n    return 2 * x  # so\n'),
            ["starter.py:1: error: this is the reference already"],
        ),
        (starter('def f(x):\n    """Two x."""\n    return x * 2\n'), []),
    ],
    "starter_asks_like_the_reference": [
        (
            starter('"""All."""\n\n\ndef f(x, y=1):\n    """It."""\n'),
            ["starter.py:4: error: `f(x, y=1)` has other parameters than the reference"],
        ),
        (
            starter("def f(x):\n    raise NotImplementedError\n"),
            ["starter.py:1: warning: `f` has no docstring here"],
        ),
        (starter('def f(x: float) -> float:\n    """It."""\n'), []),
        (
            {
                "starter.py": 'def f(a, /, b, *c, d=1, **e):\n    """It."""\n',
                "reference.py": "def f(a: int, /, b, *c, d: int = 1, **e): ...\n",
            },
            [],
        ),
        (
            {
                "starter.py": 'class f:\n    """It."""\n',
                "reference.py": "class f:\n    x = 1\n",
            },
            [],
        ),
    ],
}


@pytest.mark.parametrize(("files", "expected"), [case for each in CASES.values() for case in each])
def test_rule(place: Place, files: dict[str, str | None], expected: list[str]) -> None:
    problems = found(place, files)
    for beginning in expected:
        assert any(each.startswith(beginning) for each in problems), problems
    assert len(problems) == len(expected), problems


def test_a_sound_exercise(place: Place) -> None:
    assert found(place, {}) == []


def test_every_rule_has_a_test() -> None:
    assert {rule.__name__ for rule in EXERCISE_RULES} == set(CASES)
    assert all(rule.__doc__ for rule in EXERCISE_RULES)


def test_the_variants_are_those_of_the_grading() -> None:
    declaring = pytest.importorskip("tutor.grading.declaring")
    assert set(exercise_rules.VARIANTS) == set(declaring.VARIANTS)


def test_a_translation_repeats_no_complaint_about_code(place: Place) -> None:
    files = with_check("@case\n", "") | {"exercise.zh.md": EXERCISE.replace("Think.", "想。")}
    assert found(place, files) == ["check.py:1: error: there is no case here"]
