from torch import Tensor


def conjugate_gradient(
    H: Tensor,
    b: Tensor,
    x0: Tensor,
    steps: int,
) -> list[Tensor]:
    """All iterates of conjugate gradient, the start included."""
    x = x0
    xs = [x]
    r = b - H @ x  # (n,), minus the gradient
    d = r
    for _ in range(steps):
        rr = r @ r
        if rr > 0:  # otherwise we are there, and stay
            Hd = H @ d
            t = rr / (d @ Hd)  # as far down as d leads
            x = x + t * d
            r = r - t * Hd
            d = r + (r @ r) / rr * d  # conjugate to the last one
        xs.append(x)
    return xs
