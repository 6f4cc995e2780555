"""Nothing that a learner's object does breaks the recorder, and what is said stays clear."""

from __future__ import annotations

import pytest
from grading_support import play, provided
from things_support import FILL, calls, passes, told

COUNTER = """
class Counter:
    def __init__(self, start=0):
        self.n = start

    def add(self, k):
        self.n += k
        return self.n
"""
ASKED = provided("start=0", "Counter", "class")
ADD = """
@case
def one(mine):
    "One"
    counter = mine.Counter(2)
    counter.add(3)
    counter.add(4)
"""
ODD = {
    "__slots__": '    __slots__ = ("n",)\n',
    "a false __class__": "    __class__ = int\n",
    "a __class__ that raises": "    @property\n    def __class__(self): raise SystemExit\n",
    "no equality, no hash": "    def __eq__(self, o): raise ValueError\n    __hash__ = None\n",
    "no text": "    def __repr__(self): raise KeyboardInterrupt\n    __str__ = __repr__\n",
    "a text without end": "    def __repr__(self): return 'x' * 10 ** 8\n",
    "every attribute": "    def __getattr__(self, name): return self\n",
    "no attribute that is unknown": "    def __getattr__(self, name): raise RuntimeError(name)\n",
    "attributes without end": "    def __getattr__(self, name): return getattr(self, name + 'x')\n",
    "iterable and long": "    def __iter__(self):\n        while True: yield 1\n",
    "a length that lies": "    def __len__(self): return -1\n",
    "no truth": "    def __bool__(self): raise ValueError\n",
    "a __dict__ of its own": "    __dict__ = None\n    __slots__ = ('n',)\n",
    "a __reduce_ex__ that raises": "    def __reduce_ex__(self, p): raise ValueError\n",
    "not to be copied": "    def __deepcopy__(self, memo): raise ValueError\n",
    "callable": "    def __call__(self): return 1\n",
    "a __tutor_thing__": "    __tutor_thing__ = 3\n",
    "a __name__": "    __name__ = None\n",
    "a __wrapped__": "    @property\n    def __wrapped__(self): raise SystemExit\n",
    "mathematics": "    def __add__(self, o): return NotImplemented\n    __radd__ = __add__\n",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_objects_that_do_what_is_asked(name: str) -> None:
    assert passes(COUNTER + ODD[name], COUNTER, ADD, ASKED)


@pytest.mark.parametrize(
    "head",
    [
        "class Counter(metaclass=M):",
        "class Counter(dict):",
        "class Counter(Exception):",
        "class Counter(torch.nn.Module):",
        "@dataclasses.dataclass(eq=False)\nclass Counter:\n    start: int = 0",
        "class Counter(abc.ABC):",
        "class Counter(typing.Generic[typing.TypeVar('T')]):",
    ],
)
def test_odd_classes_that_do_what_is_asked(head: str) -> None:
    meta = "class M(type):\n    def __getattribute__(cls, name):\n"
    meta += "        if name in ('__name__', '__mro__', 'mro'): raise SystemExit(name)\n"
    meta += "        return super().__getattribute__(name)\n"
    meta += "    def __instancecheck__(cls, value): raise SystemExit\n"
    code = COUNTER.replace("class Counter:", head)
    if "Module" in head:
        code = code.replace("self.n = start", "super().__init__()\n        self.n = start")
    code = f"import abc, dataclasses, typing\nimport torch\n{meta}\n{code}"
    right = passes(code, COUNTER, ADD, ASKED)
    assert right is (head != "class Counter(dict):")  # that one is a plain value


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("raise ValueError(3)", "`counter.add` raised ValueError (line 7): 3"),
        ("return self.nope", "'Counter' object has no attribute 'nope'"),
        ("raise NotImplementedError", "`counter.add` isn't written yet (line 7)."),
        ("raise SystemExit", "`counter.add` asks Python to exit (line 7)."),
        ("return input()", "`counter.add` asks for input (line 7)."),
        ("return self.add(k)", "`counter.add` raised RecursionError (line 7)"),
        ("self.n += k", "`counter.add` returns None where"),
        ("yield self.n", "`counter.add` returns a generator where"),
        ("raise CaseEnded", "raised NameError"),
    ],
)
def test_methods_that_go_wrong(method: str, said: str) -> None:
    code = COUNTER.replace("self.n += k\n        return self.n", method)
    found = told(code, COUNTER, ADD, ASKED)
    assert said in found.message
    assert found.number == 2


