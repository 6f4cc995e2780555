"""Which names code defines and takes, and which cells must therefore run first."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.model import Cell, Lesson, Page
from tutor.course.needs import conflicts, defines, needs, needs_of_code, uses

MUTUAL = """
def f():
    return g()
def g():
    return h
"""
CLASS = """
class A(Base):
    k = 1
    j = k + other
    def m(self):
        return k, A, __class__, self.x
"""
NESTED = """
def outer(x: T = start) -> R:
    y: Z = x
    def inner():
        nonlocal y
        y = z
        return y
    return inner
"""
GLOBAL = """
def count():
    global total
    total = total + step
"""
TRY = """
try:
    import fast
except ImportError as error:
    fast = slow
fast
"""
TRY_NEVER = """
try:
    value = load()
except ValueError:
    raise SystemExit
value
"""
MATCH = """
match point:
    case [first, *rest] if rest:
        kind = 1
    case {"a": one, **others}:
        kind = one
    case Shape(side=length):
        kind = length
    case _:
        kind = 0
kind
"""
MATCH_SOME = """
match point:
    case [a]:
        kind = a
kind
"""
CALLED_EARLY = """
def f():
    return g
f()
g = 1
"""
DECORATED = """
@register
def f():
    return g
g = 1
"""
LOOP = """
for epoch in range(3):
    loss = step(epoch)
print(epoch, loss)
"""
LOOP_BEFORE = """
for _ in range(3):
    total = total + 1
"""
BRANCH = """
if ready:
    x = 1
else:
    x = 2
x
"""
BRANCH_ONE = """
if ready:
    x = 1
x
"""
FUTURE = """
from __future__ import annotations
x: Tensor = 1
def f(a: Tensor) -> Tensor: ...
"""


@pytest.mark.parametrize(
    ("source", "defined", "used"),
    [
        ("x = y", "x", "y"),
        ("x = 1\ny = x", "x y", ""),
        ("x = x + 1", "x", "x"),
        ("x += 1", "x", "x"),
        ("a.b = c; d[e] = f; d[0] += 1", "", "a c d e f"),
        ("a, (b, *c) = d", "a b c", "d"),
        ("print(len(x))", "", "x"),
        ("import a.b, c as d\nfrom e import f, g as h", "a d f h", ""),
        ("from m import *\nfoo", "*", "foo"),
        ("del x", "", "x"),
        ("x = 1\ndel x", "", ""),
        ("x = {}\ndel x['k'], y[z]", "x", "y z"),
        ("x: int", "", ""),
        ("x: Tensor = y", "x", "Tensor y"),
        ("[a * k for a in b if (last := a)]", "last", "b k"),
        ("{k: v for k, v in pairs for w in v if w}", "", "pairs"),
        ("[x for x in x]", "", "x"),
        ("f = lambda x, y=z: x + w", "f", "w z"),
        ("if (n := len(z)) > 3:\n    n", "n", "z"),
        ("with open(p) as (a, b): c = a", "a b c", "p"),
        ("f'{x:{width}} {y!r}'", "", "width x y"),
        ("async def f():\n    async for x in y: await x", "f", "y"),
        ("def f(): return f()", "f", ""),
        ("def f(*a, k=d, **kw): return a, k, kw, q", "f", "d q"),
        ("import a\ndef f():\n    import b\n    return a, b", "a f", ""),
        ("def f():\n    def g(): return x\n    x = 1\n    return g", "f", ""),
        ("def f():\n    try: pass\n    except E as e: return e", "f", "E"),
        ("def f():\n    return [i for i in range(n)]", "f", "n"),
        ("def f():\n    (x := 1)\n    return x", "f", ""),
        ("while go:\n    x = 1\nx", "x", "go"),
        ("raise Stop\nx = y", "", "Stop"),
        ("global x\nx = 1", "x", ""),
        (MUTUAL, "f g", "h"),
        (CLASS, "A", "Base k other"),
        (NESTED, "outer", "R T start z"),
        (GLOBAL, "count total", "step total"),
        (TRY, "fast", "slow"),
        (TRY_NEVER, "value", "load"),
        (MATCH, "first kind length one others rest", "Shape point"),
        (MATCH_SOME, "a kind", "kind point"),
        (CALLED_EARLY, "f g", "g"),
        (DECORATED, "f g", "g register"),
        (LOOP, "epoch loss", "step"),
        (LOOP_BEFORE, "_ total", "total"),
        (BRANCH, "x", "ready"),
        (BRANCH_ONE, "x", "ready x"),
        (FUTURE, "annotations f x", ""),
    ],
)
def test_names(source: str, defined: str, used: str) -> None:
    assert sorted(defines(source)) == defined.split()
    assert sorted(uses(source)) == used.split()


@pytest.mark.skipif(sys.version_info < (3, 12), reason="syntax of Python 3.12")
def test_names_of_type_parameters() -> None:
    source = "type Pair[T] = tuple[T, Other]\ndef f[S](x: S) -> Pair[S]: ...\nclass C[U](B[U]): ..."
    assert defines(source) == {"Pair", "f", "C"}
    assert uses(source) == {"Other", "B"}


@pytest.mark.parametrize("source", ["def (", "x = = 1", "\0", "(" * 5000, "  x", "é = '"])
def test_broken_code_has_no_names(source: str) -> None:
    assert defines(source) == uses(source) == frozenset()


@given(st.text(alphabet="abx =+:()[]\n\t.,*@:lambdefrin", max_size=40))
def test_no_text_is_too_strange(source: str) -> None:
    defines(source)
    assert not uses(source) & set(dir(builtins))


# What code takes and defines, found by running it: a second opinion on the first.
STATEMENTS = [
    "a = b",
    "b = 1",
    "c = [a for a in (1, 2)]",
    "d = (lambda b=a: b)()",
    "def f():\n    return a",
    "f()",
    "a += 1",
    "del b",
    "e = [c, d]",
    "for a in (1, 2):\n    d = a",
    "class K:\n    a = b\n    x = a",
    "if True:\n    c = 3\nelse:\n    c = 4",
]


class _Watched(dict[str, object]):
    """A namespace that lends a value for each missing name and remembers its name."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: set[str] = set()

    def __missing__(self, name: str) -> object:
        if hasattr(builtins, name):
            raise KeyError(name)
        self.taken.add(name)
        return (lambda: 1) if name == "f" else 1


