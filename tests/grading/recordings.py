"""Recordings made by hand or of small pieces of code, for the tests of comparing."""

from __future__ import annotations

from typing import Any

import msgspec
import torch
from grading_support import play, provided, record

from tutor.engine.protocol import Provided
from tutor.engine.verdicts import Report
from tutor.grading import report
from tutor.grading.encoding import Encoder
from tutor.grading.records import AnyNode, Call, Error, Recording

ONE = """
@case
def once(mine):
    "Once"
    mine.f(draw(4, 3, low=1, high=2))
"""


def node(value: Any) -> AnyNode:
    return Encoder().value(value)


def call(result: Any = None, **fields: Any) -> Call:
    """A call of `f`; `after` and `inputs` as dictionaries of values."""
    for name in ("after", "inputs"):
        fields[name] = [(key, node(value)) for key, value in fields.pop(name, {}).items()]
    usual: dict[str, Any] = {"name": "f", "before": "f(x)", "leaves": [], "gradients": []}
    return Call(**{**usual, "result": node(result), **fields})


def raising(kind: str, message: str = "no", **fields: Any) -> Call:
    said = Report("raised", f"`f` raised {kind}: {message}", line=3)
    return call(error=Error(kind, message, said), **fields)


def recording(*calls: Call, **fields: Any) -> Recording:
    return Recording("once", "Once", list(calls), **fields)


def of(*results: Any, **fields: Any) -> Recording:
    """A recording of calls that returned these."""
    return recording(*(call(result) for result in results), **fields)


def of_nodes(*nodes: AnyNode) -> Recording:
    """The same, of results that are nodes already."""
    return recording(*(changed(call(), result=each) for each in nodes))


def t(*values: Any, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """A tensor of one dimension."""
    return torch.tensor(values, dtype=dtype)


def changed(struct: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(struct, **fields)


def judged(
    reference: str, code: str, check: str = ONE, asked: Provided | None = None
) -> report.Outcome:
    """What comes out for a learner's code against a reference's: bodies, or whole files."""
    asked = asked or provided()
    theirs = play(_file(code), check, asked)
    assert theirs.loaded.fault is None, theirs.loaded.fault
    ours = record(_file(reference), check, asked, before=True)
    return report.outcome(theirs.only, ours)


def told(reference: str, code: str, check: str = ONE, asked: Provided | None = None) -> Report:
    """The report of code that fails."""
    found = judged(reference, code, check, asked).report
    assert found is not None
    return found


def _file(code: str) -> str:
    if "def " in code:
        return f"import torch\n{code}\n"
    lines = "\n".join(f"    {line}" for line in code.splitlines())
    return f"import torch\ndef f(x):\n{lines}\n"
