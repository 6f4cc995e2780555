"""What is imported before a runner runs anything: first what every lesson needs."""

from __future__ import annotations

# A check may be wanted at once, and its two processes would each import what is missing here.
FIRST = (
    "torch",
    "numpy",
    "numpy.random",
    "tutor.engine.runner",
    "tutor.grading.player",
    "tutor.grading.demands",
)

# The first optimizer imports torch._dynamo, which takes more than a second. It comes in
# pieces, so that a request that arrives meanwhile need not wait for all of it.
LATER = (
    "contourpy",  # level curves of surfaces
    "hypothesis.strategies",  # for the cases of exercises that use `given`
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
