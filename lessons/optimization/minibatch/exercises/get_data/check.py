"""Cases for get_data."""

import torch

from tutor.grading import case, close, draw, require


def text(table, between="\t", end="\n"):
    """The lines of a file that holds these numbers."""
    return [between.join(f"{x:.6g}" for x in row) + end for row in table.tolist()]


def pair(found):
    """What get_data returned; sure to be two tensors."""
    two = isinstance(found, tuple | list) and len(found) == 2
    require(two, "get_data must return a pair: features and labels.")
    tensors = all(isinstance(each, torch.Tensor) for each in found)
    require(tensors, "Features and labels must be tensors.")
    return found


@case
def by_hand(mine):
    """The example of the statement"""
    X, y = pair(mine.get_data(["1\t2\t10\n", "3\t6\t20\n", "8\t1\t60\n"], rows=2))
    close(X, torch.tensor([[-1.0190493, -0.4629100], [-0.3396831, 1.3887301]]), "Work it out.")
    close(y, torch.tensor([-0.9258201, -0.4629100]), "Work it out by hand.")


@case
def a_table(mine):
    """Eight lines of six columns, with units of all sizes, five kept"""
    size = torch.tensor([9000.0, 12.0, 0.2, 70.0, 0.01, 130.0])
    lines = text(draw(8, 6, low=0.5, high=2) * size)
    kept = list(lines)
    X, _ = pair(mine.get_data(lines, rows=5))
    require(X.shape == (5, 5), f"The features must have shape (5, 5), not {tuple(X.shape)}.")
    require(lines == kept, "The caller's list of lines was changed.")


@case
def far_ends(mine):
    """The lines that are cut off are unlike the others"""
    table = draw(6, 3, low=-1, high=1)
    table[4:] += 20
    mine.get_data(text(table), rows=4)


@case
def close_together(mine):
    """A column of large numbers that hardly differ"""
    lines = [f"{i % 3}\t{1000000 + i * i / 100}\t{5 - i}\n" for i in range(7)]
    mine.get_data(lines, rows=7)


@case
def all_kept(mine):
    """All lines are kept: means 0, deviations 1"""
    X, y = pair(mine.get_data(text(draw(9, 4, low=3, high=8))))
    require(len(X) == 9 and len(y) == 9, "With fewer lines than rows, all are kept.")
    close(X.mean(dim=0), torch.zeros(3), "A column's mean isn't 0.")
    close((X**2).mean(dim=0), torch.ones(3), "A column's deviation isn't 1.")
    close((y**2).mean(), torch.tensor(1.0), "The deviation of the labels isn't 1.")


@case
def ends_of_lines(mine):
    """Blanks for tabs, other ends of lines, two columns"""
    table = (100 * draw(5, 2, low=-4, high=4)).round()
    mine.get_data(text(table, between=" ", end="\r\n"), rows=3)
    mine.get_data(text(table, between="   ", end=""), rows=1)


@case
def defaults(mine):
    """1502 lines, of which 1500 are kept if nothing is said"""
    X, _ = pair(mine.get_data(text(draw(1502, 2, low=1, high=2))))
    require(len(X) == 1500, f"1500 rows must be kept, not {len(X)}.")
