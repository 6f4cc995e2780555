"""The learner's own code: `from tutor.mine import sgd` gives the `sgd` that they have written.

In the app it is the code of the last attempt that passed, or the exercise's reference where
none has; the output says which. In a plain script or a notebook it is always the reference.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

# Everything else is imported when a name is first asked for: a lesson that imports a name or
# two should not wait, and a process that only looks at this module should load nothing.


def __getattr__(name: str) -> Any:
    if name == "__all__":
        # AttributeError would let `import *` go on, with nothing.
        raise ImportError("Name what you take: `from tutor.mine import sgd`, not `*`.")
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tutor.kit import library  # noqa: PLC0415

    try:
        return library.get(name)
    except library.NoSuchName as error:
        if _in_import(sys._getframe(1)):
            # Python replaces an AttributeError here by a sentence of its own.
            raise ImportError(str(error)) from None
        # Without name and object Python adds no suggestion of its own to ours.
        raise AttributeError(str(error), name="", obj=None) from None


def __dir__() -> list[str]:
    from tutor.kit import library  # noqa: PLC0415

    return sorted({*(name for name in globals() if name.startswith("__")), *library.names()})


def _in_import(frame: FrameType) -> bool:
    """Whether a `from … import name` asks, and not `mine.name`, getattr or hasattr."""
    import opcode  # noqa: PLC0415  (only when something is wrong)

    code, at = frame.f_code.co_code, frame.f_lasti
    return 0 <= at < len(code) and opcode.opname[code[at]] == "IMPORT_FROM"
