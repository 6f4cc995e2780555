"""A whole runner, in a process of its own, driven by real requests."""

from __future__ import annotations

import contextlib
import os

import pytest
from runner_helper import FILE, Runner, every, one, outcome, text, value

from tutor.engine import protocol

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a Unix")


# --- a cell --------------------------------------------------------------------------------------


def test_a_cell_starts_prints_has_a_value_and_ends(shared: Runner) -> None:
    events = shared.run("x = 1\nprint('hello')\nx + 1", cell="first")
    assert [type(event).__name__ for event in events] == ["Started", "Text", "Value", "Finished"]
    assert events[0] == protocol.Started(events[0].run, "first", False, "cpu")
    assert text(events) == "hello\n"
    assert value(events) == "2"
    assert (outcome(events), one(events, protocol.Finished).cell) == ("done", "first")


def test_names_stay_and_live_in_main(shared: Runner) -> None:
    shared.run("import pickle\nclass Thing: pass\ndef f(): return kept\nkept = 5")
    assert value(shared.run("pickle.loads(pickle.dumps(Thing())).__class__ is Thing, f()")) == (
        "(True, 5)"
    )
    assert value(shared.run("__name__, 'tutor' in globals(), __builtins__.__name__")) == (
        "('__main__', False, 'builtins')"
    )


def test_none_is_not_shown_and_a_semicolon_hides(shared: Runner) -> None:
    assert every(shared.run("None"), protocol.Value) == []
    assert every(shared.run("3;"), protocol.Value) == []


def test_an_exception_is_told_with_the_line_of_the_cell(shared: Runner) -> None:
    events = shared.run("a = 1\nb = 0\na / b", line=100, cell="divide")
    told = one(events, protocol.Raised)
    assert (told.kind, told.cell, told.line) == ("ZeroDivisionError", "divide", 3)
    assert f'File "{FILE}", line 102, in cell divide' in told.traceback
    assert told.traceback.count("File") == 1
    assert outcome(events) == "raised"
    assert value(shared.run("a")) == "1"  # what ran before stays


def test_exit_does_not_end_the_session(shared: Runner) -> None:
    for source in ("exit()", "import sys\nsys.exit(3)", "raise SystemExit('bye')"):
        told = one(shared.run(source), protocol.Raised)
        assert told.kind == "SystemExit"
        assert "The session goes on" in told.message
        assert told.traceback.endswith(told.message)
    assert value(shared.run("1")) == "1"


def test_quiet_runs_show_only_progress_and_errors(shared: Runner) -> None:
    source = (
        "from tutor.kit import live\nprint('x')\nlive.log(0, loss=1.0)\nlive.curve([1, 2])\n"
        "live.table([[1]])\nfor _ in live.track(range(3), 'epochs'): pass\nquiet = 4\nquiet"
    )
    events = shared.run(source, quiet=True)
    assert {type(event).__name__ for event in events} == {"Started", "Progress", "Finished"}
    assert one(events, protocol.Started).needed
    assert one(events, protocol.Finished).needed
    assert value(shared.run("quiet")) == "4"
    assert one(shared.run("1 / 0", quiet=True), protocol.Raised).kind == "ZeroDivisionError"


def test_code_that_no_parser_takes(shared: Runner) -> None:
    for source in ("(" * 300, "x = '\udc80'", "a\0b", "-" * 100_000 + "1"):
        with contextlib.suppress(UnicodeEncodeError):
            assert one(shared.run(source), protocol.Raised).kind
    assert value(shared.run("1")) == "1"


# --- the same again ------------------------------------------------------------------------------


def test_random_numbers_are_the_same_each_time(shared: Runner) -> None:
    source = "import random, numpy, torch\nrandom.random(), numpy.random.rand(), torch.rand(1)"
    first, second = (value(shared.run(source, seed=3)) for _ in range(2))
    assert first == second
    assert value(shared.run(source, seed=4)) != first


LEAKS = """
import os, signal, sys, warnings, torch, numpy
torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.use_deterministic_algorithms(True)
torch.set_printoptions(precision=1)
torch.set_default_device("meta")
numpy.set_printoptions(precision=1)
numpy.seterr(all="raise")
os.chdir("/")
sys.argv = ["changed"]
sys.stdout = None
os.close(1)
sys.setrecursionlimit(123)
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGALRM, lambda *_: None)
warnings.simplefilter("error")
"""
CHECK = """
import os, signal, sys, warnings, torch, numpy
warnings.warn("only a warning")
os.system("echo native")
print(torch.tensor(1.23456), torch.get_default_dtype(), torch.is_grad_enabled(),
      torch.are_deterministic_algorithms_enabled(), torch.zeros(1).device,
      numpy.array([1.23456]), numpy.geterr()["divide"], os.getcwd() == home, sys.argv,
      sys.getrecursionlimit(), signal.getsignal(signal.SIGALRM) is signal.SIG_DFL)
"""


