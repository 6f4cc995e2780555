"""`:::{playground}`: what the reader makes of it, and what it says of a wrong one."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from tutor.course import plain, races
from tutor.course.lint import lint
from tutor.course.model import Entrant, Lesson, Playground
from tutor.course.objectives import OBJECTIVES, Objective
from tutor.course.optimizers import METHODS
from tutor.course.reader import Reading, read_lesson

HEAD = "---\nsummary: One sentence.\n---\n\n# Title\n\n## A page\n\nWords.\n\n"


def reading(tmp_path: Path, text: str, name: str = "lesson.md") -> Reading:
    folder = tmp_path / "chapter" / "races"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(HEAD + text)
    return read_lesson(path)


def lesson(tmp_path: Path, text: str) -> Lesson:
    found = reading(tmp_path, text)
    assert found.lesson is not None, found.problems
    return found.lesson


def playground(tmp_path: Path, options: str, name: str = "uneven") -> Playground:
    found = lesson(tmp_path, f":::{{playground}} {name}\n{options}\n:::\n")
    (activity,) = found.activities
    assert isinstance(activity, Playground)
    return activity


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    found = playground(
        tmp_path,
        "---\ntitle: Twenty times as steep\nobjective: ill_conditioned\nstart: [-5, -2]\n"
        "optimizers: {sgd: {lr: 0.4}, adam: {}}\nsteps: 30\nwas: [old]\n---",
    )
    assert found.id == "uneven"
    assert found.title == "Twenty times as steep"
    assert found.objective == "ill_conditioned"
    assert found.start == (-5.0, -2.0)
    assert found.entrants == (Entrant("sgd", {"lr": 0.4}), Entrant("adam", {}))
    assert found.steps == 30
    assert found.was == ("old",)


def test_nothing_said_is_what_goes_well(tmp_path: Path) -> None:
    found = playground(tmp_path, "")
    race = races.first(found)
    assert race.objective.name == "bowl"
    assert race.start == OBJECTIVES["bowl"].start
    assert [e.method for e in race.entrants] == ["sgd", "momentum", "adam"]
    assert race.entrants[0].values == {"lr": OBJECTIVES["bowl"].rate}


def test_an_objective_of_one_variable_starts_at_a_number(tmp_path: Path) -> None:
    assert playground(tmp_path, ":objective: parabola\n:start: 7").start == (7.0,)


def test_a_list_may_name_an_optimizer_twice(tmp_path: Path) -> None:
    found = playground(tmp_path, ":optimizers: [{sgd: {lr: 0.1}}, {sgd: {lr: 0.4}}, adam]")
    assert [e.method for e in found.entrants] == ["sgd", "sgd", "adam"]
    assert races.first(found).labels == ("SGD lr 0.1", "SGD lr 0.4", "Adam")


def test_a_playground_ends_its_page(tmp_path: Path) -> None:
    found = lesson(tmp_path, ":::{playground} one\n:::\n\nMore words.\n")
    assert [len(page.activities) for page in found.pages] == [1, 0]


def test_the_digest_knows_what_the_learner_meets(tmp_path: Path) -> None:
    first = playground(tmp_path, ":steps: 20")
    assert playground(tmp_path, ":steps: 20\n:title: Other words").digest == first.digest
    assert playground(tmp_path, ":steps: 21").digest != first.digest
    assert playground(tmp_path, ":steps: 20\n:optimizers: [sgd]").digest != first.digest


WRONG = [
    (":objective: bowel", 12, "`objective` must be one of bowl", "did you mean `bowl`?"),
    (":start: 3", 12, "`start` must be two numbers on `bowl`", "[-5, -2]"),
    (":start: [a, b]", 12, "`start` must be two numbers", "[-5, -2]"),
    (":start: [true, 1]", 12, "`start` must be two numbers", "[-5, -2]"),
    (":start: [-50, 1]", 12, "within what is shown of `bowl`, -6 to 6", "[-5, -2]"),
    (":steps: 0", 12, "`steps` must be a whole number from 1 to 5000", "steps: 50"),
    (":steps: 2.5", 12, "`steps` must be a whole number", "steps: 50"),
    (":steps: many", 12, "`steps` must be a number", "steps: 1"),
    (":optimizers: 3", 12, "`optimizers` must be names", "sgd: {lr: 0.1}"),
    (":optimizers: [3]", 12, "`optimizers` must be names", "sgd: {lr: 0.1}"),
    (":optimizers: {adamm: {}}", 12, "there is no optimizer `adamm`", "did you mean `adam`?"),
    (":optimizers: {sgd: 0.1}", 12, "the parameters of `sgd` need names", "sgd: {lr: 0.1}"),
    (":optimizers: {sgd: {rate: 1}}", 12, "`sgd` has no parameter `rate`", "lr"),
    (":optimizers: {sgd: {lr: 0}}", 12, "lr goes from 1e-06 to 100; 0 is outside", "lr: 0.1"),
    (":optimizers: {sgd: {lr: fast}}", 12, "lr takes a number", "lr: 0.1"),
    (":speed: 3", 12, "a playground has no option `speed`", "objective"),
    ("\nProse inside.", 13, "nothing may stand inside a playground", "write it above"),
    (
        f":optimizers: [{', '.join(['sgd'] * 9)}]",
        12,
        "`optimizers` must be at most 8",
        "leave some",
    ),
]


@pytest.mark.parametrize(("options", "line", "message", "advice"), WRONG)
def test_what_is_wrong_is_said_with_line_and_advice(
    tmp_path: Path, options: str, line: int, message: str, advice: str
) -> None:
    (problem,) = reading(tmp_path, f":::{{playground}} race\n{options}\n:::\n").problems
    assert problem.line == line
    assert message in problem.message
    assert advice in problem.advice


@pytest.mark.parametrize(
    ("name", "message", "advice"),
    [
        ("", "this playground has no name", ":::{playground} my-race"),
        ("My Race", "`My Race` can't be an id", ":::{playground} my-race"),
    ],
)
def test_a_name_is_an_id(tmp_path: Path, name: str, message: str, advice: str) -> None:
    (problem, *_) = reading(tmp_path, f":::{{playground}} {name}\n:::\n").problems
    assert (problem.line, problem.message) == (11, message)
    assert advice in problem.advice


def test_ids_are_unique_in_a_lesson(tmp_path: Path) -> None:
    text = "```{code-cell} python\n:id: race\n\n1\n```\n\n:::{playground} race\n:::\n"
    (problem,) = reading(tmp_path, text).problems
    assert "the id `race` stands twice" in problem.message


def test_backticks_are_refused(tmp_path: Path) -> None:
    (problem, *_) = reading(tmp_path, "```{playground} race\n```\n").problems
    assert "`{playground}` can't stand in backticks" in problem.message


def test_the_linter_finds_nothing_in_a_right_one(tmp_path: Path) -> None:
    reading(tmp_path, ":::{playground} race\n:objective: beale\n:::\n")
    assert lint(tmp_path / "chapter" / "races") == ()


def test_a_translation_races_on_the_same(tmp_path: Path) -> None:
    reading(tmp_path, ":::{playground} race\n:objective: beale\n:::\n")
    reading(tmp_path, ":::{playground} race\n:objective: bowl\n:::\n", "lesson.zh.md")
    found = [problem.message for problem in lint(tmp_path / "chapter" / "races")]
    assert "the objective of `race` differs from the English" in found


def test_as_plain_text_it_is_its_code(tmp_path: Path) -> None:
    text = plain.activity(playground(tmp_path, ":title: Uneven\n:optimizers: [sgd]"))
    assert text.startswith("Playground (uneven): Uneven\n\n    import torch\n")
    assert '    "SGD": lambda params: torch.optim.SGD(params, lr=0.1),' in text


# --- the table of objectives ------------------------------------------------------------------

_POWERS = {"²": "**2", "³": "**3", "⁴": "**4"}


def python(formula: str) -> str:
    """A formula of the table as Python, so that its text is known to be true."""
    code = formula.replace("−", "-").replace("π", " pi")
    for sign, power in _POWERS.items():
        code = code.replace(sign, power)
    code = re.sub(r"(?<=[\w)])\s+(?=[\w(])", " * ", code)
    return re.sub(r"\bcos \* ", "cos", code)


def value(objective: Objective, point: tuple[float, ...]) -> float:
    names = ("x",) if objective.variables == 1 else ("x1", "x2")
    known = dict(zip(names, point, strict=True))
    found = eval(python(objective.formula), {"cos": math.cos, "pi": math.pi}, known)
    return float(found)


@pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=lambda o: o.name)
def test_an_objective_is_what_its_table_says(objective: Objective) -> None:
    for minimum in objective.minima:
        assert value(objective, minimum) == pytest.approx(objective.lowest, abs=1e-8)
        for low, high, number in zip(*zip(*objective.ranges, strict=True), minimum, strict=True):
            assert low <= number <= high
    grid = [[low + (high - low) * i / 80 for i in range(81)] for low, high in objective.ranges]
    points = (
        [(x,) for x in grid[0]] if len(grid) == 1 else [(x, y) for x in grid[0] for y in grid[1]]
    )
    assert min(value(objective, point) for point in points) >= objective.lowest - 1e-8
    assert value(objective, objective.start) > objective.lowest
    for number, (low, high) in zip(objective.start, objective.ranges, strict=True):
        assert low <= number <= high


# --- the code of a race -----------------------------------------------------------------------


@pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=lambda o: o.name)
def test_code_is_python_of_72_columns(objective: Objective) -> None:
    entrants = tuple(races.chosen(method, objective, {}) for method in METHODS.values())
    long = tuple(
        Entrant("adam", {"lr": 0.000123456789, "beta1": 0.123456789, "beta2": each / 1e9})
        for each in (123456789, 987654321)
    )
    source = races.code(races.Race(objective, objective.start, 5000, entrants + long))
    compile(source, "race", "exec")
    assert max(map(len, source.splitlines())) <= 72
    assert f"f = objectives.{objective.name}\n" in source


def test_only_what_is_used_is_imported() -> None:
    bowl = OBJECTIVES["bowl"]
    own = (races.chosen(METHODS["my_adam"], bowl, {}),)
    source = races.code(races.Race(bowl, bowl.start, 3, own))
    assert "import torch" not in source
    assert "from tutor.mine import init_adam, adam\n" in source


def test_labels_say_what_differs() -> None:
    one, two, three = (
        Entrant("momentum", {"lr": lr, "momentum": share})
        for lr, share in ((0.1, 0.5), (0.1, 0.9), (0.1, 0.9))
    )
    race = races.Race(OBJECTIVES["bowl"], (1.0, 1.0), 3, (one, two, three))
    assert race.labels == ("Momentum momentum 0.5", "Momentum momentum 0.9",
                           "Momentum momentum 0.9 (2)")  # fmt: skip
