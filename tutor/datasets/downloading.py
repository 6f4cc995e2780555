"""Downloading one file from one address, going on where an earlier try was cut.

What comes is written to `NAME.part`; `NAME.part.json` says which version of which address it is
the beginning of. Both stay when a download ends early, however it ends, and the next try asks
the server for the rest: only where the server says that its file is still the same (If-Range,
RFC 9110, 13.1.5); else, and where it can't send parts, it begins anew.
"""

from __future__ import annotations

import errno
import json
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tutor.datasets import faults

if TYPE_CHECKING:
    import requests

CONNECT = 10.0  # seconds to wait for a server's greeting
STALL = 20.0  # seconds without a byte after which a server counts as asleep
_CHUNK = 1 << 11  # small: a chunk is told of when it is full, on slow lines too
_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)

Tell = Callable[[int, int], None]  # bytes that are here, bytes of the whole file (0: unknown)


class Part:
    """The beginning of a file, and what is known of the whole."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(target.name + ".part")
        self._about = target.with_name(target.name + ".part.json")

    @property
    def size(self) -> int:
        """Bytes that have come; 0 if there are none."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def about(self) -> Mapping[str, Any]:
        """Its `address`, `mark` (of the version) and `total`; empty if that isn't known."""
        try:
            read = json.loads(self._about.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}

    def begin(self, address: str, mark: str, total: int) -> None:
        """What is going to be written is a beginning of this. Said before its first byte."""
        text = json.dumps({"address": address, "mark": mark, "total": total})
        self._about.write_text(text, encoding="utf-8")

    def drop(self) -> None:
        """Forget it."""
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)

    def forget_about(self) -> None:
        """It has become the whole file."""
        self._about.unlink(missing_ok=True)


class _Sink:
    """What pooch writes to, and where the answer's head says which part of the file comes."""

    def __init__(self, part: Part, address: str, tell: Tell, stop: Callable[[], bool]) -> None:
        self._part, self._address, self._tell, self._stop = part, address, tell, stop
        self._file: IO[bytes] | None = None
        self.total = 0
        self.status, self.reason = 0, ""

    @property
    def opened(self) -> bool:
        """Whether the answer was the file, or its rest."""
        return self._file is not None

    def look(self, response: requests.Response, *_: object, **__: object) -> None:
        """The head of an answer is here: open the part where its bytes belong."""
        # The file as it lies there: requests would unpack what a server calls "encoded".
        response.raw.headers.pop("content-encoding", None)
        self.status, self.reason = response.status_code, response.reason or ""
        if response.status_code == 206:
            self._go_on(response)
        elif response.status_code == 200:
            length = response.headers.get("content-length", "")
            self.total = int(length) if length.isdigit() else 0
            self._part.drop()
            self._part.begin(self._address, _mark(response.headers), self.total)
            self._open("wb")

    def _go_on(self, response: requests.Response) -> None:
        said = response.headers.get("content-range", "")
        found = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", said)
        if found is None or int(found[1]) != self._part.size:
            self._part.drop()
            raise faults.Cut(server_of(self._address))  # the next try begins anew
        self.total = int(found[2])
        self._open("ab")

    def _open(self, mode: str) -> None:
        # unbuffered: whatever ends this process, all that came is there
        self._file = open(self._part.path, mode, buffering=0)  # noqa: SIM115, PTH123
        self._tell(self._part.size, self.total)

    def write(self, chunk: bytes) -> None:
        """Keep what came."""
        if self._stop():
            raise faults.Stopped
        if self._file is None:  # 203, 204, …: answers, but not with a file
            return
        self._file.write(chunk)
        self._tell(self._file.tell(), self.total)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def close(self) -> None:
        """No more will come."""
        if self._file is not None:
            self._file.close()


