"""Keys as data: every binding of the app by its id, and giving one other keys.

A binding is known by its id ("lesson.next"), in the settings file and in sentences: text shown to
the learner says `[[lesson.next]]`, and `fill` puts the key there that is set now.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from tutor.app.key_names import EXAMPLES, is_typed, key_of, moves, say
from tutor.progress.settings import Unusable

ROOM = "tutor.app"

# Where keys work, by the first part of their ids, in the order of the help.
PLACES = {
    "app": "Everywhere",
    "home": "On the map",
    "lesson": "On a page",
    "exercise": "On a page with an exercise",
    "playground": "In the playground",
    "knob": "At a knob",
    "quiz": "At a question",
    "figure": "At a figure",
    "surface": "At a surface",
    "runs": "In the comparison of runs",
    "edit": "In an editor",
    "cases": "At the cases of an exercise",
    "report": "At a report",
    "fold": "At a part of a report that is folded",
    "solution": "Beside the reference",
    "data": "At data sets",
    "graders": "At the scores of the graders",
    "settings": "In the settings",
    "keys": "In the list of keys",
    "dialog": "In a small window",
}

_PLACEHOLDER = re.compile(r"\[\[([a-z_]+\.[a-z_0-9]+)\]\]")

Overrides = Mapping[str, Sequence[str]]  # the id of a binding -> its keys, as Textual calls them


@dataclass(frozen=True, slots=True)
class Entry:
    """A binding, or several with the same id that mean the same in several places."""

    id: str
    keys: tuple[str, ...]  # its own, as Textual calls them
    description: str
    typing: bool  # whether it works while one types, and must not take what one types

    @property
    def place(self) -> str:
        """Where it works, in words."""
        return place_of(self.id)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What came of the learner's keys: those that hold, and why others don't."""

    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[tuple[str, str, str], ...] = ()  # id, what is wrong, what to do


def place_of(name: str) -> str:
    """Where a binding works, in words, from its id."""
    first = name.partition(".")[0]
    return PLACES.get(first, first.capitalize())


# --- every binding ----------------------------------------------------------------------------


def load_all() -> None:
    """Import every module of the app: a binding is known once its module is loaded."""
    package = importlib.import_module(ROOM)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{ROOM}.{module.name}")


def classes() -> list[type[DOMNode]]:
    """The app's own widgets and screens that are loaded, bases before those made from them."""
    found: dict[type[DOMNode], None] = {}

    def visit(kind: type[DOMNode]) -> None:
        for each in kind.__subclasses__():
            if each.__module__.startswith(f"{ROOM}."):
                found.setdefault(each)
            visit(each)

    visit(DOMNode)
    return list(found)


def own_bindings(kind: type[DOMNode]) -> Iterator[Binding]:
    """The bindings that a class adds, one for each key."""
    yield from Binding.make_bindings(kind.__dict__.get("BINDINGS", ()))


def catalogue(*, whole: bool = True) -> dict[str, Entry]:
    """Every binding by its id, in the order of `PLACES`. Not `whole`: of what is loaded."""
    if whole:
        load_all()
    found: dict[str, Entry] = {}
    for kind in sorted(classes(), key=lambda each: (not issubclass(each, App), each.__module__)):
        for binding in own_bindings(kind):
            if binding.id is not None:
                entry = _entry(kind, binding)
                before = found.get(binding.id)
                found[binding.id] = entry if before is None else _joined(before, entry)
    places = list(PLACES)

    def order(entry: Entry) -> int:
        first = entry.id.partition(".")[0]
        return places.index(first) if first in PLACES else len(places)

    return {entry.id: entry for entry in sorted(found.values(), key=order)}


def order_in(kind: type[DOMNode]) -> dict[str, int]:
    """The place of each binding among those that a class declares, its bases' before its own."""
    return {name: number for number, name in enumerate(_ids(kind))}


def _entry(kind: type[DOMNode], binding: Binding) -> Entry:
    assert binding.id is not None
    typing = binding.priority or _is_field(kind)
    return Entry(binding.id, (binding.key,), binding.description, typing)


def _joined(first: Entry, second: Entry) -> Entry:
    keys = tuple(dict.fromkeys([*first.keys, *second.keys]))
    return Entry(first.id, keys, first.description, first.typing or second.typing)


def _is_field(kind: type[DOMNode]) -> bool:
    return any(base.__name__ in ("Input", "TextArea") for base in kind.__mro__)


# --- other keys -------------------------------------------------------------------------------


def resolve(wanted: Overrides) -> Resolved:
    """Which of the wanted keys can be had. Nobody loses a key without having given it away."""
    if not wanted:
        return Resolved()
    entries = catalogue()
    faults: list[tuple[str, str, str]] = []
    keys: dict[str, tuple[str, ...]] = {}
    for name, written in wanted.items():
        try:
            keys[name] = _checked(entries, name, written)
        except Unusable as why:
            faults.append((name, why.message, why.advice))
    while (clash := _first_clash(keys)) is not None:
        loser, key, other = clash
        del keys[loser]
        what = f"“{say(key)}” is the key of {other} ({entries[other].description}) there."
        advice = f"Give that another key as well, or take a free one for {loser}."
        faults.append((loser, what, advice))
    return Resolved(keys, tuple(faults))


