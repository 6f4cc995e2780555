"""`forbid`: the routes to what is forbidden, each of them closed."""

from __future__ import annotations

import pytest
from forbidden import HEAD, TORCH, assert_forbidden
from grading_support import ONCE, play

# --- by whatever way ------------------------------------------------------------------------------

# The routes to softmax when only `torch.softmax` is forbidden: what stands above `f`, and in it.
ROUTES = {
    "a name of its own": ("from torch import softmax as s", "return s(x, 1)"),
    "a module of another name": ("import torch as t", "return t.softmax(x, 1)"),
    "a class": ("class A:\n    s = torch.softmax", "return A.s(x, 1)"),
    "an instance": ("class A:\n    s = staticmethod(torch.softmax)\na = A()", "return a.s(x, 1)"),
    "a dictionary": ("d = {'s': torch.softmax}", "return d['s'](x, 1)"),
    "a list of lists": ("d = [[[torch.softmax]]]", "return d[0][0][0](x, 1)"),
    "a partial": ("s = functools.partial(torch.softmax, dim=1)", "return s(x)"),
    "a lambda": ("s = lambda x: torch.softmax(x, 1)", "return s(x)"),
    "a closure": ("def g(s):\n    return lambda x: s(x, 1)\nh = g(torch.softmax)", "return h(x)"),
    "getattr": ("", "return getattr(torch, 'xam' 'tfos'[::-1][4:] and 'soft' + 'max')(x, 1)"),
    "vars": ("", "return vars(torch)['softmax'](x, 1)"),
    "attrgetter": ("", "return operator.attrgetter('softmax')(torch)(x, 1)"),
    "methodcaller": ("", "return operator.methodcaller('softmax', 1)(x)"),
    "importlib": ("import importlib", "return importlib.import_module('torch').softmax(x, 1)"),
    "__import__": ("", "return __import__('torch').softmax(x, 1)"),
    "sys.modules": ("", "return sys.modules['torch'].softmax(x, 1)"),
    "eval": ("", "return eval('torch.softmax(x, 1)')"),
    "exec elsewhere": ("", "d = {'x': x}; exec('import torch; y = torch.softmax(x, 1)', d)"),
    "a method": ("", "return x.softmax(1)"),
    "an unbound method": ("s = torch.Tensor.softmax", "return s(x, 1)"),
    "functional": ("", "return F.softmax(x, 1)"),
    "functional, imported": ("from torch.nn.functional import softmax as s", "return s(x, 1)"),
    "special": ("", "return torch.special.softmax(x, 1)"),
    "special, held": ("s = torch.special.softmax", "return s(x, 1)"),
    "a layer": ("", "return torch.nn.Softmax(1)(x)"),
    "a layer of before": ("layer = torch.nn.Softmax(1)", "return layer(x)"),
    "forward": ("layer = torch.nn.Softmax(1).forward", "return layer(x)"),
    "a layer in a layer": ("net = torch.nn.Sequential(torch.nn.Softmax(1))", "return net(x)"),
    "a layer for pictures": ("", "return torch.nn.Softmax2d()(x[None, None])"),
    "ops": ("", "return torch.ops.aten._softmax(x, 1, False)"),
    "an overload": ("o = torch.ops.aten._softmax.default", "return o(x, 1, False)"),
    "ops without underscore": ("", "return torch.ops.aten.softmax.int(x, 1)"),
    "ops called by name": ("", "return torch._C._VariableFunctions.softmax(x, 1)"),
    "another function of torch": ("", "return F.gumbel_softmax(x)"),
    "an out": ("", "return torch.softmax(x, 1, out=torch.empty_like(x))"),
    "traced": ("s = torch.jit.trace(lambda x: x.softmax(1), torch.ones(1, 2))", "return s(x)"),
    "vmap": ("", "return torch.vmap(lambda r: torch.softmax(r, 0))(x)"),
    "grad": ("", "return torch.func.grad(lambda r: torch.softmax(r, 1).max())(x)"),
    "modes switched off": (
        "from torch.utils._python_dispatch import _disable_current_modes as off",
        "with off(): return torch.softmax(x, 1)",
    ),
    "functions switched off": ("", "with torch._C.DisableTorchFunction(): return x.softmax(1)"),
    "no gradients": ("", "with torch.inference_mode(): return torch.softmax(x, 1)"),
    "a generator": ("", "return next(torch.softmax(r, 1) for r in [x])"),
    "map": ("", "return list(map(torch.softmax, [x], [1]))"),
    "a thread": (
        "from threading import Thread",
        "t = Thread(target=lambda: torch.softmax(x, 1)); t.start(); t.join()",
    ),
    "a pool": (
        "from concurrent.futures import ThreadPoolExecutor as Pool",
        "with Pool(1) as p: return p.submit(torch.softmax, x, 1).result()",
    ),
    "a bare thread": (
        "import _thread, threading",
        "e = threading.Event(); s = lambda: (e.wait(), torch.softmax(x, 1), d.set()); "
        "d = threading.Event(); _thread.start_new_thread(s, ()); e.set(); d.wait(0.3)",
    ),
    "swallowed": ("", "try: torch.softmax(x, 1)\n    except BaseException: pass"),
    "another in finally": ("", "try: torch.softmax(x, 1)\n    finally: return x"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Exception")  # of threads, in which it is raised as well
@pytest.mark.parametrize("route", ROUTES)
def test_a_route_to_softmax(route: str) -> None:
    head, body = ROUTES[route]
    code = f"{TORCH}{head}\ndef f(x):\n    {body}\n"
    failure = play(code, "forbid('torch.softmax')\n" + ONCE).failure
    assert failure.kind == "forbidden"
    assert failure.message.startswith("`f` uses torch.softmax, which this exercise")


def test_what_is_provided_is_the_thing_itself() -> None:
    for what in ("functools.partial(torch.softmax, dim=1)", "torch.nn.Softmax(1)"):
        code = f"{TORCH}f = {what}\n"
        assert play(code, "forbid('torch.softmax')\n" + ONCE).failure.kind == "forbidden"


OTHERS = {
    "cross_entropy": (
        "torch.nn.functional.cross_entropy",
        ("F.cross_entropy(x, y)", "C(x, y)", "torch.nn.CrossEntropyLoss()(x, y)",
         "torch._C._nn.cross_entropy_loss(x, y)", "torch.ops.aten.cross_entropy_loss(x, y)", "j(x)",
         "g(x, y)"),
    ),
    "conv2d": (
        "torch.nn.functional.conv2d",
        ("F.conv2d(i, k)", "torch.conv2d(i, k)", "torch.nn.Conv2d(1, 1, 2)(i)",
         "torch.ops.aten.convolution(i, k, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1)",
         "torch.nn.LazyConv2d(1, 2)(i)",
         "torch.convolution(i, k, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1)",
         "torch.nn.functional.conv2d(i, k, padding='same')"),
    ),
    "batch_norm": (
        "torch.nn.functional.batch_norm",
        ("F.batch_norm(x, None, None, training=True)", "torch.nn.BatchNorm1d(2)(x)", "B(x)",
         "torch.native_batch_norm(x, None, None, None, None, True, 0.1, 1e-5)",
         "torch.batch_norm(x, None, None, None, None, True, 0.1, 1e-5, False)",
         "torch.nn.SyncBatchNorm(2).train(False)(x)"),
    ),
    "dropout": (
        "torch.nn.functional.dropout",
        ("F.dropout(x)", "torch.dropout(x, 0.5, True)", "torch.nn.Dropout()(x)", "D(x)", "jd(x)",
         "torch.dropout_(x, 0.5, True)", "torch.ops.aten.dropout(x, 0.5, True)",
         "torch.native_dropout(x, 0.5, True)"),
    ),
    "matmul": ("torch.matmul", ("x @ x.T", "torch.matmul(x, x.T)", "x.matmul(x.T)",
                                "torch.linalg.matmul(x, x.T)", "operator.matmul(x, x.T)")),
    "add": ("torch.add", ("x + 1", "1 + x", "x.add(1)", "x.add_(1)", "sum([x, x])",
                          "operator.iadd(x, 1)")),
    "inverse": ("torch.linalg.inv", ("torch.inverse(x.T @ x)", "torch.linalg.inv(x.T @ x)",
                                     "(x.T @ x).inverse()", "torch.linalg.inv_ex(x.T @ x)")),
    "data": ("torch.Tensor.data", ("x.data",)),
    "backward": ("torch.Tensor.backward", ("x.requires_grad_().sum().backward()",)),
    "einsum": ("torch.einsum", ("torch.einsum('ij->i', x)", "torch.functional.einsum('ij->i', x)")),
    "init": ("torch.nn.init.xavier_uniform_", ("torch.nn.init.xavier_uniform_(x)", "U(x)")),
    "inits": ("torch.nn.init", ("torch.nn.init.xavier_uniform_(x)", "U(x)")),
    "numpy": ("numpy.linalg.lstsq", ("L(x.numpy(), x.numpy())",)),
    "a ufunc": ("numpy.exp", ("np.exp(x.numpy())",)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "body"), [(name, body) for name, bodies in OTHERS.values() for body in bodies]
)
def test_a_route_to_another(name: str, body: str) -> None:
    code = f"{HEAD}def f(x):\n    return {body}\n"
    failure = play(code, f"forbid({name!r})\n" + ONCE).failure
    assert failure.kind == "forbidden"
    assert f"`f` uses {name}," in failure.message


ADAM = (
    TORCH + "from torch.optim import Adam as A, AdamW\nfrom torch.optim.adam import adam as a\n"
    "p = torch.ones(2, requires_grad=True)\np.grad = torch.ones(2)\nold = A([p])\n"
    "step = old.step\nclass Mine(A): pass\nmine = Mine([p])\n"
    "lists = [[p], [p.grad], [p * 0], [p * 0], [], [torch.tensor(1.0)]]\n"
    "keys = dict(amsgrad=False, beta1=0.9, beta2=0.99, lr=1.0, weight_decay=0.0, eps=1e-8, "
    "maximize=False)\n"
)


OPTIMIZING = ["A([p])", "torch.optim.Adam([p])", "AdamW([p])", "Mine([p])", "old.step()", "step()",
              "mine.step()", "torch._fused_adam_(*lists, **keys)",
              "torch.ops.aten._fused_adam_(*lists, **keys)"]  # fmt: skip
FUNCTIONAL = ["a(*lists, **keys)", "torch.optim._functional.adam(*lists, **keys)"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        *((name, body) for name in ("torch.optim.Adam", "torch.optim") for body in FUNCTIONAL),
        *(("torch.optim.adam.adam", body) for body in FUNCTIONAL),
        *(
            (name, body)
            for name in ("torch.optim.Adam", "torch.optim", "torch.optim.Optimizer")
            for body in OPTIMIZING
        ),
    ],
)
def test_an_optimizer(name: str, body: str) -> None:
    code = f"{ADAM}def f(x):\n    with torch.no_grad(): {body}\n"
    failure = play(code, f"forbid({name!r})\n" + ONCE).failure
    assert failure.kind == "forbidden"
    assert f"`f` uses {name}," in failure.message


def test_a_backward_of_the_learners() -> None:
    code = (
        f"{TORCH}class S(torch.autograd.Function):\n"
        "    @staticmethod\n    def forward(ctx, x): return x.exp()\n"
        "    @staticmethod\n    def backward(ctx, g): return torch.softmax(g, 1)\n"
        "def f(x):\n    return S.apply(x)\n"
    )
    check = "forbid('torch.softmax')\n" + ONCE.replace("draw(3, 2)", "draw(3, 2, grad=True)")
    assert_forbidden(play(code, check), "torch.softmax", 7)
    called = code.replace("S.apply(x)", "S.apply(x.requires_grad_()).sum().backward()")
    assert_forbidden(play(called, "forbid('torch.softmax')\n" + ONCE), "torch.softmax", 7)


def test_torchs_own_way_back_may_use_it() -> None:
    check = "forbid('aten::mul', 'torch.mul')\n" + ONCE.replace(
        "draw(3, 2)", "draw(3, 2, grad=True)"
    )
    played = play("def f(x):\n    return x.exp()\n", check).only
    assert played.failure is None
    assert len(played.calls[0].gradients) == 1


@pytest.mark.parametrize(
    "body",
    [
        "subprocess.run([sys.executable, '-c', 'import torch'])",
        "os.system(sys.executable + ' -c 1')",
        "subprocess.Popen('python3 -c 1', shell=True)",
        "multiprocessing.get_context('spawn').Process(target=print).start()",
    ],
)
def test_another_process(body: str) -> None:
    code = f"import subprocess, os, sys, multiprocessing\ndef f(x):\n    {body}\n"
    failure = play(code, "forbid('torch.softmax')\n" + ONCE).failure
    assert failure.kind == "forbidden"
    assert "another process, where nobody sees whether it uses torch.softmax" in failure.message


def test_compiled() -> None:
    code = f"{TORCH}g = torch.compile(lambda x: F.softmax(x, 1), backend='eager')\n"
    code += "def f(x):\n    return g(x)\n"
    check = "forbid('torch.softmax')\n" + ONCE.replace("@case", "@case(seconds=60)")
    assert play(code, check).failure.kind == "forbidden"
