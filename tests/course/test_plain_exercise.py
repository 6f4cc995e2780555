"""Exercises as plain text: what is asked, and nothing that gives it away."""

from __future__ import annotations

from pathlib import Path

from tutor.course import plain
from tutor.course.model import Exercise, ExerciseLink, Formula, Page, Prose

EXERCISE = Exercise(
    name="descend",
    title="One step of $x$",
    folder=Path(),
    provides=("descend",),
    covers=(),
    statement=(Prose("Write **descend**, for $x_i$.", 1), Formula("x", "x ← x − η g", 2)),
    hints=("Look at the gradient.",),
    feedback={"uphill": "You add."},
    starter="def descend(): ...\n",
    reference="def descend(): return 1\n",
)


def test_title_and_statement() -> None:
    text = plain.exercise(EXERCISE)
    assert text.splitlines()[:2] == ["Exercise: One step of x", "-----------------------"]
    assert "Write descend, for xᵢ." in text
    assert "x ← x − η g" in text
    for secret in ("Look at", "You add", "return 1"):
        assert secret not in text


def test_a_page_has_the_exercises_that_are_known() -> None:
    page = Page("Your turn", (Prose("Now.", 1),), (ExerciseLink("descend", 3),), 1)
    assert plain.page(page).endswith("Exercise: descend")
    assert plain.exercise(EXERCISE) in plain.page(page, exercises={"descend": EXERCISE})
