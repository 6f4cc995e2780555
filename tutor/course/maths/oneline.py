"""Inline formulas: a tree on one line of text.

Letters stay plain: bold and calligraphic ones are missing from many terminal fonts and read
out badly. Small glyphs are used only when there is one for each character of a script.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

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
from tutor.course.maths.parse import parse
from tutor.course.maths.spacing import kinds, spaced
from tutor.course.maths.symbols import (
    BIN,
    CLOSE,
    OP,
    OPEN,
    ORD,
    PUNCT,
    REL,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    TEXT,
)

# The double-struck letters that old fonts have too.
_DOUBLE = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_PREFIXES = ("∂", "∇", "Δ", "d")


@lru_cache(maxsize=2048)
def inline(tex: str) -> str:
    """An inline formula as one line of text; raises MathError and nothing else."""
    text = _row(parse(tex)).strip()
    if not text:
        raise MathError("the formula shows nothing", "write something, or remove it")
    return text


def small(node: Node, glyphs: dict[str, str]) -> str | None:
    """A script in small glyphs; None unless there is one for each of its characters."""
    if not _is_flat(node):
        return None
    text = _row(node, tight=True)
    if not all(char in glyphs for char in text):
        return None
    return "".join(glyphs[char] for char in text)


def superscript(node: Node | None) -> str | None:
    """Small glyphs for a superscript: "" for none, None where some don't exist."""
    return "" if node is None else small(node, SUPERSCRIPTS)


def subscript(node: Node | None) -> str | None:
    """Small glyphs for a subscript: "" for none, None where some don't exist."""
    return "" if node is None else small(node, SUBSCRIPTS)


def marked(text: str, mark: str) -> str:
    """`text` with a combining mark on each letter, as one character where there is one."""
    letters: list[str] = []
    for char in text:
        if unicodedata.combining(char) and letters:
            letters[-1] += char
        else:
            letters.append(char)
    return "".join(unicodedata.normalize("NFC", letter + mark) for letter in letters)


def _is_flat(node: Node) -> bool:
    """Whether a script has no scripts, fractions or accents of its own."""
    return all(
        isinstance(item, Atom) or (isinstance(item, Row | Fence) and _is_flat(item))
        for item in (items_of(node) if not isinstance(node, Fence) else items_of(node.body))
        if not _is_space(item)
    )


def _is_space(node: Node) -> bool:
    return type(node).__name__ == "Space"


# --- drawing ------------------------------------------------------------------------------------


def _row(node: Node, tight: bool = False) -> str:
    things, after = spaced(items_of(node), tight)
    text, before = "", ""
    for index, (gap, item) in enumerate(things):
        piece = _item(item, tight)
        if isinstance(item, Frac) and _touches(things, index):
            piece = f"({piece})"
        after_script = index > 0 and isinstance(things[index - 1][1], Scripts)
        space = 1 if not gap and after_script and _runs_on(before, piece) else min(gap, 2)
        text += " " * space + piece
        before = piece
    return text + " " * min(after, 2)


def _touches(things: list[tuple[int, Node]], index: int) -> bool:
    """Whether a fraction has a factor right beside it: 1/2 x would read as 1/(2x)."""
    factors = (ORD, OP, OPEN)
    after = things[index + 1][1] if index + 1 < len(things) else None
    before = things[index - 1][1] if index else None
    follows = after is not None and kinds(after)[0] in (*factors, "big")
    leads = before is not None and kinds(before)[1] in (ORD, CLOSE) and not _is_sign(before)
    return follows or leads


def _is_sign(node: Node) -> bool:
    return isinstance(node, Atom) and node.text in "+−±∓"


def _runs_on(before: str, piece: str) -> bool:
    """Whether the `_θ` of ∇_θ would swallow the letter behind it."""
    starts = piece[:1].isalnum() or piece[:1] in ("√", "∇", "∂")
    return starts and ("_" in before or "^" in before) and not before.endswith(")")


def _item(node: Node, tight: bool) -> str:  # noqa: PLR0911 - one return for each kind of node
    if isinstance(node, Atom):
        return _DOUBLE.get(node.text, node.text) if node.font == "double" else node.text
    if isinstance(node, Row):
        return _row(node, tight)
    if isinstance(node, Scripts):
        return _scripts(node, tight)
    if isinstance(node, Frac):
        return _fraction(node)
    if isinstance(node, Root):
        return _root(node)
    if isinstance(node, Accent):
        return marked(_row(node.body, tight), node.mark)
    if isinstance(node, Fence):
        return node.left + _row(node.body, tight) + node.right
    if isinstance(node, Grid) and node.name == "substack":
        return ", ".join(_row(row[0], tight) for row in node.rows)
    raise MathError(
        f"{getattr(node, 'name', 'this')} takes several lines",
        "make it a display formula: $$ … $$ on lines of their own",
    )


