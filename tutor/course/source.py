"""From a file's bytes to its pieces: headings, prose, formulas, directives, lists.

The pieces of a text are found by markdown-it's block parser alone (which knows lines, and is
quick); what they hold is left as the source that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

from tutor.course.directives import Directive, read_directive
from tutor.course.problems import Problems, quoted

LARGEST = 500_000  # bytes of a file; a lesson has 40 000, and a megabyte takes seconds to read
LONGEST = 20_000  # characters of a line
_REPAIRS = 20  # how often a text is parsed again after a broken fence

Kind = Literal["prose", "heading", "formula", "directive", "bullets", "numbers", "quote", "nothing"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the text: lines `start` to `end - 1`, counted from 0 in its `Text`."""

    kind: Kind
    start: int
    end: int
    level: int = 0  # of a heading
    content: str = ""  # of a heading (its Markdown) or a formula (its TeX)
    directive: Directive | None = None
    language: str | None = None  # of a code fence
    items: tuple[tuple[int, int], ...] = ()  # of a list: the lines of each item


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of a file, the number of the first of them, and their pieces."""

    lines: Sequence[str]
    line: int
    pieces: tuple[Piece, ...]
    inlines: tuple[tuple[str, int], ...]  # paragraphs, cells of tables, headings with a `$`

    def source(self, start: int, end: int) -> tuple[str, int]:
        """The lines from `start` to `end - 1` without empty ones around; and their line."""
        while start < end and not self.lines[start].strip():
            start += 1
        while end > start and not self.lines[end - 1].strip():
            end -= 1
        return "\n".join(self.lines[start:end]), self.line + start

    def body(self, piece: Piece) -> list[str]:
        """The lines inside a fence, without the fence's own indentation."""
        first = self.lines[piece.start]
        indent = len(first) - len(first.lstrip(" "))
        return [dedent(line, indent) for line in self.lines[piece.start + 1 : piece.end - 1]]

    def item(self, start: int, end: int) -> list[str]:
        """The lines of an item of a list, dedented out of it."""
        match = _MARKER.match(self.lines[start])
        if match is None:  # can't be: the parser saw an item here
            return list(self.lines[start:end])
        # five blanks or more after the marker are one blank and indented code
        width = match.end() if len(match[2]) < 5 else match.end(1) + 1
        first = self.lines[start][width:]
        lines = [first] + [dedent(line, width) for line in self.lines[start + 1 : end]]
        while lines and not lines[-1].strip():
            lines.pop()
        return lines


_MARKER = re.compile(r"(\s*(?:[-*+]|\d{1,9}[.)]))(\s*)")


def dedent(line: str, columns: int) -> str:
    """A line without its first `columns` blanks, or as many as it has."""
    blanks = len(line) - len(line.lstrip(" \t"))
    head = line[:blanks].expandtabs(4)
    return head[columns:] + line[blanks:] if columns else line


# --- the file ---------------------------------------------------------------------------------


