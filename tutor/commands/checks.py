"""What `tutor doctor` reports: one check for each thing that Tutor stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report."""

    name: str
    state: State
    text: str  # what was found
    advice: str = ""  # what to do, where the state isn't ok


def show(check: Check) -> str:
    """The line, and the advice below it."""
    line = f"{check.state:4}  {check.name}: {check.text}"
    return f"{line}\n      {check.advice}" if check.advice else line
