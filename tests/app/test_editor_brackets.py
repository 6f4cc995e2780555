"""What typing a bracket, a quotation mark or Backspace does. `|` is the cursor."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.app import brackets
from tutor.app.brackets import Scan, erased, typed

ROOT = Path(__file__).parents[2]
SOURCES = [
    *(ROOT / "tutor" / "app").glob("*.py"),
    *(ROOT / "lessons").rglob("reference.py"),
]


def keys(before: str, text: str) -> str:
    """What becomes of a text when keys are pressed; `<` is Backspace."""
    offset = before.index("|")
    code = before.replace("|", "", 1)
    for key in text:
        done = erased(code, offset) if key == "<" else None
        if key in brackets.ALL:
            done = typed(code, offset, key)
        if done is None and key == "<":
            done = brackets.Typed("", 0, before=1)
        if done is None:
            done = brackets.Typed(key, 1)
        code = code[: offset - done.before] + done.text + code[offset + done.behind :]
        offset += done.cursor - done.before
    return code[:offset] + "|" + code[offset:]


@pytest.mark.parametrize(
    ("before", "pressed", "after"),
    [
        # a pair comes, and what closes it is stepped over
        ("|", "(", "(|)"),
        ("|", "f(x)", "f(x)|"),
        ("|", "{'a': [1, (2,)]}", "{'a': [1, (2,)]}|"),
        ("|", '"', '"|"'),
        ("|", '"a b"', '"a b"|'),
        ("f(|)", '"', 'f("|")'),
        ("x = |\ny", "[", "x = [|]\ny"),
        ("f(|, 2)", "[", "f([|], 2)"),
        # not before a word: the learner puts brackets around it
        ("x = |y", "(", "x = (|y"),
        ("|'a'", "(", "(|'a'"),
        ("f|(x)", "(", "f(|(x)"),
        ("|x", '"', '"|x'),
        # what closes is there already
        ("foo|)", "(", "foo(|)"),
        ("foo((a|)", ")", "foo((a)|)"),
        ("(|\n)", ")", "()|\n)"),
        ("f(a|]", ")", "f(a)|]"),
        # strings
        ("|", '"""doc"""', '"""doc"""|'),
        ("|", "'''a'''", "'''a'''|"),
        ("|", 'f"{x}"', 'f"{x}"|'),
        ("|", "rb'a'", "rb'a'|"),
        ("print|", "'", "print'|"),
        ("x = 'a'|", "'", "x = 'a''|"),
        ('""|', '"', '"""|"""'),
        ('"abc|"', '"', '"abc"|'),
        ('"""a|"""', '"""', '"""a"""|'),
        ('"a\\|"', '"', '"a\\"|"'),
        ('print("a|', ' b")', 'print("a b")|'),
        ("'a|'", '"', "'a\"|'"),
        ('"(|"', ")", '"()|"'),
        ('"|"', "(", '"(|"'),
        ('"""\n|\n"""', "(it's", '"""\n(it\'s|\n"""'),
        # words
        ("|", "don't", "don't|"),
        ("# |", "don't (ever)", "# don't (ever)|"),
        ("x = 1  # it|", "'s", "x = 1  # it's|"),
        # Backspace between the halves of a pair
        ("f(|)", "<", "f|"),
        ("[|]", "<", "|"),
        ('"|"', "<", "|"),
        ('"""|"""', "<", "|"),
        ("|", '"""<', "|"),
        ("|", "(<", "|"),
        ("|", '""<', '"|'),
        ("(|]", "<", "|]"),
        ("f(a|)", "<", "f(|)"),
        ("(| )", "<", "| )"),
        ('"(|)"', "<", '"|)"'),
        ("# (|)", "<", "# |)"),
        ("'a'|'b'", "<", "'a|'b'"),
        ("\"'|'\"", "<", '"|\'"'),
    ],
)
def test_keys(before: str, pressed: str, after: str) -> None:
    assert keys(before, pressed) == after


def test_backspace_at_the_ends_of_the_text() -> None:
    assert erased("()", 0) is None
    assert erased("()", 2) is None
    assert erased("", 0) is None


def test_source_code_can_be_typed_as_it_is() -> None:
    """No closing half is ever left over: each line of our own code, and whole files."""
    lines = 0
    for path in SOURCES:
        for line in path.read_text().splitlines():
            try:
                ast.parse(line.strip())
            except SyntaxError:
                continue
            if not set(line) & brackets.ALL or "<" in line or "|" in line:
                continue
            assert keys("|", line) == line + "|"
            lines += 1
    assert lines > 500
    text = (ROOT / "tutor" / "app" / "brackets.py").read_text()
    code, offset = "", 0
    for key in text:
        done = typed(code, offset, key) if key in brackets.ALL else None
        done = brackets.Typed(key, 1) if done is None else done
        code = code[:offset] + done.text + code[offset:]
        offset += done.cursor
    assert code == text


# --- where things are -------------------------------------------------------------------------


@pytest.mark.parametrize("path", SOURCES[:12], ids=lambda path: path.name)
def test_strings_and_comments_are_found_where_python_finds_them(path: Path) -> None:
    text = path.read_text()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = Scan(text)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        start = starts[token.start[0] - 1] + token.start[1]
        if token.type == tokenize.COMMENT:
            assert found.where(start) == "code"
            assert found.where(start + 1) == "comment"
            assert found.where(start + len(token.string)) == "comment"
        elif token.type == tokenize.STRING:
            prefix = len(token.string) - len(token.string.lstrip("rbfuRBFU"))
            end = start + len(token.string)
            assert found.where(start + prefix) == "code"
            assert found.where(start + prefix + 1) == "string"
            assert found.where(end - 1) == "string"
            assert found.where(end) == "code"
        elif token.type == tokenize.OP and token.string in brackets.PAIRS:
            other = found.pair(start)
            assert other is not None
            assert text[other] == brackets.PAIRS[token.string]
            assert found.pair(other) == start


def test_halves_are_found_around_strings_and_comments() -> None:
    text = "f(')', [1,  # )\n   2])"
    found = Scan(text)
    assert found.pair(1) == len(text) - 1
    assert found.pair(len(text) - 1) == 1
    assert found.pair(text.index("')'") + 1) is None
    assert found.pair(text.index("# )") + 2) is None
    assert found.open_at(len(text) - 2) == [1, text.index("[")]


def test_what_is_not_closed_has_no_other_half() -> None:
    found = Scan("f(a[1)\n)")
    assert found.pair(1) == 5
    assert found.pair(3) is None
    assert found.pair(7) is None


@given(st.text(alphabet="ab()[]{}'\"\\#\n :f", max_size=40), st.data())
def test_any_text_at_all(text: str, data: st.DataObject) -> None:
    """No text breaks it, a key never takes what is there, and halves belong together."""
    found = Scan(text)
    for start, character in enumerate(text):
        other = found.pair(start)
        if other is not None:
            assert found.pair(other) == start
            assert brackets.PAIRS.get(character, brackets.CLOSING.get(character)) == text[other]
    offset = data.draw(st.integers(0, len(text)))
    assert found.where(offset) in ("code", "string", "comment")
    assert all(each < offset for each in found.open_at(offset))
    for key in sorted(brackets.ALL):
        done = typed(text, offset, key)
        if done is not None:
            assert (done.before, done.behind) == (0, 0)
            assert done.text.startswith(key) or text[offset] == key
    done = erased(text, offset)
    if done is not None:
        assert done.before == done.behind <= offset
