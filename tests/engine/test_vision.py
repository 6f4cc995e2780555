"""torchvision, whatever torch it was built for: its schemas there, missing, or somebody else's.

The packages here ask torch for what the real one asks for. Each is imported in a process of its
own, since torch forgets no operator.
"""

from __future__ import annotations

import gzip
import os
import shutil
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import torch
from engine_support import error, lesson, printed, run

from tutor.engine import Engine, vision

# As torchvision 0.28: its library first, then what fails where the operators are unknown.
EXTENSION = """
import torch
from pathlib import Path

def load():
    try:
        torch.ops.load_library(str(Path(__file__).with_name("_C.so")))
    except (ImportError, OSError):
        return False
    return True

HAS_OPS = load()
"""
PACKAGE = """
__version__ = "0.99"
from . import extension
import torch

@torch.library.register_fake("torchvision::nms")
def fake(dets, scores, iou_threshold):
    return dets.new_empty(0, dtype=torch.long)

@torch.library.register_fake("torchvision::qnms")
def fake_too(dets, scores, iou_threshold):
    return dets.new_empty(0, dtype=torch.long)
"""
# A library that fits this torch would declare its operators when it is first loaded.
FITTING = """
import torch
loaded = {}

def load(path):
    if path not in loaded:
        loaded[path] = torch.library.Library("torchvision", "FRAGMENT")
        for schema in vision.SCHEMAS:
            loaded[path].define(schema)

torch.ops.load_library = load
"""
DECLARED = """
import torch
somebody = torch.library.Library("torchvision", "FRAGMENT")
somebody.define(vision.SCHEMAS[0])
"""
TELL = """
import torch, torchvision
names = [name for name in ("nms", "qnms") if hasattr(torch.ops.torchvision, name)]
print(torchvision.__version__, torchvision.extension.HAS_OPS, *names, vision.helped())
"""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with a torchvision, whose library is none."""
    folder = tmp_path / "packages"
    inside = folder / "torchvision"
    (inside / "transforms").mkdir(parents=True)
    (inside / "transforms" / "__init__.py").touch()
    (inside / "extension.py").write_text(EXTENSION)
    (inside / "__init__.py").write_text(PACKAGE)
    (inside / "_C.so").write_bytes(b"built for another torch")
    return folder


def python(folder: Path, *parts: str) -> subprocess.CompletedProcess[str]:
    """Run code for which a folder's packages come first."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", "\n".join(map(textwrap.dedent, parts))],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


FAILING = """
from tutor.engine import vision
try:
    import torchvision
except RuntimeError as error:
    print(error)
vision.help_imports()
"""


def test_without_schemas_they_are_declared(packages: Path) -> None:
    """Without help it fails, or else these packages would prove nothing."""
    done = python(packages, FAILING, TELL)
    failed, helped = done.stdout.splitlines()
    assert failed == "operator torchvision::nms does not exist"
    assert (helped, done.stderr) == ("0.99 False nms qnms True", "")


def test_schemas_that_the_library_brings_are_left_alone(packages: Path) -> None:
    """Twice would be an error; the library is a stand-in, torch's declarations are real."""
    start = "import tutor.kit\nfrom tutor.engine import vision"
    done = python(packages, start, FITTING, TELL)
    assert (done.stdout, done.stderr) == ("0.99 True nms qnms False\n", "")


def test_schemas_that_somebody_declared_are_left_alone(packages: Path) -> None:
    start = "import tutor.kit\nfrom tutor.engine import vision"
    done = python(packages, start, DECLARED, TELL)
    assert (done.stdout, done.stderr) == ("0.99 False nms qnms True\n", "")


