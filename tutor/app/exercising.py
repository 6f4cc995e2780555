"""The exercises of a lesson: the learner's file, hints, the solution, back to the starter."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from textual import work
from textual.message import Message

from tutor.app import dialogs
from tutor.app.checking import Checking
from tutor.app.exercise import ExerciseView
from tutor.app.page import PageView
from tutor.app.saving import PAUSE, Saver
from tutor.app.solution import SolutionScreen
from tutor.course.exercises import folder_of, read_exercise
from tutor.course.model import Exercise
from tutor.engine.verdicts import Report, from_json
from tutor.progress import NotSaved, Unreadable, Workspace

_LOOK = """\
A solution shows more once you have tried. If you look now, your progress says “solution seen”
for this exercise; you can still pass it, and your own code stays as it is.
"""


class Exercising(Checking):
    """Actions of the lesson screen on exercises, checks aside. Nothing typed is lost."""

    workspace: Workspace
    _savers: dict[str, Saver]
    _noticed = ""  # what was said last about the place of the files

    class WorkspaceUsed(Message):
        """An exercise is shown: from now on, saves by other programs matter."""

    @property
    def view(self) -> PageView:
        """The page that is shown."""
        raise NotImplementedError

    @property
    def exercise(self) -> ExerciseView | None:
        """The exercise of this page, once it has been read."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with an exercise only where there is one."""
        if action in ("check", "write", "own_editor", "solution", "starter"):
            return self.exercise is not None
        if action == "hint":
            return self.exercise is not None and self.exercise.words.hints_left > 0
        return super().check_action(action, parameters)

    # --- opening -----------------------------------------------------------------------------

    async def open_exercises(self, page: PageView) -> None:
        """Read the exercises of a page and show them; called after the page has been painted."""
        for view in page.exercises:
            if view.exercise is None:
                await self._open(view)
            if view.exercise is not None:
                self.prepare(view.exercise)

    async def _open(self, view: ExerciseView) -> None:
        folder = folder_of(self.lesson.path, view.link.id)
        exercise, problems = read_exercise(folder, self.lesson.language)
        if exercise is None:
            await view.words.show_problems([p for p in problems if p.severity == "error"])
            return
        code, fault = self._open_file(exercise)
        self._savers[exercise.name] = Saver(self.workspace, exercise.name, code)
        here = (self.course.name, exercise.name)
        taken = self.progress.help_taken(*here)
        view.passed = self.progress.passing(*here) is not None
        if view.passed:
            self._mark_moved(exercise)
        await view.words.show(exercise, hints=taken.hints, seen=taken.seen, passed=view.passed)
        await view.show(exercise, code, self.workspace.path(exercise.name))
        if fault is not None:
            await view.show_fault(fault)
        else:
            await self._restore(view, exercise)
        self._say_notice()
        self.refresh_bindings()
        self.post_message(self.WorkspaceUsed())

    def _mark_moved(self, exercise: Exercise) -> None:
        """Done here too, if it was passed in the lesson that it has moved from."""
        here = (self.course.name, self.lesson.name)
        if exercise.name not in self.progress.done(*here):
            self.progress.mark_done(*here, exercise.name, exercise.digest)
            self.refresh_progress()

    def _open_file(self, exercise: Exercise) -> tuple[str, Report | None]:
        """The learner's code, from their file; the starter where that can't be read."""
        try:
            self.workspace.open(exercise.name, exercise.starter)
            return self.workspace.read(exercise.name) or "", None
        except NotSaved as error:
            self.notify(error.reason, severity="error", timeout=12)
            return exercise.starter, None
        except Unreadable as error:
            return exercise.starter, Report("unreadable", error.reason)

    async def _restore(self, view: ExerciseView, exercise: Exercise) -> None:
        """The last verdict, from an earlier day perhaps."""
        attempt = self.progress.latest(self.course.name, exercise.name)
        if attempt is None:
            return
        attempts = [attempt]
        if not attempt.verdict:  # kept without a check
            attempts = self.progress.attempts(self.course.name, exercise.name)
        for each in reversed(attempts):
            verdict = from_json(each.verdict)
            if verdict is not None:
                await view.restore(verdict, each.code)
                return

    # --- saving ------------------------------------------------------------------------------

    def on_exercise_view_typed(self, event: ExerciseView.Typed) -> None:
        """Save what was typed, at the next pause for breath."""
        saver = self._saver(event.view)
        if not saver.dirty:
            self.set_timer(PAUSE, lambda: self.save_now(event.view))
        saver.text = event.view.code

    def _saver(self, view: ExerciseView) -> Saver:
        assert view.exercise is not None
        return self._savers[view.exercise.name]

    def save_now(self, view: ExerciseView) -> None:
        """Bring the learner's file up to date, in a thread; one that was removed comes back."""
        self._save(view)

    @work
    async def _save(self, view: ExerciseView) -> None:
        try:
            await asyncio.to_thread(self._saver(view).save)
        except NotSaved as error:
            self._say_unsaved(view, error)
        else:
            view.say("")
        self._say_notice()

    def save_exercises(self) -> None:
        """Save everything now: the learner turns away from it."""
        for view in self.exercise_views():
            saver = self._saver(view)
            if saver.dirty:
                try:
                    saver.save()
                    view.say("")
                except NotSaved as error:
                    self._say_unsaved(view, error)
                    self._keep(view)

    def _say_unsaved(self, view: ExerciseView, error: NotSaved) -> None:
        view.say("not saved")
        self.notify(error.reason, severity="error", timeout=12)

    def _say_notice(self) -> None:
        if self.workspace.notice != self._noticed:
            self._noticed = self.workspace.notice
            self.notify(self._noticed, severity="warning", timeout=20)

    async def on_unmount(self) -> None:
        """The app ends."""
        self.save_exercises()

    def _keep(self, view: ExerciseView) -> None:
        """Keep the code as an attempt, unless it is kept already or nobody's own."""
        assert view.exercise is not None
        here, code = (self.course.name, view.exercise.name), view.code
        latest = self.progress.latest(*here)
        if code not in ("", view.exercise.starter) and (latest is None or latest.code != code):
            self.progress.save_attempt(*here, code, passed=False, verdict_json="")

    # --- other editors -----------------------------------------------------------------------

    async def files_saved(self, paths: Iterable[Path]) -> None:
        """Files of the workspace have changed: take them, and check them."""
        names = {path.name for path in paths}
        for view in self.exercise_views():
            if view.path is not None and view.path.name in names:
                await self.take_news(view)

    async def take_news(self, view: ExerciseView) -> bool:
        """Take and check what another program has saved; False if there is nothing new."""
        assert view.exercise is not None
        try:
            text = self.workspace.news(view.exercise.name)
        except Unreadable as error:
            await self.stop_check()
            await view.show_fault(Report("unreadable", error.reason))
            return True
        if text is None:
            return False
        saver = self._saver(view)
        if saver.dirty:
            self._keep(view)
            self.notify("Your file was saved elsewhere. What you typed here is kept: ctrl+z.")
        saver.settle(text)
        view.take(text)
        self.check_exercise(view)
        return True

    @work(exclusive=True, group="own_editor")
    async def action_own_editor(self) -> None:
        """Open the file in the learner's own editor; what it saves is checked."""
        from tutor.app import own_editor  # noqa: PLC0415 - few need it

        view = self.exercise
        if view is None or view.path is None:
            return
        self.save_exercises()
        trouble = await own_editor.open_in_editor(self.app, view.path)
        if trouble is not None:
            self.notify(trouble, severity="warning", timeout=12)
        await self.take_news(view)

    # --- writing -----------------------------------------------------------------------------

    async def action_write(self) -> None:
        """Edit the code here."""
        if self.exercise is not None:
            await self.exercise.edit()

    async def action_starter(self) -> None:
        """Back to the starter; once more, the learner's own code again."""
        view = self.exercise
        if view is None or view.exercise is None:
            return
        if view.code != view.exercise.starter:
            self._keep(view)
            if self.put_code(view, view.exercise.starter):
                self.notify(
                    "The starter again. Yours is kept: "
                    "[[exercise.starter]] once more brings it back."
                )
            return
        text = self._kept_code(view.exercise)
        if not text:
            self.notify("This is the starter; there is no code of yours yet.")
        elif self.put_code(view, text):
            self.notify("Your code again.")

    def _kept_code(self, exercise: Exercise) -> str:
        """The last code of theirs that isn't the starter."""
        attempts = self.progress.attempts(self.course.name, exercise.name)
        found = (a.code for a in reversed(attempts) if a.code not in ("", exercise.starter))
        return next(found, "")

    def put_code(self, view: ExerciseView, text: str) -> bool:
        """Put other code into the learner's file and show it; False if it can't be saved."""
        assert view.exercise is not None
        try:
            if text == view.exercise.starter:
                self.workspace.reset(view.exercise.name, text)
            else:
                self.workspace.write(view.exercise.name, text)
        except NotSaved as error:
            self.notify(error.reason, severity="error", timeout=12)
            return False
        self._saver(view).settle(text)
        view.take(text)
        return True

    # --- help --------------------------------------------------------------------------------

    def action_hint(self) -> None:
        """Show one hint more."""
        view = self.exercise
        if view is None or view.exercise is None:
            return
        hint = view.words.next_hint()
        if hint is not None:
            self.progress.set_hints(self.course.name, view.exercise.name, view.words.hints)
            self.call_after_refresh(hint.scroll_visible, animate=False)
            self.refresh_bindings()

    @work(exclusive=True, group="solution")
    async def action_solution(self) -> None:
        """A solution; after passing, beside the learner's own code."""
        view = self.exercise
        if view is None or view.exercise is None:
            return
        passing = self.progress.passing(self.course.name, view.exercise.name)
        if passing is not None:
            self.app.push_screen(SolutionScreen(view.exercise, passing.code))
            return
        if not view.words.seen:
            question = dialogs.Question("Look at a solution?", _LOOK, yes="show it", no="not yet")
            if not await self.app.push_screen_wait(question):
                return
            self.progress.mark_seen(self.course.name, view.exercise.name)
            view.words.mark(seen=True)
        shown = await view.words.turn_solution()
        if shown is not None:
            self.call_after_refresh(shown.scroll_visible, animate=False, top=True)
