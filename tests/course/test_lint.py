"""`tutor lint`: each rule, with a file that breaks it and one that keeps it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from reader_samples import lesson_with, said
from small_place import EXERCISE, WORDS, Place

from tutor.course import rules
from tutor.course.exercise_rules import EXERCISE_RULES
from tutor.course.lint import lint
from tutor.course.quizzes import KINDS

CELL = "```{code-cell} python\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_nothing_is_wrong(place: Place) -> None:
    assert lint(place.root) == ()


# --- one lesson -------------------------------------------------------------------------------

LONG = "x = " + "1" * 69  # 73 columns

BODIES: dict[str, list[tuple[str, list[str]]]] = {
    "formulas_fit": [
        ("$$\n" + " + ".join(["x"] * 14) + "\n$$", []),
    ],
    "diagrams_fit": [
        ("```text\n" + "x" * 57 + "\n```", ["10: this line takes 57 columns"]),
        ("```text\n\n" + "学" * 29 + "\n```", ["11: this line takes 58 columns"]),
        ("```text\n" + "x" * 56 + "\n```", []),
        (":::{tip}\n```text\n" + "x" * 57 + "\n```\n:::", ["11: this line takes 57 columns"]),
    ],
    "code_fits": [
        (f"{CELL}:id: a\n\nx = 1\n{LONG}\n```", ["13: this line takes 73 columns"]),
        (f"{CELL}:id: a\n\n{LONG[:-1]}\n```", []),
        (f"```python\n{LONG}\n```", ["10: this line takes 73 columns"]),
        (
            f":::{{quiz}} predict\n:id: q\n\n```python\n{LONG}\nx\n```\n:::",
            ["13: this line takes 73 columns"],
        ),
    ],
    "pages_are_short": [
        ("Some words of a line.\n\n" * 15, ["7: the page `Page` takes about"]),
        ("Some words of a line.\n\n" * 14, []),
        ("Word " * 400, ["7: the page `Page` takes about"]),
    ],
    "answers_say_why": [
        (
            ":::{quiz} choice\n:id: q\n\nQ?\n\n- [x] a\n- [ ] b\n:::",
            ["15: the answer `b` doesn't say why"],
        ),
        (
            ":::{quiz} multiple\n:id: q\n\nQ?\n\n- [x] a\n- [ ] b > No.\n:::",
            ["14: the answer `a` doesn't say why"],
        ),
        (":::{quiz} predict\n:id: q\n\n```python\n1\n```\n\n- [x] 1\n:::", []),
    ],
    "links_resolve": [
        ("See\n[one](../one/lesson.md).", []),
        ("See [the web](https://example.org), <https://example.org>.", []),
        (
            "See\n[one](../on/lesson.md).",
            ["10: the link `../on/lesson.md` leads to no file; did you mean `../one/lesson.md`?"],
        ),
        (
            "See [three](../three/lesson.md).",
            ["9: the link `../three/lesson.md` leads to no file; did you mean `../../second/"],
        ),
        ("See [x](#x).", ["9: the link `#x` leads nowhere"]),
        ("See [x](lesson:one).", ["9: the link `lesson:one` leads nowhere"]),
        ("See [x].\n\n[x]: nowhere.md", ["9: the link `nowhere.md` leads to no file"]),
        ("![A picture](https://example.org/x.png)", ["9: pictures aren't shown"]),
        ("Two<br>lines, `List<int>` in code.", ["9: HTML (`<br>`) isn't shown"]),
        (
            ":::{quiz} choice\n:id: q\n\nQ?\n\n- [x] a\n  > See [x](y.md).\n- [ ] b > No.\n:::",
            ["14: the link `y.md` leads to no file"],
        ),
    ],
    "names_are_defined": [
        (f"{CELL}:id: a\n\nx = 1\ny = z\n```", ["13: cell `a` uses `z`, which nothing before it"]),
        (f"{CELL}:id: a\n\nlosses = [1]\nprint(loses)\n```", ["13: cell `a` uses `loses`"]),
        (f"{CELL}:id: a\nx = 1\n```\n\n{CELL}:id: b\ny = x\n```", []),
        (f"{CELL}:id: a\ny = x\n```\n\n{CELL}:id: b\nx = 1\n```", ["11: cell `a` uses `x`"]),
        (f"{CELL}:id: a\ndef f():\n    return g()\n\ndef g(): ...\n```", []),
        (f"{CELL}:id: a\nfrom math import *\n```", ["11: cell `a` imports `*`"]),
        (f"{CELL}:id: a\n:figures: {{f: y}}\nx = 1\n```", ["12: a promise of cell `a` uses `y`"]),
        (f"{CELL}:id: a\n:within: {{x: [0, 1]}}\nx = 1\n```", []),
        (
            f"{CELL}:id: a\nx = 1\n```\n\n:::{{quiz}} number\n:id: q\n:run: x\n\nQ?\n:::",
            ["14: quiz `q` uses `x`, which nothing before it defines; give the quiz `:after"],
        ),
        (
            f"{CELL}:id: a\nx = 1\n```\n\n"
            ":::{quiz} number\n:id: q\n:after: a\n:run: x\n\nQ?\n:::",
            [],
        ),
    ],
    "names_have_one_source": [
        (
            f"{CELL}:id: a\nx = 1\n```\n\n{CELL}:id: b\nx = 2\n```\n\n{CELL}:id: c\nprint(x)\n```",
            ["21: cell `c` takes `x`, which a and b all define"],
        ),
        (f"{CELL}:id: a\nx = 1\n```\n\n{CELL}:id: b\nx = 2\nprint(x)\n```", []),
    ],
    "quizzes_look_back": [
        (
            ":::{quiz} number\n:id: q\n:after: a\n:run: x\n\nQ?\n:::\n\n"
            f"{CELL}:id: a\nx = 1\n```",
            ["9: quiz `q` comes before the cell `a` that it needs"],
        ),
        (
            ":::{quiz} number\n:id: q\n:before: a\n:after: a\n:run: x\n\nQ?\n:::\n\n"
            f"{CELL}:id: a\nx = 1\n```",
            [],
        ),
    ],
}


@pytest.mark.parametrize(
    ("body", "expected"), [case for cases in BODIES.values() for case in cases]
)
def test_rule(place: Place, body: str, expected: list[str]) -> None:
    found = place.lesson(body)
    for beginning in expected:
        assert any(each.startswith(beginning) for each in found), found
    assert len(found) == len(expected), found


OTHER_TESTS = {
    "mine_is_provided",  # in test_mine.py
    "data_sets_exist",  # in test_lint_data.py
    "data_sets_are_named",
    "covered_items_exist",  # in test_covers.py
    "figures_exist",
    "lesson_has_a_name",
    "prerequisites_come_first",
    "exercises_exist",
}


def test_every_rule_has_a_test() -> None:
    names = {rule.__name__ for rule in rules.RULES if rule not in EXERCISE_RULES}
    assert names == {*BODIES, *OTHER_TESTS}
    assert all(rule.__doc__ for rule in rules.RULES)


def test_formulas_fit(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing refuses what is too large; the rule holds whatever it draws."""
    monkeypatch.setattr(rules, "WIDEST", 8)
    monkeypatch.setattr(rules, "TALLEST", 1)
    found = place.lesson("$$\nx + y + z = \\frac{1}{2}\n$$")
    assert len(found) == 1
    assert found[0].startswith("9: this formula takes ")


