"""Reports on the screen: what was expected beside what came, told apart without colours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content

from tutor.app.exercise_report import (
    LONG,
    Fold,
    ReportView,
    contrast,
    plain_report,
    worded,
)
from tutor.app.exercise_results import first_report, headline, plain_verdict
from tutor.engine.verdicts import CaseResult, Report, Verdict


def underlined(content: Content) -> list[str]:
    """The pieces that are underlined."""
    return [
        content.plain[span.start : span.end]
        for span in content.spans
        if "underline" in str(span.style)
    ]


def test_two_numbers_stand_below_one_another() -> None:
    found = contrast("-0.1374", "-0.0374", 60)
    assert found.plain.splitlines() == ["expected  -0.1374", "got       -0.0374"]
    assert underlined(found) == ["-0.1374", "-0.0374"]


def test_only_what_differs_is_underlined() -> None:
    found = contrast("tensor of shape (3, 2)", "tensor of shape (3, 1)", 60)
    assert underlined(found) == ["2", "1"]


def test_lines_stand_side_by_side_with_a_sign_where_they_differ() -> None:
    found = contrast("[1, 2]\n[3, 4]", "[1, 2]\n[3, 5]", 60)
    assert [line.rstrip() for line in found.plain.splitlines()] == [
        "expected   got",
        "[1, 2]   │ [1, 2]",
        "[3, 4]   ≠ [3, 5]",
    ]


def test_without_room_they_stand_below_one_another_with_the_same_sign() -> None:
    found = contrast("[1.0, 2.0]\n[3.0, 4.0]", "[1.0, 2.0]\n[3.0, 5.0]\n[6.0, 7.0]", 22)
    assert [line.rstrip() for line in found.plain.splitlines()] == [
        "expected    [1.0, 2.0]",
        "          ≠ [3.0, 4.0]",
        "got         [1.0, 2.0]",
        "          ≠ [3.0, 5.0]",
        "          ≠ [6.0, 7.0]",
    ]


def test_rows_that_are_too_long_even_so_stand_below_their_names() -> None:
    found = contrast("[1.0, 2.0]\n[3.0, 4.0]", "[1.0, 2.0]\n[3.0, 5.0]", 21)
    assert [line.rstrip() for line in found.plain.splitlines()] == [
        "expected",
        "  [1.0, 2.0]",
        "≠ [3.0, 4.0]",
        "got",
        "  [1.0, 2.0]",
        "≠ [3.0, 5.0]",
    ]


def test_one_side_alone() -> None:
    assert contrast("", "None", 60).plain == "got  None"
    assert underlined(contrast("a tensor", "", 60)) == []


def test_very_long_texts_are_shown_without_looking_for_what_differs() -> None:
    text = "1 " * LONG
    assert underlined(contrast(text, text + "2", 60)) == []


# As texts come: free of terminal control.
TEXTS = st.text(st.characters(exclude_categories=["C"]) | st.just("\n"), max_size=60)


@given(TEXTS, TEXTS, st.integers(1, 100))
def test_nothing_is_lost_whatever_it_holds(expected: str, got: str, width: int) -> None:
    shown = contrast(expected, got, width).plain
    for line in [*expected.split("\n"), *got.split("\n")]:
        assert line in shown


def test_code_in_a_message_is_set_apart_and_nothing_else() -> None:
    found = worded("`__init__` takes *args and [b]no[/b] `2 ** 3`.")
    assert found.plain == "__init__ takes *args and [b]no[/b] 2 ** 3."
    assert [found.plain[s.start : s.end] for s in found.spans] == ["__init__", "2 ** 3"]


class Host(App[None]):
    """An app that shows one report."""

    def __init__(self, report: Report, printed: str = "") -> None:
        super().__init__()
        self.report = report
        self.printed = printed

    def compose(self) -> ComposeResult:
        yield ReportView(self.report, printed=self.printed)


@pytest.mark.parametrize(("kind", "folded"), [("raised", False), ("differs", True)])
async def test_a_traceback_is_folded_unless_it_is_the_point(kind: str, folded: bool) -> None:
    report = Report(kind, "No.", traceback="line 1\nline 2\n")  # type: ignore[arg-type]
    app = Host(report)
    async with app.run_test() as pilot:
        fold = app.query_one(Fold)
        assert fold.folded is folded
        fold.focus()
        await pilot.press("enter")
        assert fold.folded is not folded
        await pilot.click(fold)
        assert fold.folded is folded


async def test_much_that_was_printed_shows_its_end() -> None:
    app = Host(Report("differs", "No."), "".join(f"line {n}\n" for n in range(100)))
    async with app.run_test():
        shown = str(app.query_one(".report-printed").render())
        assert shown.startswith("… 95 lines above")
        assert shown.endswith("line 99")


def test_a_report_as_plain_text() -> None:
    report = Report("differs", "No.", "f(1)", 2, "result[0]", "1", "2", "hello\n", "trace", 7)
    assert plain_report(report).splitlines() == [
        "No.", "call 2: f(1)", "at result[0]", "expected: 1", "got: 2", "line 7",
        "your code printed:", "hello", "trace",
    ]  # fmt: skip


def test_a_verdict_as_plain_text() -> None:
    cases = [CaseResult("a", "A", True), CaseResult("b", "B", False, report=Report("shape", "No."))]
    verdict = Verdict("f", False, cases, unplayed=["C"], seconds=0.5)
    assert plain_verdict(verdict).splitlines() == [
        "✗ 1 of 3 passed, 0.50 s.", "✓ A", "✗ B", "    No.", "○ C (not played)",
    ]  # fmt: skip
    assert first_report(verdict) == Report("shape", "No.")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict("f", True, [CaseResult("a", "A", True)], seconds=12.0), "✓ Passed: 1 of 1, 12 s."),
        (Verdict("f", False, fault=Report("syntax", "…")), "✗ Your file can't be checked yet."),
        (Verdict("f", False, fault=Report("unwritten", "…")), "○ Nothing is written yet."),
    ],
)
def test_headlines(verdict: Verdict, words: str) -> None:
    assert headline(verdict).plain.startswith(words)
