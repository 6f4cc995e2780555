"""Solutions that try what is forbidden: how they begin, and how they end."""

from __future__ import annotations

import torch._dynamo  # the first optimizer imports it, and a busy machine outlasts a case by that
from grading_support import Played

assert torch._dynamo

TORCH = "import torch, functools, operator, sys\nimport torch.nn.functional as F\n"
HEAD = (
    TORCH + "import numpy as np\nfrom torch.nn.init import xavier_uniform_ as U\n"
    "from numpy.linalg import lstsq as L\nC, D = torch.nn.CrossEntropyLoss(), torch.nn.Dropout()\n"
    "B, g = torch.nn.BatchNorm1d(2), F.cross_entropy\ny = torch.tensor([0, 1, 1])\n"
    "i, k = torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2)\n"
    "j = torch.jit.trace(lambda x: F.cross_entropy(x, y), torch.ones(3, 2))\n"
    "jd = torch.jit.trace(lambda x: F.dropout(x), torch.ones(3, 2), check_trace=False)\n"
)


def assert_forbidden(played: Played, name: str, line: int) -> None:
    failure = played.failure
    assert (failure.kind, failure.line) == ("forbidden", line)
    assert failure.message == (
        f"`f` uses {name}, which this exercise asks you to write yourself (line {line})."
    )
    assert played.only.calls == []
    assert played.only.failed_after == 0
