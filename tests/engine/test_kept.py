"""Stopping a cell keeps what it has made, for the cells that need no more than that."""

from __future__ import annotations

import asyncio

import pytest
from engine_support import eventually, lesson, printed, ran, run

from tutor.engine import Engine, Session
from tutor.engine.kept import bound, line_in, remember
from tutor.engine.plan import Step, Workbench
from tutor.engine.protocol import AnyEvent, Text

TRAIN = """import time
w = 0
print("begun", flush=True)
while True:
    w += 1
    history = [w]
    time.sleep(0.01)
report = w"""


async def stopped(session: Session, cell: str = "train") -> None:
    """Run a cell and stop it once it has begun."""
    seen: list[AnyEvent] = []

    async def follow() -> None:
        seen.extend([event async for event in _until_text(session, cell, seen)])

    task = asyncio.ensure_future(follow())
    assert await eventually(lambda: any(isinstance(e, Text) for e in seen), 20)
    await asyncio.sleep(0.1)
    await session.stop()
    await task


async def _until_text(session: Session, cell: str, seen: list[AnyEvent]):  # type: ignore[no-untyped-def]
    async for event in session.run(cell):
        seen.append(event)
        yield event


@pytest.mark.asyncio(loop_scope="session")
async def test_what_a_stopped_cell_has_learned_is_used(forking: Engine) -> None:
    session = forking.open(lesson(train=TRAIN, use="print(w > 0, history)", end="print(report)"))
    await stopped(session)
    events = await run(session, "use")
    assert ran(events) == ["use"]
    assert printed(events).startswith("True [")
    assert printed(events, "err").startswith("Uses `train`, which was stopped after 0.")
    await session.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_a_name_that_it_had_not_made_yet_makes_it_run_again(forking: Engine) -> None:
    source = "import time\nfirst = 1\nprint('begun', flush=True)\ntime.sleep(wait)\nlast = 2"
    session = forking.open(
        lesson(pace="wait = 0.0", train=source, a="print(first)", b="print(last)")
    )
    await run(session, "b")  # once to its end: `last` exists, from before
    session.edit("pace", "wait = 60.0")
    await stopped(session)
    session.edit("pace", "wait = 60.0  # the same")
    session.edit("pace", "wait = 60.0")
    assert ran(await run(session, "a")) == ["a"]
    assert session.before("b") == ["train"]
    session.edit("pace", None)
    events = await run(session, "b")
    assert ran(events) == ["pace", "train", "b"]
    assert "Uses" not in printed(events, "err")
    await session.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_steps_are_said_where_they_are_known(forking: Engine) -> None:
    source = "from tutor.kit import live\nimport time\nfor step in range(10**6):\n"
    source += "    w = step\n    live.log(step, w=w)\n    print('.')\n    time.sleep(0.005)"
    session = forking.open(lesson(train=source, use="print(w)"))
    await stopped(session)
    events = await run(session, "use")
    steps = int(printed(events)) + 1
    assert f"Uses `train`, which was stopped after {steps} step" in printed(events, "err")
    await session.close()


# --- the arithmetic of it ------------------------------------------------------------------------


def do(bench: Workbench, cell: str, *, kept: frozenset[str] | None = None) -> list[str]:
    """Run a cell and what it needs; the last one is stopped if `kept` says what it had made."""
    steps = [*bench.before_cell(cell), bench.step(cell)]
    for step in steps:
        bench.begins(step)
        if kept is not None and step is steps[-1]:
            bench.stopped(step, kept, 7, 1.0)
        else:
            bench.done(step)
    return [step.cell.id for step in steps]


def notes(bench: Workbench, cell: str, *again: Step) -> list[str]:
    return bench.partly_done(cell, again)


def test_a_stopped_cell_counts_as_run_for_who_needs_what_it_made() -> None:
    bench = Workbench(lesson(train="w = 1\nv = 2", use="a = w", end="b = v", last="c = a"))
    do(bench, "train", kept=frozenset({"w"}))
    assert do(bench, "use") == ["use"]
    assert notes(bench, "use") == ["Uses `train`, which was stopped after 7 steps.\n"]
    assert notes(bench, "last") == notes(bench, "use")  # through `use`
    assert do(bench, "end") == ["train", "end"]
    assert notes(bench, "use") == []


def test_what_rested_on_a_stopped_cell_runs_again_when_that_has_come_to_its_end() -> None:
    bench = Workbench(lesson(train="w = 1", use="a = w", last="c = a"))
    do(bench, "train", kept=frozenset({"w"}))
    assert do(bench, "last") == ["use", "last"]
    assert do(bench, "last") == ["last"]
    do(bench, "train")
    assert do(bench, "last") == ["use", "last"]
    assert do(bench, "last") == ["last"]


def test_a_stopped_cell_that_was_edited_since_runs_again() -> None:
    bench = Workbench(lesson(train="w = 1", use="a = w"))
    do(bench, "train", kept=frozenset({"w"}))
    bench.edit("train", "w = 2")
    assert do(bench, "use") == ["train", "use"]
    do(bench, "train", kept=frozenset({"w"}))
    bench.forget()
    assert do(bench, "use") == ["train", "use"]
    assert notes(bench, "use") == []


SOURCE = "a = 1\nfor i in range(9):\n    b = [i]\nc = work(\n    a)\nd = 4"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (None, ["a", "b", "c", "d", "i"]),
        (6, ["a", "b", "c", "i"]),
        (5, ["a", "b", "i"]),
        (3, ["a", "i"]),
        (0, ["i"]),
    ],
)
def test_names_count_that_were_bound_in_this_run(line: int | None, names: list[str]) -> None:
    held = {name: object() for name in "abcd"}
    before = remember(held)
    now = {**held, "i": object()}  # only `i` holds something else than before
    assert bound(SOURCE, now, before, line) == names


def test_a_name_that_does_not_exist_was_not_bound() -> None:
    assert bound("a = 1\ndel a\nb = 2", {"b": 2}, {}, None) == ["b"]
    assert bound("a = (", {"a": 2}, {"a": 1}, 1) == []


def test_the_line_of_the_cells_own_code_is_found_in_a_trace() -> None:
    code = compile("def f():\n    raise ValueError\n\nf()", "cell", "exec")
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        exec(code, {})
    assert line_in(caught.value.__traceback__, "cell") == 4
    assert line_in(caught.value.__traceback__, "other") is None
