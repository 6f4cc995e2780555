"""Cases for data_iter. Row i of the features begins with i, so each row says which it is."""

from itertools import combinations, islice, pairwise

import torch

from tutor.grading import case, draw, require, stat


def numbered(n):
    """Features (n, 2) whose row i is i, i + 1/4, and labels (n, 1) of 2 i."""
    i = torch.arange(n, dtype=torch.float32).reshape(n, 1)
    return i + torch.arange(2) / 4, 2 * i


def epoch(mine, batch_size, n):
    """The batches of an epoch over n numbered examples; sure to be an end and pairs."""
    batches = list(islice(mine.data_iter(batch_size, *numbered(n)), n + 1))
    require(len(batches) <= n, f"From {n} examples there came more than {n} batches.")
    for batch in batches:
        pair = isinstance(batch, tuple | list) and len(batch) == 2
        require(pair, "A batch must be a pair: features and labels.")
        X, y = batch
        tensors = isinstance(X, torch.Tensor) and isinstance(y, torch.Tensor)
        require(tensors, "A batch must be a pair of tensors.")
        shapes = X.shape == (len(X), 2) and y.shape == (len(X), 1)
        require(shapes, "A batch must hold rows of features and as many rows of labels.")
    return batches


def numbers(batches):
    """The numbers of the examples, in the order in which they came."""
    return [int(x) for X, _ in batches for x in X[:, 0]]


def all_once(order, n):
    """Each of n examples came exactly once."""
    missing, again = n - len(set(order)), len(order) - len(set(order))
    require(not (missing and again), "Some examples came more than once, and others never.")
    require(not missing, f"{missing} of {n} examples never came.")
    require(not again, f"{again} times an example came again in the same epoch.")


@case(random=True)
def four_four_two(mine):
    """Ten examples in batches of four"""
    batches = epoch(mine, 4, 10)
    sizes = [len(X) for X, _ in batches]
    require(sizes == [4, 4, 2], f"The batches must have 4, 4 and 2 rows; yours have {sizes}.")
    all_once(numbers(batches), 10)


@case(random=True)
def each_once(mine):
    """A thousand examples in batches of 48: each exactly once"""
    batches = epoch(mine, 48, 1000)
    all_once(numbers(batches), 1000)
    require(len(batches) == 21, f"There must be 21 batches; there are {len(batches)}.")


@case(random=True)
def pairs(mine):
    """Each row with its own label"""
    for X, y in epoch(mine, 5, 32):
        require((y == 2 * X[:, :1]).all(), "A row came with the label of another row.")


@case(random=True)
def a_new_order(mine):
    """Another order in every epoch"""
    first, second = (numbers(epoch(mine, 10, 100)) for _ in range(2))
    require(first != list(range(100)), "The examples came in the order of the data.")
    require(first != second, "Two epochs had the same order.")
    # of 450 pairs that share a batch, chance brings about 41 together again, with a deviation of 6
    again = len(together(first) & together(second))
    require(again < 150, "The same examples come together in every epoch.")


def together(order):
    """The pairs of examples that come in the same batch of ten."""
    starts = range(0, len(order), 10)
    return {pair for i in starts for pair in combinations(sorted(order[i : i + 10]), 2)}


@case(random=True)
def well_shuffled(mine):
    """The whole data are shuffled, not only parts of them"""
    order = numbers(epoch(mine, 500, 1000))
    neighbours = sum(b == a + 1 for a, b in pairwise(order))
    # a good shuffle has about one; more than 15 come with a chance below 1e-13
    require(neighbours <= 15, "Too many examples still stand beside their neighbour in the data.")
    early = sum(i < 500 for i in order[:500])
    stat.fraction(early, 500, 0.5, "The first half of an epoch must mix both halves of the data.")


@case(random=True)
def odd_sizes(mine):
    """Batches of one, one example, a batch larger than the data, nothing left over"""
    for batch_size, n in ((1, 3), (4, 1), (8, 5), (4, 12), (6, 7)):
        batches = epoch(mine, batch_size, n)
        all_once(numbers(batches), n)
        require(all(len(X) for X, _ in batches), "A batch was empty.")
        require(max(len(X) for X, _ in batches) <= batch_size, "A batch was too large.")


@case(random=True, also=("noncontiguous",))
def other_types(mine):
    """Features in float64, whole numbers as labels, and both left alone"""
    features = draw(9, 3, dtype=torch.float64)
    labels = draw(9, 1, high=10, low=0, integer=True)
    kept = features.clone(), labels.clone()
    list(islice(mine.data_iter(4, features, labels), 10))
    same = torch.equal(features, kept[0]) and torch.equal(labels, kept[1])
    require(same, "The caller's features and labels were changed.")
