"""Coverage: which telling inputs the cases lack, from recordings of real cases."""

from __future__ import annotations

import subprocess
import sys

import pytest
from grading_support import brief, provided, record

from tutor.engine.protocol import Parameter, Provided
from tutor.grading import cases, coverage, loading
from tutor.grading.coverage import Lack
from tutor.grading.records import Recording

CASE = """
@case(also=({also}))
def one(mine):
    "One"
    {body}
"""


def played(
    body: str, *signature: str, also: str = "", before: bool = True, code: str = ""
) -> list[Recording]:
    """A case, and its variants, as the judge plays the reference."""
    asked = provided(", ".join(signature) or "X")
    sheet = brief(CASE.format(also=f"{also}," if also else "", body=body), asked)
    code = code or f"def f({', '.join(signature) or 'X'}):\n    return None\n"
    solution = loading.load(code, "f.py", sheet.provides, seconds=5)
    (case,) = cases.load(sheet.check)
    return [
        cases.play(case, variant, solution.names(sheet.provides), brief=sheet, before=before)
        for variant in case.variants
    ]


def lacks(recordings: list[Recording], *excused: str) -> dict[str, str]:
    """The kinds that are lacking, and the arguments that they are about."""
    found = coverage.lacking(recordings, dict.fromkeys(excused, "so"))
    return {lack.kind: lack.argument for lack in found}


WELL = '"float64", "noncontiguous", "single", "zeros", "large", "negative"'


def test_nothing_lacks() -> None:
    assert lacks(played("mine.f(draw(4, 3))", also=WELL)) == {}


def test_everything_that_can_lack_of_a_matrix() -> None:
    found = lacks(played("mine.f(draw(3, 3, low=1, high=2))"))
    assert found == {
        "square": "X", "single": "X", "noncontiguous": "", "float64": "", "zeros": "", "large": "",
        "negative": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "lacking"),
    [
        ("mine.f(draw(3, 3))", True),
        ("mine.f(draw(3, 3)); mine.f(draw(5, 5))", True),
        ("mine.f(draw(3, 3)); mine.f(draw(3, 4))", False),
        ("mine.f(draw(2, 3, 4, 5))", False),
        ("mine.f(draw(2, 3, 4, 4))", True),
        ("mine.f(draw(2, 3, 4, 4)); mine.f(draw(2, 2, 3, 4))", False),
        ("mine.f(draw(2, 3, 1, 1))", False),  # a fixed 1 is meant
        ("mine.f(draw(1, 1))", True),
        ("mine.f(draw(4, 3)); mine.f(draw(2, 3, 3))", True),  # by number of dimensions
        ("mine.f(draw(5))", False),
        ("mine.f([draw(3, 3)])", False),
        ("mine.f(3)", False),
    ],
)
def test_square(body: str, lacking: bool) -> None:
    assert ("square" in lacks(played(body))) is lacking


def test_square_is_judged_for_each_argument() -> None:
    found = coverage.lacking(
        played("mine.f(draw(4, 3), draw(2, 2, fixed=True))", "X", "K", also=WELL), {}
    )
    assert [(each.kind, each.argument) for each in found] == [("square", "K")]
    assert found[0].message == (
        "`f`: K is square in every call; let all sizes differ, as in draw(5, 3)"
    )


def test_sizes_that_are_numbers() -> None:
    assert lacks(played("mine.f(4, 4)", "a", "b")) == {"square": "a"}
    assert lacks(played("mine.f(4, 4); mine.f(4, 3)", "a", "b")) == {}
    assert lacks(played("mine.f(1, 1)", "a", "b")) == {}
    assert lacks(played("mine.f(0.5, 0.5); mine.f(True, True)", "a", "b")) == {}


