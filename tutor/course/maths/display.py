"""Display formulas: a tree drawn over several lines with the drawing functions of TeXicode.

TeXicode's own reading of TeX prints `?` for what it doesn't know and fails on `\\operatorname*`,
`\\underset` and others, so that only its drawing is used: boxes of characters ("sketches"),
each with a horizon, the row on which it stands beside others.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest

from texicode import arts, renderer

from tutor.course import widths
from tutor.course.maths.errors import MathError
from tutor.course.maths.nodes import (
    Accent,
    Atom,
    Fence,
    Frac,
    Grid,
    Node,
    Root,
    Row,
    Scripts,
    items_of,
)
from tutor.course.maths.oneline import marked, subscript, superscript
from tutor.course.maths.parse import parse
from tutor.course.maths.spacing import BIG, kinds, spaced
from tutor.course.maths.symbols import BIN, ORD

WIDEST = 56  # columns of a formula on a page
TALLEST = 12  # rows

Sketch = list[list[str]]  # rows of cells; a wide character is followed by an empty cell
Box = tuple[Sketch, int]

_FONTS = {"bold": "serif_bld", "script": "cali_bld", "double": "double"}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LEFT_ALIGNED = ("cases",)
_ALTERNATING = ("aligned", "align", "align*", "split")
_PLAIN_BARS = {"|": "│", "/": "╱"}  # brackets whose tall forms TeXicode lacks
_ANGLES = "⟨⟩"


@lru_cache(maxsize=512)
def draw(tex: str) -> str:
    """A display formula as lines of text; raises MathError and nothing else."""
    sketch, _ = _row(parse(tex))
    lines = ["".join(row).rstrip() for row in sketch]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    lines = [line[margin:] for line in lines]
    _check(tex, lines)
    return "\n".join(lines)


def _check(tex: str, lines: list[str]) -> None:
    if not lines:
        raise MathError("the formula shows nothing", "write something, or remove it")
    if "".join(lines).count("?") > tex.count("?"):  # how TeXicode shows what it doesn't know
        raise MathError("a part of the formula can't be drawn", "write it in a simpler way")
    width = max(map(widths.of, lines), default=0)
    if width > WIDEST:
        advice = r"break it with aligned and \\, or give parts of it names"
        raise MathError(f"the formula is {width} columns wide, {WIDEST} fit", advice)
    if len(lines) > TALLEST:
        advice = "make two formulas of it, or write fractions with /"
        raise MathError(f"the formula is {len(lines)} rows high, {TALLEST} fit", advice)


# --- boxes --------------------------------------------------------------------------------------


def _text(text: str) -> Box:
    cells: list[str] = []
    for char in text:
        columns = widths.of_char(char)
        if columns == 0 and cells:
            cells[-1] += char
        else:
            cells += [char] + [""] * (columns - 1)
    return [cells], 0


def _beside(boxes: list[Box]) -> Box:
    box: Box = renderer.util_concat([b for b in boxes if b[0][0]] or [([[]], 0)])
    return box


def _width(box: Box) -> int:
    return len(box[0][0])


def _height(box: Box) -> int:
    return len(box[0])


def _not_empty(box: Box) -> Box:
    return box if _width(box) else ([[" "] for _ in box[0]], box[1])


def _row(node: Node, tight: bool = False) -> Box:
    things, after = spaced(items_of(node), tight)
    boxes: list[Box] = []
    before: Node | None = None
    for gap, item in things:
        boxes += [_text(" " * _fitted(gap, before, item)), _item(item, tight)]
        before = item
    return _beside([*boxes, _text(" " * after)])


def _fitted(gap: int, before: Node | None, item: Node) -> int:
    """Drawn things bring space of their own, or want some where a character doesn't."""
    if before is not None and kinds(before)[1] == BIG and isinstance(item, Frac):
        return 0  # both end in half a line
    if isinstance(before, Atom) and before.kind == BIN and kinds(item)[0] == BIG:
        return 1  # a minus sign would touch the sum
    return gap


