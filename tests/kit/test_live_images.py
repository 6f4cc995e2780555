"""`live.images`: whatever is an image, its values, its labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from surface_sinks import Pictures

from tutor.engine.protocol import MAX_FRAME, Picture, encode
from tutor.kit import hook, live
from tutor.kit.images import MANY_IMAGES, SIDE


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Pictures:
    made = Pictures()
    monkeypatch.setattr(hook, "sink", made)
    return made


def shown(sink: Pictures, *args: Any, **options: Any) -> list[Picture]:
    live.images(*args, **options)
    return sink.shown[-1].pictures


@pytest.mark.parametrize(
    ("images", "sizes", "depth"),
    [
        (torch.zeros(5, 4), [(5, 4)], 1),
        (torch.zeros(1, 5, 4), [(5, 4)], 1),
        (torch.zeros(3, 5, 4), [(5, 4)], 3),
        (np.zeros((5, 4, 3), np.uint8), [(5, 4)], 3),
        (np.zeros((5, 4, 4)), [(5, 4)], 3),
        (torch.zeros(6, 5, 7), [(5, 7)] * 6, 1),
        (torch.zeros(6, 1, 5, 7), [(5, 7)] * 6, 1),
        (torch.zeros(6, 3, 5, 7), [(5, 7)] * 6, 3),
        (np.zeros((6, 5, 7, 3)), [(5, 7)] * 6, 3),
        ([torch.zeros(5, 4), torch.zeros(2, 3)], [(5, 4), (2, 3)], 1),
        ([[0.0, 1.0], [1.0, 0.0]], [(2, 2)], 1),
        (torch.zeros(2, 2, dtype=torch.bool), [(2, 2)], 1),
        (torch.zeros(2, 2, dtype=torch.bfloat16, requires_grad=True), [(2, 2)], 1),
    ],
    ids=lambda value: str(getattr(value, "shape", "")) or None,
)
def test_whatever_is_an_image(
    sink: Pictures, images: Any, sizes: list[tuple[int, int]], depth: int
) -> None:
    found = shown(sink, images)
    assert [(picture.height, picture.width) for picture in found] == sizes
    assert all(len(p.pixels) == p.height * p.width * depth for p in found)


def test_three_labels_make_three_images(sink: Pictures) -> None:
    assert len(shown(sink, torch.zeros(3, 8, 8))) == 1
    found = shown(sink, torch.zeros(3, 8, 8), torch.tensor([7, 8, 9]))
    assert [picture.label for picture in found] == ["7", "8", "9"]


def test_values_become_bytes(sink: Pictures) -> None:
    def pixels(images: Any, **options: Any) -> list[int]:
        return list(shown(sink, images, **options)[0].pixels)

    assert pixels(torch.tensor([[0.0, 0.5, 1.0]])) == [0, 128, 255]
    assert pixels(np.array([[0, 9, 255]], np.uint8)) == [0, 9, 255]
    assert pixels(torch.tensor([[0, 9, 255]])) == [0, 9, 255]
    assert pixels(torch.tensor([[-1.0, 0.0, 3.0]])) == [0, 64, 255]
    assert pixels(torch.tensor([[-1.0, 0.0, 1.0]]), low=-1, high=1) == [0, 128, 255]
    assert pixels(torch.tensor([[0.5, 2.0]]), high=1) == [128, 255]
    assert pixels(torch.tensor([[float("nan"), float("inf"), 0.5, -1.0]]))[0] == 0
    assert pixels(torch.full((1, 2), 7.0))[0] == pixels(torch.full((1, 2), 7.0))[1]
    colours = torch.tensor([1.0, 0.0, 0.5]).reshape(3, 1, 1).expand(3, 2, 2)
    assert pixels(colours)[:3] == [255, 0, 128]


def test_all_images_share_a_scale(sink: Pictures) -> None:
    dark, light = shown(sink, [torch.full((2, 2), -1.0), torch.full((2, 2), 1.0)])
    assert set(dark.pixels) == {0}
    assert set(light.pixels) == {255}


def test_large_ones_are_made_smaller(sink: Pictures) -> None:
    (picture,) = shown(sink, torch.eye(1000))
    assert max(picture.height, picture.width) <= SIDE
    assert picture.pixels[0] > 0
    (strip,) = shown(sink, torch.ones(2, 5000))
    assert (strip.height, set(strip.pixels)) == (2, {255}) or strip.height == 1
    assert strip.width <= SIDE


def test_many_are_counted_and_fit_into_a_frame(
    sink: Pictures, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shown(sink, torch.rand(200, 3, 300, 300), title="noise", columns=8)
    assert len(found) == MANY_IMAGES
    assert (sink.shown[-1].title, sink.shown[-1].columns) == ("noise", 8)
    assert len(encode(sink.shown[-1])) < MAX_FRAME
    assert capsys.readouterr().out == "64 of 200 images are shown.\n"


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: live.images(torch.zeros(5)), ValueError, r"this is a tensor of shape \(5,\)"),
        (lambda: live.images(torch.zeros(2, 2, 2, 2, 2)), ValueError, "one more"),
        (lambda: live.images(torch.zeros(6, 2, 5, 7)), ValueError, "1 or 3 channels"),
        (lambda: live.images("cat"), TypeError, "this is a str"),
        (lambda: live.images([[1, 2], [3]]), ValueError, "different lengths"),
        (lambda: live.images(torch.zeros(0, 3)), ValueError, "nothing to draw"),
        (lambda: live.images(torch.zeros(2, 2) * 1j), TypeError, "draws numbers"),
        (lambda: live.images(torch.zeros(6, 5, 7), "abc"), ValueError, "6 images and 1 label:"),
        (lambda: live.images(torch.zeros(2, 2), low=1, high=0), ValueError, "low has to be below"),
    ],
)
def test_it_says_what_does_not_fit(
    sink: Pictures, call: Callable[[], None], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        call()
    assert sink.shown == []


def test_outside_the_app_it_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    live.images(torch.zeros(2, 28, 28), ["coat", "bag"], title="Fashion")
    live.images(torch.zeros(5, 4))
    assert capsys.readouterr().out == "Fashion: 2 of 28 x 28: coat, bag\nimages: 1 of 5 x 4\n"
