"""What is kept comes back: places, answers, done, edits, attempts, settings."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.progress import AnswerRecord, Edit, Place, Progress, home_dir

COURSE, LESSON = "deep-learning", "gradient_descent"


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress.open(tmp_path)


def again(progress: Progress) -> Progress:
    """The same file, opened as the next start of Tutor would."""
    assert progress.path is not None
    progress.close()
    return Progress.open(progress.path.parent)


def test_home_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "mine"))
    assert home_dir() == tmp_path / "mine"
    with_default = Progress.open()
    assert with_default.path == tmp_path / "mine" / "progress.db"
    with_default.close()
    monkeypatch.setenv("TUTOR_HOME", "~/learning")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home_dir() == tmp_path / "learning"
    monkeypatch.setenv("TUTOR_HOME", "relative")
    assert home_dir().is_absolute()
    monkeypatch.setenv("TUTOR_HOME", "  ")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert "tutor-dl" in home_dir().parts


def test_a_fresh_file_is_empty_and_says_nothing(progress: Progress) -> None:
    assert progress.notices == ()
    assert progress.place(COURSE) is None
    assert progress.answers(COURSE, LESSON) == {}
    assert progress.done(COURSE, LESSON) == {}
    assert progress.edits(COURSE, LESSON) == {}
    assert progress.attempts(COURSE, "sgd") == []
    assert progress.setting("theme", "dark") == "dark"
    assert progress.unsaved == 0


def test_the_last_place_counts(progress: Progress) -> None:
    places = [Place("momentum", 2), Place(LESSON, 0, "walk"), Place("momentum", 5, "beta")]
    for place in places:
        progress.set_place(COURSE, place)
    progress.set_place("another", Place("else", 1))
    progress = again(progress)
    assert progress.place(COURSE) == places[-1]
    assert progress.place(COURSE, LESSON) == places[1]
    assert progress.place(COURSE, "unseen") is None
    progress.set_place(COURSE, places[1])  # within the same second
    assert progress.place(COURSE) == places[1]


def test_answers_are_kept_as_history_and_read_as_the_latest(progress: Progress) -> None:
    progress.record_answer(COURSE, LESSON, "rate", "d1", "0.25", False)
    progress.record_answer(COURSE, LESSON, "order", "d2", ["b = 1", "a = b"], True)
    progress.record_answer(COURSE, LESSON, "rate", "d3", "0.5", True)
    progress.record_answer("another", LESSON, "rate", "d1", "7", False)
    progress = again(progress)
    answers = progress.answers(COURSE, LESSON)
    assert set(answers) == {"rate", "order"}
    assert answers["order"].given == ["b = 1", "a = b"]
    rate = answers["rate"]
    assert rate == AnswerRecord(given="0.5", right=True, digest="d3", at=rate.at, tries=2)
    at = datetime.fromisoformat(rate.at)
    assert at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
    rows = progress._store.rows("SELECT given FROM answers WHERE course = ? ORDER BY id", (COURSE,))
    assert len(rows) == 3


def test_done_keeps_the_latest_digest(progress: Progress) -> None:
    progress.mark_done(COURSE, LESSON, "walk", "old")
    progress.mark_done(COURSE, LESSON, "walk", "new")
    progress.mark_done(COURSE, "momentum", "walk", "other")
    assert again(progress).done(COURSE, LESSON) == {"walk": "new"}


def test_an_edit_can_be_dropped(progress: Progress) -> None:
    progress.save_edit(COURSE, LESSON, "walk", "eta = 0.2", "d1")
    progress.save_edit(COURSE, LESSON, "walk", "eta = 0.3", "d1")
    progress.save_edit(COURSE, LESSON, "other", "x = 1", "d2")
    progress = again(progress)
    assert progress.edits(COURSE, LESSON)["walk"] == Edit("eta = 0.3", "d1")
    progress.drop_edit(COURSE, LESSON, "walk")
    progress.drop_edit(COURSE, LESSON, "never there")
    assert set(again(progress).edits(COURSE, LESSON)) == {"other"}


def test_attempts_come_back_in_order(progress: Progress) -> None:
    first = progress.save_attempt(COURSE, "sgd", "def sgd(): ...", False, '{"passed": false}')
    second = progress.save_attempt(COURSE, "sgd", "def sgd(): return 1", True, "{}")
    progress.save_attempt(COURSE, "adam", "", False, "{}")
    attempts = again(progress).attempts(COURSE, "sgd")
    assert [a.id for a in attempts] == [first, second]
    assert [a.passed for a in attempts] == [False, True]
    assert attempts[0].code == "def sgd(): ..."
    assert attempts[0].verdict == '{"passed": false}'


def test_settings(progress: Progress) -> None:
    progress.set_setting("theme", "light")
    progress.set_setting("theme", "ansi")
    assert again(progress).setting("theme", "dark") == "ansi"


@settings(max_examples=30)
@given(text=st.text(st.characters(codec=None)), lines=st.lists(st.text(), max_size=4))
def test_any_text_can_be_kept(text: str, lines: list[str]) -> None:
    """NUL, line ends of every kind, and halves of surrogate pairs from a bad paste."""
    progress = Progress.in_memory()
    progress.record_answer(COURSE, LESSON, "q", "d", text, False)
    assert progress.answers(COURSE, LESSON)["q"].given == text
    progress.record_answer(COURSE, LESSON, "q", "d", lines, False)
    assert progress.answers(COURSE, LESSON)["q"].given == lines
    progress.save_edit(COURSE, LESSON, "c", text, "d")
    stored = progress.edits(COURSE, LESSON)["c"].source
    assert len(stored) == len(text)
    assert stored == text or any("\ud800" <= char <= "\udfff" for char in text)
    progress.close()


def test_carry_over_follows_renamed_activities(progress: Progress) -> None:
    progress.record_answer(COURSE, LESSON, "old", "d", "1", True)
    progress.mark_done(COURSE, LESSON, "old", "d")
    progress.save_edit(COURSE, LESSON, "cell", "x = 1", "d")
    progress.set_place(COURSE, Place(LESSON, 3, "old"))
    progress.mark_done(COURSE, "momentum", "old", "d")
    progress.carry_over(COURSE, LESSON, {"old": "new", "cell": "room", "never": "more"})
    progress = again(progress)
    assert set(progress.answers(COURSE, LESSON)) == {"new"}
    assert progress.done(COURSE, LESSON) == {"new": "d"}
    assert progress.edits(COURSE, LESSON) == {"room": Edit("x = 1", "d")}
    assert progress.place(COURSE) == Place(LESSON, 3, "new")
    assert progress.done(COURSE, "momentum") == {"old": "d"}  # of that lesson only
    progress.carry_over(COURSE, LESSON, {"old": "new"})  # again at each opening
    assert progress.done(COURSE, LESSON) == {"new": "d"}


def test_carry_over_does_not_replace_what_is_newer(progress: Progress) -> None:
    progress.mark_done(COURSE, LESSON, "old", "before")
    progress.mark_done(COURSE, LESSON, "new", "after")
    progress.record_answer(COURSE, LESSON, "old", "d", "1", False)
    progress.record_answer(COURSE, LESSON, "new", "d", "2", True)
    progress.carry_over(COURSE, LESSON, {"old": "new"})
    assert progress.done(COURSE, LESSON) == {"new": "after"}
    answer = progress.answers(COURSE, LESSON)["new"]
    assert (answer.given, answer.tries) == ("2", 2)


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_ids_may_change_places(progress: Progress, order: tuple[str, ...]) -> None:
    for name in "abc":
        progress.mark_done(COURSE, LESSON, name, f"was {name}")
    progress.carry_over(COURSE, LESSON, dict(zip("abc", order, strict=True)))
    expected = {new: f"was {old}" for old, new in zip("abc", order, strict=True)}
    assert progress.done(COURSE, LESSON) == expected


def test_closing_twice_and_writing_afterwards_is_harmless(progress: Progress) -> None:
    progress.mark_done(COURSE, LESSON, "walk", "d")
    progress.close()
    progress.close()
    progress.mark_done(COURSE, LESSON, "late", "d")
    assert progress.done(COURSE, LESSON) == {}
    assert progress.path is not None
    assert Progress.open(progress.path.parent).done(COURSE, LESSON) == {"walk": "d"}


def test_a_verdict_is_completed_later(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path)
    first = progress.save_attempt("c", "sgd", "one", False, '{"feedback": ""}')
    second = progress.save_attempt("c", "sgd", "two", False, '{"feedback": ""}')
    progress.set_verdict(first, '{"feedback": "uphill"}')
    progress.close()
    progress = Progress.open(tmp_path)
    kept = {each.id: each.verdict for each in progress.attempts("c", "sgd")}
    assert kept == {first: '{"feedback": "uphill"}', second: '{"feedback": ""}'}
    progress.close()
