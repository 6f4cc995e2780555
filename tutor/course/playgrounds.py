"""`{playground}`: an objective, a start and optimizers, which the learner races."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.course import knobs
from tutor.course.ids import is_id, read_was, suggest_id
from tutor.course.model import Entrant, Playground
from tutor.course.objectives import OBJECTIVES, Objective
from tutor.course.optimizers import METHODS, Method
from tutor.course.options import Fields, Node, split
from tutor.course.problems import Problems, instead
from tutor.course.source import Piece, Text

MOST_STEPS = 5000
MOST_ENTRANTS = 8  # as many as there are colours and letters
_WHAT = "a playground"
_OPTIMIZERS = "write `optimizers: {sgd: {lr: 0.1}, adam: {}}`"


def build(text: Text, piece: Piece, problems: Problems) -> Playground | None:
    """The playground of `:::{playground} NAME`; None when it has no name that may be an id."""
    assert piece.directive is not None
    line, name = text.line + piece.start, piece.directive.argument
    body = text.body(piece)
    nodes, used = split(body, line + 1, problems)
    fields = Fields(nodes, _WHAT, line, problems)
    title, objective = fields.text("title"), _objective(fields)
    found = Playground(
        id=name,
        line=line,
        title=title,
        objective=objective.name,
        start=_start(fields, objective),
        entrants=_entrants(fields, problems),
        steps=_steps(fields),
        was=read_was(fields, problems),
    )
    fields.close()
    if any(each.strip() for each in body[used:]):
        message = "nothing may stand inside a playground but its options"
        problems.error(line + 1 + used, message, "write it above the playground")
    if is_id(name):
        return found
    message = f"`{name}` can't be an id" if name else "this playground has no name"
    shown = suggest_id(name) if name else "my-race"
    problems.error(line, message, f"write `:::{{playground}} {shown}`")
    return None


def _objective(fields: Fields) -> Objective:
    return OBJECTIVES[fields.one_of("objective", tuple(OBJECTIVES))]


def _start(fields: Fields, objective: Objective) -> tuple[float, ...]:
    """The numbers of `start`; empty when it isn't given, or is none."""
    node = fields.node("start")
    if node is None:
        return ()
    nodes = node.value if isinstance(node.value, list) else [node]
    numbers = [number for number in map(_number, nodes) if number is not None]
    shown = ", ".join(f"{number:g}" for number in objective.start)
    if len(numbers) != len(nodes) or len(numbers) != objective.variables:
        count = "two numbers" if objective.variables == 2 else "one number"
        fields.wrong("start", f"{count} on `{objective.name}`", f"write `start: [{shown}]`")
        return ()
    for number, (low, high) in zip(numbers, objective.ranges, strict=True):
        if not low <= number <= high:
            wanted = f"within what is shown of `{objective.name}`, {low:g} to {high:g}"
            fields.wrong("start", wanted, f"write `start: [{shown}]`, or a point between")
            return ()
    return tuple(numbers)


def _number(node: Node) -> float | None:
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value)
    return None


def _steps(fields: Fields) -> int | None:
    steps = fields.number("steps")
    if steps is None:
        return None
    if not 1 <= steps <= MOST_STEPS or steps != int(steps):
        fields.wrong("steps", f"a whole number from 1 to {MOST_STEPS}", "write `steps: 50`")
        return None
    return int(steps)


# --- optimizers -------------------------------------------------------------------------------


def _entrants(fields: Fields, problems: Problems) -> tuple[Entrant, ...]:
    node = fields.node("optimizers")
    if node is None:
        return ()
    pairs = list(_pairs(node))
    if not pairs or any(name is None for name, _ in pairs):
        fields.wrong("optimizers", "names, each with its parameters", _OPTIMIZERS)
        return ()
    if len(pairs) > MOST_ENTRANTS:
        message = f"at most {MOST_ENTRANTS} optimizers, and not {len(pairs)}"
        fields.wrong("optimizers", message, "leave some of them to the learner")
    found = []
    for name, values in pairs:
        method = METHODS.get(name or "")
        if method is None:
            message = f"there is no optimizer `{name}`"
            known = "write one of " + ", ".join(METHODS)
            problems.error(values.line, message, instead(name or "", METHODS, known))
        else:
            found.append(Entrant(method.name, _values(method, values, problems)))
    return tuple(found)


def _pairs(node: Node) -> Iterator[tuple[str | None, Node]]:
    """Names and parameters: of a mapping, or of a list, in which a name may stand twice."""
    if isinstance(node.value, dict):
        yield from node.value.items()
    elif isinstance(node.value, list):
        for item in node.value:
            if isinstance(item.value, dict):
                yield from item.value.items()
            elif isinstance(item.value, str):
                yield item.value, Node(None, item.line)
            else:
                yield None, item
    elif isinstance(node.value, str):
        yield node.value, Node(None, node.line)


def _values(method: Method, node: Node, problems: Problems) -> dict[str, float]:
    """The parameters given to a method; what can't be one is said and left out."""
    if node.value is None:
        return {}
    names = [p.name for p in method.parameters]
    if not isinstance(node.value, dict):
        advice = f"write `{method.name}: {{{names[0]}: {method.parameters[0].default:g}}}`"
        problems.error(node.line, f"the parameters of `{method.name}` need names", advice)
        return {}
    values = {}
    for name, each in node.value.items():
        if name not in names:
            advice = instead(name, names, "write one of " + ", ".join(names))
            problems.error(each.line, f"`{method.name}` has no parameter `{name}`", advice)
            continue
        parameter = method.parameter(name)
        try:
            values[name] = float(knobs.parse(parameter.knob, each.text))
        except knobs.KnobError as error:
            advice = f"write `{name}: {parameter.default:g}`"
            problems.error(each.line, f"`{method.name}`: {error}", advice)
    return values
