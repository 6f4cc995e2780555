"""Which names of `tutor.mine` code takes, which of them reach a cell, and who provides them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tutor.course import mine
from tutor.course.lint import lint
from tutor.course.model import Cell, Lesson, Page
from tutor.course.reaching import Takers


def lesson(setup: str = "", **sources: str) -> Lesson:
    cells = [Cell(name, source, 1) for name, source in sources.items()]
    pages = tuple(Page(c.id, (), (c,), 1) for c in cells)
    first = Cell("setup", setup, 1) if setup else None
    return Lesson("test", "tests", "Test", Path("lesson.md"), "en", "", pages, setup=first)


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from tutor.mine import sgd", {"sgd"}),
        ("from tutor.mine import sgd as step, net\nsgd = 1", {"sgd", "net"}),
        ("def f():\n    from tutor.mine import sgd\n    return sgd", {"sgd"}),
        ("import tutor.mine as m\nm.sgd(1).real\nm.net", {"sgd", "net"}),
        ("import tutor.mine\ntutor.mine.sgd([])", {"sgd"}),
        ("import tutor.kit, tutor.mine\ntutor.mine.sgd", {"sgd"}),
        ("import tutor as t\nt.mine.sgd", {"sgd"}),
        ("from tutor import mine\nmine.sgd\nmine.__doc__", {"sgd"}),
        ("from tutor import kit, mine as own\nlambda: own.sgd", {"sgd"}),
        ("from tutor.mine import *", {"*"}),
        ("from tutor.kit import live\nlive.mine", set()),
        ("mine = object()\nmine.sgd", set()),
        ("import mine\nmine.sgd", set()),
        ("from .mine import sgd", set()),
        ("from tutor.mine import", set()),
        ("print('from tutor.mine import sgd')", set()),
    ],
)
def test_names_of_a_source(source: str, names: set[str]) -> None:
    assert mine.names(source) == names


def test_the_module_can_come_from_code_before() -> None:
    assert mine.modules("import tutor.mine as m\nfrom tutor import mine") == {"m", "mine"}
    assert mine.modules("def f():\n    import tutor.mine as m") == set()
    assert mine.names("m.sgd", {"m"}) == {"sgd"}
    assert mine.names("m.sgd") == set()


def test_cells_share_the_module() -> None:
    takers = Takers(lesson("from tutor import mine", a="mine.sgd(1)", b="mine = {}\nmine.get"))
    assert takers.of("setup") == set()
    assert takers.of("a") == {"sgd"}
    assert takers.of("b") == set()
    assert takers.names == {"sgd"}
    assert takers.modules == {"mine"}


def test_edits_count() -> None:
    two = lesson(a="from tutor.mine import sgd", b="from tutor.mine import net")
    assert Takers(two, {"a": "1"}).names == {"net"}


# --- what reaches a cell ----------------------------------------------------------------------

SETUP = """\
from tutor.kit import live
from tutor.mine import sgd, loss as bad, net

def show(x):
    live.log(0, x=x)

def train(w):
    def inner():
        return bad(w)
    sgd(w, inner())

class Model:
    kind = net
