"""Many seeds: what is right passes with all of them, and luck is found out."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from doubling import ACCEPTED, CHECK, REFERENCE, exercise

from tutor.grading import bench, seeds
from tutor.grading.bench import Rejected, Sown
from tutor.grading.cases import BrokenExercise

# A coin: how often it shows heads.
COIN = "import torch\n\ndef double(x):\n    return (torch.rand(1000) < 0.5).sum().item()\n"
HEAD = "import torch\nfrom tutor.grading import case, require, stat, draw\n\n"
TIGHT = HEAD + (
    '@case(random=True)\ndef fair(mine):\n    """Fair"""\n'
    "    count = mine.double(None)\n    require(abs(count - 500) < 25, 'Not fair.')\n"
)
RIGHT = HEAD + (
    '@case(random=True)\ndef fair(mine):\n    """Fair"""\n'
    "    stat.fraction(mine.double(None), 1000, 0.5, 'Not fair.')\n"
)


def said(
    folder: Path, number: int, *, accepted: dict[str, str] = ACCEPTED, **parts: str
) -> tuple[list[Rejected], list[int]]:
    made = exercise(folder / "doubling", accepted=accepted, **parts)  # type: ignore[arg-type]
    answers = list(
        seeds.sown(bench.subject_of(made), list(bench.accepted_of(made).items()), range(number))
    )
    refused = [each for each in answers if isinstance(each, Rejected)]
    return refused, [each.seeds for each in answers if isinstance(each, Sown)]


def test_what_is_right_is_never_refused(tmp_path: Path) -> None:
    assert said(tmp_path, 25) == ([], [10, 20, 25])


def test_luck_is_found_out(tmp_path: Path) -> None:
    """A limit of 1.6 deviations refuses one in nine; each refusal names seed, file and case."""
    refused, tried = said(tmp_path, 200, accepted={"coin": COIN}, reference=COIN, check=TIGHT)
    assert len(refused) >= 20
    assert tried[-1] < 200  # more of the same would say no more
    assert {each.case for each in refused} == {"Fair"}
    assert {each.file for each in refused} == {"reference.py", "accepted/coin.py"}
    assert all("Not fair" in each.why for each in refused)


def test_a_refusal_comes_again_with_its_seed(tmp_path: Path) -> None:
    refused, _ = said(tmp_path, 40, accepted={}, reference=COIN, check=TIGHT)
    again, _ = said(tmp_path, 40, accepted={}, reference=COIN, check=TIGHT)
    assert refused == again != []


def test_a_statistic_has_no_luck(tmp_path: Path) -> None:
    refused, tried = said(tmp_path, 300, accepted={"coin": COIN}, reference=COIN, check=RIGHT)
    assert (refused, tried[-1]) == ([], 300)


def test_a_right_one_that_numbers_refuse_is_reported(tmp_path: Path) -> None:
    off = "def double(x):\n    return 2 * x if getattr(x, 'sum', int)() < 7.6 else 2 * x + 1\n"
    refused, _ = said(tmp_path, 40, accepted={"off": off})
    assert {each.file for each in refused} == {"accepted/off.py"}
    assert 0 < len({each.seed for each in refused}) < 40
    assert "Expected" in refused[0].why


def test_a_convention_is_held_against_itself(tmp_path: Path) -> None:
    check = CHECK.replace("close(mine.double(x), x + x)", "mine.double(x)")
    made = exercise(tmp_path / "doubling", accepted=ACCEPTED, check=check)
    thrice = "def double(x):\n    return 3 * x\n"
    subject = bench.Subject(bench.subject_of(made).brief, REFERENCE, [("thrice", thrice)])
    again = "def double(x):\n    return x + x + x\n"
    accepted = [("accepted/thrice.py", thrice), ("accepted/again.py", again)]
    assert list(seeds.sown(subject, accepted, range(3))) == [Sown(3)]


PLAYED = '''
import pathlib, random
import numpy as np
import torch
from tutor.grading import case, draw, fill, given

def note(what):
    with pathlib.Path("FILE").open("a") as file:
        file.write(what + " ")

@case
def plain(mine):
    """Plain"""
    note("plain")
    mine.double(2)

@case(also=("zeros",))
def drawn(mine):
    """Drawn"""
    note("drawn")
    mine.double(draw(3))

@case
def filled(mine):
    """Filled"""
    note("filled")
    mine.double(fill(torch.nn.BatchNorm1d(2)).weight.detach())

@case
def thrown(mine):
    """Thrown"""
    note("thrown")
    mine.double(THROW)
'''


@pytest.mark.parametrize(
    "throw", ["random.random()", "np.random.rand()", "torch.rand(2)", "draw.number()"]
)
def test_what_does_not_hang_on_the_seed_is_played_once(tmp_path: Path, throw: str) -> None:
    played = tmp_path / "played"
    check = PLAYED.replace("FILE", str(played)).replace("THROW", throw)
    assert said(tmp_path, 4, check=check)[0] == []
    words = played.read_text(encoding="utf-8").split()
    solutions = 1 + len(ACCEPTED)
    assert words.count("plain") == solutions
    assert words.count("drawn") == 4 * 2 * solutions  # and with zeros
    assert words.count("filled") == words.count("thrown") == 4 * solutions


def test_what_hangs_on_the_seed_for_one_solution_is_played_with_all(tmp_path: Path) -> None:
    played = tmp_path / "played"
    check = PLAYED.replace("FILE", str(played)).replace("THROW", "2")
    shaky = "import random\n\ndef double(x):\n    random.random()\n    return x + x\n"
    assert said(tmp_path, 3, accepted={"shaky": shaky}, check=check)[0] == []
    assert played.read_text(encoding="utf-8").split().count("plain") == 3 * 2


def test_what_is_thrown_while_a_file_is_loaded_counts(tmp_path: Path) -> None:
    played = tmp_path / "played"
    check = PLAYED.replace("FILE", str(played)).replace("THROW", "2")
    early = "import random\n\nnone = 0 * random.random()\n\ndef double(x):\n    return x + x\n"
    assert said(tmp_path, 3, accepted={"early": early}, check=check)[0] == []
    assert played.read_text(encoding="utf-8").split().count("plain") == 3 * 2


def test_a_refusal_that_does_not_hang_on_the_seed_is_reported_with_each(tmp_path: Path) -> None:
    off = "def double(x):\n    return 5 if type(x) is int else 2 * x\n"
    check = PLAYED.replace("FILE", str(tmp_path / "played")).replace("THROW", "2")
    refused, _ = said(tmp_path, 3, accepted={"off": off}, check=check)
    assert [each.seed for each in refused] == [0, 1, 2]
    assert {each.case for each in refused} == {"Plain"}


def test_what_a_file_leaves_behind_is_put_back(tmp_path: Path) -> None:
    rude = "import torch\n\ndef double(x):\n    torch.set_grad_enabled(False)\n    return 2 * x\n"
    said(tmp_path, 2, accepted={"rude": rude})
    assert torch.is_grad_enabled()


def test_a_file_that_cannot_be_loaded_breaks_it(tmp_path: Path) -> None:
    with pytest.raises(BrokenExercise, match=r"accepted/bad\.py"):
        said(tmp_path, 1, accepted={"bad": "1 / 0\n"})
