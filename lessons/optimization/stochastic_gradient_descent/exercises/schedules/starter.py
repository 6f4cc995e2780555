def exponential_lr(t: int, decay: float = 0.1) -> float:
    """The factor exp(-decay · t) of step t = 0, 1, 2, …"""
    raise NotImplementedError


def polynomial_lr(
    t: int,
    decay: float = 0.1,
    power: float = 0.5,
) -> float:
    """The factor (1 + decay · t) to the power -power, of step t."""
    raise NotImplementedError


def step_lr(t: int, every: int = 20, factor: float = 0.5) -> float:
    """1 for the first `every` steps, factor for the next, and so on.

    After each `every` steps it is multiplied by factor once more.
    """
    raise NotImplementedError
