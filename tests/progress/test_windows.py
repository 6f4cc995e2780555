"""Two windows at once, and a learner who is killed: every write is there afterwards."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tutor.progress import Progress

WRITER = """
import sys
from pathlib import Path
from tutor.progress import Place, Progress
home, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
progress = Progress.open(home)
for number in range(count):
    progress.record_answer("c", "lesson", f"{name}-{number % 10}", "d", str(number), True)
    progress.set_place("c", Place("lesson", number))
    progress.mark_done("c", "lesson", f"{name}-{number}", "d")
progress.close()
print(*progress.notices, sep="\\n")
"""


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(home), *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_windows_write_at_once(tmp_path: Path) -> None:
    """Both begin the file, both write as fast as they can."""
    writers = [start(tmp_path, name, "150") for name in ("left", "right")]
    for writer in writers:
        out, err = writer.communicate(timeout=90)
        assert writer.returncode == 0, err
        assert err == ""
        assert "corrupt" not in out
    assert not list(tmp_path.glob("*corrupt*"))
    progress = Progress.open(tmp_path)
    assert progress.notices == ()
    expected = {f"{name}-{number}" for name in ("left", "right") for number in range(150)}
    assert set(progress.done("c", "lesson")) == expected
    assert sum(answer.tries for answer in progress.answers("c", "lesson").values()) == 300


def test_what_one_window_writes_the_other_sees(tmp_path: Path) -> None:
    first, second = Progress.open(tmp_path), Progress.open(tmp_path)
    first.mark_done("c", "lesson", "a", "d")
    second.mark_done("c", "lesson", "b", "d")
    assert set(first.done("c", "lesson")) == set(second.done("c", "lesson")) == {"a", "b"}


def test_a_window_that_holds_the_file_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.progress.opening.BUSY_MS", 50)
    ours, other = Progress.open(tmp_path), Progress.open(tmp_path)
    other._store._file.execute("BEGIN IMMEDIATE")
    ours.mark_done("c", "lesson", "a", "d")
    assert ours.unsaved == 1
    assert "locked" in ours.notices[0]
    assert ours.done("c", "lesson") == {"a": "d"}
    other._store._file.execute("COMMIT")
    ours.mark_done("c", "lesson", "b", "d")
    assert ours.unsaved == 0
    assert set(other.done("c", "lesson")) == {"a", "b"}


def test_nothing_that_was_written_is_lost_by_a_kill(tmp_path: Path) -> None:
    writer = start(tmp_path, "killed", "1000000")
    watcher = Progress.open(tmp_path)
    seen = 0
    while seen < 20:
        assert writer.poll() is None
        seen = len(watcher.done("c", "lesson"))
    writer.kill()
    writer.communicate(timeout=10)
    watcher.close()
    progress = Progress.open(tmp_path)
    assert progress.notices == ()
    assert len(progress.done("c", "lesson")) >= seen


def test_threads_may_share_it(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path)

    def write(name: str) -> None:
        for number in range(40):
            progress.mark_done("c", "lesson", f"{name}-{number}", "d")
            progress.done("c", "lesson")

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(progress.done("c", "lesson")) == 120
    assert progress.notices == ()
