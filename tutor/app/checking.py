"""Checking the exercises of a lesson, and keeping every verdict."""

from __future__ import annotations

from contextlib import aclosing

from textual import work

from tutor.app.checker import Checker, NotChecked
from tutor.app.exercise import ExerciseView
from tutor.app.sessions import Sessions
from tutor.course.model import Course, Exercise
from tutor.engine import protocol, with_feedback
from tutor.engine.library import choice_key
from tutor.engine.verdicts import Verdict, to_json
from tutor.progress import Progress


class Checking(Sessions):
    """Actions of the lesson screen that check code."""

    course: Course
    progress: Progress
    checker: Checker

    @property
    def exercise(self) -> ExerciseView | None:
        """The exercise of this page, once it has been read."""
        raise NotImplementedError

    def exercise_views(self) -> list[ExerciseView]:
        """The exercises that have been opened in this lesson."""
        raise NotImplementedError

    @property
    def checking(self) -> ExerciseView | None:
        """The exercise that is being checked."""
        return next((view for view in self.exercise_views() if view.checking), None)

    def refresh_progress(self) -> None:
        """Show what is done."""
        raise NotImplementedError

    def save_now(self, view: ExerciseView) -> None:
        """Bring the learner's file up to date, in a thread."""
        raise NotImplementedError

    async def take_news(self, view: ExerciseView) -> bool:
        """Take and check what another program has saved; False if there is nothing new."""
        raise NotImplementedError

    def prepare(self, exercise: Exercise) -> None:
        """Have the first check of an exercise begin without delay."""
        self.checker.prepare(exercise)

    async def action_check(self) -> None:
        """Check the code of this page."""
        view = self.exercise
        # Where saves can't be noticed (some network disks), this key still finds them.
        if view is not None and not await self.take_news(view):
            self.check_exercise(view)

    async def on_exercise_view_check_wanted(self, event: ExerciseView.CheckWanted) -> None:
        """A click on check."""
        if event.view.exercise is not None and not await self.take_news(event.view):
            self.check_exercise(event.view)

    async def on_exercise_view_stop_wanted(self) -> None:
        """A click on stop."""
        await self.stop_check()

    def check_exercise(self, view: ExerciseView) -> None:
        """Check the code as it is now; a check that goes on is stopped."""
        assert view.exercise is not None
        view.rounds += 1
        view.begin()
        self.save_now(view)
        self.refresh_bindings()
        self._check(view, view.exercise, view.code, view.rounds)

    @work
    async def _check(self, view: ExerciseView, exercise: Exercise, code: str, number: int) -> None:
        why, attempt, judged = "Stopped.", 0, None
        try:
            async with aclosing(self.checker.check(exercise, code)) as events:
                async for event in events:
                    if view.rounds != number:
                        return
                    await view.apply(event)
                    if isinstance(event, protocol.Judged):
                        judged = event.verdict
                        attempt = self._judged(view, exercise, code, judged)
                    elif isinstance(event, protocol.Diagnosed) and judged and event.name:
                        judged = with_feedback(judged, event.name, certain=event.certain)
                        self.progress.set_verdict(attempt, to_json(judged))
                    elif isinstance(event, protocol.Died):
                        why = f"Not checked. {event.reason} {event.advice}"
        except NotChecked as error:
            why = f"Not checked: {error}"
        finally:
            if view.rounds == number:
                if view.checking:
                    view.stopped(why)
                self.refresh_bindings()

    def _judged(self, view: ExerciseView, exercise: Exercise, code: str, verdict: Verdict) -> int:
        """Keep a verdict; the number of the attempt."""
        attempt = self.progress.save_attempt(
            self.course.name, exercise.name, code, verdict.passed, to_json(verdict)
        )
        if verdict.passed:
            self.progress.mark_done(
                self.course.name, self.lesson.name, view.link.id, exercise.digest
            )
            view.passed = True
            view.words.mark(passed=True)
            self.refresh_progress()
            if self.progress.setting(choice_key(self.course.name, self.lesson.name)):
                self.notify("This lesson's cells use the references now. m lets them use yours.")
        elif self.focused is None and view is self.exercise and verdict.fault is None:
            # Now the arrow keys choose among the cases; at their ends they scroll as before.
            view.results.cases.focus(scroll_visible=False)
        return attempt

    async def stop_check(self) -> bool:
        """Stop the check that goes on; False if there is none."""
        if self.checking is None:
            return False
        await self.checker.stop()
        return True
