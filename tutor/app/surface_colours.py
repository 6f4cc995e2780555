"""The colours of a surface: a ground that rises evenly, and paths that stand out on all of it.

The ground is made in Oklab (Björn Ottosson, 2020), where equal steps look equal: its lightness
rises steadily from the lowest value to the highest, so that it also reads in grey. Its hues are
those of viridis. It keeps to the dark end under a dark theme and to the light end under a light
one: there the paths' colours keep their contrast from the valley to the peaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from textual.app import App

Depth = Literal["true", "256", "ansi"]  # how many colours the terminal has
Stops = tuple[tuple[float, float, float], ...]  # lightness, chroma, hue in degrees

SHADES = 255
MISSING = 255

# From the valley up: violet, blue, teal, green, as viridis.
_GROUND_DARK: Stops = (
    (0.20, 0.085, 300), (0.28, 0.095, 285), (0.35, 0.085, 250), (0.42, 0.075, 205),
    (0.48, 0.085, 165), (0.54, 0.105, 130),
)  # fmt: skip
_GROUND_LIGHT: Stops = (
    (0.72, 0.085, 295), (0.78, 0.075, 270), (0.835, 0.065, 235), (0.885, 0.06, 195),
    (0.93, 0.065, 150), (0.965, 0.075, 110),
)  # fmt: skip
# Level curves on the plain background: the same hues where they can be read as lines.
_LINES_DARK: Stops = ((0.50, 0.14, 300), (0.58, 0.12, 250), (0.68, 0.11, 190), (0.82, 0.15, 125))
_LINES_LIGHT: Stops = ((0.38, 0.15, 300), (0.46, 0.12, 250), (0.54, 0.10, 195), (0.62, 0.14, 125))

# The same in colours of the 256 that every terminal has alike.
_CUBE_DARK = ("#00005f", "#00005f", "#005f87", "#005f87", "#008787", "#5f875f", "#878700")
_CUBE_LIGHT = ("#afafff", "#afd7ff", "#afffff", "#d7ffd7", "#d7ffaf", "#ffffaf")

# Bright on the dark ground, dark on the light one; neighbours differ in hue and in lightness.
ON_DARK = (
    "#ff9d3c", "#5fd7ff", "#ff8fc8", "#f4ec5a", "#ffffff", "#7ef0a0", "#ff8f80", "#c9b3ff",
)  # fmt: skip
ON_LIGHT = (
    "#b03a00", "#004f9e", "#a0006e", "#5b4b00", "#1a1a1a", "#00603a", "#b3001e", "#5a2ca0",
)  # fmt: skip
ON_ANSI = (
    "ansi_bright_red", "ansi_bright_cyan", "ansi_bright_magenta", "ansi_bright_yellow",
    "ansi_bright_green", "ansi_bright_blue", "ansi_red", "ansi_cyan",
)  # fmt: skip
_LINES_ANSI = ("ansi_blue", "ansi_cyan", "ansi_green", "ansi_yellow")


def colours_of(app: App[object]) -> Depth:
    """How many colours the app's terminal has; without one, as many as a picture may have."""
    system = None if app.is_headless else app.console.color_system
    if system in ("standard", "windows"):
        return "ansi"
    return "256" if system == "256" else "true"


@dataclass(frozen=True, slots=True)
class Palette:
    """What a terminal and a theme make of a surface's colours."""

    depth: Depth
    dark: bool
    background: str = "#14171c"
    foreground: str = "#dfe3ea"

    @property
    def heat(self) -> bool:
        """Whether there are colours enough for a ground."""
        return self.depth != "ansi"

    @property
    def ground(self) -> tuple[str, ...]:
        """The colour of each shade, and of where there is none."""
        if self.depth == "256":
            return (*_cube(self.dark), self.background)
        return (*_ramp(_GROUND_DARK if self.dark else _GROUND_LIGHT), self.background)

    def level(self, place: float) -> str:
        """A level curve on the plain background, 0 to 1."""
        if self.depth == "ansi":
            return _LINES_ANSI[min(int(place * len(_LINES_ANSI)), len(_LINES_ANSI) - 1)]
        ramp = _ramp(_LINES_DARK if self.dark else _LINES_LIGHT)
        return ramp[round(min(max(place, 0), 1) * (SHADES - 1))]

    def on_ground(self, colour: str) -> str:
        """A level curve on a ground of that colour: seen, and quieter than any path."""
        return mix(colour, "#ffffff", 0.30) if self.dark else mix(colour, "#1c2340", 0.32)

    def beside(self, colour: str) -> str:
        """The ground under a path: a little deeper, so that the path stands out from it."""
        return mix(colour, "#000000", 0.32) if self.dark else mix(colour, "#ffffff", 0.3)

    def path(self, number: int) -> str:
        """The colour of a path."""
        if self.depth == "ansi":
            return ON_ANSI[number % len(ON_ANSI)]
        return (ON_DARK if self.dark else ON_LIGHT)[number % len(ON_DARK)]

    def ghost(self, number: int) -> str:
        """The colour of a kept run's path, behind."""
        if self.depth == "ansi":
            return "ansi_default"
        return mix(self.path(number), "#8a8f99" if self.dark else "#9a9a94", 0.55)

    @property
    def ink(self) -> str:
        """A letter on a path's colour."""
        if self.depth == "ansi":
            return "ansi_black"
        return "#0c0e12" if self.dark else "#ffffff"

    @property
    def quiet(self) -> str:
        """Axes and hints."""
        if self.depth == "ansi":
            return "ansi_default"
        return mix(self.background, self.foreground, 0.62)

    @property
    def plain(self) -> str:
        """Words, and the curve of an objective of one variable."""
        return "ansi_default" if self.depth == "ansi" else self.foreground


@cache
def mix(one: str, other: str, share: float) -> str:
    """A colour between two, as hexadecimal RGB; `share` of the other."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return _hex(*(round(a + (b - a) * share) for a, b in pairs))


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _hex(red: int, green: int, blue: int) -> str:
    return f"#{red:02x}{green:02x}{blue:02x}"


@cache
def _cube(dark: bool) -> tuple[str, ...]:
    steps = _CUBE_DARK if dark else _CUBE_LIGHT
    return tuple(steps[shade * len(steps) // SHADES] for shade in range(SHADES))


@cache
def _ramp(stops: Stops) -> tuple[str, ...]:
    """255 colours through the stops, even steps in Oklab."""
    return tuple(_between(stops, shade / (SHADES - 1)) for shade in range(SHADES))


def _between(stops: Stops, place: float) -> str:
    at = min(int(place * (len(stops) - 1)), len(stops) - 2)
    share = place * (len(stops) - 1) - at
    one, other = (_oklab(*stop) for stop in stops[at : at + 2])
    return _rgb(*(a + (b - a) * share for a, b in zip(one, other, strict=True)))


def _oklab(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    angle = hue * pi / 180
    return lightness, chroma * cos(angle), chroma * sin(angle)


def _rgb(lightness: float, a: float, b: float) -> str:
    """Oklab to sRGB; the constants are Ottosson's."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return _hex(
        _channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _channel(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _channel(linear: float) -> int:
    linear = min(max(linear, 0.0), 1.0)
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(value * 255)
