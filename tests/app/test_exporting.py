"""A figure as files: numbers that come back, and a drawing that is one."""

from __future__ import annotations

import csv
import io
import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from figure_samples import CODE, ETAS, Host, curve, descent, finished, ran, surface

from tutor.app.exporting import as_csv, as_svg, save
from tutor.app.figure_model import FigureModel
from tutor.course.model import Panel, PlotOptions

SVG = "{http://www.w3.org/2000/svg}"


def rows(model: FigureModel) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(model))))


def drawn(model: FigureModel) -> ET.Element:
    return ET.fromstring(as_svg(model))


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def lines(root: ET.Element) -> list[ET.Element]:
    return list(root.iter(f"{SVG}polyline"))


# --- numbers --------------------------------------------------------------------------------------


def test_a_line_for_each_point_with_the_knobs_of_its_run() -> None:
    model = FigureModel(PlotOptions())
    ran(model, {"eta": 0.1, "way": "up, or down"})
    ran(model, {"eta": 0.2, "way": "up, or down"}, loss=[1.0, math.inf, 0.1 + 0.2])
    found = rows(model)
    assert list(found[0]) == ["run", "eta", "way", "curve", "x", "y"]
    first = [row for row in found if row["run"] == "1"]
    assert [float(row["y"]) for row in first] == descent(0.1)
    assert first[0]["way"] == "up, or down"
    second = [(row["eta"], float(row["x"]), float(row["y"])) for row in found if row["run"] == "2"]
    assert second == [("0.2", 0.0, 1.0), ("0.2", 2.0, 0.1 + 0.2)]


def test_whole_curves_and_paths_are_there_too() -> None:
    model = FigureModel(PlotOptions())
    model.begin({}, CODE)
    model.take(curve([2.0, 1.0], [4.0, math.nan], "walk"))
    model.take(surface([2.0, 0.5], [1.0, 0.0], "bowl"))
    model.finish(finished())
    found = [(row["curve"], row["x"], row["y"]) for row in rows(model)]
    assert found == [
        ("walk", "2.0", "4.0"),
        ("walk", "1.0", "nan"),
        ("bowl sgd", "2.0", "1.0"),
        ("bowl sgd", "0.5", "0.0"),
    ]


# --- the drawing ----------------------------------------------------------------------------------


def test_a_drawing_has_axes_names_a_legend_and_every_curve() -> None:
    model = FigureModel(PlotOptions(title="Rates < 1 & more", x="step", y="loss"))
    for eta in ETAS:
        ran(model, {"eta": eta})
    root = drawn(model)
    said = texts(root)
    assert {"Rates < 1 & more", "step", "loss", "0.0", "1.0"} <= set(said)
    assert [text for text in said if "eta" in text] == [
        f"{slot} eta {eta:g}" for slot, eta in enumerate(ETAS, start=1)
    ]
    looks = {(line.get("stroke"), line.get("stroke-dasharray")) for line in lines(root)}
    assert len([look for look in looks if look[0] not in ("#C8C8C8", "#595959")]) == 8
    assert len({dash for _, dash in looks}) == 8  # to be told apart in grey as well


def test_a_falling_curve_falls_within_the_frame() -> None:
    model = FigureModel(PlotOptions())
    ran(model, {"eta": 0.1})
    root = drawn(model)
    (line,) = [line for line in lines(root) if line.get("stroke-width") == "2"][:1]
    places = [tuple(map(float, pair.split(","))) for pair in (line.get("points") or "").split()]
    assert len(places) == 40
    assert places == sorted(places)
    assert [y for _, y in places] == sorted(y for _, y in places)  # down is larger
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    assert all(0 < x < width and 0 < y < height for x, y in places)


def test_the_legend_covers_no_curve_and_names_at_the_ends_do_not_meet() -> None:
    model = FigureModel(PlotOptions())
    for eta in ETAS:
        ran(model, {"eta": eta})
    root = drawn(model)
    curves = [line for line in lines(root) if line.get("stroke-width") == "2"]
    most = max(
        float(pair.split(",")[0])
        for line in curves
        if (line.get("points") or "").count(",") > 2
        for pair in (line.get("points") or "").split()
    )
    entries = [e for e in root.iter(f"{SVG}text") if "eta" in (e.text or "")]
    assert all(float(e.get("x") or 0) > most + 20 for e in entries)
    ends = [float(e.get("y") or 0) for e in root.iter(f"{SVG}text") if len(e.text or "") == 1]
    ends = [y for y in ends if y > 0][-8:]
    assert all(b - a >= 13 for a, b in pairwise(ends))


