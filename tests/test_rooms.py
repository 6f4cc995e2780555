"""Who may import whom (docs/design.md, section 1), and that the app never loads torch.

`lint-imports` holds what is forbidden, chains included (pyproject.toml). Here stands what is
allowed, so that a new dependency is a decision, and what processes really load.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.cli import lint_imports

MATHS = {"numpy", "torch", "torchvision"}
SCREEN = {"textual", "textual_plotext", "plotext"}

# Besides the standard library, `tutor` itself (its version) and the room's own modules.
ALLOWED = {
    "tutor.course": {"markdown_it", "mdit_py_plugins", "texicode", "yaml"},
    "tutor.engine": {"tutor.course", "tutor.processes", "msgspec"},
    "tutor.grading": {
        "tutor.course", "tutor.engine", "tutor.kit", "tutor.processes", "hypothesis", "msgspec",
        *MATHS,
    },
    "tutor.kit": {"tutor.course", "tutor.datasets", "tutor.engine", "contourpy", "msgspec", *MATHS},
    "tutor.mine": {"tutor.kit"},  # what lesson code imports
    "tutor.home": {"platformdirs"},
    "tutor.processes": set(),
    "tutor.datasets": {
        "tutor.course", "tutor.home", "tutor.processes", "filelock", "msgspec", "pooch", "requests",
    },
    "tutor.progress": {"tutor.home", "msgspec", "tomlkit"},
    "tutor.app": {
        "tutor.course", "tutor.datasets", "tutor.engine", "tutor.home", "tutor.progress",
        "markdown_it", "rich", "tree_sitter", "tree_sitter_python", "watchfiles", *SCREEN,
    },
}  # fmt: skip
PARENT = "tutor.engine.engine"  # the parent side is what this reaches
CHILD_TOO = {"tutor.grading", "tutor.kit", *MATHS}  # what the child side may have beside that


def contract(root: Path, name: str) -> dict[str, Any]:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    (found,) = (c for c in settings["tool"]["importlinter"]["contracts"] if c["id"] == name)
    return found


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "tutor",
        include_external_packages=True,
        exclude_type_checking_imports=True,
        cache_dir=None,
    )


def child_modules(root: Path, name: str) -> set[str]:
    """The engine's child side, as a contract lists it."""
    forbidden = contract(root, name)["forbidden_modules"]
    return {module for module in forbidden if inside(module, "tutor.engine")}


@pytest.fixture(scope="module")
def child_side(root: Path) -> set[str]:
    return child_modules(root, "parent")


def test_the_contracts_hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    assert lint_imports(no_cache=True, no_logo=True) == 0


def test_each_room_imports_only_what_it_may(graph: grimp.ImportGraph, child_side: set[str]) -> None:
    surplus = set()
    checked = 0
    for room, allowed in ALLOWED.items():
        for module in (m for m in graph.modules if inside(m, room)):
            extra = CHILD_TOO if module in child_side else set()
            for imported in graph.find_modules_directly_imported_by(module):
                checked += 1
                if imported == "tutor" or imported.split(".")[0] in sys.stdlib_module_names:
                    continue
                if not any(inside(imported, package) for package in {room} | allowed | extra):
                    surplus.add(f"{module} imports {imported}")
    assert checked > 100
    assert sorted(surplus) == []


def test_the_child_side_is_listed_whole(
    graph: grimp.ImportGraph, root: Path, child_side: set[str]
) -> None:
    """A new engine module that the parent side does not need has to be forbidden to the app."""
    parent_side = graph.find_upstream_modules(PARENT) | {PARENT}
    engine = {module for module in graph.modules if module.startswith("tutor.engine.")}
    # Words and pictures that grading makes and the app draws; the contracts hold for them as well.
    parent_side |= {
        module
        for module in engine
        if any(inside(m, "tutor.app") for m in graph.find_modules_that_directly_import(module))
    }
    assert engine - parent_side == child_side
    assert child_modules(root, "app") == child_side
    assert "tutor.engine.session" in parent_side


# --- what a process really loads ---------------------------------------------------------------


def loaded_by(module: str) -> set[str]:
    """Top-level names in `sys.modules` of a fresh process that imports one module."""
    code = "import importlib, json, sys; importlib.import_module(sys.argv[1]); "
    code += "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    process = subprocess.run(
        [sys.executable, "-c", code, module],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    return set(json.loads(process.stdout))


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("tutor.app.main", MATHS),
        ("tutor.cli", MATHS | SCREEN),
        ("tutor.course", MATHS | SCREEN | {"msgspec"}),
        ("tutor.engine", MATHS | SCREEN),
        ("tutor.grading", MATHS | SCREEN),
        ("tutor.mine", MATHS | SCREEN | {"msgspec", "yaml"}),
        ("tutor.progress", MATHS | SCREEN),
    ],
)
def test_a_fresh_process_does_not_load(module: str, never: set[str]) -> None:
    loaded = loaded_by(module)
    assert "tutor" in loaded
    assert loaded & never == set()


def test_what_a_process_loads_is_seen() -> None:
    """The test above would notice."""
    assert "textual" in loaded_by("textual")
