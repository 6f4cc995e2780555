"""Playgrounds on the pages of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tutor.course.model import Course, Lesson
from tutor.progress import Progress

if TYPE_CHECKING:
    from tutor.app.page import PageView
    from tutor.app.playground_view import PlaygroundView


class Playing(Screen[None]):
    """Actions of the lesson screen for a page with a playground."""

    course: Course
    lesson: Lesson
    progress: Progress
    index: int
    views: dict[int, PageView]

    def refresh_progress(self) -> None:
        """Show what is done."""
        raise NotImplementedError

    @property
    def playground(self) -> PlaygroundView | None:
        """The playground of the page that is shown."""
        view = self.views.get(self.index)
        return next(iter(view.playgrounds), None) if view is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A race only where there is a playground."""
        if action == "race":
            return self.playground is not None
        return super().check_action(action, parameters)

    def action_race(self) -> None:
        """Race in the playground of this page."""
        if self.playground is not None:
            self.playground.race()

    def on_playground_view_raced(self, event: PlaygroundView.Raced) -> None:
        """Who has raced once has done this page."""
        playground = event.view.playground
        if playground is not None:
            self.progress.mark_done(
                self.course.name, self.lesson.name, playground.id, playground.digest
            )
            self.refresh_progress()
