"""What can be wrong with a learner's file as a whole, and the reason that is given."""

from __future__ import annotations

import builtins
import math
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from grading_support import ONCE, play, provided

GOOD = "def f(x):\n    return x + 1\n"
VALUE = "\n@case\ndef one(mine):\n    mine.f\n"


def test_a_good_file_has_no_fault() -> None:
    played = play(GOOD)
    assert played.loaded.fault is None
    assert played.loaded.notes == []
    assert played.listed == [("once", "Once")]
    assert played.begun == ["once"]


@pytest.mark.parametrize(
    ("code", "said"),
    [("", "nothing in f.py"), ("\n\n  \n", "nothing"), ("# def f(x): 1\n", "only comments")],
)
def test_empty(code: str, said: str) -> None:
    played = play(code)
    assert played.fault.kind == "empty"
    assert said in played.fault.message
    assert played.begun == []
    assert played.listed  # the cases are known all the same


def test_a_syntax_error_has_its_place_and_its_line() -> None:
    fault = play("import torch\n\ndef f(x y):\n    return x\n").fault
    assert (fault.kind, fault.line) == ("syntax", 3)
    assert fault.column in (7, 9)  # Python versions differ in what they point at
    assert f"Line 3, column {fault.column}" in fault.message
    assert "def f(x y):" in fault.traceback
    assert 'File "f.py", line 3' in fault.traceback


@pytest.mark.parametrize(
    "code",
    [
        "def f(x):\nreturn x",
        "def f(x):\n    if x:\n\treturn 1",
        "x = '",
        "f = (" * 500,
        "def f(x):\n    return 1\0",
        "return 5",
        "f = \ud800",
        "-" * 100_000 + "1",
    ],
)
def test_whatever_python_cannot_read_is_a_syntax_error(code: str) -> None:
    assert play(code).fault.kind == "syntax"


def test_an_exception_at_the_top_level() -> None:
    fault = play("import torch\n\n\ndef g():\n    return 1 / 0\n\n\ng()\n").fault
    assert (fault.kind, fault.line) == ("raised", 5)
    assert "ZeroDivisionError" in fault.message
    assert 'File "f.py", line 8, in the top level' in fault.traceback
    assert 'File "f.py", line 5, in g' in fault.traceback
    assert "return 1 / 0" in fault.traceback
    assert str(Path(__file__).parents[2]) not in fault.traceback


def test_a_library_that_is_not_there() -> None:
    fault = play("import tensorflop\n" + GOOD).fault
    assert fault.kind == "raised"
    assert "tensorflop" in fault.message
    assert fault.line == 1


@pytest.mark.parametrize("code", ["exit()", "import sys; sys.exit(3)", "raise SystemExit"])
def test_asking_python_to_exit(code: str) -> None:
    fault = play(f"{GOOD}{code}\n").fault
    assert (fault.kind, fault.line) == ("exit", 3)
    assert "asks Python to exit (line 3)" in fault.message


@pytest.mark.parametrize("code", ["n = input('n: ')", "import sys; sys.stdin.read()"])
def test_asking_for_input(code: str) -> None:
    played = play(f"{GOOD}\n{code}\n")
    assert (played.fault.kind, played.fault.line) == ("input", 4)
    assert "\nEOFError: nobody can type here" in played.fault.traceback
    assert "asks for input" in played.fault.message


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "while True:\n    try:\n        sum(range(100))\n    except Exception: pass",
        "while True:\n    try:\n        sum(range(1000))\n    except BaseException: pass",
        "def g():\n    while True:\n        try:\n            max(1, 2)\n        except:\n"
        "            continue\ng()",
    ],
)
def test_a_top_level_that_takes_too_long(code: str) -> None:
    began = time.monotonic()
    fault = play(f"{GOOD}{code}\n", seconds=0.2).fault
    assert fault.kind == "timeout"
    assert fault.line is not None
    assert 3 <= fault.line <= 9
    assert f"Line {fault.line} was running then" in fault.message
    assert "0.2 seconds" in fault.message
    assert fault.traceback.endswith("\nTimeUp")
    assert time.monotonic() - began < 3
    assert sys.gettrace() is None or "Deadline" not in repr(sys.gettrace())


# --- names ---------------------------------------------------------------------------------------


def test_a_name_that_is_missing() -> None:
    fault = play("def g(x):\n    return x\n").fault
    assert (fault.kind, fault.message) == ("name", "f.py defines no `f`.")


