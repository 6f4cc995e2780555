"""What is imported before a runner runs anything: first what every lesson needs."""

from __future__ import annotations

FIRST = ("torch", "numpy", "tutor.engine.runner")

# The first optimizer imports torch._dynamo, which takes more than a second. It comes in
# pieces, so that a request that arrives meanwhile need not wait for all of it.
LATER = (
    "torch.optim",
    "torch.utils.data",
    "sympy.polys",
    "sympy",
    "torch.fx.experimental.symbolic_shapes",
    "torch.distributed.tensor",
    "torch.distributed.fsdp",
    "torch._inductor.utils",
    "torch._dynamo",
)
