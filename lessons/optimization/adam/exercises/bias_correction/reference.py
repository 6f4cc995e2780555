from torch import Tensor


def bias_correction(v: Tensor, beta: float, t: int) -> Tensor:
    """v_hat: the average v, freed of the zero that it began with."""
    return v / (1 - beta**t)
