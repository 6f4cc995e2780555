"""What can go wrong in a call, and what a call records."""

from __future__ import annotations

import random
import sys
import threading
import time

import numpy as np
import pytest
import torch
from grading_support import ONCE, play, provided, record

from tutor.grading import records

# --- exceptions ----------------------------------------------------------------------------------


def test_an_exception_ends_the_case_and_has_its_line() -> None:
    check = "@case\ndef one(mine):\n    mine.f(1)\n    mine.f(2)\n    mine.f(3)\n"
    code = (
        "def g(x):\n    return 1 / (x - 2)\n\n\ndef f(x):\n    print('x is', x)\n    return g(x)\n"
    )
    played = play(code, check)
    assert len(played.only.calls) == 2
    assert played.only.failure is None
    report = played.error
    assert (report.kind, report.line, report.number) == ("raised", 2, 2)
    assert report.message == "`f` raised ZeroDivisionError (line 2): division by zero"
    assert report.printed == "x is 2\n"
    assert 'File "f.py", line 7, in f' in report.traceback
    assert "check.py" not in report.traceback
    assert "tutor" not in report.traceback
    assert played.only.calls[1].error.kind == "ZeroDivisionError"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("raise NotImplementedError", "unwritten"),
        ("exit(2)", "exit"),
        ("raise SystemExit", "exit"),
        ("return input()", "input"),
        ("raise BaseException('x')", "raised"),
        ("raise GeneratorExit", "raised"),
        ("return f(x)", "raised"),
        ("raise MemoryError", "raised"),
        ("return torch.ones(2, 3) @ torch.ones(2, 3)", "raised"),
        ("eval('1 +')", "raised"),
    ],
)
def test_whatever_leaves_a_call(body: str, kind: str) -> None:
    played = play(f"import torch\n\ndef f(x):\n    y = 1\n    {body}\n")
    assert played.error.kind == kind
    assert played.error.line == 5
    assert "line 5" in played.error.message


def test_an_exception_that_cannot_be_shown() -> None:
    code = (
        "class E(Exception):\n    def __str__(self): raise SystemExit\n    __repr__ = __str__\n"
        "def f(x):\n    raise E(1)\n"
    )
    for raised in ("raise SystemExit", "raise ValueError"):
        report = play(code.replace("raise SystemExit", raised)).error
        assert (report.kind, report.line) == ("raised", 5)
        assert "E (line 5)" in report.message


def test_a_call_that_python_refuses_has_the_line_of_the_function() -> None:
    check = "@case\ndef one(mine):\n    mine.f(1, 2)\n"
    played = play("import torch\n\ndef f(x):\n    return x\n", check)
    assert played.error.line == 3
    assert "takes 1 positional argument but 2 were given" in played.error.message


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "import time; time.sleep(30)",
        "while True:\n        try: sum(range(99))\n        except: pass",
    ],
)
def test_a_call_that_takes_too_long(body: str) -> None:
    began = time.monotonic()
    check = ONCE + "\n@case\ndef other(mine):\n    mine.f(1)\n"
    played = play(f"def f(x):\n    print('on my way')\n    {body}\n", check, seconds=0.2)
    (recording,) = played.recordings.values()  # the other one isn't played: it would as well
    assert [name for name, _ in played.listed] == ["once", "other"]
    report = recording.failure
    assert report is not None
    assert (report.kind, report.number, report.printed) == ("timeout", 1, "on my way\n")
    assert recording.failed_after == 0
    assert "`f` took too long" in report.message
    assert report.line in (3, 4, 5)
    assert time.monotonic() - began < 3


def test_a_case_has_its_own_time_limit() -> None:
    check = "@case(seconds=0.1)\ndef one(mine):\n    mine.f(1)\n"
    began = time.monotonic()
    failure = play("def f(x):\n    while True: x += 1\n", check).failure
    assert failure.kind == "timeout"
    assert "0.1 seconds" in failure.message
    assert time.monotonic() - began < 2


def test_what_was_returned_may_break_the_case() -> None:
    check = "@case\ndef one(mine):\n    mine.f(1).sum()\n"
    failure = play("def f(x): return None\n", check).failure
    assert failure.kind == "type"
    assert "what `f` returned: AttributeError" in failure.message
    assert f"(line {3 + 3} of check.py)" in failure.message


def test_a_case_that_is_broken_itself() -> None:
    failure = play("def f(x): return x\n", "@case\ndef one(mine):\n    mine.g(1)\n").failure
    assert failure.kind == "grader"
    assert "provides no g" in failure.message


