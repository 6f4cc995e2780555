"""The scores of the last audit: kept, told from scores that are out of date, shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course import score_page, scores
from tutor.course.model import Chapter, Course
from tutor.course.score_page import Row
from tutor.course.scores import Score, Survivor


def score(**changes: object) -> Score:
    found = {
        "digest": "0", "accepted": (4, 4), "wrong": (9, 9), "recognized": (9, 9),
        "variations": (11, 13), "mutants": (58, 60), "seeds": 1000,
        "survivors": (Survivor("-    return a + b\n+    return b + a", "Sums commute."),),
    }  # fmt: skip
    return Score(**{**found, **changes})  # type: ignore[arg-type]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    for name in ("second", "first"):
        folder = tmp_path / "chapter" / "lesson" / "exercises" / name
        (folder / "wrong").mkdir(parents=True)
        (folder / "reference.py").write_text("def f(): return 1\n")
        (folder / "wrong" / "two.py").write_text("def f(): return 2\n")
    return Course("c", "C", tmp_path, (Chapter("chapter", "Chapter", ("lesson",)),), {})


def folder_of(course: Course, name: str) -> Path:
    return course.root / "chapter" / "lesson" / "exercises" / name


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    kept = {"b": score(), "a": score(survivors=(), seeds=0)}
    scores.write(tmp_path, kept)
    assert scores.read(tmp_path) == kept
    assert (tmp_path / scores.FILE).read_text().index('"a"') < 10  # sorted: small diffs


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": {"digest": "0"}}', "\udcff"])
def test_a_file_that_makes_no_sense_holds_no_scores(tmp_path: Path, text: str) -> None:
    (tmp_path / scores.FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert scores.read(tmp_path) == {}


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert scores.read(tmp_path) == {}


def test_the_digest_follows_the_code_and_not_the_words(course: Course) -> None:
    folder = folder_of(course, "first")
    before = scores.digest(folder)
    (folder / "exercise.md").write_text("# Words\n")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.py").write_text("junk")
    assert scores.digest(folder) == before
    (folder / "wrong" / "two.py").rename(folder / "wrong" / "deux.py")
    renamed = scores.digest(folder)
    (folder / "reference.py").write_text("def f(): return 3\n")
    assert len({before, renamed, scores.digest(folder)}) == 3


def test_line_ends_of_another_system_change_no_digest(course: Course) -> None:
    folder = folder_of(course, "first")
    before = scores.digest(folder)
    (folder / "reference.py").write_bytes(b"def f(): return 1\r\n")
    assert scores.digest(folder) == before


def test_explained_survivors_are_no_mistakes() -> None:
    assert score().killed == pytest.approx(58 / 59)
    assert score(mutants=(59, 60)).killed == 1.0
    assert score(mutants=(0, 0), survivors=()).killed == 1.0


def test_rows_come_in_reading_order_and_know_whether_they_are_current(course: Course) -> None:
    digest = scores.digest(folder_of(course, "second"))
    kept = {"second": score(digest=digest), "first": score(digest="old"), "gone": score()}
    scores.write(course.root, kept)
    assert [(row.name, row.current) for row in score_page.rows(course)] == [
        ("first", False),
        ("second", True),
    ]


def test_the_page_has_every_number_and_every_reason() -> None:
    text = score_page.page([Row("sgd", score()), Row("gd", score(survivors=()), current=False)])
    assert "| sgd | 4/4 | 9/9 | 11/13 | 58/60   98 % | 1000, none refused |" in text
    assert "| gd (changed since) |" in text
    assert "| all | 8/8 | 18/18 | 22/26 | 116/120   97 % | 1000, none refused |" in text
    assert "Sums commute." in text
    assert "+    return b + a" in text


def test_refusals_are_not_hidden() -> None:
    rows = [Row("a", score(refused=2)), Row("b", score(seeds=10))]
    lines = score_page.markdown_table(rows).splitlines()
    assert "1000, 2 refused" in lines[2]
    assert "10, 2 refused" in lines[-1]  # as many seeds as every exercise had


def test_a_course_without_audits_says_so() -> None:
    assert "tutor audit" in score_page.page([])


@pytest.mark.parametrize(("share", "text"), [(1.0, "100 %"), (0.9999, "99 %"), (0.95, "95 %")])
def test_percents_are_never_rounded_up(share: float, text: str) -> None:
    assert score_page.percent(share) == text


def test_columns_that_do_not_fit_are_left_out() -> None:
    rows = [Row("max_stable_eta", score())]
    wide = score_page.text_table(rows, 120).splitlines()
    assert wide[0].split() == list(score_page.HEADER)
    for width in (72, 60, 45):
        table = score_page.text_table(rows, width).splitlines()
        assert max(map(len, table)) <= width
        assert "mutants" in table[0]
