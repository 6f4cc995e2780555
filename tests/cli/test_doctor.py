"""`tutor doctor`: each thing found good and bad, with what to do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from small_course import Command

from tutor.commands import packages, places, terminal
from tutor.commands.checks import Check, show
from tutor.commands.errors import Exit
from tutor.commands.terminal import Terminal
from tutor.progress import Progress

GOOD: dict[str, Any] = {
    "numpy": "2.0",
    "torch": "2.5",
    "sum": 6.0,
    "device": {
        "name": "cpu", "text": "cpu (x86_64, 2 threads)", "chosen_by": "the best one found",
        "available": ["cpu"], "problem": "", "advice": "",
    },
    "computes": True,
    "torchvision": "0.20",
    "torchvision_error": "",
    "helped": False,
}  # fmt: skip


def without(*keys: str, **more: object) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key not in keys} | more


def test_the_whole_report(tutor: Command, own_home: Path) -> None:
    """On this machine, whatever it has: the tests could not run without torch."""
    code = tutor("doctor", "--json", "--device", "cpu")
    checks = {check["name"]: check for check in tutor.document["checks"]}
    assert code == (0 if tutor.document["ok"] else Exit.FAILED)
    for name in ("Python", "Tutor", "torch", "numpy", "Textual", "device", "home", "lessons"):
        assert checks[name]["state"] in ("ok", "warn"), checks[name]
    assert set(checks["torch"]) == {"group", "name", "state", "text", "advice"}
    assert checks["device"]["text"].startswith("cpu")
    assert str(own_home) in checks["home"]["text"]
    assert all(check["advice"] for check in checks.values() if check["state"] != "ok")
    assert not own_home.exists()


def test_a_bad_thing_fails(tutor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def probe(*_: object) -> tuple[dict[str, Any], str]:
        return without("torch", torch_error="ImportError: no"), ""

    monkeypatch.setattr(packages, "probe", probe)
    assert tutor("doctor") == Exit.FAILED
    assert "bad   torch: can't be imported: ImportError: no" in tutor.out
    assert "1 thing to mend" in tutor.out
    monkeypatch.setattr(packages, "probe", lambda *_: (GOOD, ""))
    assert tutor("doctor") == 0
    assert "Lessons will run." in tutor.out  # there is no terminal here


# --- packages -----------------------------------------------------------------------------------


def test_all_is_well() -> None:
    found = [packages.torch(GOOD, ""), packages.numpy(GOOD, ""), packages.vision(GOOD, "")]
    found += packages.devices(GOOD, "")
    assert {check.state for check in found} == {"ok"}
    assert packages.python((3, 12, 1)).state == "ok"
    assert packages.python((3, 10, 9)).state == "bad"


def test_broken_packages() -> None:
    """What was found before a crash is still reported."""
    found = without("computes", "torchvision", "torchvision_error", "helped")
    killed = "it was killed by signal 11"
    assert packages.torch(found, killed).state == "ok"
    (device,) = packages.devices(found, killed)
    assert device.state == "bad"
    assert killed in device.text
    assert "cpu" in device.advice
    vision = packages.vision(found, killed)
    assert (vision.state, vision.text) == ("warn", killed)
    assert packages.torch({}, killed).text == f"can't be imported: {killed}"
    assert packages.numpy({}, killed).state == "bad"
    assert packages.torch(without(sum=5.0), "").state == "bad"
    (device,) = packages.devices({}, killed)
    assert device.state == "bad"


def test_a_torchvision_for_another_torch_is_explained() -> None:
    check = packages.vision(without(helped=True), "")
    assert check.state == "ok"
    assert "operator torchvision::nms does not exist" in check.text
    assert "works" in check.text


def test_a_device_that_is_not_there() -> None:
    device = GOOD["device"] | {"name": "", "problem": "There is no cuda.", "advice": "Take cpu."}
    (check,) = packages.devices(without(device=device), "")
    assert check == Check("device", "bad", "There is no cuda.", "Take cpu.")


@pytest.mark.parametrize(
    ("code", "found", "trouble"),
    [
        ("print('noise'); print('{\"a\": 1}'); print('more noise')", {"a": 1}, ""),
        ("print('{\"a\": 1}', flush=True); import os; os._exit(3)", {"a": 1}, "ended with code 3"),
        ("raise SystemError('dear me')", {}, "SystemError: dear me"),
        ("print('{\"a\": 1}', flush=True); import time; time.sleep(60)", {"a": 1}, "0.8 seconds"),
    ],
)
def test_a_probe_survives_what_it_probes(code: str, found: object, trouble: str) -> None:
    result = packages.probe(code, seconds=0.8 if "sleep" in code else 30)
    assert result[0] == found
    assert trouble in result[1]
    assert bool(result[1]) == bool(trouble)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_probe_that_crashes() -> None:
    code = "import os, signal; print('{}', flush=True); os.kill(os.getpid(), signal.SIGSEGV)"
    assert packages.probe(code) == ({}, "it was killed by signal 11")


# --- the terminal ---------------------------------------------------------------------------------


def a_terminal(columns: int = 120, rows: int = 40, encoding: str = "utf-8", **env: str) -> Terminal:
    return Terminal(True, columns, rows, encoding, {"TERM": "xterm-256color", **env})


def states(checks: list[Check]) -> dict[str, str]:
    return {check.name: check.state for check in checks}


def test_a_good_terminal() -> None:
    checks = terminal.checks(a_terminal(COLORTERM="truecolor"))
    assert set(states(checks).values()) == {"ok"}
    assert set(states(checks)) == {"terminal", "size", "characters", "colours"}


@pytest.mark.parametrize(
    ("kind", "name", "state", "words"),
    [
        (a_terminal(TERM="dumb"), "terminal", "bad", "can't place the cursor"),
        (a_terminal(TERM=""), "terminal", "warn", "xterm-256color"),
        (a_terminal(SSH_CONNECTION="a b"), "terminal", "ok", "through ssh"),
        (a_terminal(columns=20, rows=5), "size", "warn", "larger"),
        (a_terminal(columns=80), "size", "ok", "abreast"),
        (a_terminal(encoding="ascii"), "characters", "warn", "C.UTF-8"),
        (a_terminal(encoding="no such"), "characters", "warn", "C.UTF-8"),
        (a_terminal(encoding="utf-16"), "characters", "ok", "utf-16"),
        (a_terminal(), "colours", "ok", "256"),
        (a_terminal(TERM="xterm"), "colours", "warn", "COLORTERM"),
        (a_terminal(NO_COLOR="1"), "colours", "ok", "NO_COLOR"),
        (a_terminal(TERM_PROGRAM="Apple_Terminal"), "copying", "warn", "file"),
    ],
)
def test_each_ability(kind: Terminal, name: str, state: str, words: str) -> None:
    (check,) = (check for check in terminal.checks(kind) if check.name == name)
    assert check.state == state
    assert words in show(check)


@pytest.mark.parametrize(("setting", "state"), [("on", "ok"), ("external", "warn"), ("", "warn")])
def test_tmux_and_the_clipboard(setting: str, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        assert words[0] == "tmux"
        if not setting:
            raise FileNotFoundError("tmux")
        return subprocess.CompletedProcess(words, 0, setting + "\n", "")

    monkeypatch.setattr(terminal.subprocess, "run", answer)
    (check,) = terminal.copying(a_terminal(TMUX="socket"))
    assert check.state == state
    assert ("set -g set-clipboard on" in check.advice) == (state == "warn")


def test_no_terminal() -> None:
    checks = terminal.checks(Terminal(False, 80, 24, "utf-8", {}))
    assert states(checks) == {"terminal": "warn", "characters": "ok"}


# --- places ---------------------------------------------------------------------------------------


def test_a_home_in_use(tmp_path: Path) -> None:
    Progress.open(tmp_path).close()
    assert places.home_check(tmp_path).state == "ok"
    check = places.progress(tmp_path)
    assert (check.state, "schema version" in check.text) == ("ok", True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["progress.db"]


def test_a_home_that_is_not_there(tmp_path: Path) -> None:
    assert places.home_check(tmp_path / "new" / "home").state == "ok"
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").touch()
    for home in (tmp_path / "file", tmp_path / "file" / "home"):
        check = places.home_check(home)
        assert (check.state, "TUTOR_HOME" in check.advice) == ("bad", True)


def test_a_home_that_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    check = places.home_check(tmp_path)
    assert check.state == "bad"
    assert os.strerror(28) in check.text


def test_progress_files_in_bad_states(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    assert places.progress(tmp_path).text.endswith("none yet")
    path.write_bytes(b"junk")
    damaged = places.progress(tmp_path)
    assert (damaged.state, "damaged" in damaged.text) == ("warn", True)
    assert path.read_bytes() == b"junk"
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 1000")
    connection.close()
    newer = places.progress(tmp_path)
    assert (newer.state, "newer" in newer.text) == ("warn", True)
    path.unlink()
    path.mkdir()
    assert places.progress(tmp_path).state == "bad"


def test_lessons(written: Path, tmp_path: Path) -> None:
    assert places.lessons_check(written).state == "ok"
    assert places.lessons_check(tmp_path / "none").state == "bad"
    assert places.lessons_check(tmp_path).state == "bad"
    (tmp_path / "course.yml").write_text((written / "course.yml").read_text())
    check = places.lessons_check(tmp_path)
    assert (check.state, "tutor lint" in check.advice) == ("warn", True)
