"""`tutor keys`, and what the other commands make of the settings."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest
from small_course import Command

from tutor.commands import places
from tutor.commands.common import device_of

SET = """\
device = "cpu"
[keys]
"lesson.next" = "ö, right"
"lesson.stop" = "x"
"""


@pytest.fixture
def settings(own_home: Path) -> Path:
    own_home.mkdir(parents=True, exist_ok=True)
    path = own_home / "settings.toml"
    path.write_text(SET)
    return path


def test_keys_are_listed_with_names_and_places(tutor: Command) -> None:
    assert tutor("keys") == 0
    lines = tutor.out.splitlines()
    assert lines[0] == "Everywhere"
    assert "  n                       next                        lesson.next" in lines
    assert tutor.err == ""


def test_those_of_the_settings_are_marked_and_faults_said(tutor: Command, settings: Path) -> None:
    assert tutor("keys", "lesson.") == 0
    assert "* ö, right                next                        lesson.next" in tutor.out
    assert "home.open" not in tutor.out
    assert f"{settings}: lesson.stop: it works while one types" in tutor.err


def test_one_document(tutor: Command, settings: Path) -> None:
    assert tutor("keys", "next", "--json") == 0
    (found,) = (key for key in tutor.document["keys"] if key["name"] == "lesson.next")
    assert found == {
        "name": "lesson.next", "place": "On a page", "does": "next",
        "keys": ["ö", "right"], "changed": True,
    }  # fmt: skip
    assert len(tutor.document["faults"]) == 1


def test_a_word_that_fits_nothing_is_said(tutor: Command) -> None:
    assert tutor("keys", "zzzz") == 0
    assert tutor.out == ""
    assert "`tutor keys` lists them all" in tutor.err


def test_the_doctor_looks_at_them(settings: Path) -> None:
    check = places.settings(settings.parent)
    assert check.state == "warn"
    assert "lesson.stop" in check.advice
    settings.write_text('[keys]\n"lesson.next" = "x"\n')
    assert places.settings(settings.parent).text.endswith("settings.toml, 1 key changed")
    settings.unlink()
    assert places.settings(settings.parent).text.endswith("none yet")
    assert not settings.exists()


@pytest.mark.parametrize(
    ("given", "variable", "expected"),
    [(None, "", "cpu"), ("mps", "", "mps"), (None, "cuda", None), ("mps", "cuda", "mps")],
)
@pytest.mark.usefixtures("settings")
def test_the_device_of_the_settings_comes_last(
    monkeypatch: pytest.MonkeyPatch, given: str | None, variable: str, expected: str | None
) -> None:
    monkeypatch.setenv("TUTOR_DEVICE", variable)
    assert device_of(Namespace(device=given)) == expected
