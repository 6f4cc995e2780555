"""A formula as a tree."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.course.maths.symbols import CLOSE, OP, OPEN, ORD

_BARS = ("|", "‖")


@dataclass(frozen=True, slots=True)
class Atom:
    """A character, a function's name or words; `kind` says what space it wants around it."""

    text: str
    kind: str
    font: str = "plain"  # plain, roman, bold, script, double
    limits: bool = False  # scripts go above and below
    big: str = ""  # name of a large operator, such as sum
    rows: int = 1  # height asked for by \Big and the like


@dataclass(frozen=True, slots=True)
class Space:
    """Explicit space, in columns; negative closes a gap."""

    columns: int


@dataclass(frozen=True, slots=True)
class Row:
    """Things beside one another."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Scripts:
    """A base with a superscript, a subscript or both."""

    base: Node
    sup: Node | None
    sub: Node | None
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Frac:
    """A fraction; without a `line`, a binomial coefficient."""

    upper: Node
    lower: Node
    line: bool = True


@dataclass(frozen=True, slots=True)
class Root:
    """A root, square without a `degree`."""

    body: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Accent:
    """Combining marks over (or under) each letter of `body`."""

    mark: str
    name: str
    body: Node


@dataclass(frozen=True, slots=True)
class Fence:
    r"""\left( … \right); an empty side has no delimiter."""

    left: str
    body: Node
    right: str


@dataclass(frozen=True, slots=True)
class Grid:
    """An environment: rows of cells between delimiters."""

    name: str
    rows: tuple[tuple[Node, ...], ...]
    left: str = ""
    right: str = ""


Node = Atom | Space | Row | Scripts | Frac | Root | Accent | Fence | Grid


def items_of(node: Node) -> tuple[Node, ...]:
    """What stands beside one another in a node, groups of one opened up."""
    if isinstance(node, Row):
        return items_of(node.items[0]) if len(node.items) == 1 else node.items
    return (node,)


def merged(base: Node) -> Node:
    """A base of several names as one: `arg` and `min` become `argmin`."""
    items = items_of(base)
    atoms = [a for a in items if isinstance(a, Atom)]
    if len(atoms) == len(items) > 1 and all(a.kind == OP and not a.big for a in atoms):
        return Atom("".join(a.text for a in atoms), OP, "roman", limits=True)
    return items[0] if len(items) == 1 and not isinstance(items[0], Space) else base


def paired(items: list[Node]) -> tuple[Node, ...]:
    """Bars turn by turn into opening and closing ones, so that `|-x|` has a minus sign."""
    result: list[Node] = []
    opened: dict[str, bool] = {}
    for item in items:
        base = item.base if isinstance(item, Scripts) else item
        if isinstance(base, Atom) and base.kind == ORD and base.text in _BARS:
            closes = opened.get(base.text, False)
            opened[base.text] = not closes
            turned = Atom(base.text, CLOSE if closes else OPEN, base.font, rows=base.rows)
            if isinstance(item, Scripts):
                result.append(Scripts(turned, item.sup, item.sub))
            else:
                result.append(turned)
        else:
            result.append(item)
    return tuple(result)
