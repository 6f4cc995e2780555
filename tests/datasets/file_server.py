"""A server of files on this machine that can do everything wrong that servers do."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """What it serves, and how badly; `asked` is what was asked for: path and Range header."""

    address: str
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    status: dict[str, int] = field(default_factory=dict)  # answers of these paths instead
    cuts: list[int] = field(default_factory=list)  # the next answers end after so many bytes
    ranges: bool = True
    tag: str = '"one"'  # "" sends none
    length: bool = True  # whether the length is said
    pause_at: int | None = None  # where in a file it waits for `go_on`
    go_on: threading.Event = field(default_factory=threading.Event)
    paused: threading.Event = field(default_factory=threading.Event)  # it waits
    headers: dict[str, str] = field(default_factory=dict)  # more of them


def _handler(server: FileServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            server.asked.append((self.path, asked))
            content = server.files.get(self.path)
            status = server.status.get(self.path, 200 if content is not None else 404)
            if content is None or status != 200:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start = self._start(asked, content)
            if start is None:
                return
            self.send_header("Content-Length", str(len(content) - start)) if server.length else None
            if server.tag:
                self.send_header("ETag", server.tag)
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            self._send(content[start:], start)
            self.close_connection = True

        def _start(self, asked: str, content: bytes) -> int | None:
            found = re.fullmatch(r"bytes=(\d+)-", asked)
            same = self.headers.get("If-Range") in (None, server.tag)
            if found is None or not server.ranges or not same:
                self.send_response(200)
                return 0
            start = int(found[1])
            if start >= len(content):
                self.send_response(416)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return None
            self.send_response(206)
            end = len(content) - 1
            self.send_header("Content-Range", f"bytes {start}-{end}/{len(content)}")
            return start

        def _send(self, content: bytes, start: int) -> None:
            cut = server.cuts.pop(0) if server.cuts else len(content)
            if server.pause_at is None:
                self.wfile.write(content[:cut])
                return
            pause = max(0, server.pause_at - start)
            self.wfile.write(content[:pause])
            self.wfile.flush()
            server.paused.set()
            server.go_on.wait(30)
            self.wfile.write(content[pause:cut])

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # who asked has gone
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[FileServer]:
    """A server that runs until the block ends."""
    server = FileServer("")
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(server)) as http:
        http.daemon_threads = True
        server.address = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            http.shutdown()
            thread.join()
