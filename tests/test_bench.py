"""The bench itself: its arithmetic, and its eyes and fingers in a terminal."""

from __future__ import annotations

import os
import sys

import psutil
import pytest

from bench.__main__ import main
from bench.table import Row, draw, seconds
from bench.terminal import NeverAppeared, Terminal

ECHO = "for line in open(0): print('got ' + line.strip().upper(), flush=True)"


@pytest.mark.parametrize(
    ("row", "ratio", "ok"),
    [
        (Row("a", measured=0.3, against=0.2, limit=2.0), 1.5, True),
        (Row("b", measured=0.5, against=0.2, limit=2.0), 2.5, False),
        (Row("c", measured=0.059, limit=0.060), None, True),
        (Row("d", measured=0.061, limit=0.060), None, False),
    ],
)
def test_a_row_holds_the_ratio_or_the_time_against_its_limit(
    row: Row, ratio: float | None, ok: bool
) -> None:
    assert row.ratio == (None if ratio is None else pytest.approx(ratio))
    assert row.ok is ok
    assert row.cells()[-1] == ("yes" if ok else "NO")


@pytest.mark.parametrize(
    ("time", "text"), [(0.00123, "1.23 ms"), (0.0451, "45 ms"), (1.236, "1.24 s")]
)
def test_times_read_well(time: float, text: str) -> None:
    assert seconds(time) == text


def test_the_table_is_aligned_markdown() -> None:
    lines = draw([Row("start", 0.3, 2.0, against=0.2), Row("a cell", 0.02, 0.06)]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[2].split("|")[4].strip() == "1.50"
    assert lines[3].split("|")[3].strip() == "—"


def test_an_unknown_measurement_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["strat"]) == 2
    assert "start" in capsys.readouterr().out


def test_a_terminal_sees_what_a_key_brings() -> None:
    with Terminal([sys.executable, "-u", "-c", ECHO], os.environ) as terminal:
        pressed = terminal.press("one\n")
        seen, word = terminal.see(r"got (\w+)")
        assert word == "ONE"
        assert terminal.started < pressed < seen
        terminal.press("two\nthree\n")
        assert terminal.see_all(["got THREE", "got TWO"]) > seen


def test_what_never_appears_is_said_with_what_was_shown() -> None:
    with Terminal([sys.executable, "-u", "-c", ECHO], os.environ) as terminal:
        terminal.press("here\n")
        with pytest.raises(NeverAppeared, match="got HERE"):
            terminal.see("elsewhere", timeout=1.5)


def test_leaving_ends_the_program_and_its_children() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', "
    code += "'import os, time; print(\"child\", os.getpid(), flush=True); time.sleep(60)'])"
    with Terminal([sys.executable, "-c", code], os.environ) as terminal:
        child = int(terminal.see(r"child (\d+)\r")[1])
        assert psutil.pid_exists(child)
    # Whoever adopted it may not have noticed yet.
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE
