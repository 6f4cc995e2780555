"""Knobs: what may be typed, how they step, and what becomes of a cell's code."""

from __future__ import annotations

import ast
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course import knobs
from tutor.course.knobs import KnobError, default_of, parse, step, substitute
from tutor.course.model import Knob

ETA = Knob("eta", 0.4, low=0.01, high=3.0, scale="log")
STEPS = Knob("steps", 20, low=1, high=100)
NAME = Knob("name", "sgd")
NESTEROV = Knob("nesterov", False)
KIND = Knob("kind", "relu", options=("relu", "tanh", "Leaky ReLU"))
SIZE = Knob("size", 32, options=(16, 32, 64))


@pytest.mark.parametrize(
    ("knob", "text", "value"),
    [
        (ETA, "0.5", 0.5),
        (ETA, " 1/2 ", 0.5),
        (ETA, "5e-1", 0.5),
        (ETA, ".5", 0.5),
        (ETA, "３", 3.0),  # from a Chinese keyboard
        (Knob("b", -1.0), "−2", -2.0),
        (STEPS, "20", 20),
        (STEPS, "1e2", 100),
        (NAME, " adam ", "adam"),
        (NESTEROV, "True", True),
        (NESTEROV, "no", False),
        (KIND, "TANH", "tanh"),
        (KIND, "leaky relu", "Leaky ReLU"),
        (SIZE, "64", 64),
        (SIZE, "64.0", 64),
    ],
)
def test_parse(knob: Knob, text: str, value: object) -> None:
    parsed = parse(knob, text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("knob", "text", "message"),
    [
        (ETA, "abc", "eta takes a number, such as 0.4; not 'abc'"),
        (ETA, "", "takes a number"),
        (ETA, "1/0", "takes a number"),
        (ETA, "1/2/3", "takes a number"),
        (ETA, "5", "eta goes from 0.01 to 3; 5 is outside"),
        (ETA, "nan", "finite"),
        (ETA, "1e400", "finite"),
        (ETA, "9" * 300, "at most 200 characters"),
        (STEPS, "2.5", "steps takes a whole number"),
        (STEPS, "0", "steps goes from 1 to 100; 0 is outside"),
        (Knob("n", 2, low=1), "0", "n is at least 1"),
        (Knob("n", 2, high=3), "4", "n is at most 3"),
        (NESTEROV, "2", "True or False"),
        (KIND, "gelu", "kind is one of relu, tanh, Leaky ReLU; not 'gelu'"),
    ],
)
def test_what_a_knob_does_not_take(knob: Knob, text: str, message: str) -> None:
    with pytest.raises(KnobError) as caught:
        parse(knob, text)
    assert message in str(caught.value)


@given(st.text(max_size=30), st.sampled_from([ETA, STEPS, NAME, NESTEROV, KIND, SIZE]))
def test_any_text_is_a_value_in_range_or_an_error(text: str, knob: Knob) -> None:
    try:
        value = parse(knob, text)
    except KnobError:
        return
    if knob.options:
        assert value in knob.options
    elif isinstance(value, float | int) and knob.low is not None and knob.high is not None:
        assert knob.low <= value <= knob.high


@pytest.mark.parametrize(
    ("knob", "value", "direction", "expected"),
    [
        (ETA, 0.4, 1, 0.5),
        (ETA, 0.4, -1, 0.2),
        (ETA, 0.5, 1, 1.0),
        (ETA, 3.0, 1, 3.0),
        (ETA, 0.01, -1, 0.01),
        (Knob("x", 0.2, low=0.0, high=1.0, step=0.1), 0.2, 1, 0.3),
        (Knob("x", 0.2, low=0.0, high=1.0), 0.2, 1, 0.25),
        (Knob("f", 1.0, low=0.1, high=100.0, step=10.0, scale="log"), 1.0, 1, 10.0),
        (STEPS, 20, 1, 25),
        (STEPS, 100, 1, 100),
        (Knob("n", 3), 3, 1, 4),
        (NESTEROV, False, 1, True),
        (NESTEROV, True, -1, False),
        (KIND, "relu", 1, "tanh"),
        (KIND, "relu", -1, "relu"),
        (NAME, "sgd", 1, "sgd"),
    ],
)
def test_step(knob: Knob, value: object, direction: int, expected: object) -> None:
    stepped = step(knob, value, direction)  # type: ignore[arg-type]
    assert stepped == expected
    assert type(stepped) is type(expected)


@given(st.floats(0.01, 3.0), st.sampled_from([1, -1]))
def test_a_step_stays_in_range_and_moves(value: float, direction: int) -> None:
    for knob in (ETA, Knob("x", 0.4, low=0.01, high=3.0)):
        moved = step(knob, value, direction)
        assert isinstance(moved, float)
        assert 0.01 <= moved <= 3.0
        assert (moved - value) * direction >= -1e-9
        at_the_end = math.isclose(value, 3.0 if direction > 0 else 0.01, rel_tol=1e-8)
        assert moved != value or at_the_end


