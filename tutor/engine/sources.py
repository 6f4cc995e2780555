"""The source of each cell that has run: compiled, and there to be quoted in tracebacks.

Each cell has a file name of its own inside Python, "lesson.md [cell]". An edited cell can be
longer than the one in the file, so two cells of one file could claim the same lines; and
`inspect.getsource`, which torch.jit needs, must find what really ran.
"""

from __future__ import annotations

import ast
import linecache
from dataclasses import dataclass
from types import CodeType

RESULT = "\0result"  # no Python source can use or see this name


@dataclass(frozen=True, slots=True)
class Source:
    """Code from one cell, and where it stands."""

    filename: str  # the lesson's file
    line: int  # there, of the first line of the code
    cell: str  # empty for a quiz's code
    text: str

    @property
    def internal(self) -> str:
        """The file name that Python is given."""
        return f"{self.filename} [{self.cell}]" if self.cell else f"<{self.filename}>"

    def compile(self) -> CodeType:
        """Code that leaves the value of the last expression under the name RESULT.

        Raises what compiling raises, with line numbers of the lesson's file.
        """
        self._register()
        # Empty lines in front give every line its number in the file, in syntax errors too.
        padded = "\n" * (self.line - 1) + self.text
        flags = ast.PyCF_ONLY_AST
        tree: ast.Module = compile(padded, self.internal, "exec", flags, dont_inherit=True)
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr) and not _silenced(last, padded):
            target = ast.copy_location(ast.Name(RESULT, ast.Store()), last)
            tree.body[-1] = ast.copy_location(ast.Assign([target], last.value), last)
        code: CodeType = compile(tree, self.internal, "exec", dont_inherit=True)
        return code

    def line_of(self, number: int | None) -> int | None:
        """A line of the file as a line of this code, from 1; None outside of it."""
        if number is None:
            return None
        last = self.text.count("\n") + 1
        return min(number - self.line + 1, last) if number >= self.line else None

    def _register(self) -> None:
        known[self.internal] = self
        lines = ["\n"] * (self.line - 1) + [line + "\n" for line in self.text.split("\n")]
        # No modification time: linecache then never looks for such a file.
        linecache.cache[self.internal] = (len(self.text), None, lines, self.internal)


known: dict[str, Source] = {}  # by internal name


def _silenced(last: ast.Expr, source: str) -> bool:
    """Whether a semicolon after the last expression asks for its value not to be shown."""
    lines = source.encode("utf-8", "surrogatepass").split(b"\n")
    end, column = last.end_lineno, last.end_col_offset
    return end is not None and lines[end - 1][column:].lstrip(b" )\t").startswith(b";")
