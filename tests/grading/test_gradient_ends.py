"""A result that carries no gradient, or a broken one, fails without any `backward` in the case."""

from __future__ import annotations

import pytest
from recordings import told

CASE = """
@case
def once(mine):
    "Once"
    mine.f(draw(4, 3, low=1, high=2, grad=True))
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return x.exp().detach()", "carries no gradient back"),
        ("return torch.tensor(x.exp().tolist())", "carries no gradient back"),
        ("return x.exp() + (x - x).sqrt()", "gradient"),
        ("y = x.exp()\nz = y.sqrt() ** 2\ny.detach().add_(0)\nreturn z", "autograd stops"),
    ],
)
def test_the_gradient_is_looked_at(body: str, said: str) -> None:
    report = told("return x.exp()", body, CASE)
    assert report.kind == "gradient"
    assert said in report.message
