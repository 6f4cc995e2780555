"""`tutor check` names the convention that a right solution goes by."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubling import WRONG, exercise
from small_course import Command

from tutor.commands.check import Outcome
from tutor.commands.errors import Exit
from tutor.commands.verdicts import Printer, document
from tutor.course.exercises import read_exercise
from tutor.course.model import Exercise
from tutor.engine import with_feedback
from tutor.engine.verdicts import Verdict

WORDS = "\n## Conventions\n\n### thrice\n\nThree times, as in the *old* book.\n"


@pytest.fixture
def made(tmp_path: Path) -> Exercise:
    check = '@case\ndef one(mine):\n    """One"""\n    mine.double(draw(3, low=1, high=2))\n'
    check = f"from tutor.grading import case, draw\n\n\n{check}"
    home = exercise(tmp_path / "doubling", check=check, wrong=WRONG).folder
    (home / "accepted").mkdir()
    code = "# convention: thrice\ndef double(x):\n    return 3 * x\n"
    (home / "accepted" / "thrice.py").write_text(code)
    with (home / "exercise.md").open("a") as page:
        page.write(WORDS)
    found, problems = read_exercise(home)
    assert found is not None, problems
    return found


def test_a_convention_in_words_and_as_json(
    made: Exercise, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tutor = Command(tmp_path, capsys)
    path = tmp_path / "mine.py"
    path.write_text("def double(x):\n    return x + x + x\n")
    assert tutor("check", str(made.folder), str(path)) == Exit.FINE
    assert "Three times, as in the old book." in tutor.out
    assert tutor("check", str(made.folder), str(path), "--json") == Exit.FINE
    words = {"name": "thrice", "text": "Three times, as in the *old* book."}
    assert tutor.document["convention"] == words


def test_no_convention(made: Exercise) -> None:
    verdict = Verdict("doubling", passed=True)
    assert document(made, "mine.py", 0, Outcome(verdict))["convention"] is None


@pytest.mark.parametrize(("certain", "opening"), [(True, "This is"), (False, "It may be this. ")])
def test_how_sure_a_diagnosis_is(
    made: Exercise, certain: bool, opening: str, capsys: pytest.CaptureFixture[str]
) -> None:
    verdict = with_feedback(Verdict("doubling", passed=False), "same", certain=certain)
    Printer(made).end(Outcome(verdict))
    assert capsys.readouterr().out.strip().startswith(opening)
