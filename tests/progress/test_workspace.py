"""The learner's files: nothing in them is lost, and what can't be done is said in words."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.progress import NotSaved, Unreadable, Workspace, files

STARTER = "def sgd(params, lr):\n    raise NotImplementedError\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


def left_over(workspace: Workspace) -> list[str]:
    return [path.name for path in workspace.folder.iterdir() if path.name.startswith(".")]


def test_a_workspace_makes_nothing_before_it_is_needed(workspace: Workspace) -> None:
    assert workspace.path("sgd").name == "sgd.py"
    assert workspace.read("sgd") is None
    assert not workspace.folder.exists()


def test_the_first_opening_makes_a_file_from_the_starter(workspace: Workspace) -> None:
    path = workspace.open("sgd", STARTER)
    assert path == workspace.folder / "sgd.py"
    assert path.read_bytes() == STARTER.encode()
    workspace.write("sgd", "x = 1\n")
    assert workspace.open("sgd", STARTER).read_text() == "x = 1\n"
    assert left_over(workspace) == []
    assert workspace.notice == ""


def test_a_file_that_was_deleted_is_made_again(workspace: Workspace) -> None:
    workspace.open("sgd", STARTER).unlink()
    assert workspace.read("sgd") is None
    assert workspace.open("sgd", STARTER).read_text() == STARTER
    (workspace.folder / "sgd.py").unlink()
    workspace.folder.rmdir()
    workspace.write("sgd", "x = 1\n")
    assert workspace.read("sgd") == "x = 1\n"


@pytest.mark.parametrize(
    "name", ["", "../sgd", "a/b", "a\\b", "Sgd", "sgd.py", ".", "..", "a b", "a\0", "é", "a" * 61]
)
def test_no_name_leads_out_of_the_folder(workspace: Workspace, name: str) -> None:
    with pytest.raises(ValueError, match="can't name an exercise"):
        workspace.open(name, STARTER)
    assert not workspace.folder.exists()


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfa = 1\nb = 2\n", b"a = 1\r\nb = 2\r\n", b"a = 1\rb = 2\r"]
)
def test_other_systems_texts_are_read_and_left_alone(workspace: Workspace, data: bytes) -> None:
    path = workspace.open("sgd", STARTER)
    path.write_bytes(data)
    assert workspace.read("sgd") == "a = 1\nb = 2\n"
    workspace.write("sgd", "a = 1\nb = 2\n")
    assert path.read_bytes() == data
    workspace.write("sgd", "a = 1\n")
    assert path.read_bytes() == b"a = 1\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x = '\xe9'\n", "isn't UTF-8 text (line 1)"),
        (b"a\n\nb = '\xff'", "line 3"),
        ("x = 1".encode("utf-16"), "UTF-16"),
        (b"x = 1\0", "zero byte"),
        (b"#" * 500_001, "longer than 500 kB"),
    ],
)
def test_what_is_no_text_is_named_and_kept(workspace: Workspace, data: bytes, words: str) -> None:
    path = workspace.open("sgd", STARTER)
    path.write_bytes(data)
    with pytest.raises(Unreadable) as raised:
        workspace.read("sgd")
    assert words in raised.value.reason
    assert "sgd.py" in raised.value.reason
    with pytest.raises(Unreadable):
        workspace.news("sgd")
    assert workspace.open("sgd", STARTER) == path
    assert workspace.reset("sgd", STARTER) == ""
    assert path.read_text() == STARTER
    (copy,) = (workspace.folder / "kept").iterdir()
    assert copy.read_bytes() == data


def test_the_longest_file_is_read(workspace: Workspace) -> None:
    workspace.open("sgd", STARTER).write_bytes(b"#" * 500_000)
    assert workspace.read("sgd") == "#" * 500_000


def test_a_folder_in_the_place_of_a_file(workspace: Workspace) -> None:
    workspace.path("sgd").mkdir(parents=True)
    with pytest.raises(Unreadable, match=r"sgd\.py is a folder"):
        workspace.read("sgd")
    with pytest.raises(NotSaved, match="no ordinary file"):
        workspace.write("sgd", "x = 1\n")
    with pytest.raises(NotSaved):
        workspace.reset("sgd", STARTER)
    assert workspace.path("sgd").is_dir()


def test_a_pipe_does_not_stop_the_app(workspace: Workspace) -> None:
    workspace.open("adam", STARTER)
    os.mkfifo(workspace.path("sgd"))
    with pytest.raises(Unreadable, match="no ordinary file"):
        workspace.read("sgd")
    with pytest.raises(NotSaved, match="no ordinary file"):
        workspace.write("sgd", "x")


# --- writing ----------------------------------------------------------------------------------


def test_the_same_text_is_not_written_again(workspace: Workspace) -> None:
    path = workspace.open("sgd", STARTER)
    before = path.stat()
    stamp = workspace.write("sgd", STARTER)
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert workspace.write("sgd", STARTER) == stamp
    assert workspace.write("sgd", "other") != stamp


def test_permissions_stay_and_a_new_file_follows_the_users_mask(workspace: Workspace) -> None:
    mask = os.umask(0o027)
    try:
        path = workspace.open("sgd", STARTER)
        assert path.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(mask)
    path.chmod(0o751)
    workspace.write("sgd", "x = 1\n")
    assert path.stat().st_mode & 0o777 == 0o751


def test_a_link_leads_where_it_led(workspace: Workspace, tmp_path: Path) -> None:
    path = workspace.open("sgd", STARTER)
    target = tmp_path / "notes" / "mine.py"
    target.parent.mkdir()
    target.write_text("x = 1\n")
    path.unlink()
    path.symlink_to(target)
    assert workspace.read("sgd") == "x = 1\n"
    workspace.write("sgd", "x = 2\n")
    assert path.is_symlink()
    assert target.read_text() == "x = 2\n"
    target.unlink()  # a link to nowhere
    assert workspace.read("sgd") is None
    workspace.open("sgd", STARTER)
    assert path.is_symlink()
    assert target.read_text() == STARTER


def test_a_link_that_leads_in_a_circle(workspace: Workspace) -> None:
    path = workspace.open("sgd", STARTER)
    path.unlink()
    path.symlink_to(path)
    with pytest.raises(Unreadable, match="circle"):
        workspace.read("sgd")
    with pytest.raises(NotSaved, match="circle"):
        workspace.write("sgd", "x")


def test_a_read_only_file_is_left_alone(workspace: Workspace) -> None:
    path = workspace.open("sgd", STARTER)
    path.chmod(0o444)
    with pytest.raises(NotSaved) as raised:
        workspace.write("sgd", "x = 1\n")
    assert "read-only" in raised.value.reason
    assert str(path) in raised.value.reason
    assert path.read_text() == STARTER
    assert left_over(workspace) == []
    path.chmod(0o644)
    workspace.write("sgd", "x = 1\n")
    assert path.read_text() == "x = 1\n"


def test_a_full_disk_costs_nothing_of_what_was_there(workspace: Workspace) -> None:
    """In a child, whose files may not grow beyond a few bytes."""
    workspace.open("sgd", STARTER)
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from tutor.progress import NotSaved, Workspace\n"
        "workspace = Workspace(Path(sys.argv[1]))\n"
        "workspace.open('sgd', '')\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    workspace.write('sgd', '#' * 100_000)\n"
        "except NotSaved as error:\n"
        "    print(error.reason)\n"
    )
    home = workspace.folder.parent
    done = subprocess.run(
        [sys.executable, "-c", script, str(home)], capture_output=True, text=True, check=True
    )
    assert "sgd.py could not be saved" in done.stdout
    assert workspace.read("sgd") == STARTER
    assert left_over(workspace) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "you may not write there"),
        (errno.EIO, "input/output error"),
    ],
)
def test_each_failure_has_its_words(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    workspace.open("sgd", STARTER)

    def fails(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(NotSaved) as raised:
        workspace.write("sgd", "x = 1\n")
    assert words in raised.value.reason
    assert "still here" in raised.value.reason
    monkeypatch.undo()
    assert workspace.read("sgd") == STARTER
    assert left_over(workspace) == []
    workspace.write("sgd", "x = 1\n")
    assert workspace.read("sgd") == "x = 1\n"


def test_a_reader_never_sees_half_a_file(workspace: Workspace) -> None:
    texts = {letter * 20_000 for letter in "ab"}
    workspace.open("sgd", "a" * 20_000)
    done = threading.Event()
    seen: set[str | None] = set()

    def look() -> None:
        other = Workspace(workspace.folder.parent)
        while not done.is_set():
            seen.add(other.read("sgd"))

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(30):
        for text in sorted(texts):
            workspace.write("sgd", text)
    done.set()
    reader.join()
    assert seen <= texts


def test_what_a_crash_left_behind_is_tidied_up_later(workspace: Workspace) -> None:
    workspace.folder.mkdir(parents=True)
    old, new = (workspace.folder / f".sgd-{name}.tutor~" for name in ("old", "new"))
    old.write_text("")
    new.write_text("")
    os.utime(old, (1, 1))
    workspace.open("sgd", STARTER)
    assert left_over(workspace) == [new.name]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_characters="\0"), max_size=60))
def test_what_is_written_is_read(workspace: Workspace, text: str) -> None:
    """Lines ended by "\\n", and what UTF-8 can't say replaced."""
    text = text.removeprefix("\ufeff")
    workspace.write("sgd", text)
    assert workspace.read("sgd") == files.plain(text)
    assert workspace.is_own("sgd", text)
    assert workspace.news("sgd") is None


def test_writes_from_several_threads_end_whole(workspace: Workspace) -> None:
    workspace.open("sgd", STARTER)
    texts = [f"x = {i}\n" * 500 for i in range(8)]
    threads = [threading.Thread(target=workspace.write, args=("sgd", text)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert workspace.read("sgd") in texts
    assert left_over(workspace) == []
