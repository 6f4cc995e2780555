"""Ten garments, each drawn with a pen: many at once, no two alike.

A function a class, in the order of the labels of Fashion-MNIST.
"""

from __future__ import annotations

import numpy as np

from tutor.kit.rastering import Number, Numbers, Pen, Point, mirrored, rounded


def t_shirt(pen: Pen) -> None:
    """Short sleeves, a round neck, now and then a print."""
    wide, hem = pen.between(0.45, 0.62), pen.between(0.8, 0.98)
    top = _torso(pen, wide, hem, wide + pen.between(-0.05, 0.06))
    _sleeves(pen, top, wide, pen.between(0.22, 0.5), pen.between(0.85, 1.1))
    _neck(pen, pen.between(0.16, 0.3), pen.between(0.08, 0.3))
    _print(pen, pen.some(0.3))


def trouser(pen: Pen) -> None:
    """Two legs from a waistband, apart or nearly together."""
    waist, hip = pen.between(0.3, 0.42), pen.between(0.36, 0.5)
    crotch, out = pen.between(-0.45, -0.15), pen.between(0.18, 0.45)
    foot = pen.between(0.18, 0.34)
    inner = pen.between(0.02, 0.07)
    pen.both(
        [(-0.01, -0.95), (waist, -0.95), (hip, -0.5), (out + foot / 2, 0.95),
         (out - foot / 2, 0.95), (inner, crotch), (-0.01, crotch)],
    )  # fmt: skip
    pen.stroke([(-waist, -0.9), (waist, -0.9)], 0.1, pen.between(0.55, 0.95))
    pen.stroke([(0.0, -0.85), (0.0, crotch + 0.2)], 0.06, 0.5, pen.some(0.6))


def pullover(pen: Pen) -> None:
    """Long sleeves, ribs at hem and wrists, nothing down the front."""
    wide, hem = pen.between(0.5, 0.66), pen.between(0.62, 0.88)
    top = _torso(pen, wide, hem, wide + pen.between(-0.12, 0.0))
    _sleeves(pen, top, wide, pen.between(0.86, 1.0), pen.between(0.85, 1.0))
    pen.stroke([(-wide, hem - 0.05), (wide, hem - 0.05)], 0.09, pen.between(0.6, 0.95))
    _neck(pen, pen.between(0.16, 0.28), pen.between(0.04, 0.2))
    _print(pen, pen.some(0.25))


def dress(pen: Pen) -> None:
    """Narrow above, wider below, with straps, short sleeves or long ones."""
    chest, waist = pen.between(0.22, 0.36), pen.between(0.17, 0.32)
    skirt, level = pen.between(0.3, 0.6), pen.between(-0.35, 0.0)
    pen.fill(
        mirrored([(0.12, -0.95), (chest * 0.9, -0.88), (chest, -0.55), (waist, level),
                  (skirt, 0.95)])
    )  # fmt: skip
    _sleeves(pen, chest * 0.9, chest, pen.between(0.1, 0.75) * pen.some(0.6), 0.62)
    _neck(pen, pen.between(0.1, 0.2), pen.between(0.05, 0.3))
    pen.stroke([(-waist, level), (waist, level)], 0.08, pen.between(0.5, 1.0), pen.some(0.4))


def coat(pen: Pen) -> None:
    """Long sleeves, open down the front, with lapels, often long."""
    wide, hem = pen.between(0.42, 0.58), pen.between(0.78, 1.0)
    top = _torso(pen, wide, hem, wide + pen.between(0.0, 0.16))
    _sleeves(pen, top, wide, pen.between(0.86, 1.0), pen.between(0.68, 0.9))
    _neck(pen, pen.between(0.14, 0.26), pen.between(0.06, 0.3))
    pen.both([(0.05, -0.98), (0.3, -0.92), (0.24, -0.6), (0.02, -0.25)],
             pen.between(0.5, 0.85), pen.some(0.7))  # fmt: skip
    pen.stroke([(0.0, -0.6), (0.0, hem)], pen.between(0.07, 0.14), pen.between(0.0, 0.7))
    pen.both([(0.18, 0.3), (0.4, 0.27), (0.4, 0.36), (0.18, 0.39)], 0.6, pen.some(0.4))


