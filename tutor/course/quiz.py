"""Judging an answer: right or wrong, and why, in the lesson's own words where it has some."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.course.compare import (
    find_number,
    first_difference,
    first_wrong_line,
    read_number,
    same_number,
    same_output,
    same_words,
)
from tutor.course.model import Answer, Quiz

ANYTHING_ELSE = "*"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said to an answer.

    `understood` is False when it can't be judged (no number where one is asked, nothing
    chosen): `why` then says how to write it, and it doesn't count as a try.
    """

    right: bool
    why: str  # Markdown; empty if there is nothing to add to "right"
    expected: str  # the right answer, to show: Markdown for choices, plain text otherwise
    understood: bool = True


def judge(quiz: Quiz, given: str | Sequence[str], computed: str | None = None) -> Judgement:
    """Whether an answer is right, and why.

    `given`: texts of the chosen options (choice, multiple), the typed text (number, text,
    predict) or the lines in order (parsons). `computed`: the value of `quiz.run`, or what the
    code of a predict quiz really prints.
    """
    chosen = [given] if isinstance(given, str) else list(given)
    typed = given if isinstance(given, str) else "\n".join(given)
    if quiz.kind == "choice":
        return _judge_choice(quiz, chosen)
    if quiz.kind == "multiple":
        return _judge_multiple(quiz, chosen)
    if quiz.kind == "number":
        return _judge_number(quiz, typed, computed)
    if quiz.kind == "text":
        return _judge_text(quiz, typed)
    if quiz.kind == "predict":
        return _judge_predict(quiz, typed, computed)
    return _judge_parsons(quiz, typed.splitlines() if isinstance(given, str) else chosen)


def options(quiz: Quiz, seed: int) -> list[str]:
    """What to choose from, shuffled; the same order for the same seed and quiz.

    Choice and multiple: the texts of the answers. Parsons: the lines and the distractors, never
    in a right order. Other kinds: nothing, the learner types.
    """
    shuffled = _unshuffled(quiz)
    # a name of its own for each quiz, or all would hide the right answer in the same place
    source = random.Random(f"{seed}/{quiz.id}")
    source.shuffle(shuffled)
    if quiz.kind == "parsons":
        for _ in range(20):
            if not _any_order_fits(quiz, shuffled):
                break
            source.shuffle(shuffled)
    return shuffled


def _unshuffled(quiz: Quiz) -> list[str]:
    if quiz.kind in ("choice", "multiple"):
        return [a.text for a in quiz.answers if a.text != ANYTHING_ELSE]
    if quiz.kind == "parsons":
        return lines_of(quiz) + [_code_of(a.text) for a in _wrong(quiz)]
    return []


def _any_order_fits(quiz: Quiz, lines: Sequence[str]) -> bool:
    """Whether some right order stands at the top, distractors below."""
    return any(list(lines[: len(order)]) == order for order in _right_orders(quiz))


# --- what the answers of a quiz say -------------------------------------------------------------


def _right(quiz: Quiz) -> list[Answer]:
    return [a for a in quiz.answers if a.right and a.text != ANYTHING_ELSE]


def _wrong(quiz: Quiz) -> list[Answer]:
    return [a for a in quiz.answers if not a.right and a.text != ANYTHING_ELSE]


def _otherwise(quiz: Quiz, generic: str) -> str:
    """The feedback for anything else, or a sentence that always fits."""
    for answer in quiz.answers:
        if answer.text == ANYTHING_ELSE and answer.why:
            return answer.why
    return generic


def _first_why(answers: Sequence[Answer]) -> str:
    return next((a.why for a in answers if a.why), "")


def _not_understood(how: str, expected: str = "") -> Judgement:
    return Judgement(False, how, expected, understood=False)


# --- one function for each kind -----------------------------------------------------------------


def _judge_choice(quiz: Quiz, chosen: list[str]) -> Judgement:
    expected = " or ".join(a.text for a in _right(quiz))
    if len(chosen) != 1 or chosen[0] not in _unshuffled(quiz):
        return _not_understood("Choose one of the options.", expected)
    answer = next(a for a in quiz.answers if a.text == chosen[0])
    if answer.right:
        return Judgement(True, answer.why, expected)
    why = answer.why or _otherwise(quiz, "That isn't it. Look at the question once more.")
    return Judgement(False, why, expected)


def _judge_multiple(quiz: Quiz, chosen: list[str]) -> Judgement:
    expected = "\n".join(f"- {a.text}" for a in _right(quiz))
    if not chosen or not set(chosen) <= set(_unshuffled(quiz)):
        return _not_understood("Tick at least one of the options.", expected)
    ticked = [a for a in _wrong(quiz) if a.text in chosen]
    missed = [a for a in _right(quiz) if a.text not in chosen]
    if not ticked and not missed:
        return Judgement(True, _first_whys(_right(quiz)), expected)
    why = _first_whys(ticked)
    if not why:
        why = _otherwise(quiz, _count(len(ticked), len(missed)))
    elif missed:  # what speaks for them would give them away: only how many there are is said
        why += "\n\n" + _count(0, len(missed))
    return Judgement(False, why, expected)


def _first_whys(answers: Sequence[Answer]) -> str:
    return "\n\n".join(dict.fromkeys(a.why for a in answers if a.why))


def _count(ticked: int, missed: int) -> str:
    parts = []
    if ticked:
        parts.append("one tick is wrong" if ticked == 1 else f"{ticked} ticks are wrong")
    if missed:
        parts.append("one is missing" if missed == 1 else f"{missed} are missing")
    sentence = " and ".join(parts)
    return sentence[0].upper() + sentence[1:] + "."


