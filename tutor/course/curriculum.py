"""What a course has to teach, item by item: `curriculum.yml` beside `course.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tutor.course.options import Fields, Node, load_mapping
from tutor.course.problems import Problems
from tutor.course.source import read_lines

CURRICULUM = "curriculum.yml"
_ADVICE = "write `- {title: …, items: {I1.1: what it is}, exercises: {E1.1: what it asks}}`"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the curriculum: what is to be taught, and what exercises are to ask."""

    title: str
    items: Mapping[str, str]  # name -> what it is
    exercises: Mapping[str, str]

    @property
    def rows(self) -> dict[str, str]:
        """All of it, the items first."""
        return {**self.items, **self.exercises}


def read_curriculum(path: Path) -> tuple[tuple[Part, ...], Problems]:
    """The curriculum in a file; never raises for what the file holds."""
    lines, problems = read_lines(path)
    fields = Fields(load_mapping("\n".join(lines), 1, problems), "a curriculum", 1, problems)
    node = fields.node("parts")
    fields.close()
    if node is None or not isinstance(node.value, list):
        problems.error(1, "this curriculum has no parts", f"under `parts:`, {_ADVICE}")
        return (), problems
    return tuple(part for each in node.value if (part := _part(each, problems))), problems


def _part(node: Node, problems: Problems) -> Part | None:
    if not isinstance(node.value, dict):
        problems.error(node.line, "this isn't a part of the curriculum", _ADVICE)
        return None
    fields = Fields(node.value, "a part", node.line, problems)
    title = fields.text("title")
    items, exercises = (
        {name: each.text for name, each in fields.mapping(key).items()}
        for key in ("items", "exercises")
    )
    fields.close()
    return Part(title, items, exercises)
