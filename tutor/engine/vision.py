"""Importing torchvision even where its compiled operators don't fit the installed torch.

A torchvision built for another torch (the index's CUDA build beside a CPU torch, say) can't
load its library; its Python then fails with "operator torchvision::nms does not exist",
although data sets, transforms and models need none of those operators. Declaring the two
operators that its Python asks for is enough. They must not be declared where the library
does load: it declares them itself, and twice is an error.
"""

from __future__ import annotations

import importlib.util
import warnings
from pathlib import Path
from typing import Any

SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_declared: list[Any] = []  # a torch Library undoes its definitions when it is freed


def import_torchvision() -> str:
    """Import torchvision if that is possible at all; "" or, in words, why it is not."""
    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.origin is None:
        return "torchvision is not installed"
    try:
        if not _declared and not _loads(Path(spec.origin).parent):
            _declare()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the image reader's library may be missing too
            importlib.import_module("torchvision")
            importlib.import_module("torchvision.transforms")
    except Exception as error:  # whatever a broken installation raises
        return f"torchvision can't be imported: {type(error).__name__}: {error}"
    return ""


def _loads(folder: Path) -> bool:
    """Whether torchvision's compiled operators fit this torch."""
    torch: Any = importlib.import_module("torch")
    libraries = [p for p in folder.glob("_C.*") if p.suffix in (".so", ".pyd", ".dylib")]
    if not libraries:
        return False
    try:
        torch.ops.load_library(str(libraries[0]))
    except OSError:
        return False
    return hasattr(torch.ops.torchvision, "nms")


def _declare() -> None:
    torch: Any = importlib.import_module("torch")
    library = torch.library.Library("torchvision", "FRAGMENT")
    for schema in SCHEMAS:
        library.define(schema)
    _declared.append(library)