def test_figures_exist(place: Place) -> None:
    body = f"{CELL}:id: a\n:figures: {{s2.gd.finale: x}}\nx = 1\n```"
    assert place.lesson(body) == []  # without figures.json nobody can tell
    place.write("figures.json", json.dumps({"figures": [{"id": "s2.gd.final"}]}))
    (found,) = place.lesson(body)
    assert found.startswith("12: there is no figure `s2.gd.finale` in figures.json; did you mean")
    assert place.lesson(body.replace("finale", "final")) == []


@pytest.mark.parametrize("text", ["", "[]", '{"figures": [1]}', "{", "\x00"])
def test_figures_that_cant_be_read(place: Place, text: str) -> None:
    path = place.write("figures.json", text)
    (problem,) = lint(place.root)
    assert problem.path == str(path)


def test_prerequisites_come_first(place: Place) -> None:
    assert place.lesson("Words.", "prerequisites: [one]\n") == []
    (found,) = place.lesson("Words.", "prerequisites: [on]\n")
    assert found == "1: the prerequisite `on` is no lesson; did you mean `one`?"
    (found,) = place.lesson("Words.", "prerequisites: [three]\n")
    assert found.startswith("1: the prerequisite `three` doesn't come before this lesson")
    (found,) = place.lesson("Words.", "prerequisites: [two]\n")
    assert found.startswith("1: the prerequisite `two` doesn't come before")


def test_lesson_has_a_name(place: Place) -> None:
    found = said(lint(place.write("first/My Lesson/lesson.md", WORDS)))
    assert found == [
        "1: the folder `My Lesson` can't name a lesson; rename it, for instance to `my_lesson`"
    ]


def test_exercises_exist(place: Place) -> None:
    body = ":::{exercise} alpha\n:::"
    (found,) = place.lesson(body)
    assert found.startswith(
        "9: there is no exercise `alpha` here; write exercises/alpha/exercise.md"
    )
    place.exercise("first/two", "alpa")
    (found,) = place.lesson(body)
    assert found == "9: there is no exercise `alpha` here; did you mean `alpa`?"
    place.exercise("second/three", "alpha")
    (found,) = place.lesson(body)
    assert found.startswith("9: there is no exercise `alpha` here; it belongs to lesson `three`")
    place.exercise("first/two", "alpha")
    assert place.lesson(body) == []


