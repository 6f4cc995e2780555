"""The line under a quiz: what can be done now, as words to click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from tutor.app import keys
from tutor.app.quiz_options import ListWidget
from tutor.app.quiz_order import OrderView

if TYPE_CHECKING:
    from tutor.app.quiz import QuizView


def offers(view: QuizView) -> list[Content]:
    """What can be done now, as words to click."""
    if view.solved or view.waiting:
        return []
    parts = []
    if view.quiz.kind != "choice":
        name = getattr(view.answer, "SUBMIT", "quiz.submit")
        parts.append(_offer("submit", _key(view, name), "answer"))
    if not view.revealed and view.judgement is not None:
        key = _key(view, "quiz.reveal")
        if not isinstance(view.answer, ListWidget):
            key = f"tab {key}"  # by itself it is text in a field
        parts.append(_offer("reveal", key, "view the answer"))
    hints = {"multiple": [("quiz.tick", "tick")], "parsons": [("quiz.carry", "pick up, drop")]}
    if isinstance(view.answer, OrderView) and view.answer.may_put_aside:
        hints["parsons"].append(("quiz.aside", "aside"))
    for name, words in hints.get(view.quiz.kind, []):
        parts.append(Content.assemble((_key(view, name), "bold"), f" {words}"))
    return parts


def _key(view: QuizView, name: str) -> str:
    return keys.fill(view, f"[[{name}]]")


def _offer(action: str, key: str, words: str) -> Content:
    style = Style.from_meta({"@click": action})
    text = Content.assemble((key, "bold $accent"), f" {words}")
    return text.stylize(style)
