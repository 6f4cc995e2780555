"""Putting back, before each cell, what the last one may have left changed.

A cell must give the same again whatever ran before it: the same random numbers, the same
default dtype, the same working directory. Names in the lesson's namespace stay, of course.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch


def seed(number: int) -> None:
    """Seed Python, numpy and torch."""
    random.seed(number)
    np.random.seed(number % 2**32)
    _torch_seeder()(number)


def dice() -> tuple[object, ...]:
    """The state of all that `seed` seeds: equal if nothing random was asked for in between."""
    kind, keys, *rest = np.random.get_state()
    return (
        random.getstate(),
        (kind, np.asarray(keys).tobytes(), *rest),
        torch.get_rng_state().numpy().tobytes(),
    )


@functools.cache
def _torch_seeder() -> Callable[[int], object]:
    # `torch.manual_seed` leaves word for every kind of device, with a traceback each: more than
    # 2 ms, which a check of many cases pays for many times. Without such devices, nobody reads it.
    devices = (torch.cuda, torch.backends.mps, torch.xpu, torch.mtia)
    if any(device.is_available() for device in devices):
        return torch.manual_seed
    return torch.default_generator.manual_seed


class Defaults:
    """The state of the process before any cell has run."""

    def __init__(self) -> None:
        self._directory = Path.cwd()
        self._arguments = ["tutor"]
        self._recursion = sys.getrecursionlimit()
        self._threads = torch.get_num_threads()
        self._dtype = torch.get_default_dtype()
        self._numpy_print = np.get_printoptions()
        self._numpy_errors = np.geterr()
        self._hooks = (sys.excepthook, sys.displayhook, sys.unraisablehook, threading.excepthook)
        self._signals = {s: signal.getsignal(s) for s in signal.valid_signals()}

    def restore(self) -> None:
        """Put everything back; cheap, since most of it has not changed."""
        self._restore_torch()
        self._restore_signals()
        np.set_printoptions(**self._numpy_print)  # type: ignore[arg-type,unused-ignore]
        np.seterr(**self._numpy_errors)
        sys.argv = list(self._arguments)
        sys.setrecursionlimit(self._recursion)
        sys.settrace(None)
        sys.setprofile(None)
        sys.excepthook, sys.displayhook, sys.unraisablehook, threading.excepthook = self._hooks
        gc.enable()
        with contextlib.suppress(OSError):  # it may have been removed
            os.chdir(self._directory)

    def _restore_torch(self) -> None:
        torch.set_grad_enabled(True)
        torch.set_printoptions(profile="default")  # type: ignore[no-untyped-call,unused-ignore]
        if torch.get_default_dtype() != self._dtype:
            torch.set_default_dtype(self._dtype)
        if torch.get_default_device().type != "cpu":
            torch.set_default_device(None)
        if torch.are_deterministic_algorithms_enabled():
            torch.use_deterministic_algorithms(False)
        if torch.is_anomaly_enabled():
            torch.autograd.set_detect_anomaly(False)
        if torch.get_num_threads() != self._threads:
            torch.set_num_threads(self._threads)
        torch.backends.cudnn.benchmark = False
        torch.backends.cudnn.deterministic = False

    def _restore_signals(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._signals.items():
            if handler is not None and signal.getsignal(number) is not handler:
                with contextlib.suppress(OSError, ValueError):
                    signal.signal(number, handler)


@contextlib.contextmanager
def random_kept() -> Iterator[None]:
    """Leave all random generators after the block as they were before it."""
    python, numpy = random.getstate(), np.random.get_state()
    cpu = torch.get_rng_state()
    started: bool = torch.cuda.is_initialized()  # type: ignore[no-untyped-call,unused-ignore]
    cuda: list[Any] = torch.cuda.get_rng_state_all() if started else []
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)
        torch.set_rng_state(cpu)
        if cuda:
            torch.cuda.set_rng_state_all(cuda)
