"""Reading the options of cells, quizzes and front matter: a small, strict part of YAML.

Values are JSON's types: text, numbers (`1e-6` is one), `true` and `false`, `null`, lists and
mappings. Everything else that plain YAML would guess stays a word: `yes`, `on`, `012`, dates.
Anchors, tags and merge keys are refused, and a key stands only once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from tutor.course.problems import Problems, instead, quoted, short

Scalar = str | int | float | bool | None
Value = Scalar | list["Value"] | dict[str, "Value"]

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "True": True,
    "false": False,
    "False": False,
}
_LINE = re.compile(r":([A-Za-z_][\w-]*):(?:[ \t]+(.*))?$")
_DEEPEST = 20
_LONGEST = 1_000_000  # characters of one header or file of options
# the same events; libyaml's parser, where PyYAML has it, takes a tenth of the time
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTE = 'put text that holds `: `, ` #`, brackets or a quote in "double quotes"'


@dataclass(frozen=True, slots=True)
class Node:
    """A value, the line it stands on, and for a scalar how it was written (quotes removed)."""

    value: Scalar | list[Node] | dict[str, Node]
    line: int
    text: str = ""


class Nodes(dict[str, Node]):
    """Options by their names; `unread` says that some of them couldn't be read."""

    unread = False


def plain(node: Node) -> Value:
    """The bare value, without lines."""
    if isinstance(node.value, list):
        return [plain(n) for n in node.value]
    if isinstance(node.value, dict):
        return {key: plain(n) for key, n in node.value.items()}
    return node.value


# --- where options stand ----------------------------------------------------------------------


def split(lines: Sequence[str], line: int, problems: Problems) -> tuple[Nodes, int]:
    """The options at the top of a directive, and how many lines they take.

    `line` is the line in the file of `lines[0]`. Options are `:key: value` lines, or YAML
    between two `---` lines; both give the same.
    """
    start = 0
    while start < len(lines) and not lines[start].strip():
        start += 1
    if start == len(lines):
        return Nodes(), start
    if lines[start].rstrip() == "---":
        return split_header(lines, start, line, problems)
    return _option_lines(lines, start, line, problems)


def split_header(
    lines: Sequence[str], start: int, line: int, problems: Problems
) -> tuple[Nodes, int]:
    """The YAML between `lines[start]`, a `---`, and the next one; and where the rest begins."""
    for end in range(start + 1, len(lines)):
        if lines[end].rstrip() == "---":
            text = "\n".join(lines[start + 1 : end])
            return load_mapping(text, line + start + 1, problems), end + 1
    problems.error(line + start, "this `---` header is never closed", "end it with a line `---`")
    return _unread(), len(lines)


def _option_lines(
    lines: Sequence[str], start: int, line: int, problems: Problems
) -> tuple[Nodes, int]:
    found = Nodes()
    end = start
    while end < len(lines) and lines[end].startswith(":") and not lines[end].startswith(":::"):
        match = _LINE.match(lines[end])
        if match is None:
            message = f"{quoted(lines[end])} isn't an option"
            problems.error(line + end, message, "write `:key: value`")
            found.unread = True
        else:
            # read as a line of a header, so that both ways of writing give the same
            nodes = load_mapping(f"{match[1]}: {match[2] or ''}", line + end, problems)
            found.unread |= nodes.unread
            for key, node in nodes.items():
                if key in found:
                    _say_twice(key, node.line, found[key].line, problems)
                found.setdefault(key, node)
        end += 1
    return found, end


def _unread() -> Nodes:
    nodes = Nodes()
    nodes.unread = True
    return nodes


# --- YAML -------------------------------------------------------------------------------------


def load_mapping(text: str, line: int, problems: Problems) -> Nodes:
    """A YAML mapping whose first line is `line` of the file."""
    node = load(text, line, problems)
    if node is None:
        return _unread()
    if node.value is None:
        return Nodes()
    if isinstance(node.value, dict):
        return Nodes(node.value)
    problems.error(node.line, f"{quoted(text)} has no keys", "write `key: value`, one a line")
    return _unread()


def load(text: str, line: int, problems: Problems) -> Node | None:
    """A YAML text whose first line is `line` of the file; None when it can't be read."""
    if len(text) > _LONGEST:
        message = f"{len(text)} characters of options are too many"
        problems.error(line, message, "is the closing `---` missing?")
        return None
    try:
        return _Loader(text, line, problems).document()
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        message = f"these options can't be read ({_reason(error)})"
        problems.error(line + (at.line if at else 0), message, f"write `key: value`; {_QUOTE}")
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        message = f"character {error.character!r} can't stand in options"
        problems.error(line + before.count("\n"), message, "remove it")
    return None


def _reason(error: yaml.MarkedYAMLError) -> str:
    reason = error.problem or error.context or "not YAML"
    if "\\t" in reason:
        return "a tab where blanks belong"
    return re.sub(r"<(.*?)>", r"\1", reason)


