"""`given`: examples of Hypothesis, shrunk, and always the same."""

from __future__ import annotations

from grading_support import play, provided, record

from tutor.grading import records

HEAD = "from hypothesis import assume\nfrom hypothesis.strategies import integers, lists\n"
CHECK = (
    HEAD
    + """
@case
@given(n=integers(1, 40), examples=30)
def any_size(mine, n):
    "Any size"
    x = draw(n)
    mine.f(x)
    require(mine.f(x) is not None, "It should be something.")
"""
)


def test_all_examples_are_recorded() -> None:
    recording = play("def f(x): return x\n", CHECK).only
    assert (recording.case, recording.title) == ("any_size", "Any size")
    assert recording.failure is None
    assert len(recording.calls) == 60
    sizes = {call.result.shape[0] for call in recording.calls}  # type: ignore[union-attr]
    assert len(sizes) > 5
    assert "given" in recording.aspects
    again = play("def f(x): return x\n", CHECK).only
    assert [c.result for c in again.calls] == [c.result for c in recording.calls]
    reference = record("def f(x): return x\n", CHECK, before=True)
    assert [c.result for c in reference.calls] == [c.result for c in recording.calls]
    assert play("def f(x): return x\n", CHECK, seed=1).only.calls != recording.calls


def test_a_failing_demand_is_shrunk() -> None:
    code = "def f(x):\n    print(len(x))\n    return x if len(x) < 7 else None\n"
    played = play(code, CHECK)
    assert len(played.only.calls) == 2
    failure = played.failure
    assert failure.kind == "required"
    assert failure.message == "It should be something. The smallest example: n = 7."
    assert (failure.number, failure.printed) == (2, "7\n")
    assert failure.call.startswith("x = torch.tensor([")
    assert played.only.failed_after == 0


def test_an_exception_is_shrunk() -> None:
    code = "def f(x):\n    if len(x) > 4:\n        raise ValueError('too long')\n    return x\n"
    played = play(code, CHECK)
    failure = played.failure
    assert (failure.kind, failure.line, failure.number) == ("raised", 3, 1)
    assert "ValueError" in failure.message
    assert failure.message.endswith("The smallest example: n = 5.")
    (call,) = played.only.calls
    assert call.error is not None


def test_an_exception_of_the_case_is_shrunk_too() -> None:
    check = CHECK.replace("    mine.f(x)\n", "    mine.f(x).sum()\n", 1)
    failure = play("def f(x): return x if len(x) < 3 else None\n", check).failure
    assert failure.kind == "type"
    assert failure.message.endswith("The smallest example: n = 3.")


def test_a_time_limit_ends_it() -> None:
    code = "def f(x):\n    while len(x) > 3: pass\n    return x\n"
    failure = play(code, CHECK, seconds=0.3).failure
    assert (failure.kind, failure.line) == ("timeout", 2)


def test_what_is_forbidden_stays_so() -> None:
    code = "import torch\ndef f(x):\n    return torch.exp(x)\n"
    failure = play(code, "forbid('torch.exp')\n" + CHECK).failure
    assert (failure.kind, failure.line) == ("forbidden", 3)


def test_a_solution_that_is_not_the_same_twice() -> None:
    code = "n = 0\ndef f(x):\n    global n\n    n += 1\n    return None if n == 8 else x\n"
    assert play(code, CHECK).failure.kind == "required"


def test_assume() -> None:
    check = CHECK.replace("    x = draw(n)\n", "    assume(n % 2 == 0)\n    x = draw(n)\n")
    recording = play("def f(x): return x\n", check).only
    assert recording.failure is None
    shapes = {c.result.shape[0] % 2 for c in recording.calls[::2]}  # type: ignore[union-attr]
    assert 0 in shapes


def test_variants_and_other_strategies() -> None:
    check = HEAD + (
        "@case(also=('float64',))\n@given(sizes=lists(integers(1, 3), min_size=1, max_size=2))\n"
        "def sizes(mine, sizes):\n    mine.f(draw(*sizes))\n"
    )
    played = play("def f(x): return x\n", check)
    dtypes = [r.calls[0].result.dtype for r in played.recordings.values()]  # type: ignore[union-attr]
    assert dtypes == ["float32", "float64"]


def test_streams_in_examples() -> None:
    check = HEAD + (
        "@case\n@given(n=integers(1, 9))\ndef counted(mine, n):\n"
        "    require(len(list(mine.f(n))) == n, 'All of them.')\n"
    )
    code = "def f(n):\n    yield from range(n if n < 4 else 3)\n"
    played = play(code, check, provided("n"))
    assert played.failure.message == "All of them. The smallest example: n = 4."
    stream = played.only.calls[0].result
    assert isinstance(stream, records.Stream)
    assert len(stream.items) == 3
