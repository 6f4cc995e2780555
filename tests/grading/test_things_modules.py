"""Right modules pass whatever their names and order are; wrong ones fail, and are told why."""

from __future__ import annotations

import pytest
from grading_support import provided
from things_support import calls, passes, told

BATCH_NORM = """
import torch
from torch import nn

class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))

    def forward(self, X):
        if self.training:
            dims = (0,) if X.dim() == 2 else (0, 2, 3)
            mean = X.mean(dims, keepdim=True)
            var = ((X - mean) ** 2).mean(dims, keepdim=True)
            with torch.no_grad():
                self.moving_mean.mul_(0.9).add_(0.1 * mean)
                self.moving_var.mul_(0.9).add_(0.1 * var)
        else:
            mean, var = self.moving_mean, self.moving_var
        return self.gamma * (X - mean) / torch.sqrt(var + 1e-5) + self.beta
"""
ASKED = provided("num_features, num_dims", "BatchNorm", "class")
LIFE = """
@case(also=("float64", "eval"))
def whole_life(mine):
    "Trained, evaluated, saved and reloaded"
    net = fill(mine.BatchNorm(5, 2))
    opt = torch.optim.SGD(net.parameters(), 0.1)
    for _ in range(2):
        net(draw(7, 5, grad=True))
    opt.zero_grad()
    net(draw(7, 5)).square().sum().backward()
    opt.step()
    net.eval()
    net(draw(3, 5))
    buffer = io.BytesIO()
    torch.save(net.state_dict(), buffer)
    buffer.seek(0)
    again = mine.BatchNorm(5, 2)
    again.load_state_dict(torch.load(buffer))
    again.eval()
    again(draw(3, 5))


@case
def images(mine):
    "Images"
    net = mine.BatchNorm(3, 4)
    net(draw(2, 3, 4, 5))
    net.eval()
    net(draw(2, 3, 4, 5))
"""
_GAMMA = "        self.gamma = nn.Parameter(torch.ones(shape))\n"
_BETA = "        self.beta = nn.Parameter(torch.zeros(shape))\n"
BY_TORCH = """
import torch
from torch import nn
from torch.nn.functional import batch_norm

class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        n, dims = num_features, num_dims
        super().__init__()
        shape = (1, n) + (1,) * (dims - 2)
        self.shift, self.scale = nn.Parameter(torch.zeros(shape)), nn.Parameter(torch.ones(shape))
        self.register_buffer("batches", torch.tensor(0))
        self.register_buffer("v", torch.ones(n))
        self.register_buffer("m", torch.zeros(n))

    def forward(self, X):
        scale, shift = self.scale.flatten(), self.shift.flatten()
        if not self.training:
            return batch_norm(X, self.m, self.v, scale, shift, False)
        self.batches += 1
        dims = [d for d in range(X.dim()) if d != 1]
        m, v = X.detach().mean(dims), X.detach().var(dims, unbiased=False)
        self.m, self.v = 0.9 * self.m + 0.1 * m, torch.lerp(self.v, v, 0.1)
        return batch_norm(X, None, None, scale, shift, True)
"""
RIGHT = {
    "itself": BATCH_NORM,
    "other names": BATCH_NORM.replace("gamma", "weight").replace("moving_", "running_"),
    "other order": BATCH_NORM.replace(_GAMMA + _BETA, _BETA + _GAMMA),
    "torch's function": BY_TORCH,
    "in modules of its own": BATCH_NORM.replace(
        _GAMMA + _BETA,
        "        self.inner = nn.ParameterList([torch.zeros(shape), torch.ones(shape)])\n",
    )
    .replace("self.gamma", "self.inner[1]")
    .replace("self.beta", "self.inner[0]"),
    "train and eval of its own": BATCH_NORM
    + "\n    def train(self, mode=True):\n        return super().train(mode)\n"
    + "\n    def eval(self):\n        return self.train(False)\n",
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_batch_norms(name: str) -> None:
    assert passes(RIGHT[name], BATCH_NORM, LIFE, ASKED)


def _plain(code: str, name: str) -> str:
    return code.replace(f'self.register_buffer("{name}", ', f"self.{name} = (")


def wrong(*changes: tuple[str, str]) -> str:
    code = BATCH_NORM
    for old, new in changes:
        assert old in code
        code = code.replace(old, new)
    return code


SUPER, FORWARD = "super().__init__()", "def forward(self, X)"
WRONG = {
    "lost on save": (
        _plain(_plain(BATCH_NORM, "moving_mean"), "moving_var"),
        "`batchnorm2` returns other numbers",
    ),
    "momentum swapped": (
        wrong(("mul_(0.9).add_(0.1 * mean)", "mul_(0.1).add_(0.9 * mean)")),
        "`batchnorm` returns other numbers",
    ),
    "statistics detached": (
        wrong(("mean = X.mean(dims, keepdim=True)", "mean = X.detach().mean(dims, keepdim=True)")),
        "The gradient that flows back to ",
    ),
    "gamma cut off": (
        wrong(("self.gamma * (X", "self.gamma.data * (X")),
        "carries no gradient back to `batchnorm.gamma`",
    ),
    "one parameter": (
        wrong(("self.beta = nn.Parameter(torch.zeros(shape))", "self.beta = torch.zeros(shape)")),
        "parameters have other shapes than expected",
    ),
    "parameters in a list": (
        wrong((_GAMMA + _BETA, "        self.p = [torch.ones(shape), torch.zeros(shape)]\n"))
        .replace("self.gamma", "self.p[0]")
        .replace("self.beta", "self.p[1]"),
        "isn't registered",
    ),
    "no super": (wrong((SUPER, "pass")), "cannot assign parameters before Module.__init__() call"),
    "no forward": (wrong((FORWARD, "def forwards(self, X)")), 'missing the required "forward"'),
    "nothing returned": (wrong(("return self.gamma", "self.gamma")), "is a `return` missing?"),
    "no module": (
        _plain(_plain(wrong(("(nn.Module)", ""), (SUPER, "pass")), "moving_mean"), "moving_var"),
        "an object where a module",
    ),
    "shared by all": (
        wrong(
            ("class BatchNorm(nn.Module):", "class BatchNorm(nn.Module):\n    means = {}\n"),
            ('self.register_buffer("moving_mean", torch.zeros(shape))', "self.shape = shape"),
            ("self.moving_mean.mul_", "BatchNorm.means.setdefault(X.dim(), 0 * mean).mul_"),
            ("self.moving_mean,", "BatchNorm.means.get(X.dim(), 0.0),"),
            ("keepdim=True)\n            var", "keepdim=True)\n            BatchNorm.means = "
             "{d: m.to(X.dtype) for d, m in BatchNorm.means.items()}\n            var"),
        ),
        "returns other numbers",
    ),
    "frozen": (wrong(("torch.zeros(shape))\n", "torch.zeros(shape), False)\n")), "gradient"),
    "raises the wrong way": (wrong(("num_dims == 2", "num_dim == 2")), "NameError (line 8)"),
    "no state in eval": (
        wrong(("mean, var = self.moving_mean, self.moving_var", "mean, var = 0.0, X.var()")),
        "returns other numbers",
    ),
    "leaves its mode": (
        wrong(("        return self.gamma", "        self.train()\n        return self.gamma")),
        "is in training mode where evaluation mode is expected",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_batch_norms(name: str) -> None:
    code, message = WRONG[name]
    found = told(code, BATCH_NORM, LIFE, ASKED)
    assert message in found.message
    assert found.kind != "unwritten"


def test_tensors_that_are_not_registered_do_not_follow_to_float64() -> None:
    right = """
import torch
from torch import nn
class Smooth(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.register_buffer("kernel", torch.eye(n) / 2 + 0.5 / n)
    def forward(self, X):
        return X @ self.kernel
"""
    asked = provided("n", "Smooth", "class")
    for also in ("", ', also=("float64",)'):
        check = f'@case(tolerance=1e-4{also})\ndef one(mine):\n    "One"\n'
        check += "    mine.Smooth(3)(draw(4, 3))\n"
        code = _plain(right, "kernel")
        if not also:
            assert passes(code, right, check, asked)
        else:
            found = told(code, right, check, asked)
            assert found.kind == "raised"
            assert found.message.startswith("`smooth` raised RuntimeError (line 9)")


def test_an_init_with_another_signature() -> None:
    from grading_support import play

    code = BATCH_NORM.replace("num_features, num_dims)", "num_features)")
    fault = play(code, LIFE, ASKED).loaded.fault
    assert fault is not None
    assert fault.kind == "signature"


def test_a_module_that_never_began() -> None:
    code = "from torch import nn\nclass Net(nn.Module):\n    def __init__(self, n):\n"
    code += "        self.n = n\n    def forward(self, X):\n        return X * self.n\n"
    right = code.replace("        self.n", "        super().__init__()\n        self.n", 1)
    check = '@case\ndef one(mine):\n    "One"\n    mine.Net(2)(draw(3))\n'
    found = told(code, right, check, provided("n", "Net", "class"))
    assert "doesn't call `super().__init__()`" in found.message
    assert found.line == 3


# --- other modules -------------------------------------------------------------------------------

SKIP_LIST = """
from torch import nn

class SkipList(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, X):
        for layer in self.layers:
            X = X + layer(X)
        return X

    def __len__(self):
        return len(self.layers)
"""
LAYERS = """
@case
def one(mine):
    "One"
    net = mine.SkipList(fill(nn.Linear(3, 3)), fill(nn.Linear(3, 3)))
    len(net)
    net(draw(4, 3))
    opt = torch.optim.SGD(net.parameters(), 0.1)
    net(draw(4, 3)).sum().backward()
    opt.step()
    net(draw(4, 3))
"""
SKIP = provided("*layers", "SkipList", "class")


def test_a_list_of_modules() -> None:
    own = SKIP_LIST.replace("self.layers = nn.ModuleList(layers)", "self.n = len(layers)")
    own = own.replace(
        "self.n =", "[self.add_module(f'l{i}', m) for i, m in enumerate(layers)]; self.n ="
    ).replace("self.layers", "self.children()")
    own = own.replace("len(self.children())", "self.n")  # fmt: skip
    assert passes(own, SKIP_LIST, LAYERS, SKIP)
    sequential = "from torch import nn\nclass SkipList(nn.Sequential):\n"
    sequential += (
        "    def forward(self, X):\n        for m in self: X = m(X) + X\n        return X\n"
    )
    assert passes(sequential, SKIP_LIST, LAYERS, SKIP)


def test_a_plain_list_of_modules() -> None:
    code = SKIP_LIST.replace("nn.ModuleList(layers)", "list(layers)")
    assert "isn't registered" in told(code, SKIP_LIST, LAYERS, SKIP).message
    no_skip = SKIP_LIST.replace("X + layer(X)", "layer(X)")
    assert told(no_skip, SKIP_LIST, LAYERS, SKIP).number == 3


LINEAR = """
import torch
from torch import nn

class Linear(nn.Module):
    def __init__(self, n, m):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n, m))
        self.bias = nn.Parameter(torch.randn(m))

    def forward(self, X):
        return X @ self.weight + self.bias
"""
TRAINED = """
@case
def trained(mine):
    "Trained"
    net = fill(mine.Linear(4, 3))
    opt = torch.optim.SGD(net.parameters(), 0.1)
    for _ in range(3):
        opt.zero_grad()
        net(draw(5, 4)).square().mean().backward()
        opt.step()
    net(draw(5, 4))


@case(random=True)
def as_it_is_made(mine):
    "As it is made"
    net = mine.Linear(4, 3)
    net(draw(5, 4))
"""
LIN = provided("n, m", "Linear", "class")


def test_random_parameters_are_nobodys_business() -> None:
    code = LINEAR.replace("torch.randn(n, m)", "0.01 * torch.rand(n, m)").replace(
        "randn(m)", "zeros(m)"
    )
    order = (
        LINEAR.replace(
            "        self.weight = nn.Parameter(torch.randn(n, m))\n"
            "        self.bias = nn.Parameter(torch.randn(m))\n",
            "        self.b = nn.Parameter(torch.zeros(m))\n"
            "        self.a = nn.Parameter(torch.rand(n, m))\n",
        )
        .replace("self.weight", "self.a")
        .replace("self.bias", "self.b")
    )
    for other in (code, order):
        assert passes(other, LINEAR, TRAINED, LIN)


def test_gradients_of_parameters() -> None:
    code = LINEAR.replace("@ self.weight +", "@ self.weight.detach() +")
    assert "`linear.weight`" in told(code, LINEAR, TRAINED, LIN).message
    doubled = LINEAR.replace("X @ self.weight", "X @ (2 * self.weight - self.weight.detach())")
    found = told(doubled, LINEAR, TRAINED, LIN)
    assert found.kind == "gradient"
    assert found.place.startswith("gradient of linear.weight")


def test_two_parameters_of_one_shape_may_change_names() -> None:
    code = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.a = nn.Parameter(torch.ones(n))
        self.b = nn.Parameter(torch.zeros(n))
    def forward(self, X):
        return X * self.a + 3 * self.b
"""
    other = code.replace("self.a", "self.c").replace("self.b", "self.a").replace("self.c", "self.b")
    check = """
@case
def one(mine):
    "One"
    net = fill(mine.Net(4))
    net(draw(5, 4))


@case
def as_made(mine):
    "As made"
    mine.Net(4)(draw(5, 4))
"""
    asked = provided("n", "Net", "class")
    assert passes(other, code, check, asked)
    third = code.replace("3 * self.b", "3 * self.b.detach() + 2 * (self.b - self.b.detach())")
    assert told(third, code, check, asked).kind == "gradient"


def test_results_come_before_parameters_when_room_is_short() -> None:
    code = "from torch import nn\nclass Net(nn.Module):\n    def __init__(self, n):\n"
    code += "        super().__init__()\n        self.w = nn.Linear(n, n)\n"
    code += "    def forward(self, X):\n        return self.w(X)\n"
    check = """
@case
def one(mine):
    "One"
    net = fill(mine.Net(700))
    for _ in range(6):
        net(draw(2, 700))
"""
    found = calls(code, check, provided("n", "Net", "class"))
    assert all(call.result.left_out == "" for call in found[1:3])  # type: ignore[union-attr]
    assert passes(code, code, check, provided("n", "Net", "class"))
