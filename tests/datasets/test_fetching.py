"""Fetching a set: whole, cut and gone on with, stopped, by two at once, offline."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from file_server import FileServer
from tiny_set import CONTENT, CUT, PACKED, PLAIN, Tiny, assert_whole, failing, fetch, lying

from tutor.datasets import downloading, faults, fetching, shelf
from tutor.datasets.steps import Progress

# --- as it should be ----------------------------------------------------------------------------


def test_all_files_come_whole_and_unpacked(tiny: Tiny, server: FileServer) -> None:
    told = fetch(tiny.data)
    assert_whole(tiny)
    assert shelf.state(tiny.data) == "real"
    assert server.asked == [("/rows.txt", ""), ("/raw.gz", "")]
    assert {each.step for each in told} == {"download", "check", "unpack"}
    done = [each.done for each in told]
    assert done == sorted(done)
    assert (told[-1].done, told[-1].total) == (tiny.data.size, tiny.data.size)
    assert {each.file for each in told} == {"rows.txt", "raw.gz"}


def test_what_is_here_is_not_fetched_again(tiny: Tiny, server: FileServer) -> None:
    fetch(tiny.data)
    server.asked.clear()
    told = fetch(tiny.data)
    assert server.asked == []
    assert {each.step for each in told} == {"check"}


def test_only_what_is_missing_is_fetched(tiny: Tiny, server: FileServer) -> None:
    fetch(tiny.data)
    (shelf.folder(tiny.data) / "rows.txt").unlink()
    server.asked.clear()
    fetch(tiny.data)
    assert_whole(tiny)
    assert server.asked == [("/rows.txt", "")]


@pytest.mark.parametrize("name", ["rows.txt", "packed/raw.gz"])
def test_a_damaged_file_is_fetched_anew(tiny: Tiny, server: FileServer, name: str) -> None:
    fetch(tiny.data)
    (shelf.folder(tiny.data) / name).write_bytes(tiny.files[name][:-1])
    server.asked.clear()
    fetch(tiny.data)
    assert_whole(tiny)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "content",
    [None, CONTENT[:-1], b"x" + CONTENT[1:]],
    ids=["gone", "short", "changed"],
)
def test_damaged_content_is_unpacked_anew(
    tiny: Tiny, server: FileServer, content: bytes | None
) -> None:
    fetch(tiny.data)
    plain = shelf.folder(tiny.data) / "packed/raw"
    plain.unlink() if content is None else plain.write_bytes(content)
    server.asked.clear()
    fetch(tiny.data)
    assert_whole(tiny)
    assert server.asked == []


def test_a_damaged_file_is_never_used_meanwhile(tiny: Tiny, server: FileServer) -> None:
    fetch(tiny.data)
    (shelf.folder(tiny.data) / "rows.txt").write_bytes(b"nonsense")
    server.status["/rows.txt"] = 500
    failing(tiny.data)


def test_any_of_the_hashes_will_do_and_a_mirror_is_asked_first(
    tiny: Tiny, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files |= {"/school/tiny/rows.txt": PLAIN}
    monkeypatch.setenv("TUTOR_MIRROR", f"{server.address}/school/")
    fetch(tiny.data)
    assert [path for path, _ in server.asked] == [
        "/school/tiny/rows.txt", "/school/tiny/raw.gz", "/raw.gz",
    ]  # fmt: skip
    assert_whole(tiny)


def test_what_a_server_calls_encoded_comes_as_it_is(tiny: Tiny, server: FileServer) -> None:
    """Some servers say "Content-Encoding: gzip" of a .gz: requests would unpack it."""
    server.files["/rows.txt"] = PACKED
    tiny.data.files.pop(0)
    server.headers["Content-Encoding"] = "gzip"
    fetch(tiny.data)
    assert (shelf.folder(tiny.data) / "packed/raw.gz").read_bytes() == PACKED


# --- cut ----------------------------------------------------------------------------------------


def test_a_cut_download_goes_on(tiny: Tiny, server: FileServer) -> None:
    server.cuts = [CUT, CUT // 2]
    told = fetch(tiny.data)
    assert_whole(tiny)
    asked = ["", "bytes=98304-", "bytes=147456-"]
    assert server.asked[:3] == [("/rows.txt", each) for each in asked]
    done = [each.done for each in told]
    assert done == sorted(done)


def test_it_goes_on_in_the_next_call(tiny: Tiny, server: FileServer) -> None:
    server.cuts = [CUT, 0, 0, 0, 0, 0]
    fault = failing(tiny.data, faults.Cut)
    assert "127.0.0.1" in fault.error
    assert fault.kept == CUT
    assert "98 kB are kept" in fault.as_event().advice
    server.cuts.clear()
    server.asked.clear()
    fetch(tiny.data)
    assert server.asked[0] == ("/rows.txt", "bytes=98304-")
    assert_whole(tiny)


def test_a_server_without_ranges_begins_anew(tiny: Tiny, server: FileServer) -> None:
    server.ranges = False
    server.cuts = [CUT, 57_344]
    fetch(tiny.data)
    assert_whole(tiny)
    assert [asked for _, asked in server.asked[:3]] == ["", "bytes=98304-", "bytes=57344-"]


def test_a_server_that_always_cuts_is_given_up(tiny: Tiny, server: FileServer) -> None:
    server.ranges = False
    server.cuts = [1000] * 20
    failing(tiny.data, faults.Cut)
    assert len(server.asked) == 3


def test_a_server_that_does_not_say_how_long_the_file_is(tiny: Tiny, server: FileServer) -> None:
    """Then only the hash shows that it was cut; the second time it must begin anew."""
    server.length = False
    server.cuts = [CUT]
    failing(tiny.data, faults.WrongFile)
    assert lying(tiny.data) == {".lock"}
    fetch(tiny.data)
    assert_whole(tiny)


def test_a_file_that_changed_between_is_fetched_anew(tiny: Tiny, server: FileServer) -> None:
    server.files["/rows.txt"] = b"an older version" * 20_000
    server.cuts = [CUT, 0, 0, 0]
    failing(tiny.data, faults.Cut)
    server.cuts.clear()
    server.files["/rows.txt"], server.tag = PLAIN, '"two"'
    server.asked.clear()
    fetch(tiny.data)
    assert_whole(tiny)
    # asked for the rest only if it is still the same, the server sent the whole at once
    assert server.asked == [("/rows.txt", "bytes=98304-"), ("/raw.gz", "")]


@pytest.mark.parametrize("tag", ["", 'W/"weak"'])
def test_two_versions_put_together_are_noticed(tiny: Tiny, server: FileServer, tag: str) -> None:
    """Without a strong mark nobody says that the file has changed: the hash does."""
    server.tag = tag
    server.files["/rows.txt"] = b"an older version" * 20_000
    server.cuts = [CUT, 0, 0, 0]
    failing(tiny.data, faults.Cut)
    server.cuts.clear()
    server.asked.clear()
    server.files["/rows.txt"] = PLAIN
    fetch(tiny.data)
    assert_whole(tiny)
    assert [asked for _, asked in server.asked[:2]] == ["bytes=98304-", ""]


def test_a_part_that_was_whole_is_not_fetched_again(tiny: Tiny, server: FileServer) -> None:
    """It was ended between the last byte and the renaming."""
    part = downloading.Part(shelf.folder(tiny.data) / "rows.txt")
    part.path.parent.mkdir(parents=True)
    part.begin(f"{server.address}/rows.txt", server.tag, len(PLAIN))
    part.path.write_bytes(PLAIN)
    fetch(tiny.data)
    assert_whole(tiny)
    assert server.asked == [("/raw.gz", "")]


def test_a_part_longer_than_the_file(tiny: Tiny, server: FileServer) -> None:
    part = downloading.Part(shelf.folder(tiny.data) / "rows.txt")
    part.path.parent.mkdir(parents=True)
    part.begin(f"{server.address}/rows.txt", server.tag, 2 * len(PLAIN))
    part.path.write_bytes(PLAIN + b"more")
    fetch(tiny.data)
    assert_whole(tiny)


@pytest.mark.parametrize("about", ["", "{", "[]", '{"address": "http://elsewhere/rows.txt"}'])
def test_a_part_of_which_nothing_is_known_is_not_used(
    tiny: Tiny, server: FileServer, about: str
) -> None:
    folder = shelf.folder(tiny.data)
    folder.mkdir(parents=True)
    (folder / "rows.txt.part").write_bytes(b"something")
    (folder / "rows.txt.part.json").write_text(about)
    fetch(tiny.data)
    assert_whole(tiny)
    assert server.asked[0] == ("/rows.txt", "")


# --- stopped, two at once, offline --------------------------------------------------------------


def test_stopped(tiny: Tiny, server: FileServer) -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 10

    with pytest.raises(faults.Stopped) as caught:
        fetching.fetch_all(tiny.data, lambda _: None, stop)
    assert 0 < caught.value.kept < len(PLAIN)
    assert not shelf.is_here(tiny.data)
    server.asked.clear()
    fetch(tiny.data)
    assert server.asked[0] == ("/rows.txt", f"bytes={caught.value.kept}-")
    assert_whole(tiny)


def test_two_at_once_fetch_it_once(tiny: Tiny, server: FileServer) -> None:
    server.pause_at = 10_000
    told: tuple[list[Progress], list[Progress]] = ([], [])
    first, second = (
        threading.Thread(target=fetching.fetch_all, args=(tiny.data, each.append)) for each in told
    )
    first.start()
    assert server.paused.wait(20)
    second.start()
    while not told[1]:
        second.join(0.01)
    assert {each.step for each in told[1]} == {"wait"}
    assert told[1][0].file == ""
    server.go_on.set()
    first.join(20)
    second.join(20)
    assert_whole(tiny)
    assert [path for path, _ in server.asked] == ["/rows.txt", "/raw.gz"]


def test_who_waits_can_be_stopped(tiny: Tiny, server: FileServer) -> None:
    server.pause_at = 10_000
    first = threading.Thread(target=fetching.fetch_all, args=(tiny.data, lambda _: None))
    first.start()
    assert server.paused.wait(20)
    told: list[Progress] = []
    with pytest.raises(faults.Stopped):
        fetching.fetch_all(tiny.data, told.append, lambda: bool(told))
    server.go_on.set()
    first.join(20)
    assert_whole(tiny)


def test_offline(tiny: Tiny, server: FileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_OFFLINE", "1")
    fault = failing(tiny.data, faults.Offline)
    assert "offline" in fault.error
    assert server.asked == []
    monkeypatch.setenv("TUTOR_OFFLINE", "0")
    fetch(tiny.data)
    monkeypatch.setenv("TUTOR_OFFLINE", "1")
    fetch(tiny.data)  # all is here: there is nothing to fetch


def test_a_set_without_files_needs_nothing(tmp_path: Path) -> None:
    from tutor.datasets import registry

    fetching.fetch_all(registry.find("linear"), lambda _: None)
    assert not shelf.data_dir().exists()
