"""The whole way, nothing scripted: a cell asks, a server on this machine has the file."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from course_maker import make_app, write_course
from data_steps import AIRFOIL, asked

from tutor.app.driving import lesson_screen, until
from tutor.app.lesson import LessonScreen
from tutor.datasets import getting, registry, shelf
from tutor.engine import Engine

LESSON = """\
---
summary: Load it.
minutes: 5
data: [airfoil]
---

# Noise

```{code-cell} python
:id: setup

from tutor.kit import data, live
```

## Load it

```{code-cell} python
:id: load

features, labels = data.airfoil()
```

## Use it

```{code-cell} python
:id: use

live.log(0, mean=features.abs().mean())
print(tuple(features.shape))
```
"""


@pytest.fixture
def server(shared_data: Path) -> Iterator[str]:
    """The real file, at an address of this machine."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(shared_data))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}"
        found.shutdown()


@pytest.fixture
def addresses(tmp_path: Path, server: str) -> Path:
    """The registry, with the addresses of our server."""
    root = tmp_path / "registry"
    root.mkdir()
    text = (registry.default_root() / "airfoil.yml").read_text(encoding="utf-8")
    first, _, rest = text.partition("    addresses:\n")
    kept = rest[rest.index("    size:") :]
    ours = f"    addresses: ['{server}/airfoil_self_noise.dat']\n"
    (root / "airfoil.yml").write_text(first + ours + kept, encoding="utf-8")
    return root


async def test_ask_download_run_then_change_ones_mind(tmp_path: Path, addresses: Path) -> None:
    course = write_course(tmp_path / "course", noise=LESSON)
    engine = Engine(device="cpu")
    app = make_app(tmp_path, engine=engine, course=course, start="noise")  # type: ignore[arg-type]
    app.datasets.fetch = lambda name: getting.fetch(name, addresses)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await screen.show_page(1)
        cell = screen.cell
        assert cell is not None
        await pilot.press("r")
        await asked(pilot)
        await pilot.press("d")

        def over() -> bool:
            return isinstance(app.screen, LessonScreen) and cell.outcome == "done"

        await until(pilot, over, "download and run", 60)
        assert shelf.state(registry.find("airfoil")) == "real"
        lines = cell.output.text.splitlines()
        assert lines == [f"Data: {AIRFOIL}, the real data · 1500 rows", "(1500, 5)"]
        await app.datasets.use("airfoil", "synthetic")
        await pilot.press("r")
        await until(pilot, lambda: screen.running is None, "the second run", 60)
        assert "synthetic: made by Tutor" in cell.output.text
        assert cell.figure is not None
        assert cell.figure.model.caption == f"synthetic data in run 2: {AIRFOIL}"
        labels = [cell.figure.runs.label(run) for run in cell.figure.runs.all]
        assert labels == ["real data", "synthetic data"]
