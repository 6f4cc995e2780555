"""What the learner has set: the values of `settings.toml`, and what is wrong with that file.

Only its form is known here. Which themes there are and which names keys have is the app's part.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Markers = Literal["braille", "dot", "ascii"]

Downloads = Literal["ask", "always", "never"]

MARKERS: tuple[Markers, ...] = ("braille", "dot", "ascii")
DOWNLOADS: tuple[Downloads, ...] = ("ask", "always", "never")
KEYS = "keys"  # the table of keys, by the ids of their bindings
_ON = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d+)?")
_POSITION = re.compile(r" ?\(at line (\d+), column \d+\)| ?\(at end of document\)")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default."""

    theme: str = "tutor-dark"
    markers: Markers = "braille"  # what curves are drawn with; "ascii": the frame is plain too
    device: str = "auto"
    editor: str = ""  # a command; empty: $VISUAL, $EDITOR, or one that is there
    downloads: Downloads = "ask"  # of data sets that a lesson wants; "never": synthetic ones
    motion: bool = True
    bell: bool = False
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


NAMES = ("theme", "markers", "device", "editor", "downloads", "motion", "bell")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the file that is not used. `line` counts from 1; 0 where it isn't known."""

    line: int
    message: str
    advice: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.message} {self.advice}".rstrip()


class Unusable(Exception):
    """Something that is set can't be: what is wrong, and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message, advice)
        self.message = message
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Parsed:
    """The values of a text, the names that it gives, and what could not be used of it.

    A `broken` text is no TOML at all: nothing of it is used, and nothing may be written there.
    """

    settings: Settings = Settings()
    given: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
    broken: bool = False


def parse(text: str) -> Parsed:
    """The settings of a text. Never raises: what is wrong is left out, and said."""
    import tomllib  # noqa: PLC0415 - most learners have no such file

    try:
        table = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError is one; so is a number of thousands of digits
        return Parsed(faults=(_no_toml(text, str(error)),), broken=True)
    except RecursionError:
        return Parsed(faults=(Fault(0, "Brackets are nested too deeply.", ""),), broken=True)
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for name, value in table.items():
        try:
            values[name] = _value(name, value)
        except Unusable as why:
            faults.append(Fault(line_of(text, name), why.message, why.advice))
    if KEYS in values:
        values[KEYS] = MappingProxyType(_keys(text, values[KEYS], faults))
    settings = Settings(**values)  # type: ignore[arg-type]  # each was looked at
    return Parsed(settings, frozenset(values), tuple(faults))


def _no_toml(text: str, message: str) -> Fault:
    found = _POSITION.search(message)
    at_end = max(1, len(text.splitlines()))
    line = int(found[1]) if found is not None and found[1] else at_end
    what = _POSITION.sub("", message).rstrip(".")
    return Fault(
        line,
        f"this is not TOML ({what[:1].lower() + what[1:]}).",
        'A setting looks like this: markers = "dot". Until it is mended, nothing of the file is '
        "used, and nothing is written to it.",
    )


def closest(word: str, words: tuple[str, ...] | list[str]) -> str:
    """A question after the closest word, or nothing where none is close."""
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else ""


def _value(name: str, value: object) -> object:
    known = (*NAMES, KEYS)
    if name not in known:
        advice = closest(name, list(known)) or f"There are {', '.join(known[:-1])} and [keys]."
        raise Unusable(f"there is no setting “{name}”.", advice)
    return _CHECKS[name](name, value)


def _word(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise Unusable(f"{name} is a text in quotation marks.", f'Write {name} = "…".')
    return value.strip()


def _markers(name: str, value: object) -> Markers:
    word = _word(name, value).lower()
    for marker in MARKERS:
        if word in (marker, f"{marker}s"):
            return marker
    all_of_them = '"braille", "dot" or "ascii"'
    raise Unusable(f"{name} can't be “{word}”.", f"It is {all_of_them}.")


def _downloads(name: str, value: object) -> Downloads:
    if isinstance(value, bool):  # as TOML has no other words for them
        return "always" if value else "never"
    word = _word(name, value).lower()
    for known in DOWNLOADS:
        if word == known:
            return known
    raise Unusable(f"{name} can't be “{word}”.", 'It is "ask", "always" or "never".')


def _device(name: str, value: object) -> str:
    word = _word(name, value).lower()
    if _DEVICE.fullmatch(word):
        return word
    raise Unusable(f"{name} can't be “{word}”.", "It is auto, cpu, cuda, cuda:1 or mps.")


def _switch(name: str, value: object) -> bool:
    found = _ON.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise Unusable(f"{name} is a switch.", f"Write {name} = true or {name} = false.")
    return found


def _table(name: str, value: object) -> object:
    if not isinstance(value, dict):
        raise Unusable(f"{name} is a table.", 'Write [keys], and below it "lesson.next" = "n".')
    return value


_CHECKS: dict[str, Callable[[str, object], object]] = {
    "theme": _word,
    "markers": _markers,
    "device": _device,
    "editor": _word,
    "downloads": _downloads,
    "motion": _switch,
    "bell": _switch,
    KEYS: _table,
}


# --- keys -------------------------------------------------------------------------------------


def _keys(text: str, table: object, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    assert isinstance(table, dict)
    for name, value in flat(table):
        try:
            found[name] = key_names(value)
        except ValueError as error:
            faults.append(
                Fault(line_of(text, name), f"{name}: {error}", 'Write "n" or "n, right".')
            )
    return found


def flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """The entries of [keys]: `lesson.next = "n"` without quotation marks makes tables in it."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def key_names(value: object) -> tuple[str, ...]:
    """The keys of "n, right" or ["n", "right"], as written. ValueError if there are none."""
    if isinstance(value, str):
        alone = value.strip() in (",", "") and value
        parts = [value] if alone else [part.strip() for part in value.split(",")]
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        parts = list(value)
    else:
        raise ValueError("this names no keys.")
    names = tuple(part if part == " " else part.strip() for part in parts)
    if not names or not all(names):
        raise ValueError("this names no key.")
    return names


def line_of(text: str, name: str) -> int:
    """The line on which a name is set, from 1; 0 if that can't be seen."""
    last = name.rpartition(".")[2]
    for spelling in (name, last):
        there = re.compile(rf"""^\s*(\[\s*)?["']?(?:[\w.]+\.)?{re.escape(spelling)}["']?\s*[]=.]""")
        for number, line in enumerate(text.splitlines(), 1):
            if there.match(line):
                return number
    return 0
