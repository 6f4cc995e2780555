"""`tutor read`: a whole lesson as plain linear text, outputs included.

For screen readers, paper and pipes: nothing is said by colour, boxes or position. The answers
of the quizzes stand at the end, so that nobody meets them by accident.
"""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from tutor.commands.common import device_of, note, require_course, require_lesson
from tutor.commands.errors import Exit

if TYPE_CHECKING:
    from tutor.commands.transcript import Transcript
    from tutor.course.model import Activity, Cell, Lesson, Quiz
    from tutor.engine import Session

NARROWEST = 20


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor read`."""
    parser.add_argument("lesson", metavar="LESSON")
    parser.add_argument("--no-run", action="store_true", help="leave the outputs of the cells out")
    parser.add_argument("--width", type=_width, default=72, metavar="N", help="columns; default 72")


def run(arguments: Namespace) -> int:
    """Print the lesson; FAILED if a cell did not come to its end."""
    import asyncio

    course = require_course(arguments)
    lesson = require_lesson(course, arguments.lesson, arguments.lang)
    failed = asyncio.run(_Reader(lesson, arguments).read())
    if failed:
        note(f"These cells failed: {', '.join(failed)}.")
    return Exit.FAILED if failed else Exit.FINE


def _width(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < NARROWEST:
        raise ArgumentTypeError(f"{text!r} is no width: write a number of columns from {NARROWEST}")
    return int(text)


class _Reader:
    """Prints a lesson from beginning to end and runs each cell as it comes to it."""

    def __init__(self, lesson: Lesson, arguments: Namespace) -> None:
        self._lesson = lesson
        self._width: int = arguments.width
        self._runs = not arguments.no_run and bool(lesson.cells or lesson.quizzes)
        self._device = device_of(arguments)
        self._session: Session | None = None
        self._failed: list[str] = []
        self._answers: list[str] = []

    async def read(self) -> list[str]:
        """Print everything; the ids of the cells that failed."""
        from tutor.course import plain

        async with AsyncExitStack() as stack:
            if self._runs:
                from tutor.commands.player import opened

                context = opened(self._lesson, device=self._device)
                _, self._session = await stack.enter_async_context(context)
            self._opening()
            if self._lesson.setup:
                await self._cell(self._lesson.setup)
            title = ""
            for page in self._lesson.pages:
                if page.title and page.title != title:  # a section may go on over several pages
                    _print(plain.heading(page.title, self._width, "-"))
                title = page.title
                _print(plain.blocks(page.blocks, self._width))
                for activity in page.activities:
                    await self._activity(activity)
        if self._answers:
            _print(plain.heading("Answers", self._width, "-"))
            for answer in self._answers:
                _print(answer)
        return self._failed

    def _opening(self) -> None:
        from tutor.course import plain

        lesson = self._lesson
        _print(plain.heading(lesson.title, self._width))
        facts = f"{lesson.minutes} minutes."
        if lesson.prerequisites:
            facts += f" First: {', '.join(lesson.prerequisites)}."
        if lesson.origin:
            facts += f" After {lesson.origin}."
        _print(plain.markdown(f"{lesson.summary}\n\n{facts}", self._width))

    async def _activity(self, activity: Activity) -> None:
        from tutor.course import plain
        from tutor.course.exercises import folder_of, read_exercise
        from tutor.course.model import Cell, Quiz

        if isinstance(activity, Cell):
            await self._cell(activity)
        elif isinstance(activity, Quiz):
            await self._quiz(activity)
        else:
            exercise, _ = read_exercise(
                folder_of(self._lesson.path, activity.id), self._lesson.language
            )
            known = {} if exercise is None else {activity.id: exercise}
            _print(plain.activity(activity, self._width, exercises=known))

    async def _cell(self, cell: Cell) -> None:
        from tutor.commands.player import play
        from tutor.course import plain

        if self._session is None:
            _print(plain.cell(cell))
            return
        transcript = await play(self._session, cell.id)
        if not transcript.ok:
            self._failed.append(cell.id)
        output = _output(transcript)
        silent = cell is self._lesson.setup and not output.strip()
        _print(plain.cell(cell, None if silent else output))

    async def _quiz(self, quiz: Quiz) -> None:
        from tutor.course import plain

        number = len(self._answers) + 1
        text = plain.quiz(quiz, self._width)
        _print(text.replace("Quiz (", f"Quiz {number} (", 1))
        computed = await self._computed(quiz)
        self._answers.append(answer_text(quiz, number, computed, self._width))

    async def _computed(self, quiz: Quiz) -> str | None:
        """The right answer where the lesson leaves it to the code; None where it states it."""
        stated = any(answer.right for answer in quiz.answers)
        if self._session is None or (quiz.kind == "predict" and stated):
            return None
        if quiz.run:
            found = await self._session.evaluate(quiz.run, after=quiz.after)
        elif quiz.kind == "predict" and quiz.code:
            found = await self._session.evaluate(quiz.code, after=quiz.after, mode="output")
        else:
            return None
        return found.text if found.ok else None


def answer_text(quiz: Quiz, number: int, computed: str | None, width: int) -> str:
    """The right answer of a quiz, with the letter it had, and why it is right."""
    from tutor.course import plain
    from tutor.course import quiz as quizzes

    right = [answer for answer in quiz.answers if answer.right]
    parts = [f"Quiz {number}:"]
    if quiz.kind in ("choice", "multiple"):
        options = quizzes.options(quiz, 0)
        for answer in sorted(right, key=lambda each: options.index(each.text)):
            letter = chr(ord("a") + options.index(answer.text) % 26)
            parts += [plain.markdown(f"{letter}. {answer.text}", width)]
            parts += [plain.markdown(answer.why, width)]
    else:
        expected = quizzes.judge(quiz, "", computed).expected
        parts += [_indented(expected or "Run the lesson to see it.")]
        parts += [plain.markdown(why, width) for why in dict.fromkeys(a.why for a in right)]
    parts = [part for part in parts if part]
    return "\n\n".join(parts)


def _output(transcript: Transcript) -> str:
    from tutor.app import data_words
    from tutor.commands import pictures
    from tutor.engine import library

    lines = pictures.sentences(transcript)
    printed = transcript.printed
    if transcript.using:
        whose = [library.whose(transcript.using.uses), *transcript.using.notes]
        printed = "\n".join([*whose, printed])
    used = [data_words.line(u.title, u.kind, u.detail) for u in transcript.data.values()]
    printed = "\n".join([*used, printed])
    if transcript.died:
        lines.append(f"{transcript.died.reason} {transcript.died.advice}")
    if transcript.needed_data:
        lines.append(f"The data set {transcript.needed_data} isn't here; the app can fetch it.")
    end = "\n" if printed and not printed.endswith("\n") else ""
    return printed + end + "\n".join(lines)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line.strip() else "" for line in text.splitlines())


def _print(text: str) -> None:
    """A block and an empty line, at once: what runs next may take a while."""
    if text.strip():
        print(f"{text}\n", flush=True)
