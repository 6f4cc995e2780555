"""Reading an exercise's folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_samples import said

from tutor.course.exercises import read_exercise
from tutor.course.model import Exercise, Formula, Prose

TEXT = r"""---
provides: [adagrad, init_adagrad]
covers: [I34.3, E34.1]
---

# AdaGrad's step

Write `adagrad(params, states, lr)`.

$$
x \leftarrow x - \eta
$$

### What is checked

Shapes and $\eta$.

## Hints

1. Look at the state.
2. It grows:

   ```python
   state += grad**2
   ```

3. Divide by its root.

## Feedback

### no_root

You divide by $s$ itself.

It shrinks too fast.

### `shared.py`

Each parameter needs its own state.
"""

STARTER = """def init_adagrad(params):
    raise NotImplementedError


def adagrad(params, states, lr):
    raise NotImplementedError
"""


def make(tmp_path: Path, **changes: str | None) -> Path:
    """An exercise's folder; a change of None leaves a file out (`__` stands for `.`)."""
    folder = tmp_path / "lesson" / "exercises" / "adagrad"
    files: dict[str, str | None] = {
        "exercise.md": TEXT,
        "starter.py": STARTER,
        "reference.py": STARTER.replace("raise NotImplementedError", "return None"),
        "check.py": "raise SystemExit('never loaded')",
        "wrong/no_root.py": STARTER,
        "wrong/shared.py": STARTER,
        "accepted/in_place.py": STARTER,
    }
    files |= {name.replace("__", "."): text for name, text in changes.items()}
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return folder


def test_a_whole_exercise(tmp_path: Path) -> None:
    folder = make(tmp_path)
    exercise, problems = read_exercise(folder)
    assert said(problems) == []
    assert exercise is not None
    statement = exercise.statement
    assert exercise == Exercise(
        name="adagrad",
        title="AdaGrad's step",
        folder=folder,
        provides=("adagrad", "init_adagrad"),
        covers=("I34.3", "E34.1"),
        statement=statement,
        hints=(
            "Look at the state.",
            "It grows:\n\n```python\nstate += grad**2\n```",
            "Divide by its root.",
        ),
        feedback={
            "no_root": "You divide by $s$ itself.\n\nIt shrinks too fast.",
            "shared": "Each parameter needs its own state.",
        },
        starter=STARTER,
        reference=STARTER.replace("raise NotImplementedError", "return None"),
    )
    assert [type(block) for block in statement] == [Prose, Formula, Prose]
    last = statement[-1]
    assert isinstance(last, Prose)
    assert last.markdown == "### What is checked\n\nShapes and $\\eta$."


