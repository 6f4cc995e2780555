"""The scores that the app and docs/graders.md show are those of the exercises as they are."""

from __future__ import annotations

from pathlib import Path

from tutor.course import catalog, score_page, scores
from tutor.course.sheets import course_exercises

PAGE = Path(__file__).resolve().parents[2] / "docs" / "graders.md"
ADVICE = "run `tutor audit NAME --save lessons/graders.json` for these, then `make graders-page`"

found = catalog.load_course(catalog.default_root()).course
assert found is not None
course = found
FOLDERS = list(course_exercises(course))


def test_every_exercise_has_been_audited_as_it_is() -> None:
    kept = scores.read(course.root)
    changed = [
        folder.name
        for folder in FOLDERS
        if folder.name not in kept or kept[folder.name].digest != scores.digest(folder)
    ]
    assert changed == [], ADVICE
    assert kept.keys() == {folder.name for folder in FOLDERS}


def test_what_was_found_is_what_we_promise() -> None:
    for name, score in scores.read(course.root).items():
        for pair in (score.accepted, score.wrong, score.recognized):
            assert pair[0] == pair[1] > 0, name
        assert score.variations[0] >= 0.8 * score.variations[1] > 0, name
        assert score.mutants[0] + len(score.survivors) == score.mutants[1] > 0, name
        assert score.killed >= scores.LEAST, name
        assert len(score.survivors) <= max(1, score.mutants[1] / 20), name
        assert score.refused == 0, name


def test_the_page_is_made_of_them() -> None:
    assert PAGE.read_text("utf-8") == score_page.document(course)
