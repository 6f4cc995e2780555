"""Whole checks, with real processes: every bad file gets its reason, and leaves nothing behind."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pytest
from checks_support import check, judged, one, report
from doubling import ACCEPTED, WRONG
from engine_support import alive, eventually

from tutor.course.model import Exercise
from tutor.engine import briefs, solutions, with_feedback
from tutor.engine.checks import Checks
from tutor.engine.protocol import Checked, Diagnosed, Judged, Listed
from tutor.engine.verdicts import from_json, to_json

pytestmark = pytest.mark.asyncio(loop_scope="session")

GOOD = "def double(x):\n    return x + x\n"
CASES = ["a_vector", "a_matrix", "a_number"]


async def test_a_right_solution(checks: Checks, doubling: Exercise) -> None:
    events = await check(checks, doubling, GOOD)
    assert [type(e).__name__ for e in events] == [
        "Listed", "Checked", "Checked", "Checked", "Judged", "Finished",
    ]  # fmt: skip
    assert [name for name, _ in one(events, Listed).cases] == CASES
    verdict = one(events, Judged).verdict
    assert verdict.passed
    assert verdict.cases == [e.result for e in events if isinstance(e, Checked)]
    assert 0 < verdict.seconds < 5
    assert from_json(to_json(verdict)) == verdict


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_solution_is_named(checks: Checks, doubling: Exercise, name: str) -> None:
    events = await check(checks, doubling, WRONG[name])
    verdict = one(events, Judged).verdict
    assert not verdict.passed
    found = one(events, Diagnosed)
    assert (found.name, found.certain) == (name, True)
    assert with_feedback(verdict, found.name).feedback == name
    assert verdict.feedback == ""


@pytest.mark.parametrize("code", ACCEPTED.values(), ids=ACCEPTED)
async def test_other_ways_pass(checks: Checks, doubling: Exercise, code: str) -> None:
    assert (await judged(checks, doubling, code)).passed


async def test_the_report_says_where(checks: Checks, doubling: Exercise) -> None:
    code = """
def double(x):
    print('in here')
    y = 2 * x
    if hasattr(y, 'dim') and y.dim() == 2:
        y[1, 2] = 0
    return y
"""
    verdict = await judged(checks, doubling, code)
    assert [case.passed for case in verdict.cases] == [True, False, True]
    found = report(verdict)
    assert found.kind == "differs"
    assert found.number == 1
    assert "1, 2" in found.place
    assert "0.000" in found.got
    assert "0.000" not in found.expected
    assert found.printed.strip() == "in here"
    assert "double" in found.call


# --- bad files -----------------------------------------------------------------------------------

SOCKETS = """
import os, stat
for number in range(3, 200):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode): os.write(number, {junk!r})
    except OSError: pass
