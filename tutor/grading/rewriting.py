"""Other words for the same code: rewriting expressions.

Every rewrite takes a fresh syntax tree and changes it where it can. What it makes computes the
same, but for rounding; it is only ever used on the exercises' own files, never on a learner's.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping

# Functions of torch that tensors have as methods, with the same arguments.
METHODS = frozenset({
    "abs", "add", "argmax", "clamp", "clone", "detach", "diagonal", "div", "exp", "flatten",
    "gather", "log", "logsumexp", "matmul", "max", "mean", "min", "mm", "mul", "mv", "outer",
    "pow", "prod", "relu", "reshape", "round", "sigmoid", "sign", "softmax", "sort", "sqrt",
    "square", "squeeze", "std", "sub", "sum", "tanh", "trace", "transpose", "unsqueeze", "var",
    "where",
})  # fmt: skip
REDUCTIONS = frozenset({"amax", "amin", "max", "mean", "min", "prod", "std", "sum", "var"})
# What can be computed earlier or later without a difference.
PURE = METHODS | {
    "arange", "dim", "eye", "float", "full_like", "int", "len", "numel", "ones", "ones_like",
    "range", "size", "zeros", "zeros_like",
}  # fmt: skip


def is_pure(node: ast.AST) -> bool:
    """Whether it only computes: no call that draws, prints, writes or is unknown."""
    return all(_is_pure_step(each) for each in ast.walk(node))


def _is_pure_step(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return called(node) in PURE
    return not isinstance(
        node, (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await, ast.Lambda, ast.Starred)
    )


def called(call: ast.Call) -> str:
    """ "sum" of `x.sum()` and of `torch.sum(x)`."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def name(text: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(text, ast.Load())


def loaded(node: ast.expr) -> ast.expr:
    """A copy of a target, to be read."""
    made = copy.deepcopy(node)
    for each in ast.walk(made):
        if isinstance(each, ast.Name | ast.Attribute | ast.Subscript | ast.Tuple | ast.List):
            each.ctx = ast.Load()
    return made


def is_torch(node: ast.expr) -> bool:
    """Whether it is the name `torch`."""
    return isinstance(node, ast.Name) and node.id == "torch"


def imported(tree: ast.Module) -> set[str]:
    """The modules that a file imports, by their first name."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


# --- names ---------------------------------------------------------------------------------------


def renamed(tree: ast.Module) -> None:
    """Other names for all local variables; parameters and what the file defines keep theirs."""
    fixed = _fixed_names(tree)
    local = {
        node.id: f"{node.id}_here"
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id not in fixed
    }
    _rename(tree, local)


def aliased(tree: ast.Module) -> None:
    """Parameters get other names inside: `def f(x): given_x = x …`."""
    for function in functions(tree):
        inner = [each for each in ast.walk(function) if each is not function]
        if any(isinstance(each, ast.FunctionDef | ast.Lambda | ast.ClassDef) for each in inner):
            continue
        if any(isinstance(each, ast.Global | ast.Nonlocal) for each in inner):
            continue
        given = [a.arg for a in _arguments(function.args) if a.arg != "self"]
        if not given or any(isinstance(e, ast.Call) and called(e) == "super" for e in inner):
            continue
        first = 1 if ast.get_docstring(function) is not None else 0
        for statement in function.body[first:]:
            _rename(statement, {each: f"given_{each}" for each in given})
        function.body[first:first] = [
            ast.Assign([ast.Name(f"given_{each}", ast.Store())], name(each)) for each in given
        ]


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    """All functions and methods."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _arguments(args: ast.arguments) -> Iterator[ast.arg]:
    yield from (*args.posonlyargs, *args.args, *args.kwonlyargs)
    yield from (each for each in (args.vararg, args.kwarg) if each is not None)


