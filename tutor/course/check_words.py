"""The words that a `check.py` may use: variants, aspects, and kinds of telling input.

Grading plays by them, and the linter, which never runs a `check.py`, knows them by the same list.
"""

from __future__ import annotations

# `also=`: a variant, and what the title of a case says of it.
VARIANTS = {
    "float64": "float64",
    "noncontiguous": "non-contiguous",
    "single": "one row",
    "empty": "no rows",
    "zeros": "zeros",
    "negative": "negative numbers",
    "large": "large numbers",
    "eval": "evaluation mode",
}

# `aspects=`: what it stands for. The rest are "any NAME".
ASPECTS = {
    "flat": "(n,) and (n, 1) are both right",
    "names": "names and values of a module's parameters and buffers",
    "aliasing": "whether a result shares memory with an argument",
    "random numbers": "that the same numbers are drawn from torch's generator",
    "any .grad": "what stands in .grad afterwards doesn't matter",
}
ANY = "any "  # "any states": what becomes of that argument, or what comes of that function, is free
LENIENT = ("flat", ANY)  # aspects that let more pass: nobody fails by them

# Words of which one has to stand in the statement, where an aspect isn't said by its own name.
SAID = {
    "names": ("name",),
    "aliasing": ("memory", "copy", "copies", "view", "alias"),
    "random numbers": ("random",),
}

# `without(KIND, because=…)`: kinds of input that tell mistakes apart, and what each is.
KINDS = {
    "square": "sizes that differ",
    "symmetric": "square matrices that aren't symmetric",
    "several": "several tensors of different shape in one list",
    "single": "a first dimension of 1",
    "noncontiguous": "a tensor that isn't contiguous",
    "float64": "numbers in float64",
    "zeros": "numbers that are exactly 0",
    "large": "numbers of 100 and more",
    "negative": "negative numbers",
    "gradient": "a gradient that is asked of a result",
    "uneven": "a number of rows that the size of a batch doesn't divide",
}


def is_aspect(text: str) -> bool:
    """Whether an aspect is one that there is."""
    return text in ASPECTS or (text.startswith(ANY) and text.removeprefix(ANY).isidentifier())


def is_lenient(aspect: str) -> bool:
    """Whether an aspect only lets more pass."""
    return aspect.startswith(LENIENT)
