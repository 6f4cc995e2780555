"""Why a runner is gone, in words for the learner, and what they can do about it."""

from __future__ import annotations

import signal

from tutor.engine.channel import CLOSED
from tutor.engine.limits import GIB, Limits
from tutor.engine.runners import Exit

AGAIN = "Run the cell again: what it needs is run first."
CLOSE = "Close only files that you opened yourself, then run the cell again."
EXIT = "Leave out calls such as `os._exit()`; a cell ends by itself after its last line."
CRASH = "The last lines that ran are the ones to look at; then run the cell again."
# The same advice to a learner whose solution is checked.
IN_A_CHECK = {
    AGAIN: "Leave out what ends processes, such as `os.kill()`.",
    CLOSE: "Close only files that you opened yourself.",
    EXIT: "Leave out calls such as `os._exit()`; a function ends by returning.",
    CRASH: "The last lines that ran are the ones to look at.",
}
CRASHES = {"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT", "SIGTRAP", "SIGSYS"}


def explain(
    ended: Exit, limits: Limits, *, junk: str = "", stopped: bool = False
) -> tuple[str, str]:
    """The reason and the advice, a sentence each.

    `junk` says what on the channel was not a message, if that was how it was noticed;
    `stopped` that the learner (or the time limit) wanted the run to stop.
    """
    if ended.why:
        return _used_too_much(ended.why, limits)
    if stopped:
        return (
            "The code did not stop when it was asked to, so its process was ended.",
            "Names made so far are lost; run the cell again to make them anew.",
        )
    if junk:
        return (
            f"The code wrote to the app's own channel ({junk}), so its process was ended.",
            "Print with `print`, and leave file descriptors alone that you did not open.",
        )
    if ended.status is None or ended.status == CLOSED:
        return (
            "The code closed its connection to the app, so its process was ended.",
            CLOSE,
        )
    if ended.status < 0:
        return _killed_by(-ended.status, limits)
    return (
        f"The code ended its own process (exit status {ended.status}).",
        EXIT,
    )


def explain_player(ended: Exit, limits: Limits, junk: str = "") -> str:
    """The same of a process that played a solution, in one piece and without cells."""
    reason, advice = explain(ended, limits, junk=junk)
    return f"{reason} {IN_A_CHECK.get(advice, advice)}"


def _used_too_much(why: str, limits: Limits) -> tuple[str, str]:
    if why == "processes":
        return (
            f"The code started more than {limits.processes} processes, so all were ended.",
            "Start fewer at once; a DataLoader needs two to four workers.",
        )
    if why == "memory":
        return (
            f"The code used more than {_gibibytes(limits)} of memory, so its process was ended.",
            "Use smaller tensors or batches, and keep fewer results.",
        )
    return ("The process that runs lessons ended, and the code with it.", AGAIN)


def _killed_by(number: int, limits: Limits) -> tuple[str, str]:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"SIG{number}"
    what = (signal.strsignal(number) or name).lower()
    if name == "SIGXCPU":
        return (
            f"The code used more than {limits.cpu_seconds} s of processor time.",
            "Do fewer steps, or make each of them smaller.",
        )
    if name == "SIGKILL":
        return (
            "Its process was killed (signal 9): memory ran out, or the code did it itself.",
            "Use smaller tensors or batches, or close other programs; then run it again.",
        )
    if name in CRASHES:
        return (
            f"It crashed in native code (signal {number}, {what}).",
            CRASH,
        )
    return (f"Its process was ended by signal {number} ({what}).", AGAIN)


def _gibibytes(limits: Limits) -> str:
    return f"{(limits.memory_bytes or 0) / GIB:.1f} GiB"
