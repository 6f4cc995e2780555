"""Cases for batch_norm."""

import torch

from tutor.grading import case, close, draw, forbid, require

forbid("torch.nn.functional.batch_norm")

torchs = torch.nn.functional.batch_norm  # torch's own, before any solution is loaded


# Rounding in float32 moves a mean a little, and a sum of gradients adds up what moved. Where
# digits are lost, the case in float64 tells.
ROUNDED = 1e-4


def averages(*shape, dtype=None):
    """gamma and beta, which learn; a moving mean and a moving variance."""
    like = {"fixed": True, "dtype": dtype}
    gamma = draw(*shape, low=0.5, high=1.5, signed=True, grad=True, **like)
    beta = draw(*shape, low=2, high=3, grad=True, **like)
    return gamma, beta, draw(*shape, **like), draw(*shape, low=0.5, high=2, **like)


def three(results):
    """The three results, if they are three and the averages carry no graph."""
    is_sequence = isinstance(results, tuple | list)
    require(is_sequence and len(results) == 3, "Three results are wanted: Y and the two averages.")
    carries = any(isinstance(each, torch.Tensor) and each.requires_grad for each in results[1:])
    require(not carries, "The moving averages carry a graph: what was computed to get them.")
    return results


@case
def by_hand(mine):
    """The example of the statement"""
    X = torch.tensor([[1.0, 10.0], [5.0, 30.0]])
    gamma, beta = torch.tensor([[1.0, 2.0]]), torch.tensor([[0.0, 5.0]])
    start = torch.zeros(1, 2), torch.ones(1, 2)
    Y, mean, _ = three(mine.batch_norm(True, X, gamma, beta, *start, eps=0.0, momentum=0.9))
    close(Y, torch.tensor([[-1.0, 3.0], [1.0, 7.0]]), "Work Y out by hand.")
    close(mean, torch.tensor([[0.3, 2.0]]), "The means are 3 and 20; a tenth of them is new.")


@case(tolerance=ROUNDED, also=("noncontiguous", "negative", "large"))
def two_dimensions(mine):
    """Training: eight examples, five features, against torch's own"""
    X = draw(8, 5, low=-2, high=6, grad=True)
    gamma, beta, mean, var = averages(1, 5)
    Y, *_ = three(mine.batch_norm(True, X, gamma, beta, mean, var, 1e-5, 0.8))
    theirs = torchs(X, None, None, gamma[0], beta[0], training=True, eps=1e-5)
    close(Y, theirs, "torch's own normalization gives something else.")


@case(tolerance=ROUNDED, also=("noncontiguous", "single"))
def images(mine):
    """Training: images of three channels, against torch's own"""
    X = draw(4, 3, 2, 5, low=-1, high=3, grad=True)
    gamma, beta, mean, var = averages(1, 3, 1, 1)
    Y, *_ = three(mine.batch_norm(True, X, gamma, beta, mean, var, 1e-3, 0.7))
    weight, bias = gamma.flatten(), beta.flatten()
    close(Y, torchs(X, None, None, weight, bias, True, 0.1, 1e-3), "torch's own differs.")


@case
def double_precision(mine):
    """Tables and images in float64, one of a single feature or channel each"""
    for shape, channels in (
        ((5, 3), (1, 3)), ((2, 3, 4, 3), (1, 3, 1, 1)),
        ((4, 1), (1, 1)), ((3, 1, 2, 4), (1, 1, 1, 1)),
    ):  # fmt: skip
        for is_training in (True, False):
            X = draw(*shape, low=1, high=4, grad=True, dtype=torch.float64)
            mine.batch_norm(is_training, X, *averages(*channels, dtype=X.dtype), 1e-5, 0.9)