def test_rules_hold_for_wrong_lessons_too(place: Place) -> None:
    found = place.lesson(f"{CELL}x = 1\n```\n\nSee [x](y.md).")
    assert [each.split(":")[0] for each in found] == ["9", "13"]


# --- exercises --------------------------------------------------------------------------------


def test_an_exercise_that_no_lesson_links(place: Place) -> None:
    place.exercise("first/one", "alpha")
    (problem,) = lint(place.root)
    assert problem.severity == "warning"
    assert problem.message == "no lesson links the exercise `alpha`"


def test_exercise_names_stand_once_in_a_course(place: Place) -> None:
    for lesson, name, provides in [
        ("first/one", "alpha", "f"),
        ("first/two", "beta", "f"),
        ("second/three", "alpha", "g"),
    ]:
        place.exercise(lesson, name, EXERCISE.replace("[f]", f"[{provides}]"), provides)
        place.write(f"{lesson}/lesson.md", lesson_with(f":::{{exercise}} {name}\n:::"))
    first, second = lint(place.root)
    assert first.path == str(place.root / "first/two/exercises/beta/exercise.md")
    assert first.message == "the exercise one/alpha has the name `f` already"
    assert second.path == str(place.root / "second/three/exercises/alpha/exercise.md")
    assert second.message == "the exercise one/alpha has the name `alpha` already"


def test_the_words_of_an_exercise_keep_the_rules(place: Place) -> None:
    text = EXERCISE.replace("Write `f`.", "Write [f](nowhere.md).\n\n```python\n" + LONG + "\n```")
    home = place.exercise("first/one", "alpha", text)
    for path in (home, f"{home}/exercise.md", f"{home}/starter.py"):
        found = said(lint(place.root / path))
        assert [each.split(";")[0] for each in found] == [
            "6: the link `nowhere.md` leads to no file",
            "9: this line takes 73 columns",
        ]


def test_a_translated_exercise(place: Place) -> None:
    home = place.exercise("first/one", "alpha")
    place.write(f"{home}/exercise.zh.md", EXERCISE.replace("Think.", "想。"))
    assert lint(place.root / home) == ()
    more = EXERCISE.replace("3. Write.\n", "3. Write.\n4. More.\n")
    place.write(f"{home}/exercise.zh.md", more)
    (problem,) = lint(place.root / home)
    assert problem.message == "it has 4 hints, and the English 3"
    assert problem.path.endswith("exercise.zh.md")


# --- what can be linted -----------------------------------------------------------------------


def test_a_course_names_everything_at_once(place: Place) -> None:
    place.write("first/two/lesson.md", lesson_with("See [x](y.md)."))
    place.write("second/three/lesson.md", "")
    place.write("glossary.yml", 'rate: {text: "a $"}')
    place.write("first/one/lesson_zh.md", "x")
    found = [(Path(p.path).relative_to(place.root).as_posix(), p.message) for p in lint(place.root)]
    assert found == [
        ("first/one/lesson_zh.md", "nobody will read this file"),
        ("first/two/lesson.md", "the link `y.md` leads to no file"),
        ("glossary.yml", "a `$` is left over"),
        ("second/three/lesson.md", "this file is empty"),
    ]
    assert lint(place.root / "course.yml") == lint(place.root)
    assert len(lint(place.root / "first")) == 2  # a chapter


def test_what_isnt_of_a_course(place: Place) -> None:
    other = place.write("notes/readme.txt", "x")
    assert said(lint(other))[0].startswith("1: this isn't a file of a course")
    assert said(lint(other.parent))[0].startswith("1: there is nothing of a course in this folder")
    assert said(lint(other / "nowhere"))[0].startswith("1: there is no such file or folder")


def test_a_lesson_without_a_course(tmp_path: Path) -> None:
    path = tmp_path / "one" / "lesson.md"
    path.parent.mkdir()
    path.write_text(lesson_with("Words."), "utf-8")
    assert lint(path) == ()
    assert lint(path.parent) == ()


# --- the guide for authors --------------------------------------------------------------------


def test_the_examples_of_the_guide_are_right(place: Place) -> None:
    guide = Path(__file__).parents[2] / "docs" / "lessons.md"
    (lesson,) = re.findall(
        r"^````markdown\n(.*?)^````$", guide.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    place.write("first/one/lesson.md", lesson + "\n:::{exercise} step\n:::\n")
    place.exercise("first/one", "step")
    assert said(lint(place.root / "first/one")) == []
    assert all(f":::{{quiz}} {kind}\n" in lesson for kind in KINDS)
