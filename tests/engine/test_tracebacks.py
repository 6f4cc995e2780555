"""Errors in words: the lesson's own lines, a word about libraries, nothing of ours."""

from __future__ import annotations

import json
import re

import pytest

from tutor.engine import sources, tracebacks
from tutor.engine.tracebacks import Report, report

FILE = "lessons/first/lesson.md"


def fail(text: str, *, line: int = 10, cell: str = "one", **names: object) -> Report:
    """The report of running a cell that raises."""
    source = sources.Source(FILE, line, cell, text)
    names.setdefault("__name__", "__main__")
    try:
        exec(source.compile(), names)
    except BaseException as error:
        # In the runner the first frame is one of ours; here it is this file's.
        trace = error.__traceback__.tb_next if error.__traceback__ else None
        return report(error.with_traceback(trace), source)
    raise AssertionError("nothing was raised")


def test_lines_are_those_of_the_lesson_file_with_carets() -> None:
    told = fail("def f(n):\n    return 1 / n\n\nf(0)")
    assert told.text == (
        "Traceback (most recent call last):\n"
        f'  File "{FILE}", line 13, in cell one\n'
        "    f(0)\n"
        f'  File "{FILE}", line 11, in f\n'
        "    return 1 / n\n"
        "           ~~^~~\n"
        "ZeroDivisionError: division by zero"
    )
    assert (told.kind, told.message, told.line) == ("ZeroDivisionError", "division by zero", 2)


def test_a_function_of_another_cell_is_quoted_from_there() -> None:
    names: dict[str, object] = {"__name__": "__main__"}
    exec(sources.Source(FILE, 3, "setup", "def f():\n    raise KeyError('a')").compile(), names)
    # The learner's edit is longer than the cell in the file: both claim lines 3 and 4.
    told = fail("# 1\n# 2\nf()", line=1, cell="edited", **names)
    assert f'line 3, in cell edited\n    f()\n  File "{FILE}", line 4, in f\n' in told.text
    assert "raise KeyError('a')" in told.text
    assert told.line == 3


def test_frames_of_libraries_are_counted() -> None:
    told = fail("import json\njson.loads('{')", json=json)
    assert "  … 3 frames inside json\n" in told.text
    assert told.kind == "json.decoder.JSONDecodeError"
    assert "site-packages" not in told.text
    assert "lib/python" not in told.text


def test_our_own_frames_are_hidden() -> None:
    told = fail("from tutor.kit import live\nlive.log(0, loss=None)")
    assert told.text.count("File") == 1
    assert "… " not in told.text
    assert told.text.endswith("loss is None. Log a float, such as float(loss).")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a = 1\nb = (2,\nc = 3", 2, "'(' was never closed"),
        ("if True:\nx = 1", 2, "expected an indented block"),
        ("x = 1\n y = 2", 2, "unexpected indent"),
        ("print 'a'", 1, "Missing parentheses"),
        ("await f()", 1, "outside"),
        ("a\0b", None, "null bytes"),
    ],
)
def test_syntax_errors_point_at_the_line(text: str, line: int | None, said: str) -> None:
    told = fail(text, line=20)
    assert told.line == line
    assert said in told.message
    assert "ast" not in told.text
    if line is not None:
        assert told.text.startswith(f'  File "{FILE}", line {19 + line}\n')
        assert told.text.splitlines()[1].strip() in text
    if line is not None and said != "unexpected indent":  # Python gives that one no caret
        assert re.search(r"^ +\^+$", told.text, re.MULTILINE)


def test_causes_and_contexts_are_told() -> None:
    told = fail("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise OSError('x') from e")
    assert "direct cause" in told.text
    assert told.text.endswith("OSError: x")
    assert told.line == 4
    told = fail("try:\n    1 / 0\nexcept ZeroDivisionError:\n    int('a')")
    assert "During handling of the above exception" in told.text
    told = fail("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise OSError('x') from None")
    assert "ZeroDivisionError" not in told.text


def test_groups_and_notes_are_told() -> None:
    told = fail(
        "e = ValueError('a')\ne.add_note('look here')\n"
        "raise ExceptionGroup('many', [e, TypeError('b')])"
    )
    assert "ValueError: a\n    | look here" in told.text
    assert "TypeError: b" in told.text
    assert told.message == "many (2 sub-exceptions)"


def test_an_exception_whose_str_raises() -> None:
    told = fail("class Odd(Exception):\n    def __str__(self):\n        1 / 0\nraise Odd()")
    assert (told.kind, told.message) == ("Odd", "<exception str() failed>")
    assert told.text.endswith("Odd: <exception str() failed>")


@pytest.mark.parametrize("cycle", [1, 2, 3])
def test_a_recursion_is_folded(cycle: int) -> None:
    lines = [f"def f{n}(): f{(n + 1) % cycle}()" for n in range(cycle)]
    told = fail("\n".join([*lines, "f0()"]))
    assert told.kind == "RecursionError"
    assert re.search(r"… the last .*repeats? \d+ more times", told.text)
    assert len(told.text.splitlines()) < 10 + 6 * cycle


def test_a_deep_but_irregular_stack_is_cut() -> None:
    body = "\n".join(f"def f{n}(): f{n + 1}()" for n in range(100))
    told = fail(f"{body}\ndef f100(): 1 / 0\nf0()")
    assert "more calls" in told.text
    assert "in f0\n" in told.text
    assert "in f100\n" in told.text
    assert "in f50\n" not in told.text


def test_huge_messages_are_cut_and_cleaned() -> None:
    told = fail("raise ValueError('\\x1b[31m' + 'x' * 10_000_000)")
    assert len(told.message) < 3000
    assert len(told.text) < 15_000
    assert "\x1b" not in told.text
    assert "characters left out" in told.text


def test_a_misspelt_name_is_recognized() -> None:
    assert "Did you mean: 'print'?" in fail("prnt(1)").text
    assert "Did you mean: 'learning_rate'?" in fail("x = learning_rat", learning_rate=1).text
    told = fail("import json\njson.lods")
    assert told.text.endswith("Did you mean: 'loads'?")
    assert "Did you mean" not in fail("qqqqqq").text


def test_strings_that_the_learner_executes_are_their_own_lines() -> None:
    told = fail("exec('1 / 0')")
    assert 'File "<string>", line 1' in told.text
    assert told.line == 1


def test_the_last_expression_is_found_unless_a_semicolon_hides_it() -> None:
    def value(text: str) -> object:
        names: dict[str, object] = {}
        exec(sources.Source(FILE, 5, "one", text).compile(), names)
        return names.get(sources.RESULT, "nothing")

    assert value("x = 2\nx + 1") == 3
    assert value("x = 2\n(x +\n 1) # ;") == 3
    assert value("'text'") == "text"
    assert value("x = 2; x;") == "nothing"
    assert value("x = 2\n(x)  ;  # no") == "nothing"
    assert value("x = 2") == "nothing"
    assert value("") == "nothing"
    assert value("'é'; 'ü';") == "nothing"


def test_a_cell_inherits_no_future_of_ours() -> None:
    names: dict[str, object] = {}
    exec(sources.Source(FILE, 1, "one", "def f(x: 1 + 1): ...").compile(), names)
    assert names["f"].__annotations__ == {"x": 2}  # type: ignore[attr-defined]


def test_brief_tells_a_thread_s_error() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        exec(sources.Source(FILE, 4, "one", "1 / 0").compile(), {})
    text = tracebacks.brief(caught.value)
    assert text.endswith("ZeroDivisionError: division by zero\n")
    assert "line 4, in cell one" in text
