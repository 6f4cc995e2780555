"""docs/data.md: what it says is what the registry, the loaders and the commands say."""

from __future__ import annotations

import base64
import io
import re
import shlex
import xml.etree.ElementTree as ET
from argparse import ArgumentParser
from pathlib import Path

import numpy as np
import pytest
import real_data
from PIL import Image

from tutor.commands import data, data_page
from tutor.datasets import registry, shelf
from tutor.engine.protocol import Picture
from tutor.kit import fashion, showing

SVG = "{http://www.w3.org/2000/svg}"
ADVICE = "run `python -m tutor.commands.data_page docs --pictures` where the real sets are"


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "data.md").read_text("utf-8")


def test_the_facts_are_those_of_the_registry(page: str) -> None:
    assert data_page.renewed(page, registry.load()) == page, ADVICE
    facts = data_page.facts(registry.load())
    for found in registry.load().values():
        for text in (found.what, found.who, found.licence, found.shape, found.synthetic):
            assert text in facts
        for file in found.files:
            assert all(text in facts for text in (file.name, *file.addresses, *file.hashes))


def test_a_changed_fact_is_noticed(page: str) -> None:
    changed = page.replace("26,421,880", "26,421,881")
    assert changed != page
    assert data_page.renewed(changed, registry.load()) == page
    with pytest.raises(ValueError, match="needs the lines"):
        data_page.renewed("# Data\n", registry.load())


def test_every_command_of_the_page_can_be_given(page: str) -> None:
    parser = ArgumentParser()
    data.configure(parser)
    commands = re.findall(r"^tutor data (.+?)(?:  .*)?$", page, re.MULTILINE)
    assert len(commands) >= 6
    for command in commands:
        given = parser.parse_args(shlex.split(command))
        assert given.part == command.split()[0]


def test_how_many_images_suit_a_device(page: str) -> None:
    words = " ".join(page.split())
    for device, name in (("cpu", "on a CPU"), ("mps", "on Apple's GPUs"), ("cuda", "with CUDA")):
        count = fashion.suitable(device, 28, "real")
        assert f"{count:,} {name}" in words
    assert f"({fashion.suitable('cuda', 28, 'synthetic'):,} where they are synthetic)" in words
    assert fashion.suitable("cpu", 96, "real") < fashion.suitable("cpu", 28, "real")


def test_the_lesson_code_of_the_page_runs(page: str, own_home: Path) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    names: dict[str, object] = {}
    exec(code.replace("fashion_mnist(256)", "fashion_mnist(256, size=300)"), names)
    images, labels = next(iter(names["train"]))  # type: ignore[call-overload]
    assert (tuple(images.shape), tuple(labels.shape)) == ((256, 1, 28, 28), (256,))
    shapes = [tuple(names[name].shape) for name in ("features", "labels", "X_test", "y_test")]  # type: ignore[attr-defined]
    assert shapes == [(1500, 5), (1500,), (100, 3), (100,)]


# --- pictures --------------------------------------------------------------------------------


def embedded(text: str) -> list[np.ndarray]:  # type: ignore[type-arg]
    """The grey images in a drawing."""
    found = [element.get("href", "") for element in ET.fromstring(text).iter(f"{SVG}image")]
    return [
        np.asarray(Image.open(io.BytesIO(base64.b64decode(href.partition(",")[2]))))
        for href in found
    ]


def test_a_png_is_what_was_put_into_it() -> None:
    pixels = bytes(range(6))
    read = Image.open(io.BytesIO(data_page.png(3, 2, pixels)))
    assert (read.mode, read.size, read.tobytes()) == ("L", (3, 2), pixels)


def test_images_stand_in_rows_of_classes() -> None:
    pictures = [Picture(28, 28, bytes([n]) * 784) for n in range(4)]  # of two classes
    width, height, pixels = data_page.sheet(pictures, 2)
    step = data_page.SIDE + data_page.GAP
    sheet = np.frombuffer(pixels, np.uint8).reshape(height, width)
    assert (width, height) == (data_page.ACROSS * step, 2 * step)
    assert [int(sheet[row * step, column * step]) for column in (0, 1) for row in (0, 1)] == [
        0,
        1,
        2,
        3,
    ]
    assert sheet[step - 1].min() == 255  # white between them


def test_the_drawn_garments_are_those_of_today(root: Path, own_home: Path) -> None:
    """And so are the real ones, where they are here."""
    text = (root / "docs" / "data-fashion.svg").read_text("utf-8")
    assert "Fashion-MNIST, real" in text
    assert "Fashion-MNIST, synthetic data" in text
    real, synthetic = embedded(text)
    assert np.array_equal(synthetic, garments("synthetic")), ADVICE
    assert not np.array_equal(real, synthetic)


def test_the_real_images_are_real(
    root: Path, own_home: Path, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(shelf.VARIABLE, str(own_home))
    real_data.lay_fashion(shared_data, own_home)
    real, _ = embedded((root / "docs" / "data-fashion.svg").read_text("utf-8"))
    assert np.array_equal(real, garments("real")), ADVICE


def garments(kind: shelf.Kind) -> np.ndarray:  # type: ignore[type-arg]
    found = registry.find("fashion_mnist")
    images = showing.sample(found, kind, data_page.ACROSS * 10).images
    assert images is not None
    width, height, pixels = data_page.sheet(images.pictures, 10)
    return np.frombuffer(pixels, np.uint8).reshape(height, width)


def test_all_of_it_is_drawn_anew_as_it_is(
    tmp_path: Path, root: Path, own_home: Path, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(shelf.VARIABLE, str(own_home))
    real_data.lay_fashion(shared_data, own_home)
    real_data.lay_airfoil(shared_data, own_home)
    (tmp_path / "data.md").write_text((root / "docs" / "data.md").read_text("utf-8"), "utf-8")
    data_page.main([str(tmp_path), "--pictures"])
    drawn = (tmp_path / "data-airfoil.svg").read_text("utf-8")
    assert drawn == (root / "docs" / "data-airfoil.svg").read_text("utf-8"), ADVICE
    assert "synthetic data" in drawn
    assert len(list(ET.fromstring(drawn).iter(f"{SVG}rect"))) == 1 + 2 * 5
    assert drawn.count("h0") == 2 * 5 * data_page.POINTS