@pytest.mark.parametrize(
    ("use", "said"),
    [
        ("counter.value", "`counter.value` raised ZeroDivisionError (line"),
        ("repr(counter)", "`counter` raised ZeroDivisionError (line"),
        ("counter.n = 3", "`counter.n` raised ZeroDivisionError (line"),
        ("copy.deepcopy(counter)", "`copy.deepcopy(counter)` raised ZeroDivisionError (line"),
        ("counter == 3", "`counter` raised ZeroDivisionError (line"),
        ("len(counter)", "`len(counter)` raised ZeroDivisionError (line"),
        ("counter + 1", "`counter + …` raised ZeroDivisionError (line"),
    ],
)
def test_what_is_not_recorded_is_noted_if_it_goes_wrong(use: str, said: str) -> None:
    right = COUNTER + "    value = 3\n    def __len__(self): return 3\n"
    right += "    def __add__(self, k): return 3\n    def __repr__(self): return ''\n"
    code = right.replace("value = 3", "value = property(lambda self: 1 / 0)")
    code = code.replace("): return 3\n", "): return 1 / 0\n").replace("return ''", "return 1 / 0")
    for name in ("__setattr__(self, k, v)", "__deepcopy__(self, m)", "__eq__(self, o)"):
        code += f"    def {name}: return 1 / 0\n"
    code = code.replace("self.n = start", "self.__dict__['n'] = start")
    check = f'@case\ndef one(mine):\n    "One"\n    counter = mine.Counter(2)\n    {use}\n'
    found = told(code, right, check, ASKED)
    assert found.message.startswith(said)
    assert found.kind == "raised"


def test_a_property_without_end() -> None:
    code = COUNTER + "    @property\n    def value(self):\n        while True: pass\n"
    check = '@case(seconds=0.3)\ndef one(mine):\n    "One"\n    mine.Counter(2).value\n'
    failure = play(code, FILL + check, ASKED).only.failure
    assert failure is not None
    assert failure.kind == "timeout"
    assert failure.message.startswith("`counter.value` took too long.")


def test_a_missing_attribute_is_said_plainly() -> None:
    check = '@case\ndef one(mine):\n    "One"\n    mine.Counter(2).total\n'
    right = COUNTER + "    total = 0\n"
    assert told(COUNTER, right, check, ASKED).message == (
        "`counter` has no `total`, which is asked of it."
    )


def test_a_thing_may_have_to_raise() -> None:
    right = COUNTER + "    def take(self, k):\n        if k > self.n: raise ValueError\n"
    check = ADD + "    raises(ValueError, counter.take, 99)\n    counter.take(1)\n"
    assert passes(right, right, check, ASKED)
    found = told(right.replace("raise ValueError", "pass"), right, check, ASKED)
    assert (
        found.message == "`take` has to raise ValueError here."
        or "raise ValueError" in found.message
    )


def test_what_is_forbidden_is_forbidden_in_methods() -> None:
    right = COUNTER + "    def scale(self, x): return x * 2\n"
    code = right.replace("x * 2", "torch.add(x, x)").replace(
        "class Counter", "import torch\nclass Counter"
    )
    check = "forbid('torch.add')\n" + ADD + "    counter.scale(draw(2))\n"
    found = told(code, right, check, ASKED)
    assert found.kind == "forbidden"
    assert found.message.startswith("`counter.scale` uses torch.add")


def test_modules_of_their_own_mind() -> None:
    right = "from torch import nn\nclass Net(nn.Module):\n    def __init__(self, n):\n"
    right += "        super().__init__()\n        self.w = nn.Linear(n, 1)\n"
    right += "    def forward(self, X):\n        return self.w(X)\n"
    asked = provided("n", "Net", "class")
    check = '@case(also=("float64",))\ndef one(mine):\n    "One"\n'
    check += (
        "    net = fill(mine.Net(3))\n    net(draw(2, 3))\n    net.eval()\n    net(draw(2, 3))\n"
    )
    for odd in (
        "def named_parameters(self, *a, **k): raise ValueError",
        "def parameters(self): return []",
        "def state_dict(self): return None",
        "def __dir__(self): return [1]",
        "def extra_repr(self): raise ValueError",
        "def __len__(self): raise ValueError",
    ):
        assert passes(right + f"    {odd}\n", right, check, asked)
    broken = right + "    def double(self): raise ValueError('no')\n"
    assert told(broken, right, check, asked).message.startswith("`Net` raised ValueError (line 8)")
    broken = right + "    def eval(self): raise ValueError('no')\n"
    assert told(broken, right, check, asked).message.startswith(
        "`net.eval` raised ValueError (line"
    )


def test_parameters_that_come_late() -> None:
    right = "import torch\nfrom torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n"
    right += "        super().__init__()\n        self.w = None\n    def forward(self, X):\n"
    right += "        if self.w is None: self.w = nn.Parameter(torch.ones(X.shape[1]))\n"
    right += "        return X * self.w\n"
    check = '@case\ndef one(mine):\n    "One"\n    net = mine.Net()\n    net(draw(2, 3))\n'
    asked = provided("", "Net", "class")
    assert [place for place, _ in calls(right, check, asked)[1].gradients] == ["net.w"]
    detached = right.replace("X * self.w", "X * self.w.detach()")
    assert told(detached, right, check, asked).kind == "gradient"
