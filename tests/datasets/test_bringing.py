"""Files that the learner brought."""

from __future__ import annotations

import gzip
import hashlib
import struct
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from file_server import FileServer
from tiny_set import CONTENT, PACKED, PLAIN, Tiny

from tutor.datasets import bringing, checking, fetching, registry, shelf
from tutor.datasets.bringing import Left, Taken
from tutor.datasets.faults import NoRoom
from tutor.datasets.registry import DataSet


def bring(data: DataSet, *paths: Path) -> list[Taken | Left]:
    return bringing.bring(data, paths, lambda: None)


def written(folder: Path, **files: bytes) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_gz", ".gz").replace("_txt", ".txt")).write_bytes(content)
    return sorted(folder.iterdir())


def why(found: Sequence[Taken | Left]) -> str:
    (left,) = [each for each in found if isinstance(each, Left)]
    return left.why


def test_files_by_their_hash_whatever_they_are_called(tiny: Tiny, tmp_path: Path) -> None:
    paths = written(tmp_path / "stick", one=PLAIN, two=PACKED)
    found = bring(tiny.data, *paths)
    assert [each.known for each in found if isinstance(each, Taken)] == [True, True]
    assert shelf.is_here(tiny.data)
    for name, content in tiny.files.items():
        assert (shelf.folder(tiny.data) / name).read_bytes() == content
    assert all(path.exists() for path in paths)


def test_a_folder_is_searched_for_the_names(tiny: Tiny, tmp_path: Path) -> None:
    written(tmp_path / "stick/deep/er", raw_gz=PACKED, other_gz=PACKED)
    written(tmp_path / "stick", rows_txt=PLAIN)
    found = bring(tiny.data, tmp_path / "stick")
    assert {each.path.name for each in found} == {"rows.txt", "raw.gz"}
    assert shelf.is_here(tiny.data)


