"""Cases for backtracking. Objectives give up when asked too often: a search may not end."""

import torch

from tutor.grading import case, close, draw, equivalent, raises, require, without

without("zeros", because="From the lowest place no direction leads down.")

equivalent(
    """
-    slope = grad(x) @ d  # along d, at t = 0
+    slope = d @ grad(x)  # along d, at t = 0
    """,
    because="The product of two vectors may be turned round.",
)

ASKED = 1000  # times; the searches here need 137 at most


class Parabola:
    """x² for a vector, and how often it was asked."""

    def __init__(self):
        self.asked = 0

    def height(self, x):
        """The height, or an error after too many questions."""
        self.asked += 1
        if self.asked > ASKED:
            raise RuntimeError(f"f was asked {ASKED} times, and the search goes on")
        return x @ x


class Bowl:
    """(x - lowest)ᵀ H (x - lowest) / 2, and how often it was asked."""

    def __init__(self, n, dtype=torch.float64, scale=1.0):
        A = draw(n, n, dtype=torch.float64, fixed=True)
        H = scale * (A @ A.T + torch.diag(torch.arange(1.0, n + 1).double()))
        self.H = H.to(dtype)
        self.lowest = draw(n, fixed=True, dtype=dtype)
        self.asked = 0

    def height(self, x):
        """The height, or an error after too many questions."""
        self.asked += 1
        if self.asked > ASKED:
            raise RuntimeError(f"f was asked {ASKED} times, and the search goes on")
        z = x - self.lowest
        return z @ self.H @ z / 2

    def slope(self, x):
        """The gradient."""
        return self.H @ (x - self.lowest)


def number(t):
    """A step length as a tensor, to compare it."""
    return torch.tensor(float(t), dtype=torch.float64)


def search_parabola(mine, start, d, alpha, beta):
    """The step length on x², sure to be a number."""
    x, d = torch.tensor([start]), torch.tensor([d])
    t = mine.backtracking(Parabola().height, lambda x: 2 * x, x, d, alpha, beta)
    require(not isinstance(t, torch.Tensor), "A step length is a number: a Python float.")
    return number(t)


@case
def by_hand(mine):
    """The example of the statement, on x²"""
    for d, alpha, beta, t in ((-6.0, 0.3, 0.8, 0.64), (-6.0, 0.3, 0.5, 0.5), (-3.0, 0.3, 0.5, 1.0)):
        got = search_parabola(mine, 3.0, d, alpha, beta)
        close(got, number(t), "Work it out by hand.", tolerance=1e-6)


@case
def on_the_line(mine):
    """A step that ends exactly on the line is short enough"""
    got = search_parabola(mine, 4.0, -8.0, 0.25, 0.75)
    close(got, number(0.75), "At t = 0.75 both sides are 4: the condition holds.")


@case
def a_flat_line(mine):
    """A line that hardly falls"""
    got = search_parabola(mine, 3.0, -6.0, 0.05, 0.8)
    close(got, number(0.8), "The line falls so little that 0.8 is short enough.")


@case
def long_search(mine):
    """Very small steps after many tries, and a slope that is nearly zero"""
    got = search_parabola(mine, 3.0, -12.0, 0.49, 0.99)
    close(got, number(0.99**136), "The first t that is short enough is 0.99 to the power 136.")
    got = search_parabola(mine, 3.0, -6e12, 0.3, 0.1)
    close(got * 1e13, number(1), "Along so long a d, the first t that is short enough is 1e-13.")
    got = search_parabola(mine, 1e-5, -1e-5, 0.3, 0.5)
    close(got, number(1), "It leads downhill, if only a little, and a whole step arrives.")


@case
def sideways(mine):
    """A direction that leads down, with one coordinate that leads up"""
    x, d = torch.tensor([1.0, 2.0]), torch.tensor([1.0, -4.0])
    t = mine.backtracking(Parabola().height, lambda x: 2 * x, x, d, 0.3, 0.5)
    close(number(t), number(0.5), "The slope along d is -14: it does lead downhill.")


@case(also=("noncontiguous",))
def law(mine):
    """Armijo holds at the result, and didn't one step before"""
    for alpha, beta, scale in ((0.3, 0.8, 1), (0.1, 0.5, 3), (0.45, 0.9, 8), (0.05, 0.3, 20)):
        bowl = Bowl(3, scale=scale)
        x = draw(3, low=2, high=4, signed=True, dtype=torch.float64)
        d = -bowl.slope(x) * torch.tensor([1.0, 0.5, 0.25], dtype=torch.float64)
        t = mine.backtracking(bowl.height, bowl.slope, x, d, alpha, beta)
        require(isinstance(t, float | int), "The step length must be a Python float.")
        bowl.asked = 0
        slope = bowl.slope(x) @ d

        above = [bowl.height(x + s * d) > bowl.height(x) + alpha * s * slope for s in (t, t / beta)]
        require(not above[0], "At your step length the height is above the line.")
        require(t == 1 or above[1], "A longer step would have done.")


@case
def newtons_step(mine):
    """Along Newton's direction in a bowl a whole step is taken"""
    bowl = Bowl(4)
    x = draw(4, low=2, high=4, signed=True, dtype=torch.float64)
    d = -torch.linalg.solve(bowl.H, bowl.slope(x))
    t = mine.backtracking(bowl.height, bowl.slope, x, d, 0.3, 0.5)
    close(number(t), number(1), "A whole Newton step on a quadratic needs no shortening.")
    # three times as long, it overshoots so far that it must be shortened
    mine.backtracking(bowl.height, bowl.slope, x, 3 * d, 0.3, 0.7)


@case(also=("float64", "single"))
def other_numbers(mine):
    """Other directions and other numbers, up to a long search"""
    x = draw(5, low=1, high=2, signed=True)
    n = len(x)
    for alpha, beta, scale in ((0.2, 0.6, 1.0), (0.4, 0.7, 30.0), (0.01, 0.9, 4.0)):
        bowl = Bowl(n, dtype=x.dtype, scale=scale)
        turned = torch.arange(1, n + 1, dtype=x.dtype) / n
        mine.backtracking(bowl.height, bowl.slope, x, -turned * bowl.slope(x), alpha, beta)


@case
def uphill(mine):
    """A direction that leads up, one that leads along, and none at all"""
    x = torch.tensor([1.0, 2.0])
    for d in ([1.0, 1.0], [2.0, -1.0], [0.0, 0.0]):
        bowl = Bowl(2, dtype=torch.float32)
        bowl.H, bowl.lowest = torch.eye(2), torch.zeros(2)
        raises(ValueError, mine.backtracking, bowl.height, bowl.slope, x, torch.tensor(d), 0.3, 0.5)