class _Loader:
    """Builds nodes from YAML's events, which know their lines and guess nothing."""

    def __init__(self, text: str, line: int, problems: Problems) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_PARSER)
        self._line = line
        self._problems = problems
        self._depth = 0

    def document(self) -> Node | None:
        """The one document; None if it is nested too deeply."""
        try:
            next(self._events)  # the stream's start
            start = next(self._events)
            if isinstance(start, yaml.StreamEndEvent):
                return Node(None, self._line)
            node = self._node(next(self._events))
            next(self._events)  # the document's end
            after = next(self._events)
        except _TooDeepError as error:
            self._error(error.event, "these options are nested too deeply", "make them flatter")
            return None
        if not isinstance(after, yaml.StreamEndEvent):
            self._error(after, "a second document begins here", "remove the `---` or `...`")
        return node

    def _node(self, event: yaml.Event) -> Node:
        line = self._at(event)
        if isinstance(event, yaml.AliasEvent):
            self._error(
                event, f"`*{event.anchor}` is an alias", "write the value itself, or quote it"
            )
            return Node(None, line)
        self._refuse(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if self._depth >= _DEEPEST:
            raise _TooDeepError(event)
        self._depth += 1
        value = self._list() if isinstance(event, yaml.SequenceStartEvent) else self._mapping()
        self._depth -= 1
        return Node(value, line)

    def _list(self) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event))
        return items

    def _mapping(self) -> dict[str, Node]:
        items: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event)
            node = self._node(next(self._events))
            if isinstance(key.value, list | dict):
                self._problems.error(key.line, "a key must be a word", "write `key: value`")
            elif key.text == "<<":
                self._problems.error(key.line, "`<<` merges nothing here", "write the keys out")
            elif key.text in items:
                _say_twice(key.text, key.line, items[key.text].line, self._problems)
            else:
                items[key.text] = node
        return items

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        line, text = self._at(event), event.value
        if not event.implicit[0]:  # quoted, or a block
            return Node(text, line, text)
        if text in _WORDS:
            return Node(_WORDS[text], line, text)
        if _INT.fullmatch(text) and len(text) <= 300:
            return Node(int(text), line, text)
        if _INT.fullmatch(text) or _FLOAT.fullmatch(text):
            number = float(text) if len(text) <= 300 else float("inf")
            if number in (float("inf"), float("-inf")):
                self._error(event, f"{short(text)} is too large a number", "write a smaller one")
                number = 0.0
            return Node(number, line, text)
        return Node(text, line, text)

    def _refuse(self, event: yaml.Event) -> None:
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._error(event, f"`&{anchor}` is an anchor", "write the value itself, or quote it")
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self._error(event, f"{quoted(tag)} is a tag", "remove it, or quote the text")

    def _at(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return self._line + (mark.line if mark else 0)

    def _error(self, event: yaml.Event, message: str, advice: str) -> None:
        self._problems.error(self._at(event), message, advice)


class _TooDeepError(Exception):
    def __init__(self, event: yaml.Event) -> None:
        self.event = event


def _say_twice(key: str, line: int, first: int, problems: Problems) -> None:
    problems.error(line, f"`{key}` stands twice, first in line {first}", "keep one of them")


# --- taking options with the types they ought to have -----------------------------------------


class Fields:
    """Options taken one by one, each with its type; what nobody takes is unknown."""

    def __init__(self, nodes: dict[str, Node], what: str, line: int, problems: Problems) -> None:
        self.unread = isinstance(nodes, Nodes) and nodes.unread
        self._nodes = nodes
        self._what = what  # "a cell", for messages
        self._line = line
        self._problems = problems
        self._known: list[str] = []

    def node(self, key: str) -> Node | None:
        """The option as it is; None when it isn't given or is empty."""
        self._known.append(key)
        node = self._nodes.get(key)
        return None if node is None or node.value is None else node

    def line(self, key: str) -> int:
        """Where the option stands, or else what it belongs to."""
        node = self._nodes.get(key)
        return self._line if node is None else node.line

    def wrong(self, key: str, wanted: str, advice: str) -> None:
        """Says that an option isn't what it ought to be."""
        self._problems.error(self.line(key), f"`{key}` must be {wanted}", advice)

    def text(self, key: str, default: str = "") -> str:
        """Text as it was written: `0.50` stays `0.50`."""
        node = self.node(key)
        if node is None:
            return default
        if isinstance(node.value, list | dict):
            self.wrong(key, "text", f'write `{key}: "…"`')
            return default
        return node.text

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words, each as it was written."""
        node = self.node(key)
        if node is None:
            return ()
        if isinstance(node.value, list) and not any(
            isinstance(n.value, list | dict | None) for n in node.value
        ):
            return tuple(n.text for n in node.value)
        self.wrong(key, "a list of words", f"write `{key}: [one, two]`")
        return ()

    def number(self, key: str, default: float | None = None) -> float | None:
        """A number; `true` isn't one."""
        node = self.node(key)
        if node is None:
            return default
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            self.wrong(key, "a number", f"write `{key}: 1`")
            return default
        return node.value

    def one_of(self, key: str, words: Sequence[str]) -> str:
        """One of some words, the first being the default."""
        word = self.text(key, words[0])
        if word in words:
            return word
        self.wrong(key, "one of " + ", ".join(words), instead(word, words, f"write `{words[0]}`"))
        return words[0]

    def mapping(self, key: str) -> dict[str, Node]:
        """Names and what belongs to each."""
        node = self.node(key)
        if node is None:
            return {}
        if isinstance(node.value, dict):
            return node.value
        self.wrong(key, "a mapping", f"write `{key}: {{name: …}}`")
        return {}

    def tolerate(self, *keys: str) -> None:
        """Options of other programs, which nobody reads here."""
        self._known += keys

    def close(self) -> None:
        """Complains of every option that was never asked for."""
        for key, node in self._nodes.items():
            if key not in self._known:
                known = (
                    "write one of " + ", ".join(sorted(self._known)) if self._known else "remove it"
                )
                message = f"{self._what} has no option {quoted(key)}"
                self._problems.error(node.line, message, instead(key, self._known, known))
