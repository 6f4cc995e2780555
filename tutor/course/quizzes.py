"""`{quiz}`: a question, and answers that say why each of them is right or wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from tutor.course import blocks, formulas
from tutor.course.answers import ANYTHING_ELSE, is_answers, read_answers
from tutor.course.code import check_code, is_expression
from tutor.course.compare import read_number
from tutor.course.ids import read_id, read_was
from tutor.course.model import Answer, Quiz, QuizKind
from tutor.course.options import Fields, plain, split
from tutor.course.problems import Problems, instead, quoted
from tutor.course.source import Piece, Text, scan

KINDS: tuple[QuizKind, ...] = get_args(QuizKind)
_WITH_CODE = ("predict", "parsons")
_TO_CHOOSE = ("choice", "multiple")


def build(text: Text, piece: Piece, problems: Problems) -> Quiz | None:
    """The quiz of a directive; None when its kind or id can't be told."""
    assert piece.directive is not None
    line = text.line + piece.start
    kind = _kind(piece.directive.argument, line, problems)
    body = text.body(piece)
    nodes, used = split(body, line + 1, problems)
    inner = scan(body[used:], line + 1 + used, problems)
    formulas.check(inner, problems)
    fields = Fields(nodes, f"a {kind} quiz", line, problems)
    name = read_id(fields, "quiz", problems)
    if kind is None:
        return None
    fence = _code_fence(inner, kind, line, problems)
    asked = [p for p in _question_pieces(inner) if p is not fence]
    question = blocks.flat(inner, asked, problems)
    code = None if fence is None else "\n".join(inner.body(fence)).rstrip()
    if not question and code is None:
        problems.error(line, "this quiz asks nothing", "write the question above the answers")
    answers = read_answers(inner, kind, problems)
    quiz = Quiz(
        id=name,
        kind=kind,
        question=tuple(question),
        answers=tuple(answers),
        line=line,
        code=code,
        before=fields.text("before") or None,
        after=fields.text("after") or None,
        run=_run(fields, kind),
        tolerance=_tolerance(fields, kind),
        also=_also(fields, kind, code or ""),
        was=read_was(fields, problems),
    )
    fields.close()
    _check_answers(quiz, problems)
    return quiz if name else None


def _kind(argument: str, line: int, problems: Problems) -> QuizKind | None:
    if argument in KINDS:
        return argument
    known = "write one of " + ", ".join(KINDS)
    message = f"there is no kind of quiz `{argument}`" if argument else "this quiz has no kind"
    problems.error(line, message, instead(argument, KINDS, known) if argument else known)
    return None


# --- the question -----------------------------------------------------------------------------


def _question_pieces(text: Text) -> list[Piece]:
    """What stands above the answers."""
    above = []
    for piece in text.pieces:
        if is_answers(text, piece):
            break
        above.append(piece)
    return above


def _code_fence(text: Text, kind: QuizKind, line: int, problems: Problems) -> Piece | None:
    """The one fence of a predict or parsons quiz."""
    if kind not in _WITH_CODE:
        return None
    fences = [p for p in _question_pieces(text) if p.language == "python"]
    if len(fences) != 1:
        count = "no" if not fences else str(len(fences))
        message = f"a {kind} quiz holds one `` ```python `` fence, and this has {count}"
        problems.error(line, message, "write the code between `` ```python `` and `` ``` ``")
        return None
    source = "\n".join(text.body(fences[0])).rstrip()
    at = text.line + fences[0].start + 1
    if not source:
        problems.error(at - 1, "this fence is empty", "write the code in it")
        return None
    check_code(source, at, problems)
    return fences[0]


# --- options that only some kinds have --------------------------------------------------------


def _run(fields: Fields, kind: QuizKind) -> str | None:
    if kind != "number":
        return None
    source = fields.text("run")
    if source and not is_expression(source):
        fields.wrong("run", "one Python expression", 'write `run: "path[-1]"`')
    return source or None


def _tolerance(fields: Fields, kind: QuizKind) -> float | None:
    if kind != "number":
        return None
    tolerance = fields.number("tolerance")
    if tolerance is not None and tolerance < 0:
        fields.wrong("tolerance", "0 or more", "write `tolerance: 0.01`")
    return tolerance


