"""Reports on a small screen: never more than fits, and a key for the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tutor.app.exercise_cases import CaseList
from tutor.app.exercise_fitting import AROUND, fitted, shortened
from tutor.app.exercise_report import More, ReportView
from tutor.app.themes import THEMES
from tutor.engine.verdicts import CaseResult, Report

CALL = "".join(f"x{n} = torch.tensor([0.25, 0.5, 0.75, 1.0, {n}])\n" for n in range(11)) + "f(x0)"
ROWS = "\n".join(f" [{n:3}, 0.25, 0.50]," for n in range(12))
PICTURE = "\n".join(["expected (5, 5)    got (5, 5)", *["│   │"] * 10])
TRACE = "Traceback (most recent call last):\n" + "  File x, line 3\n    y\n" * 11 + "ValueError: no"
WORDS = "`f` returns other numbers than expected. " * 7
FULL = {
    "call": CALL,
    "number": 3,
    "calls": 8,
    "place": "result[2, 1]",
    "paste": f"import torch\n{CALL}",
}
LARGEST = {
    "numbers": Report("differs", WORDS, **FULL, expected=ROWS, got=ROWS, printed="line\n" * 60),
    "wide": Report("differs", WORDS, **FULL, expected=ROWS * 3, got=ROWS * 3),
    "picture": Report("shape", WORDS, **FULL, picture=PICTURE, printed="line\n" * 60),
    "raised": Report("raised", WORDS, **FULL, traceback=TRACE, printed="line\n" * 60),
    "printed": Report("required", "No.", printed="line\n" * 60),
}


class Host(App[None]):
    """An app that shows one case, which has failed."""

    CSS_PATH = "../../tutor/app/tutor.tcss"

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report
        self.copied = ""

    def compose(self) -> ComposeResult:
        yield CaseList()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {}

    async def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        cases = self.query_one(CaseList)
        await cases.put([("a", "A case")])
        row = cases.take(CaseResult("a", "A case", False, report=self.report))
        assert row is not None
        await cases.open(row)
        cases.focus()

    def copy_to_clipboard(self, text: str) -> None:
        self.copied = text


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (52, 24)])
@pytest.mark.parametrize("name", LARGEST)
async def test_the_largest_reports_fit(name: str, size: tuple[int, int]) -> None:
    app = Host(LARGEST[name])
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        view = app.query_one(ReportView)
        assert view.region.height <= size[1] - AROUND + 1
        shown = "\n".join(str(widget.render()) for widget in view.query("Static"))
        assert ("No." if name == "printed" else "returns other numbers") in shown
        if LARGEST[name].call:
            assert "f(x0)" in shown


async def test_x_shows_all_and_less_again() -> None:
    app = Host(LARGEST["numbers"])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        small = app.query_one(ReportView).region.height
        await pilot.press("x")
        await pilot.pause()
        assert app.query_one(ReportView).region.height > 2 * small
        assert "less" in str(app.query_one(More).render())
        await pilot.press("x")
        await pilot.pause()
        assert app.query_one(ReportView).region.height == small
        app.query_one(More).focus()
        await pilot.press("enter")
        await pilot.pause()
        assert app.query_one(ReportView).region.height > small


async def test_y_copies_the_call_as_it_can_be_pasted() -> None:
    app = Host(LARGEST["wide"])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("y")
        assert app.copied == LARGEST["wide"].paste


async def test_what_fits_has_no_key() -> None:
    app = Host(Report("differs", "No.", "f(1)", 1, expected="1", got="2"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not app.query(More)
        await pilot.press("x", "y")
        assert app.copied == ""


def test_a_short_report_is_left_as_it_is() -> None:
    report = Report("differs", "No.", "f(1)", 1, expected="[1]\n[2]", got="[1]\n[3]")
    parts = fitted(report, "hello\n", width=76, height=24)
    assert (parts.call, parts.expected, parts.printed, parts.cut) == (
        "f(1)", "[1]\n[2]", "hello", False,
    )  # fmt: skip


def test_of_a_call_its_end_stays() -> None:
    assert shortened("x = 1\ny = 2\nf(x)", 2) == "…\nf(x)"
    assert shortened("x = 1\nf(x)", 1) == "f(x)"
    assert shortened("x = [\n    1,\n    2,\n]\nf(x)", 2) == "x = […]\nf(x)"


TEXTS = st.text(st.characters(exclude_categories=["C"]) | st.just("\n"), max_size=2000)


@settings(max_examples=50)
@given(TEXTS, TEXTS, TEXTS, st.integers(30, 130), st.integers(20, 50))
def test_cutting_never_makes_more(
    call: str, expected: str, got: str, width: int, height: int
) -> None:
    report = Report("differs", "No.", call, 1, expected=expected, got=got)
    parts = fitted(report, got, width=width, height=height)
    for shown, whole in ((parts.call, call), (parts.expected, expected), (parts.got, got)):
        assert shown.count("\n") <= whole.count("\n")