def test_a_name_that_is_nearly_there() -> None:
    played = play("import torch\n\ndef sdg(x): 1\n", ONCE, provided(name="sgd"), filename="sgd.py")
    assert played.fault.message == "sgd.py defines no `sgd`; there is `sdg` in line 3."
    assert played.fault.line == 3
    assert "`F` in line 1" in play("def F(x): 1\n").fault.message


def test_a_name_that_is_inside_something_else() -> None:
    fault = play("class A:\n    def f(x):\n        return x\n").fault
    assert (fault.kind, fault.line) == ("name", 2)
    assert "left edge" in fault.message


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("f = 3\n", "should be a function; it is an int"),
        ("f = None\n", "it is None"),
        ("import torch\nf = torch.ones(2)\n", "it is a Tensor"),
        ("class f: pass\n", "should be a function; it is a class"),
    ],
)
def test_a_function_that_is_none(code: str, said: str) -> None:
    fault = play(code).fault
    assert fault.kind == "type"
    assert said in fault.message


def test_a_class_that_is_none() -> None:
    fault = play("def Net(n): return n\n", VALUE, provided("n", "Net", "class")).fault
    assert fault.kind == "type"
    assert "`Net` should be a class; it is a function" in fault.message


def test_another_signature() -> None:
    fault = play("def f(y):\n    return y\n").fault
    assert (fault.kind, fault.line) == ("signature", 1)
    assert "`y`" in fault.message
    assert "`x`" in fault.message
    assert (fault.expected, fault.got) == ("f(x)", "f(y)")


@pytest.mark.parametrize(
    "body",
    [
        "raise NotImplementedError",
        "raise NotImplementedError('your turn')",
        '"""Docstring."""\n    raise NotImplementedError',
        "pass",
        "...",
        '"""Only words."""',
    ],
)
def test_a_starter_is_not_written_yet(body: str) -> None:
    fault = play(f"import torch\n\ndef f(x):\n    {body}\n").fault
    assert (fault.kind, fault.message) == ("unwritten", "`f` isn't written yet (line 3).")


def test_one_of_two_functions_is_written() -> None:
    code = "def f(x):\n    return x\n\ndef g(x):\n    raise NotImplementedError\n"
    check = "@case\ndef a(mine):\n    mine.f(1)\n    mine.g(1)\n"
    played = play(code, check, provided(), provided(name="g"))
    assert played.loaded.fault is None
    assert (played.error.kind, played.error.line) == ("unwritten", 5)
    assert played.error.message == "`g` isn't written yet (line 5)."


def test_a_broken_check_is_our_own_fault() -> None:
    fault = play(GOOD, "1 / 0\n").fault
    assert fault.kind == "grader"
    assert "check.py, line 4: ZeroDivisionError" in fault.message
    assert play(GOOD, "def a(mine): 0\n").fault.kind == "grader"
    assert "no torch.optim.Sdg" in play(GOOD, "forbid('torch.optim.Sdg')" + ONCE).fault.message


# --- notes ---------------------------------------------------------------------------------------


def test_a_name_that_is_defined_twice() -> None:
    played = play("def f(x):\n    return 1\n\n\ndef f(x):\n    return 2\n")
    assert played.loaded.notes == ["`f` is defined twice, in lines 1 and 5. The last one counts."]
    assert played.only.calls[0].result.value == 2  # type: ignore[union-attr]


def test_wrapping_a_function_is_not_defining_it_twice() -> None:
    code = "import torch\ndef f(x):\n    return x\nf = torch.no_grad()(f)\n"
    assert play(code).loaded.notes == []


def test_a_builtin_that_is_redefined_is_the_reason() -> None:
    played = play("import torch\n\nsum = 0\n\ndef f(x):\n    return sum([1, 2])\n")
    (note,) = played.loaded.notes
    assert "line 3" in note
    assert "`sum`" in note
    assert played.error.kind == "raised"
    assert played.error.message.endswith(
        "The reason: since line 3 `sum` isn't Python's own but 0. Rename that."
    )
    assert played.error.line == 6


def test_a_builtin_that_is_hidden_inside_a_function() -> None:
    played = play("def f(x):\n    max = 3\n    return max([1, 2])\n")
    assert "inside `f`, `max` isn't Python's own" in played.error.message


def test_a_builtin_that_a_star_import_hides() -> None:
    code = "from torch import *\n\ndef f(x):\n    return sum([1, 2])\n"
    played = play(code)
    assert played.loaded.notes == []
    assert "The reason: since line 1 `sum` isn't Python's own" in played.error.message