def _judge_number(quiz: Quiz, typed: str, computed: str | None) -> Judgement:
    texts = [computed] if computed is not None else [a.text for a in _right(quiz)]
    rights = [n for n in map(find_number, texts) if n is not None]
    expected = _show_number(computed) if computed is not None else " or ".join(texts)
    if not rights:
        return _not_understood("The right number isn't known: computing it failed.", expected)
    number = read_number(typed)
    if number is None:
        return _not_understood(_how_to_write(typed), expected)
    if any(same_number(right, number, quiz.tolerance) for right in rights):
        return Judgement(True, _first_why(_right(quiz)), expected)
    for answer in _wrong(quiz):
        tempting = find_number(answer.text)
        if answer.why and tempting is not None and same_number(tempting, number, quiz.tolerance):
            return Judgement(False, answer.why, expected)
    return Judgement(False, _otherwise(quiz, "That isn't the number."), expected)


def _how_to_write(typed: str) -> str:
    if not typed.strip():
        return "Type a number, such as 0.5, 1/2, 5e-1 or -3."
    if "," in typed or "，" in typed:
        return "Write decimals with a point and thousands without commas: 0.5, 60000."
    if "%" in typed:
        return "Write a number without the percent sign."
    return "That isn't a number. Write it like 0.5, 1/2, 5e-1 or -3, without words or units."


def _show_number(text: str) -> str:
    number = find_number(text)
    return f"{number:.6g}" if isinstance(number, float) else text.strip()


def _judge_text(quiz: Quiz, typed: str) -> Judgement:
    expected = " or ".join(a.text for a in _right(quiz))
    if not typed.strip():
        return _not_understood("Type a word or a few.", expected)
    for answer in _right(quiz):
        if same_words(_as_typed(answer.text), typed):
            return Judgement(True, answer.why or _first_why(_right(quiz)), expected)
    for answer in _wrong(quiz):
        if answer.why and same_words(_as_typed(answer.text), typed):
            return Judgement(False, answer.why, expected)
    return Judgement(False, _otherwise(quiz, "That isn't it."), expected)


def _as_typed(text: str) -> str:
    """The words of an answer, its maths and emphasis as plain text."""
    if "$" not in text and "*" not in text:
        return text
    from tutor.course import markup  # noqa: PLC0415 - Markdown only where an answer has some

    return markup.plain(text, width=10_000)


def _judge_predict(quiz: Quiz, typed: str, computed: str | None) -> Judgement:
    rights = [computed] if computed is not None else []
    rights += [_code_of(a.text) for a in _right(quiz)]
    if not rights:
        return _not_understood("What the code prints isn't known: running it failed.")
    expected = rights[0].strip("\n")
    if not typed.strip():
        return _not_understood("Type what the code prints, line by line.", expected)
    if any(_same_but_for_commas(right, typed) for right in rights):
        return Judgement(True, _first_why(_right(quiz)), expected)
    for answer in _wrong(quiz):
        if answer.why and _same_but_for_commas(_code_of(answer.text), typed):
            return Judgement(False, answer.why, expected)
    return Judgement(False, _otherwise(quiz, _where_output_differs(rights[0], typed)), expected)


def _same_but_for_commas(output: str, typed: str) -> bool:
    """Whether somebody who lists what is printed, "2, 3", means an output such as "2 3"."""
    if same_output(output, typed):
        return True
    return "," not in output and same_output(output, re.sub("[,，、]", " ", typed))


def _where_output_differs(right: str, typed: str) -> str:
    if first_difference(right.casefold(), typed.casefold()) is None:
        return "Nearly: mind capital and small letters."
    line = first_difference(right, typed) or 0
    if len(right.strip().splitlines()) == 1:
        return "It prints something else."
    return f"Line {line + 1} is the first that differs."


def _judge_parsons(quiz: Quiz, lines: list[str]) -> Judgement:
    lines = [line.rstrip() for line in lines if line.strip()]
    orders = _right_orders(quiz)
    expected = "\n".join(orders[0])
    if not lines:
        return _not_understood("Put the lines in order.", expected)
    if lines in orders:
        return Judgement(True, _first_why(_right(quiz)), expected)
    distractors = [a for a in _wrong(quiz) if _code_of(a.text) in lines]
    if distractors:
        generic = f"`{_code_of(distractors[0].text).strip()}` doesn't belong."
        return Judgement(False, _first_why(distractors) or generic, expected)
    missing = len(orders[0]) - len(lines)
    if missing > 0:
        return Judgement(False, f"{missing} more line{'s' * (missing > 1)} to place.", expected)
    return Judgement(False, _otherwise(quiz, _where_order_breaks(orders, lines)), expected)


def _where_order_breaks(orders: list[list[str]], lines: list[str]) -> str:
    same = max(first_wrong_line(order, lines) for order in orders)
    if not same:
        return "Another line comes first."
    if same == 1:
        return "The first line is right; look at the second."
    return f"The first {same} lines are right; look at line {same + 1}."


def lines_of(quiz: Quiz) -> list[str]:
    """The lines of a parsons quiz in a right order, without empty ones."""
    return [line.rstrip() for line in (quiz.code or "").splitlines() if line.strip()]


def _right_orders(quiz: Quiz) -> list[list[str]]:
    lines = lines_of(quiz)
    whole = list(range(1, len(lines) + 1))
    others = [list(order) for order in quiz.also if sorted(order) == whole]
    return [lines] + [[lines[number - 1] for number in order] for order in others]


def _code_of(text: str) -> str:
    """An answer that is code, without the backticks that Markdown wants around it."""
    stripped = text.strip("\n")
    if len(stripped) > 1 and stripped.startswith("`") and stripped.endswith("`"):
        return stripped.strip("`").rstrip()
    return stripped.rstrip()
