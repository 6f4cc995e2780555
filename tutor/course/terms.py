"""Finding the terms of the glossary in Markdown, as `course.markup` links them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tutor.course.model import Term

# What a term isn't looked for in: fences, code, maths, links and images, headings, addresses.
_HIDDEN = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?^ {0,3}(?P=fence)[`~]*[ \t]*$"
    r"|(?P<tick>`+).*?(?P=tick)"
    r"|\$[^$]*\$"
    r"|!?\[[^\]\[]*\](\([^)\n]*\)|\[[^\]\[]*\])"
    r"|^ {0,3}#{1,6}[ \t].*?$"
    r"|<[a-z]+:[^>\s]*>",
    re.DOTALL | re.MULTILINE,
)


class Finder:
    """Looks for every spelling of every term at once."""

    def __init__(self, glossary: Mapping[str, Term]) -> None:
        self.names: dict[str, str] = {}
        for term in glossary.values():
            for spelling in (term.name, *term.also):
                self.names.setdefault(_words(spelling), term.name)
        self._folded = {spelling.casefold(): name for spelling, name in self.names.items()}
        spellings = sorted(filter(None, self.names), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_whole_word, spellings))) if spellings else None

    def find(self, markdown: str) -> list[str]:
        """Names of the terms that occur, each once, in the order of their first use."""
        if self._pattern is None:
            return []
        found: dict[str, None] = {}
        # a blank keeps the words on both sides apart
        for match in self._pattern.finditer(_HIDDEN.sub(" \0 ", markdown)):
            word = _words(match[0])
            found.setdefault(self.names.get(word) or self._folded[word.casefold()])
        return list(found)


def _words(text: str) -> str:
    return " ".join(text.split())


def _whole_word(spelling: str) -> str:
    # a line may end inside a term, a paragraph not
    words = r"(?:[ \t]+|[ \t]*\n[ \t]*)".join(map(re.escape, spelling.split()))
    if spelling == spelling.lower():  # "SGD" and "Adam" mean what they say, "loss" also "Loss"
        words = f"(?i:{words})"
    # Chinese has no blanks between words, so only Latin letters need an edge
    before = r"(?<![A-Za-z0-9_])" if spelling[:1].isascii() else ""
    after = r"(?![A-Za-z0-9_])" if spelling[-1:].isascii() else ""
    return f"{before}{words}{after}"
