"""Cases for classify. Eigenvalues are either 0 or at least a hundredth of the largest."""

import torch

from tutor.grading import case, draw, equivalent, require, without

without("square", because="A Hessian has as many rows as columns.")
without("symmetric", because="A Hessian is symmetric: the statement says so.")
equivalent(
    """
-    zero = 1e-5 * bends.abs().max()  # what rounding may leave of a 0
+    zero = 2e-05 * bends.abs().max()  # what rounding may leave of a 0
    """,
    because="The statement lets the limit be a little more or less.",
)

WORDS = ("min", "max", "saddle", "undecided")


def askew(bends, dtype=torch.float64):
    """A symmetric matrix with these eigenvalues, turned somehow."""
    n = len(bends)
    turn, _ = torch.linalg.qr(draw(n, n, dtype=torch.float64))
    H = turn @ torch.diag(torch.tensor(bends, dtype=torch.float64)) @ turn.T
    return ((H + H.T) / 2).to(dtype)


def apart(H):
    """The same matrix, its numbers in every other place of the memory."""
    return torch.stack([H, 0 * H], dim=-1)[..., 0]


def check(mine, H, word, why):
    """The answer is one of the four words, and the right one."""
    got = mine.classify(H)
    require(isinstance(got, str), "classify returns a string.")
    require(got in WORDS, f"{got!r} is none of 'min', 'max', 'saddle' and 'undecided'.")
    require(got == word, f"{why}: {word!r}, not {got!r}.")


def diagonal(*bends):
    return torch.diag(torch.tensor(bends))


@case
def two_variables(mine):
    """Two variables: a valley, a hilltop, a pass, and two that tell nothing"""
    check(mine, diagonal(2.0, 4.0), "min", "Bends 2 and 4")
    check(mine, diagonal(-2.0, -1.0), "max", "Bends -2 and -1")
    check(mine, diagonal(2.0, -2.0), "saddle", "Bends 2 and -2")
    check(mine, diagonal(2.0, 0.0), "undecided", "Bends 2 and 0")
    check(mine, diagonal(-3.0, 0.0), "undecided", "Bends -3 and 0")
    check(mine, diagonal(0.0, 0.0), "undecided", "No bend at all")


@case
def one_variable(mine):
    """One variable, x³ at 0 among them"""
    check(mine, diagonal(6.0), "min", "Bend 6")
    check(mine, diagonal(-1.5), "max", "Bend -1.5")
    check(mine, diagonal(0.0), "undecided", "x³ at 0 bends by 0")


@case
def three_variables(mine):
    """Three variables, along the axes"""
    check(mine, diagonal(1.0, 2.0, 3.0), "min", "Bends 1, 2 and 3")
    check(mine, diagonal(-1.0, -2.0, -3.0), "max", "Bends -1, -2 and -3")
    check(mine, diagonal(-1.0, -1.0, 1.0), "saddle", "Bends -1, -1 and 1")
    check(mine, diagonal(1.0, -3.0, -1.0), "saddle", "Bends 1, -3 and -1")
    check(mine, diagonal(5.0, -1.0, -1.0), "saddle", "Bends 5, -1 and -1")
    check(mine, diagonal(-1.0, 2.0, 1.0), "saddle", "Bends -1, 2 and 1")


@case
def zeros_among_them(mine):
    """Zeros among up and down: where both are, it is a saddle all the same"""
    check(mine, diagonal(1.0, -1.0, 0.0), "saddle", "Bends 1, -1 and 0")
    check(mine, diagonal(0.0, 2.0, 1.0), "undecided", "Bends 0, 2 and 1")
    check(mine, diagonal(-1.0, -2.0, 0.0), "undecided", "Bends -1, -2 and 0")
    check(mine, diagonal(0.0, 0.0, 3.0), "undecided", "Bends 0, 0 and 3")


