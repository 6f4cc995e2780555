"""A small exercise, and a judge that answers from the learner's code without running it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from course_maker import ScriptedEngine, write_course

from tutor.app.exercise import ExerciseView
from tutor.app.main import TutorApp
from tutor.course.model import Course
from tutor.engine import protocol
from tutor.engine.verdicts import CaseResult, Report, Verdict
from tutor.progress import Progress

LESSON = """\
---
summary: Write a step.
minutes: 5
---

# Steps

## Before

Words, and nothing to do.

## Your turn

A step downhill is $x \\leftarrow x - \\eta\\, g$, for every parameter at once.

:::{exercise} descend
:::

## Run it

```{code-cell} python
:id: plain

1 + 1
```
"""

WORDS = """\
---
provides: [descend]
---

# One step of gradient descent

Write `descend(params, lr)`: each tensor of `params` takes one step against its gradient

$$
x \\leftarrow x - \\eta\\, g
$$

and stays the **same object**.

## Hints

1. Each parameter brings its gradient along: look at `param.grad`.
2. Assigning to a name makes a new tensor; the caller never sees it.
3. Inside `torch.no_grad()`, take `lr * param.grad` from `param`, in place.

## Feedback

### uphill

You **add** the gradient. It points uphill: walk against it.
"""

STARTER = '''\
import torch


def descend(params, lr):
    """Take one step against the gradient, in place.

    params: list of tensors, each with a .grad of its own shape
    lr: float
    """
    raise NotImplementedError
'''
UPHILL = """\
import torch


def descend(params, lr):
    for p in params:
        print("grad", p.grad.tolist())
        p.data += lr * p.grad
"""
RIGHT = UPHILL.replace("+=", "-=").replace('        print("grad", p.grad.tolist())\n', "")
REFERENCE = '''\
import torch


def descend(params, lr):
    """Take one step against the gradient, in place."""
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad
'''
BROKEN = "import torch\n\n\ndef descend(params, lr)\n    pass\n"
RAISES = "def descend(params, lr):\n    params[0].gard\n"

CHECK = '''\
import torch
from tutor.grading import case, close, draw, require


@case
def one(mine):
    """One parameter"""
    param = torch.ones(3, requires_grad=True)
    param.grad = torch.full((3,), 2.0)
    mine.descend([param], 0.25)
    close(param, torch.full((3,), 0.5), "One step of 0.25 times 2 from 1 ends at 0.5.")


@case(also=("float64",))
def two(mine):
    """Two parameters of different shape"""
    params = [draw(3, 2, grad=True), draw(5, grad=True)]
    for param in params:
        param.grad = draw(*param.shape)
    mine.descend(params, 0.1)


@case
def same(mine):
    """The tensors stay the same objects"""
    params = [draw(3, 2, grad=True), draw(5, grad=True)]
    before = list(params)
    for param in params:
        param.grad = draw(*param.shape)
    mine.descend(params, 0.1)
    require(all(a is b for a, b in zip(params, before)), "The list holds other tensors now.")
'''

CASES = [
    ("one", "One parameter"),
    ("two", "Two parameters of different shape"),
    ("two[float64]", "Two parameters of different shape (float64)"),
    ("same", "The tensors stay the same objects"),
]


def exercise_course(root: Path, *, words: str = WORDS) -> Course:
    """A course with one lesson with one exercise."""
    course = write_course(root, steps=LESSON)
    folder = root / "first" / "steps" / "exercises" / "descend"
    files = {
        "exercise.md": words,
        "starter.py": STARTER,
        "reference.py": REFERENCE,
        "check.py": CHECK,
        "wrong/uphill.py": UPHILL,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return course


def judge(code: str) -> Sequence[protocol.AnyEvent]:
    """What a check sends."""
    fault = _fault(code)
    if fault is not None:
        return _ending(Verdict("descend", passed=False, fault=fault, seconds=0.02))
    report = None if "-=" in code else _uphill()
    results = [
        CaseResult(name, title, report is None or not name.startswith("two"), 0.001)
        for name, title in CASES
    ]
    if report is not None:
        again = Report("differs", "Another place, another time.", place="params[1][0]")
        raised = _raised() if "gard" in code else report
        results[1] = CaseResult("two", CASES[1][1], False, 0.001, 1.1, raised)
        results[2] = CaseResult(*CASES[2], False, 0.001, 1.1, again)
    verdict = Verdict("descend", report is None, results, seconds=0.034)
    events: list[protocol.AnyEvent] = [protocol.Listed(1, list(CASES))]
    events += [protocol.Checked(1, result) for result in results]
    ending = _ending(verdict)
    if "+=" in code:
        ending.insert(1, protocol.Diagnosed(1, "uphill"))
    return events + ending


def _ending(verdict: Verdict) -> list[protocol.AnyEvent]:
    return [protocol.Judged(1, verdict), protocol.Finished(1, "", "done", verdict.seconds)]


def _fault(code: str) -> Report | None:
    if not code.strip():
        return Report("empty", "Your file is empty. u brings the starter back.")
    try:
        compile(code, "descend.py", "exec")
    except SyntaxError as error:
        words = f"Python can't read line {error.lineno}: {error.msg}."
        return Report("syntax", words, line=error.lineno, column=error.offset)
    if "NotImplementedError" in code:
        return Report("unwritten", "`descend` still raises NotImplementedError: write its body.")
    return None


def _uphill() -> Report:
    return Report(
        "differs",
        "`params[1]` has other values than it should after the call.",
        call="params = [tensor of shape (3, 2), tensor of shape (5,)]\ndescend(params, lr=0.1)",
        number=1,
        place="params[1][2]",
        expected="-0.1374",
        got="-0.0374",
        printed="grad [0.5, -0.25]\n",
    )


def _raised() -> Report:
    return Report(
        "raised",
        "Your code raised AttributeError: 'Tensor' object has no attribute 'gard'.",
        call="descend(params, lr=0.1)",
        number=1,
        traceback='File "descend.py", line 2, in descend\n    params[0].gard\n'
        "AttributeError: 'Tensor' object has no attribute 'gard'",
        line=2,
    )


def exercise_app(
    tmp_path: Path,
    *,
    engine: ScriptedEngine | None = None,
    course: Course | None = None,
    code: str | None = None,
    theme: str = "tutor-dark",
) -> TutorApp:
    """The app on that course, with code in the learner's file; its home is under `tmp_path`."""
    home = tmp_path / "home"
    progress = Progress.open(home)
    progress.set_setting("theme", theme)
    if code is not None:
        write_file(tmp_path, code)
    if course is None:
        course = exercise_course(tmp_path / "course")
    engine = engine or ScriptedEngine(judge=judge)
    app = TutorApp(course, progress=progress, engine=engine, start="steps")  # type: ignore[arg-type]
    app.animation_level = "none"
    return app


def file_of(tmp_path: Path) -> Path:
    """The learner's file."""
    return tmp_path / "home" / "workspace" / "descend.py"


def write_file(tmp_path: Path, code: str) -> None:
    """Save the learner's file as another editor would."""
    file_of(tmp_path).parent.mkdir(parents=True, exist_ok=True)
    file_of(tmp_path).write_text(code)


def notices(app: TutorApp) -> str:
    """Everything that the app has said in passing."""
    return "\n".join(notice.message for notice in app._notifications)


def view_of(app: TutorApp) -> ExerciseView:
    """The exercise that is shown."""
    from tutor.app.driving import lesson_screen

    view = lesson_screen(app).exercise
    assert view is not None
    return view