def test_an_object_of_the_learners_that_raises_outside_of_a_call() -> None:
    code = "class A:\n    def go(self):\n        return 1 / 0\n\ndef f(x):\n    return A()\n"
    failure = play(code, "@case\ndef one(mine):\n    mine.f(1).go()\n").failure
    assert (failure.kind, failure.line) == ("raised", 3)


def test_interrupting_gets_through() -> None:
    with pytest.raises(KeyboardInterrupt):
        play("def f(x):\n    raise KeyboardInterrupt\n")
    assert isinstance(sys.stdout.write("").__class__, type)


# --- what is left as it was ----------------------------------------------------------------------


def test_torchs_state_is_put_back_after_each_call() -> None:
    code = (
        "import sys, torch\n\ndef f(x):\n    torch.set_grad_enabled(False)\n"
        "    torch.set_default_dtype(torch.float64)\n    sys.setrecursionlimit(5000)\n"
    )
    limit = sys.getrecursionlimit()
    check = "@case\ndef one(mine):\n    mine.f(1)\n    mine.f(2)\n"
    recording = play(code, check).only
    said = [
        "It left grad mode changed: off instead of on.",
        "It left the default dtype changed: torch.float64 instead of torch.float32.",
    ]
    assert [call.state for call in recording.calls] == [said, said]
    assert torch.is_grad_enabled()
    assert torch.get_default_dtype() == torch.float32
    assert sys.getrecursionlimit() == limit


def test_a_call_inside_no_grad_changes_nothing() -> None:
    check = "@case\ndef one(mine):\n    with torch.no_grad():\n        mine.f(1)\n"
    assert play("def f(x): return x\n", check).only.calls[0].state == []


def test_streams_are_put_back_and_prints_kept_call_by_call() -> None:
    out, err = sys.stdout, sys.stderr
    code = (
        "import io, sys\n\ndef f(x):\n    print('call', x)\n    sys.stderr.write('!\\n')\n"
        "    sys.stdout = sys.stderr = io.StringIO()\n    print('lost')\n    return x\n"
    )
    check = "@case\ndef one(mine):\n    mine.f(1)\n    print('between')\n    mine.f(2)\n"
    recording = play(code, check).only
    assert [call.printed for call in recording.calls] == ["call 1\n!\n", "call 2\n!\n"]
    assert recording.printed == "call 1\n!\nbetween\ncall 2\n!\n"
    assert (sys.stdout, sys.stderr) == (out, err)


def test_prints_are_bounded_and_free_of_terminal_control() -> None:
    call = play("def f(x):\n    print('\\x1b[2J' + 'y' * 1_000_000)\n").only.calls[0]
    assert call.printed.startswith("yyy")
    assert len(call.printed) < 10_100
    assert "more characters)" in call.printed


def test_warnings_name_no_place_on_this_machine() -> None:
    code = "import warnings\n\ndef f(x):\n    warnings.warn('careful')\n"
    assert play(code).only.calls[0].printed == "f.py:4: UserWarning: careful\n"


def test_functions_that_a_call_replaces_are_themselves_in_the_next_case() -> None:
    code = "import torch\n\ndef f(x):\n    torch.exp = torch.sin\n    return 1\n"
    check = ONCE + "\n@case\ndef two(mine):\n    require(torch.exp(torch.zeros(1)) == 1, 'no')\n"
    played = play(code, check)
    assert played.recordings["two"].failure is None
    assert torch.exp(torch.zeros(1)) == 1


def test_a_thread_of_the_learners_that_prints_later_harms_nothing() -> None:
    code = (
        "import threading\n\ndef f(x):\n"
        "    threading.Thread(target=lambda: print('later'), daemon=True).start()\n    return 1\n"
    )
    assert play(code).only.calls[0].error is None
    assert threading.active_count() < 50


def test_a_process_that_the_code_forks_ends_with_the_call() -> None:
    code = (
        "import os\n\ndef f(x):\n    child = os.fork()\n    if not child:\n        return 'child'\n"
        "    os.waitpid(child, 0)\n    return 'parent'\n"
    )
    assert play(code).only.calls[0].result == records.Text("parent")


# --- the same every time -------------------------------------------------------------------------

DICE = """
import random
import numpy as np
import torch

def f(x):
    return [x, random.random(), float(np.random.rand()), torch.rand(3)]
"""


def still(data: bytes) -> bytes:
    """A recording without the times."""
    recording = records.decode(data)
    calls = [records.msgspec.structs.replace(call, seconds=0.0) for call in recording.calls]
    return records.encode(records.msgspec.structs.replace(recording, calls=calls))