# --- code --------------------------------------------------------------------------------------

CELL = """\
# the rate
eta = 0.4  # try 1.2
note = "η = " + str(eta)   # ünïcode
steps: int = (
    20
)
run(eta=eta, steps=steps)
"""


def test_substitute_changes_the_right_sides_only() -> None:
    assert substitute(CELL, {"eta": 1.2}) == CELL.replace("0.4", "1.2")
    assert substitute(CELL, {"steps": 7, "eta": 1e-6}) == CELL.replace("0.4", "1e-06").replace(
        "20", "7"
    )
    assert substitute(CELL, {}) == CELL


def test_substitute_counts_bytes_as_python_does() -> None:
    source = 'µ = "é"; eta = 0.4; ß = "ü"'
    assert substitute(source, {"eta": -1}) == 'µ = "é"; eta = -1; ß = "ü"'
    assert substitute("x = 1\r\ny = 2\r\n", {"y": 3}) == "x = 1\r\ny = 3\r\n"
    assert substitute("a = 1\x0c\nb = 2", {"b": 3}) == "a = 1\x0c\nb = 3"


@pytest.mark.parametrize("value", [True, -0.5, 3, 1e300, "it's", "a\nb", "\\"])
def test_what_is_put_in_is_what_comes_out(value: float | int | str | bool) -> None:
    assert default_of(substitute(CELL, {"eta": value}), "eta") == value


@given(st.text(max_size=20), st.floats(allow_nan=False, allow_infinity=False))
def test_any_text_around_a_knob_stays(text: str, value: float) -> None:
    source = f"before = {text!r}\nx = 1  # {text!a}\nafter = {text!r}"
    changed = substitute(source, {"x": value})
    assert changed.splitlines()[0] == source.splitlines()[0]
    assert ast.literal_eval(ast.parse(changed).body[1].value) == value  # type: ignore[attr-defined]


def test_default_of() -> None:
    assert default_of(CELL, "eta") == 0.4
    assert default_of("x = -2", "x") == -2
    assert default_of("kind = 'relu'", "kind") == "relu"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("y = 1", "has no line `x = …`"),
        ("x = f()", "has no line `x = …`"),
        ("x = [1]", "has no line `x = …`"),
        ("if True:\n    x = 1", "has no line `x = …`"),
        ("x = y = 1", "has no line `x = …`"),
        ("x = 1\nx = 2", "lines 1, 2"),
    ],
)
def test_a_knob_without_its_one_line(source: str, message: str) -> None:
    for look in (lambda: default_of(source, "x"), lambda: substitute(source, {"x": 1})):
        with pytest.raises(KnobError) as caught:
            look()
        assert message in str(caught.value)


def test_broken_code_runs_as_it_is_and_says_so_itself() -> None:
    assert substitute("x = = 1", {"x": 2}) == "x = = 1"
    with pytest.raises(KnobError, match="line 1"):
        default_of("x = = 1", "x")


# --- places on a bar -----------------------------------------------------------------------------

LOG = Knob("eta", 0.1, low=0.001, high=10.0, scale="log")
LINEAR = Knob("rate", 0.5, low=0.0, high=2.0)
WHOLE = Knob("steps", 5, low=1, high=50)


@pytest.mark.parametrize(
    ("knob", "value", "share"),
    [(LOG, 0.001, 0.0), (LOG, 0.1, 0.5), (LOG, 10.0, 1.0), (LINEAR, 0.5, 0.25), (LINEAR, 9.0, 1.0)],
)
def test_a_value_has_a_place_on_its_bar(knob: Knob, value: float, share: float) -> None:
    assert knobs.place(knob, value) == pytest.approx(share)


def test_the_ends_of_a_bar_are_the_ends_of_the_range() -> None:
    for knob in (LOG, LINEAR, WHOLE):
        assert knobs.at_place(knob, 0) == knobs.at_place(knob, -1) == knob.low
        assert knobs.at_place(knob, 1) == knobs.at_place(knob, 2) == knob.high


@given(st.floats(0, 1))
def test_every_place_has_a_value_that_the_knob_takes(share: float) -> None:
    for knob in (LOG, LINEAR, WHOLE):
        value = knobs.at_place(knob, share)
        assert knobs.parse(knob, str(value)) == value
        assert knobs.place(knob, value) == pytest.approx(share, abs=0.06)


def test_what_has_no_range_has_no_bar() -> None:
    assert knobs.has_bar(LOG)
    for knob in (
        Knob("a", 1.0),
        Knob("a", 1.0, low=0.0),
        Knob("a", True),
        Knob("a", "word"),
        Knob("a", 1, options=(1, 2)),
    ):
        assert not knobs.has_bar(knob)
