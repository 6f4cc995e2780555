"""What Enter, Tab, Backspace and the comment key make of lines. `|` is the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.app import indenting
from tutor.app.indenting import dedented, indented, new_line, pasted, to_previous_stop, toggled


def enter(before: str) -> str:
    offset = before.index("|")
    text = before.replace("|", "", 1)
    first, second = new_line(text, offset)
    return text[:offset] + first + "|" + second + text[offset:]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("|", "\n|"),
        ("x = 1|", "x = 1\n|"),
        ("    x = 1|", "    x = 1\n    |"),
        ("    |x", "    \n    |x"),
        ("|    x", "\n|    x"),
        # blocks begin and end
        ("def f():|", "def f():\n    |"),
        ("    if x:  # why: this|", "    if x:  # why: this\n        |"),
        ("x = 1  # note:|", "x = 1  # note:\n|"),
        ('for a in "b:":|', 'for a in "b:":\n    |'),
        ("    return x|", "    return x\n|"),
        ("        raise ValueError(x)|", "        raise ValueError(x)\n    |"),
        ("    pass;|", "    pass;\n|"),
        ("    returned = 1|", "    returned = 1\n    |"),
        ("return x|", "return x\n|"),
        # inside brackets
        ("    f(|)", "    f(\n        |\n    )"),
        ("x = [|]", "x = [\n    |\n]"),
        ("f(|", "f(\n    |"),
        ("f(|a)", "f(\n    |a)"),
        ("f(a,|)", "f(a,\n  |)"),
        ("    d = {'a': 1,|}", "    d = {'a': 1,\n         |}"),
        ("f(\n    a,|\n)", "f(\n    a,\n    |\n)"),
        ("f(  # why|\n)", "f(  # why\n    |\n)"),
        ("def f(a,\n      b):|", "def f(a,\n      b):\n    |"),
        # after them: as the statement began
        ("x = f(\n    a,\n    b)|", "x = f(\n    a,\n    b)\n|"),
        ("    return f(\n        1)|", "    return f(\n        1)\n|"),
        ("if f(\n    1,\n):|", "if f(\n    1,\n):\n    |"),
        # a bracket that was forgotten long ago
        ("x = f(\n\ndef g():|", "x = f(\n\ndef g():\n    |"),
        # inside strings
        ('s = """a:|', 's = """a:\n|'),
        ('    """Say (this|\n    """', '    """Say (this\n    |\n    """'),
        ('s = """a\n   b"""|', 's = """a\n   b"""\n|'),
        ('    s = """a\nb"""|', '    s = """a\nb"""\n    |'),
    ],
)
def test_enter(before: str, after: str) -> None:
    assert enter(before) == after


@given(st.text(alphabet="ab()[]{}'\"#\n :", max_size=40), st.data())
def test_enter_in_any_text(text: str, data: st.DataObject) -> None:
    before, behind = new_line(text, data.draw(st.integers(0, len(text))))
    assert before.startswith("\n")
    assert before.strip() == behind.strip() == ""


@pytest.mark.parametrize(
    ("before", "blanks"),
    [("", 0), (" ", 1), ("    ", 4), ("     ", 1), ("        ", 4), ("   x", 0), ("\t", 0)],
)
def test_backspace_in_the_indentation(before: str, blanks: int) -> None:
    assert to_previous_stop(before) == blanks


def test_indenting_and_back() -> None:
    lines = ["a", "", "    b", "  "]
    assert indented(lines) == ["    a", "", "        b", "  "]
    assert dedented(indented(["a", "", "    b"])) == ["a", "", "    b"]
    assert dedented(["  a", "\tb", "c", "      d"]) == ["a", "b", "c", "  d"]


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (["x = 1"], ["# x = 1"]),
        (["    x", "  y", "", "      z"], ["  #   x", "  # y", "", "  #     z"]),
        (["# x", "    # y"], ["x", "    y"]),
        (["#x", "", "# y"], ["x", "", "y"]),
        (["# x", "y"], ["# # x", "# y"]),
        ([""], ["# "]),
        (["    "], ["    # "]),
        (["", ""], ["", ""]),
        (["x  # y"], ["# x  # y"]),
    ],
)
def test_comments(lines: list[str], after: list[str]) -> None:
    assert toggled(lines) == after


@given(st.lists(st.text(alphabet="ab #", max_size=8), min_size=1, max_size=5))
def test_commenting_twice_changes_nothing(lines: list[str]) -> None:
    if any(line.strip() for line in lines) and not all(
        line.lstrip().startswith("#") for line in lines if line.strip()
    ):
        assert toggled(toggled(lines)) == lines


def test_pasted_text() -> None:
    assert pasted("if a:\r\n\tb\t= 1\r  \tc\0") == "if a:\n    b\t= 1\n    c"
    assert indenting.INDENT == 4