def is_own(name: str, written: Sequence[str]) -> bool:
    """Whether these are the keys that a binding has by itself."""
    entry = catalogue().get(name)
    try:
        return entry is not None and tuple(map(key_of, written)) == entry.keys
    except ValueError:
        return False


def _checked(entries: Mapping[str, Entry], name: str, written: Sequence[str]) -> tuple[str, ...]:
    entry = entries.get(name)
    if entry is None:
        near = difflib.get_close_matches(name, entries, n=1, cutoff=0.6)
        advice = f"Did you mean {near[0]}?" if near else "`tutor keys` lists them all."
        raise Unusable(f"there is no action “{name}”.", advice)
    keys = []
    for each in written:
        try:
            key = key_of(each)
        except ValueError as error:
            raise Unusable(str(error), f"Keys are written like these: {EXAMPLES}.") from None
        if entry.typing and (is_typed(key) or moves(key)) and key not in entry.keys:
            raise Unusable(
                f"it works while one types, where “{say(key)}” is needed.",
                "Take a key with ctrl or alt, or f1 to f12.",
            )
        keys.append(key)
    return tuple(dict.fromkeys(keys))


def _first_clash(keys: Overrides) -> tuple[str, str, str] | None:
    """A new key that is another's in the same place: whose it can't be, the key, whose it is."""
    around: dict[str, list[str]] = {}
    for kind in classes():
        if issubclass(kind, App):
            around |= _ids(kind)
    for kind in classes():
        layers = [_ids(kind), around if _is_page(kind) else {}]
        holders: dict[str, list[str]] = {}
        for layer in layers:
            for name, own in layer.items():
                for key in keys.get(name, own):
                    holders.setdefault(key, []).append(name)
        for key, names in holders.items():
            clash = _clash(names, layers, keys)
            if clash is not None:
                return clash[0], key, clash[1]
    return None


def _is_page(kind: type[DOMNode]) -> bool:
    """Whether the app's own keys work beside those of a class."""
    return issubclass(kind, Screen) and not issubclass(kind, ModalScreen)


def _clash(
    names: Sequence[str], layers: Sequence[Mapping[str, Sequence[str]]], keys: Overrides
) -> tuple[str, str] | None:
    given = list(keys)
    for name in sorted(set(names) & keys.keys(), key=given.index, reverse=True):
        for other in names:
            if other != name and not _share(name, other, layers):
                return name, other
    return None


def _share(one: str, other: str, layers: Sequence[Mapping[str, Sequence[str]]]) -> bool:
    """Whether two bindings have a key in common by themselves: the page decides between them."""
    own: dict[str, Sequence[str]] = {}
    for layer in layers:
        own.update(layer)
    return bool(set(own.get(one, ())) & set(own.get(other, ())))


def _ids(kind: type[DOMNode]) -> dict[str, list[str]]:
    """The bindings of a class, those of its bases included: id -> its own keys there."""
    by_key: dict[str, list[Binding]] = {}
    for base in reversed(kind.__mro__):
        if isinstance(base, type) and issubclass(base, DOMNode):
            here: dict[str, list[Binding]] = {}
            for binding in own_bindings(base):
                here.setdefault(binding.key, []).append(binding)
            by_key.update(here)  # as Textual does: a key of a base is replaced
    found: dict[str, list[str]] = {}
    for key, bindings in by_key.items():
        for binding in bindings:
            if binding.id is not None:
                found.setdefault(binding.id, []).append(key)
    return found


def keymap(keys: Overrides) -> dict[str, str]:
    """What Textual is to be told.

    It takes a key away from all of its bindings when one of them gets another (8.2): those that
    shared it are named with what they had.
    """
    told = {name: list(each) for name, each in keys.items()}
    for kind in classes() if keys else ():
        ids = _ids(kind)
        lost = {key for name in keys if name in ids for key in ids[name]}
        for name, own in ids.items():
            if name not in keys and lost & set(own):
                told[name] = list(dict.fromkeys([*told.get(name, ()), *own]))
    return {name: ",".join(each) for name, each in told.items()}


# --- sentences --------------------------------------------------------------------------------


def keys_of(node: DOMNode, name: str) -> tuple[str, ...]:
    """The keys of a binding as they are set now, as Textual calls them; none if there is none."""
    overrides: Overrides = getattr(node.app, "own_keys", {})
    if name in overrides:
        return tuple(overrides[name])
    entry = _known(name)
    return entry.keys if entry is not None else ()


_entries: dict[str, Entry] = {}  # kept: sentences are filled whenever something is said


def _known(name: str) -> Entry | None:
    for whole in (False, True):
        if name not in _entries:
            _entries.update(catalogue(whole=whole))
    return _entries.get(name)


def fill(node: DOMNode, text: str, *, quote: Callable[[str], str] = str) -> str:
    """Put the keys that are set now where a text has placeholders: `[[lesson.next]]` -> n."""

    def key(found: re.Match[str]) -> str:
        keys = keys_of(node, found[1])
        return quote(say(keys[0])) if keys else found[0]

    return _PLACEHOLDER.sub(key, text) if "[[" in text else text


def placeholders(text: str) -> list[str]:
    """The ids that a text names."""
    return _PLACEHOLDER.findall(text)
