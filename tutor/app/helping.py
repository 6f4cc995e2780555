"""Help and palette, both made from what the screen and its widgets say of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget


def help_text(screen: Screen[object]) -> str:
    """Markdown: what the focused widget, those around it and the screen can do; then all keys."""
    parts = list(dict.fromkeys(_helps(screen)))
    rows = [f"| `{key}` | {binding.description} |" for key, binding in _keys(screen)]
    table = "| key | does |\n|---|---|\n" + "\n".join(rows)
    return "\n\n".join([*parts, table])


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


def _keys(screen: Screen[object]) -> Iterator[tuple[str, Binding]]:
    """Keys that work now, each action once, keys of the field itself left out."""
    seen: dict[str, list[str]] = {}
    bindings: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.description or not (binding.id or binding.show):
            continue
        seen.setdefault(binding.action, []).append(screen.app.get_key_display(binding))
        bindings.setdefault(binding.action, binding)
    for action, keys in seen.items():
        yield " ".join(dict.fromkeys(keys)), bindings[action]


def screen_commands(screen: Screen[object]) -> Iterator[SystemCommand]:
    """The actions of the screen, as commands of the palette."""
    for _, binding in _keys(screen):
        if binding.action.startswith("app."):
            continue
        run = partial(_run_action, screen, binding.action)
        title = binding.description.capitalize()
        yield SystemCommand(title, f"Key: {screen.app.get_key_display(binding)}", run)


async def _run_action(screen: Screen[object], action: str) -> None:
    await screen.run_action(action)
