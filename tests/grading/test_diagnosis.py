"""Which wrong solution a learner's looks like."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
import torch
from grading_support import brief, play
from recordings import call, changed, node, recording

from tutor.grading import records
from tutor.grading.judge import Judge
from tutor.grading.records import Empty, Leaf, Recording

CHECK = """
@case
def small(mine):
    "Small"
    mine.f(draw(2, 2, low=1, high=2))

@case
def large(mine):
    "Large"
    for _ in range(3):
        mine.f(draw(5, 4, low=1, high=2))

@case
def demanding(mine):
    "Demanding"
    x = draw(3, low=1, high=2)
    y = mine.f(x)
    require(y.shape == x.shape and (y >= x).all(), "It only makes things larger.")
"""
REFERENCE = "def f(x):\n    return x ** 2\n"
WRONG = {
    "cubed": "def f(x):\n    return x ** 3\n",
    "doubled": "def f(x):\n    return x * 2\n",
    "negative": "def f(x):\n    return -(x ** 2)\n",
    "summed": "def f(x):\n    return (x ** 2).sum()\n",
    "raises": "def f(x):\n    return x.square_it()\n",
    "in_place": "def f(x):\n    x *= x\n    return x.clone()\n",
    "large_only": "def f(x):\n    return x ** 2 if x.numel() < 10 else x\n",
}


def judge_with(
    wrong: Mapping[str, str] = WRONG, check: str = CHECK, reference: str = REFERENCE
) -> Judge:
    judge = Judge()
    judge.learn(brief(check), reference)
    for name, code in wrong.items():
        for data in play(code, check).data.values():
            judge.compare("key", f"wrong/{name}", data)
    return judge


def diagnosed(judge: Judge, code: str, check: str = CHECK) -> tuple[str, bool]:
    for data in play(code, check).data.values():
        judge.compare("key", "learner", data)
    return judge.diagnose("key")


@pytest.fixture(scope="module")
def judge() -> Judge:
    return judge_with()


@pytest.mark.parametrize("name", WRONG)
def test_each_is_recognized_as_itself(judge: Judge, name: str) -> None:
    assert diagnosed(judge, WRONG[name]) == (name, True)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("def f(x):\n    y = x * x\n    return y * x\n", "cubed"),
        ("import torch\ndef f(x):\n    return torch.add(x, x)\n", "doubled"),
        ("def f(x):\n    total = 0\n    for v in x.flatten():\n        total = total + v * v\n"
         "    return total\n", "summed"),
        ("def f(x):\n    y = x\n    return y.square_it()\n", "raises"),
        ("def f(x):\n    x.mul_(x)\n    return x + 0\n", "in_place"),
    ],
)  # fmt: skip
def test_the_same_mistake_in_other_words(judge: Judge, code: str, name: str) -> None:
    assert diagnosed(judge, code) == (name, True)


def test_right_code_has_no_diagnosis(judge: Judge) -> None:
    assert diagnosed(judge, "def f(x):\n    return x * x\n") == ("", False)


@pytest.mark.parametrize(
    "code",
    [
        "def f(x):\n    return x ** 2 + 1\n",
        "def f(x):\n    return None\n",
        "def f(x):\n    return x.cube_it()\n",
        "def f(x):\n    return 1 / 0\n",
        "def f(x):\n    x += 1\n    return (x - 1) ** 2\n",
    ],
)
def test_a_mistake_that_nobody_knows(judge: Judge, code: str) -> None:
    assert diagnosed(judge, code) == ("", False)


def test_the_same_at_the_first_difference_only(judge: Judge) -> None:
    mixed = "def f(x):\n    return x * 2 if x.numel() < 10 else x * 7\n"
    assert diagnosed(judge, mixed) == ("doubled", False)
    other = "def f(x):\n    return x.square_it() if x.numel() < 10 else x\n"
    assert diagnosed(judge, other) == ("raises", False)


def test_of_several_the_first_by_name() -> None:
    twins = {"b": WRONG["cubed"], "c": WRONG["doubled"], "a": WRONG["cubed"]}
    assert diagnosed(judge_with(twins), WRONG["cubed"]) == ("a", True)


def test_a_wrong_solution_that_is_right_where_the_learner_is_not_is_not_meant() -> None:
    judge = judge_with({"large_only": WRONG["large_only"]})
    assert diagnosed(judge, WRONG["cubed"]) == ("", False)


def test_demands_count() -> None:
    check = '@case(random=True)\ndef once(mine):\n    "Once"\n    y = mine.f(torch.rand(3))\n'
    check += '    require((y < 1).all(), "Too large.")\n    require((y > 0).all(), "Too small.")\n'
    wrong = {"large": "def f(x):\n    return x + 1\n", "small": "def f(x):\n    return x - 1\n"}
    judge = judge_with(wrong, check, "import torch\ndef f(x):\n    return torch.rand(3)\n")
    assert diagnosed(judge, "def f(x):\n    return x - 5\n", check) == ("small", True)
    assert diagnosed(judge, "def f(x):\n    return x * 9 + 1\n", check) == ("large", True)
    assert diagnosed(judge, "def f(x):\n    return [x]\n", check) == ("", False)


def test_runs_that_were_cut_short() -> None:
    judge = Judge()
    judge.learn(brief(CHECK), REFERENCE)
    judge.compare("key", "wrong/cubed", play(WRONG["cubed"], CHECK).data["small"])
    judge.compare("key", "wrong/late", play(WRONG["cubed"], CHECK).data["demanding"])
    assert judge.diagnose("key") == ("", False)
    assert diagnosed(judge, WRONG["cubed"]) == ("cubed", True)
    judge.compare("key", "learner", play(WRONG["cubed"], CHECK).data["small"])  # and it died
    assert judge.diagnose("key") == ("cubed", True)


def test_tolerance() -> None:
    """Less exact arithmetic is the same mistake."""
    judge = judge_with({"third": "def f(x):\n    return x ** 2 / 3\n"})
    assert diagnosed(judge, "def f(x):\n    return x * (x * 0.3333333)\n") == ("third", True)
    assert diagnosed(judge, "def f(x):\n    return x * (x * 0.333)\n") == ("", False)


# --- time ----------------------------------------------------------------------------------------


def steps(dice: torch.Generator, noise: float, factor: float = 1.0) -> list[Recording]:
    """Five cases of twenty calls with two parameters, a little or very different from others."""
    found = []
    for number in range(5):
        calls = []
        for _ in range(20):
            tensors = [torch.rand(3, 2, generator=dice), torch.rand(5, generator=dice)]
            values = [node(each * factor + noise) for each in tensors]
            grads = [node(each) for each in tensors]
            leaves = [Leaf(f"ps[{i}]", v, g) for i, (v, g) in enumerate(zip(values, grads))]  # noqa: B905
            held = [("ps", records.Items("list", values)), ("lr", records.Number(0.1))]
            calls.append(changed(call(), leaves=leaves, after=held, result=Empty(), inputs=held))
        found.append(changed(recording(*calls), case=f"case{number}"))
    return found


def dice() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def test_ten_wrong_solutions_that_all_agree_are_compared_in_time() -> None:
    """The longest way: within tolerance and not equal, in all calls of all cases."""
    from tutor.grading.judge import _Known

    judge = Judge()
    references = {each.case: each for each in steps(dice(), 0)}
    judge._known["key"] = _Known(references)
    for name in range(10):
        for each in steps(dice(), 1e-7 * name, 1 + 1e-3 * (name != 9)):
            judge.compare("key", f"wrong/{9 - name}", records.encode(each))
    for each in steps(dice(), 3e-7, 1.001):
        judge.compare("key", "learner", records.encode(each))
    started = time.perf_counter()
    assert judge.diagnose("key") == ("1", True)
    assert time.perf_counter() - started < 0.3