def _scripts(node: Scripts, tight: bool) -> str:
    if node.limits and node.sup is not None and not isinstance(node.base, Atom):
        raise MathError("\\overset takes several lines", "make it a display formula, or say it")
    base = _base(node.base, tight)
    primes, sup = _split_primes(node.sup)
    high, low = superscript(sup), subscript(node.sub)
    if low is None and high is None:
        return f"{base}{primes}_{_script(node.sub)}^{_script(sup)}"
    if low is None:
        # x²_B, because x_B² would read as a square in the subscript
        return f"{base}{primes}{high}_{_script(node.sub)}"
    if high is None:
        return f"{base}{low}{primes}^{_script(sup)}"
    return base + low + primes + high


def _split_primes(sup: Node | None) -> tuple[str, Node | None]:
    """Primes go right behind the base and its index: gₜ′."""
    if sup is None:
        return "", None
    items = items_of(sup)
    primes = ""
    while (
        items and isinstance(items[0], Atom) and items[0].text and set(items[0].text) <= set("′″‴")
    ):
        primes, items = primes + items[0].text, items[1:]
    return primes, Row(items) if items else None


def _base(node: Node, tight: bool) -> str:
    text = _item(node, tight)
    items = items_of(node)
    simple = len(items) == 1 and (isinstance(items[0], Fence) or _is_single(items[0]))
    return text if simple or not text else f"({text})"


def _script(node: Node | None) -> str:
    """A script at full size: bare if it is one thing, else in parentheses."""
    if node is None:
        return ""
    text = _row(node, tight=True)
    items = items_of(node)
    one = len(items) == 1 and isinstance(items[0], Atom | Accent)
    bare = one or text.isdecimal() or (text.isalpha() and _is_word(items))
    return text if bare else f"({text})"


def _is_word(items: tuple[Node, ...]) -> bool:
    return all(isinstance(item, Atom) and item.font == "roman" for item in items)


def _fraction(node: Frac) -> str:
    upper, lower = _row(node.upper), _row(node.lower)
    if not node.line:
        return f"C({upper}, {lower})"
    if _needs_brackets(node.upper, upper, (BIN, REL, PUNCT, OP, TEXT, "big"), product=False):
        upper = f"({upper})"
    if _needs_brackets(node.lower, lower, (BIN, REL, PUNCT, OP, TEXT, "big"), product=True):
        lower = f"({lower})"
    return f"{upper}/{lower}"


def _root(node: Root) -> str:
    items = items_of(node.body)
    text = _row(node.body)
    simple = text.isdecimal() or (len(items) == 1 and _is_single(items[0]))
    degree = superscript(node.degree)
    if degree is None:
        degree = f"^({_row(node.degree, tight=True)})" if node.degree else ""
    return f"{degree}√{text}" if simple else f"{degree}√({text})"


def _is_single(node: Node) -> bool:
    if isinstance(node, Scripts):
        return node.sup is None and isinstance(node.base, Atom) and subscript(node.sub) is not None
    return isinstance(node, Fence | Atom | Accent)


def _needs_brackets(node: Node, text: str, breaking: tuple[str, ...], product: bool) -> bool:
    """Whether a part of a fraction falls apart beside a slash.

    `product`: whether several factors do so too, as they do under the slash.
    """
    items = items_of(node)
    if not items or text.replace(".", "", 1).isdecimal() or _is_call(items):
        return False
    while items and (_is_sign(items[0]) or (_is_prefix(items) and product)):
        items = items[1:]
    if any(isinstance(item, Frac) for item in items):
        return True
    if len(items) == 1:
        return False
    broken = any(kind in breaking for item in _outside_brackets(items) for kind in kinds(item))
    return broken or (product and len(_outside_brackets(items)) > 0)


def _is_prefix(items: tuple[Node, ...]) -> bool:
    """Whether it begins as ∂w, ∇f or dx do."""
    first = items[0].base if isinstance(items[0], Scripts) else items[0]
    return isinstance(first, Atom) and first.text in _PREFIXES and len(items) == 2


def _outside_brackets(items: tuple[Node, ...]) -> list[Node]:
    depth = 0
    outside: list[Node] = []
    for item in items:
        left, right = kinds(item)
        if isinstance(item, Fence):
            continue
        depth -= right == CLOSE and depth > 0
        if not depth and left not in (OPEN, CLOSE):
            outside.append(item)
        depth += left == OPEN
    return outside


def _is_call(items: tuple[Node, ...]) -> bool:
    """Whether it is one bracketed thing, perhaps with a name before it: f(x), |B|, exp(o)."""
    start = 0 if kinds(items[0])[0] == OPEN else 1
    rest = items[start:]
    if not rest or (start and isinstance(items[0], Frac)) or kinds(rest[0])[0] != OPEN:
        return False
    if len(rest) == 1:
        return isinstance(rest[0], Fence)
    depth = 0
    for index, item in enumerate(rest):
        left, right = kinds(item)
        if isinstance(item, Fence | Grid):
            continue
        depth += (left == OPEN) - (right == CLOSE)
        if not depth:
            return index == len(rest) - 1
    return False