LIBRARY = """
#include <torch/library.h>

TORCH_LIBRARY_FRAGMENT(torchvision, m) {
  m.def("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor");
  m.def("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor");
}
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("g++") is None, reason="no compiler")
def test_a_compiled_library_that_fits_is_left_alone(packages: Path, tmp_path: Path) -> None:
    """The real thing: had the operators been declared before it, the process would abort."""
    source = tmp_path / "library.cpp"
    source.write_text(LIBRARY)
    place = Path(torch.__file__).parent
    include = [f"-I{place / 'include'}", f"-I{place / 'include/torch/csrc/api/include'}"]
    abi = f"-D_GLIBCXX_USE_CXX11_ABI={int(torch.compiled_with_cxx11_abi())}"
    command = [
        "g++", "-shared", "-fPIC", "-O0", "-std=c++20", abi, *include, str(source),
        "-o", str(packages / "torchvision" / "_C.so"), f"-L{place / 'lib'}", "-ltorch_cpu", "-lc10",
    ]  # fmt: skip
    built = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    if built.returncode:
        pytest.skip(f"torch's headers don't compile here: {built.stderr[-300:]}")
    done = python(packages, "import tutor.kit\nfrom tutor.engine import vision", TELL)
    assert (done.stdout, done.stderr) == ("0.99 True nms qnms False\n", "")


# --- what needs no torch -------------------------------------------------------------------------

HIDDEN = """
from importlib.machinery import PathFinder
found = PathFinder.find_spec
PathFinder.find_spec = lambda name, *a: None if name == "torchvision" else found(name, *a)
"""
START = "import sys\nfrom tutor.engine import vision\n"


def test_where_there_is_none_one_is_told_what_to_do(tmp_path: Path) -> None:
    told = """
    print(vision.import_torchvision())
    try:
        vision.require()
    except ImportError as error:
        print(error)
    print("torch" in sys.modules)
    """
    done = python(tmp_path, START, HIDDEN, told)
    first, second, third = done.stdout.splitlines()
    assert first == "torchvision is not installed"
    assert second == f"Torchvision is not installed. {vision.ADVICE}"
    assert "pip install torchvision" in second
    assert third == "False"


def test_a_broken_one_is_told_in_words(packages: Path) -> None:
    (packages / "torchvision" / "__init__.py").write_text("raise SystemError('half a package')")
    (packages / "torch.py").write_text(
        "class ops: torchvision = type('Both', (), {'nms': 1, 'qnms': 1})"
    )
    done = python(packages, START, "print(vision.import_torchvision())")
    assert done.stdout == "torchvision can't be imported: SystemError: half a package\n"


def test_nothing_is_loaded_before_it_is_wanted(tmp_path: Path) -> None:
    """Looking for it is no import; helping twice is helping once."""
    code = """
    import importlib.util
    import tutor.kit
    vision.help_imports()
    print(sum(type(one).__module__ == "tutor.engine.vision" for one in sys.meta_path))
    spec = importlib.util.find_spec("torchvision")
    print(spec.name, spec.origin.endswith("__init__.py"), bool(spec.submodule_search_locations))
    print({"torch", "torchvision", "numpy", "msgspec"} & set(sys.modules))
    """
    done = python(tmp_path, START, code)
    assert done.stdout == "1\ntorchvision True True\nset()\n", done.stderr


# --- the real one --------------------------------------------------------------------------------

WRITTEN_FIRST = """import torchvision
import torch
print(tuple(torchvision.transforms.Resize(4)(torch.zeros(1, 8, 8)).shape))"""


@pytest.mark.asyncio(loop_scope="session")
async def test_a_cell_may_import_it_before_anything_else(engine: Engine) -> None:
    session = engine.open(lesson(a=WRITTEN_FIRST))
    events = await run(session, "a")
    assert printed(events) == "(1, 4, 4)\n"
    await session.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_a_cell_that_misses_it_says_what_to_do(engine: Engine) -> None:
    missing = "raise ModuleNotFoundError(\"No module named 'torchvision'\", name='torchvision')"
    session = engine.open(lesson(a=missing, b=missing.replace("torchvision", "pandas")))
    assert error(await run(session, "a")).message.endswith(vision.ADVICE)
    assert error(await run(session, "b")).message == "No module named 'pandas'"
    await session.close()


def idx(path: Path, *sizes: int) -> None:
    """A file of the IDX format, all zeros: magic number, sizes, bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = struct.pack(f">{1 + len(sizes)}I", 0x800 + len(sizes), *sizes)
    count = 1
    for size in sizes:
        count *= size
    path.write_bytes(head + bytes(count))
    with gzip.open(f"{path}.gz", "wb") as file:
        file.write(path.read_bytes())


def test_data_sets_transforms_and_models_work(tmp_path: Path) -> None:
    """All that lessons want of it, on the torch that is installed here."""
    assert vision.import_torchvision() == ""
    import torchvision

    for part in ("train", "t10k"):
        idx(tmp_path / f"FashionMNIST/raw/{part}-images-idx3-ubyte", 3, 28, 28)
        idx(tmp_path / f"FashionMNIST/raw/{part}-labels-idx1-ubyte", 3)
    change = torchvision.transforms.Compose(
        [torchvision.transforms.Resize(32), torchvision.transforms.ToTensor()]
    )
    clothes = torchvision.datasets.FashionMNIST(str(tmp_path), train=False, transform=change)
    image, label = clothes[2]
    assert (len(clothes), tuple(image.shape), label) == (3, (1, 32, 32), 0)
    with torch.no_grad():
        net = torchvision.models.resnet18(num_classes=10).eval()
        assert net(torch.zeros(1, 3, 32, 32)).shape == (1, 10)


def test_what_needs_the_library_says_so() -> None:
    """A declared operator is no implementation: torchvision's own words, not a crash."""
    assert vision.import_torchvision() == ""
    import torchvision

    if not vision.helped():
        pytest.skip("this torchvision fits its torch")
    with pytest.raises(RuntimeError, match="incompatible"):
        torchvision.ops.nms(torch.rand(2, 4), torch.rand(2), 0.5)
