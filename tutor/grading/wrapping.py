"""Other words for the same code: what stands around the work. See `rewriting`."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable

from tutor.grading.rewriting import called, functions, name

Block = list[ast.stmt]
# What throws torch's dice.
_DICE = frozenset({
    "bernoulli", "bernoulli_", "dropout", "multinomial", "normal", "normal_", "poisson", "rand",
    "rand_like", "randint", "randint_like", "randn", "randn_like", "randperm", "random_",
    "uniform_", "xavier_uniform_",
})  # fmt: skip


def with_prints(tree: ast.Module) -> None:
    """Says where it is, as people do who look for a mistake."""
    for function in functions(tree):
        _print(function.body, function.name)
    for loop in (n for f in functions(tree) for n in ast.walk(f) if isinstance(n, ast.For)):
        _print(loop.body, "again")


def _print(block: Block, text: str) -> None:
    _put_first(block, ast.Expr(ast.Call(name("print"), [ast.Constant(text)], [])))


def _put_first(block: Block, statement: ast.stmt) -> None:
    """Before everything but a docstring."""
    first = block[0]
    at = int(isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant))
    block.insert(at, statement)


def with_helpers(tree: ast.Module) -> None:
    """The work of each function is done by another that it calls."""
    done: Block = []
    for node in tree.body:
        done.append(node)
        if not isinstance(node, ast.FunctionDef) or node.decorator_list:
            continue
        outer = copy.deepcopy(node)
        node.name = f"_{node.name}_work"
        given = node.args
        plain: list[ast.expr] = [name(a.arg) for a in (*given.posonlyargs, *given.args)]
        if given.vararg:
            plain.append(ast.Starred(name(given.vararg.arg), ast.Load()))
        named = [ast.keyword(a.arg, name(a.arg)) for a in given.kwonlyargs]
        if given.kwarg:
            named.append(ast.keyword(None, name(given.kwarg.arg)))
        outer.body = [ast.Return(ast.Call(name(node.name), plain, named))]
        done.append(outer)
    tree.body = done


def without_graph(tree: ast.Module) -> None:
    """`with torch.no_grad():` becomes `with torch.set_grad_enabled(False):`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.withitem) and isinstance(node.context_expr, ast.Call):
            call = node.context_expr
            if called(call) == "no_grad" and isinstance(call.func, ast.Attribute):
                call.func.attr = "set_grad_enabled"
                call.args = [ast.Constant(False)]


def with_other_dice(tree: ast.Module) -> None:
    """A number is drawn first that nobody needs, so that all others are other numbers."""
    for function in functions(tree):
        throws = any(isinstance(e, ast.Call) and called(e) in _DICE for e in ast.walk(function))
        if throws:
            draw = ast.Call(ast.Attribute(name("torch"), "rand", ast.Load()), [ast.Constant(1)], [])
            _put_first(function.body, ast.Expr(draw))


AROUND: tuple[tuple[str, Callable[[ast.Module], None]], ...] = (
    ("prints", with_prints),
    ("helpers", with_helpers),
    ("grad switched off", without_graph),
    ("other dice", with_other_dice),
)
