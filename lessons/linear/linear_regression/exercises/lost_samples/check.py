"""Cases for batches. Row i of the features is i, i, and its label 2 i: rows tell who they are."""

from itertools import islice, pairwise

import torch

from tutor.grading import case, draw, require


def epoch(mine, n, batch_size):
    """The batches of an epoch over n numbered examples; sure to be an end."""
    i = torch.arange(n, dtype=torch.float32).reshape(n, 1)
    found = list(islice(mine.batches(i.repeat(1, 2), 2 * i, batch_size), n + 2))
    require(len(found) < n + 2, f"From {n} examples there came more than {n + 1} batches.")
    for batch in found:
        pair = isinstance(batch, tuple | list) and len(batch) == 2
        tensors = pair and all(isinstance(each, torch.Tensor) for each in batch)
        require(tensors, "A batch must be a pair of tensors: features and labels.")
    return found


def numbers(found):
    """The numbers of the examples, in the order in which they came."""
    return [int(x) for X, _ in found for x in X[:, 0]]


def look(mine, n, batch_size):
    """An epoch has the right batches, and every example once."""
    found = epoch(mine, n, batch_size)
    sizes = [len(X) for X, _ in found]
    wanted = [batch_size] * (n // batch_size) + [n % batch_size] * (n % batch_size > 0)
    what = f"{n} examples in batches of {batch_size}"
    require(sizes == wanted, f"{what} give {shown(wanted)}; yours have {shown(sizes)}.")
    missing = n - len(set(numbers(found)))
    require(not missing, f"{what}: {missing} never came, and others came more than once.")


def shown(sizes):
    """Sizes of batches, the long lists shortened."""
    return str(sizes) if len(sizes) < 8 else f"{len(sizes)} batches, the last of {sizes[-1]}"


@case(random=True)
def with_a_rest(mine):
    """Seven examples in batches of three"""
    look(mine, 7, 3)


@case(random=True)
def without_a_rest(mine):
    """Twelve examples in batches of four: nothing is left over"""
    look(mine, 12, 4)


@case(random=True)
def the_notes(mine):
    """A thousand examples in batches of 48, as in the notes"""
    look(mine, 1000, 48)


@case(random=True)
def all_sizes(mine):
    """Other sizes: a rest of one, of all but one, batches of one"""
    for n, batch_size in ((10, 4), (13, 6), (11, 6), (5, 1), (1, 1)):
        look(mine, n, batch_size)


@case(random=True)
def one_batch(mine):
    """A batch larger than the data"""
    look(mine, 3, 8)


@case(random=True)
def together(mine):
    """Each row with its own label"""
    for X, y in epoch(mine, 50, 8):
        require(y.shape == (len(X), 1), "A batch has not as many labels as rows.")
        require((y == 2 * X[:, :1]).all(), "A row came with the label of another row.")


@case(random=True)
def a_new_order(mine):
    """Another order in every epoch"""
    first, second = (numbers(epoch(mine, 100, 10)) for _ in range(2))
    require(first != sorted(first), "The examples came in the order of the data.")
    require(first != second, "Two epochs had the same order.")
    # a good shuffle has about one; more than 15 come with a chance below 1e-13
    neighbours = sum(b == a + 1 for a, b in pairwise(first))
    require(neighbours <= 15, "Too many examples still stand beside their neighbour in the data.")
    # of a good shuffle's first 50, about 25 are early ones, with a deviation of 2.5
    early = sum(i < 50 for i in first[:50])
    require(8 < early < 42, "The first half of an epoch must mix both halves of the data.")


@case(random=True, also=("float64", "noncontiguous"))
def other_data(mine):
    """Whole numbers as labels: their types are kept, and they are left alone"""
    features, labels = draw(9, 3), draw(9, 1, low=0, high=10, integer=True)
    kept = features.clone(), labels.clone()
    list(islice(mine.batches(features, labels, 4), 10))
    same = torch.equal(features, kept[0]) and torch.equal(labels, kept[1])
    require(same, "The caller's features and labels were changed.")
