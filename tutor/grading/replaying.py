"""The calls of a case up to one of them, as Python that makes them again with a learner's code.

A call on a thing, or one with a state that is laid out as one likes, means nothing by itself: what
earlier calls have left in it is the learner's own. So they are made again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tutor.engine.shortening import statements
from tutor.grading import arrays, records
from tutor.grading.records import AnyNode, Call, Recording

ANY = "any "
_assigned = re.compile(r"([A-Za-z_]\w*)(?=[\s.\[])")
_eval = re.compile(r"(\w+)\.eval\(\)")


def whole(reference: Recording, number: int) -> str:
    """The call, with all that must go before it; "" if that can't be written."""
    free = {each.removeprefix(ANY) for each in reference.aspects if each.startswith(ANY)}
    call = reference.calls[number - 1]
    states = [name for name, _ in call.inputs if name in free]
    if not states and not _is_told(call):
        return call.before
    return _Replay(reference.calls[:number], free, states).text()


def shown(reference: Recording, number: int) -> str:
    """The call alone as it is looked at: of states that are free it is said whose they are."""
    free = {each.removeprefix(ANY) for each in reference.aspects if each.startswith(ANY)}
    lines: list[str] = []
    for each in statements(reference.calls[number - 1].before):
        name = _target(each)
        if name not in free:
            lines += each
        elif each[0].startswith(f"{name} = "):
            lines.append(f"# {name}: as your earlier calls left it")
    return "\n".join(lines)


def _is_told(call: Call) -> bool:
    """Whether something is said of what was before: the story of a thing."""
    return any(line.startswith("#") for line in call.before.split("\n"))


@dataclass(slots=True)
class _Replay:
    calls: Sequence[Call]
    free: set[str]
    states: Sequence[str]  # arguments of the last call that are free
    lines: list[str] = field(default_factory=list)
    left: dict[str, AnyNode] = field(default_factory=dict)  # arguments after the last call
    numbers: dict[str, AnyNode] = field(default_factory=dict)  # of modules, by place
    made: set[str] = field(default_factory=set)  # lines that make things
    resting: set[str] = field(default_factory=set)  # things in evaluation mode
    filled: set[str] = field(default_factory=set)

    def text(self) -> str:
        makers = [call for call in self.calls if call.name in self.free]
        if self.states and (len(self.states) != 1 or not makers):
            return ""
        for place, call in enumerate(self.calls):
            if self._is_made_later(call, self.calls[place + 1 :]):
                continue
            if not self._add(call):
                return ""
        return "\n".join(self.lines)

    def _is_made_later(self, call: Call, later: Sequence[Call]) -> bool:
        """Whether the story of a thing begins with this call of its constructor."""
        end = " = " + call.before.split("\n")[-1]
        return any(line.endswith(end) for each in later for line in each.before.split("\n"))

    def _add(self, call: Call) -> bool:
        *before, last = statements(call.before)
        resting = {found[1] for each in before if (found := _eval.fullmatch(each[0]))}
        named = {_target(each) for each in before}
        for each in before:
            if not self._prepare(each, call):
                return False
        for name in sorted((self.resting - resting) & named):
            self.lines.append(f"{name}.train()")
        self.resting = (self.resting - named) | resting
        if call.name in self.free and self.states:
            last = [f"{self.states[0]} = {last[0]}", *last[1:]]
        self.lines += last
        self.left.update(call.after)
        self.numbers.update((leaf.place, leaf.value) for leaf in call.leaves if leaf.module)
        return True

    def _prepare(self, statement: Sequence[str], call: Call) -> bool:
        """One statement of those above a call. Whether it could be told."""
        line, name = statement[0], _target(statement)
        if line.startswith("#"):
            return self._tell(line, call)
        if _eval.fullmatch(line):
            if name not in self.resting:
                self.lines.append(line)
            return True
        if name in self.states:
            return True
        whole = line.startswith(f"{name} = ")
        if whole and "\n".join(statement) in self.made:
            return self._is_as_left(call, name)
        known = dict(call.inputs).get(name)
        if whole and (known is None or isinstance(known, records.Module)):
            self.made.add("\n".join(statement))
        elif whole and known == self.left.get(name):
            return True
        self.lines += statement
        return True

    def _is_as_left(self, call: Call, name: str) -> bool:
        """Whether nothing but calls has changed a module's numbers, as far as one can see."""
        return all(
            self.numbers.get(leaf.place, leaf.value) == leaf.value or self._trains(call, leaf)
            for leaf in call.leaves
            if leaf.module == name
        )

    def _trains(self, call: Call, leaf: records.Leaf) -> bool:
        return "." in call.name  # a method, which may change them itself

    def _tell(self, line: str, call: Call) -> bool:
        """What a comment says, as Python; that of earlier calls is there already."""
        if "was called" in line:
            return True
        names = [leaf.module for leaf in call.leaves if leaf.filled and f" {leaf.module} " in line]
        if not names:
            return False
        if names[0] not in self.filled:
            self.filled.add(names[0])
            self.lines += _filling(names[0], call.leaves)
        return True


def _filling(name: str, leaves: Sequence[records.Leaf]) -> list[str]:
    """The lines that give a module the numbers of `fill`; they ask for its parameters by name."""
    mine = [leaf for leaf in leaves if leaf.module == name]
    lines = [f"numbers = {{  # of the parameters of {name}"]
    for leaf in mine:
        values = arrays.array(leaf.value) if isinstance(leaf.value, records.Tensor) else None
        dtype = leaf.value.dtype if isinstance(leaf.value, records.Tensor) else "float32"
        text = "…" if values is None else repr(values.tolist())
        lines.append(f"    {leaf.place.removeprefix(name + '.')!r}: torch.tensor({text}, "
                     f"dtype=torch.{dtype}),")  # fmt: skip
    double = any(isinstance(x.value, records.Tensor) and x.value.dtype == "float64" for x in mine)
    return [
        *lines,
        "}",
        *([f"{name}.double()"] if double else []),
        f"for name, parameter in {name}.named_parameters():",
        "    parameter.data.copy_(numbers[name])",
    ]


def _target(statement: Sequence[str]) -> str:
    """The name that a statement is about: that of `states[0].grad = …` is "states"."""
    found = _assigned.match(statement[0])
    return found[1] if found else ""
