"""What a run drew, for `tutor run` and `tutor read`: in sentences, as characters, as JSON."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING, TypedDict

from tutor.app.images_picture import draw
from tutor.app.series import floats
from tutor.app.surface_colours import Palette
from tutor.app.surface_picture import Look, SurfacePicture
from tutor.commands.transcript import Transcript, number, sentence

if TYPE_CHECKING:
    from tutor.engine.protocol import Images, Path, Surface

ROWS = 22  # of a surface that is drawn


class PathEnd(TypedDict):
    """Where a path ended."""

    steps: int
    last: list[float]
    f: float


def sentences(transcript: Transcript) -> list[str]:
    """Everything that was drawn, for those who can't or won't look at it."""
    found = [sentence(line) for line in transcript.lines]
    for surface in transcript.surfaces:
        found.append(surface_sentence(surface))
        found += [path_sentence(path, bool(surface.shade)) for path in surface.paths]
    return [*found, *(images_sentence(images) for images in transcript.images)]


def drawings(transcript: Transcript, width: int) -> list[str]:
    """Surfaces and images in characters, at most `width` columns wide."""
    palette = Palette("ansi", True)
    found = []
    for surface in transcript.surfaces:
        picture = SurfacePicture()
        picture.set(surface, ())
        found.append(picture.rows(Look(width, ROWS, palette, style="contours"), picture.last))
    found += [draw(images, width, palette, "braille") for images in transcript.images]
    return ["\n".join("".join(c.text for c in row).rstrip() for row in rows) for rows in found]


def surface_sentence(surface: Surface) -> str:
    """What an objective was drawn on, and between which values it lies."""
    name = f"Surface {surface.name}".rstrip()
    x, y = _ends(surface.x), _ends(surface.y)
    if not surface.shade:
        return f"{name}: x {x}, f {y}."
    return f"{name}: x1 {x}, x2 {y}, f from {number(surface.low)} to {number(surface.high)}."


def path_sentence(path: Path, planar: bool) -> str:
    """Where a path ended, and how high."""
    end = _end(path, planar)
    name = f"Path {path.name}".rstrip()
    steps = f"{end['steps']} step{'s'[: end['steps'] != 1]}"
    place = ", ".join(number(each) for each in end["last"])
    return f"{name}: {steps}, to {f'({place})' if planar else place}, f {number(end['f'])}."


def images_sentence(images: Images) -> str:
    """How many images were shown, and what stands under them."""
    names = ", ".join(picture.label for picture in images.pictures if picture.label)
    count = len(images.pictures)
    title = f"{images.title}: " if images.title else ""
    return f"{title}{count} image{'s'[: count != 1]}{f' ({names})' if names else ''}."


def surfaces_json(transcript: Transcript) -> list[dict[str, object]]:
    """Each surface with the ends of its paths."""
    return [
        {
            "name": surface.name,
            "paths": [
                {"name": path.name, **_end(path, bool(surface.shade))} for path in surface.paths
            ],
        }
        for surface in transcript.surfaces
    ]


def images_json(transcript: Transcript) -> list[dict[str, object]]:
    """Title and labels of what was shown."""
    return [
        {"title": images.title, "labels": [picture.label for picture in images.pictures]}
        for images in transcript.images
    ]


def _end(path: Path, planar: bool) -> PathEnd:
    xs, ys = floats(path.x), floats(path.y)
    steps, heights = floats(path.steps), floats(path.height)
    count = min(len(xs), len(ys))
    return {
        "steps": int(steps[-1]) if steps else max(count - 1, 0),
        "last": ([xs[-1], ys[-1]] if planar else [xs[-1]]) if count else [],
        "f": heights[-1] if heights else nan,
    }


def _ends(data: bytes) -> str:
    values = [value for value in floats(data) if isfinite(value)]
    if not values:
        return "without a number"
    return f"from {number(min(values))} to {number(max(values))}"
