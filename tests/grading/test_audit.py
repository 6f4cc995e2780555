"""The audit of exercises that judge as they should, and of some that don't."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from doubling import ACCEPTED, CHECK, REFERENCE, WRONG, exercise

from tutor.course import scores as kept_scores
from tutor.engine import Engine
from tutor.engine.checks import Checks
from tutor.engine.verdicts import CaseResult, Report, Verdict
from tutor.grading import scores
from tutor.grading.audit import Audit, audit, why
from tutor.grading.bench import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def checks() -> AsyncIterator[Checks]:
    engine = Engine(device="cpu", method="fork")
    await engine.start()
    yield engine.checks
    await engine.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench() -> AsyncIterator[Bench]:
    found = Bench()
    yield found
    await found.close()


@pytest.fixture
def made(checks: Checks, tmp_path: Path):  # type: ignore[no-untyped-def]
    async def make(
        *,
        wrong: Mapping[str, str] = WRONG,
        accepted: Mapping[str, str] = ACCEPTED,
        options: Mapping[str, Any] = {},
        **parts: str,
    ) -> Audit:
        folder = tmp_path / "doubling"
        return await audit(
            checks,
            exercise(folder, wrong=wrong, accepted=accepted, **parts),  # type: ignore[arg-type]
            **options,
        )

    return make


def problems(found: Audit) -> dict[str, str]:
    assert not found.ok
    assert len({each.file for each in found.problems}) == len(found.problems), found.problems
    return {each.file: each.message for each in found.problems}


async def test_a_good_exercise(made) -> None:  # type: ignore[no-untyped-def]
    found = await made()
    assert found.ok, found.problems
    assert (found.exercise, found.cases, found.calls) == ("doubling", 3, 3)
    assert (found.accepted, found.wrong, found.recognized) == ((3, 3), (4, 4), (4, 4))
    assert found.seconds > 0
    assert found.remarks == []


async def test_a_bug_to_be_found_is_a_clean_starter(made) -> None:  # type: ignore[no-untyped-def]
    found = await made(starter="def double(x):\n    return 3 * x\n")
    assert found.ok, found.problems


@pytest.mark.parametrize(
    ("starter", "words"),
    [
        (REFERENCE, "nothing left to do"),
        ("def double(x):\n    return 1 / 0\n", ""),  # it raises: it runs, and is wrong
        ("import os\nos._exit(3)\ndef double(x): pass\n", "must run and be wrong, but: "),
        ("1 / 0\ndef double(x): pass\n", "must run and be wrong, but: "),
        ("def double(x):\n    return x\n    raise NotImplementedError\n", "as not yet written"),
    ],
    ids=["passes", "raises", "dies", "can't be loaded", "isn't what it says"],
)
async def test_starters(made, starter: str, words: str) -> None:  # type: ignore[no-untyped-def]
    found = await made(starter=starter)
    if words:
        assert words in problems(found)["starter.py"]
    else:
        assert found.ok, found.problems


async def test_what_is_right_and_refused(made) -> None:  # type: ignore[no-untyped-def]
    found = await made(accepted={**ACCEPTED, "thrice": "def double(x):\n    return 3 * x\n"})
    told = problems(found)
    assert set(told) == {"accepted/thrice.py"}
    assert told["accepted/thrice.py"].startswith("must pass, but: “A vector”: ")
    assert found.accepted == (3, 4)


async def test_what_is_wrong_and_passes(made) -> None:  # type: ignore[no-untyped-def]
    found = await made(wrong={**WRONG, "fine": REFERENCE})
    assert problems(found) == {"wrong/fine.py": "must fail, but passes every case"}
    assert (found.wrong, found.recognized) == ((4, 5), (4, 4))


async def test_what_is_wrong_in_the_same_way(made) -> None:  # type: ignore[no-untyped-def]
    found = await made(wrong={**WRONG, "squares_too": "def double(x):\n    return x**2\n"})
    assert found.ok, found.problems
    assert found.wrong == (5, 5)
    assert found.recognized == (4, 5)
    (remark,) = found.remarks
    assert "are alike in every case" in remark.message
    assert {remark.file, remark.message.split()[3].strip(":")} == {
        "wrong/squares.py",
        "wrong/squares_too.py",
    }


async def test_what_is_wrong_beyond_recognition(made) -> None:  # type: ignore[no-untyped-def]
    found = await made(wrong={**WRONG, "none": "def doubel(x):\n    return x\n"})
    assert "fails at once" in problems(found)["wrong/none.py"]


async def test_too_few_solutions(made) -> None:  # type: ignore[no-untyped-def]
    found = await made(accepted={}, wrong={"same": WRONG["same"]})
    assert problems(found) == {
        "accepted/": "has 0 of at least 3 solutions",
        "wrong/": "has 1 of at least 4 solutions",
    }


async def test_cases_that_rest_on_the_reference_alone(made) -> None:  # type: ignore[no-untyped-def]
    found = await made(check=CHECK.replace("close(mine.double(x), x + x)", "mine.double(x)"))
    assert "rests on the reference alone" in problems(found)["check.py"]


async def test_a_witness_may_be_part_of_another_name(made) -> None:  # type: ignore[no-untyped-def]
    check = CHECK.replace("close(mine.double(x), x + x)", "stat.fraction(5, 10, 0.5, 'no')")
    check = check.replace("case, close, draw", "case, draw, stat").replace(
        "    x = draw", "    y = draw"
    )
    found = await made(check=check.replace("def a_matrix", "def another"))
    assert "check.py" not in {each.file for each in found.problems}


async def test_a_broken_exercise_is_said_once(made) -> None:  # type: ignore[no-untyped-def]
    found = await made(reference="def double(x):\n    return 3 * x\n")
    (message,) = problems(found).values()
    assert message.startswith("must pass, but: This exercise is broken")
    assert found.wrong == (0, 0)


# --- on the workbench -------------------------------------------------------------------------

SLICED = "def double(x):\n    if x is None:\n        x = 0\n    return 2 * x\n"
DROPPED = """
equivalent("-        x = 0\\n+        pass", because="No case gives None.")
equivalent("-        x = 0\\n+        x = 1", because="No case gives None.")
"""
STALE = 'equivalent("-    return 2 * x\\n+    return 3 * x", because="It never is.")\n'


def with_more(more: str) -> str:
    first = "from tutor.grading import without\n"
    assert first in CHECK
    return CHECK.replace(first, f"{first}from tutor.grading import equivalent\n{more}")


async def test_mutants_variations_and_seeds(made, bench: Bench) -> None:  # type: ignore[no-untyped-def]
    heard: list[str] = []
    found = await made(options={"bench": bench, "seeds": 20, "tell": heard.append})
    assert found.ok, found.problems
    assert found.mutation.all == found.mutation.total == len(found.mutation.killed) > 5
    assert found.variations[0] == found.variations[1] > 10
    assert (found.seeds, found.rejected, found.lacking) == (20, [], [])
    for words in ("mutant 1 of ", "variation 1 of ", "seed 20 of 20"):
        assert any(each.startswith(words) for each in heard), heard


async def test_the_quick_form_tries_fewer(made, bench: Bench) -> None:  # type: ignore[no-untyped-def]
    found = await made(reference=SLICED, options={"bench": bench, "quick": True})
    assert found.mutation.total <= 15
    assert found.variations is None


async def test_survivors_are_problems(made, bench: Bench) -> None:  # type: ignore[no-untyped-def]
    found = await made(reference=SLICED, options={"bench": bench})
    told = [each.message for each in found.problems if each.file == "reference.py"]
    assert any("-        x = 0\n+        pass" in message for message in told)
    assert any("line 3, constant" in message for message in told)
    assert len(told) == len(found.mutation.survivors) >= 2


async def test_more_excuses_than_one_in_twenty_are_problems(made, bench: Bench) -> None:  # type: ignore[no-untyped-def]
    found = await made(reference=SLICED, check=with_more(DROPPED + STALE), options={"bench": bench})
    told = [each.message for each in found.problems if each.file == "check.py"]
    assert any("names 2 mutants equivalent" in message for message in told)
    assert any("doesn't pass, or isn't there" in message for message in told)
    assert any(message.startswith("kills ") for message in told)
    assert {each.because for each in found.mutation.explained} == {"No case gives None."}


async def test_inputs_that_lack_are_problems(made, bench: Bench) -> None:  # type: ignore[no-untyped-def]
    check = CHECK.replace('without("zeros"', 'without("symmetric"')
    found = await made(check=check, options={"bench": bench})
    told = [each.message for each in found.problems]
    assert any(message.startswith("lacks 'zeros'") for message in told)
    assert "excuses 'symmetric', which it doesn't lack" in told
    assert [each.kind for each in found.lacking] == ["zeros"]


async def test_luck_is_a_problem(made, bench: Bench) -> None:  # type: ignore[no-untyped-def]
    lucky = "def double(x):\n    return 2 * x if x is 3 or x.sum() < 7.6 else x\n"
    lucky = lucky.replace("x is 3", "isinstance(x, int)")
    found = await made(
        accepted={**ACCEPTED, "lucky": lucky},
        check=CHECK.replace("draw(3, 4, low=1.0", "draw(3, low=1.0"),
        options={"bench": bench, "seeds": 40},
    )
    told = {each.file for each in found.problems}
    assert "accepted/lucky.py" in told
    assert found.rejected
    assert all(each.case for each in found.rejected)


async def test_a_variation_by_hand_must_fail(  # type: ignore[no-untyped-def]
    made, bench: Bench, tmp_path: Path
) -> None:
    folder = tmp_path / "doubling" / "variations"
    folder.mkdir(parents=True)
    (folder / "same.right.py").write_text(REFERENCE)
    (folder / "same.other.py").write_text(WRONG["halves"])
    (folder / "same.own.py").write_text("def double(x):\n    return x + 0\n")
    found = await made(options={"bench": bench})
    assert problems(found) == {"variations/same.right.py": "must fail, but passes every case"}
    (remark,) = found.remarks
    assert (remark.file, remark.message) == (
        "variations/same.other.py", "is taken for wrong/halves.py",
    )  # fmt: skip


async def test_scores_are_kept(made, bench: Bench, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path, folder = tmp_path / "graders.json", tmp_path / "doubling"
    scores.save(path, {folder: await made(options={"bench": bench, "seeds": 10})})
    first = path.read_text()
    kept = kept_scores.load(path)["doubling"]
    assert (kept.accepted, kept.wrong, kept.recognized) == ((3, 3), (4, 4), (4, 4))
    assert kept.mutants[0] == kept.mutants[1] > 5
    assert (kept.seeds, kept.refused, kept.digest) == (10, 0, kept_scores.digest(folder))
    scores.save(path, {folder: await made(options={"bench": bench})})
    assert path.read_text() == first  # no times; and the seeds were of the same code
    other = await made(options={"bench": bench})
    other.exercise = "another"
    scores.save(path, {folder: other})
    assert list(kept_scores.load(path)) == ["another", "doubling"]


async def test_verdicts_in_words() -> None:
    report = Report("differs", "Other\nnumbers.", place="[0]", expected="1", got="2")
    failed = Verdict("x", False, [CaseResult("a", "A case", False, report=report)])
    assert why(failed) == "“A case”: Other numbers.; at [0]; expected 1, got 2"
    assert why(Verdict("x", False, fault=Report("empty", "Nothing."))) == "Nothing."
    assert why(Verdict("x", True)) == "it passes"


async def test_it_loads_no_torch() -> None:
    code = "import sys, tutor.grading.audit; sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)  # noqa: ASYNC221
    assert done.returncode == 0
