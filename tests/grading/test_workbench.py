"""The workbench: what becomes of sources, of variations, and of the process itself."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import torch
from doubling import ACCEPTED, CHECK, REFERENCE, WRONG, exercise

from tutor.grading import apart, bench, loading
from tutor.grading.bench import Bench, Subject
from tutor.grading.cases import BrokenExercise
from tutor.grading.mutation import equivalents, mutation
from tutor.grading.workbench import Workbench

forked = pytest.mark.skipif(not apart.POSSIBLE, reason="forking isn't safe here")
in_one_loop = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(autouse=True)
def one_thread():  # type: ignore[no-untyped-def]
    """What is forked after a parallel loop would wait for its threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def subject(folder: Path, **parts: str) -> Subject:
    return bench.subject_of(exercise(folder / "doubling", wrong=WRONG, **parts))  # type: ignore[arg-type]


@pytest.fixture(params=[pytest.param(True, marks=forked), False], ids=["forked", "in place"])
def workbench(request: pytest.FixtureRequest, tmp_path: Path) -> Workbench:
    return Workbench(subject(tmp_path), forks=request.param)


def test_what_is_right_passes(workbench: Workbench) -> None:
    for source in (REFERENCE, *ACCEPTED.values()):
        found = workbench.fate("it", source)
        assert (found.passed, found.why, found.convention) == (True, "", "")
        assert 0 < found.seconds < 5


@forked
def test_what_is_imported_late_is_imported_before_forking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = []
    monkeypatch.setattr(loading, "import_module", lambda name: imported.append((name, os.getpid())))
    workbench = Workbench(subject(tmp_path))
    for source in (REFERENCE, "def double(x:\n"):
        workbench.fate("it", source)
    assert imported == []
    assert workbench.fate("it", f"import torch.func\n{REFERENCE}").passed
    assert imported == [("torch._dynamo", os.getpid())]


def test_what_is_wrong_fails_in_its_first_case(workbench: Workbench) -> None:
    found = workbench.fate("it", "def double(x):\n    return x * x\n")
    assert not found.passed
    assert found.case == "A vector"
    assert "expected" in found.why
    late = workbench.fate("it", "def double(x):\n    return 3 * x if x == 3 else 2 * x\n")
    assert not late.passed


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def double(x):\n", "Line 1"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("def double(x):\n    return y\n", "NameError"),
        ("def twice(x):\n    return x\n", "defines no `double`"),
        ("def double(x):\n    raise SystemExit\n", ""),
    ],
)
def test_what_breaks_fails(workbench: Workbench, source: str, words: str) -> None:
    found = workbench.fate("it", source)
    assert not found.passed
    assert words in found.why


def test_an_endless_one_fails_in_time(workbench: Workbench) -> None:
    found = workbench.fate("it", "def double(x):\n    while True:\n        pass\n")
    assert not found.passed
    assert found.seconds < 8


def test_what_one_leaves_behind_does_not_reach_the_next(workbench: Workbench) -> None:
    for leaves in (
        "import torch\ntorch.set_grad_enabled(False)\n",
        "import torch\ntorch.set_default_dtype(torch.float64)\n",
        "import torch\ntorch.Tensor.__add__ = torch.Tensor.__mul__\n",
        "import torch\ntorch.zeros = None\n",
    ):
        assert workbench.fate("it", leaves + REFERENCE).passed
        assert workbench.fate("it", REFERENCE).passed
    assert torch.is_grad_enabled()
    assert torch.get_default_dtype() is torch.float32


@forked
def test_a_process_that_dies_fails(tmp_path: Path) -> None:
    workbench = Workbench(subject(tmp_path))
    for end in ("os._exit(0)", "os.kill(os.getpid(), 9)"):
        found = workbench.fate("it", f"import os\ndef double(x):\n    {end}\n")
        assert (found.passed, found.why) == (False, "Its process ended.")
    assert workbench.fate("it", REFERENCE).passed


def own_children() -> set[str]:
    """The processes that this one has started and not yet waited for, by number."""
    return {
        number
        for path in Path("/proc/self/task").glob("*/children")
        for number in path.read_text().split()
    }


@forked
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="reads Linux's list of processes")
def test_no_process_is_left(tmp_path: Path) -> None:
    before = own_children()  # of other tests
    Workbench(subject(tmp_path)).fate("it", REFERENCE)
    assert own_children() <= before


def test_variations_are_taken_for_what_they_are(workbench: Workbench) -> None:
    for name, source in WRONG.items():
        workbench.rehearse(name, source)
    squared = workbench.taken("a", "def double(x):\n    y = x\n    return y ** 2\n")
    assert (squared.taken_for, squared.passed, squared.certain) == ("squares", False, True)
    assert workbench.taken("b", "def double(x):\n    return x + 0\n").taken_for == "same"
    right = workbench.taken("c", "def double(x):\n    return x + x\n")
    assert (right.passed, right.taken_for) == (True, "")
    assert workbench.taken("d", "1 / 0\n").taken_for == ""