@case(also=("noncontiguous", "single", "zeros"))
def evaluation(mine):
    """Evaluation: the moving averages take the place of the batch's"""
    for shape, channels in (((6, 4), (1, 4)), ((2, 3, 4, 2), (1, 3, 1, 1))):
        X = draw(*shape, low=-1, high=5, grad=True)
        gamma, beta, mean, var = averages(*channels)
        Y, new_mean, new_var = three(mine.batch_norm(False, X, gamma, beta, mean, var, 0.01, 0.9))
        right = (X - mean) / (var + 0.01).sqrt() * gamma + beta
        close(Y, right, "Y must follow from the moving averages alone.")
        close(new_mean, mean, "Evaluation leaves the moving mean as it is.")
        close(new_var, var, "Evaluation leaves the moving variance as it is.")


@case(tolerance=ROUNDED)
def small_spread(mine):
    """Features that hardly vary: the size of eps shows"""
    X = draw(9, 4, low=-0.05, high=0.05, grad=True)
    gamma, beta, mean, _ = averages(1, 4)
    small = torch.tensor([[0.0, 1e-4, 1e-3, 1e-2]])
    Y, *_ = three(mine.batch_norm(True, X, gamma, beta, mean, small, 1e-3, 0.9))
    theirs = torchs(X, None, None, gamma[0], beta[0], training=True, eps=1e-3)
    close(Y, theirs, "eps belongs to the variance, under the root.")
    mine.batch_norm(False, X, gamma, beta, mean, small, 1e-3, 0.9)


@case(tolerance=ROUNDED)
def constant_feature(mine):
    """A feature that is the same in all examples becomes beta"""
    X = draw(8, 3, low=-1, high=1)
    X[:, 1] = 0.5
    gamma, beta, mean, var = averages(1, 3)
    Y, *_ = three(mine.batch_norm(True, X.requires_grad_(), gamma, beta, mean, var, 1e-5, 0.6))
    close(Y[:, 1], beta[0, 1].expand(8), "x - μ is 0 there, whatever it is divided by.")


@case(tolerance=ROUNDED)
def step_by_step(mine):
    """Five batches, the averages handed on; then an evaluation"""
    gamma, beta, mean, var = averages(1, 3)
    expected = mean.clone()
    for k in range(5):
        X = draw(5 + k, 3, low=-1, high=2 + k, grad=True)
        _, mean, var = three(mine.batch_norm(True, X, gamma, beta, mean, var, 1e-5, 0.75))
        expected = 0.75 * expected + 0.25 * X.detach().mean(dim=0, keepdim=True)
        close(mean, expected, "The moving mean keeps 0.75 of itself and takes 0.25 of the batch's.")
    mine.batch_norm(False, draw(2, 3, grad=True), gamma, beta, mean, var, 1e-5, 0.75)


@case(tolerance=ROUNDED)
def laws(mine):
    """Mean 0 and variance 1 in every channel, and no gradient for moving all of it"""
    for shape, dims in (((7, 4), 0), ((3, 2, 4, 5), (0, 2, 3))):
        X = draw(*shape, low=-1, high=4, grad=True)
        ones = torch.ones([1, shape[1], 1, 1][: len(shape)])
        Y, *_ = three(mine.batch_norm(True, X, ones, 0 * ones, 0 * ones, ones, 1e-9, 0.5))
        none = torch.zeros(shape[1])
        close(Y.mean(dims), none, "Every feature, or channel, must have mean 0 afterwards.")
        close((Y**2).mean(dims), none + 1, "Every feature, or channel, must have variance 1.")
        require(Y.requires_grad, "Y doesn't know that it came from X.")
        (Y * draw(*shape)).sum().backward()
        moved = X.grad.sum(dims)
        close(moved, none, "What moves a whole feature leaves Y alone: its gradients sum to 0.")


@case(tolerance=ROUNDED)
def autograd_says_nothing(mine):
    """Training without autograd, evaluation with it"""
    X = draw(6, 2, low=1, high=3)
    with torch.no_grad():
        mine.batch_norm(True, X, *averages(1, 2), 1e-4, 0.9)
    mine.batch_norm(False, X.requires_grad_(), *averages(1, 2), 1e-4, 0.9)