def _also(fields: Fields, kind: QuizKind, code: str) -> tuple[tuple[int, ...], ...]:
    node = fields.node("also") if kind == "parsons" else None
    if node is None:
        return ()
    count = len(_lines(code))
    orders = plain(node)
    whole = list(range(1, count + 1))
    found: list[tuple[int, ...]] = []
    for order in orders if isinstance(orders, list) else [orders]:
        numbers = [n for n in order if type(n) is int] if isinstance(order, list) else []
        if sorted(numbers) != whole or not isinstance(order, list) or len(order) != count:
            wanted = f"orders of all {count} lines, counted from 1"
            fields.wrong("also", wanted, f"write `also: [{whole[::-1]}]`")
        elif numbers == whole or tuple(numbers) in found:
            fields.wrong("also", "orders that aren't given yet", f"remove {order}")
        else:
            found.append(tuple(numbers))
    return tuple(found)


def _lines(code: str) -> list[str]:
    return [line.rstrip() for line in code.split("\n") if line.strip()]


# --- whether the answers make a quiz ----------------------------------------------------------


def _check_answers(quiz: Quiz, problems: Problems) -> None:
    right = [a for a in quiz.answers if a.right]
    options = [a for a in quiz.answers if a.text != ANYTHING_ELSE]
    _check_twice(quiz.answers, problems)
    for answer in right:
        if answer.text == ANYTHING_ELSE:
            problems.error(
                answer.line, "`*` can't be right", "write `- [ ] *`, or the right answer"
            )
    if quiz.kind in _TO_CHOOSE:
        _check_choices(quiz, right, options, problems)
    elif quiz.kind == "parsons":
        _check_parsons(quiz, right, options, problems)
    else:
        _check_typed(quiz, right, problems)


def _check_twice(answers: Sequence[Answer], problems: Problems) -> None:
    first: dict[str, int] = {}
    for answer in answers:
        if answer.text in first:
            message = f"the answer {quoted(answer.text)} stands twice"
            advice = f"keep one (the first is in line {first[answer.text]})"
            problems.error(answer.line, message, advice)
        first.setdefault(answer.text, answer.line)


def _check_choices(
    quiz: Quiz, right: list[Answer], options: list[Answer], problems: Problems
) -> None:
    for answer in quiz.answers:
        if answer.text == ANYTHING_ELSE:
            message = "`*` stands for what is typed, and here nothing is"
            problems.error(answer.line, message, "remove it")
    if len(options) < 2:
        advice = "write `- [x] right` and `- [ ] wrong`, one a line"
        problems.error(quiz.line, f"a {quiz.kind} quiz needs two answers or more", advice)
    elif not right:
        problems.error(quiz.line, "this quiz has no right answer", "mark it with `- [x]`")
    elif quiz.kind == "choice" and len(right) > 1:
        message = "a choice quiz has one right answer"
        problems.error(
            right[1].line, message, "write `- [ ]` here, or make it `:::{quiz} multiple`"
        )


def _check_parsons(
    quiz: Quiz, right: list[Answer], options: list[Answer], problems: Problems
) -> None:
    lines = _lines(quiz.code or "")
    if quiz.code is not None and len(lines) < 2:
        problems.error(
            quiz.line, "there is nothing to put in order", "write two lines of code or more"
        )
    for answer in right:
        message = "the fence holds the right lines of a parsons quiz"
        problems.error(answer.line, message, "write `- [ ]` for a line that belongs nowhere")
    for answer in options:
        if answer.text.rstrip() in lines:
            message = f"{quoted(answer.text.strip())} is one of the right lines"
            problems.error(answer.line, message, "write a line that belongs nowhere")


def _check_typed(quiz: Quiz, right: list[Answer], problems: Problems) -> None:
    if not right and not (quiz.kind == "predict" or quiz.run):
        extra = " or give it `:run: EXPRESSION`" if quiz.kind == "number" else ""
        problems.error(quiz.line, "this quiz has no right answer", f"write `- [x] …`{extra}")
    if quiz.kind == "predict" and len(right) > 1:
        problems.error(right[1].line, "code prints one thing", "keep one `- [x]`")
    if quiz.kind != "number":
        return
    for answer in quiz.answers:
        if answer.text != ANYTHING_ELSE and read_number(answer.text) is None:
            message = f"{quoted(answer.text)} isn't a number"
            problems.error(answer.line, message, "write it like 0.5, 1/2, 5e-1 or -3")
