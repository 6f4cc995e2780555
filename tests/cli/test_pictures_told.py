"""Surfaces and images where nobody looks: sentences, characters, JSON."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable

from tutor.commands import pictures
from tutor.commands.transcript import Transcript
from tutor.engine.protocol import Images, Path, Picture, Surface


def packed(values: Iterable[float]) -> bytes:
    return array("d", values).tobytes()


def transcript() -> Transcript:
    found = Transcript("cell")
    path = Path("SGD", packed([-5, -1]), packed([-2, 0.5]), packed([10.5, 0.6]))
    long = Path("", packed([0, 1]), packed([0, 1]), packed([0, math.nan]), packed([0, 5000]))
    ends = packed([-6, 6]), packed([-4, 4])
    found.add(Surface(1, "f", *ends, bytes(4), 0.0, 99.0, paths=[]))
    found.add(Surface(1, "f", *ends, bytes([0, 9, 99, 254]), 0.0, 35.6, paths=[path, long]))
    found.add(Surface(1, "", *ends, paths=[Path("one", packed([2]), packed([4]), packed([4]))]))
    found.add(Images(1, [Picture(2, 2, bytes(4), "coat"), Picture(2, 2, bytes(4))], "Fashion"))
    found.add(Images(1, [Picture(1, 1, bytes(1))]))
    return found


def test_sentences() -> None:
    assert pictures.sentences(transcript()) == [
        "Surface f: x1 from -6 to 6, x2 from -4 to 4, f from 0 to 35.6.",
        "Path SGD: 1 step, to (-1, 0.5), f 0.6.",
        "Path: 5000 steps, to (1, 1), f nan.",
        "Surface: x from -6 to 6, f from -4 to 4.",
        "Path one: 0 steps, to 2, f 4.",
        "Fashion: 2 images (coat).",
        "1 image.",
    ]


def test_characters() -> None:
    first, second, third, _ = pictures.drawings(transcript(), 60)
    assert "a SGD f 0.6" in first
    assert "a one f 4" in second
    assert third.split("\n")[0] == "Fashion"
    assert all(len(line) <= 60 for line in "\n".join([first, second, third]).split("\n"))


def test_json() -> None:
    surface, line = pictures.surfaces_json(transcript())
    assert surface["name"] == "f"
    assert surface["paths"][0] == {"name": "SGD", "steps": 1, "last": [-1, 0.5], "f": 0.6}  # type: ignore[index]
    assert line["paths"] == [{"name": "one", "steps": 0, "last": [2], "f": 4}]
    assert pictures.images_json(transcript())[0] == {"title": "Fashion", "labels": ["coat", ""]}


def test_a_broken_surface_is_told_as_far_as_it_goes() -> None:
    broken = Transcript("cell")
    broken.add(Surface(1, "g", b"", b"1234", paths=[Path("p", b"", b"")]))
    assert pictures.sentences(broken) == [
        "Surface g: x without a number, f without a number.",
        "Path p: 0 steps, to , f nan.",
    ]
    assert pictures.drawings(broken, 40)