"""


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("show(1)", set()),
        ("train(w)", {"sgd", "loss"}),
        ("Model()", {"net"}),
        ("bad(1)", {"loss"}),
        ("run = lambda: net()", {"net"}),
        ("for i in range(3):\n    if i:\n        sgd(i)", {"sgd"}),
        ("sgd = 1\nsgd + 1", set()),
        ("def deep():\n    return train(1)\nx = [deep() for _ in range(2)]", {"sgd", "loss"}),
        ("not python", set()),
    ],
)
def test_names_that_reach_a_cell(source: str, names: set[str]) -> None:
    assert Takers(lesson(SETUP, cell=source)).reaching("cell") == names


def test_names_reach_through_numbers() -> None:
    three = lesson(
        SETUP,
        data="x = [1.0]\nfree = 2",
        trained="w = list(x)\nlog = []\nfor _ in range(3):\n    train(w)\n    log.append(len(w))",
        draw="show(w)",
        draw_log="show(log)",
        other="show(x)\nshow(free)",
    )
    takers = Takers(three)
    assert takers.reaching("setup") == {"sgd", "loss", "net"}
    assert takers.reaching("trained") == {"sgd", "loss"}
    assert takers.reaching("draw") == {"sgd", "loss"}  # changed in place
    assert takers.reaching("draw_log") == {"sgd", "loss"}
    assert takers.reaching("other") == set()


def test_needs_that_cannot_be_seen_are_followed() -> None:
    cells = (
        Cell("a", "from tutor.mine import sgd\nsgd()", 1),
        Cell("b", "print(1)", 5, needs=("a",)),
        Cell("c", "print(2)", 9),
    )
    pages = tuple(Page(c.id, (), (c,), c.line) for c in cells)
    takers = Takers(Lesson("t", "t", "T", Path("lesson.md"), "en", "", pages))
    assert takers.reaching("b") == {"sgd"}
    assert takers.reaching("c") == set()
    with pytest.raises(KeyError):
        takers.reaching("d")


# --- who provides them ------------------------------------------------------------------------


def write_exercise(root: Path, place: str, front: str, reference: str = "") -> Path:
    folder = root / place.replace(":", "/exercises/")
    folder.mkdir(parents=True)
    (folder / "exercise.md").write_text(front)
    (folder / "reference.py").write_text(reference)
    return folder


def test_providers(tmp_path: Path) -> None:
    first = write_exercise(
        tmp_path, "a/one:sgd", "---\nprovides: [sgd, init]\n---\n# S\n", "x = 1\n"
    )
    second = write_exercise(tmp_path, "b/two:net", "---\nprovides: [net, sgd]\n---\n# N\n")
    write_exercise(tmp_path, "b/two:none", "# No front matter\n")
    write_exercise(tmp_path, "b/two:bad", "---\nprovides: {a: [\n---\n")
    write_exercise(tmp_path, "b/two:open", "---\nprovides: [late]\n")
    write_exercise(tmp_path, "b/two:empty", "")
    found = mine.providers_below(tmp_path)
    assert found == {"sgd": first, "init": first, "net": second}
    assert mine.reference(first) == "x = 1\n"
    assert mine.reference(second) == ""
    assert mine.reference(tmp_path / "nowhere") == ""
    assert mine.providers_below(tmp_path / "nowhere") == {}


def test_providers_notice_a_change(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "a/one:sgd", "---\nprovides: [sgd]\n---\n")
    assert set(mine.providers_below(tmp_path)) == {"sgd"}
    (folder / "exercise.md").write_text("---\nprovides: [adam]\n---\n")
    os.utime(folder / "exercise.md", ns=(1, 1))
    assert set(mine.providers_below(tmp_path)) == {"adam"}


# --- the linter -------------------------------------------------------------------------------

LESSON = """\
---
summary: One line.
---

# Title

## Page

```{{code-cell}} python
:id: one

{code}
```
"""


def linted(root: Path, code: str) -> list[str]:
    folder = root / "a" / "one"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "course.yml").write_text(
        "name: c\ntitle: C\nchapters:\n- {name: a, title: A, lessons: [one]}\n"
    )
    (folder / "lesson.md").write_text(LESSON.format(code=code))
    return [str(p).replace(str(root), "") for p in lint(folder / "lesson.md")]


def test_an_unknown_name_is_an_error_with_the_closest(tmp_path: Path) -> None:
    write_exercise(tmp_path, "a/one:sgd", "---\nprovides: [sgd, squared_loss]\n---\n")
    found = linted(
        tmp_path, "x = 1\nfrom tutor.mine import sgd, square_loss\nprint(x, sgd, square_loss)"
    )
    assert found == [
        "/a/one/lesson.md:13: cell `one` takes `square_loss` from tutor.mine, but no exercise "
        "provides it; did you mean `squared_loss`?"
    ]
    found = linted(tmp_path, "from tutor import mine\nmine.adam(1)")
    assert found == [
        "/a/one/lesson.md:13: cell `one` takes `adam` from tutor.mine, but no exercise "
        "provides it; write an exercise with `provides: [adam]`"
    ]
    assert linted(tmp_path, "from tutor.mine import sgd\nprint(sgd)") == []


def test_a_star_import_is_refused(tmp_path: Path) -> None:
    write_exercise(tmp_path, "a/one:sgd", "---\nprovides: [sgd]\n---\n")
    (found,) = linted(tmp_path, "from tutor.mine import *\nsgd()")
    assert "imports `*`" in found
    assert "import them by name" in found
