"""Conventions and variations of an exercise: what is read, and what the linter says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from doubling import WRONG, exercise

from tutor.course.exercises import read_exercise
from tutor.course.lint import lint

WORDS = """
## Conventions

### reference

Twice, as everybody does.

### `by_adding`

You add. *So* does the old book.
"""
ADDING = "# convention: by_adding\ndef double(x):\n    return x + x\n"


def folder(root: Path, files: Mapping[str, str] = {}, words: str = WORDS) -> Path:
    made = exercise(root / "doubling", wrong=WRONG).folder
    for name, text in {"accepted/by_adding.py": ADDING, **files}.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    with (made / "exercise.md").open("a", encoding="utf-8") as page:
        page.write(words)
    return made


def said(root: Path, files: Mapping[str, str] = {}, words: str = WORDS) -> list[str]:
    home = folder(root, files, words)
    return [
        f"{Path(each.path).relative_to(home).as_posix()}:{each.line}: {each.message}"
        for each in read_exercise(home)[1]
    ]


def test_words_and_code_are_read(tmp_path: Path) -> None:
    found, problems = read_exercise(folder(tmp_path))
    assert not problems
    assert found is not None
    assert found.conventions == {
        "reference": "Twice, as everybody does.",
        "by_adding": "You add. *So* does the old book.",
    }
    assert found.convention_code == {"by_adding": ADDING}
    assert set(found.feedback) == set(WRONG)


def test_the_words_of_another_language(tmp_path: Path) -> None:
    home = folder(tmp_path)
    words = (home / "exercise.md").read_text(encoding="utf-8")
    other = words.replace("You add. *So* does the old book.", "相加。")
    (home / "exercise.zh.md").write_text(other, encoding="utf-8")
    found, _ = read_exercise(home, "zh")
    assert found is not None
    assert found.conventions["by_adding"] == "相加。"


def test_an_exercise_without_conventions(tmp_path: Path) -> None:
    found = exercise(tmp_path / "doubling", accepted={"adds": ADDING[ADDING.index("def") :]})
    assert found.conventions == {}
    assert found.convention_code == {}


@pytest.mark.parametrize("line", ["#convention: by_adding", "#  convention:   by_adding  "])
def test_blanks_in_the_comment(tmp_path: Path, line: str) -> None:
    code = f'"""Adds."""\n\n{line}\n\n\ndef double(x):\n    return x + x\n'
    assert said(tmp_path, {"accepted/by_adding.py": code}) == []


@pytest.mark.parametrize(
    ("files", "words", "expected"),
    [
        (
            {},
            WORDS.partition("### `by_adding`")[0],
            ["exercise.md:34: the convention accepted/by_adding.py has no words"],
        ),
        ({}, "", ["exercise.md:1: the convention accepted/by_adding.py has no words"]),
        (
            {},
            WORDS + "\n### by_hand\n\nBy hand.\n",
            ["exercise.md:44: there is no accepted/by_hand.py for this convention"],
        ),
        (
            {"accepted/by_adding.py": ADDING.partition("\n")[2]},
            WORDS,
            [
                "exercise.md:36: there is no accepted/NAME.py for this convention",
                "exercise.md:40: there is no accepted/by_adding.py for this convention",
            ],
        ),
        (
            {"accepted/adds.py": ADDING},
            WORDS,
            ["accepted/adds.py:1: this file can't hold the convention `by_adding`"],
        ),
        (
            {"accepted/reference.py": ADDING.replace("by_adding", "reference")},
            WORDS,
            ["accepted/reference.py:1: this file can't hold the convention `reference`"],
        ),
        (
            {"accepted/empty.py": ADDING.replace("by_adding", "")},
            WORDS,
            ["accepted/empty.py:1: this file can't hold the convention ``"],
        ),
        (
            {},
            WORDS + "\n### reference\n\nAgain.\n",
            ["exercise.md:44: `### reference` stands twice"],
        ),
        (
            {},
            WORDS.replace("Twice, as everybody does.\n", ""),
            ["exercise.md:36: `### reference` says nothing"],
        ),
        (
            {},
            WORDS.replace("\n### ref", "\nWords.\n\n### ref"),
            ["exercise.md:36: this convention is for nothing"],
        ),
    ],
)
def test_what_is_wrong_with_conventions(
    tmp_path: Path, files: Mapping[str, str], words: str, expected: list[str]
) -> None:
    assert said(tmp_path, files, words) == expected


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("squares.power", "def double(x):\n    return x ** 2\n", []),
        ("cubes.power", "x = 1\n", ["there is no wrong/cubes.py for this variation"]),
        ("squares", "x = 1\n", ["this variation doesn't say which one it is"]),
    ],
)
def test_variations_belong_to_wrong_solutions(
    tmp_path: Path, name: str, code: str, expected: list[str]
) -> None:
    found = said(tmp_path, {f"variations/{name}.py": code})
    assert found == [f"variations/{name}.py:1: {each}" for each in expected]


def test_variations_are_python_and_take_little_of_tutor(tmp_path: Path) -> None:
    found = said(tmp_path / "one", {"variations/squares.bad.py": "def double(x:\n"})
    assert len(found) == 1
    assert found[0].startswith("variations/squares.bad.py:1: ")
    home = folder(tmp_path / "two", {"variations/squares.a.py": "import tutor.engine\n"})
    assert any("`tutor.engine` can't be imported here" in each.message for each in lint(home))
