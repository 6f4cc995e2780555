"""How a command ends when it can't do what it was asked for."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of `tutor`."""

    FINE = 0
    FAILED = 1  # what was asked for failed: a cell raised, a lesson has errors
    MISUSE = 2  # asked for in a way that can't be done
    BUG = 70  # an error of Tutor's own
    INTERRUPTED = 130  # Ctrl+C
    NO_READER = 141  # whoever read the output has gone


class CommandError(Exception):
    """Sentences for the person at the keyboard, and the exit code."""

    code = Exit.FAILED


class Failed(CommandError):
    """The thing asked for failed."""


class Misuse(CommandError):
    """It can't be asked for like that."""

    code = Exit.MISUSE