def test_nothing_leaks_from_cell_to_cell(fresh: Runner) -> None:
    fresh.run("import os\nhome = os.getcwd()")
    before = text(fresh.run(CHECK))
    assert "native\ntensor(1.2346) torch.float32 True False cpu [1.23456] warn True" in before
    assert "UserWarning: only a warning" in before
    assert outcome(fresh.run(LEAKS)) == "done"
    assert text(fresh.run(CHECK)) == before
    assert outcome(fresh.stop_after(0.1, "while True: pass")) == "stopped"


def test_a_warning_is_given_each_time(shared: Runner) -> None:
    source = "import warnings\nfor _ in range(3): warnings.warn('careful')"
    for _ in range(2):
        assert text(shared.run(source), "err").count("careful') ") == 0
        assert text(shared.run(source), "err").count("UserWarning: careful") == 1


# --- questions -----------------------------------------------------------------------------------


def test_questions_are_answered(shared: Runner) -> None:
    shared.run("import torch\nw = torch.tensor([1.0, 2.0], requires_grad=True)\nn = 3")
    assert value(shared.evaluate("w.sum() / n")) == "1.0"
    assert value(shared.evaluate("n / 7")) == repr(3 / 7)
    assert value(shared.evaluate("print('noise')\nn")) == "3"
    assert value(shared.evaluate("for i in range(n): print(i)", "output")) == "0\n1\n2\n"
    assert value(shared.evaluate("w * 2", "output")) == "tensor([2., 4.], grad_fn=<MulBackward0>)"
    assert value(shared.evaluate("import os\nos.system('echo x')\n3", "output")) == "x\n"
    events = shared.evaluate("missing + 1")
    assert one(events, protocol.Raised).kind == "NameError"
    assert outcome(events) == "raised"
    assert len(shared.evaluate("from tutor.kit import live\nlive.log(0, a=1)\n5")) == 2


STATE = """
import random, numpy, torch
from collections import OrderedDict
class Holder:
    def __init__(self): self.items = [1]
numbers, table, members = [1, [2]], {"a": 1}, {1, 2}
tensor, array = torch.ones(3), numpy.ones(3)
net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
optimizer = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9)
net(torch.randn(4, 2)).sum().backward()
ordered, holder = OrderedDict(a=1, b=2), Holder()
alias = numbers
"""
LOOK = """(numbers, table, members, tensor.tolist(), array.tolist(), net.training,
 [p.tolist() for p in net.parameters()], [p.grad.tolist() for p in net.parameters()],
 net[1].running_mean.tolist(), len(optimizer.state), ordered, holder.items, alias is numbers,
 hasattr(holder, 'extra'), numpy.random.rand(), 'new' in globals())"""
CHANGE = """
numbers.append(9); numbers[1].append(9); table["b"] = 2; members.add(3); ordered.move_to_end("a")
tensor.zero_(); array[:] = 7; tensor = None; new = 1
net(torch.randn(4, 2)).sum().backward(); optimizer.step(); net.eval(); optimizer.zero_grad()
holder.items.append(2); holder.extra = 1
random.seed(99); torch.manual_seed(99)
print(len(numbers), len(alias), array[0])
"""


def test_questions_leave_nothing_behind(shared: Runner) -> None:
    shared.run(STATE)
    before = shared.evaluate(LOOK)
    assert value(shared.evaluate(CHANGE, "output")) == "3 3 7.0\n"
    after = shared.evaluate(LOOK)
    assert value(after) == value(before)


def test_a_question_does_not_move_the_random_numbers(shared: Runner) -> None:
    shared.run("import random")
    shared.ask("random.random()", seed=1)
    list(shared.events())
    state = value(shared.evaluate("random.getstate()[1][:4]"))
    shared.evaluate("random.random()", seed=77)
    assert value(shared.evaluate("random.getstate()[1][:4]")) == state


# --- output --------------------------------------------------------------------------------------