def test_what_is_missing_is_known(tiny: Tiny, tmp_path: Path) -> None:
    assert bringing.missing(tiny.data) == ["rows.txt", "raw.gz"]
    bring(tiny.data, *written(tmp_path / "stick", rows_txt=PLAIN))
    assert bringing.missing(tiny.data) == ["raw.gz"]
    assert not shelf.is_here(tiny.data)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rows.txt", PLAIN[:-1], "its hash is another"),
        ("raw.gz", b"<html>log in</html>", "a web page was saved instead"),
        ("something.gz", CONTENT, "none of the set's files"),
        ("raw", CONTENT, "none of the set's files"),  # only IDX can be known by its form
    ],
    ids=["damaged", "page", "foreign", "unpacked"],
)
def test_a_wrong_file_is_left(
    tiny: Tiny, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in why(bring(tiny.data, path))
    assert not list(shelf.folder(tiny.data).glob("[a-z]*"))


def test_a_folder_with_nothing_of_it(tiny: Tiny, tmp_path: Path) -> None:
    assert "none of the set's files is in this folder" in why(bring(tiny.data, tmp_path))


def test_a_file_that_lies_there_already(tiny: Tiny, tmp_path: Path) -> None:
    """Somebody put them where they belong by hand, packed."""
    folder = shelf.folder(tiny.data)
    written(folder, rows_txt=PLAIN)
    written(folder / "packed", raw_gz=PACKED)
    found = bring(tiny.data, folder)
    assert all(isinstance(each, Taken) for each in found)
    assert (folder / "packed/raw").read_bytes() == CONTENT


def test_what_was_brought_is_not_fetched(tiny: Tiny, tmp_path: Path, server: FileServer) -> None:
    bring(tiny.data, *written(tmp_path / "stick", one=PLAIN, two=PACKED))
    fetching.fetch_all(tiny.data, lambda _: None)
    assert server.asked == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk(tiny: Tiny, tmp_path: Path) -> None:
    folder = shelf.folder(tiny.data)
    (folder / "packed").mkdir(parents=True)
    (folder / "packed/raw.part").symlink_to("/dev/full")
    with pytest.raises(NoRoom):
        bring(tiny.data, *written(tmp_path / "stick", two=PACKED))
    assert not shelf.has(tiny.data, tiny.data.files[1])


# --- the content of IDX files -------------------------------------------------------------------


def idx(path: Path, count: int, magic: int = 0x803, side: int = 28, more: int = 0) -> Path:
    """A file of images (of labels with magic 0x801), all zeros; it takes no room on most disks."""
    images = "-images-" in path.name
    head = (
        struct.pack(">IIII", magic, count, side, side)
        if images
        else struct.pack(">II", magic, count)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + count * (side**2 if images else 1) + more)
    return path


@pytest.fixture
def fashion() -> DataSet:
    return registry.find("fashion_mnist")


def test_unpacked_files_by_their_form(fashion: DataSet, tmp_path: Path) -> None:
    folder = tmp_path / "brought/FashionMNIST/raw"
    idx(folder / "train-images-idx3-ubyte", 60_000)
    idx(folder / "train-labels-idx1-ubyte", 60_000, 0x801)
    idx(folder / "t10k-images-idx3-ubyte", 10_000)
    idx(folder / "t10k-labels-idx1-ubyte", 10_000, 0x801)
    found = bring(fashion, tmp_path)
    assert [each.known for each in found if isinstance(each, Taken)] == [False] * 4
    assert shelf.is_here(fashion)
    assert bringing.damaged(fashion) == []
    fetching.fetch_all(fashion, lambda _: None)  # nothing is missing, so no network is needed
    (shelf.folder(fashion) / "FashionMNIST/raw/t10k-labels-idx1-ubyte").write_bytes(b"no")
    (path,) = bringing.damaged(fashion)
    assert path.name == "t10k-labels-idx1-ubyte"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ((9_999, 0x803, 28, 0), "it holds 9999 of 10000"),
        ((10_000, 0x801, 28, 0), "doesn't begin as an IDX file of images"),
        ((10_000, 0x803, 32, 0), "not 28 x 28"),
        ((10_000, 0x803, 28, 1), "bytes where 7840016 belong"),
        ((10_000, 0x803, 28, -1), "bytes where 7840016 belong"),
    ],
)
def test_what_is_wrong_with_an_unpacked_file(
    fashion: DataSet, tmp_path: Path, form: tuple[int, int, int, int], said: str
) -> None:
    path = idx(tmp_path / "t10k-images-idx3-ubyte", *form)
    assert said in why(bring(fashion, path))


def test_a_file_too_short_for_its_head(tmp_path: Path) -> None:
    path = tmp_path / "t10k-labels-idx1-ubyte"
    path.write_bytes(b"\0\0")
    assert "too few" in checking.idx_fault(path)


def test_a_right_file_is_taken_before_its_content(tmp_path: Path) -> None:
    """Where a folder has both, the one with a hash is taken."""
    plain = idx(tmp_path / "t10k-labels-idx1-ubyte", 10_000, 0x801)
    packed = gzip.compress(plain.read_bytes(), mtime=0)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").write_bytes(packed)
    data = registry.find("fashion_mnist")
    file = msgspec.structs.replace(data.files[3], hashes=[f"md5:{hashlib.md5(packed).hexdigest()}"])
    (taken,) = bring(msgspec.structs.replace(data, files=[file]), tmp_path)
    assert isinstance(taken, Taken)
    assert taken.known
    assert taken.path.suffix == ".gz"


def test_the_real_airfoil_file_with_both_line_ends(shared_data: Path, tmp_path: Path) -> None:
    text = (shared_data / "airfoil_self_noise.dat").read_bytes()
    airfoil = registry.find("airfoil")
    for name, version in (("a", text), ("b", text.replace(b"\n", b"\r\n"))):
        path = tmp_path / name
        path.write_bytes(version)
        (taken,) = bring(airfoil, path)
        assert isinstance(taken, Taken)
        lying = shelf.folder(airfoil) / "airfoil_self_noise.dat"
        assert lying.read_bytes() == version