def test_panels_stand_below_one_another_and_a_diverging_run_is_crossed() -> None:
    panels = (Panel("loss", ("train",)), Panel("accuracy", ("acc",)))
    model = FigureModel(PlotOptions(panels=panels))
    ran(model, {"eta": 0.1}, train=descent(0.1), acc=[0.0, 1.0])
    ran(model, {"eta": 9.0}, train=[1.0, 9.0, 1e200, math.inf], acc=[0.0, 0.5])
    root = drawn(model)
    parts = root.findall(f"{SVG}g")
    assert [part.get("transform") for part in parts] == ["translate(0 0)", "translate(0 380)"]
    assert len(list(parts[0].iter(f"{SVG}path"))) == 1
    assert list(parts[1].iter(f"{SVG}path")) == []


def test_a_surface_is_drawn_with_its_shades_and_paths() -> None:
    model = FigureModel(PlotOptions())
    model.begin({}, CODE)
    model.take(surface([2.0, 0.5, math.inf], [1.0, 0.0, 3.0], "bowl"))
    model.finish(finished())
    root = drawn(model)
    assert {"bowl", "x1", "x2", "sgd"} <= set(texts(root))
    assert len(list(root.iter(f"{SVG}rect"))) == 1 + 5  # the paper; no shade where there is none
    assert len(list(root.iter(f"{SVG}circle"))) == 2


def test_paths_of_other_runs_are_named_beside_a_surface() -> None:
    model = FigureModel(PlotOptions())
    for eta in (0.1, 0.2):
        model.begin({"eta": eta}, CODE)
        model.take(surface([2.0, eta], [1.0, 0.0]))
        model.finish(finished())
    root = drawn(model)
    assert {"sgd", "sgd eta 0.1"} <= set(texts(root))
    dashed = [each for each in lines(root) if each.get("stroke-dasharray")]
    assert len(dashed) == 2  # the path and its line in the legend


@pytest.mark.parametrize("ys", [[], [math.nan], [0.0], [1e300, -1e300], [1e-320]])
@pytest.mark.parametrize("yscale", ["linear", "log"])
def test_no_curve_is_too_odd_to_be_drawn(ys: list[float], yscale: str) -> None:
    model = FigureModel(PlotOptions(yscale=yscale))  # type: ignore[arg-type]
    assert drawn(model).tag == f"{SVG}svg"
    ran(model, {"eta": 0.1}, loss=ys)
    assert not re.search(r"nan|inf", as_svg(model).replace("infinite", ""))


# --- files ----------------------------------------------------------------------------------------


async def test_both_files_lie_beside_each_other_and_nothing_is_overwritten(own_home: Path) -> None:
    app = Host()
    async with app.run_test():
        ran(app.figure.model, {"eta": 0.1})
        first = save(app, "momentum: a/b", app.figure.model)
        second = save(app, "momentum: a/b", app.figure.model)
    assert [path.name for path in first] == ["momentum-a-b.svg", "momentum-a-b.csv"]
    assert [path.name for path in second] == ["momentum-a-b-2.svg", "momentum-a-b-2.csv"]
    assert first[0].parent == own_home / "saved"
    assert first[1].read_text().startswith("run,eta,curve,x,y\n")


@pytest.fixture
def no_folder(own_home: Path) -> None:
    own_home.mkdir(parents=True, exist_ok=True)
    (own_home / "saved").write_text("a file where the folder should be")


@pytest.mark.usefixtures("no_folder")
async def test_where_nothing_can_be_written_it_is_said() -> None:
    app = Host()
    async with app.run_test() as pilot:
        assert save(app, "figure", app.figure.model) == []
        await pilot.pause()
        assert any("Could not write" in note.message for note in app._notifications)