def _fixed_names(tree: ast.Module) -> set[str]:
    """Names that mean something outside of the functions, or that can't be renamed easily."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):
            found |= {each.arg for each in _arguments(node)}
        elif isinstance(node, ast.Global | ast.Nonlocal):
            found |= set(node.names)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(a.asname or a.name).partition(".")[0] for a in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler) and node.name:
            found.add(node.name)
    outside = [node for node in tree.body if not isinstance(node, ast.FunctionDef)]
    classes = [each for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
               for each in node.body if not isinstance(each, ast.FunctionDef)]  # fmt: skip
    for statement in (*outside, *classes):
        if not isinstance(statement, ast.ClassDef):
            found |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return found


def _rename(tree: ast.AST, names: Mapping[str, str]) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)


# --- arithmetic ----------------------------------------------------------------------------------


class _Expressions(ast.NodeTransformer):
    """Rewrites innermost expressions first."""

    def visit(self, node: ast.AST) -> ast.AST:
        node = self.generic_visit(node)
        return self.other(node) or node if isinstance(node, ast.expr) else node

    def other(self, node: ast.expr) -> ast.expr | None:
        """The same in other words; None if there are none."""
        raise NotImplementedError


class Squares(_Expressions):
    """`x ** 2` and `x * x` change places."""

    def other(self, node: ast.expr) -> ast.expr | None:
        """See the class."""
        if not isinstance(node, ast.BinOp):
            return None
        left, right = node.left, node.right
        two = isinstance(right, ast.Constant) and right.value == 2
        if isinstance(node.op, ast.Pow) and two and is_pure(left):
            return ast.BinOp(left, ast.Mult(), copy.deepcopy(left))
        if isinstance(node.op, ast.Mult) and ast.dump(left) == ast.dump(right) and is_pure(left):
            return ast.BinOp(left, ast.Pow(), ast.Constant(2))
        return None


class Commuted(_Expressions):
    """`a * b` becomes `b * a`, and `a - b` becomes `-b + a`."""

    def other(self, node: ast.expr) -> ast.expr | None:
        """See the class."""
        if not isinstance(node, ast.BinOp) or not (is_pure(node.left) and is_pure(node.right)):
            return None
        if any(isinstance(each, ast.List | ast.Tuple | ast.Constant)
               and not isinstance(getattr(each, "value", 0.0), int | float)
               for each in (node.left, node.right)):  # fmt: skip
            return None
        if isinstance(node.op, ast.Mult):
            return ast.BinOp(node.right, ast.Mult(), node.left)
        if isinstance(node.op, ast.Sub):
            return ast.BinOp(ast.UnaryOp(ast.USub(), node.right), ast.Add(), node.left)
        return None


class Regrouped(_Expressions):
    """`a * b / c` becomes `a * (b / c)`, which rounds otherwise."""

    def other(self, node: ast.expr) -> ast.expr | None:
        """See the class."""
        if not isinstance(node, ast.BinOp) or not isinstance(node.left, ast.BinOp):
            return None
        left = node.left
        if isinstance(left.op, ast.Mult) and isinstance(node.op, ast.Div | ast.Mult):
            return ast.BinOp(left.left, ast.Mult(), ast.BinOp(left.right, node.op, node.right))
        return None


# --- torch ---------------------------------------------------------------------------------------


class AsMethods(_Expressions):
    """`torch.f(x, …)` becomes `x.f(…)`."""

    def other(self, node: ast.expr) -> ast.expr | None:
        """See the class."""
        if not isinstance(node, ast.Call) or not node.args or called(node) not in METHODS:
            return None
        function, first = node.func, node.args[0]
        if not isinstance(function, ast.Attribute) or not is_torch(function.value):
            return None
        if isinstance(first, ast.Constant | ast.List | ast.Starred) or function.attr == "where":
            return None
        return ast.Call(
            ast.Attribute(first, function.attr, ast.Load()), node.args[1:], node.keywords
        )


class AsFunctions(_Expressions):
    """`x.f(…)` becomes `torch.f(x, …)`."""

    def other(self, node: ast.expr) -> ast.expr | None:
        """See the class."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        function = node.func
        if function.attr not in METHODS - {"add", "sort", "where"} or (
            function.attr == "reshape" and not node.args
        ):
            return None
        if isinstance(function.value, ast.Name) and function.value.id in (
            "torch",
            "F",
            "np",
            "math",
        ):
            return None
        if function.attr == "reshape":
            if len(node.args) == 1 and isinstance(node.args[0], ast.Name | ast.Starred):
                return None  # a number, or a whole shape
            if len(node.args) > 1 or isinstance(node.args[0], ast.Constant | ast.UnaryOp):
                node.args = [ast.Tuple(node.args, ast.Load())]
        whole = ast.Attribute(name("torch"), function.attr, ast.Load())
        return ast.Call(whole, [function.value, *node.args], node.keywords)