def test_what_python_warns_of_is_printed() -> None:
    played = play("import re\n\ndef f(x):\n    return '\\d'\n")
    assert "f.py:4:" in played.loaded.printed
    assert "invalid escape sequence" in played.loaded.printed


def test_a_type_error_of_another_kind_blames_no_builtin() -> None:
    assert "reason" not in play("sum = 0\n\ndef f(x):\n    return len(3)\n").error.message


def test_what_a_file_does_to_libraries_is_undone() -> None:
    softmax, size, root = torch.softmax, len, math.sqrt
    code = (
        "import builtins, math, numpy as np, torch\nimport torch.nn.functional as F\n"
        "torch.softmax = F.relu = torch.Tensor.sum = math.sqrt = np.sum = builtins.len = 3\n"
        "def f(x):\n    return 1\n"
    )
    played = play(code)
    assert torch.softmax is softmax
    assert builtins.len is size
    assert math.sqrt is root
    assert callable(torch.nn.functional.relu)
    assert callable(np.sum)
    assert torch.ones(2).sum() == 2
    notes = "\n".join(played.loaded.notes)
    for name in ("torch.softmax", "torch.nn.functional.relu", "torch.Tensor.sum", "math.sqrt"):
        assert f"replaces {name}." in notes
    assert "replaces builtins.len" in notes
    assert "replaces numpy.sum" in notes


def test_operators_that_a_file_replaces_are_put_back() -> None:
    played = play(
        "import torch\n\ndef same(self, other):\n    return self\n\n"
        "torch.Tensor.__add__ = torch.Tensor.__rsub__ = torch.Tensor.__matmul__ = same\n\n"
        "def f(x):\n    return 1\n"
    )
    one = torch.ones(2)
    assert (one + one).tolist() == (3 - one).tolist() == [2, 2]
    assert (one @ one).item() == 2
    notes = "\n".join(played.loaded.notes)
    for name in ("__add__", "__rsub__", "__matmul__"):
        assert f"replaces torch.Tensor.{name}." in notes


def test_what_a_file_does_to_torchs_state_is_put_back() -> None:
    threads = torch.get_num_threads()
    code = (
        "import torch\ntorch.set_default_dtype(torch.float64)\ntorch.set_grad_enabled(False)\n"
        "torch.use_deterministic_algorithms(True)\ntorch.autograd.set_detect_anomaly(True)\n"
        f"torch.set_default_device('meta')\ntorch.set_num_threads({threads + 1})\n"
        "torch.manual_seed(3)\ndef f(x):\n    return x\n"
    )
    played = play(code)
    assert torch.get_default_dtype() == torch.float32
    assert torch.is_grad_enabled()
    assert not torch.are_deterministic_algorithms_enabled()
    assert not torch.is_anomaly_enabled()
    assert torch.get_default_device().type == "cpu"
    assert torch.get_num_threads() == threads
    assert len(played.loaded.notes) == 6
    assert (
        "The file left the default dtype changed: torch.float64 instead of torch.float32. "
        "That was put back." in played.loaded.notes
    )


def test_what_a_file_prints_is_kept_and_bounded() -> None:
    played = play("import sys\nprint('hello')\nprint('\\x1b[31mred', file=sys.stderr)\n" + GOOD)
    assert played.loaded.printed == "hello\nred\n"
    long = play("print('x' * 1_000_000)\n" + GOOD).loaded.printed
    assert len(long) < 10_100
    assert "990,001 more characters" in long


def test_a_file_is_loaded_as_a_module_of_its_own() -> None:
    code = (
        "from __future__ import annotations\nimport sys\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass A:\n    x: int\n"
        "def f(x):\n    return [__name__, sys.modules[__name__].f is f, A(1)]\n"
        "if __name__ == '__main__':\n    raise SystemExit\n"
    )
    items = play(code, filename="sgd.py").only.calls[0].result.items  # type: ignore[union-attr]
    assert items[0].value == "sgd"  # type: ignore[union-attr]
    assert items[1].value is True  # type: ignore[union-attr]
    assert "sgd" not in sys.modules


def test_a_file_named_like_a_library_does_not_hide_it() -> None:
    played = play("import random\n" + GOOD, filename="torch.py")
    assert played.loaded.fault is None
    assert sys.modules["torch"] is torch
