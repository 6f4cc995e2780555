"""Mutants of a reference: the same file with one small mistake in it, made from its syntax tree.

An exercise's cases have to tell each of them from the reference. Only what runs is changed, never
words, annotations or comments; and no two mutants are the same program. Changes that could only
end in a NameError are left out: that they fail says nothing about the cases.

    for mutant in mutants_of(source):
        print(mutant.name, mutant.line, mutant.diff)
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.grading import mutants_calls, mutants_statements, mutants_values
from tutor.grading.mutants_places import Change, Place, places

INDENT = "    "


@dataclass(frozen=True, slots=True)
class Mutant:
    """A program with one mistake."""

    name: str  # of the kind of change: "constant"
    line: int  # of the original, from 1
    diff: str  # the changed lines of the text, as in a unified diff
    source: str


def mutants_of(source: str) -> list[Mutant]:
    """All mutants of a Python text, by their place in it. SyntaxError if it isn't Python."""
    return _Maker(source).made()


def chosen(mutants: Sequence[Mutant], most: int) -> list[Mutant]:
    """At most so many of them, evenly from all kinds of changes; always the same ones."""
    kinds: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        kinds.setdefault(mutant.name, []).append(mutant)
    piles = [sorted(kinds[name], key=_digest) for name in sorted(kinds)]
    picked = [pile[turn] for turn in range(len(mutants)) for pile in piles if turn < len(pile)]
    kept = {id(mutant) for mutant in picked[:most]}
    return [mutant for mutant in mutants if id(mutant) in kept]


def _digest(mutant: Mutant) -> str:
    return hashlib.sha256(mutant.source.encode()).hexdigest()


class _Maker:
    """Makes the mutants of one text. Each change is made in the tree, and undone again."""

    def __init__(self, source: str) -> None:
        self._text = source
        self._lines = source.splitlines(keepends=True)
        self._tree = ast.parse(source)
        self._seen = {ast.dump(self._tree)}
        self._original = ast.unparse(self._tree)
        self._own = {id(node) for node in ast.walk(self._tree)}

    def made(self) -> list[Mutant]:
        """All of them, by line."""
        found: list[Mutant] = []
        for place in list(places(self._tree)):
            for change in _changes(place):
                mutant = self._mutant(change)
                if mutant is not None:
                    found.append(mutant)
        return sorted(found, key=lambda mutant: mutant.line)

    def _mutant(self, change: Change) -> Mutant | None:
        with change.made():
            try:
                dump, unparsed = ast.dump(self._tree), ast.unparse(self._tree)
                compile(unparsed, "mutant", "exec", dont_inherit=True)
            except (SyntaxError, ValueError):
                return None
        if dump in self._seen:
            return None
        self._seen.add(dump)
        text = next((text for text in self._texts(change) if _is(text, dump)), None)
        before, after = (self._original, unparsed) if text is None else (self._text, text)
        return Mutant(change.name, change.line, _diff(before, after), after)

    # --- the text with the change in it, all else as it was ---------------------------------------

    def _texts(self, change: Change) -> Iterator[str]:
        """Attempts at the new text, the plainest first."""
        if change.old_statements:
            yield self._with_lines(change)
        else:
            written = ast.unparse(change.new_expression)
            if isinstance(change.new_expression, ast.Tuple):  # needs no parentheses mostly
                yield self._with(change.old_expression, written[1:-1])
            yield self._with(change.old_expression, written)
            yield self._with(change.old_expression, f"({written})")

    def _with(self, node: ast.expr, written: str) -> str:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        first, last = self._lines[node.lineno - 1], self._lines[node.end_lineno - 1]
        before = first.encode()[: node.col_offset].decode()
        after = last.encode()[node.end_col_offset :].decode()
        above, below = self._lines[: node.lineno - 1], self._lines[node.end_lineno :]
        return "".join([*above, before, written, after, *below])

    def _with_lines(self, change: Change) -> str:
        old = change.old_statements
        start, end = _first_line(old[0]), old[-1].end_lineno or old[-1].lineno
        margin = " " * old[0].col_offset
        statements = change.new_statements
        alone = not statements and len(old) == len(change.block)
        rendered = self._rendered([ast.Pass()] if alone else statements, margin)
        return "".join([*self._lines[: start - 1], rendered, *self._lines[end:]])

    def _rendered(self, statements: Sequence[ast.stmt], margin: str) -> str:
        """Statements as text: those of the file as they stand there, with their comments."""
        parts, run = list[str](), list[ast.stmt]()
        for statement in statements:
            own = id(statement) in self._own
            if run and not (own and statement.col_offset == run[0].col_offset):
                parts.append(self._as_it_stands(run, margin))
                run = []
            if own:
                run.append(statement)
            else:
                parts.append(self._new(statement, margin))
        return "".join(parts) + (self._as_it_stands(run, margin) if run else "")

    def _as_it_stands(self, run: Sequence[ast.stmt], margin: str) -> str:
        """Statements that follow one another in the file, moved to another margin."""
        text = "".join(self._lines[_first_line(run[0]) - 1 : run[-1].end_lineno])
        return textwrap.indent(textwrap.dedent(_ended(text)), margin)

    def _new(self, statement: ast.stmt, margin: str) -> str:
        if not isinstance(statement, ast.For | ast.With):
            return textwrap.indent(ast.unparse(statement) + "\n", margin)
        body, statement.body = statement.body, [ast.Pass()]
        header = ast.unparse(statement).splitlines()[0]
        statement.body = body
        return f"{margin}{header}\n{self._rendered(body, margin + INDENT)}"


def _changes(place: Place) -> Iterator[Change]:
    if place.decorated is not None:
        yield from mutants_statements.undecorated(place)
    elif place.block:
        for make in mutants_statements.MAKERS:
            yield from make(place)
    else:
        for change in (*mutants_values.MAKERS, *mutants_calls.MAKERS):
            yield from change(place)


def _first_line(statement: ast.stmt) -> int:
    """Its decorators included."""
    above: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in above)])


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _is(text: str, dump: str) -> bool:
    try:
        return ast.dump(ast.parse(text)) == dump
    except (SyntaxError, ValueError):
        return False


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in list(lines)[2:] if not line.startswith("@@"))