@given(st.lists(st.sampled_from(STATEMENTS), max_size=7))
def test_running_the_code_takes_no_other_names(statements: list[str]) -> None:
    # functions look names up in the real globals: leave those to the table above
    source = "\n".join(s for s in statements if "def" not in s and "class" not in s)
    space = _Watched()
    try:
        exec(source, {}, space)
    except (NameError, TypeError):
        return  # it deletes what it has deleted
    own = {name for name in space if not name.startswith("__")}
    assert space.taken <= uses(source)
    assert own == defines(source)


# --- cells -------------------------------------------------------------------------------------


def lesson(*cells: Cell, setup: str | None = None) -> Lesson:
    pages = tuple(Page(cell.id, (), (cell,), 1) for cell in cells)
    first = Cell("setup", setup, 1) if setup is not None else None
    return Lesson("l", "c", "L", Path("l.md"), "en", "", pages, setup=first)


def cell(name: str, source: str, *stated: str) -> Cell:
    return Cell(name, source, 1, needs=stated)


CHAIN = lesson(
    cell("data", "data = torch.ones(3)"),
    cell("model", "w = data.sum()"),
    cell("unused", "v = 7"),
    cell("train", "loss = w * 2"),
    setup="import torch",
)


def test_needs_are_transitive_in_reading_order_setup_first() -> None:
    assert needs(CHAIN, "train") == ("setup", "data", "model")
    assert needs(CHAIN, "data") == ("setup",)
    assert needs(CHAIN, "unused") == ()
    assert needs(CHAIN, "setup") == ()


def test_an_unknown_cell_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        needs(CHAIN, "nope")


def test_the_nearest_definer_before_a_cell_wins() -> None:
    lessons = lesson(
        cell("one", "x = 1"), cell("two", "x = 2"), cell("use", "x"), cell("later", "x = 3")
    )
    assert needs(lessons, "use") == ("two",)
    assert conflicts(lessons) == (("x", "use", ("one", "two", "later")),)


def test_a_cell_that_changes_a_name_needs_its_maker() -> None:
    lessons = lesson(cell("make", "x = 1"), cell("grow", "x += 1"), cell("use", "x"))
    assert needs(lessons, "grow") == ("make",)
    assert needs(lessons, "use") == ("make", "grow")


def test_a_name_that_comes_only_later_needs_nothing() -> None:
    assert needs(lesson(cell("use", "x"), cell("make", "x = 1")), "use") == ()


def test_stated_needs_count_even_without_names() -> None:
    lessons = lesson(cell("a", "x = 1"), cell("b", "register()", "a"), cell("c", "2", "b", "gone"))
    assert needs(lessons, "c") == ("a", "b")


def test_cells_that_state_each_other_end() -> None:
    lessons = lesson(cell("a", "1", "b"), cell("b", "2", "a"))
    assert needs(lessons, "a") == ("b",)


def test_edited_sources_replace_the_lessons() -> None:
    assert needs(CHAIN, "train", {"train": "loss = 1"}) == ()
    assert needs(CHAIN, "train", {"model": "w = 2"}) == ("model",)
    assert needs(CHAIN, "train", {"model": "w = = 2"}) == ()
    assert needs(CHAIN, "unused", {"unused": "v = w"}) == ("setup", "data", "model")


def test_a_star_import_gives_what_nothing_else_defines() -> None:
    lessons = lesson(
        cell("star", "from m import *"), cell("own", "x = 1"), cell("use", "x + y + len('a')")
    )
    assert needs(lessons, "use") == ("star", "own")
    assert needs(lessons, "use", {"use": "x"}) == ("own",)


def test_a_cell_that_redefines_a_builtin_is_needed_for_it() -> None:
    lessons = lesson(cell("make", "input = 3"), cell("use", "print(input)"))
    assert needs(lessons, "use") == ("make",)
    assert uses("print(input)") == frozenset()


def test_no_conflict_where_each_cell_sets_its_own() -> None:
    loop = "for i in range(3):\n    loss = i\nprint(loss)"
    assert conflicts(lesson(cell("a", loop), cell("b", loop), cell("c", loop))) == ()


def test_needs_of_code_behind_a_cell() -> None:
    assert needs_of_code(CHAIN, "w + 1", "model") == ("setup", "data", "model")
    assert needs_of_code(CHAIN, "w + 1", "train") == ("setup", "data", "model", "train")
    assert needs_of_code(CHAIN, "1 + 1", "unused") == ("unused",)
    assert needs_of_code(CHAIN, "torch.ones(2)") == ("setup",)
    assert needs_of_code(CHAIN, "w") == ()
