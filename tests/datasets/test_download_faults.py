"""Every fault that a download can have, with a server on this machine that makes it."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from file_server import FileServer
from tiny_set import CONTENT, CUT, PACKED, PLAIN, Tiny, assert_whole, failing, fetch, lying

from tutor.datasets import downloading, faults, shelf


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_refused(tiny: Tiny, server: FileServer) -> None:
    data = tiny.with_(f"{server.address}/rows.txt", f"http://127.0.0.1:{closed_port()}/rows.txt")
    fault = failing(data, faults.Unreachable)
    assert "refuses the connection" in fault.error
    assert "network" in fault.advice


def test_refused_at_first_address_only(tiny: Tiny, server: FileServer) -> None:
    ours = f"{server.address}/rows.txt"
    tiny.data = tiny.with_(f"[{ours}]", f"['http://127.0.0.1:{closed_port()}/', '{ours}']")
    fetch(tiny.data)
    assert_whole(tiny)


def test_a_name_that_nobody_knows(
    tiny: Tiny, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    data = tiny.with_(server.address, "http://data.example")
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert failing(data).error == "data.example can't be found: there seems to be no network."


def test_a_server_that_speaks_otherwise(tiny: Tiny, server: FileServer) -> None:
    data = tiny.with_(server.address, server.address.replace("http:", "https:"))
    assert "can't prove that it is" in failing(data, faults.Unreachable).error


@pytest.mark.parametrize("after", [0, CUT])
def test_a_server_that_falls_asleep(
    tiny: Tiny, server: FileServer, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading, "STALL", 0.8)
    server.pause_at = after
    fault = failing(tiny.data, faults.Slow)
    assert "has sent nothing for 0.8 seconds" in fault.error
    assert fault.kept == after
    server.pause_at = None
    server.asked.clear()
    fetch(tiny.data)
    assert server.asked[0] == ("/rows.txt", f"bytes={fault.kept}-" if after else "")
    assert_whole(tiny)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "doesn't have it any more (404 Not Found)"),
        (500, "has trouble of its own (500 Internal Server Error)"),
        (503, "has trouble"),
        (403, "won't give it away"),
        (204, "didn't send it (204"),
    ],
)
def test_another_answer(tiny: Tiny, server: FileServer, status: int, said: str) -> None:
    server.status["/rows.txt"] = status
    fault = failing(tiny.data, faults.Refused)
    assert said in fault.error
    assert f"{server.address}/rows.txt" in fault.error
    assert "tutor data use" in fault.advice


def test_every_address_is_tried_and_told_of(tiny: Tiny, server: FileServer) -> None:
    ours = f"{server.address}/rows.txt"
    data = tiny.with_(
        f"[{ours}]", f"['{server.address}/gone', 'http://127.0.0.1:{closed_port()}/']"
    )
    fault = failing(data)
    assert "404" in fault.error
    assert "refuses" in fault.error


@pytest.mark.parametrize("page", [True, False])
def test_a_wrong_file_is_removed(tiny: Tiny, server: FileServer, page: bool) -> None:
    server.files["/rows.txt"] = b"<!DOCTYPE html>log in, please" if page else PLAIN[:-1]
    fault = failing(tiny.data, faults.WrongFile)
    assert "The hash of rows.txt is wrong" in fault.error
    assert ("a web page" in fault.error) == page
    assert ("login" in fault.advice) == page
    assert lying(tiny.data) == {".lock"}
    assert len(server.asked) == 1


def test_a_wrong_file_at_the_first_address(tiny: Tiny, server: FileServer) -> None:
    server.files["/bad"] = b"not it"
    ours = f"{server.address}/rows.txt"
    tiny.data = tiny.with_(f"[{ours}]", f"['{server.address}/bad', '{ours}']")
    fetch(tiny.data)
    assert_whole(tiny)


def test_too_little_room_is_seen_before(
    tiny: Tiny, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 10_000_000))
    fault = failing(tiny.data, faults.NoRoom)
    assert "about 11.0 MB are needed, 10.0 MB are free" in fault.error
    assert server.asked == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_disk_that_fills_up(tiny: Tiny) -> None:
    """/dev/full answers as a full disk does."""
    folder = shelf.folder(tiny.data)
    (folder / "packed").mkdir(parents=True)
    (folder / "packed/raw.part").symlink_to("/dev/full")
    failing(tiny.data, faults.NoRoom)
    assert lying(tiny.data) == {"rows.txt", ".lock"}
    fetch(tiny.data)
    assert_whole(tiny)


def test_a_disk_that_fills_up_while_it_comes(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, server: FileServer
) -> None:
    import errno

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(downloading._Sink, "write", full)
        failing(tiny.data, faults.NoRoom)
    assert lying(tiny.data) == {".lock"}  # it gives the room back
    fetch(tiny.data)
    assert_whole(tiny)


@pytest.mark.skipif(os.name == "nt", reason="folders have no such permissions there")
def test_no_permission(tiny: Tiny) -> None:
    folder = shelf.folder(tiny.data)
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    me = os.geteuid()
    if me == 0:  # who may write everywhere
        os.seteuid(65534)
    try:
        fault = failing(tiny.data, faults.CantWrite)
    finally:
        os.seteuid(me)
        folder.chmod(0o700)
    assert str(folder) in fault.error
    assert "Permission denied" in fault.error


def test_a_file_where_a_folder_belongs(tiny: Tiny) -> None:
    folder = shelf.folder(tiny.data)
    folder.parent.mkdir(parents=True)
    folder.write_text("")
    fault = failing(tiny.data, faults.CantWrite)
    assert str(folder) in fault.error
    assert "TUTOR_DATA" in fault.advice


def test_a_registry_whose_gz_is_none(tiny: Tiny, server: FileServer) -> None:
    """The hash is right and the file can't be unpacked: it isn't taken for whole."""
    import hashlib

    before = hashlib.md5(PACKED).hexdigest()
    for broken in (PLAIN, gzip.compress(CONTENT)[:-9]):
        server.files["/raw.gz"] = broken
        now = hashlib.md5(broken).hexdigest()
        data = tiny.with_(before, now)
        before = now
        fault = failing(data)
        assert "raw.gz can't be unpacked" in fault.error
