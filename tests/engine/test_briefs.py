"""What a player and a judge are told of an exercise."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubling import CHECK, exercise

from tutor.engine.briefs import Unusable, brief_of, patience
from tutor.engine.protocol import Parameter, Provided

STARTER = '''\
import torch
from torch import Tensor
from math import pi as tau

rate = 0.1
first, second = 1, 2
late: float = 0.5


def plain(a, b: Tensor, /, c, d=1, *rest, e, f=2, **more):
    """Everything there is."""


async def later(x):
    pass


class Net(torch.nn.Module):
    def __init__(self, inputs, outputs=1, *, bias=True):
        super().__init__()


class Empty:
    pass


if torch:
    def chosen(x):
        pass
else:
    def chosen():
        pass


def twice():
    pass


def twice(x):
    pass
'''


def provided(tmp_path: Path, name: str) -> Provided:
    made = exercise(tmp_path / "one", provides=name, starter=STARTER, reference=STARTER)
    return brief_of(made).provides[0]


def test_a_function_has_its_parameters(tmp_path: Path) -> None:
    assert provided(tmp_path, "plain") == Provided(
        "plain",
        "function",
        [
            Parameter("a", "positional"),
            Parameter("b", "positional"),
            Parameter("c", "positional"),
            Parameter("d", "positional", default=True),
            Parameter("rest", "positionals"),
            Parameter("e", "keyword"),
            Parameter("f", "keyword", default=True),
            Parameter("more", "keywords"),
        ],
    )


def test_a_class_has_those_of_its_init_without_self(tmp_path: Path) -> None:
    assert provided(tmp_path, "Net") == Provided(
        "Net",
        "class",
        [
            Parameter("inputs", "positional"),
            Parameter("outputs", "positional", default=True),
            Parameter("bias", "keyword", default=True),
        ],
    )


@pytest.mark.parametrize(
    ("name", "kind", "parameters"),
    [
        ("later", "function", ["x"]),
        ("Empty", "class", []),
        ("rate", "value", []),
        ("second", "value", []),
        ("late", "value", []),
        ("tau", "value", []),
        ("chosen", "function", []),  # the last definition in the file
        ("twice", "function", ["x"]),
    ],
)
def test_every_kind_of_name(tmp_path: Path, name: str, kind: str, parameters: list[str]) -> None:
    found = provided(tmp_path, name)
    assert (found.name, found.kind) == (name, kind)
    assert [parameter.name for parameter in found.parameters] == parameters


def test_the_key_follows_all_that_the_verdict_rests_on(tmp_path: Path) -> None:
    def key(seed: int = 0, **parts: str) -> str:
        return brief_of(exercise(tmp_path / "same", **parts), seed).key  # type: ignore[arg-type]

    before = key()
    assert key() == before
    others = [
        key(seed=1),
        key(check=CHECK + "\n\n# more\n"),
        key(reference="def double(x):\n    return x + x\n"),
        key(starter="def double(x, y):\n    raise NotImplementedError\n"),
    ]
    assert len({before, *others}) == 5
    # Words of the starter matter to nobody but the learner.
    assert key(starter="def double(x):\n    raise NotImplementedError  # you\n") == before


def test_the_brief_holds_the_check_and_no_reference(tmp_path: Path) -> None:
    brief = brief_of(
        exercise(tmp_path / "one", reference="def double(x):\n    return x * 16 / 8\n")
    )
    assert brief.check == CHECK
    assert "16" not in repr(brief)


def test_check_py_may_have_any_line_ends(tmp_path: Path) -> None:
    made = exercise(tmp_path / "one")
    path = made.folder / "check.py"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert brief_of(made).check == CHECK


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (b"x = '\xff'\n", "UTF-8"),
        (b"\0", "zero bytes"),
        (b"#" * 600_000, "larger"),
    ],
    ids=["missing", "empty", "latin", "zeros", "large"],
)
def test_a_check_py_that_is_no_text_is_said(tmp_path: Path, data: bytes | None, why: str) -> None:
    made = exercise(tmp_path / "one")
    path = made.folder / "check.py"
    path.unlink() if data is None else path.write_bytes(data)
    with pytest.raises(Unusable, match=why) as caught:
        brief_of(made)
    assert "check.py" in str(caught.value)


def test_patience_follows_the_slowest_case(tmp_path: Path) -> None:
    made = exercise(tmp_path / "one")
    assert patience(brief_of(made)) == 10
    made = exercise(tmp_path / "two", check=CHECK.replace("@case", "@case(seconds=25)", 1))
    assert patience(brief_of(made)) == 25
    made = exercise(tmp_path / "three", check=CHECK.replace("@case", "@case(seconds=2.5)", 1))
    assert patience(brief_of(made)) == 10