def test_a_convention_is_named(tmp_path: Path) -> None:
    made = subject(tmp_path)
    thrice = "def double(x):\n    return 3 * x\n"
    kind = made.brief.check.replace("close(mine.double(x), x + x)", "mine.double(x)")
    brief = type(made.brief)("other", "doubling", made.brief.provides, kind)
    workbench = Workbench(Subject(brief, REFERENCE, [("thrice", thrice)]))
    found = workbench.fate("it", "def double(x):\n    return x + x + x\n")
    assert (found.passed, found.convention) == (True, "thrice")
    assert workbench.fate("it", REFERENCE).convention == ""
    assert not workbench.fate("it", "def double(x):\n    return 4 * x\n").passed


def test_a_broken_exercise_is_said(tmp_path: Path) -> None:
    with pytest.raises(BrokenExercise, match="a_vector"):
        Workbench(subject(tmp_path, reference="def double(x):\n    return 3 * x\n"))


# --- its own process ------------------------------------------------------------------------------


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asked() -> AsyncIterator[Bench]:
    """One process for all."""
    found = Bench()
    yield found
    await found.close()


@in_one_loop
async def test_it_answers_one_after_the_other(asked: Bench, tmp_path: Path) -> None:
    made = subject(tmp_path)
    sources = {"right": REFERENCE, **WRONG}
    fates = [fate async for fate in asked.fates(made, sources)]
    assert [(each.name, each.passed) for each in fates] == [
        (name, name == "right") for name in sources
    ]
    taken = [each async for each in asked.recognitions(made, WRONG, list(WRONG.items()))]
    assert [each.taken_for for each in taken] == list(WRONG)


@in_one_loop
async def test_a_broken_exercise_is_no_end(asked: Bench, tmp_path: Path) -> None:
    with pytest.raises(bench.Unplayable, match="a_vector"):
        [
            _
            async for _ in asked.fates(
                subject(tmp_path, reference="def double(x):\n    return 3\n"), {}
            )
        ]
    fates = [fate async for fate in asked.fates(subject(tmp_path), {"it": REFERENCE})]
    assert fates[0].passed


@in_one_loop
async def test_prints_do_not_disturb_it(asked: Bench, tmp_path: Path) -> None:
    loud = "import os\nos.write(1, b'junk')\nprint('x' * 9999)\n" + REFERENCE
    assert [fate.passed async for fate in asked.fates(subject(tmp_path), {"it": loud})] == [True]


@in_one_loop
async def test_leaving_early_ends_it_and_the_next_works(asked: Bench, tmp_path: Path) -> None:
    made = subject(tmp_path)
    answers = asked.fates(made, {str(number): REFERENCE for number in range(50)})
    async for _ in answers:
        break
    await answers.aclose()
    assert [fate.passed async for fate in asked.fates(made, {"it": REFERENCE})] == [True]


@in_one_loop
async def test_inputs_that_lack_are_named(asked: Bench, tmp_path: Path) -> None:
    check = "\n".join(line for line in CHECK.splitlines() if not line.startswith("without("))
    covered = await asked.covered(subject(tmp_path, check=check))
    assert {"float64", "zeros"} <= {each.kind for each in covered.lacking}
    assert all(each.message for each in covered.lacking)
    assert (await asked.covered(subject(tmp_path))).lacking == []


# --- mutants on it --------------------------------------------------------------------------------

SLICED = "def double(x):\n    y = x[:] if len(x) > 1 else x\n    return 2 * y\n"
KINDER = CHECK.replace("mine.double(3)", "mine.double(draw(1))")
NAMED = """
equivalent(
    '''
    -   y = x[:] if len(x) > 1 else x
    +   y = x[:] if len(x) >= 1 else x
    ''',
    because="A part that is the whole is the same.",
)
"""


def named(check: str, more: str) -> str:
    return check.replace(
        "\nwithout", "\nfrom tutor.grading import equivalent\n" + more + "\nwithout", 1
    )


@in_one_loop
async def test_mutants_of_a_good_exercise_are_killed(asked: Bench, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    found = await mutation(
        asked, exercise(tmp_path / "doubling"), tell=lambda *far: heard.append(far)
    )
    assert found.unexplained == found.survivors == []
    assert len(found.killed) == found.total == found.all > 5
    assert all(each.why for each in found.killed)
    assert found.score == 1
    assert heard[-1] == (found.all, found.all)


@in_one_loop
async def test_survivors_are_those_that_no_case_tells(asked: Bench, tmp_path: Path) -> None:
    found = await mutation(asked, exercise(tmp_path / "doubling", reference=SLICED, check=KINDER))
    alive = {each.mutant.diff for each in found.survivors}
    assert any("len(x) >= 1" in diff for diff in alive)
    assert not any("3 * y" in diff for diff in alive)
    assert found.score < 1


@in_one_loop
async def test_a_named_one_is_explained_and_another_is_stale(asked: Bench, tmp_path: Path) -> None:
    stale = NAMED.replace("len(x) >= 1", "len(x) >= 7")
    check = named(KINDER, NAMED + stale)
    found = await mutation(asked, exercise(tmp_path / "doubling", reference=SLICED, check=check))
    (explained,) = found.explained
    assert explained.because == "A part that is the whole is the same."
    assert explained not in found.unexplained
    assert [each.diff.count("7") for each in found.stale] == [1]


def test_what_is_named_is_read_without_running_it() -> None:
    source = 'from x import y\n1 / 0\nequivalent("-a", because="b")\n'
    (found,) = equivalents(source)
    assert (found.diff, found.because, found.line) == ("-a", "b", 3)
    assert equivalents("def f(:") == []
