"""The quizzes of a lesson: keeping answers, and computing those that a lesson doesn't state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from tutor.app.page import PageView
from tutor.app.quiz import QuizView
from tutor.app.sessions import Sessions, busy
from tutor.course.model import Course, Quiz
from tutor.progress import Progress

if TYPE_CHECKING:
    from tutor.engine import Evaluation


class Asking(Sessions):
    """Actions of the lesson screen that have to do with questions."""

    course: Course
    progress: Progress

    @property
    def view(self) -> PageView:
        """The page that is shown."""
        raise NotImplementedError

    def refresh_progress(self) -> None:
        """Show what is done."""
        raise NotImplementedError

    def action_answer(self) -> None:
        """Go to the quiz of this page."""
        for quiz in self.view.quizzes:
            quiz.focus_answer()
            return

    def on_quiz_view_answered(self, event: QuizView.Answered) -> None:
        """Keep the answer."""
        quiz, given = event.quiz, event.given
        answer = given if isinstance(given, str) else list(given)
        right = event.judgement.right
        here = (self.course.name, self.lesson.name, quiz.id)
        self.progress.record_answer(*here, quiz.digest, answer, right)
        if right:
            self.progress.mark_done(*here, quiz.digest)
            self.refresh_progress()

    def on_quiz_view_value_wanted(self, event: QuizView.ValueWanted) -> None:
        """Compute the right answer in the runner."""
        self._compute(event.view)

    @work
    async def _compute(self, view: QuizView) -> None:
        quiz = view.quiz
        try:
            found = await self.compute_answer(quiz)
        except busy():
            view.set_computed("", error="Another answer is being computed; answer again.")
            return
        view.set_computed(found.text, error=None if found.ok else found.error)

    async def compute_answer(self, quiz: Quiz) -> Evaluation:
        """The right answer of a quiz that has it computed: a value, or what code prints."""
        if quiz.run:
            return await self.judge.evaluate(quiz.run, after=quiz.after)
        return await self.judge.evaluate(quiz.code or "", after=quiz.after, mode="output")
