"""`tutor data` as a person uses it, and --offline."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from file_server import FileServer
from tiny_set import PACKED, PLAIN, Tiny, lying

from tutor import cli
from tutor.commands import data_checks, data_get
from tutor.commands.errors import Exit
from tutor.datasets import fetching, registry, shelf
from tutor.datasets.steps import Progress

FORMULA = """\
title: Dice
what: Throws.
who: nobody
licence: none
shape: any
loader: data.dice()
"""


class Told:
    """The command, and what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        code = cli.main(["data", *words])
        self.out, self.err = self._capsys.readouterr()
        return code


@pytest.fixture
def data(capsys: pytest.CaptureFixture[str]) -> Told:
    return Told(capsys)


@pytest.fixture(autouse=True)
def ours(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The registry has the small set, and one that is drawn."""
    (tiny.root / "dice.yml").write_text(FORMULA)
    monkeypatch.setattr(registry, "default_root", lambda: tiny.root)
    monkeypatch.setenv("TUTOR_OFFLINE", "")  # what --offline sets is undone at the end
    monkeypatch.delenv("TUTOR_OFFLINE")
    registry.load.cache_clear()
    yield
    registry.load.cache_clear()


# --- list ---------------------------------------------------------------------------------------


def test_list_says_what_is_here(data: Told, tiny: Tiny) -> None:
    assert data() == Exit.FINE
    assert re.search(r"dice +Dice +- +drawn anew each time", data.out)
    assert re.search(r"tiny +Tiny numbers +743 kB +not here yet$", data.out, re.MULTILINE)
    assert str(shelf.data_dir()) in data.out
    assert "tutor data get" in data.out
    data("get")
    assert data("list") == Exit.FINE
    assert re.search(r"tiny .* real$", data.out, re.MULTILINE)
    assert "tutor data get" not in data.out
    data("use", "tiny", "--synthetic")
    data("list")
    assert "synthetic, as you chose; the real one is here" in data.out


def test_list_says_what_has_come(data: Told, tiny: Tiny, server: FileServer) -> None:
    server.cuts = [98_304, 0, 0, 0]
    assert data("get", "tiny") == Exit.FAILED
    assert "98 kB are kept" in data.err
    data("list")
    assert "not here yet; 98 kB have come" in data.out


def test_list_as_json(data: Told, tiny: Tiny) -> None:
    assert data("list", "--json") == Exit.FINE
    document: Any = json.loads(data.out)
    dice, found = document["sets"]
    assert (dice["state"], dice["folder"]) == ("made", None)
    assert found["state"] == "open"
    assert (found["here"], found["chosen"], found["kept"]) == (False, None, 0)
    assert found["folder"] == str(shelf.folder(tiny.data))
    assert found["size"] == len(PLAIN) + len(PACKED)
    assert document["offline"] is False


# --- get ----------------------------------------------------------------------------------------


def test_get_says_where_it_is(data: Told, tiny: Tiny) -> None:
    assert data("get", "tiny", "dice") == Exit.FINE
    lines = data.out.splitlines()
    assert lines[0] == "Tiny numbers: fetching 743 kB …"
    assert lines[1] == f"Tiny numbers is here: {shelf.folder(tiny.data)}"
    assert lines[2].startswith("Dice: there is nothing to fetch")
    assert data.err == ""
    assert data("get") == Exit.FINE
    assert data.out.startswith("Tiny numbers was here already; it is whole: ")


def test_get_takes_back_the_choice_of_synthetic_data(data: Told, tiny: Tiny) -> None:
    data("use", "tiny", "--synthetic")
    data("get", "tiny")
    assert shelf.state(tiny.data) == "real"


def test_get_says_what_is_wrong(data: Told, server: FileServer) -> None:
    server.status["/raw.gz"] = 404
    assert data("get") == Exit.FAILED
    assert data.err.startswith("tutor: Tiny numbers: The server doesn't have it any more (404")
    assert "623 kB are kept: the next try goes on from there." in data.err


def test_get_of_an_unknown_set(data: Told, server: FileServer) -> None:
    assert data("get", "tiny", "tinny") == Exit.MISUSE
    assert "did you mean tiny?" in data.err
    assert server.asked == []


def test_ctrl_c_says_that_it_goes_on_later(
    data: Told, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        shelf.folder(tiny.data).mkdir(parents=True)
        (shelf.folder(tiny.data) / "rows.txt.part").write_bytes(PLAIN[:5000])
        raise KeyboardInterrupt

    monkeypatch.setattr(fetching, "fetch_all", interrupted)
    assert data("get") == Exit.INTERRUPTED
    assert data.err == (
        "tutor: Tiny numbers: stopped. 5 kB are kept: `tutor data get tiny` goes on later.\n"
    )


class Terminal(io.StringIO):
    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    def isatty(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


@pytest.mark.parametrize(("encoding", "full"), [("utf-8", "━"), ("ascii", "#")])
def test_the_line_on_a_terminal(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, encoding: str, full: str
) -> None:
    terminal = Terminal(encoding)
    monkeypatch.setattr(sys, "stderr", terminal)
    line = data_get.Line(tiny.data)
    line.tell(Progress("rows.txt", "download", 2_500_000, 10_000_000, 1_500_000.0))
    text = terminal.getvalue().removeprefix("\r\x1b[K")
    assert text.startswith(f"Tiny numbers  {full * 5}")
    assert text.endswith("  25%  2.5 MB of 10.0 MB  1.5 MB/s  rows.txt")
    line.tell(Progress("rows.txt", "check", 10_000_000, 10_000_000))
    assert "100%" in terminal.getvalue()
    assert terminal.getvalue().endswith("checking rows.txt")
    line.tell(Progress("", "wait", 0, 10))
    assert "another Tutor is fetching it" in terminal.getvalue()
    line.wipe()
    assert terminal.getvalue().endswith("\r\x1b[K")


# --- use ----------------------------------------------------------------------------------------


def test_use_files_and_a_folder(data: Told, tiny: Tiny, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "raw.gz").write_bytes(PACKED)
    assert data("use", "tiny", str(stick)) == Exit.FAILED
    assert "raw.gz was taken" in data.out
    assert "not complete, so it isn't used yet. Missing: rows.txt." in data.err
    assert shelf.state(tiny.data) == "open"
    (tmp_path / "numbers").write_bytes(PLAIN)
    assert data("use", "tiny", str(tmp_path / "numbers")) == Exit.FINE
    assert "its hash is right" in data.out
    assert "lessons use the real data now" in data.out
    assert shelf.state(tiny.data) == "real"


def test_use_says_which_file_is_wrong(data: Told, tiny: Tiny, tmp_path: Path) -> None:
    (tmp_path / "rows.txt").write_bytes(PLAIN[1:])
    assert data("use", "tiny", str(tmp_path / "rows.txt")) == Exit.FAILED
    assert "rows.txt was not taken: its hash is another" in data.err
    assert "Tiny numbers consists of rows.txt, raw.gz." in data.err
    assert data("use", "tiny", str(tmp_path / "nowhere")) == Exit.MISUSE
    assert "There is no file or folder" in data.err


def test_use_chooses(data: Told, tiny: Tiny) -> None:
    assert data("use", "tiny", "--synthetic") == Exit.FINE
    assert data.out == "Tiny numbers: lessons use synthetic data now: others.\n"
    assert shelf.state(tiny.data) == "synthetic"
    assert data("use", "tiny", "--real") == Exit.FINE
    assert "isn't here yet: `tutor data get tiny`" in data.out
    assert shelf.state(tiny.data) == "open"
    data("get")
    assert data("use", "tiny", "--real") == Exit.FINE
    assert "lessons use the real data now" in data.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tiny"], "Say what to use"),
        (["dice", "--real"], "Dice has no files"),
        (["tiny", ".", "--synthetic"], "not both"),
        (["tiny", "--synthetic", "--real"], "not allowed with"),
        (["zebra", "."], "There is no data set “zebra”"),
    ],
)
def test_use_asked_for_wrongly(data: Told, words: list[str], said: str) -> None:
    assert data("use", *words) == Exit.MISUSE
    assert said in data.err


# --- remove -------------------------------------------------------------------------------------


def test_remove_takes_the_files_and_leaves_what_was_made(data: Told, tiny: Tiny) -> None:
    data("get")
    made = shelf.folder(tiny.data) / "synthetic-v1.npz"
    made.write_bytes(b"made")
    (shelf.folder(tiny.data) / "rows.txt.part").write_bytes(b"more")
    size = sum(len(content) for content in tiny.files.values()) + 4
    assert data("remove", "tiny", "dice") == Exit.FINE
    assert f"Tiny numbers was removed: {round(size / 1000)} kB are free again.\n" in data.out
    assert "Dice: there is nothing to remove." in data.out
    assert lying(tiny.data) == {".lock", made.name}
    assert shelf.state(tiny.data) == "open"
    assert data("remove") == Exit.MISUSE


# --- offline, doctor ----------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["--offline", "get"], ["get", "--offline"]])
def test_offline_nothing_is_fetched(data: Told, server: FileServer, words: list[str]) -> None:
    assert data(*words) == Exit.FAILED
    assert "Tutor is offline" in data.err
    assert server.asked == []
    assert os.environ["TUTOR_OFFLINE"] == "1"
    data("list")
    assert "nothing is downloaded" in data.out


def test_without_it_the_environment_is_left_alone(data: Told) -> None:
    data("list")
    assert "TUTOR_OFFLINE" not in os.environ


def test_the_doctor_looks_at_data(data: Told, tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, found = data_checks.checks()
    assert (folder.state, found.state) == ("ok", "ok")
    assert "made when data is first fetched" in folder.text
    assert "not here yet; without it, lessons use synthetic data" in found.text
    data("get")
    assert data_checks.checks()[1].text == "real"
    (shelf.folder(tiny.data) / "rows.txt").write_bytes(PLAIN[1:])
    found = data_checks.checks()[1]
    assert found.state == "warn"
    assert "rows.txt: not the right file" in found.text
    assert "tutor data get tiny" in found.advice
    monkeypatch.setenv("TUTOR_OFFLINE", "1")
    assert "nothing is downloaded" in data_checks.checks()[-1].text


def test_the_doctor_and_a_folder_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TUTOR_DATA", str(tmp_path / "file/data"))
    found = data_checks.checks()[0]
    assert found.state == "warn"
    assert "is not a folder" in found.text


def test_the_doctor_and_a_broken_registry(tiny: Tiny) -> None:
    (tiny.root / "bad.yml").write_text("title: [")
    (found,) = data_checks.checks()
    assert found.state == "bad"
    assert "bad.yml" in found.text