def download(address: str, part: Part, tell: Tell, stop: Callable[[], bool]) -> None:
    """Let `part` become the whole file of an address, going on with what it has.

    Raises AddressFault if this address doesn't give it, Stopped, OSError if it can't be written.
    """
    import pooch  # noqa: PLC0415
    import requests  # noqa: PLC0415

    sink = _Sink(part, address, tell, stop)
    fetch = pooch.HTTPDownloader(
        chunk_size=_CHUNK,
        timeout=(CONNECT, STALL),
        headers={"Accept-Encoding": "identity", "User-Agent": "tutor-dl", **_ask(part, address)},
        hooks={"response": sink.look},
    )
    try:
        fetch(address, sink, None)
    except requests.HTTPError:
        if sink.status == 416:  # the file is shorter than what is here
            part.drop()
            raise faults.Cut(server_of(address)) from None
        raise faults.Refused(address, sink.status, sink.reason) from None
    except requests.RequestException as error:  # before OSError: it is one
        raise _explain(error, address) from None
    finally:
        sink.close()
    if not sink.opened:
        raise faults.Refused(address, sink.status, sink.reason)
    if sink.total and part.size != sink.total:  # older versions of urllib3 don't mind
        raise faults.Cut(server_of(address))


def _ask(part: Part, address: str) -> dict[str, str]:
    """The headers that ask for the rest only; none where it has to begin anew."""
    about = part.about()
    if not part.size or about.get("address") != address:
        return {}
    # Without a mark a changed file would be noticed by its hash only, and then fetched anew.
    mark = {"If-Range": str(about["mark"])} if about.get("mark") else {}
    return {"Range": f"bytes={part.size}-", **mark}


def _mark(headers: Mapping[str, str]) -> str:
    """What tells a version of a file from another: a strong ETag, or the date of the change."""
    tag = headers.get("etag", "")
    return tag if tag.startswith('"') else headers.get("last-modified", "")


def is_full(error: OSError) -> bool:
    """Whether it says that there is no room left."""
    return error.errno in _FULL


def server_of(address: str) -> str:
    """The name of an address's server, for messages."""
    return urlsplit(address).netloc or address


def is_page(path: Path) -> bool:
    """Whether a file looks like a web page: some networks send one whatever is asked for."""
    try:
        with path.open("rb") as file:
            start = file.read(200).lstrip().lower()
    except OSError:
        return False
    return start.startswith((b"<!doctype", b"<html"))


def wait(seconds: float, stop: Callable[[], bool]) -> None:
    """Let time pass; Stopped if somebody stops it."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if stop():
            raise faults.Stopped
        time.sleep(min(0.1, left))


# What a fault of the connection means, by the names of what was raised; the first one counts.
_FAULTS: list[tuple[set[str], Callable[[str], faults.AddressFault]]] = [
    ({"gaierror", "NameResolutionError"}, faults.not_found),
    ({"ConnectionRefusedError"}, faults.not_open),
    ({"SSLCertVerificationError", "SSLError"}, faults.not_trusted),
    ({"ConnectTimeout", "ConnectTimeoutError"}, faults.no_answer),
    ({"ProxyError"}, faults.no_proxy),
    ({"ReadTimeoutError", "ReadTimeout", "TimeoutError"}, lambda name: faults.Slow(name, STALL)),
    (
        {"IncompleteRead", "ConnectionResetError", "RemoteDisconnected", "BrokenPipeError",
         "ChunkedEncodingError", "ProtocolError"},
        faults.Cut,
    ),
]  # fmt: skip


def _explain(error: Exception, address: str) -> faults.AddressFault:
    """What a fault of the connection means."""
    server = server_of(address)
    names = {type(each).__name__ for each in _inside(error)}
    for known, fault in _FAULTS:
        if known & names:
            return fault(server)
    return faults.Unreachable(f"{server} can't be reached ({type(error).__name__}).")


def _inside(error: object) -> list[BaseException]:
    """An exception and all that it was raised from, or carries along: libraries wrap them."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return found