def sandal(pen: Pen) -> None:
    """A thin sole, bands over the foot, a heel of any height."""
    heel = pen.between(0.1, 0.85) * pen.some(0.45)
    thick, ground = pen.between(0.09, 0.2), 0.45 + 0.4 * heel
    back = ground - heel
    pen.fill(
        [(-0.98, ground), (-0.35, ground), (0.3, back), (0.95, back), (0.95, back + thick),
         (0.35, back + thick), (-0.3, ground + thick), (-0.9, ground + thick)],
        pen.between(0.6, 1.0),
    )  # fmt: skip
    tip = pen.between(0.03, 0.1)  # half of the heel's
    pen.fill([(0.68, back), (0.95, back), (0.84 + tip, ground + thick),
              (0.84 - tip, ground + thick)], 0.9)  # fmt: skip
    for front, width, share in ((-0.85, 0.5, 0.85), (-0.5, 0.5, 0.5), (-0.15, 0.45, 0.6)):
        rise, band = pen.between(0.22, 0.45), pen.between(0.1, 0.24)
        foot = ground - heel * (0.9 if front > -0.2 else 0.3 if front > -0.6 else 0.0)
        pen.stroke(
            rounded([(front, foot + 0.05), (front + 0.2, foot - rise), (front + width, foot)],
                    closed=False),
            band, pen.between(0.6, 1.1), pen.some(share),
        )  # fmt: skip
    strap, lace = pen.some(0.65), pen.between(0.3, 0.6)
    pen.stroke([(0.88, back), (0.84, back - lace), (0.35, back - lace + 0.05)], 0.12, 0.9, strap)
    pen.stroke([(0.4, back - lace), (0.15, back + 0.1)], 0.1, 0.9, strap * pen.some(0.6))


def shirt(pen: Pen) -> None:
    """A collar and buttons; sleeves of any length."""
    wide, hem = pen.between(0.44, 0.6), pen.between(0.8, 0.96)
    top = _torso(pen, wide, hem, wide + pen.between(-0.05, 0.08))
    short = pen.some(0.3)
    length = short * pen.between(0.25, 0.6) + (1 - short) * pen.between(0.8, 1.0)
    _sleeves(pen, top, wide, length, pen.between(0.72, 1.0))
    _neck(pen, pen.between(0.14, 0.26), pen.between(0.06, 0.35))
    dark = pen.between(0.3, 0.75)
    pen.both([(0.0, -0.66), (0.06, -0.98), (0.28, -0.98), (0.24, -0.6)], dark, pen.some(0.8))
    buttoned, apart = pen.some(0.8), (hem + 0.4) / 4
    for button in range(5):
        middle = -0.5 + button * apart
        pen.fill(_block(0.06, middle - 0.06, middle + 0.06), dark * 0.6, buttoned)
    pen.fill([(0.14, -0.3), (0.36, -0.3), (0.36, -0.05), (0.14, -0.05)], 0.75, pen.some(0.3))


def sneaker(pen: Pen) -> None:
    """A low shoe, laced, on a sole that one sees."""
    high, toe = pen.between(-0.3, 0.05), pen.between(0.15, 0.35)
    sole, bottom = pen.between(0.1, 0.22), 0.5
    pen.fill(
        rounded([(-0.98, bottom), (-0.96, toe), (-0.6, toe - 0.06), (0.0, high + 0.06),
                 (0.22, high - 0.1), (0.5, high + 0.12), (0.8, high - 0.02), (0.96, high - 0.12),
                 (0.98, bottom)]),
    )  # fmt: skip
    pen.fill([(-1.0, bottom - 0.06), (0.98, bottom - 0.1), (0.98, bottom + sole),
              (-0.9, bottom + sole)], pen.between(0.4, 1.3))  # fmt: skip
    laced = pen.some(0.7)
    for step in (0.0, 0.17, 0.34):
        down = toe - 0.1 + (high - toe) * step * 1.6
        pen.stroke([(step - 0.48, down - 0.03), (step - 0.34, down + 0.16)], 0.07,
                   pen.between(0.3, 1.3), laced)  # fmt: skip
    pen.stroke([(0.45, bottom - 0.1), (0.2, high + 0.25)], pen.between(0.1, 0.2),
               pen.between(0.4, 1.4), pen.some(0.5))  # fmt: skip


