"""A call through `mine`, as it is noted while the case goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tutor.grading import records
from tutor.grading.taking import Stream


@dataclass(slots=True)
class Made:
    """A call as it is noted while the case goes on."""

    name: str
    number: int  # from 1
    before: str = ""
    again: Callable[[], str] | None = None  # gives that anew, with what arguments hold by then
    parts: list[records.AnyNode | Stream] = field(default_factory=list)
    several: str = ""  # the kind of container that the parts stand in; "" for a single one
    after: list[tuple[str, records.AnyNode]] = field(default_factory=list)
    leaves: list[records.Leaf] = field(default_factory=list)
    gradients: list[tuple[str, records.AnyNode]] = field(default_factory=list)
    error: records.Error | None = None
    state: list[str] = field(default_factory=list)
    printed: str = ""
    seconds: float = 0.0
    in_raises: bool = False
    inputs: list[tuple[str, records.AnyNode]] = field(default_factory=list)  # with `before` only
    numbers: dict[int, bytes] = field(default_factory=dict)  # of the leaves before the call, by id
    shares: list[str] = field(default_factory=list)
    dice: str = ""

    def recorded(self) -> records.Call:
        """As it stands in the recording."""
        nodes = [part.node() if isinstance(part, Stream) else part for part in self.parts]
        result: records.AnyNode = nodes[0] if nodes else records.Empty()
        if self.several:
            result = records.Items(self.several, nodes)
        return records.Call(
            self.name, self.before, result, self.after, self.leaves, self.gradients, self.error,
            self.state, self.printed, self.seconds, self.in_raises, self.inputs,
            self.shares, self.dice,
        )  # fmt: skip