CASES: list[tuple[str, dict[str, str | None], list[str]]] = [
    ("no check", {"check__py": None}, ["1: this exercise has no check.py"]),
    ("no starter", {"starter__py": None}, ["1: there is no such file"]),
    ("broken reference", {"reference__py": "def f(:\n"}, ["1: this isn't Python"]),
    ("broken wrong", {"wrong/shared.py": "x =\n"}, ["1: this isn't Python"]),
    ("broken accepted", {"accepted/in_place.py": "\nx =\n"}, ["2: this isn't Python"]),
    (
        "not defined",
        {"reference__py": "def adagrad(): ...\ndef init_adagard(): ...\n"},
        ["1: `init_adagrad` isn't defined here; did you mean `init_adagard`?"],
    ),
    ("no feedback", {"wrong/other.py": "x = 1\n"}, ["29: wrong/other.py has no feedback"]),
    ("no wrong", {"wrong/shared.py": None}, ["37: there is no wrong/shared.py for this feedback"]),
    ("no file", {"exercise__md": None}, ["1: there is no such file"]),
    ("empty", {"exercise__md": ""}, ["1: this file is empty"]),
    (
        "no provides",
        {"exercise__md": TEXT.replace("provides: [adagrad, init_adagrad]\n", "")},
        ["1: this exercise provides no names"],
    ),
    (
        "no name",
        {"exercise__md": TEXT.replace("[adagrad,", "[ada-grad,")},
        ["2: `ada-grad` isn't a Python name", "1: `ada-grad` isn't", "1: `ada-grad` isn't"],
    ),
    (
        "no title",
        {"exercise__md": TEXT.replace("# AdaGrad's step", "")},
        ["5: this exercise has no"],
    ),
    (
        "two titles",
        {"exercise__md": TEXT.replace("covers:", "title: T\ncovers:")},
        ["7: this exercise has two titles"],
    ),
    (
        "hints as bullets",
        {"exercise__md": TEXT.replace("1. Look", "- Look")},
        ["20: hints are one numbered list"],
    ),
    (
        "no hints",
        {"exercise__md": TEXT.replace("## Hints", "## Hint")},
        [
            "18: an exercise has no part `Hint`; did you mean `Hints`?",
            "39: this exercise has no hints",
        ],
    ),
    (
        "loose feedback",
        {"exercise__md": TEXT.replace("### no_root\n", "")},
        ["29: wrong/no_root.py has no feedback", "32: this feedback is for nothing"],
    ),
    (
        "silent feedback",
        {"exercise__md": TEXT.replace("Each parameter needs its own state.", "")},
        ["37: `### shared` says nothing"],
    ),
    (
        "twice",
        {"exercise__md": TEXT.replace("### `shared.py`", "### no_root")},
        ["29: wrong/shared.py has no feedback", "37: `### no_root` stands twice"],
    ),
    (
        "a quiz",
        {"exercise__md": TEXT.replace("## Hints", ":::{quiz} text\n:::\n\n## Hints")},
        ["18: `{quiz}` can't stand in an exercise"],
    ),
    (
        "maths",
        {"exercise__md": TEXT.replace("and $\\eta$", "and $\\nosuch$")},
        ["16: the formula `\\nosuch` can't be shown"],
    ),
    (
        "display",
        {"exercise__md": TEXT.replace("x \\leftarrow", "\\nosuch \\leftarrow")},
        ["10: this formula can't be shown"],
    ),
]


@pytest.mark.parametrize(("files", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_problem(tmp_path: Path, files: dict[str, str | None], expected: list[str]) -> None:
    exercise, problems = read_exercise(make(tmp_path, **files))
    assert exercise is None
    found = said(problems)
    for beginning in expected:
        assert any(each.startswith(beginning) for each in found), found
    assert len(found) == len(expected), found


def test_problems_name_their_own_file(tmp_path: Path) -> None:
    folder = make(tmp_path, **{"wrong/shared.py": "x =\n", "check__py": None})
    _, problems = read_exercise(folder)
    assert {p.path for p in problems} == {
        str(folder / "wrong" / "shared.py"),
        str(folder / "exercise.md"),
    }


def test_check_is_never_loaded(tmp_path: Path) -> None:
    exercise, _ = read_exercise(make(tmp_path, check__py="this is no Python"))
    assert exercise is not None


def test_a_folder_that_cant_name_an_exercise(tmp_path: Path) -> None:
    folder = make(tmp_path)
    other = folder.rename(folder.with_name("Ada-Grad"))
    exercise, problems = read_exercise(other)
    assert exercise is None
    assert said(problems) == [
        "1: `Ada-Grad` can't name an exercise; rename the folder, for instance to `ada_grad`"
    ]


def test_languages(tmp_path: Path) -> None:
    folder = make(tmp_path, exercise__zh__md=TEXT.replace("AdaGrad's step", "一步"))
    chinese, problems = read_exercise(folder, "zh")
    assert problems == ()
    assert chinese is not None
    assert (chinese.title, chinese.language) == ("一步", "zh")
    german, _ = read_exercise(folder, "de")
    assert german is not None
    assert (german.title, german.language) == ("AdaGrad's step", "en")


def test_a_folder_that_isnt_there(tmp_path: Path) -> None:
    exercise, problems = read_exercise(tmp_path / "nothing")
    assert exercise is None
    assert {Path(p.path).name for p in problems} == {"exercise.md", "starter.py", "reference.py"}
