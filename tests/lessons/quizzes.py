"""Whether the quizzes of a lesson are honest: right is right, wrong is wrong and told why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tutor.course import quiz as judging
from tutor.course.model import Answer, Quiz
from tutor.engine import Session

NONSENSE = {"number": "-987654.25", "text": "zyxwvut", "predict": "zyxwvut"}


async def check_quiz(session: Session, quiz: Quiz) -> list[str]:
    """What is wrong with a quiz; nothing if all is well."""
    computed, problems = await _compute(session, quiz)
    if problems:
        return problems
    if quiz.kind == "parsons":
        problems += await _run_orders(session, quiz)
    problems += list(wrongly_judged(quiz, computed))
    return problems


async def _compute(session: Session, quiz: Quiz) -> tuple[str | None, list[str]]:
    """What `run` or the code of a predict quiz really gives."""
    if quiz.kind == "predict":
        given = await session.evaluate(quiz.code or "", after=quiz.after, mode="output")
        return given.text, ([] if given.ok else [f"its code fails: {given.error}"])
    if quiz.run is not None:
        given = await session.evaluate(quiz.run, after=quiz.after)
        return given.text, ([] if given.ok else [f"`run` fails: {given.error}"])
    return None, []


async def _run_orders(session: Session, quiz: Quiz) -> list[str]:
    lines = judging.lines_of(quiz)
    orders = [list(range(1, len(lines) + 1)), *map(list, quiz.also)]
    failed = []
    for order in orders:
        source = "\n".join(lines[number - 1] for number in order)
        given = await session.evaluate(source, after=quiz.after, mode="output")
        if not given.ok:
            failed.append(f"the order {order} fails: {given.error}")
    return failed


def wrongly_judged(quiz: Quiz, computed: str | None = None) -> Iterator[str]:
    """Answers that are not judged as the file says. `computed` is what running gave."""
    # Judged by what the code really gives alone, or a wrongly stated answer would excuse itself.
    for given in right_answers(quiz):
        judged = judging.judge(quiz, given, computed)
        if not judged.right:
            yield f"the right answer {given!r} is judged wrong"
    if computed is not None:
        yield from _stated_otherwise(quiz, computed)
    for wrong, given in wrong_answers(quiz):
        judged = judging.judge(quiz, given, computed)
        if judged.right:
            yield f"the wrong answer {wrong.text!r} is judged right"
        elif not wrong.why:
            yield f"the wrong answer {wrong.text!r} has no why"
        elif wrong.right and wrong.why in judged.why:
            yield f"missing {wrong.text!r} is told {judged.why!r}, which gives it away"
        elif not wrong.right and wrong.why not in judged.why:
            yield f"the wrong answer {wrong.text!r} is told {judged.why!r}"
    if len(judging.options(quiz, seed=0)) == 1:
        yield "there is nothing to choose from"


def _stated_otherwise(quiz: Quiz, computed: str) -> Iterator[str]:
    stated = [a for a in quiz.answers if a.right]
    alone = _without_right(quiz)
    if not judging.judge(alone, computed.strip(), computed).right:
        yield f"what running gives, {computed!r}, is not judged right"
    for answer in stated:
        if not judging.judge(alone, answer.text, computed).right:
            yield f"{answer.text!r} is stated, but running gives {computed.strip()!r}"


def _without_right(quiz: Quiz) -> Quiz:
    return replace(quiz, answers=tuple(a for a in quiz.answers if not a.right))


def right_answers(quiz: Quiz) -> list[str | Sequence[str]]:
    """Each way to answer that the file states as right."""
    right = [a.text for a in quiz.answers if a.right]
    if quiz.kind == "multiple":
        return [right]
    if quiz.kind == "parsons":
        lines = judging.lines_of(quiz)
        return [lines, *([lines[n - 1] for n in order] for order in quiz.also)]
    return list(right)


def wrong_answers(quiz: Quiz) -> Iterator[tuple[Answer, str | Sequence[str]]]:
    """Each tempting answer of the file, with what a learner who falls for it would give."""
    right = [a.text for a in quiz.answers if a.right]
    for answer in quiz.answers:
        if quiz.kind == "multiple":
            # missing a right one, or ticking a wrong one
            given = [text for text in right if text != answer.text]
            given += [] if answer.right else [answer.text]
            if given:  # nothing ticked is no answer
                yield answer, given
        elif answer.right:
            continue
        elif answer.text == "*":
            lines = judging.lines_of(quiz)[::-1]
            yield answer, lines if quiz.kind == "parsons" else NONSENSE.get(quiz.kind, "")
        elif quiz.kind == "parsons":
            yield answer, [*judging.lines_of(quiz)[:-1], answer.text.strip("`")]
        else:
            yield answer, answer.text
