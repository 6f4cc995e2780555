"""The wheel: whole, nothing beside it, and enough by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import tutor


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the hatchling that is installed: no network."""
    folder = tmp_path_factory.mktemp("dist")
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    built = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, timeout=100, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_every_lesson_file(names: set[str], root: Path) -> None:
    written = {
        f"tutor/lessons/{path.relative_to(root / 'lessons').as_posix()}"
        for path in (root / "lessons").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "tutor/lessons/course.yml" in written
    assert written <= names


def test_the_wheel_carries_every_file_of_the_package(names: set[str], root: Path) -> None:
    written = {
        path.relative_to(root).as_posix()
        for path in (root / "tutor").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {"tutor/cli.py", "tutor/app/main.py"} <= written
    assert written <= names


def test_the_wheel_holds_one_package_and_its_metadata(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert tops == {"tutor", f"tutor_dl-{tutor.__version__}.dist-info"}


def test_the_wheel_gives_both_commands(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = f"tutor_dl-{tutor.__version__}.dist-info"
        commands = archive.read(f"{info}/entry_points.txt").decode()
        licence = archive.read(f"{info}/licenses/LICENSE").decode()
    assert "tutor = tutor.cli:main" in commands
    assert "tutor-dl = tutor.cli:main" in commands
    assert "MIT" in licence


def run(command: list[str | Path], folder: Path) -> str:
    """What a command prints; it runs away from the checkout, so that only the wheel counts."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    process = subprocess.run(
        command, cwd=folder, env=clean, capture_output=True, text=True, timeout=900, check=False
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_wheel_is_enough(wheel: Path, root: Path, tmp_path: Path) -> None:
    """In an empty environment: the command, the course, a lesson that runs."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    run([scripts / "pip", "install", "-q", "-c", root / "constraints.txt", wheel], tmp_path)

    assert tutor.__version__ in run([scripts / "tutor", "--version"], tmp_path)
    assert tutor.__version__ in run([scripts / "tutor-dl", "--version"], tmp_path)
    assert "gradient_descent" in run([scripts / "tutor", "list"], tmp_path)
    assert json.loads(run([scripts / "tutor", "list", "--json"], tmp_path))
    assert run([scripts / "tutor", "lint"], tmp_path) is not None
    lesson = [scripts / "tutor", "run", "gradient_descent", "--cell", "promise"]
    assert "-0.1999" in run(lesson, tmp_path)
