"""Lessons as plain linear text: for screen readers, paper and pipes.

Nothing is said by colour, boxes or position; bold and calligraphic letters, which screen
readers spell out, become plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tutor.course import markup, races, widths
from tutor.course import quiz as quizzes
from tutor.course.model import (
    Activity,
    Admonition,
    Answer,
    Block,
    Cell,
    Exercise,
    Formula,
    Knob,
    Page,
    Playground,
    Prose,
    Quiz,
)

_INDENT = "    "
_UNDERLINES = {"h1": "=", "h2": "-"}
_MATHS_LETTERS = re.compile("[\U0001d400-\U0001d7ff]")
_TASKS = {
    "choice": "choose one",
    "multiple": "choose all that are right",
    "number": "a number",
    "text": "a few words",
    "predict": "what does this print?",
    "parsons": "put the lines in order",
}


# --- lessons ------------------------------------------------------------------------------------


def page(
    page: Page,
    width: int = 72,
    outputs: Mapping[str, str] = {},
    exercises: Mapping[str, Exercise] = {},
) -> str:
    """A page: its title underlined, its prose, and its activities.

    `outputs` maps ids of cells to what they printed; it is put below their code. `exercises`
    maps names of exercises to what stands in their folders.
    """
    parts = [heading(page.title, width)] if page.title else []
    parts.append(blocks(page.blocks, width))
    parts += [activity(each, width, outputs, exercises) for each in page.activities]
    return "\n\n".join(part for part in parts if part)


def blocks(blocks: Iterable[Block], width: int = 72) -> str:
    """Prose, formulas and asides, with empty lines between them."""
    return "\n\n".join(text for text in (_block(block, width) for block in blocks) if text)


def activity(
    activity: Activity,
    width: int = 72,
    outputs: Mapping[str, str] = {},
    exercises: Mapping[str, Exercise] = {},
) -> str:
    """A cell with its knobs and output, a quiz, or an exercise: its name, if no more is known."""
    if isinstance(activity, Cell):
        return cell(activity, outputs.get(activity.id))
    if isinstance(activity, Quiz):
        return quiz(activity, width)
    if isinstance(activity, Playground):
        return playground(activity)
    if activity.id in exercises:
        return exercise(exercises[activity.id], width)
    return f"Exercise: {activity.id}"


def exercise(exercise: Exercise, width: int = 72) -> str:
    """An exercise as it is set: title and statement. Hints and solution are not given away."""
    title = heading(f"Exercise: {_words(exercise.title)}", width, "-")
    return f"{title}\n\n{blocks(exercise.statement, width)}"


def cell(cell: Cell, output: str | None = None) -> str:
    """A cell's code, indented, its knobs, and what it printed."""
    lines = [f"Code ({cell.id}):", "", _indented(cell.source)]
    if cell.knobs:
        lines += ["", "Knobs: " + "; ".join(map(_knob, cell.knobs))]
    if output is not None:
        lines += ["", "Output:" if output.strip() else "Output: none"]
        lines += ["", _indented(output.strip("\n"))] if output.strip() else []
    return "\n".join(lines)


def playground(playground: Playground) -> str:
    """A playground as the code of its race, which runs as it stands."""
    title = f"Playground ({playground.id}): {playground.title}".rstrip(": ")
    race = races.first(playground)
    return f"{title}\n\n{_indented(races.code(race))}"


def quiz(quiz: Quiz, width: int = 72, *, seed: int = 0, answers: bool = False) -> str:
    """A question and its options in shuffled order; with `answers`, the right one and why."""
    parts = [f"Quiz ({_TASKS[quiz.kind]}):", blocks(quiz.question, width)]
    if quiz.kind == "predict" and quiz.code:
        parts.append(_indented(quiz.code))
    options = quizzes.options(quiz, seed)
    if quiz.kind == "parsons":
        parts.append(_indented("\n".join(options)))
    elif options:
        parts.append("\n".join(_lettered(options, width)))
    if answers:
        right = [answer for answer in quiz.answers if answer.right]
        parts += [f"Answer: {_answer(quiz, each)}" for each in right if each.text]
        parts += [markdown(each.why, width) for each in right if each.why]
    return "\n\n".join(part for part in parts if part)


def _answer(quiz: Quiz, answer: Answer) -> str:
    return _words(answer.text) if quiz.kind in ("choice", "multiple", "text") else answer.text


def heading(text: str, width: int = 72, underline: str = "=") -> str:
    """A title with a line under it as long as the title."""
    lines = widths.wrap(_words(text), width)
    return "\n".join([*lines, underline * max(map(widths.of, lines))])


def _words(text: str) -> str:
    """A title may hold maths and code."""
    return " ".join(markdown(text, 10_000).split())


def _block(block: Block, width: int) -> str:
    if isinstance(block, Prose):
        return markdown(block.markdown, width)
    if isinstance(block, Formula):
        return _indented(plain_letters(block.text))
    assert isinstance(block, Admonition)
    return f"{block.title}:\n\n" + blocks(block.blocks, width)


