"""`tutor data show`: what is seen of each set, which one it is, and words where it can't be."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pytest
import real_data
from small_course import Command

from tutor.commands import data_show
from tutor.commands.errors import Exit
from tutor.datasets import registry, shelf
from tutor.engine.protocol import Images, Picture
from tutor.kit import airfoil, showing

BRAILLE = re.compile("[⠁-⣿]")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def data(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all data, of this test only."""
    folder = own_home / "data"
    monkeypatch.setenv(shelf.VARIABLE, str(folder))
    monkeypatch.delenv("TUTOR_OFFLINE", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    return folder


def image_blocks(out: str) -> list[str]:
    """The lines of the images, without what stands above them."""
    return out.partition("\n\n")[2].splitlines()


def test_every_set_of_the_registry_can_be_shown() -> None:
    assert set(registry.load()) == showing.NAMES


# --- images --------------------------------------------------------------------------------------


def test_synthetic_garments(tutor: Command) -> None:
    assert tutor("data", "show", "fashion_mnist") == Exit.FINE
    first = tutor.out.splitlines()[0]
    assert first.startswith("Data: Fashion-MNIST, synthetic: made by Tutor, not measured · 10 of")
    assert "`tutor data get fashion_mnist` fetches the real one, 30.9 MB." in " ".join(
        tutor.out.split()
    )
    names = registry.find("fashion_mnist").classes
    assert [
        name for line in image_blocks(tutor.out) for name in re.findall(r"[a-z]\S+(?: boot)?", line)
    ] == names
    assert not ANSI.search(tutor.out)
    assert set("░▒▓") <= set(tutor.out)
    lines = tutor.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 24
    assert tutor.err == ""


def test_real_images_are_those_of_the_files(tutor: Command, data: Path, shared_data: Path) -> None:
    real_data.lay_fashion(shared_data, data)
    for file in registry.find("fashion_mnist").files:  # as after a download
        (data / "fashion_mnist" / file.name).touch()
    assert tutor("data", "show", "fashion_mnist", "--count", "20") == Exit.FINE
    assert tutor.out.startswith("Data: Fashion-MNIST, the real data · 20 of the training images\n")
    assert "Zalando Research, 2017. Licence: MIT." in " ".join(tutor.out.split())
    assert tutor.out.count("ankle boot") == 2
    images = showing.sample(registry.find("fashion_mnist"), "real", 20).images
    assert images is not None
    with np.load(shared_data / real_data.FASHION) as file:
        for at, picture in enumerate(images.pictures):
            of_class = np.flatnonzero(file["labels"] == at % 10)
            assert picture.pixels == file["images"][of_class[at // 10]].tobytes()
    assert tutor("data", "show", "fashion_mnist", "--synthetic", "--count", "1") == Exit.FINE
    assert "The real one is here too" in " ".join(tutor.out.split())


def test_in_colour_where_there_are_colours(tutor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_show, "wants_colour", lambda: True)
    assert tutor("data", "show", "fashion_mnist") == Exit.FINE
    blocks = "\n".join(image_blocks(tutor.out))
    assert re.search(r"\x1b\[38;2;(\d+);\1;\1;48;2;(\d+);\2;\2m▀", blocks)
    assert max(len(ANSI.sub("", line)) for line in tutor.out.splitlines()) <= 80
    black = "\x1b[48;2;0;0;0m \x1b[0m"
    assert black in blocks
    monkeypatch.delenv("COLORTERM")
    assert tutor("data", "show", "fashion_mnist") == Exit.FINE
    assert "\x1b[38;5;" in tutor.out
    assert "38;2" not in tutor.out
    monkeypatch.setenv("TERM", "xterm")
    assert tutor("data", "show", "fashion_mnist") == Exit.FINE
    assert "8;5;" not in tutor.out
    assert "▓" in tutor.out


def images_of(count: int, label: str = "a") -> Images:
    return Images(0, [Picture(28, 28, bytes(784), label) for _ in range(count)])


@pytest.mark.parametrize(
    ("count", "width", "height", "columns"),
    [
        (10, 80, 19, 5),
        (10, 120, 31, 5),
        (10, 300, 19, 10),
        (10, 40, 100, 2),
        (10, 40, 200, 1),
        (1, 20, 5, 1),
    ],
)
def test_images_are_as_large_as_they_fit(count: int, width: int, height: int, columns: int) -> None:
    assert data_show.fitted(images_of(count), width, height).columns == columns


def test_no_images_and_no_room_are_no_error() -> None:
    assert data_show.fitted(images_of(0), 80, 24).pictures == []
    assert data_show.fitted(images_of(10), 1, 1).columns >= 1


# --- tables --------------------------------------------------------------------------------------


def test_the_measured_table_in_its_units(tutor: Command, data: Path, shared_data: Path) -> None:
    path = real_data.lay_airfoil(shared_data, data, b"\r\n")
    assert tutor("data", "show", "airfoil", "--column", "velocity") == Exit.FINE
    lines = tutor.out.splitlines()
    assert lines[0] == "Data: Airfoil self-noise, the real data · 1503 rows"
    assert "CC BY 4.0" in tutor.out
    row = next(line.split() for line in lines if line.split()[:1] == ["800"])
    assert row == ["800", "0", "0.3048", "71.3", "0.0026634", "126.2"]
    assert "… 1497 more rows" in lines
    table = np.loadtxt(path)
    names = registry.find("airfoil").columns
    for at, name in enumerate(names):
        (line,) = (line for line in lines if line.startswith(f"{name}  "))
        told = [float(word) for word in line.removeprefix(name).split()]
        wanted = [table[:, at].min(), table[:, at].mean(), table[:, at].max()]
        assert told == pytest.approx(wanted, rel=1e-4)
    assert "sound pressure level over free-stream velocity · 260 of the rows" in lines
    assert "synthetic" not in tutor.out
    assert max(map(len, lines)) <= 80
    path.write_bytes(path.read_bytes().replace(b"126.201", b"126.2o1"))
    assert tutor("data", "show", "airfoil") == Exit.FAILED
    assert "airfoil_self_noise.dat can't be used" in tutor.err
    assert "tutor data get airfoil" in tutor.err


def test_the_measured_table_as_lessons_get_it(
    tutor: Command, data: Path, shared_data: Path
) -> None:
    real_data.lay_airfoil(shared_data, data)
    assert tutor("data", "show", "airfoil", "--scaled", "--count", "1") == Exit.FINE
    features, labels = airfoil.measured(registry.find("airfoil"))
    row = next(line for line in tutor.out.splitlines() if line.endswith("0.19794"))
    told = [float(word) for word in row.split()]
    assert told == pytest.approx([*features[0], labels[0]], rel=1e-4)
    assert "[Hz]" not in tutor.out
    assert "standard deviation 1, no units" in tutor.out


def test_the_synthetic_table_says_so_twice(tutor: Command) -> None:
    assert tutor("data", "show", "airfoil", "--synthetic", "--column", "3") == Exit.FINE
    lines = tutor.out.splitlines()
    assert lines[0].startswith("Data: Airfoil self-noise, synthetic: made by Tutor, not measured")
    assert "· 1500 rows" in lines[0]
    assert "sound pressure level over chord length · 260 of the rows · synthetic data" in lines
    assert "[Hz]" not in tutor.out
    assert BRAILLE.search(tutor.out)
    assert not ANSI.search(tutor.out)


def test_what_was_chosen_is_what_is_shown(tutor: Command, data: Path, shared_data: Path) -> None:
    real_data.lay_airfoil(shared_data, data)
    shelf.choose("airfoil", "synthetic")
    assert tutor("data", "show", "airfoil") == Exit.FINE
    assert "synthetic: made by Tutor" in tutor.out
    assert "The real one is here too: --real shows it." in " ".join(tutor.out.split())
    assert tutor("data", "show", "airfoil", "--real") == Exit.FINE
    assert "the real data" in tutor.out


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("linear", [4.2, 2.0, -3.4], "y = 2 x1 - 3.4 x2 + 4.2 + noise"),
        ("polynomial", [5.0, 1.2, -3.4, 5.6], "y = 5 + 1.2 x - 3.4 x² + 5.6 x³ + noise"),
    ],
)
def test_a_formula_is_told_and_holds(
    tutor: Command, name: str, answer: list[float], words: str
) -> None:
    assert tutor("data", "show", name) == Exit.FINE
    assert "drawn by a formula" in tutor.out.splitlines()[0]
    assert words in " ".join(tutor.out.split())
    assert "synthetic" not in tutor.out
    columns = showing.sample(registry.find(name), "synthetic", 0).columns
    table = np.array([column.values for column in columns]).T
    ones = np.column_stack([np.ones(len(table)), table[:, :-1]])
    found, *_ = np.linalg.lstsq(ones, table[:, -1], rcond=None)
    assert found == pytest.approx(answer, abs=0.01)
    out = tutor.out
    assert tutor("data", "show", name) == Exit.FINE
    assert tutor.out == out


def test_a_terminal_that_writes_no_braille() -> None:
    raw = io.BytesIO()
    with contextlib.redirect_stdout(io.TextIOWrapper(raw, "ascii", errors="replace")) as out:
        data_show.show("airfoil")
        data_show.show("fashion_mnist")
        out.flush()
        text = raw.getvalue().decode("ascii")
    plot, _, images = text.partition("Data: Fashion")
    assert "+----" in plot
    assert plot.count("*") > 50
    assert re.search(r"[%@#*+]{3}", images)
    assert text.count("?") <= 6  # the dots between words, and of "…"


# --- what can't be shown -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("fashion", Exit.MISUSE, "did you mean fashion_mnist?"),
        ("airfoil --real", Exit.FAILED, "isn't here. `tutor data get airfoil` fetches"),
        ("linear --real", Exit.MISUSE, "a formula draws them"),
        ("fashion_mnist --column 1", Exit.MISUSE, "--column is for tables"),
        ("airfoil --column 6", Exit.MISUSE, "5 displacement thickness"),
        ("airfoil --column frequenzy", Exit.MISUSE, "Did you mean frequency?"),
        ("airfoil --column th", Exit.MISUSE, "More than one column"),
        ("airfoil --count 0", Exit.MISUSE, "no number from 1 to 64"),
        ("airfoil --real --synthetic", Exit.MISUSE, "not allowed with"),
        ("airfoil --scalled", Exit.MISUSE, "There is no option --scalled"),
        ("", Exit.MISUSE, "Say which NAME"),
    ],
)
def test_what_is_asked_for_wrongly(tutor: Command, words: str, code: int, said: str) -> None:
    assert tutor("data", "show", *words.split()) == code
    assert said in tutor.err
    assert tutor.out == ""


def test_a_broken_torchvision_is_told(
    tutor: Command, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tutor.engine import vision

    for file in registry.find("fashion_mnist").files:
        path = data / "fashion_mnist" / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.setattr(vision, "import_torchvision", lambda: "torchvision is not installed")
    assert tutor("data", "show", "fashion_mnist") == Exit.FAILED
    assert f"Torchvision is not installed. {vision.ADVICE}" in tutor.err


@pytest.mark.parametrize(
    ("value", "largest", "text"),
    [
        (0.00266337, 0.06, "0.0026634"),
        (-1e-7, 1.0, "0"),
        (1e-7, 1e-7, "1e-07"),
        (20000.0, 2e4, "20000"),
    ],
)
def test_numbers(value: float, largest: float, text: str) -> None:
    assert data_show.number(value, largest) == text
