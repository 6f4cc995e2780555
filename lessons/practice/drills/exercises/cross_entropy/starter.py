from torch import Tensor


def cross_entropy_from_logits(O: Tensor, y: Tensor) -> Tensor:
    """Mean over i of -log softmax(O)[i, y_i].

    O: (n, q) scores (logits), y: (n,) int64, each from 0 to q - 1;
    returns a scalar tensor, shape ().
    """
    raise NotImplementedError
