from torch import Tensor


def project_ball(x: Tensor, r: float) -> Tensor:
    """The point nearest to x that is within r of the origin."""
    # x.norm() is of all its numbers together; inside it's below r
    return x / max(1.0, x.norm() / r)
