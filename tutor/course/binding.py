"""Which names single pieces of Python syntax bind."""

from __future__ import annotations

import ast

Function = ast.FunctionDef | ast.AsyncFunctionDef


def targets(node: ast.AST) -> list[str]:  # noqa: PLR0911 - one return for each kind
    """Names that this one statement binds, without what its parts bind."""
    if isinstance(node, ast.Assign):
        return [n for target in node.targets for n in names_in_target(target)]
    if isinstance(node, ast.AnnAssign):
        return names_in_target(node.target)
    if isinstance(node, ast.AugAssign | ast.For | ast.AsyncFor):
        return names_in_target(node.target)
    if isinstance(node, ast.With | ast.AsyncWith):
        return [n for item in node.items for n in names_in_target(item.optional_vars)]
    if isinstance(node, ast.Import):
        return [alias.asname or alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [alias.asname or alias.name for alias in node.names]
    if isinstance(node, ast.Delete):
        return [n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
    if isinstance(node, Function | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.ExceptHandler):
        return [node.name] if node.name else []
    if isinstance(node, ast.match_case):
        return names_in_pattern(node.pattern)
    return []


def names_in_target(node: ast.AST | None) -> list[str]:
    """Names that assigning to this binds: not `x` in `x[0]` or `x.y`."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Tuple | ast.List):
        return [n for element in node.elts for n in names_in_target(element)]
    return names_in_target(node.value) if isinstance(node, ast.Starred) else []


def names_in_pattern(pattern: ast.pattern) -> list[str]:
    """Names that a `case` binds."""
    found = []
    for node in ast.walk(pattern):
        name = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(node, ast.MatchAs | ast.MatchStar | ast.MatchMapping) and name:
            found.append(str(name))
    return found


def catches_all(case: ast.match_case) -> bool:
    """Whether a `case` always matches."""
    pattern = case.pattern
    return case.guard is None and isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def arguments(args: ast.arguments) -> list[ast.arg]:
    """All parameters of a function."""
    extra = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *extra]


def type_params(node: ast.AST) -> list[str]:
    """Names in the square brackets of `def f[T]` (Python 3.12)."""
    return [p.name for p in getattr(node, "type_params", [])]


def has_lazy_annotations(tree: ast.Module) -> bool:
    """Whether the code begins with `from __future__ import annotations`."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in tree.body
    )