def read_lines(path: Path) -> tuple[list[str], Problems]:
    """The lines of a text file, without a byte order mark and with any line ends.

    Empty, with a problem, when it isn't there or isn't text of a sensible size.
    """
    problems = Problems(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        problems.error(1, "there is no such file", "check the path, or write the file")
        return [], problems
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.error(1, f"this file can't be read ({reason})", "check its path and permissions")
        return [], problems
    return _decode(data, problems), problems


def _decode(data: bytes, problems: Problems) -> list[str]:
    if len(data) > LARGEST:
        message = f"this file is larger than {LARGEST // 1000} kB"
        problems.error(1, message, "write a lesson as text, and keep data elsewhere")
        return []
    if b"\0" in data:
        problems.error(1, "this isn't text (it holds zero bytes)", "save it as UTF-8 text")
        return []
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    problems.lines = max(1, data.count(b"\n") + (not data.endswith(b"\n")))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.error(line, "this isn't UTF-8 text", "save the file in the encoding UTF-8")
        return []
    if not text.strip():
        problems.error(1, "this file is empty", "begin with `---`, a summary, `---` and `# Title`")
        return []
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    for number, each in enumerate(lines, 1):
        if len(each) > LONGEST:
            message = f"this line has {len(each)} characters"
            problems.error(number, message, "break it; is this a lesson at all?")
            return []
    return lines


# --- the pieces -------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark").enable("table")
    # a blank line ends a formula: otherwise an unclosed one would swallow the cells after it
    md.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    md.use(colon_fence_plugin)
    return md.use(myst_block_plugin)


def scan(lines: Sequence[str], line: int, problems: Problems) -> Text:
    """The pieces of some lines, the first of which is `line` of the file.

    A directive that isn't closed is named and taken as prose, so that what follows it is
    seen as well.
    """
    lines = list(lines)
    for attempt in range(_REPAIRS + 1):
        tokens: list[Token] = []
        md = _parser()
        md.block.parse("\n".join(lines) + "\n", md, {}, tokens)
        broken = None if attempt == _REPAIRS else _broken_directive(tokens, lines, line, problems)
        if broken is None:
            break
        lines[broken] = ""
    scanner = _Scanner(lines, line, problems)
    pieces = [piece for group in _groups(tokens) for piece in scanner.pieces(group)]
    return Text(lines, line, tuple(_filled(pieces, lines)), tuple(_inlines(tokens, line)))


def _filled(pieces: Sequence[Piece], lines: Sequence[str]) -> Iterator[Piece]:
    """The pieces, and as prose what the parser keeps to itself: definitions of links."""
    done = 0
    for piece in [*pieces, Piece("nothing", len(lines), len(lines))]:
        if any(each.strip() for each in lines[done : piece.start]):
            yield Piece("prose", done, piece.start)
        yield piece
        done = piece.end


def _inlines(tokens: Sequence[Token], line: int) -> Iterator[tuple[str, int]]:
    at = 0
    for token in tokens:
        at = token.map[0] if token.map else at  # cells of tables have no lines of their own
        if token.type == "inline" and "$" in token.content:
            yield token.content, line + at


def _broken_directive(
    tokens: Sequence[Token], lines: Sequence[str], line: int, problems: Problems
) -> int | None:
    """The opening line of the first colon fence that has no name or no end."""
    for token in tokens:
        if token.type != "colon_fence" or token.level or token.map is None:
            continue
        start, end = token.map
        if not token.info.strip():
            advice = "remove it, or write `:::{note}`, `:::{quiz} choice` or `:::{exercise} NAME`"
            problems.error(
                line + start, f"this `{token.markup}` opens nothing and closes nothing", advice
            )
            return start
        inner = next((n for n in range(start + 1, end) if _OPENS.match(lines[n])), None)
        if inner is not None and len(_colons(lines[inner])) >= len(token.markup):
            message = f"{quoted(lines[inner])} begins before {quoted(lines[start])} is closed"
            advice = f"end that (line {line + start}) with a line {quoted(token.markup)}"
            problems.error(line + inner, message, advice)
            return start
        if not _is_closed(token, lines):
            message = f"{quoted(lines[start])} is never closed"
            problems.error(line + start, message, f"end it with a line {quoted(token.markup)}")
            return start
    return None


_OPENS = re.compile(r" {0,3}:::+ *\{")


def _colons(text: str) -> str:
    text = text.lstrip(" ")
    return text[: len(text) - len(text.lstrip(":"))]


def _is_closed(token: Token, lines: Sequence[str]) -> bool:
    """Whether a fence ends with its own marker rather than with what contains it."""
    assert token.map is not None
    start, end = token.map
    last = lines[end - 1].lstrip(" \t>")
    return (
        end - start > 1
        and last.startswith(token.markup)
        and not last.strip(token.markup[0] + " \t")
    )


def _groups(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each block that isn't inside another."""
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : index + 1]
            start = index + 1


class _Scanner:
    """Makes pieces of tokens, and says what stands where it can't."""

    def __init__(self, lines: Sequence[str], line: int, problems: Problems) -> None:
        self.lines = lines
        self.line = line
        self.problems = problems

    def pieces(self, group: Sequence[Token]) -> Iterator[Piece]:
        first = group[0]
        if first.map is None:
            return
        start, end = first.map
        self._look_inside(group)
        if first.type == "heading_open":
            self._check_heading(first)
            yield Piece("heading", start, end, level=int(first.tag[1]), content=group[1].content)
        elif first.type == "math_block":
            yield Piece("formula", start, end, content=first.content.strip())
        elif first.type in ("fence", "colon_fence"):
            yield from self._fence(first, start, end)
        elif first.type in ("bullet_list_open", "ordered_list_open"):
            kind: Kind = "bullets" if first.type.startswith("b") else "numbers"
            items = [t.map for t in group if t.type == "list_item_open" and t.level == 1]
            yield Piece(kind, start, end, items=tuple((a, b) for a, b in filter(None, items)))
        elif first.type in ("myst_line_comment", "myst_block_break") or self._is_comment(first):
            yield Piece("nothing", start, end)
        else:
            yield Piece("quote" if first.type == "blockquote_open" else "prose", start, end)

    def _fence(self, token: Token, start: int, end: int) -> Iterator[Piece]:
        closed = _is_closed(token, self.lines)
        if not closed:
            message = f"{quoted(self.lines[start])} is never closed"
            self._error(start, message, f"end it with a line {quoted(token.markup)}")
        info = token.info.strip()
        if not info.startswith("{") and token.type == "fence":
            language = info.split()[0] if info else ""
            yield Piece("prose", start, end, language=language)
            return
        directive = read_directive(token.type, info, self.line + start, self.problems)
        if directive is not None and closed:
            yield Piece("directive", start, end, directive=directive)
        else:
            yield Piece("nothing", start, end)

    def _check_heading(self, token: Token) -> None:
        assert token.map is not None
        if token.markup in ("-", "="):
            message = f"a line `{token.markup * 3}` turns the lines above it into a heading"
            self._error(token.map[0], message, "leave a blank line above it, or write `## Title`")

    def _is_comment(self, token: Token) -> bool:
        """Whether it is an HTML comment; other HTML, and targets, are named as problems."""
        assert token.map is not None
        if token.type == "myst_target":
            self._error(token.map[0], "targets such as `(name)=` lead nowhere", "remove it")
            return True
        if token.type != "html_block":
            return False
        content = token.content.strip()
        if not content.startswith("<!--"):
            self._error(token.map[0], "HTML isn't shown in a terminal", "write it as Markdown")
        elif "-->" not in content:
            self._error(token.map[0], "this comment is never closed", "end it with `-->`")
        return True

    def _look_inside(self, group: Sequence[Token]) -> None:
        """What may not stand inside a list, a quote or indented code."""
        for token in group:
            if token.map is None:
                continue
            start = token.map[0]
            if token.type == "code_block" and re.search(r"^(`{3}|:{3})", token.content, re.M):
                self._error(start, "this fence is indented, so it is text", "move it to the margin")
            if not token.level:
                continue
            if token.type == "math_block":
                advice = "give it a place of its own between two paragraphs"
                self._error(start, "a display formula can't stand in a list or quote", advice)
            elif token.type == "colon_fence" or token.info.lstrip().startswith("{"):
                advice = "move it to the margin, after the list or quote"
                self._error(start, "a directive can't stand in a list or quote", advice)
            elif token.type == "fence" and not _is_closed(token, self.lines):
                message = f"{quoted(self.lines[start])} is never closed"
                self._error(start, message, f"end it with a line {quoted(token.markup)}")
            elif token.type == "heading_open":
                self._error(start, "a heading can't stand in a list or quote", "make it **bold**")

    def _error(self, start: int, message: str, advice: str) -> None:
        self.problems.error(self.line + start, message, advice)
