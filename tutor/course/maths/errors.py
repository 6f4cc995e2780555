"""What is wrong with a formula."""

from __future__ import annotations


class MathError(ValueError):
    """A formula that can't be shown, and what to write instead."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(f"{message}; {advice}")
        self.message = message
        self.advice = advice