@case
def hidden_pass(mine):
    """Places that lie askew, where the diagonal misleads"""
    check(mine, torch.tensor([[1.0, 3.0], [3.0, 1.0]]), "saddle", "Bends 4 and -2")
    check(mine, torch.tensor([[2.0, -1.0], [-1.0, 2.0]]), "min", "Bends 1 and 3")
    check(mine, torch.tensor([[0.0, 1.0], [1.0, 0.0]]), "saddle", "Bends 1 and -1")
    check(mine, torch.tensor([[-2.0, 1.0], [1.0, -2.0]]), "max", "Bends -1 and -3")
    check(mine, torch.tensor([[1.0, 1.0], [1.0, 1.0]]), "undecided", "Bends 2 and 0")
    check(mine, torch.tensor([[-1.0, -1.0], [-1.0, -1.0]]), "undecided", "Bends -2 and 0")
    check(mine, torch.tensor([[5.0, 1.0], [1.0, 3.0]]), "min", "Bends 5.4 and 2.6")


@case
def turned(mine):
    """Four and five variables, turned somehow"""
    check(mine, askew([0.1, 1.0, 2.0, 5.0]), "min", "All bends are up")
    check(mine, askew([-0.1, -1.0, -2.0, -5.0]), "max", "All bends are down")
    check(mine, askew([-0.1, 1.0, 2.0, 5.0, 7.0]), "saddle", "One of five bends is down")
    check(mine, askew([-2.0, -1.0, -3.0, 4.0, -0.5]), "saddle", "One of five bends is up")
    check(mine, askew([-2.0, -1.0, 3.0, 4.0]), "saddle", "Two bends up, two down")


@case
def rounding(mine):
    """Zeros of which rounding has left something like 1e-16"""
    for _ in range(4):
        check(mine, askew([0.0, 1.0, 2.0, 0.5]), "undecided", "Three bends up and a 0")
        check(mine, askew([-1.0, 0.0, -2.0, -3.0]), "undecided", "Three bends down and a 0")
        check(mine, askew([0.0, 0.0, 2.0, 0.5, 1.0]), "undecided", "Two zeros, nothing down")
    check(mine, askew([1.0, -1.0, 0.0, 0.0]), "saddle", "Up, down, and two zeros")


@case
def scale(mine):
    """The same place measured in other units: a billion times as much, a billionth"""
    for times in (1e9, 1e-9):
        check(mine, times * askew([0.1, 1.0, 2.0]), "min", "All bends are up, whatever the unit")
        check(mine, times * askew([-0.1, 1.0, 2.0]), "saddle", "Up and down, whatever the unit")
        check(mine, times * askew([-0.1, -1.0, -2.0]), "max", "All bends are down")
        check(mine, times * askew([0.0, 1.0, 2.0]), "undecided", "There is a 0, whatever the unit")


@case
def gentle(mine):
    """A gentle bend beside steep ones is no zero"""
    check(mine, askew([0.01, 1.0, 0.5]), "min", "A bend of 0.01 beside 1 counts")
    check(mine, askew([-0.01, 1.0, 0.5]), "saddle", "A bend of -0.01 beside 1 counts")
    check(mine, askew([-0.01, -1.0, -0.5]), "max", "A bend of -0.01 beside -1 counts")
    check(mine, askew([0.01, -1.0, -0.5]), "saddle", "A bend of 0.01 beside -1 counts")


@case(also=("noncontiguous",))
def single_precision(mine):
    """In float32, and spread in memory"""
    check(mine, apart(askew([0.1, 1.0, 2.0], torch.float32)), "min", "All bends are up")
    check(mine, apart(askew([-0.1, 1.0, 2.0], torch.float32)), "saddle", "One bend is down")
    check(mine, askew([-1.0, -2.0], torch.float32), "max", "All bends are down")
    check(mine, askew([0.0, 1.0, 2.0, 0.5], torch.float32), "undecided", "Three up and a 0")
    check(mine, askew([-1.0, 0.0, -2.0], torch.float32), "undecided", "Two down and a 0")
