"""Checks of the terminal: what it can show, and what it lets through."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.commands.checks import Check

ROOMY = (120, 36)  # two panes
SMALLEST = (32, 8)  # below it the app only says that it needs room


@dataclass(frozen=True, slots=True)
class Terminal:
    """What there is to know about a terminal without asking it."""

    is_terminal: bool
    columns: int
    rows: int
    encoding: str
    environment: Mapping[str, str]

    @classmethod
    def current(cls) -> Terminal:
        """The one that this process writes to."""
        import sys  # noqa: PLC0415 - the streams as they are now, not at import

        size = shutil.get_terminal_size()
        encoding = getattr(sys.stdout, "encoding", None) or "unknown"
        is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        return cls(is_terminal, size.columns, size.lines, encoding, os.environ)


def checks(terminal: Terminal) -> list[Check]:
    """Kind, size, characters, colours, and copying."""
    if not terminal.is_terminal:
        text = "input or output isn't a terminal"
        advice = "The app needs one. `tutor read LESSON` prints plain text anywhere."
        return [Check("terminal", "warn", text, advice), characters(terminal)]
    return [
        kind(terminal),
        size(terminal),
        characters(terminal),
        colours(terminal),
        *copying(terminal),
    ]


def kind(terminal: Terminal) -> Check:
    """TERM, and what lies between us and the screen."""
    term = terminal.environment.get("TERM", "")
    between = [name for name, variable in _BETWEEN if terminal.environment.get(variable)]
    text = (term or "TERM is not set") + (f", through {' and '.join(between)}" if between else "")
    if term == "dumb":
        advice = (
            "It can't place the cursor, so the app can't draw. `tutor read` and `tutor run` work."
        )
        return Check("terminal", "bad", text, advice)
    if not term and os.name != "nt":
        return Check("terminal", "warn", text, "Set it, usually to xterm-256color.")
    return Check("terminal", "ok", text)


_BETWEEN = (("tmux", "TMUX"), ("screen", "STY"), ("ssh", "SSH_CONNECTION"))


def size(terminal: Terminal) -> Check:
    """Columns and rows."""
    text = f"{terminal.columns} x {terminal.rows}"
    if terminal.columns < SMALLEST[0] or terminal.rows < SMALLEST[1]:
        advice = f"The app needs {SMALLEST[0]} x {SMALLEST[1]}, and likes {ROOMY[0]} x {ROOMY[1]}."
        return Check(
            "size", "warn", text, f"{advice} Make the window larger or the letters smaller."
        )
    if terminal.columns < ROOMY[0]:
        return Check(
            "size", "ok", f"{text}; from {ROOMY[0]} columns on, text and code stand abreast"
        )
    return Check("size", "ok", text)


def characters(terminal: Terminal) -> Check:
    """Whether formulas can be written."""
    encoding = terminal.encoding
    if encoding.lower().replace("-", "").replace("_", "") == "utf8":
        return Check("characters", "ok", "UTF-8")
    try:
        "∂‖η⊙⣿│".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        advice = "Formulas will show as ?. Set LANG=C.UTF-8, or PYTHONUTF8=1 on Windows."
        return Check("characters", "warn", f"{encoding} can't write formulas", advice)
    return Check("characters", "ok", encoding)


def colours(terminal: Terminal) -> Check:
    """How many colours the terminal says that it has."""
    environment = terminal.environment
    if environment.get("NO_COLOR"):
        return Check("colours", "ok", "none, because NO_COLOR is set")
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Check("colours", "ok", "16 million")
    if "256color" in environment.get("TERM", "") or environment.get("WT_SESSION"):
        text = "256; themes are shown in the nearest ones"
        if environment.get("TMUX"):
            text += "; `set -as terminal-features ',*:RGB'` in tmux.conf lets all through"
        return Check("colours", "ok", text)
    advice = "If it has more, set COLORTERM=truecolor; if not, choose the terminal's own colours."
    return Check("colours", "warn", "16, as far as it tells", advice)


def copying(terminal: Terminal) -> list[Check]:
    """Whether what is copied in the app can reach the clipboard (OSC 52)."""
    environment = terminal.environment
    if environment.get("TMUX"):
        setting = _tmux_clipboard()
        if setting == "on":
            return [Check("copying", "ok", "tmux passes it on (set-clipboard on)")]
        text = f"tmux keeps it to itself (set-clipboard {setting or 'is unknown'})"
        advice = "Write `set -g set-clipboard on` in tmux.conf; saving to a file works anyway."
        return [Check("copying", "warn", text, advice)]
    if environment.get("TERM_PROGRAM") == "Apple_Terminal" or environment.get("STY"):
        text = "this terminal takes nothing from an app"
        return [Check("copying", "warn", text, "The app saves what you copy to a file as well.")]
    return []


def _tmux_clipboard() -> str:
    try:
        answer = subprocess.run(
            ["tmux", "show-options", "-s", "-v", "set-clipboard"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=2, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip()
