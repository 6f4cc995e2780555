"""A small data set, and a server that has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny_set
from file_server import FileServer, serving

from tutor.datasets import fetching


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving() as running:
        running.files = {"/rows.txt": tiny_set.PLAIN, "/raw.gz": tiny_set.PACKED}
        yield running


@pytest.fixture
def tiny(server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tiny_set.Tiny:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(fetching, "PAUSE", 0.02)
    return tiny_set.write(tmp_path / "registry", server.address)
