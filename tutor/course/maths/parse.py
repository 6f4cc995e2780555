"""Tokens to a tree. What the drawing can't show is refused here, with what to write instead."""

from __future__ import annotations

import unicodedata

from tutor.course.maths import symbols
from tutor.course.maths.advice import closest, refusal
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
    Space,
    items_of,
    merged,
    paired,
)
from tutor.course.maths.symbols import BIN, CLOSE, OP, OPEN, ORD, REL, TEXT
from tutor.course.maths.tokens import Token, tokenize

_DEEPEST = 30  # groups within groups
_PRIMES = {1: "′", 2: "″", 3: "‴"}


def parse(tex: str) -> Row:
    """The tree of a formula. Raises MathError and nothing else."""
    parser = _Parser(tokenize(tex))
    row = parser.row(until=())
    if not any(not isinstance(item, Space) for item in row.items):
        raise MathError("the formula is empty", "write one between the dollars, or remove them")
    return row


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.font = "plain"

    # tokens

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def next_is(self, *texts: str) -> bool:
        """Whether the next token (blanks skipped) is one of these, commands as `\\name`."""
        self.skip_spaces()
        token = self.peek()
        return token is not None and token.raw in texts

    def take(self) -> Token:
        token = self.peek()
        if token is None:
            raise MathError("the formula ends too early", "complete it")
        self.at += 1
        return token

    def skip_spaces(self) -> None:
        while self.at < len(self.tokens) and self.tokens[self.at].kind == "space":
            self.at += 1

    # rows

    def row(self, until: tuple[str, ...]) -> Row:
        """Items up to a token of `until`, which isn't taken, or the end of the formula."""
        self.deeper()
        items: list[Node] = []
        while True:
            self.skip_spaces()
            token = self.peek()
            if token is None or token.raw in until:
                break
            if token.kind in ("^", "_", "'"):
                bare = not items or isinstance(items[-1], Space)
                items.append(self.scripts(Atom("", ORD) if bare else items.pop()))
            else:
                item = self.item()
                if item is not None:
                    items.append(item)
        self.depth -= 1
        return Row(paired(items))

    def scripts(self, base: Node) -> Node:
        """Primes, superscript and subscript behind `base`, in any order."""
        sup: list[Node] = []
        sub: Node | None = None
        raised = False
        while self.next_is("^", "_", "'"):
            kind = self.take().kind
            if kind == "'":
                sup.append(Atom(self._primes(), ORD))
            elif kind == "^":
                if raised:
                    raise MathError("two superscripts on one base", "put one into braces: {x^a}^b")
                raised = True
                sup.append(self.argument("^"))
            else:
                if sub is not None:
                    raise MathError("two subscripts on one base", "put one into braces: {x_a}_b")
                sub = self.argument("_")
        over = None if not sup else sup[0] if len(sup) == 1 else Row(tuple(sup))
        return Scripts(base, over, sub, limits=isinstance(base, Atom) and base.limits)

    def _primes(self) -> str:
        count = 1
        while (token := self.peek()) is not None and token.kind == "'":
            self.at += 1
            count += 1
        return _PRIMES.get(count, "′" * count)

    def argument(self, name: str) -> Node:
        """A group in braces, or the one next thing."""
        self.skip_spaces()
        token = self.peek()
        if token is None or token.raw in ("}", "&", "^", "_", "\\\\", "\\right", "\\end"):
            raise MathError(f"{_shown(name)} lacks its argument", "write it in braces: {…}")
        if token.kind == "{":
            return self.group()
        self.deeper()
        item = self.item()
        self.depth -= 1
        return Row(()) if item is None else Row((item,))

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise MathError(f"groups are nested more than {_DEEPEST} deep", "simplify the formula")

    def group(self) -> Row:
        self.take()
        row = self.row(until=("}",))
        if self.peek() is None:
            raise MathError("a { is never closed", "write the missing }")
        self.take()
        return row

    # items

    def item(self) -> Node | None:
        token = self.peek()
        assert token is not None
        if token.kind == "{":
            return self.group()
        self.take()
        if token.kind == "command":
            return self.command(token.text)
        if token.kind == "~":
            return Space(1)
        if token.kind == "}":
            raise MathError("a } closes nothing", r"remove it, or write \} for a brace")
        if token.kind == "&":
            raise MathError("an & outside of an environment", r"write \& or use aligned")
        return self.char(token.text)

    def char(self, char: str) -> Atom:
        kind = symbols.CHARS.get(char, ORD)
        return Atom("−" if char == "-" else char, kind, self.font)

    def command(self, name: str) -> Node | None:  # noqa: PLR0911 - one return for each family
        if name in symbols.SYMBOLS:
            char, kind = symbols.SYMBOLS[name]
            return Atom(char, kind, self.font)
        if name in symbols.SPACES:
            return Space(symbols.SPACES[name])
        if name in symbols.FUNCTIONS:
            return self.function(name)
        if name in symbols.BIG:
            char, limits = symbols.BIG[name]
            return self._limits(Atom(char, OP, limits=limits, big=name))
        if name in symbols.FONTS:
            return self.styled(name)
        if name in symbols.TEXTS:
            return Atom(self.words(name), TEXT, "roman")
        if name in symbols.ACCENTS or name in symbols.LINES:
            return self.accent(name)
        if name in symbols.SIZES:
            return self.sized(name)
        if name in symbols.IGNORED:
            return None
        return self.structure(name)

    def function(self, name: str) -> Atom:
        if name == "arg" and self.next_is("\\min", "\\max"):
            name = "arg" + self.take().text
        return self._limits(Atom(name, OP, "roman", limits=name in symbols.LIMITS))

    def _limits(self, atom: Atom) -> Atom:
        if self.next_is("\\limits"):
            self.take()
            return Atom(atom.text, atom.kind, atom.font, True, atom.big)
        return atom

    def styled(self, command: str) -> Node:
        before, self.font = self.font, symbols.FONTS[command]
        body = self.argument(command)
        self.font = before
        name = "".join(a.text for a in items_of(body) if isinstance(a, Atom))
        letters = all(isinstance(a, Atom) for a in items_of(body)) and name.isalnum()
        if symbols.FONTS[command] == "roman" and letters and len(name) > 1:
            return Atom(name, OP, "roman")
        return body

    def accent(self, name: str) -> Node:
        body = self.argument(name)
        letters = items_of(body)
        if not all(isinstance(letter, Atom | Accent) for letter in letters) or not letters:
            raise MathError(f"\\{name} over more than letters", "put it over a single letter")
        if name in symbols.LINES:
            return Accent(symbols.LINES[name], name, body)
        text = letters[0].text if isinstance(letters[0], Atom) else "x"
        if len(letters) > 1 or len(text) != 1:
            advice = "put it over one letter, or give the quantity a name"
            raise MathError(f"\\{name} over several letters can't be drawn", advice)
        return Accent(symbols.ACCENTS[name], name, body)

    def sized(self, name: str) -> Atom:
        char, kind = self.delimiter(name)
        kind = {"l": OPEN, "r": CLOSE, "m": REL}.get(name[-1], kind)
        return Atom(char, kind, rows=symbols.SIZES[name])

    def delimiter(self, name: str) -> tuple[str, str]:
        """The bracket behind \\left, \\big and the like; "." stands for none."""
        self.skip_spaces()
        token = self.peek()
        if token is not None:
            self.take()
            char, kind = symbols.SYMBOLS.get(token.text, ("", ""))
            if token.kind == "char" and token.text in "()[]|/.<>⟨⟩⌊⌋⌈⌉‖":
                char = {"<": "⟨", ">": "⟩"}.get(token.text, token.text)
                kind = symbols.CHARS.get(char, ORD)
            elif token.kind != "command":
                char = ""
            if char and char in "()[]{}|/.⟨⟩⌊⌋⌈⌉‖":
                return ("" if char == "." else char), kind
        raise MathError(f"\\{name} lacks its bracket", f"write \\{name}( or \\{name}. for none")

    # structures

    def structure(self, name: str) -> Node | None:  # noqa: PLR0911, PLR0912 - one for each
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return Frac(self.argument(name), self.argument(name))
        if name in ("binom", "dbinom", "tbinom"):
            return Frac(self.argument(name), self.argument(name), line=False)
        if name == "sqrt":
            return self.root()
        if name == "left":
            return self.fence()
        if name == "middle":
            return Atom(self.delimiter(name)[0], REL)
        if name in ("operatorname", "operatorname*", "mathop"):
            text = self.name_in_braces(name)
            return self._limits(Atom(text, OP, "roman", limits=name != "operatorname"))
        if name in ("mathbin", "mathrel"):
            text = self.name_in_braces(name)
            return Atom(text, BIN if name == "mathbin" else REL)
        if name == "pmod":
            return Row((Space(2), Fence("(", Row((Atom("mod ", TEXT), self.argument(name))), ")")))
        if name in ("underset", "overset"):
            script, base = self.argument(name), self.argument(name)
            if name == "underset":
                return Scripts(merged(base), None, script, limits=True)
            return Scripts(merged(base), script, None, limits=True)
        if name == "substack":
            return self.substack()
        if name == "not":
            return self.negated()
        if name == "begin":
            return self.environment()
        raise refusal(name)

    def root(self) -> Root:
        degree = None
        if self.next_is("["):
            self.take()
            degree = self.row(until=("]",))
            if self.peek() is None:
                raise MathError("the [ behind \\sqrt is never closed", "write the missing ]")
            self.take()
        return Root(self.argument("sqrt"), degree)

    def fence(self) -> Fence:
        left, _ = self.delimiter("left")
        body = self.row(until=("\\right",))
        if self.peek() is None:
            raise MathError(r"a \left has no \right", r"write \right) or \right. where it ends")
        self.take()
        right, _ = self.delimiter("right")
        return Fence(left, body, right)

    def name_in_braces(self, command: str) -> str:
        """A name made of letters and spaces; its font is always upright."""
        parts = []
        for item in items_of(self.argument(command)):
            if isinstance(item, Space):
                parts.append(" " if item.columns > 0 else "")
            elif isinstance(item, Atom):
                parts.append("-" if item.text == "−" else item.text)
            else:
                raise MathError(f"\\{command} takes a plain name", "write letters only: {softmax}")
        if not "".join(parts).strip():
            raise MathError(f"\\{command} takes a name", "write one in braces: {softmax}")
        return "".join(parts).strip()

    def words(self, command: str) -> str:
        """The text in braces, blanks kept."""
        if not self.next_is("{"):
            raise MathError(f"\\{command} takes words in braces", f"write \\{command}{{…}}")
        self.take()
        text, depth = "", 0
        while (token := self.take()).kind != "}" or depth:
            if token.kind in "{}":
                depth += 1 if token.kind == "{" else -1
            elif token.kind == "command":
                text += self._escaped(token, command)
            else:
                text += " " if token.kind in ("space", "~") else token.text
        return text

    def _escaped(self, token: Token, command: str) -> str:
        if token.text in symbols.SPACES:
            return " " * max(symbols.SPACES[token.text], 0)
        if token.text in ("%", "#", "&", "$", "_", "{", "}"):
            return token.text
        if token.text in ("textbackslash", "ldots", "dots"):
            return "\\" if token.text == "textbackslash" else "…"
        raise MathError(
            f"\\{token.text} inside \\{command}", f"close \\{command}{{…}} before the maths"
        )

    def substack(self) -> Grid:
        if not self.next_is("{"):
            raise MathError("\\substack lacks its argument", "write its lines in braces")
        self.take()
        rows = self.grid_rows(until=("}",), single=True)
        if self.peek() is None:
            raise MathError("a { is never closed", "write the missing }")
        self.take()
        return Grid("substack", rows)

    def negated(self) -> Node:
        body = items_of(self.argument("not"))
        item = body[0] if len(body) == 1 else None
        if isinstance(item, Atom) and len(item.text) == 1:
            text = unicodedata.normalize("NFC", item.text + "\u0338")
            return Atom(text, item.kind, item.font)
        raise MathError("\\not takes one symbol", r"write \ne, \notin or \not=")

    def environment(self) -> Grid | Row:
        name = self.environment_name("begin")
        if name in symbols.REFUSED:
            raise MathError(f"the environment {name} can't be drawn", symbols.REFUSED[name])
        if name not in symbols.ENVIRONMENTS:
            advice = closest(name, symbols.ENVIRONMENTS, otherwise="use aligned, cases or bmatrix")
            raise MathError(f"unknown environment {name}", advice)
        rows = self.grid_rows(until=("\\end",))
        if self.peek() is None:
            raise MathError(f"\\begin{{{name}}} has no \\end", f"write \\end{{{name}}}")
        self.take()
        closing = self.environment_name("end")
        if closing != name:
            raise MathError(
                f"\\begin{{{name}}} ends as {closing}", f"write \\end{{{name}}} in its place"
            )
        left, right = symbols.ENVIRONMENTS[name]
        return Grid(name, rows, left, right)

    def environment_name(self, command: str) -> str:
        name = self.words(command).strip()
        if not name:
            raise MathError(f"\\{command} lacks a name", f"write \\{command}{{aligned}}")
        return name

    def grid_rows(
        self, until: tuple[str, ...], single: bool = False
    ) -> tuple[tuple[Node, ...], ...]:
        """Rows of cells; a row without anything at the end (after a last `\\\\`) is dropped."""
        ends = (*until, "\\\\") if single else (*until, "\\\\", "&")
        rows: list[list[Node]] = [[]]
        while True:
            rows[-1].append(self.row(until=ends))
            token = self.peek()
            if token is None or token.raw in until:
                break
            if self.take().raw == "\\\\":
                rows.append([])
        if len(rows) > 1 and all(not items_of(cell) for cell in rows[-1]):
            rows.pop()
        return tuple(map(tuple, rows))


def _shown(name: str) -> str:
    return name if name in "^_" else f"\\{name}"