def _lettered(options: list[str], width: int) -> list[str]:
    lines = []
    for index, option in enumerate(options):
        first = f"  {chr(ord('a') + index % 26)}. "
        text = markdown(option, width - len(first)).splitlines() or [""]
        lines += [(first if not n else " " * len(first)) + each for n, each in enumerate(text)]
    return [line.rstrip() for line in lines]


def _knob(knob: Knob) -> str:
    shown = f"{knob.name} = {knob.default}"
    if knob.options:
        return f"{shown} (or {', '.join(str(o) for o in knob.options if o != knob.default)})"
    if knob.low is not None and knob.high is not None:
        return f"{shown} ({knob.low:g} to {knob.high:g})"
    return shown


def plain_letters(text: str) -> str:
    """Bold, calligraphic and double-struck letters as plain ones; widths stay the same."""
    return _MATHS_LETTERS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def _indented(text: str) -> str:
    return "\n".join(_INDENT + line if line.strip() else "" for line in text.splitlines())


# --- Markdown -----------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return markup.parser()


def markdown(text: str, width: int = 72) -> str:
    """Markdown as plain text; see `markup.plain`."""
    tree = SyntaxTreeNode(_parser().parse(text))
    return "\n".join(_children(tree, max(width, 10)))


def _children(node: SyntaxTreeNode, width: int, tight: bool = False) -> list[str]:
    lines: list[str] = []
    for child in node.children:
        block = _draw(child, width)
        if lines and block and not tight:
            lines.append("")
        lines += block
    return lines


def _draw(node: SyntaxTreeNode, width: int) -> list[str]:  # noqa: PLR0911 - one for each kind
    if node.type == "paragraph":
        return _wrapped(node, width)
    if node.type == "heading":
        return heading_of(node, width)
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node, width)
    if node.type == "blockquote":
        return ["> " + line if line else ">" for line in _children(node, width - 2)]
    if node.type in ("fence", "code_block"):
        code = node.content.rstrip("\n")
        return _indented(plain_letters(code) if "maths" in node.meta else code).splitlines()
    if node.type == "table":
        return _table(node, width)
    if node.type == "hr":
        return ["* * *"]
    if node.type == "html_block":
        return node.content.rstrip("\n").splitlines()
    return _children(node, width)


def heading_of(node: SyntaxTreeNode, width: int) -> list[str]:
    """The lines of a heading, underlined by its level."""
    lines = _wrapped(node, width)
    return [*lines, _UNDERLINES.get(node.tag, "~") * max(map(widths.of, lines))]


def _wrapped(node: SyntaxTreeNode, width: int) -> list[str]:
    text = "".join(_inline(child) for child in node.children)
    return [line for part in text.split("\n") for line in widths.wrap(part, width)]


def _list(node: SyntaxTreeNode, width: int) -> list[str]:
    lines: list[str] = []
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    tight = all(c.hidden for item in node.children for c in item.children if c.type == "paragraph")
    for index, item in enumerate(node.children):
        first = f"{number + index}. " if node.type == "ordered_list" else "- "
        body = _children(item, width - len(first), tight) or [""]
        if lines and not tight:
            lines.append("")
        lines += [(first if not n else " " * len(first)) + each for n, each in enumerate(body)]
    return [line.rstrip() for line in lines]


def _inline(node: SyntaxTreeNode) -> str:  # noqa: PLR0911 - one for each kind
    if node.type == "softbreak":
        return " "
    if node.type == "hardbreak":
        return "\n"
    if node.type == "code_inline":
        return f"`{node.content}`"
    if node.type == "image":
        return f"[image: {''.join(map(_inline, node.children)) or node.content}]"
    if node.type in ("text", "html_inline"):
        return node.content
    text = "".join(map(_inline, node.children))
    if node.type == "link":
        address = str(node.attrs.get("href", ""))
        outside = address.startswith(("http://", "https://", "mailto:")) and address != text
        return f"{text} ({address})" if outside else text
    return text


# --- tables -------------------------------------------------------------------------------------


def _table(node: SyntaxTreeNode, width: int) -> list[str]:
    """Aligned columns; a table too wide for that becomes one short list for each row."""
    rows = [
        ["".join(map(_inline, cell.children)) for cell in row.children]
        for part in node.children
        for row in part.children
    ]
    aligns = [_align(cell) for cell in node.children[0].children[0].children]
    columns = [max(widths.of(row[c]) for row in rows) for c in range(len(rows[0]))]
    if sum(columns) + 2 * (len(columns) - 1) > width:
        return _as_records(rows, width)
    lines = [_line(row, columns, aligns) for row in rows]
    rule = "  ".join("-" * column for column in columns)
    return [lines[0], rule, *lines[1:]]


def _align(cell: SyntaxTreeNode) -> str:
    return str(cell.attrs.get("style", "")).removeprefix("text-align:") or "left"


def _line(row: list[str], columns: list[int], aligns: list[str]) -> str:
    cells = zip(row, columns, aligns, strict=True)
    return "  ".join(widths.pad(text, column, align) for text, column, align in cells).rstrip()


def _as_records(rows: list[list[str]], width: int) -> list[str]:
    lines: list[str] = []
    for row in rows[1:]:
        for index, (name, text) in enumerate(zip(rows[0], row, strict=True)):
            lines += widths.wrap(f"{name}: {text}", width, "- " if not index else "  ", "    ")
    return lines