def test_the_same_seed_gives_the_same_bytes() -> None:
    check = ONCE + "\n@case(also=('float64',))\ndef two(mine):\n    mine.f(draw(2))\n"
    first = play(DICE, check)
    for seed in (random.seed, np.random.seed, torch.manual_seed):
        seed(5)
    again, other = play(DICE, check), play(DICE, check, seed=1)
    assert list(first.data) == ["once", "two", "two[float64]"]
    for name, data in first.data.items():
        assert still(data) == still(again.data[name])
        assert still(data) != still(other.data[name])
    drawn = [
        tuple(n.value for n in r.calls[0].result.items[1:3]) for r in first.recordings.values()
    ]
    assert len(set(drawn)) == 3  # each case has dice of its own


def test_only_some_cases() -> None:
    check = ONCE + "\n@case(also=('float64', 'empty'))\ndef two(mine):\n    mine.f(1)\n"
    code = "def f(x): return x\n"
    assert list(play(code, check, only=("two[empty]",)).recordings) == ["two[empty]"]
    assert len(play(code, check, only=("two",)).recordings) == 3
    assert play(code, check, only=("once", "two[float64]")).begun == ["once", "two[float64]"]


def test_titles() -> None:
    check = """
@case(also=("float64", "noncontiguous", "single", "empty"))
def many_things(mine):
    '''Many things at once

    More about them.
    '''

@case
def no_words(mine):
    mine.f(1)
"""
    assert play("def f(x): 1\n", check).listed == [
        ("many_things", "Many things at once"),
        ("many_things[float64]", "Many things at once (float64)"),
        ("many_things[noncontiguous]", "Many things at once (non-contiguous)"),
        ("many_things[single]", "Many things at once (one row)"),
        ("many_things[empty]", "Many things at once (no rows)"),
        ("no_words", "no words"),
    ]


# --- names ---------------------------------------------------------------------------------------


def test_a_value_is_recorded_as_it_is_asked_for() -> None:
    check = "@case\ndef one(mine):\n    require(mine.RATE == 0.5, 'no')\n"
    recording = record("RATE = 0.5\n", check, provided("", "RATE", "value"), before=True)
    (call,) = recording.calls
    assert (call.name, call.before, call.result) == ("RATE", "RATE", records.Number(0.5))
    assert recording.failure is None


def test_a_class_gives_its_objects() -> None:
    code = (
        "import torch\nclass Net(torch.nn.Module):\n    def __init__(self, n):\n"
        "        super().__init__()\n        self.weight = torch.nn.Parameter(torch.ones(n, 2))\n"
        "        self.register_buffer('seen', torch.zeros(1))\n"
        "    def forward(self, x): return x @ self.weight\n"
    )
    check = """
@case
def one(mine):
    net = mine.Net(3)
    require(isinstance(net, mine.Net), "It is one of theirs.")
    close(net(torch.ones(1, 3)), torch.tensor([[3.0, 3.0]]))
"""
    recording = play(code, check, provided("n", "Net", "class")).only
    assert recording.failure is None
    module = recording.calls[0].result
    assert isinstance(module, records.Module)
    assert (module.kind, module.training) == ("Net", True)
    assert [(name, node.shape) for name, node in module.parameters] == [("weight", [3, 2])]
    assert module.parameters[0][1].kind == "parameter"
    assert [name for name, _ in module.buffers] == ["seen"]


def test_calls_from_inside_the_learners_code_are_not_recorded() -> None:
    check = "@case\ndef one(mine):\n    mine.f(mine.g)\n"
    code = "def f(x): return x(3) + g(4)\n\ndef g(x): return x\n"
    recording = play(code, check, provided(), provided(name="g")).only
    assert [call.name for call in recording.calls] == ["f"]
    assert recording.calls[0].result == records.Number(7)


def test_a_check_of_twenty_calls_is_quick() -> None:
    check = """
@case
def steps(mine):
    params = [draw(3, 2, grad=True), draw(5, grad=True)]
    for _ in range(20):
        for p in params:
            p.grad = draw(*p.shape)
        mine.f(params)
"""
    code = "import torch\n\n@torch.no_grad()\ndef f(x):\n    for p in x: p -= 0.1 * p.grad\n"

    def seconds() -> float:
        began = time.perf_counter()
        assert len(play(code, check).only.calls) == 20
        return time.perf_counter() - began

    assert min(seconds() for _ in range(8)) < 0.04  # 6 ms on an idle machine