def test_prints_of_every_kind_arrive_in_order(shared: Runner) -> None:
    source = (
        "import ctypes, os, subprocess, sys\nprint('python')\nos.write(1, b'descriptor\\n')\n"
        "ctypes.CDLL(None).puts(b'native')\nsys.stderr.write('error\\n')\n"
        "sys.stdout.buffer.write(b'bytes\\n');"
    )
    events = shared.run(source)
    assert sorted(text(events, "out").split()) == ["bytes", "descriptor", "native", "python"]
    assert text(events, "err") == "error\n"
    events = shared.run(
        "import subprocess\nprint('before')\nsubprocess.run(['echo', 'child'])\nprint('after')"
    )
    assert text(events, "out") == "before\nchild\nafter\n"


def test_output_without_end_is_cut(fresh: Runner) -> None:
    for source in (
        "print('x' * 200_000_000)",
        "for i in range(100_000): print(i)",
        "import os\nos.system('yes | head -c 20000000')",
        "import sys\nsys.stdout.buffer.write(b'x' * 50_000_000);",
    ):
        events = fresh.run(source)
        shown = text(events)
        assert 10_000 < len(shown) < 10_200
        assert "more characters were cut: a run shows at most 10,000." in shown
        assert outcome(events) == "done"
    assert text(fresh.run("print('well')")) == "well\n"


def test_a_progress_bar_overwrites_its_line(shared: Runner) -> None:
    source = (
        "import sys, time\nfor i in range(8):\n    sys.stderr.write(f'\\r{i}/7')\n"
        "    time.sleep(0.05)\nsys.stderr.write('\\n')"
    )
    events = shared.run(source)
    assert text(events) == "7/7\n"
    assert any(event.text.startswith("\r") for event in every(events, protocol.Text))


def test_input_and_the_debugger_say_what_to_do(shared: Runner) -> None:
    told = one(shared.run("input('name? ')"), protocol.Raised)
    assert told.message == "A cell can't ask for input; write the value into the code instead."
    assert "no debugger" in text(shared.run("breakpoint()"), "err")


def test_an_error_in_a_thread_is_told(shared: Runner) -> None:
    source = (
        "import threading\ndef work(): 1 / 0\n"
        "t = threading.Thread(target=work); t.start(); t.join()"
    )
    said = text(shared.run(source), "err")
    assert "ZeroDivisionError" in said
    assert "lib/python" not in said


# --- processes -----------------------------------------------------------------------------------


def test_a_forked_child_ends_and_its_prints_arrive(shared: Runner) -> None:
    source = """
import os
from tutor.kit import live
child = os.fork()
if child == 0:
    print("from the child")
    live.table([[1, 2]])
    live.log(0, loss=1.0)
else:
    os.waitpid(child, 0)
    print("from the parent")
"""
    events = shared.run(source)
    said = text(events)
    assert said.index("from the child") < said.index("from the parent")
    assert "1  2" in said  # as plain text: a child never writes to the channel
    assert [type(event).__name__ for event in events if not isinstance(event, protocol.Text)] == [
        "Started",
        "Finished",
    ]
    failing = "import os\nif os.fork() == 0:\n    1 / 0\nos.waitstatus_to_exitcode(os.wait()[1])"
    events = shared.run(failing)
    assert value(events) == "1"
    assert "ZeroDivisionError" in text(events, "err")
    leaving = (
        "import os, sys\nif os.fork() == 0: sys.exit(7)\nos.waitstatus_to_exitcode(os.wait()[1])"
    )
    assert value(shared.run(leaving)) == "7"


def test_multiprocessing_works(shared: Runner) -> None:
    source = """
import multiprocessing
def square(n): return n * n
with multiprocessing.get_context("fork").Pool(2) as pool:
    found = pool.map(square, range(5))
found
"""
    assert value(shared.run(source)) == "[0, 1, 4, 9, 16]"


def test_a_loader_with_workers_works(shared: Runner) -> None:
    source = """
import torch
data = torch.utils.data.TensorDataset(torch.arange(20.0))
loader = torch.utils.data.DataLoader(data, batch_size=5, num_workers=2)
sum(batch.sum() for (batch,) in loader)
"""
    assert value(shared.run(source)) == "tensor(190.)"


def test_no_interface_comes_into_a_runner(shared: Runner) -> None:
    source = (
        "import sys\nfrom tutor.kit import live, device\n"
        "[n for n in ('textual', 'plotext', 'tutor.app', 'tutor.progress') if n in sys.modules]"
    )
    assert value(shared.run(source)) == "[]"
