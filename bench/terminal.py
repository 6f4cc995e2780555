"""A program in a pseudo-terminal: press keys, and see when something appears."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

import psutil

WIDTH, HEIGHT = 120, 36
KEEP = 200_000  # bytes of what was shown, for the message when something never appears


class NeverAppeared(Exception):
    """What was waited for did not appear in time; the message holds the last lines shown."""


class Terminal:
    """A program that believes a person is watching. Leaving the `with` block ends it.

    `started` is the moment (perf_counter) just before the process was made.
    """

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._shown = bytearray()
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            # Sized before the program looks: the child waits for nobody.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
            os.execvpe(command[0], list(command), dict(env))

    def press(self, keys: str) -> float:
        """Type; the moment (perf_counter) just before."""
        moment = time.perf_counter()
        os.write(self._fd, keys.encode())
        return moment

    def see(self, pattern: str, timeout: float = 60) -> tuple[float, str]:
        """Wait until a pattern appears in what was written and does not yet count as seen.

        Returns the moment it was there, and the text of its first group or of all of it; it
        and what came before it then count as seen. One word is a safe pattern: what stands in
        two styles or on two lines is not written in one piece.
        """
        wanted = re.compile(pattern.encode())
        end = time.perf_counter() + timeout
        while (match := wanted.search(bytes(self._shown))) is None:
            self._wait(end, pattern)
        moment = time.perf_counter()
        del self._shown[: match.end()]
        return moment, match[1 if wanted.groups else 0].decode()

    def see_all(self, words: Sequence[str], timeout: float = 60) -> float:
        """Wait until each of these words has appeared, in any order; the moment of the last."""
        end = time.perf_counter() + timeout
        while missing := [word for word in words if word.encode() not in self._shown]:
            self._wait(end, ", ".join(missing))
        return time.perf_counter()

    def _wait(self, end: float, what: str) -> None:
        if not self._read(end - time.perf_counter()):
            raise NeverAppeared(f"{what} never appeared. Last shown:\n{self.last()}")

    def settle(self, quiet: float = 0.3, timeout: float = 10) -> None:
        """Read until nothing is written for `quiet` seconds; all of it counts as seen."""
        end = time.perf_counter() + timeout
        while time.perf_counter() < end and self._read(quiet):
            pass
        self._shown.clear()

    def watch(self, seconds: float) -> str:
        """Read for a while, as a terminal does, and return all that was not yet seen."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)
        shown = self._shown.decode(errors="replace")
        self._shown.clear()
        return shown

    def last(self) -> str:
        """The end of what was shown, without the terminal's own sequences."""
        plain = re.sub(
            rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|.)", b"", self._shown
        )
        return plain[-2000:].decode(errors="replace")

    def _read(self, timeout: float) -> bool:
        """Read once, within a time; whether anything came."""
        if timeout < 0 or not select.select([self._fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # how Linux says that the other side has closed
            return False
        self._shown += data
        del self._shown[:-KEEP]
        return bool(data)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the program and all it started, so that the next measurement has the machine."""
        try:
            family = psutil.Process(self.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
        _, alive = psutil.wait_procs(family, timeout=5)
        for process in alive:
            process.kill()
        psutil.wait_procs(alive, timeout=5)
