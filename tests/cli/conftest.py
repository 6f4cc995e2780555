"""The course that the commands are tried on, and the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import BAD, COURSE, LESSON, LOOPING, RAISING, Command


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    (root / "course.yml").write_text(COURSE)
    lessons = {"adding": LESSON, "breaking": RAISING, "looping": LOOPING, "bad": BAD}
    for name, text in lessons.items():
        folder = root / "one" / name
        folder.mkdir(parents=True)
        (folder / "lesson.md").write_text(text)
    (root / "one/adding/lesson.zh.md").write_text(
        LESSON.replace("# Small steps", "# 小步").replace(
            "summary: Counting", "summary: 数数 Counting"
        )
    )
    return root


@pytest.fixture
def tutor(written: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(written, capsys)
