"""Cases for violates_convexity. What is there to be found is missed once in billions of times."""

import math

import torch

from tutor.grading import case, draw, equivalent, require

equivalent(
    """
-    lam = torch.rand(n, dtype=xs.dtype)  # (n,)
+    lam = torch.rand(n)  # (n,)
    """,
    because="A random number of fewer digits is as good; with xs it becomes float64.",
)
equivalent(
    """
-    return bool((rise > 1e-9).any())
+    return bool((rise >= 1e-09).any())
    """,
    because="A random chord is never below by 1e-9 to the last digit.",
)


def evenly(low, high, k=41):
    """k places from low to high, in order."""
    return torch.linspace(low, high, k, dtype=torch.float64)


def judge(mine, f, xs, n, message):
    """One verdict, and that it is right; the message says what it should be."""
    wanted = message.startswith("Not convex")
    before = xs.clone()
    verdict = mine.violates_convexity(f, xs, n)
    require(isinstance(verdict, bool), "The result must be True or False.")
    require(verdict == wanted, message)
    require(torch.equal(xs, before), "xs has changed.")


def cosine(high):
    return lambda x: high * torch.cos(math.pi * torch.as_tensor(x))


def hill(high):
    return lambda x: -high * x**2


def bumpy(top, high, wide):
    """x² with a bump on it."""
    return lambda x: x**2 + high * torch.exp(-(((torch.as_tensor(x) - top) / wide) ** 2))


@case
def by_hand(mine):
    """The two examples of the statement"""
    judge(mine, lambda x: x**2, evenly(-2, 2), 1000, "Convex: x².")
    judge(mine, lambda x: x**3, evenly(-2, 2), 1000, "Not convex: x³ on [-2, 2].")


@case
def three_places(mine):
    """A bowl and a hill over three places"""
    xs = torch.tensor([0.0, 1.0, -1.0], dtype=torch.float64)
    judge(mine, lambda x: x**2, xs, 300, "Convex: x².")
    judge(mine, lambda x: -(x**2), xs, 300, "Not convex: -x².")


@case
def one_place(mine):
    """A single place, whose only chord is a point"""
    xs = torch.tensor([1.0], dtype=torch.float64)
    judge(mine, lambda x: -(x**2), xs, 5, "Convex: a single place has no chord below f.")


@case(random=True)
def one_chord(mine):
    """A single chord, again and again: each call draws anew"""
    found = [mine.violates_convexity(lambda x: x**3, evenly(-2, 2), 1) for _ in range(100)]
    require(any(found), "Not one of 100 calls with n = 1 convicts x³, which about half should.")
    require(
        not all(found), "Each of 100 calls with n = 1 convicts x³: more than a chance chord does."
    )


@case
def gentle(mine):
    """A straight line that hardly rises"""
    judge(mine, lambda x: 1e-3 * x + 1e-3, evenly(-1, 1), 300, "Convex: a straight line.")


@case
def straight(mine):
    """Straight lines, and one that rounding has roughened"""
    xs = evenly(-3, 5)[draw.shuffle(41)]
    judge(mine, lambda x: 3 * x + 0.1, xs, 300, "Convex: a straight line.")
    far = evenly(-150, 150)
    judge(mine, lambda x: 7 - 2 * x, far, 300, "Convex: a straight line.")

    def rough(x):
        return 0.7 * x + 1e-10 * torch.sin(1e6 * torch.as_tensor(x))

    judge(mine, rough, xs, 300, "Convex: this line is off by no more than 1e-10.")


@case
def convex(mine):
    """Three that bend upward, each where it may be asked"""
    outside = []

    def watched(f, low, high):
        def g(x):
            x = torch.as_tensor(x)
            outside.append(bool(((x < low - 1e-9) | (x > high + 1e-9)).any()))
            return f(x)

        return g

    for f, low, high in (
        (lambda x: -torch.sqrt(x.clamp(min=0)), 0.0, 4.0),
        (lambda x: torch.exp(0.5 * x), -6.0, 2.0),
        (lambda x: torch.abs(x - 1), -2.0, 3.0),
    ):
        xs = evenly(low, high)[draw.shuffle(41)]
        verdict = mine.violates_convexity(watched(f, low, high), xs, 300)
        require(not any(outside), "f was asked outside of the range of xs.")
        require(verdict is False, "A convex function was convicted.")


@case
def not_convex(mine):
    """The cosine and a hill, high ones and flat ones"""
    xs = evenly(-2, 2)[draw.shuffle(41)]
    for high in (100.0, 1.0, 2e-8):
        judge(mine, cosine(high), xs, 300, f"Not convex: {high:g} cos(πx).")
        judge(mine, hill(high), xs, 300, f"Not convex: -{high:g} x².")
    judge(mine, lambda x: 5 - 2e-8 * x**2, xs, 300, "Not convex: 5 - 2e-08 x².")
    judge(mine, hill(4.5e-10), xs, 4000, "Not convex: -4.5e-10 x², which is up to 1.8e-9 too high.")


@case
def the_right_pair(mine):
    """Chords that lie above, but for some pairs of places"""
    xs = evenly(-2, 2)
    judge(mine, lambda x: x**4 - 2 * x**2, xs, 500, "Not convex: x⁴ - 2x², with its two wells.")
    few = evenly(-2, 2, 5)
    judge(mine, lambda x: -abs(x), few, 300, "Not convex: -|x|, above its chord from -1 to 1.")


@case
def the_right_place(mine):
    """Two places, and a bump somewhere between them"""
    xs = torch.tensor([0.0, 1.0], dtype=torch.float64)
    judge(mine, lambda x: (x - 0.5) ** 3, xs, 500, "Not convex: (x - 0.5)³, on its left half.")
    for k in range(6):
        top = 0.2 + 0.12 * k
        judge(mine, bumpy(top, 0.5, 0.03), xs, 2000, f"Not convex: there is a bump at {top:.2f}.")
    narrow = bumpy(0.335, 3.0, 1.5e-3)
    judge(mine, narrow, xs, 12000, "Not convex: there is a narrow bump at 0.335.")


@case
def rare(mine):
    """A bump so narrow that few chords meet it"""
    xs = evenly(-2, 2)
    for top in (-0.71, 0.33, 1.17, -1.39):
        f = bumpy(top, 3.0, 4e-3)
        judge(mine, f, xs, 12000, f"Not convex: there is a narrow bump at {top}.")