@pytest.mark.parametrize(
    ("body", "lacking"),
    [
        ("A = draw(3, 3); mine.f(A + A.T)", True),
        ("A = draw(3, 3); mine.f(A + A.T); mine.f(torch.eye(2))", True),
        ("mine.f(draw(3, 3))", False),
        ("mine.f(torch.eye(2)); mine.f(draw(3, 3))", False),
        ("mine.f(torch.eye(2)); mine.f(draw(3, 4))", False),
        ("mine.f(torch.ones(1, 1))", False),
    ],
)
def test_symmetric_once_square_is_excused(body: str, lacking: bool) -> None:
    recordings = played(body)
    assert "symmetric" not in lacks(recordings)
    assert ("symmetric" in lacks(recordings, "square")) is lacking


@pytest.mark.parametrize(
    ("body", "lacking"),
    [
        ("mine.f([draw(3, 2)])", True),
        ("mine.f([draw(3, 2), draw(3, 2)])", True),
        ("mine.f([draw(3, 2)]); mine.f([draw(4)])", True),
        ("mine.f(draw.parameters())", False),
        ("mine.f((draw(3, 2), draw(3)))", False),
        ("mine.f([draw(3, 2)]); mine.f(draw.parameters())", False),
        ("mine.f(draw(3, 2))", False),
        ("mine.f([(draw(3), draw(3))])", False),
        ("mine.f([1, 2])", False),
        ("mine.f([])", False),
    ],
)
def test_several(body: str, lacking: bool) -> None:
    assert ("several" in lacks(played(body))) is lacking


def test_states_of_one_shape_beside_parameters_of_several() -> None:
    recordings = played("mine.f(draw.parameters(), [draw(2), draw(2)])", "params", "states")
    assert "several" not in lacks(recordings)


@pytest.mark.parametrize(
    ("body", "argument"),
    [
        ("mine.f(draw(4, 3), draw(4, 1))", "X"),
        ("mine.f(draw(4, 3), draw(1, 3))", "X"),
        ("mine.f(draw(4), draw(4, 3))", "y"),
        ("mine.f(draw(4), draw(4))", None),
        ("mine.f(draw(4, 3), draw(4)); mine.f(draw(1, 3), draw(4))", None),
        ("mine.f([draw(4, 3)], 1)", None),
    ],
)
def test_single(body: str, argument: str | None) -> None:
    assert lacks(played(body, "X", "y")).get("single") == argument


def test_variants_are_enough() -> None:
    for kind in ("float64", "noncontiguous", "single", "zeros", "large", "negative"):
        body = "mine.f(draw(4, 3, low=1, high=2))"
        for before in (True, False):
            assert kind in lacks(played(body, before=before))
            assert kind not in lacks(played(body, also=f'"{kind}"', before=before))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("float64", "mine.f(draw(4, 3).double())"),
        ("zeros", "mine.f(torch.tensor([[0.0, 1.0]]))"),
        ("zeros", "mine.f([torch.tensor([0.0, 1.0], dtype=torch.float16)])"),
        ("large", "mine.f(torch.tensor([[1.0, -100.0]]))"),
        ("large", "mine.f(torch.tensor([[float('inf'), float('nan')]]))"),
        ("negative", "mine.f({'a': torch.tensor([1.0, -1e-9], dtype=torch.float64)})"),
        ("large", "p = draw(2, grad=True); p.grad = draw(2, low=200, high=300); mine.f([p])"),
        ("zeros", "p = draw(2, grad=True); p.grad = torch.zeros(2); mine.f([p])"),
    ],
)
def test_numbers_written_down_are_enough(kind: str, body: str) -> None:
    assert kind not in lacks(played(body))


def test_whole_numbers_and_plain_ones_ask_for_nothing() -> None:
    assert lacks(played("mine.f(torch.arange(1, 3))")) == {}
    assert lacks(played("mine.f(0.5)")) == {}
    assert lacks(played("mine.f(draw(0))", also='"float64"')).keys() <= {
        "zeros", "large", "negative"
    }  # fmt: skip


def test_a_variant_that_changes_nothing_is_seen_through() -> None:
    """Weights that are fixed stay what they are: seen where inputs are recorded."""
    body = "mine.f(draw(4, 3, low=1, high=2, fixed=True))"
    also = '"zeros", "large", "negative"'
    assert {"zeros", "large", "negative"} <= lacks(played(body, also=also)).keys()
    assert not {"zeros", "large", "negative"} & lacks(played(body, also=also, before=False)).keys()