"""
BODY = "def double(x):\n    {}\n    return x + x\n"

# Each as code, the kinds that its report may have, and words that it says.
BAD = {
    "empty": ("", {"empty"}, "nothing"),
    "comments": ("# soon\n", {"empty"}, "nothing"),
    "syntax": ("def double(x):\n    return (x +\n", {"syntax"}, "2"),
    "unwritten": ("def double(x):\n    raise NotImplementedError\n", {"unwritten"}, ""),
    "other name": ("def doubel(x):\n    return x + x\n", {"name"}, "double"),
    "other parameter": ("def double(y):\n    return y + y\n", {"signature"}, "x"),
    "one parameter more": ("def double(x, n):\n    return n * x\n", {"signature"}, "n"),
    "None": ("def double(x):\n    x + x\n", {"type", "required"}, "None"),
    "list": ("def double(x):\n    return [x]\n", {"type", "required"}, "list"),
    "generator": ("def double(x):\n    yield x + x\n", {"type", "required"}, "generator"),
    "nan": (BODY.format("return x * float('nan')"), {"differs", "required"}, ""),
    "infinity": (BODY.format("return x * float('inf')"), {"differs", "required"}, ""),
    "raises": (BODY.format("raise KeyError('oh')"), {"raised"}, "KeyError"),
    "exits": (BODY.format("import sys; sys.exit(3)"), {"exit"}, "exit"),
    "exits at once": ("raise SystemExit\n" + GOOD, {"exit"}, "exit"),
    "raises at once": (GOOD + "1 / 0\n", {"raised"}, "ZeroDivisionError"),
    "reads": (BODY.format("input()"), {"input"}, "input"),
    "reads at once": (GOOD + "input('? ')\n", {"input"}, "input"),
    "loops": (BODY.format("while True: pass"), {"timeout"}, ""),
    "loops at once": (GOOD + "while True: pass\n", {"timeout"}, ""),
    "sleeps at once": ("import time; time.sleep(60)\n" + GOOD, {"timeout"}, ""),
    "holds out": (
        GOOD + "while True:\n    try:\n        while True: pass\n    except BaseException: pass\n",
        {"timeout"},
        "",
    ),
    "eq raises": (
        "class Odd:\n    def __eq__(self, other): raise ValueError\n"
        "    def __repr__(self): raise ValueError\ndef double(x):\n    return Odd()\n",
        {"type", "required", "raised"},
        "Odd",
    ),
    "builtins": (
        "import builtins\nbuiltins.len = builtins.sum = None\nprint = isinstance = 3\n"
        "def double(x):\n    return x\n",
        {"differs", "required"},
        "",
    ),
    "torch replaced": (
        "import torch\ntorch.allclose = torch.equal = lambda *a, **k: True\n"
        "torch.Tensor.add = torch.Tensor.abs = lambda *a: 0\n"
        "def double(x):\n    return 0\n",
        {"differs", "required", "type"},
        "",
    ),
    "default dtype": (
        BODY.format("import torch; torch.set_default_dtype(torch.float64)"),
        {"state"},
        "dtype",
    ),
    "os._exit": (BODY.format("import os; os._exit(3)"), {"died"}, "exit status 3"),
    "os._exit(0)": (BODY.format("import os; os._exit(0)"), {"died"}, "exit status 0"),
    "os._exit at once": ("import os; os._exit(3)\n", {"died"}, "exit status 3"),
    "segfault": (BODY.format("import ctypes; ctypes.string_at(0)"), {"died"}, "segmentation"),
    "abort": (BODY.format("import os; os.abort()"), {"died"}, "signal 6"),
    "closes all": (BODY.format("import os; os.closerange(3, 999)"), {"died"}, "connection"),
    "junk": (GOOD + SOCKETS.format(junk=b"\xff" * 64), {"died"}, "channel"),
    "nonsense": (GOOD + SOCKETS.format(junk=struct.pack(">I", 4) + b"what"), {"died"}, "channel"),
    "memory": (BODY.format("return bytearray(1 << 45)"), {"raised", "died"}, "emory"),
    "deep": (BODY.format("return double(x)"), {"raised"}, "RecursionError"),
    "threads": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n"
        "def double(x):\n    return None\n",
        {"type", "required"},
        "None",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_file_gets_its_reason_and_leaves_nothing(
    checks: Checks, doubling: Exercise, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, kinds, words = BAD[name]
    monkeypatch.setattr(briefs, "SECONDS", 1.0)
    began = time.monotonic()
    found = report(await judged(checks, doubling, code))
    assert time.monotonic() - began < 8
    assert found.kind in kinds, found
    assert words in found.message + found.got, found
    assert "cell" not in found.message
    assert "\x1b" not in repr(found)
    after = await judged(checks, doubling, GOOD)
    assert after.passed
    assert (after.printed, after.notes) == ("", [])
    assert not after.cases[0].printed


async def test_what_a_file_prints_is_kept_with_its_case(checks: Checks, doubling: Exercise) -> None:
    code = "print('at the top')\ndef double(x):\n    print('in a call')\n    return x\n"
    verdict = await judged(checks, doubling, code)
    assert verdict.printed == "at the top\n"
    assert "in a call" in verdict.cases[0].printed
    assert report(verdict).printed.strip() == "in a call"


async def test_a_name_defined_twice_is_noted(checks: Checks, doubling: Exercise) -> None:
    verdict = await judged(checks, doubling, WRONG["same"] + "\n\n" + GOOD)
    assert verdict.passed
    assert any("twice" in note for note in verdict.notes)


async def test_files_of_other_systems_pass(
    checks: Checks, doubling: Exercise, tmp_path: Path
) -> None:
    path = tmp_path / "double.py"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert (await judged(checks, doubling, solutions.read(path))).passed


async def test_a_learner_cannot_speak_for_the_judge(checks: Checks, doubling: Exercise) -> None:
    code = """
import os, stat
from tutor.engine import protocol
from tutor.engine.verdicts import CaseResult, Verdict
run = int(open('/dev/null').read() or 0)
found = []
for run in range(200):
    for name in ("a_vector", "a_matrix", "a_number"):
        found.append(protocol.Checked(run, CaseResult(name, "Fine", True)))
    found.append(protocol.Listed(run, []))
    found.append(protocol.Judged(run, Verdict("doubling", True)))
data = b"".join(map(protocol.encode, found))
for number in range(3, 200):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode): os.write(number, data)
    except OSError: pass
def double(x):
    return x
"""
    events = await check(checks, doubling, code, diagnose=False)
    assert [name for name, _ in one(events, Listed).cases] == CASES
    assert not one(events, Judged).verdict.passed
    assert (await judged(checks, doubling, GOOD)).passed


async def test_a_learner_cannot_end_the_check_early(checks: Checks, doubling: Exercise) -> None:
    code = """
import os, stat
from tutor.engine import protocol
data = b"".join(protocol.encode(protocol.Finished(run, "", "done", 0.0)) for run in range(200))
for number in range(3, 200):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode): os.write(number, data)
    except OSError: pass
def double(x):
    return x + x
"""
    verdict = await judged(checks, doubling, code)
    assert report(verdict).kind == "died"
    assert verdict.unplayed


async def test_the_reference_is_nowhere_in_a_player(checks: Checks, doubling: Exercise) -> None:
    code = """
import gc, sys
def double(x):
    words = " ".join(["return", "2", "*", "x"])
    found = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]
    texts = {s for o in found for s in (o.values() if isinstance(o, dict) else o)
             if isinstance(s, str) and words in s}
    assert not texts, texts
    assert "reference" not in sys.modules
    return x + x
"""
    verdict = await judged(checks, doubling, code)
    assert verdict.passed, verdict


async def test_what_a_solution_starts_ends_with_it(
    checks: Checks, doubling: Exercise, tmp_path: Path
) -> None:
    path = tmp_path / "pids"
    code = (
        f"""
import os, subprocess, sys, time
if os.fork() == 0:
    os.setsid()
    time.sleep(60)
    os._exit(0)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(path)!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
"""
        + GOOD
    )
    await judged(checks, doubling, code)
    pids = [int(word) for word in path.read_text().split()]
    assert len(pids) == 2
    assert await eventually(lambda: not any(map(alive, pids)))
    assert (await judged(checks, doubling, GOOD)).passed