def bag(pen: Pen) -> None:
    """A box or a sack, with a handle or without."""
    wide, low = pen.between(0.6, 1.0), pen.between(0.5, 0.95)
    top = pen.between(-0.6, 0.0)
    narrow = wide * pen.between(0.72, 1.05)
    reach, rise = narrow * pen.between(0.35, 0.8), top - pen.between(0.2, 0.8)
    pen.stroke(
        rounded([(-reach, top + 0.1), (-reach * 0.9, rise), (reach * 0.9, rise),
                 (reach, top + 0.1)], closed=False),
        pen.between(0.08, 0.16), pen.between(0.6, 1.0), pen.some(0.7),
    )  # fmt: skip
    pen.fill(rounded(mirrored([(narrow * 0.8, top), (narrow, top + 0.06), (wide, low - 0.1),
                               (wide * 0.85, low)])))  # fmt: skip
    flap = top + pen.between(0.15, 0.5)
    pen.fill(_block(narrow * 0.95, top, flap), pen.between(0.6, 0.9), pen.some(0.5))
    pen.fill(_block(0.1, flap - 0.05, flap + 0.12), pen.between(0.3, 1.5), pen.some(0.5))


def ankle_boot(pen: Pen) -> None:
    """A shaft above a foot, with a heel."""
    top, toe = pen.between(-0.9, -0.3), pen.between(0.2, 0.4)
    front, heel = pen.between(-0.15, 0.15), pen.between(0.04, 0.26)
    pen.fill(
        rounded([(-0.98, 0.62), (-0.97, toe), (-0.6, toe - 0.1), (front - 0.05, toe - 0.35),
                 (front + 0.08, top), (0.86, top + 0.05), (0.84, 0.1), (0.95, 0.62)]),
    )  # fmt: skip
    pen.fill([(-0.97, 0.56), (0.94, 0.54), (0.92, 0.68 + heel), (0.5, 0.68 + heel), (0.4, 0.7),
              (-0.9, 0.72)], pen.between(0.4, 1.1))  # fmt: skip
    pen.stroke([(front + 0.35, top + 0.04), (front + 0.4, 0.3)], 0.18, pen.between(0.4, 0.9),
               pen.some(0.5))  # fmt: skip
    pen.stroke([(front + 0.06, top + 0.12), (0.86, top + 0.17)], 0.1, pen.between(0.5, 1.2),
               pen.some(0.4))  # fmt: skip


GARMENTS = (
    t_shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle_boot,
)  # fmt: skip
SHOES = (sandal, sneaker, ankle_boot)


def _torso(pen: Pen, wide: Numbers, hem: Numbers, low: Numbers) -> Numbers:
    """A body from the shoulders to the hem; gives where its shoulders end."""
    shoulder = wide * pen.between(0.9, 1.05)
    pen.fill(
        mirrored([(0.14, -0.95), (shoulder, -0.8), (wide, -0.35), (wide * 0.97, 0.2), (low, hem)])
    )
    return shoulder


def _sleeves(pen: Pen, shoulder: Numbers, wide: Numbers, length: Number, hand: Number) -> None:
    """Two sleeves from the shoulders towards the hands."""
    x, y = hand - shoulder, 1.45
    thick, wrist = pen.between(0.26, 0.36), pen.between(0.16, 0.24)
    end = thick + (wrist - thick) * length
    pen.both(
        [(shoulder - 0.14, -0.85), (shoulder, -0.8),
         (shoulder + x * length + end * 0.45, -0.72 + y * length - 0.04),
         (shoulder + x * length - end * 0.5, -0.72 + y * length + 0.04),
         (wide - 0.06, -0.72 + thick * 1.3)],
        pen.between(0.75, 1.0), np.asarray(length > 0.0, np.float64),
    )  # fmt: skip


def _neck(pen: Pen, wide: Number, deep: Number) -> None:
    """What the neck leaves open."""
    half = [(wide, -1.02), (wide * 0.75, -0.95 + deep * 0.7), (0.02, -0.95 + deep)]
    pen.fill(mirrored(half), 0.05)


def _print(pen: Pen, strength: Number) -> None:
    """A block on the chest."""
    wide, top = pen.between(0.1, 0.32), pen.between(-0.45, -0.1)
    outline = _block(wide, top, top + pen.between(0.1, 0.45))
    pen.fill(outline, pen.between(0.3, 1.5), strength)


def _block(wide: Number, top: Number, bottom: Number) -> list[Point]:
    return mirrored([(wide, top), (wide, bottom)])
