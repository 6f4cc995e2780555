"""How runs and runners end: stopped, out of memory, with nobody at the other end."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest
from runner_helper import Runner, every, one, outcome, points, text, value

from tutor.engine import protocol

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a Unix")


# --- stopping ------------------------------------------------------------------------------------


def test_a_loop_stops_at_once_and_names_stay(shared: Runner) -> None:
    events = shared.stop_after(0.2, "kept = 'here'\nwhile True: pass")
    assert outcome(events) == "stopped"
    assert every(events, protocol.Raised) == []
    assert value(shared.run("kept")) == "'here'"


def test_code_that_catches_the_interrupt(shared: Runner) -> None:
    # Python 3.11 itself lets an interrupt escape from a `try` where a loop in it jumps back.
    polite = (
        "import time\ntry:\n    while True: time.sleep(1)\n"
        "except KeyboardInterrupt:\n    print('caught')\n3"
    )
    events = shared.stop_after(0.2, polite)
    assert (outcome(events), text(events), value(events)) == ("stopped", "caught\n", "3")
    stubborn = (
        "for _ in range(2):\n    try:\n        while True: len('')\n    except BaseException: pass"
    )
    assert outcome(shared.stop_after(0.2, stubborn, again=0.2)) == "stopped"
    library = (
        "try:\n    while True: pass\nexcept KeyboardInterrupt:\n    raise ValueError('wrapped')"
    )
    events = shared.stop_after(0.2, library)
    assert outcome(events) == "stopped"


def test_an_interrupt_of_the_code_s_own_is_an_error(shared: Runner) -> None:
    events = shared.run("raise KeyboardInterrupt")
    assert (outcome(events), one(events, protocol.Raised).kind) == ("raised", "KeyboardInterrupt")


def test_live_log_stops_code_that_has_swallowed_the_interrupt(shared: Runner) -> None:
    source = (
        "from tutor.kit import live\n"
        "try:\n    while True: len('')\nexcept KeyboardInterrupt: pass\n"
        "while True: live.log(0, loss=1.0)"
    )
    assert outcome(shared.stop_after(0.2, source)) == "stopped"


def test_interrupts_between_cells_are_ignored(shared: Runner) -> None:
    for _ in range(20):
        shared.interrupt()
        time.sleep(0.002)
    assert value(shared.run("1")) == "1"


def test_a_repr_that_never_ends_can_be_stopped(shared: Runner) -> None:
    source = "class Slow:\n    def __repr__(self):\n        while True: pass\nSlow()"
    events = shared.stop_after(0.2, source)
    assert outcome(events) == "stopped"


def test_a_slow_reader_makes_the_cell_wait_and_it_can_still_be_stopped(fresh: Runner) -> None:
    fresh.ask("from tutor.kit import live\ni = 0\nwhile True:\n    live.log(i, a=i)\n    i += 1")
    time.sleep(1.5)  # nobody reads; the sender is stuck, and the list of points grows no more
    resident = _resident(fresh.pid)
    time.sleep(1.0)
    assert _resident(fresh.pid) < resident + 100_000_000
    fresh.interrupt()
    events = list(fresh.events())
    assert outcome(events) == "stopped"
    x, y = points(events, "a")
    np.testing.assert_array_equal(x, y)
    assert one(events, protocol.Finished).steps == every(events, protocol.Points)[-1].seen


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# --- too much ------------------------------------------------------------------------------------


def test_recursion_and_memory_end_in_a_sentence(fresh: Runner) -> None:
    told = one(fresh.run("def f(n): return f(n + 1)\nf(0)"), protocol.Raised)
    assert told.kind == "RecursionError"
    assert "more times" in told.traceback
    told = one(fresh.run("import sys\nsys.setrecursionlimit(60)\n1 / 0"), protocol.Raised)
    assert told.kind == "ZeroDivisionError"
    assert told.line == 3


@pytest.mark.skipif(not hasattr(signal, "SIGRTMIN"), reason="the limit holds on Linux")
def test_filling_the_memory_is_survived() -> None:
    small = Runner(memory_bytes=400_000_000)
    try:
        source = (
            "kept = 1\ndef fill():\n    held = []\n"
            "    while True: held.append(bytearray(10**6))\nfill()"
        )
        events = small.run(source)
        told = one(events, protocol.Raised)
        assert told.kind == "MemoryError"
        assert "more memory than a lesson may use (0.4 GB)" in told.message
        assert told.line == 4
        assert value(small.run("kept, len(bytearray(10**8))")) == "(1, 100000000)"
    finally:
        small.close()


# --- the end -------------------------------------------------------------------------------------


def test_the_runner_ends_with_its_channel_or_when_asked(fresh: Runner) -> None:
    fresh.run("1")
    fresh.send(protocol.Quit())
    assert fresh.wait(10) == 0


def test_the_runner_ends_when_nobody_listens_any_more(fresh: Runner) -> None:
    fresh.ask("import time\nwhile True:\n    print('x')\n    time.sleep(0.01)")
    fresh.event()
    fresh.channel.close()
    assert fresh.wait(10) != 0


def test_junk_on_the_channel_ends_the_runner(fresh: Runner) -> None:
    fresh.channel.sendall(b"\xff" * 64)
    assert fresh.wait(20) == 0


def test_code_that_closes_every_descriptor_is_a_death(fresh: Runner) -> None:
    fresh.ask("import os\nos.closerange(0, 512)\nwhile True: pass")
    with pytest.raises((EOFError, ConnectionError)):
        list(fresh.events())
    assert fresh.wait(10) != 0


def test_an_interrupt_waits_for_the_end_of_an_import(fresh: Runner, tmp_path: Path) -> None:
    # As torch._dynamo, which can't be imported again once that was cut short.
    (tmp_path / "only_once.py").write_text(
        "import sys, time\n"
        "assert not hasattr(sys, 'only_once')\n"
        "sys.only_once = True\n"
        "time.sleep(0.4)\n"
        "value = 7\n"
    )
    fresh.run(f"import sys; sys.path.insert(0, {str(tmp_path)!r})")
    fresh.ask("print('here', flush=True)\nimport only_once\nwhile True: pass")
    time.sleep(0.2)
    fresh.interrupt()
    last = list(fresh.events())[-1]
    assert isinstance(last, protocol.Finished)
    assert last.outcome == "stopped"
    events = fresh.run("import only_once; print(only_once.value)")
    assert "".join(e.text for e in events if isinstance(e, protocol.Text)).strip() == "7"
