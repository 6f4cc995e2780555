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


LOOKS_LIKE = (
    CHECK
    + """
@case
def third(mine):
    "Small again"
    mine.f(draw(3, 1, low=1, high=2))

@case
def fourth(mine):
    "And again"
    mine.f(draw(2, low=1, high=2))
"""
)


def test_the_same_in_most_of_what_fails() -> None:
    judge = judge_with(check=LOOKS_LIKE)
    mixed = "def f(x):\n    return x * 2 if x.numel() < 10 else x * 7\n"
    assert diagnosed(judge, mixed, LOOKS_LIKE) == ("doubled", False)
    other = "def f(x):\n    return x.square_it() if x.numel() < 10 else x\n"
    assert diagnosed(judge, other, LOOKS_LIKE) == ("raises", False)


def test_the_same_in_a_few_is_not_enough() -> None:
    judge = judge_with(check=LOOKS_LIKE)
    code = "def f(x):\n    return x * 2 if x.shape == (2, 2) else x * 7\n"
    assert diagnosed(judge, code, LOOKS_LIKE) == ("", False)


def test_the_nearest_of_several() -> None:
    """How much agrees counts more than the name."""
    wrong = {
        "a": "def f(x):\n    return x * 2 if x.numel() < 5 else x\n",
        "b": "seen = []\ndef f(x):\n    seen.append(x.numel())\n"
        "    return x * 2 if x.numel() < 5 or seen.count(20) == 1 else x\n",
    }
    judge = judge_with(wrong, LOOKS_LIKE)
    assert diagnosed(judge, WRONG["doubled"], LOOKS_LIKE) == ("b", False)


def test_rounding_that_grows() -> None:
    check = '@case\ndef grow(mine):\n    "Grow"\n    x = draw(3, low=1, high=2)\n'
    check += "    for _ in range(9):\n        x = mine.f(x)\n"
    judge = judge_with({"fifth": "def f(x):\n    return x ** 2 / 5\n"}, check, REFERENCE)
    code = "def f(x):\n    return x * (x * 0.2000001)\n"
    assert diagnosed(judge, code, check) == ("fifth", True)
    assert diagnosed(judge, code.replace("0.2000001", "0.21"), check) == ("", False)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import torch\ndef f(x):\n    return torch.mm(x, torch.ones(9, 9))\n", "shape"),
        ("def f(x):\n    z = y + 1\n    y = x\n", "unbound"),
        ("def f(x):\n    x = None\n    return x * 2\n", "none"),
    ],
)
def test_the_same_error_in_other_words(code: str, name: str) -> None:
    wrong = {
        "shape": "import torch\ndef f(x):\n    return x + torch.ones(17, 3, 19)\n",
        "unbound": "def f(x):\n    return total + x\n    total = x\n",
        "none": "def f(x):\n    return None.sum()\n",
        "index": "def f(x):\n    return x[100]\n",
    }
    check = CHECK.partition("@case\ndef demanding")[0]
    judge = judge_with(wrong, check)
    assert diagnosed(judge, code, check)[0] == name


def test_the_numbers_in_a_message_may_be_rounded_otherwise() -> None:
    check = '@case\ndef once(mine):\n    "Once"\n    y = mine.f(torch.ones(3) * 3)\n'
    check += '    require(y.sum() == 27, f"It adds up to {float(y.sum())}.")\n'
    judge = judge_with({"third": "def f(x):\n    return x ** 2 / 3.5\n"}, check)
    assert diagnosed(judge, "def f(x):\n    return x * (x / 3.50001)\n", check) == ("third", True)
    assert diagnosed(judge, "def f(x):\n    return x * (x / 3.6)\n", check) == ("", False)


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
    assert diagnosed(judge, "def f(x):\n    return x - 1.0\n", check) == ("small", True)
    # Where dice are thrown, the same words alone make nothing certain.
    assert diagnosed(judge, "def f(x):\n    return x - 5\n", check) == ("small", False)
    assert diagnosed(judge, "def f(x):\n    return x * 9 + 1\n", check) == ("large", False)
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
