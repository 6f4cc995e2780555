"""`tutor run` and `tutor read` on a lesson that uses the learner's own code."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import COURSE, Command

from tutor.engine.library import choice_key
from tutor.progress import Progress

LESSON = """\
---
summary: Its own code.
---

# Own

## Use it

```{code-cell} python
:id: use

from tutor.mine import double, half

print(double(4), half(4))
```

## Without

```{code-cell} python
:id: without

print("nothing")
```

:::{quiz} number
:id: computed
:run: double(10)
:after: use

How much is twice ten?

- [ ] 5 > That is half.

:::
"""


@pytest.fixture
def own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    (tmp_path / "course.yml").write_text(COURSE.replace("adding, breaking, looping, bad", "own"))
    for name, reference in (("double", "x * 2"), ("half", "x / 2")):
        folder = tmp_path / "one" / "own" / "exercises" / name
        folder.mkdir(parents=True)
        (folder / "exercise.md").write_text(f"---\nprovides: [{name}]\n---\n# T\n")
        (folder / "reference.py").write_text(f"def {name}(x):\n    return {reference}\n")
    (tmp_path / "one" / "own" / "lesson.md").write_text(LESSON)
    return Command(tmp_path, capsys)


def passed(code: str) -> Progress:
    progress = Progress.open()
    progress.save_attempt("small", "double", code, True, "{}")
    return progress


OWN = "def double(x):\n    return x + x + 0.5\n"


def test_without_attempts_there_are_the_references(own: Command, own_home: Path) -> None:
    assert own("run", "own") == 0
    assert "use: Use it\nwith the reference's double, half\n8 2.0\nuse: done" in own.out
    assert "without: Without\nnothing\n" in own.out
    assert own.err == ""
    assert not own_home.exists()  # a run leaves nothing behind


def test_what_has_passed_is_used(own: Command, own_home: Path) -> None:
    passed(OWN).close()
    assert own("run", "own") == 0
    assert "with your double · the reference's half\n8.5 2.0\n" in own.out
    assert own("run", "own", "--use", "reference") == 0
    assert "with the reference's double, half\n8 2.0\n" in own.out


def test_the_choice_in_the_app_holds_here(own: Command, own_home: Path) -> None:
    progress = passed(OWN)
    progress.set_setting(choice_key("small", "own"), "reference")
    progress.close()
    assert own("run", "own", "--cell", "use") == 0
    assert "with the reference's double, half\n" in own.out
    assert own("run", "own", "--cell", "use", "--use", "yours") == 0
    assert "with your double · the reference's half\n" in own.out


def test_code_that_does_not_load_is_told(own: Command, own_home: Path) -> None:
    passed("def dubble(x): ...").close()
    assert own("run", "own") == 0
    assert "with the reference's double, half\n8 2.0\n" in own.out
    assert own.err == (
        "Your `double` passed, but now Python can't load it (it doesn't define double), "
        "so the reference's is used. Check the exercise again.\n"
    )


def test_as_json(own: Command, own_home: Path) -> None:
    passed(OWN).close()
    assert own("run", "own", "--json") == 0
    use, without = own.document["cells"]
    assert use["uses"] == {"double": "yours", "half": "reference"}
    assert (use["notes"], use["stdout"]) == ([], "8.5 2.0\n")
    assert (without["uses"], without["notes"]) == ({}, [])


def test_read_shows_the_lesson_with_the_references(own: Command, own_home: Path) -> None:
    passed(OWN).close()
    assert own("read", "own") == 0
    assert "with the reference's double, half" in own.out
    assert "8 2.0" in own.out
    assert "\n    20\n" in own.out.partition("Answers")[2]
