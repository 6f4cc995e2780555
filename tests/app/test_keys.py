"""Every binding has a name; texts name keys by it; other keys are taken or refused with reasons."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from textual.binding import Binding

from tutor.app import keys, keys_page
from tutor.app.keys import catalogue, classes, keymap, own_bindings, placeholders, resolve
from tutor.app.lesson import LessonScreen


def all_bindings() -> list[tuple[str, Binding]]:
    catalogue()
    return [(kind.__name__, binding) for kind in classes() for binding in own_bindings(kind)]


def test_every_binding_has_a_name_and_says_what_it_does() -> None:
    found = all_bindings()
    assert len(found) > 120
    nameless = [(where, b.key) for where, b in found if b.id is None or not b.description]
    assert nameless == []
    wrong = [b.id for _, b in found if not re.fullmatch(r"[a-z]+\.[a-z]+[a-z_0-9]*", b.id or "")]
    assert wrong == []


def test_every_place_has_a_title() -> None:
    unknown = {name for name in catalogue() if name.partition(".")[0] not in keys.PLACES}
    assert unknown == set()
    used = {name.partition(".")[0] for name in catalogue()}
    assert set(keys.PLACES) - used == set()


def test_one_name_means_one_thing() -> None:
    said: dict[str, set[str]] = {}
    for _, binding in all_bindings():
        said.setdefault(binding.id or "", set()).add(binding.description)
    assert {name: words for name, words in said.items() if len(words) > 1} == {}


def strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]


def test_texts_name_only_bindings_that_there_are(root: Path) -> None:
    known = catalogue().keys() | {"binding.id"}
    texts = {p.name: strings(p) for p in (root / "tutor" / "app").glob("*.py")}
    named = {
        (name, each)
        for name, found in texts.items()
        for text in found
        for each in placeholders(text)
    }
    assert len(named) > 40
    assert {each for each in named if each[1] not in known} == set()


def test_no_help_names_a_key_of_ours_by_itself() -> None:
    """A key in a help text that is not a placeholder would lie once it is changed."""
    # Keys of text fields, which have no names here.
    fixed = {"tab", "enter", "ctrl+z", "ctrl+y", "home", "a", "?"}
    catalogue()
    own = {key for entry in catalogue().values() for key in map(keys.say, entry.keys)} - fixed
    for kind in classes():
        text = kind.__dict__.get("HELP")
        if isinstance(text, str):
            assert set(re.findall(r"`([^`\[\]]+)`", text)) & own == set(), kind.__name__


def test_the_page_of_keys_is_true(root: Path) -> None:
    """After a change: `make keys-page`."""
    assert (root / "docs" / "keys.md").read_text(encoding="utf-8") == keys_page.page()


def test_the_examples_of_the_page_hold() -> None:
    wanted = dict(re.findall(r'^"([a-z.]+)" = "([^"]+)"', keys_page.page(), re.MULTILINE))
    assert len(wanted) >= 4
    found = resolve({name: text.split(", ") for name, text in wanted.items()})
    assert found.faults == ()
    assert found.keys["lesson.stop"] == ("ctrl+x",)


# --- other keys -------------------------------------------------------------------------------


def fault(wanted: dict[str, list[str]]) -> str:
    ((name, message, advice),) = resolve(wanted).faults
    return f"{name}: {message} {advice}"


def test_nothing_wanted_costs_nothing() -> None:
    assert resolve({}) == keys.Resolved()
    assert keymap({}) == {}


def test_keys_are_taken_in_any_spelling() -> None:
    found = resolve({"lesson.next": ["N", "pgdn"], "lesson.pagedown": ["C-d"]})
    assert found.faults == ()
    assert found.keys == {"lesson.next": ("N", "pagedown"), "lesson.pagedown": ("ctrl+d",)}


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"lesson.nxt": ["x"]}, "Did you mean lesson.next?"),
        ({"quark": ["x"]}, "`tutor keys` lists them all"),
        ({"lesson.next": ["ctrl+xx"]}, "“ctrl+xx” is no key. Keys are written like these: n, N"),
        ({"lesson.next": ["t"]}, "“t” is the key of lesson.contents (contents) there"),
        ({"lesson.next": ["q", "i"]}, "“q” is the key of lesson.home"),
        ({"lesson.next": ["?"]}, "“?” is the key of app.help"),
        ({"app.settings": ["r"]}, "“r” is the key of"),
        ({"lesson.stop": ["x"]}, "works while one types, where “x” is needed"),
        ({"edit.comment": ["enter"]}, "works while one types, where “enter” is needed"),
        ({"lesson.run_typing": ["ctrl+g"]}, "“ctrl+g” is the key of lesson.stop"),
    ],
)
def test_what_cannot_be_had_is_refused_with_a_reason(
    wanted: dict[str, list[str]], words: str
) -> None:
    assert words in fault(wanted)
    assert resolve(wanted).keys == {}


def test_two_can_be_swapped() -> None:
    found = resolve({"lesson.next": ["p"], "lesson.previous": ["n"]})
    assert found.faults == ()
    assert len(found.keys) == 2


def test_half_a_swap_is_refused_and_leaves_the_rest() -> None:
    found = resolve({"lesson.next": ["p"], "lesson.contents": ["b"]})
    assert found.keys == {"lesson.contents": ("b",)}
    assert found.faults[0][0] == "lesson.next"


def test_of_two_that_want_the_same_key_the_first_has_it() -> None:
    found = resolve({"lesson.contents": ["z"], "lesson.home": ["z"]})
    assert found.keys == {"lesson.contents": ("z",)}
    assert found.faults[0][0] == "lesson.home"


def test_a_refusal_may_bring_another() -> None:
    """`home` can't have x, so it keeps q, so `next` can't have q."""
    found = resolve({"lesson.home": ["ctrl+xx"], "lesson.next": ["q"], "lesson.contents": ["b"]})
    assert set(found.keys) == {"lesson.contents"}
    assert [name for name, *_ in found.faults] == ["lesson.home", "lesson.next"]


def test_actions_that_share_a_key_may_share_another() -> None:
    both = {"lesson.run": ["x"], "exercise.check": ["x"], "playground.race": ["x"]}
    assert resolve(both).faults == ()
    assert len(resolve(both).keys) == 3


def test_the_same_key_in_different_places_is_no_clash() -> None:
    found = resolve({"graders.close": ["n"], "home.graders": ["n"], "surface.play": ["n"]})
    assert found.faults == ()


def test_who_shared_a_key_keeps_it() -> None:
    """Textual would take r from all of them."""
    told = keymap({"lesson.run": ["x"]})
    assert told["lesson.run"] == "x"
    assert told["exercise.check"] == "r"
    shared = {b.id for b in own_bindings(LessonScreen) if b.key == "r"}
    assert shared <= told.keys()
