from torch import Tensor


def dropout(X: Tensor, p: float, training: bool = True) -> Tensor:
    """X with each element 0 with chance p, else divided by 1 - p.

    X: any shape; returns the same shape. Unless training, X itself or
    a copy. ValueError unless 0 ≤ p ≤ 1.
    """
    raise NotImplementedError