def _item(node: Node, tight: bool) -> Box:  # noqa: PLR0911 - one return for each kind of node
    if isinstance(node, Atom):
        return _atom(node)
    if isinstance(node, Row):
        return _row(node, tight)
    if isinstance(node, Scripts):
        return _scripts(node, tight)
    if isinstance(node, Frac):
        return _fraction(node)
    if isinstance(node, Root):
        return _root(node)
    if isinstance(node, Accent):
        return _accent(node)
    if isinstance(node, Fence):
        return _fenced(node.left, _row(node.body), node.right)
    assert isinstance(node, Grid)
    return _grid(node, tight)


def _atom(node: Atom) -> Box:
    if node.big in arts.multi_line_leaf_commands:
        sketch, horizon = arts.multi_line_leaf_commands[node.big]
        return [list(row) for row in sketch], horizon
    if node.rows > 1:
        return _bracket(node.text, node.rows, node.rows // 2)
    if node.font in _FONTS and len(node.text) == 1 and node.text in _LETTERS:
        return _text(arts.alphabets[_FONTS[node.font]][_LETTERS.index(node.text)])
    return _text(node.text)


def _accent(node: Accent) -> Box:
    sketch, horizon = _row(node.body, tight=True)
    return [[marked(cell, node.mark) if cell else cell for cell in row] for row in sketch], horizon


def _fraction(node: Frac) -> Box:
    upper, lower = _not_empty(_row(node.upper)), _not_empty(_row(node.lower))
    if node.line:
        box: Box = renderer.render_fraction([upper, lower])
        return box
    gap: Box = ([[" "]], 0)
    return _fenced("(", (_stack([upper, gap, lower], "center"), _height(upper)), ")")


def _root(node: Root) -> Box:
    body = _not_empty(_row(node.body))
    degree = superscript(node.degree)
    if degree is None:
        raise MathError("the degree of the root has no small glyphs", r"write x^{1/n} instead")
    if _width(body) == 1 and _height(body) == 1:
        return _beside([_text(degree + "√"), body])
    box: Box = renderer.render_square_root([body])
    if not degree:
        return box
    sketch = [[" "] * (len(degree) - 1) + row for row in box[0]]
    sketch[-2][: len(degree)] = list(degree)
    return sketch, box[1]


# --- scripts ------------------------------------------------------------------------------------


def _scripts(node: Scripts, tight: bool) -> Box:
    base = _not_empty(_item(node.base, tight))
    if node.limits and not tight:
        return _with_limits(base, node)
    high, low = superscript(node.sup), subscript(node.sub)
    if _height(base) > 1:
        return _beside([base, _tall_scripts(base, node, high, low)])
    if high is not None and low is not None:
        return _beside([base, _text(low + high)])
    return _beside([base, _script_column(node, high, low)])


def _with_limits(base: Box, node: Scripts) -> Box:
    parts = [base]
    horizon = base[1]
    if node.sup is not None:
        upper = _row(node.sup, tight=True)
        parts.insert(0, upper)
        horizon += _height(upper)
    if node.sub is not None:
        parts.append(_row(node.sub, tight=True))
    return _stack(parts, "center"), horizon


def _script_column(node: Scripts, high: str | None, low: str | None) -> Box:
    """Scripts of a base of one row, at least one of them at full size, in one column."""
    upper: list[Box] = []
    lower: list[Box] = []
    middle = (high or "") + (low or "")
    if node.sup is not None and high is None:
        upper = [_row(node.sup, tight=True)]
    if node.sub is not None and low is None:
        lower = [_row(node.sub, tight=True)]
    center = _text(middle or " ")
    sketch = _stack([*upper, center, *lower], "left")
    return sketch, sum(map(_height, upper))


def _tall_scripts(base: Box, node: Scripts, high: str | None, low: str | None) -> Box:
    """Scripts at the top right and bottom right corners of a base of several rows."""
    upper = _script_box(node.sup, high)
    lower = _script_box(node.sub, low)
    above, below = max(_height(upper) - 1, 0), max(_height(lower) - 1, 0)
    width = max(_width(upper), _width(lower))
    rows = [[" "] * width for _ in range(above + _height(base) + below)]
    for start, box in ((0, upper), (above + _height(base) - 1, lower)):
        for index, row in enumerate(box[0]):
            if row:
                rows[start + index] = row + [" "] * (width - len(row))
    return rows, base[1] + above


def _script_box(node: Node | None, glyphs: str | None) -> Box:
    if node is None:
        return [[]], 0
    return _row(node, tight=True) if glyphs is None else _text(glyphs)


def _stack(boxes: list[Box], align: str) -> Sketch:
    width = max(map(_width, boxes))
    letter = align[0]
    padded = [renderer.util_pad_cell(box, width, letter, 0, 0)[0] for box in boxes]
    return [row for sketch in padded for row in sketch]


# --- brackets and grids -------------------------------------------------------------------------


def _fenced(left: str, body: Box, right: str) -> Box:
    body = _not_empty(body)
    height, horizon = _height(body), body[1]
    opening = _bracket(left, height, horizon) if left else _text("")
    closing = _bracket(right, height, horizon) if right else _text("")
    return _beside([opening, body, closing])


def _bracket(char: str, height: int, horizon: int) -> Box:
    if height == 1:
        return [[char]], 0
    if char in _PLAIN_BARS:
        return [[_PLAIN_BARS[char]] for _ in range(height)], horizon
    if char in _ANGLES:
        return _angle(char, height, horizon)
    sketch, _ = renderer.util_delimiter(char, height, horizon)
    return [list(row) for row in sketch], horizon


def _angle(char: str, height: int, horizon: int) -> Box:
    """TeXicode has no tall angle brackets: the small one, on the horizon."""
    rows = [[" "] for _ in range(height)]
    rows[horizon] = [char]
    return rows, horizon


def _grid(node: Grid, tight: bool) -> Box:
    small = tight or node.name == "substack"
    cells = [[_cell(node, c, cell, small) for c, cell in enumerate(row)] for row in node.rows]
    columns = [max(map(_width, column)) for column in zip_longest(*cells, fillvalue=_text(""))]
    rows = [_grid_row(node, row, columns) for row in cells]
    parts: list[Box] = []
    for index, row in enumerate(rows):
        if index and max(_height(row), _height(rows[index - 1])) > 1 and node.name != "substack":
            parts.append(([[" "]], 0))
        parts.append(row)
    sketch = _stack(parts, "left")
    box = (sketch, (len(sketch) - 1) // 2)
    if node.left or node.right:
        box = _fenced(node.left, box, node.right)
    return box


def _cell(node: Grid, column: int, cell: Node, tight: bool) -> Box:
    items = items_of(cell)
    if node.name in _ALTERNATING and column % 2:
        # an empty thing on its left keeps the space before a relation
        items = (Atom("", ORD), *items)
    return _row(Row(items), tight)


def _grid_row(node: Grid, cells: list[Box], column_widths: list[int]) -> Box:
    sky = max(horizon for _, horizon in cells)
    ocean = max(_height(cell) - cell[1] - 1 for cell in cells)
    aligns = _aligns(node, len(column_widths))
    gap = {"cases": 2}.get(node.name, 0 if node.name in _ALTERNATING else 2)
    parts: list[Box] = []
    for index, width in enumerate(column_widths):
        cell = cells[index] if index < len(cells) else _text("")
        if index:
            parts.append(_text(" " * gap))
        parts.append(renderer.util_pad_cell(cell, width, aligns[index], sky, ocean))
    return _beside(parts)


def _aligns(node: Grid, columns: int) -> str:
    if node.name in _ALTERNATING:
        return ("rl" * columns)[:columns]
    return ("l" if node.name in _LEFT_ALIGNED else "c") * columns
