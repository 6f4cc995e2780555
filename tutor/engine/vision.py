"""Importing torchvision even where its compiled operators don't fit the installed torch.

A torchvision built for another torch (the index's CUDA build beside a CPU torch, say) can't
load its library; its Python then fails with "operator torchvision::nms does not exist",
although data sets, transforms and models need none of those operators. Declaring the two
operators that its Python asks for is enough. They must not be declared where the library
does load, or where somebody has declared them already: twice is an error.

`help_imports` makes `import torchvision` do so by itself, wherever it is written and whoever
imports it first; `import tutor.kit` calls it, and so do the processes that run lessons. Until
torchvision is imported it costs nothing, torch included.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
import warnings
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

NAME = "torchvision"
SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
ADVICE = (
    "Lessons with pictures need torchvision: `pip install torchvision` brings it, and "
    "`tutor doctor` says whether it works."
)
_declared: list[Any] = []  # a torch Library undoes its definitions when it is freed


class NoVision(ImportError):
    """torchvision can't be imported; the message says why, and what to do."""


def import_torchvision() -> str:
    """Import torchvision if that is possible at all; "" or, in words, why it is not."""
    help_imports()
    try:
        if importlib.util.find_spec(NAME) is None:
            return "torchvision is not installed"
        importlib.import_module(NAME)
        importlib.import_module(f"{NAME}.transforms")
    except Exception as error:  # whatever a broken installation raises
        return f"torchvision can't be imported: {type(error).__name__}: {error}"
    return ""


def require() -> None:
    """Import torchvision, or raise NoVision with the reason and what to do."""
    trouble = import_torchvision()
    if trouble:
        raise NoVision(f"{trouble[:1].upper()}{trouble[1:].rstrip('.')}. {ADVICE}")


def helped() -> bool:
    """Whether this process declared operators that torchvision's library did not bring."""
    return bool(_declared)


def help_imports() -> None:
    """From now on `import torchvision` works in this process, even beside another torch."""
    if NAME not in sys.modules and not any(type(one) is _Finder for one in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder:
    """Finds torchvision as everybody does, and has it loaded with our help."""

    def __init__(self) -> None:
        self._asking = threading.local()  # finders are asked by any thread

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of torchvision; None for everything else, and where it isn't there."""
        if name != NAME or getattr(self._asking, "now", False):
            return None
        self._asking.now = True
        try:
            found = _of_the_others(name, path, target)
        finally:
            self._asking.now = False
        if found is None or type(found.loader) is not SourceFileLoader:
            return None  # from an archive, say: it has no library beside it either
        found.loader = _Loader(found.loader.name, found.loader.path)
        return found


def _of_the_others(
    name: str, path: Sequence[str] | None, target: ModuleType | None
) -> ModuleSpec | None:
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        found = None if find is None else find(name, path, target)
        if isinstance(found, ModuleSpec):
            return found
    return None


class _Loader(SourceFileLoader):
    """Loads torchvision's package, after what it will ask of torch is there."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the package's code."""
        _prepare(Path(self.path).parent)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the image reader's library may be missing too
            super().exec_module(module)


def _prepare(folder: Path) -> None:
    """See to it that torch knows the operators: from the library, or else from us."""
    missing = _unknown()
    # Where one is known already, loading the library could only declare it twice, and that
    # ends the process.
    if len(missing) == len(SCHEMAS) and _loads(folder):
        return
    if missing:
        torch: Any = importlib.import_module("torch")
        library = torch.library.Library(NAME, "FRAGMENT")
        for schema in missing:
            library.define(schema)
        _declared.append(library)


def _unknown() -> list[str]:
    """The schemas that torch hasn't got yet."""
    torch: Any = importlib.import_module("torch")
    operators = getattr(torch.ops, NAME)
    return [schema for schema in SCHEMAS if not hasattr(operators, schema.partition("(")[0])]


def _loads(folder: Path) -> bool:
    """Whether torchvision's compiled operators fit this torch."""
    torch: Any = importlib.import_module("torch")
    libraries = [p for p in folder.glob("_C.*") if p.suffix in (".so", ".pyd", ".dylib")]
    try:
        for library in libraries:
            torch.ops.load_library(str(library))
    except OSError:
        return False
    return len(_unknown()) < len(SCHEMAS)  # older ones bring no qnms, and ask for none
