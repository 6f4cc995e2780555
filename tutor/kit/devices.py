"""Which device lesson code runs on: TUTOR_DEVICE, or the best one there is.

Nothing here runs at import, and nothing here starts a CUDA context: a process that only
asks for the name of the device can still be forked.
"""

from __future__ import annotations

import functools
import os
import platform
from dataclasses import dataclass

import torch

VARIABLE = "TUTOR_DEVICE"


@dataclass(frozen=True, slots=True)
class Description:
    """The device in words, for `tutor doctor`."""

    name: str  # "cpu", "cuda:0", "mps"; empty if TUTOR_DEVICE names none
    detail: str  # "NVIDIA H100 80GB HBM3, 79 GB", "x86_64, 2 threads"
    chosen_by: str  # "TUTOR_DEVICE" or "the best one found"
    available: tuple[str, ...]
    problem: str = ""
    advice: str = ""

    def __str__(self) -> str:
        if self.problem:
            return f"{self.problem} {self.advice}"
        return f"{self.name} ({self.detail})"


def find() -> torch.device:
    """The device for lesson code; RuntimeError if TUTOR_DEVICE names none that is here."""
    asked = os.environ.get(VARIABLE, "").strip().lower()
    there = available()
    if not asked or asked == "auto":
        return torch.device(there[0])
    if asked == "cuda":
        asked = "cuda:0"
    if asked == "cpu:0":
        asked = "cpu"
    if asked not in there:
        raise RuntimeError(_problem(asked) + " " + _advice(there))
    return torch.device(asked)


@functools.cache
def available() -> tuple[str, ...]:
    """Names of the devices that are here, the best first, "cpu" last."""
    # Counting through NVML leaves the driver alone, so that this process can still fork.
    os.environ.setdefault("PYTORCH_NVML_BASED_CUDA_CHECK", "1")
    found: list[str] = []
    if torch.cuda.is_available():
        found += [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def name() -> str:
    """The device's name as `Started` events carry it; empty if TUTOR_DEVICE is wrong."""
    try:
        return str(find())
    except RuntimeError:
        return ""


def describe() -> Description:
    """The device in words; never raises."""
    there = available()
    asked = os.environ.get(VARIABLE, "").strip()
    chosen_by = VARIABLE if asked and asked.lower() != "auto" else "the best one found"
    try:
        device = find()
    except RuntimeError:
        return Description("", "", chosen_by, there, _problem(asked), _advice(there))
    return Description(str(device), _detail(device), chosen_by, there)


def _problem(asked: str) -> str:
    return f'{VARIABLE} is "{asked}", and there is no such device here.'


def _advice(there: tuple[str, ...]) -> str:
    return f"Set it to one of these, or leave it out: {', '.join(there)}."


def _detail(device: torch.device) -> str:
    if device.type == "cuda":
        properties = torch.cuda.get_device_properties(device)
        return f"{properties.name}, {properties.total_memory / 1e9:.0f} GB"
    return f"{platform.machine()}, {torch.get_num_threads()} threads"
