"""Others write too: editors, a second window. And a home that can't be written."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tutor.progress import NotSaved, Workspace, files

STARTER = "def sgd(params, lr):\n    raise NotImplementedError\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


def kept(workspace: Workspace) -> list[str]:
    return [path.read_text() for path in sorted((workspace.folder / "kept").glob("*.py"))]


# --- what others write ------------------------------------------------------------------------


def test_our_own_writes_are_told_from_others(workspace: Workspace) -> None:
    path = workspace.open("sgd", STARTER)
    assert workspace.is_own("sgd", STARTER)
    assert workspace.news("sgd") is None
    workspace.write("sgd", "x = 1\n")
    assert workspace.news("sgd") is None
    assert workspace.is_own("sgd", "x = 1\n")
    assert not workspace.is_own("sgd", STARTER)
    assert not workspace.is_own("adam", STARTER)
    path.write_text("x = 2\n")
    assert workspace.read("sgd") == "x = 2\n"
    assert not workspace.is_own("sgd", "x = 2\n")
    assert workspace.news("sgd") == "x = 2\n"
    assert workspace.news("sgd") is None
    assert workspace.is_own("sgd", "x = 2\n")


def test_saving_the_same_again_is_news(workspace: Workspace) -> None:
    """Who saves asks for a check, even where nothing was changed."""
    path = workspace.open("sgd", STARTER)
    beside = path.with_suffix(".tmp")
    beside.write_text(STARTER)
    beside.replace(path)
    assert workspace.news("sgd") == STARTER
    assert workspace.news("sgd") is None


def test_a_missing_file_is_no_news(workspace: Workspace) -> None:
    workspace.open("sgd", STARTER).unlink()
    assert workspace.news("sgd") is None
    assert workspace.news("adam") is None


def test_text_that_was_never_seen_is_kept_before_it_is_replaced(workspace: Workspace) -> None:
    path = workspace.open("sgd", STARTER)
    workspace.write("sgd", "x = 1\n")
    path.write_text("from another window\n")
    workspace.write("sgd", "x = 2\n")
    assert path.read_text() == "x = 2\n"
    assert kept(workspace) == ["from another window\n"]


def test_text_that_was_seen_is_replaced_without_a_copy(workspace: Workspace) -> None:
    path = workspace.open("sgd", STARTER)
    path.write_text("from another window\n")
    assert workspace.news("sgd") is not None
    workspace.write("sgd", "x = 2\n")
    assert not (workspace.folder / "kept").exists()


def test_two_windows_lose_nothing(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path), Workspace(tmp_path)
    one.open("sgd", STARTER)
    two.open("sgd", STARTER)
    one.write("sgd", "one\n")
    two.write("sgd", "two\n")
    one.write("sgd", "one again\n")
    assert one.read("sgd") == "one again\n"
    assert kept(one) == ["one\n", "two\n"]


def test_where_no_copy_can_be_kept_nothing_is_replaced(workspace: Workspace) -> None:
    path = workspace.open("sgd", STARTER)
    path.write_text("from another window\n")
    (workspace.folder / "kept").write_text("a file in the place of the folder")
    with pytest.raises(NotSaved, match="no copy of it could be kept"):
        workspace.write("sgd", "x = 2\n")
    assert path.read_text() == "from another window\n"


def test_reset_gives_the_old_text_back_and_keeps_a_copy(workspace: Workspace) -> None:
    assert workspace.reset("sgd", STARTER) == ""
    assert workspace.read("sgd") == STARTER
    workspace.write("sgd", "x = 1\n")
    assert workspace.reset("sgd", STARTER) == "x = 1\n"
    assert workspace.read("sgd") == STARTER
    assert kept(workspace) == ["x = 1\n"]
    workspace.write("sgd", "x = 1\n")
    workspace.reset("sgd", STARTER)
    assert kept(workspace) == ["x = 1\n"]  # once is enough
    assert workspace.reset("sgd", STARTER) == STARTER
    assert kept(workspace) == ["x = 1\n"]


# --- a home that can't be written -------------------------------------------------------------


def test_without_a_home_a_temporary_folder_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "home").write_text("a file in the place of a folder")
    workspace = Workspace(tmp_path / "home")
    path = workspace.open("sgd", STARTER)
    assert path.parent == workspace.folder
    assert path.read_text() == STARTER
    assert str(workspace.folder) in workspace.notice
    assert "TUTOR_HOME" in workspace.notice
    workspace.write("sgd", "x = 1\n")
    assert workspace.read("sgd") == "x = 1\n"


def test_what_a_read_only_home_holds_is_taken_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = Workspace(tmp_path / "home")
    before.open("sgd", "x = 1\n")

    def refused(_folder: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(files, "try_folder", refused)
    workspace = Workspace(tmp_path / "home")
    assert workspace.read("sgd") == "x = 1\n"
    assert workspace.open("sgd", STARTER).read_text() == "x = 1\n"
    assert "the disk is read-only" in workspace.notice
    workspace.write("sgd", "x = 2\n")
    assert before.path("sgd").read_text() == "x = 1\n"


def test_without_any_folder_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    (tmp_path / "home").write_text("")
    with pytest.raises(NotSaved, match="nor in the temporary folder"):
        Workspace(tmp_path / "home").open("sgd", STARTER)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_another_users_home() -> None:
    """With real permissions: in a child that is nobody."""
    script = (
        "import encodings.utf_8_sig, os, sys\n"  # nobody may not be able to
        "from pathlib import Path\n"
        "from tutor.progress import Workspace\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "workspace = Workspace(Path(sys.argv[1]))\n"
        "print(workspace.read('sgd'))\n"
        "path = workspace.open('sgd', '')\n"
        "workspace.write('sgd', 'x = 1')\n"
        "print(workspace.notice)\n"
        "print(path.read_text())\n"
    )
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        Workspace(home).open("sgd", STARTER)
        for folder in (home.parent, home, home / "workspace"):
            folder.chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", script, str(home)], capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        assert "you may not write there" in done.stdout
        assert done.stdout.startswith(STARTER)
        assert "x = 1" in done.stdout
        assert (home / "workspace" / "sgd.py").read_text() == STARTER
