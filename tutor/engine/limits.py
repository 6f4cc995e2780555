"""How much a runner may use, and how the runner itself enforces what the system can.

Three traps shape this file. A runner lives as long as its lesson is open, and an ordinary
user can't raise a hard limit again: so only soft limits are set, and processor time is
granted anew for each run. The address space is already 0.8 GB when a runner is born, so its
limit is headroom above that; and CUDA reserves far more than it uses, so with an accelerator
there is no such limit. RLIMIT_NPROC does not hold for root and counts the user's other
programs: the host counts a runner's descendants instead.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
GIB = 1 << 30


def _default_memory() -> int:
    """Three quarters of the memory that there is, at least 1 GiB, in bytes."""
    sizes: list[int] = []
    with contextlib.suppress(AttributeError, ValueError, OSError):
        sizes.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for path in CGROUP_LIMITS:
        with contextlib.suppress(ValueError, OSError):
            sizes.append(int(Path(path).read_text()))
    return max(GIB, min(sizes, default=8 * GIB) * 3 // 4)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one runner may use. `None` means no limit."""

    wall_seconds: float = 3600.0  # of one run; the session interrupts it then
    cpu_seconds: int | None = None  # of one run, over all its threads
    memory_bytes: int | None = field(default_factory=_default_memory)  # never with CUDA
    output_chars: int = 1_000_000  # of printed text in one run; the rest is cut, and said so
    processes: int = 64  # that a run may have alive at once, itself included
    frames_per_second: float = 30.0  # at which text and points are merged and sent


# Set once by `apply`: the address space limit in bytes, so that lifting it and setting it
# again does not make it grow by what is held meanwhile.
_address_space: int | None = None


def apply(limits: Limits) -> None:
    """Set this process's limits. The runner calls it once, before it runs anything."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (not there on Windows)

    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    _volunteer_for_the_oom_killer()
    if limits.memory_bytes is not None and sys.platform == "linux" and not _has_accelerator():
        global _address_space  # noqa: PLW0603  (a property of this process)
        _address_space = _virtual_size() + limits.memory_bytes
        _set_soft(resource.RLIMIT_AS, _address_space)
    renew(limits)


def renew(limits: Limits) -> None:
    """Grant processor time for one more run. The runner calls it before each run.

    Going over it ends the process by SIGXCPU, whose default action needs no Python code to
    run and so works inside a long native call too.
    """
    if sys.platform == "win32" or limits.cpu_seconds is None:
        return
    import resource  # noqa: PLC0415

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_seconds
    _set_soft(resource.RLIMIT_CPU, seconds)


@contextlib.contextmanager
def lifted() -> Iterator[None]:
    """No memory limit inside the block: for reporting a MemoryError, which needs memory."""
    if _address_space is None or sys.platform == "win32":
        yield
        return
    import resource  # noqa: PLC0415

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        _set_soft(resource.RLIMIT_AS, _address_space)


def _set_soft(which: int, value: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    # Some systems refuse a limit below what is in use; then there is none, as before.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (value, hard))


def _virtual_size() -> int:
    """The address space in use now, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _volunteer_for_the_oom_killer() -> None:
    """If the machine runs out of memory, the lesson's code goes, not the app."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("700")


def _has_accelerator() -> bool:
    # Asked through NVML (PYTORCH_NVML_BASED_CUDA_CHECK): this starts no CUDA context.
    torch = sys.modules.get("torch")
    return torch is not None and bool(torch.cuda.is_available())
