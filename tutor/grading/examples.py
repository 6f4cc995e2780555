"""`given`: a case played with many examples of Hypothesis, always the same ones."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from tutor.engine.verdicts import Report
from tutor.grading import context, endings
from tutor.grading.context import CaseEnded, CaseFailed, Playing
from tutor.grading.explaining import short

if TYPE_CHECKING:
    from tutor.grading.mine import Made, Recorder


class _Falsified(Exception):
    """What tells Hypothesis that an example failed: it looks for a smaller one."""


def given(*, examples: int = 25, **strategies: Any) -> Callable[[Callable[..., object]], Any]:
    """Play a case with values of these strategies, below `@case`:

    `@given(n=integers(1, 20))`, with `from hypothesis.strategies import integers`. If all goes
    well, the calls of all examples are recorded. Otherwise a failing example is made as small as
    it gets, and only that one is. The same seed gives the same examples.
    """

    def decorate(function: Callable[..., object]) -> Any:
        @functools.wraps(function)
        def played(mine: Any) -> None:
            _Examples(context.now(), function, mine).play(examples, strategies)

        return played

    return decorate


class _Examples:
    """The examples of one case."""

    def __init__(self, playing: Playing, function: Callable[..., object], mine: Any) -> None:
        assert playing.recorder is not None
        self._playing = playing
        self._recorder: Recorder = playing.recorder
        self._function = function
        self._mine = mine
        self._failed: tuple[list[Made], Report] | None = None  # the last that did: the smallest
        playing.given = True
        self._recorder.before = True  # the failing call can't be taken from the reference

    def play(self, examples: int, strategies: dict[str, Any]) -> None:
        """All of them; CaseFailed with the smallest that fails."""
        import hypothesis  # noqa: PLC0415  (only the cases that use it pay for it)

        settings = hypothesis.settings(
            max_examples=examples,
            database=None,
            deadline=None,
            derandomize=True,
            phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
            report_multiple_bugs=False,
            print_blob=False,
            verbosity=hypothesis.Verbosity.quiet,
            suppress_health_check=list(hypothesis.HealthCheck),
        )

        def example(**values: Any) -> None:
            self._one(values)

        try:
            hypothesis.seed(self._playing.seed)(settings(hypothesis.given(**strategies)(example)))()
        except Exception:
            if self._failed is None:
                raise
        if self._failed is not None:
            self._recorder.calls, report = self._failed
            raise CaseFailed(report)

    def _one(self, values: dict[str, Any]) -> None:
        recorder = self._recorder
        start = 0 if self._failed else len(recorder.calls)
        del recorder.calls[start:]
        room = recorder.encoder.room
        self._playing.reseed()
        try:
            self._function(self._mine, **values)
        except CaseFailed as failed:
            self._fail(failed.report, values, start)
        except CaseEnded:
            error = recorder.calls[-1].error
            if error is None:
                raise
            self._fail(error.report, values, start)
        except Exception as error:
            if type(error).__module__.startswith("hypothesis"):  # its own way to say things
                raise
            self._fail(endings.case_raised(error, recorder), values, start)
        else:
            return
        recorder.encoder.room = room  # what is dropped takes no room
        raise _Falsified

    def _fail(self, report: Report, values: dict[str, Any], start: int) -> None:
        made = self._recorder.calls[start:]
        self._failed = made, _told(report, made, values)


def _told(report: Report, made: list[Made], values: dict[str, Any]) -> Report:
    """The report with the example, and with the call that it is about."""
    number = 0
    if made:
        wanted = report.number - made[0].number + 1
        number = wanted if report.number and 0 < wanted <= len(made) else len(made)
    about = made[number - 1] if number else None
    example = ", ".join(f"{name} = {short(value)}" for name, value in values.items())
    for index, each in enumerate(made, start=1):
        each.number = index
    return msgspec.structs.replace(
        report,
        message=f"{report.message.rstrip()} The smallest example: {example}.",
        number=number,
        call=about.before if about else "",
        printed=report.printed or (about.printed if about else ""),
    )
