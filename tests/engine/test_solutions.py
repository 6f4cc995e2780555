"""Reading a learner's file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.engine.solutions import flaw, read
from tutor.engine.verdicts import Report


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "sgd.py"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\ny = 2\n",
        b"x = 1\r\ny = 2\r\n",
        b"x = 1\ry = 2\r",
        b"\xef\xbb\xbfx = 1\ny = 2\n",
        b"\xef\xbb\xbfx = 1\r\ny = 2\n",
    ],
)
def test_line_ends_and_marks_of_other_systems_do_not_matter(tmp_path: Path, data: bytes) -> None:
    assert read(written(tmp_path, data)) == "x = 1\ny = 2\n"


@pytest.mark.parametrize(
    ("data", "kind", "line", "words"),
    [
        (b"", "empty", None, "`sgd.py` says nothing yet"),
        (b" \n\t\n", "empty", None, "says nothing"),
        (b"# only\n   # this\n", "empty", None, "says nothing"),
        (b"\xef\xbb\xbf", "empty", None, "says nothing"),
        (b"x = 1\ny = '\xe9'\n", "unreadable", 2, "Line 2 (byte 12 of the file) isn't UTF-8"),
        (b"\xff\xfex\0", "unreadable", None, "zero byte"),
        (b"\xffx = 1", "unreadable", 1, "Its first byte isn't UTF-8 text (byte 0xff)"),
        (b"x = 1\n\0", "unreadable", None, "Line 2 (byte 7 of the file) holds a zero byte"),
        (b"#" * 500_001, "unreadable", None, "larger than 500 kB"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else None,
)
def test_what_is_no_code_is_said(
    tmp_path: Path, data: bytes, kind: str, line: int | None, words: str
) -> None:
    found = read(written(tmp_path, data))
    assert isinstance(found, Report)
    assert found.kind == kind
    assert found.line == line
    assert words in found.message
    assert found.message.count(".") >= 2  # what is wrong, and what to do


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    data = b"x = 1\n" + b"#" * (500_000 - 6)
    assert read(written(tmp_path, data)) == data.decode()


def test_code_that_says_little_is_code(tmp_path: Path) -> None:
    for code in ("pass\n", '"""words"""\n', "\\\n\n1\n", "(\n", "...\n"):
        assert read(written(tmp_path, code.encode())) == code


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    gone = read(tmp_path / "sgd.py")
    assert isinstance(gone, Report)
    assert gone.kind == "missing"
    assert "`sgd.py`" in gone.message
    folder = read(tmp_path)
    assert isinstance(folder, Report)
    assert folder.kind == "unreadable"
    assert "folder" in folder.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sgd.py")
    found = read(tmp_path / "sgd.py")
    assert isinstance(found, Report)
    assert found.kind == "unreadable"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, b"x = 1\n")
    path.chmod(0)
    found = read(path)
    assert isinstance(found, Report)
    assert found.kind == "unreadable"
    assert "permissions" in found.message


def test_a_name_that_no_system_has_is_said(tmp_path: Path) -> None:
    for name in ("a\0b.py", "x" * 5000):
        found = read(tmp_path / name)
        assert isinstance(found, Report)
        assert found.kind in ("unreadable", "missing")


def test_half_a_character_from_the_editor_is_said() -> None:
    found = flaw("x = 1\ny = '\ud83d'\n")
    assert found is not None
    assert (found.kind, found.line) == ("unreadable", 2)
    assert "U+D83D" in found.message


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_reason(tmp_path: Path, data: bytes) -> None:
    found = read(written(tmp_path, data))
    if isinstance(found, str):
        assert flaw(found) is None
        assert "\r" not in found
    else:
        assert found.kind in ("unreadable", "empty")
        assert len(found.message) < 200
