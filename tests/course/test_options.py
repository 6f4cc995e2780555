"""The strict options of cells, quizzes and front matter."""

from __future__ import annotations

import pytest
import yaml
from reader_samples import said

from tutor.course import options
from tutor.course.options import Fields, load, load_mapping, plain, split
from tutor.course.problems import MOST, Problems, closest


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers, since not every machine has the fast one."""
    if request.param == "python":
        monkeypatch.setattr(options, "_PARSER", yaml.SafeLoader)


def value(text: str) -> object:
    problems = Problems("x.md", 100)
    node = load(text, 1, problems)
    assert problems.all() == ()
    assert node is not None
    return plain(node)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        ("-3", -3),
        ("0.5", 0.5),
        ("1e-6", 1e-6),
        ("1E5", 1e5),
        (".5", 0.5),
        ("2.", 2.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("None", "None"),
        ("012", "012"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        (".inf", ".inf"),
        ("nan", "nan"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21 10:00:00", "2026-11-21 10:00:00"),
        ("=", "="),
        ('"1"', "1"),
        ("'true'", "true"),
        ("path[-1]", "path[-1]"),
        ("[1, yes, [a]]", [1, "yes", ["a"]]),
        ("{a: {b: 1}, s2.gd.0.4: x}", {"a": {"b": 1}, "s2.gd.0.4": "x"}),
        ("{1: a, no: b}", {"1": "a", "no": "b"}),
        ("|\n  a\n   b\n", "a\n b\n"),
    ],
)
def test_values(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3", "3: `a` stands twice, first in line 1"),
        ("a: {b: 1, b: 2}", "1: `b` stands twice"),
        ("a: &x 1", "1: `&x` is an anchor"),
        ("a: 1\nb: *x", "2: `*x` is an alias"),
        (
            "a: !!python/object:os.system x",
            "1: `tag:yaml.org,2002:python/object:os.syst…` is a tag",
        ),
        ("a:\n  <<: {b: 1}", "2: `<<` merges nothing here"),
        ("? [a]\n: 1", "1: a key must be a word"),
        ("a: 1\n---\nb: 2", "2: a second document begins here"),
        ("a: 1\nb: c: d", "2: these options can't be read (mapping values are not allowed"),
        ("a: [1, 2\nb: 3", "2: these options can't be read"),
        ("a:\n\t- b", "2: these options can't be read"),
        ("a: 'b", "1: these options can't be read"),
        ("a: 1\nb: \x07", "2: "),
        ("a: 1e999", "1: 1e999 is too large a number"),
        ("a: " + "9" * 5000, "1: 9999"),
        ("a: " + "[" * 50, "1: these options are nested too deeply"),
    ],
)
def test_refused(text: str, expected: str) -> None:
    problems = Problems("x.md", text.count("\n") + 1)
    load(text, 1, problems)
    found = said(problems.all())
    assert any(each.startswith(expected) for each in found), found


def test_all_duplicates_are_named() -> None:
    problems = Problems("x.md", 10)
    assert plain(load("a: 1\na: 2\nb: 1\nb: 2", 3, problems)) == {"a": 1, "b": 1}  # type: ignore[arg-type]
    assert [p.line for p in problems.all()] == [4, 6]


def test_lines_are_those_of_the_file() -> None:
    nodes = load_mapping("a: 1\nb:\n  c: [1,\n    2]\n", 40, Problems("x.md", 99))
    assert (nodes["a"].line, nodes["b"].line) == (40, 42)
    inner = nodes["b"].value
    assert isinstance(inner, dict)
    numbers = inner["c"].value
    assert isinstance(numbers, list)
    assert [n.line for n in numbers] == [42, 43]


OPTIONS = {"id": "a-b", "seconds": "1e-1", "tags": "[x, 'y: z']", "knobs": "{e: {min: 0}}"}


def test_both_ways_of_writing_give_the_same() -> None:
    problems = Problems("x.md", 99)
    lines = [f":{key}: {text}" for key, text in OPTIONS.items()]
    header = ["---", *(f"{key}: {text}" for key, text in OPTIONS.items()), "---"]
    one, used = split([*lines, "", "x = 1"], 10, problems)
    two, also_used = split(["", *header, "x = 1"], 9, problems)
    assert (used, also_used) == (4, 7)
    assert {key: plain(node) for key, node in one.items()} == {
        key: plain(node) for key, node in two.items()
    }
    assert [node.line for node in one.values()] == [10, 11, 12, 13]
    assert [node.line for node in two.values()] == [11, 12, 13, 14]
    assert problems.all() == ()


def test_no_options() -> None:
    problems = Problems("x.md", 9)
    assert split(["x = 1"], 1, problems) == ({}, 0)
    assert split([], 1, problems) == ({}, 0)
    assert split(["::::{note}", "x"], 1, problems) == ({}, 0)  # no option, a directive
    assert problems.all() == ()


def test_fields_take_each_type() -> None:
    problems = Problems("x.md", 99)
    nodes = load_mapping("t: 0.50\nn: 2\nl: [1.0, b]\nm: {a: 1}\nw: log\ne:\n", 1, problems)
    fields = Fields(nodes, "a cell", 1, problems)
    assert fields.text("t") == "0.50"  # as written
    assert fields.number("n") == 2
    assert fields.texts("l") == ("1.0", "b")
    assert plain(fields.mapping("m")["a"]) == 1
    assert fields.one_of("w", ("linear", "log")) == "log"
    assert fields.text("e", "nothing") == "nothing"
    assert (fields.text("x"), fields.texts("x"), fields.mapping("x")) == ("", (), {})
    fields.close()
    assert problems.all() == ()


def test_fields_say_what_they_want() -> None:
    problems = Problems("x.md", 99)
    nodes = load_mapping("t: [a]\nn: true\nl: [[a]]\nm: 1\nw: lgo\nextra: 1\ntt: 1", 1, problems)
    fields = Fields(nodes, "a cell", 1, problems)
    fields.text("t")
    fields.number("n")
    fields.texts("l")
    fields.mapping("m")
    fields.one_of("w", ("linear", "log"))
    fields.close()
    assert said(problems.all()) == [
        '1: `t` must be text; write `t: "…"`',
        "2: `n` must be a number; write `n: 1`",
        "3: `l` must be a list of words; write `l: [one, two]`",
        "4: `m` must be a mapping; write `m: {name: …}`",
        "5: `w` must be one of linear, log; did you mean `log`?",
        "6: a cell has no option `extra`; write one of l, m, n, t, w",
        "7: a cell has no option `tt`; did you mean `t`?",
    ]


def test_problems_stay_in_the_file_and_are_said_once() -> None:
    problems = Problems("x.md", 3)
    problems.error(0, "a", "b")
    problems.error(99, "c", "d")
    problems.error(99, "c", "d")
    assert [p.line for p in problems.all()] == [1, 3]


def test_very_many_problems_are_counted() -> None:
    problems = Problems("x.md", 3)
    for number in range(MOST + 5):
        problems.warn(1, str(number), "b")
    assert not problems.failed
    assert problems.all()[-1].message == "there are 5 more problems"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gradent_decent", ["gradient_descent"]),
        ("Gradient-Descent", ["gradient_descent"]),
        ("descent", ["gradient_descent"]),
        ("momentun", ["momentum"]),
        ("zzz", []),
        ("", []),
    ],
)
def test_closest(name: str, expected: list[str]) -> None:
    assert closest(name, ["gradient_descent", "momentum", "adam"]) == expected