def test_arguments_that_are_changed_in_place() -> None:
    code = "def f(X):\n    X.mul_(0).sub_(200)\n"
    body = "mine.f(draw(4, 3, low=1, high=2))"
    found = lacks(played(body, code=code))
    assert {"zeros", "large", "negative"} <= found.keys()


@pytest.mark.parametrize(
    ("body", "argument"),
    [
        ("mine.f(draw(12, 2), 4)", "batch_size"),
        ("mine.f(draw(12, 2), 4); mine.f(draw(9, 2), 3)", "batch_size"),
        ("mine.f(draw(3, 2), 8)", "batch_size"),
        ("mine.f(draw(13, 2), 4)", None),
        ("mine.f([draw(12, 2)], 4)", None),
        ("mine.f(draw(12, 2), 1)", None),
    ],
)
def test_uneven(body: str, argument: str | None) -> None:
    assert lacks(played(body, "X", "batch_size")).get("uneven") == argument


def test_folds_of_a_number() -> None:
    assert lacks(played("mine.f(12, 3)", "n", "k")) == {"uneven": "k"}
    assert lacks(played("mine.f(13, 3)", "n", "k")) == {}


def test_calls_that_raise_count_for_nothing() -> None:
    code = "def f(X):\n    if X.shape[0] != X.shape[1]:\n        raise ValueError\n"
    body = "mine.f(draw(3, 3)); raises(ValueError, mine.f, draw(3, 2))"
    assert "square" in lacks(played(body, code=code))


def test_functions_are_judged_apart() -> None:
    names = (provided("X", "f"), provided("X", "g"))
    code = "def f(X): return 1\ndef g(X): return 1\n"
    check = CASE.format(also="", body="mine.f(draw(3, 4)); mine.g(draw(3, 3))")
    found = coverage.lacking([record(code, check, *names, before=True)], {})
    squares = [each for each in found if each.kind == "square"]
    assert squares == [Lack("square", "g", "X", squares[0].message)]
    assert {each.function for each in found if each.kind == "float64"} == {"f", "g"}


def test_all_that_a_constructor_made_is_judged_as_one() -> None:
    code = (
        "import torch\nclass Net(torch.nn.Module):\n    def __init__(self, d):\n"
        "        super().__init__()\n    def forward(self, X): return X\n"
    )
    body = "a, b = mine.Net(3), mine.Net(4); a(draw(2, 3)); b(draw(1, 4)); b(draw(4, 4))"
    asked = Provided("Net", "class", [Parameter("d", "positional")])
    recordings = [record(code, CASE.format(also="", body=body), asked, before=True)]
    found = coverage.lacking(recordings, {})
    assert {each.function for each in found} == {"net"}
    assert {each.kind for each in found} == {"noncontiguous", "float64", "zeros", "large"}


# --- excuses --------------------------------------------------------------------------------------


def test_excuses_are_read_and_not_run() -> None:
    source = (
        'raise SystemExit\nwithout("single", because="One row has "\n  "no variance.")\n'
        'grading.without("large", because="It is a share.")\n'
        'equivalent("""- a\n+ b""", because="Same.")\n'
        'def f():\n    without("zeros", because="not at the top level")\n'
    )
    assert coverage.excused(source) == {
        "single": "One row has no variance.",
        "large": "It is a share.",
    }
    assert coverage.excused("def (") == {}


def test_excuses_that_are_needed_and_not() -> None:
    recordings = played("mine.f(draw(4, 3))", also='"float64", "noncontiguous"')
    excuses = {"single": "so", "float64": "so", "symmetric": "so"}
    assert lacks(recordings, *excuses).keys() == {"zeros", "large"}
    assert coverage.needless(recordings, excuses) == ["float64", "symmetric"]


def test_no_torch_is_loaded() -> None:
    heavy = "bool({'torch', 'numpy'} & sys.modules.keys())"
    code = f"import sys, tutor.grading.coverage; sys.exit({heavy})"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
