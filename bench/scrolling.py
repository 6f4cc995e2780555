"""How long a key takes to be seen while something else goes on."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from bench.surroundings import own_course
from bench.terminal import Terminal

WORDS = 1200
WORD = r"word(\d{4})"
TIMES = 80
DOWN = "\x1b[B"


def scrolled(lesson: str, ready: Callable[[Terminal], None] = lambda _: None) -> list[float]:
    """Seconds from `down` to the words that it brings, while the cell of a lesson runs.

    `lesson` has a place for `prose`; its cell says "underway". `down` scrolls by two lines: a
    word with a higher number than ever appears. `ready` may look first whether all is well.
    """
    words = [f"word{number:04}" for number in range(WORDS)]
    prose = "\n\n".join(" ".join(words[at : at + 60]) for at in range(0, WORDS, 60))
    pauses, times = random.Random(0), list[float]()
    with own_course(lesson.format(prose=prose)) as (command, env), Terminal(command, env) as screen:
        screen.see("word0000")
        highest = _highest(screen.watch(1))
        screen.press("r")
        screen.see("underway", timeout=120)
        ready(screen)
        for _ in range(TIMES):
            # Keys come at any moment of the redraws' rhythm.
            highest = max(highest, _highest(screen.watch(0.1 + 0.2 * pauses.random())))
            pressed = screen.press(DOWN)
            seen, number = screen.see(WORD, timeout=10)
            while int(number) <= highest:
                seen, number = screen.see(WORD, timeout=10)
            times.append(seen - pressed)
    return times


def _highest(shown: str) -> int:
    return max(map(int, re.findall(WORD, shown)), default=0)
