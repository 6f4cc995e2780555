"""The space between two things of a formula, in columns, much as TeX has it."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.course.maths.nodes import Atom, Fence, Grid, Node, Row, Scripts, Space
from tutor.course.maths.symbols import BIN, CLOSE, OP, OPEN, ORD, PUNCT, REL, TEXT

SIGN = "sign"  # a plus or minus with nothing on its left
BIG = "big"  # a large operator
_BEFORE_SIGN = (None, BIN, REL, OPEN, PUNCT, OP, BIG, SIGN)


def spaced(items: Sequence[Node], tight: bool) -> tuple[list[tuple[int, Node]], int]:
    """Each item with the columns before it, and the columns after the last.

    `tight` is for scripts, which have no space around relations and operators.
    """
    result: list[tuple[int, Node]] = []
    before: str | None = None
    previous: Node | None = None
    extra, closed = 0, False
    things = [item for item in items if not isinstance(item, Space)]
    position = 0
    for item in items:
        if isinstance(item, Space):
            extra = max(extra, item.columns if not tight else item.columns // 2)
            closed = closed or item.columns < 0
            continue
        left, right = kinds(item)
        following = kinds(things[position + 1])[0] if position + 1 < len(things) else None
        if left == BIN and (before in _BEFORE_SIGN or following in (None, REL, CLOSE, PUNCT)):
            left = right = SIGN
        rule = _gap(before, left, tight)
        if before == OP and left == OPEN and not tight and _stands_off(previous, item):
            rule = 1
        gap = 0 if closed else max(rule, extra)
        result.append((gap, item))
        before, previous, extra, closed = right, item, 0, False
        position += 1
    return result, extra


def _stands_off(function: Node | None, bracket: Node) -> bool:
    """Whether brackets want space behind a function: max |x| and lim (…), but log(x)."""
    base = bracket.base if isinstance(bracket, Scripts) else bracket
    char = base.left if isinstance(base, Fence) else base.text if isinstance(base, Atom) else ""
    return char in ("|", "‖") or (isinstance(function, Scripts) and function.limits)


def kinds(node: Node) -> tuple[str, str]:
    """What a node is to its left neighbour and to its right one."""
    if isinstance(node, Atom):
        return (BIG, BIG) if node.big else (node.kind, node.kind)
    if isinstance(node, Scripts):
        return kinds(node.base)
    if isinstance(node, Fence):
        return OPEN, CLOSE
    if isinstance(node, Row) and len(node.items) == 1 and isinstance(node.items[0], Row | Fence):
        return kinds(node.items[0])
    if isinstance(node, Grid):
        return OPEN, CLOSE
    return ORD, ORD


def _gap(left: str | None, right: str, tight: bool) -> int:
    if left is None:
        return 0
    if (left == OP and right in (ORD, OP, BIG)) or (right == OP and left == ORD):
        return 1
    if tight:
        return 0
    wide = (
        (left == REL) != (right == REL)
        or BIN in (left, right)
        or (left == PUNCT and right != CLOSE)
        or (left == BIG and right in (ORD, OP, BIG, OPEN))
        or (left in (ORD, CLOSE) and right in (OP, BIG))
    )
    return int((wide and TEXT not in (left, right)) or (wide and REL in (left, right)))
