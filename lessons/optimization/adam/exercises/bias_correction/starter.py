from torch import Tensor


def bias_correction(v: Tensor, beta: float, t: int) -> Tensor:
    """v_hat: the average v, freed of the zero that it began with.

    v: a moving average of any shape, after t steps from zero, each
    v ← beta · v + (1 - beta) · g; t is at least 1, beta in [0, 1).
    Returns the shape of v, which stays as it is.
    """
    raise NotImplementedError
