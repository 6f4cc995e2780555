"""Who has the cores: what was begun last. Everything that was begun before it waits, paused.

Two trainings side by side are both slower than one after the other, and what the learner has
just started is what they look at. So the engine keeps the work that goes on as a pile: whatever
is put on top runs, what lies below is paused by a signal and goes on when the top is taken away,
in whichever order that happens. Time limits stand still meanwhile (`Clock`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Turn:
    """A piece of work that wants the cores. `end` it in any case; twice does no harm."""

    name: str  # for those that wait: "train", "the check of sgd"
    place: str  # title of the lesson that it belongs to; "" if that says nothing
    pause: Callable[[Turn], None]  # called with the turn that goes first
    resume: Callable[[], None]
    _turns: Turns
    _waits_for: Turn | None = field(default=None, init=False)

    def end(self) -> None:
        """Give the cores back. Itself is neither paused nor resumed by this."""
        self._turns.remove(self)


class Turns:
    """The work of one engine, what was begun last on top."""

    def __init__(self) -> None:
        self._pile: list[Turn] = []
        self.on_busy: Callable[[], None] = lambda: None  # the first has begun
        self.on_idle: Callable[[], None] = lambda: None  # the last has ended

    @property
    def busy(self) -> bool:
        """Whether anybody has the cores."""
        return bool(self._pile)

    def begin(
        self, name: str, place: str, pause: Callable[[Turn], None], resume: Callable[[], None]
    ) -> Turn:
        """Take the cores; whoever has them now is paused.

        `pause` may be called again while paused, when somebody else goes first then; `resume`
        is called once the cores are free again, and may find nothing left to do.
        """
        turn = Turn(name, place, pause, resume, self)
        self._pile.append(turn)
        if len(self._pile) == 1:
            self.on_busy()
        self._settle()
        return turn

    def remove(self, turn: Turn) -> None:
        """Take a piece of work off the pile, wherever it lies."""
        if turn in self._pile:
            self._pile.remove(turn)
            self._settle()
            if not self._pile:
                self.on_idle()

    def _settle(self) -> None:
        """Pause and resume so that what is on top runs and nothing else does."""
        if not self._pile:
            return
        top = self._pile[-1]
        for turn in self._pile[:-1]:
            if turn._waits_for is not top:
                turn._waits_for = top
                turn.pause(top)
        if top._waits_for is not None:
            top._waits_for = None
            top.resume()


class Clock:
    """Time that passes only while it isn't paused, and an alarm that goes by it."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._stopped: float | None = None  # when it was paused
        self._lost = 0.0
        self._alarm: tuple[float, Callable[[], None]] | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def lost(self) -> float:
        """Seconds for which it was paused, so far."""
        return self._lost + (0.0 if self._stopped is None else time.monotonic() - self._stopped)

    @property
    def seconds(self) -> float:
        """Seconds since it was made, without those for which it was paused."""
        now = time.monotonic() if self._stopped is None else self._stopped
        return now - self._began - self._lost

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self._stopped is not None

    def pause(self) -> None:
        """Stand still."""
        if self._stopped is None:
            self._stopped = time.monotonic()
            self._set_timer()

    def resume(self) -> float:
        """Go on; how long it stood still."""
        if self._stopped is None:
            return 0.0
        stood = time.monotonic() - self._stopped
        self._lost += stood
        self._stopped = None
        self._set_timer()
        return stood

    def ring(self, seconds: float, alarm: Callable[[], None]) -> None:
        """Call `alarm` once when `seconds` have passed since it was made."""
        self._alarm = seconds, alarm
        self._set_timer()

    def silence(self) -> None:
        """No alarm any more."""
        self._alarm = None
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._alarm is not None and self._stopped is None:
            loop = asyncio.get_running_loop()
            seconds, alarm = self._alarm
            self._timer = loop.call_later(max(0.0, seconds - self.seconds), alarm)
