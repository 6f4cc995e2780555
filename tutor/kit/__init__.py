"""What lesson code imports: data sets, live pictures, objectives and the device.

`from tutor.kit import data, live, device`. The device is found when it is first asked for, so that
importing the kit never touches an accelerator. From then on `import torchvision` works, even where
it was built for another torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.vision import help_imports

if TYPE_CHECKING:
    import torch

    device: torch.device

__all__ = ["data", "device", "devices", "live", "objectives"]

help_imports()


def __getattr__(name: str) -> object:
    if name == "device":
        from tutor.kit import devices  # noqa: PLC0415  (torch, only when it is wanted)

        globals()["device"] = found = devices.find()
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
