"""Help and palette, both made from what the screen and its widgets say of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from textual.app import App, SystemCommand
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from tutor.app import keys
from tutor.app.key_names import say

_MORE = """\
`[[app.keys]]` lists the keys of every place and gives them others; `[[app.settings]]` is for
colours, signs, device and editor.
"""


def help_text(screen: Screen[object]) -> str:
    """Markdown: what the focused widget, those around it and the screen can do."""
    return keys.fill(screen, "\n\n".join([*dict.fromkeys(_helps(screen)), _MORE]))


def help_keys(screen: Screen[object]) -> dict[str, list[tuple[str, str, str]]]:
    """The keys that work now by where they work, nearest first: keys, what they do, their id."""
    places: dict[str, list[tuple[str, str, str]]] = {}
    for key, binding, _node in _keys(screen):
        place = keys.place_of(binding.id) if binding.id else "In this field"
        places.setdefault(place, []).append((key, binding.description, binding.id or ""))
    return places


def _helps(screen: Screen[object]) -> Iterator[str]:
    """HELP of the focused widget and its parents; without focus, of what is on the screen."""
    focused = screen.focused
    if focused is not None:
        nodes: Iterable[object] = focused.ancestors_with_self
    else:
        nodes = [widget for widget in screen.query(Widget) if _shown(widget)]
    for node in [*nodes, screen]:
        text = getattr(node, "HELP", None)
        if isinstance(text, str):
            yield text


def _shown(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))


def _keys(screen: Screen[object]) -> Iterator[tuple[str, Binding, DOMNode]]:
    """Keys that work now, each action once, keys of the field itself left out."""
    shown: dict[tuple[DOMNode, str], list[str]] = {}
    bindings: dict[tuple[DOMNode, str], Binding] = {}
    for each in active(screen):
        node, binding = each.node, each.binding
        if not binding.description or not (binding.id or binding.show):
            continue
        what = node, binding.action
        shown.setdefault(what, []).append(say(binding.key))
        bindings.setdefault(what, binding)
    for (node, action), names in shown.items():
        yield ", ".join(dict.fromkeys(names)), bindings[node, action], node


def active(screen: Screen[object]) -> list[ActiveBinding]:
    """The bindings that work now, nearest first, in the order in which they were declared.

    Textual puts those that have been given another key behind the others.
    """
    found = list(screen.active_bindings.values())
    if not getattr(screen.app, "own_keys", None):
        return found
    nodes = list(dict.fromkeys(each.node for each in found))
    place = {node: number for number, node in enumerate(nodes)}
    orders = {node: keys.order_in(type(node)) for node in nodes}

    def order(each: ActiveBinding) -> tuple[int, int]:
        return place[each.node], orders[each.node].get(each.binding.id or "", len(found))

    return sorted(found, key=order)


def screen_commands(screen: Screen[object]) -> Iterator[SystemCommand]:
    """The actions of the screen and what is on it, as commands of the palette.

    Those of the app are left out: it lists them itself, in other words.
    """
    for key, binding, node in _keys(screen):
        if binding.action.startswith("app.") or isinstance(node, App):
            continue
        run = partial(screen.app.run_action, binding.action, node)
        yield SystemCommand(binding.description.capitalize(), f"Key: {key}", run)
