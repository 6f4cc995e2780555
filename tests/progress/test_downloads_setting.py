"""The setting `downloads`: its words, and what is wrong with others."""

from __future__ import annotations

import pytest

from tutor.progress.settings import DOWNLOADS, parse


def test_by_itself_a_lesson_asks() -> None:
    assert parse("").settings.downloads == "ask"


@pytest.mark.parametrize(
    ("written", "meant"),
    [*((f'"{word}"', word) for word in DOWNLOADS), ('" Never "', "never"),
     ("true", "always"), ("false", "never")],
)  # fmt: skip
def test_words_and_switches(written: str, meant: str) -> None:
    parsed = parse(f"downloads = {written}\n")
    assert parsed.settings.downloads == meant
    assert parsed.faults == ()


@pytest.mark.parametrize("written", ['"sometimes"', "3", '""', "[1]"])
def test_anything_else_is_said_and_not_used(written: str) -> None:
    parsed = parse(f"# first\ndownloads = {written}\n")
    assert parsed.settings.downloads == "ask"
    (fault,) = parsed.faults
    assert fault.line == 2
    assert fault.message.startswith("downloads")