class Means(_Expressions):
    """`x.mean()` becomes `x.sum() / x.numel()`, along a dimension too."""

    def other(self, node: ast.expr) -> ast.expr | None:
        """See the class."""
        if not isinstance(node, ast.Call) or called(node) != "mean":
            return None
        assert isinstance(node.func, ast.Attribute | ast.Name)
        x = node.func.value if isinstance(node.func, ast.Attribute) else None
        arguments = list(node.args)
        if x is not None and is_torch(x) and arguments:
            x = arguments.pop(0)
        if x is None or not is_pure(x):
            return None
        along = [*arguments, *(k.value for k in node.keywords if k.arg in ("dim", "axis"))]
        if not along:
            count: ast.expr = ast.Call(ast.Attribute(copy.deepcopy(x), "numel", ast.Load()), [], [])
        elif len(along) == 1 and isinstance(along[0], ast.Constant | ast.UnaryOp):
            shape = ast.Attribute(copy.deepcopy(x), "shape", ast.Load())
            count = ast.Subscript(shape, copy.deepcopy(along[0]), ast.Load())
        else:
            return None
        total = ast.Call(ast.Attribute(x, "sum", ast.Load()), arguments, node.keywords)
        return ast.BinOp(total, ast.Div(), count)


class Sizes(_Expressions):
    """`x.shape[0]` becomes `x.size(0)`, and `x.size(0)` becomes `x.shape[0]`."""

    def other(self, node: ast.expr) -> ast.expr | None:
        """See the class."""
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            shape = node.value
            if isinstance(shape, ast.Attribute) and shape.attr == "shape":
                size = ast.Attribute(shape.value, "size", ast.Load())
                return ast.Call(size, [node.slice], [])
        if isinstance(node, ast.Call) and called(node) == "size" and len(node.args) == 1:
            assert isinstance(node.func, ast.Attribute | ast.Name)
            if isinstance(node.func, ast.Attribute):
                shape = ast.Attribute(node.func.value, "shape", ast.Load())
                return ast.Subscript(shape, node.args[0], ast.Load())
        return None


class Axes(_Expressions):
    """`dim=` becomes `axis=`, and a plain dimension of a reduction gets its name."""

    def other(self, node: ast.expr) -> ast.expr | None:
        """See the class."""
        if not isinstance(node, ast.Call) or called(node) not in REDUCTIONS:
            return None
        function = node.func
        plain = isinstance(function, ast.Attribute) and not isinstance(function.value, ast.Name)
        plain = plain or (isinstance(function, ast.Attribute) and function.value.id not in  # type: ignore[attr-defined]
                          ("torch", "np", "F", "math"))  # fmt: skip
        for keyword in node.keywords:
            if keyword.arg == "dim":
                keyword.arg = "axis"
                return node
        if plain and len(node.args) == 1:
            return ast.Call(function, [], [ast.keyword("dim", node.args[0]), *node.keywords])
        return None


def is_torch_used(tree: ast.Module) -> bool:
    """Whether the name `torch` is read anywhere."""
    return any(is_torch(node) for node in ast.walk(tree) if isinstance(node, ast.Name))


def is_numpy_used(tree: ast.Module) -> bool:
    """Whether arrays of numpy's may be about."""
    asked = (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return "numpy" in imported(tree) or "numpy" in asked


def binds_torch(tree: ast.Module) -> bool:
    """Whether the file has the name `torch`: `from torch import nn` doesn't give it."""
    aliases = [a for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    return any((a.asname or a.name.partition(".")[0]) == "torch" for a in aliases)
