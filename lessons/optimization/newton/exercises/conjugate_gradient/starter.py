from torch import Tensor


def conjugate_gradient(
    H: Tensor,
    b: Tensor,
    x0: Tensor,
    steps: int,
) -> list[Tensor]:
    """All iterates of conjugate gradient on f(x) = xᵀHx / 2 - bᵀx.

    H: (n, n), symmetric, with positive eigenvalues; b and x0: (n,).
    The first direction is -∇f(x0) = b - H x0. Returns steps + 1
    iterates, x0 first.
    """
    raise NotImplementedError
