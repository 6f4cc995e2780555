"""`tutor lint`: what a lesson says of its data sets, and what its code loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_samples import lesson_with, said
from small_place import Place

from tutor.course.data_rules import loaded
from tutor.course.lint import lint

NAMES = ("airfoil", "fashion_mnist", "linear", "polynomial")
CELL = "```{code-cell} python\n:id: load\n\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def found(place: Place, code: str, front: str = "", more: str = "") -> list[str]:
    body = f"{CELL}{code}\n```\n{more}"
    text = lesson_with(body).replace("\n---\n\n#", f"\n{front}---\n\n#", 1)
    path = place.write("first/two/lesson.md", text)
    assert "data set" not in str(lint(path)), "nobody said which there are"
    return said(lint(path, NAMES))


IMPORT = "from tutor.kit import data\n"


def test_all_is_well(place: Place) -> None:
    assert found(place, f"{IMPORT}X, y = data.airfoil()", "data: [airfoil]\n") == []
    assert found(place, "x = 1") == []
    assert found(place, f"{IMPORT}data.labels([1])") == [], "no data set"


def test_an_unknown_set(place: Place) -> None:
    loads = f"{IMPORT}X, y = data.airfoil()"
    code = "x = 1"

    assert found(place, code, "data: [airfoyl]\n") == [
        "3: there is no data set `airfoyl`; did you mean `airfoil`?"
    ]
    assert found(place, code, "data: [cats]\n") == [
        "3: there is no data set `cats`; there are airfoil, fashion_mnist, linear, polynomial"
    ]
    assert len(found(place, loads, "data:\n  - airfoil\n  - fashion-mnist\n")) == 1


def test_a_set_that_the_front_matter_does_not_name(place: Place) -> None:
    loads = f"{IMPORT}train, test = data.fashion_mnist(256)\nX, y = data.linear([1.0])"

    assert found(place, loads, "data: [linear]\n") == [
        "13: the cell `load` loads the data set `fashion_mnist`; "
        "write `data: [linear, fashion_mnist]` on top"
    ]
    assert len(found(place, loads)) == 2


def test_a_set_that_nothing_loads(place: Place) -> None:
    assert found(place, "x = 1", "data: [airfoil]\n") == [
        "3: nothing here loads the data set `airfoil`; "
        "call `data.airfoil(…)`, or take it out of `data:`"
    ]


def test_a_quiz_or_an_exercise_may_load_it(place: Place) -> None:
    front = "data: [airfoil]\n"
    quiz = (
        "\n## Q\n\n:::{quiz} number\n:id: q\n:after: load\n:run: len(data.airfoil()[1])\n\n"
        "How many?\n\n- [ ] 1\n  > No.\n:::\n"
    )
    assert found(place, IMPORT, front, quiz) == []

    home = place.exercise("first/two", "one")
    place.write(f"{home}/check.py", f"{IMPORT}\n\n\ndef cases():\n    data.airfoil()\n")
    link = "\n## E\n\n:::{exercise} one\n:::\n"
    complaints = found(place, "x = 1", front, link)
    assert [each for each in complaints if "airfoil" in each] == []


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("data.airfoil()", {"airfoil"}),
        ("from tutor.kit.data import linear as plane, labels", {"linear", "labels"}),
        ("import tutor.kit.data\ntutor.kit.data.airfoil()", {"airfoil"}),
        ("kit.data.polynomial()", {"polynomial"}),
        ("other.airfoil()", set()),
        ("def (", set()),
    ],
)
def test_what_code_loads(code: str, names: set[str]) -> None:
    assert loaded(code) == names
