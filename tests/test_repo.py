"""The repository itself: fit to be cloned anywhere, by anyone."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LONGEST_FILE = 400  # lines; more, and two files would be clearer
BINARY = {".gz", ".ico", ".jpg", ".npz", ".png", ".whl"}

# Places that exist on one machine only, and addresses that only some can reach.
MACHINE = re.compile(
    r"(?<![\w.~$}])/(?:work|root|home|Users|opt|farm)/[\w.]|(?<![\w\\])[A-Z]:\\{1,2}Users\\"
)
REGISTRY = re.compile(r"--(?:extra-)?index-url|--find-links|file:///|pypi\.org/simple")


def kept_files(root: Path) -> list[Path]:
    """Every file that git keeps or would keep; without git, every file that is not hidden."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0 and listed.stdout:
        found = [root / name for name in listed.stdout.split("\0") if name]
    else:
        found = []
        for folder, inner, names in os.walk(root):
            inner[:] = [n for n in inner if n == ".ci" or not n.startswith((".", "__pycache__"))]
            found += [Path(folder, name) for name in names]
    return sorted(path for path in found if path.is_file())


def texts(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): path.read_text(encoding="utf-8", errors="replace")
        for path in kept_files(root)
        if path.suffix not in BINARY
    }


def python_files(root: Path) -> list[Path]:
    return [path for path in kept_files(root) if path.suffix == ".py"]


def hits(root: Path, pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts(root).items()
        if root / name != Path(__file__).resolve()  # it has to name what it looks for
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_place_on_one_machine(root: Path) -> None:
    assert hits(root, MACHINE) == []


@pytest.mark.parametrize("text", ["see /work/main/x", '"/root/.cache"', "C:\\Users\\ada"])
def test_such_places_are_recognized(text: str) -> None:
    assert MACHINE.search(text)


def test_no_file_names_a_package_registry(root: Path) -> None:
    assert hits(root, REGISTRY) == []


def test_python_files_are_short(root: Path) -> None:
    counted = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in python_files(root)}
    assert len(counted) > 20
    assert {str(p.relative_to(root)): n for p, n in counted.items() if n > LONGEST_FILE} == {}


def test_public_modules_say_what_they_are_for(root: Path) -> None:
    modules = [
        path for path in python_files(root)
        if path.relative_to(root).parts[0] in {"tutor", "bench"}
        and (path.name == "__init__.py" or not path.name.startswith("_"))
    ]  # fmt: skip
    assert modules
    silent = [
        str(path.relative_to(root)) for path in modules
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]  # fmt: skip
    assert silent == []


# --- constraints.txt -------------------------------------------------------------------------


def pins(root: Path) -> dict[str, Version]:
    found = {}
    for line in (root / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, version = line.split("==")
            found[name] = Version(version)
    return found


def installed_with_tutor() -> dict[str, Version]:
    """Every distribution that `pip install -e .[dev]` brings, with its version."""
    found: dict[str, Version] = {}
    waiting: list[tuple[str, frozenset[str]]] = [("tutor-dl", frozenset({"dev"}))]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        distribution = importlib.metadata.distribution(name)
        found[canonicalize_name(name)] = Version(distribution.version)
        for text in distribution.requires or ():
            wanted = Requirement(text)
            if wanted.marker and not any(
                wanted.marker.evaluate({"extra": extra}) for extra in (extras or {""})
            ):
                continue
            step = (canonicalize_name(wanted.name), frozenset(wanted.extras))
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    del found["tutor-dl"]
    return found


# Parts of PyTorch's own build for one platform: which of them there are, and in which
# version, follows from the pinned torch.
PLATFORM = re.compile(r"(nvidia|cuda)-.*|triton")


def test_every_version_is_pinned_and_no_other(root: Path) -> None:
    needed = {name for name in installed_with_tutor() if not PLATFORM.fullmatch(name)}
    assert needed == set(pins(root))


def test_what_is_installed_is_what_is_pinned(root: Path) -> None:
    installed = installed_with_tutor()
    other = {
        name: (str(version), installed[name].public)
        for name, version in pins(root).items()
        if name in installed and installed[name].public != version.public
    }
    assert other == {}, "run: make install-dev"


def test_pins_name_no_build_of_one_machine(root: Path) -> None:
    assert [name for name, version in pins(root).items() if version.local] == []
    assert [name for name in pins(root) if PLATFORM.fullmatch(name)] == []
