"""`tutor.mine` as files have it: which names of it a source takes, and which exercise gives them.

`from tutor.mine import sgd` gives a lesson the learner's own `sgd` where there is one, and
otherwise the exercise's reference. All of that is found without running anything.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from tutor.course import needs
from tutor.course.model import Course
from tutor.course.options import Fields, split_header
from tutor.course.problems import Problems
from tutor.course.source import read_lines

MODULE = "tutor.mine"
STAR = "*"
_EXERCISES = "*/*/exercises/*/exercise.md"


# --- what code takes --------------------------------------------------------------------------


def names(source: str, modules: Collection[str] = ()) -> frozenset[str]:
    """Names of `tutor.mine` that a source takes; with "*" among them after a star import.

    `modules` says how code before it lets it call the module: see `modules`. Code that can't
    be parsed takes none.
    """
    tree = parse(source)
    if tree is None or ("mine" not in source and not modules):
        return frozenset()
    return frozenset(taken(tree, {*modules, *aliases(tree)}))


def modules(source: str) -> frozenset[str]:
    """How code after this source can call the module: {"m"} after `from tutor import mine as m`."""
    tree = parse(source)
    if tree is None or "tutor" not in source:
        return frozenset()
    defined = needs.defines(source)
    return frozenset(a for a in aliases(tree) if a.partition(".")[0] in defined)


@lru_cache(maxsize=256)
def parse(source: str) -> ast.Module | None:
    """The syntax tree of a source, which nobody may change; None if it isn't Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def taken(tree: ast.AST, calls: Collection[str]) -> Iterator[str]:
    """Names of `tutor.mine` that a piece of code takes, which may call it by any of `calls`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == MODULE and not node.level:
            yield from (alias.name for alias in node.names)
        elif (
            isinstance(node, ast.Attribute)
            and not node.attr.startswith("__")
            and _dotted(node.value) in calls
        ):
            yield node.attr


def aliases(tree: ast.AST) -> Iterator[str]:
    """Expressions that stand for the module in a piece of code: `mine`, `m`, `tutor.mine`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "tutor" and not node.level:
            yield from (a.asname or a.name for a in node.names if a.name == "mine")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == MODULE:
                    yield alias.asname or MODULE
                elif alias.name == "tutor" or (
                    alias.name.startswith("tutor.") and alias.asname is None
                ):
                    yield f"{alias.asname or 'tutor'}.mine"


def _dotted(node: ast.AST) -> str:
    """`a.b.c` as text; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


# --- what exercises give ----------------------------------------------------------------------


def providers(course: Course) -> Mapping[str, Path]:
    """The folder of the exercise that provides each name of `tutor.mine`."""
    return providers_below(course.root)


def providers_below(root: Path) -> dict[str, Path]:
    """The same for the course in a folder; where two exercises provide a name, the first one.

    Reads no more than the front matter of each exercise, and that only when it has changed.
    Never raises for what the files hold.
    """
    found: dict[str, Path] = {}
    try:
        files = sorted(root.glob(_EXERCISES))
    except OSError:
        return found
    for path in files:
        try:
            status = path.stat()
        except OSError:
            continue
        for name in _provides(path, status.st_mtime_ns, status.st_size):
            found.setdefault(name, path.parent)
    return found


@lru_cache(maxsize=1024)
def _provides(path: Path, _changed: int, _size: int) -> tuple[str, ...]:
    lines, _ = read_lines(path)
    if not lines or lines[0].rstrip() != "---":
        return ()
    problems = Problems(path)
    nodes, _ = split_header(lines, 0, 1, problems)
    return Fields(nodes, "an exercise", 1, problems).texts("provides")


def reference(folder: Path) -> str:
    """The source of an exercise's reference; empty if there is none that can be read."""
    lines, _ = read_lines(folder / "reference.py")
    return "\n".join(lines) + "\n" if lines else ""


def root_of(path: Path) -> Path | None:
    """The folder of the course that a file belongs to: the nearest one with a course.yml."""
    return next((p for p in path.absolute().parents if (p / "course.yml").is_file()), None)
