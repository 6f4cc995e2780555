"""Recordings: what a case saw of the code that it was played with, as plain data.

The player's process makes one for each case with the learner's code, the judge's process one
with the reference; they are compared there. They travel as msgpack and are never unpickled:
whoever decodes one trusts nothing in it.
"""

from __future__ import annotations

import msgspec

from tutor.engine.verdicts import Report

MADE = "<made>"  # the text of what a constructor made, whatever its class is called


class Node(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A value. Every node is one of the classes below."""


class Empty(Node, frozen=True):
    """None."""


class Number(Node, frozen=True):
    """A bool, int or float of Python's, or a numpy scalar of one of these kinds."""

    value: bool | int | float


class Text(Node, frozen=True):
    """A str; at most 10 000 characters of it."""

    value: str


class Tensor(Node, frozen=True):
    """A tensor (or numpy array, which `kind` says), its elements in C order, little-endian."""

    dtype: str  # "float32", "int64", "bool", …
    shape: list[int]
    data: bytes  # empty if `left_out`
    kind: str = "tensor"  # or "array", "parameter"
    requires_grad: bool = False
    leaf: bool = True
    left_out: str = ""  # why `data` is not here: too large, sparse, on another device


class Items(Node, frozen=True):
    """A list, tuple or another sequence."""

    kind: str  # "list", "tuple", …
    items: list[AnyNode]
    more: int = 0  # items beyond the first 10 000


class Fields(Node, frozen=True):
    """A mapping, by the text of its keys, in its own order."""

    kind: str  # "dict", "OrderedDict", …
    items: list[tuple[str, AnyNode]]


class Stream(Node, frozen=True):
    """An iterator or generator; what was taken from it while the case ran."""

    kind: str  # "generator", …
    items: list[AnyNode]
    ended: bool  # whether the case took everything there was


class Module(Node, frozen=True):
    """A torch.nn.Module: its parameters and buffers in the order of registration, its mode."""

    kind: str  # name of its class
    parameters: list[tuple[str, AnyNode]]
    buffers: list[tuple[str, AnyNode]]
    training: bool
    made: bool = False  # by the code under test: names and order are its own affair


class Other(Node, frozen=True):
    """Anything else: only its type and a safe text are known."""

    kind: str
    text: str

    @property
    def is_coroutine(self) -> bool:
        """Whether it is what calling an `async` function gives: nothing has run yet."""
        return self.kind == "coroutine"


class Same(Node, frozen=True):
    """An object that stands earlier in the same value (a cycle, or the same list twice)."""


AnyNode = Empty | Number | Text | Tensor | Items | Fields | Stream | Module | Other | Same


class Leaf(msgspec.Struct, frozen=True, array_like=True):
    """A tensor among the arguments, as the caller holds it, after the call."""

    place: str  # "params[0]"
    value: AnyNode
    grad: AnyNode  # its .grad: Empty if there is none
    replaced: bool = False  # its container holds another object in that place now
    module: str = ""  # name of the module that it is in, if the code under test made that module
    filled: bool = False  # `fill` has set that module's parameters: the same numbers everywhere
    touched: bool = False  # its numbers were others before the call, if only in the last digit


class Error(msgspec.Struct, frozen=True, array_like=True):
    """An exception that left the learner's code."""

    kind: str  # "ValueError"
    message: str
    report: Report  # ready to be shown if it should not have happened


class Call(msgspec.Struct, frozen=True, array_like=True):
    """One call through `mine`."""

    name: str  # "sgd"; "net", "net.step", "len(net)" for calls of what a constructor made
    before: str  # the call as Python (only in the reference's recording, else "")
    result: AnyNode  # Empty if it raised
    after: list[tuple[str, AnyNode]]  # arguments by parameter name, after the call
    leaves: list[Leaf]
    gradients: list[tuple[str, AnyNode]]  # place of a leaf -> gradient of the result's projection
    error: Error | None = None
    state: list[str] = []  # sentences: what of torch's global state it left changed
    printed: str = ""
    seconds: float = 0.0  # of the processor
    in_raises: bool = False  # called inside `raises`: its error is what the case wants
    inputs: list[tuple[str, AnyNode]] = []  # as `after`, but before the call (reference only)
    shares: list[str] = []  # places of arguments whose memory the result shares ("aliasing" only)
    dice: str = ""  # digest of torch's generator after the call ("random numbers" only)


class Recording(msgspec.Struct, frozen=True, array_like=True):
    """One case, played once."""

    case: str
    title: str
    calls: list[Call]
    failure: Report | None = None  # of a require, close, stat, raises, forbid; or a timeout
    failed_after: int = 0  # calls that were complete before it
    aspects: list[str] = []  # what is compared besides the usual, or "random": values aren't
    tolerance: float | None = None  # None: the default of each dtype
    printed: str = ""

    @property
    def is_large(self) -> bool:
        """Whether its draws are ten thousand times as large, and rounding is with them."""
        return self.case.endswith("[large]")


encode = msgspec.msgpack.Encoder().encode
_decoder: msgspec.msgpack.Decoder[Recording] = msgspec.msgpack.Decoder(Recording)


def decode(data: bytes) -> Recording:
    """The recording in some bytes; msgspec.DecodeError if there is none."""
    try:
        return _decoder.decode(data)
    except (UnicodeDecodeError, RecursionError, MemoryError) as error:
        raise msgspec.DecodeError(str(error)) from error
