"""The registry: what its files hold, and what is said of files that can't be used."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tutor.datasets import registry

FILE = """\
title: A set
what: Numbers.
who: nobody
licence: none
shape: two rows
loader: data.tiny()
files:
  - name: raw/tiny.txt
    addresses: [http://localhost/tiny.txt]
    size: 4
    hashes: [md5:d41d8cd98f00b204e9800998ecf8427e]
"""


def written(folder: Path, text: str, name: str = "tiny") -> Path:
    (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def test_our_own_sets() -> None:
    sets = registry.load()
    assert list(sets) == sorted(sets)
    assert {"airfoil", "fashion_mnist", "linear", "polynomial"} <= set(sets)
    for data in sets.values():
        for words in (data.title, data.what, data.who, data.licence, data.shape):
            assert words == " ".join(words.split())
            assert words
        assert data.loader.startswith(f"data.{data.name}(")
        assert bool(data.synthetic) == bool(data.files)
        for file in data.files:
            assert all(urlsplit(each).scheme in ("http", "https") for each in file.addresses)
    assert len(sets["fashion_mnist"].classes) == 10
    assert len(sets["airfoil"].columns) == 6
    assert sets["fashion_mnist"].size > 30e6
    assert sets["linear"].size == 0


def test_hashes_of_the_real_airfoil_file_with_both_line_ends(shared_data: Path) -> None:
    import hashlib

    text = (shared_data / "airfoil_self_noise.dat").read_bytes()
    (file,) = registry.find("airfoil").files
    for version in (text, text.replace(b"\n", b"\r\n")):
        assert f"sha256:{hashlib.sha256(version).hexdigest()}" in file.hashes


def test_a_file_is_read(tmp_path: Path) -> None:
    (data,) = registry.load(written(tmp_path, FILE)).values()
    assert (data.name, data.title, data.size) == ("tiny", "A set", 4)
    assert data.files[0].name == "raw/tiny.txt"


def test_an_unknown_name_names_the_closest(tmp_path: Path) -> None:
    with pytest.raises(registry.NoSuchSet, match="did you mean tiny"):
        registry.find("tinny", written(tmp_path, FILE))
    with pytest.raises(registry.NoSuchSet, match="there are tiny"):
        registry.find("zebra", tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("who: nobody", "whom: nobody", "whom"),
        ("who: nobody\n", "", "who"),
        ("size: 4", "size: four", r"size.*files\[0\]|files\[0\].*size|int"),
        ("name: raw/tiny.txt", "name: ../tiny.txt", "below the folder"),
        ("name: raw/tiny.txt", "name: /tiny.txt", "below the folder"),
        ("[http://localhost/tiny.txt]", "[]", "needs an address and a hash"),
        ("md5:d41d8", "md5:d41", "no hash"),
        ("md5:d41d8", "crc:d41d8", "no hash"),
        ("title: A set", "title: A set\nname: other", "one name"),
        ("title: A set", "title: [A set", "tiny.yml:"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in FILE
    with pytest.raises(registry.BadRegistry, match=r"tiny\.yml") as caught:
        registry.load(written(tmp_path, FILE.replace(before, after)))
    assert caught.match(said)


def test_a_registry_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(registry.BadRegistry, match="no folder"):
        registry.load(tmp_path / "nowhere")
    (tmp_path / "tiny.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(registry.BadRegistry, match="can't be read"):
        registry.load(tmp_path)
