from torch import Tensor


def xavier_uniform(fan_in: int, fan_out: int) -> Tensor:
    """Random weights of a layer from fan_in to fan_out numbers.

    Returns (fan_out, fan_in), float32: independent, uniform on (-B, B)
    with B = √(6 / (fan_in + fan_out)).
    """
    raise NotImplementedError
