"""What the reader says of whole files: front matter, no lesson at all, many problems at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_samples import WHOLE, lesson_with, read, said, write

from tutor.course.reader import read_lesson
from tutor.course.source import LARGEST

FRONT = [
    ("# T\n\n## P\n\nWords.", ["1: this lesson has no front matter"]),
    ("---\nminutes: 5\n---\n# T\n\n## P\n\nWords.", ["1: this lesson has no summary"]),
    (
        "---\nsummary: s\n\n# T\n",
        ["1: this `---` header is never closed", "4: this lesson has no title"],
    ),
    (
        "---\nsummary: s\nminuets: 5\n---\n# T\n\nWords.",
        ["3: front matter has no option `minuets`"],
    ),
    ("---\nsummary: s\nminutes: 5.5\n---\n# T\n\nWords.", ["3: `minutes` must be a whole number"]),
    ("---\nsummary: a: b\n---\n# T\n\nWords.", ["2: these options can't be read"]),
    ("---\nsummary: s\n---\n## P\n\nWords.", ["4: this lesson has no title"]),
    ("---\nsummary: s\n---\n# T\n", ["1: this lesson has no pages"]),
    ("---\nsummary: s\n---\n## P\n\nWords.\n\n# T\n", ["8: the title comes after a page"]),
]


@pytest.mark.parametrize(("text", "expected"), FRONT)
def test_front_matter(tmp_path: Path, text: str, expected: list[str]) -> None:
    problems = said(read(tmp_path, text).problems)
    for beginning in expected:
        assert any(problem.startswith(beginning) for problem in problems), problems
    assert len(problems) == len(expected), problems


FILES = [
    (b"", "1: this file is empty"),
    (b" \n\n\t\n", "1: this file is empty"),
    (b"\x00\x01\x02ELF", "1: this isn't text"),
    ("---\nsummary: é\n".encode("latin-1"), "2: this isn't UTF-8 text"),
    (WHOLE.encode("utf-16"), "1: this isn't text"),
    (b"x" * (LARGEST + 1), "1: this file is larger than 500 kB"),
    (b"a\n" + b"x" * 50_000, "2: this line has 50000 characters"),
]


@pytest.mark.parametrize(("data", "expected"), FILES)
def test_files_that_are_no_lessons(tmp_path: Path, data: bytes, expected: str) -> None:
    reading = read_lesson(write(tmp_path, data))
    assert reading.lesson is None
    (problem,) = said(reading.problems)
    assert problem.startswith(expected)


def test_files_that_cant_be_read(tmp_path: Path) -> None:
    (missing,) = read_lesson(tmp_path / "lesson.md").problems
    assert missing.message == "there is no such file"
    (folder,) = read_lesson(tmp_path).problems
    assert folder.message.startswith("this file can't be read")
    (nonsense,) = read_lesson(Path("a\0b")).problems
    assert nonsense.message.startswith("this file can't be read")


def test_everything_is_said_at_once(tmp_path: Path) -> None:
    text = (
        WHOLE.replace("minutes: 25", "minutes: soon")
        .replace(":id: setup", ":id: Setup")
        .replace("\\odot", "\\odott")
        .replace("eta = 0.4", "eta = 4.0")
        .replace("- [x] This", "- [ ] This")
        .replace(":::{exercise} adagrad", ":::{exercize} adagrad")
    )
    reading = read(tmp_path, text)
    assert reading.lesson is None
    messages = [p.message for p in reading.problems]
    for part in ("`minutes`", "`Setup`", "odott", "knob `eta`", "no right answer", "{exercize}"):
        assert any(part in message for message in messages), (part, messages)


def test_a_problem_names_file_line_and_remedy(tmp_path: Path) -> None:
    path = write(tmp_path, lesson_with(":::{qiuz} choice\n:::"))
    (problem,) = read_lesson(path).problems
    expected = f"{path}:9: there is no directive `{{qiuz}}`; did you mean `quiz`?"
    assert str(problem) == expected


def test_an_empty_page_is_only_a_warning(tmp_path: Path) -> None:
    reading = read(tmp_path, lesson_with("Words.\n\n## Nothing\n\n## More\n\nWords."))
    assert [p.severity for p in reading.problems] == ["warning"]
    assert reading.lesson is not None
    assert [page.title for page in reading.lesson.pages] == ["Page", "More"]


def test_half_a_lesson(tmp_path: Path) -> None:
    lines = WHOLE.split("\n")
    for end in range(1, len(lines)):
        reading = read(tmp_path, "\n".join(lines[:end]))
        assert (reading.lesson is None) == any(p.severity == "error" for p in reading.problems)
        assert all(1 <= p.line <= end for p in reading.problems)
