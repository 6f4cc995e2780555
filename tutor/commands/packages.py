"""Checks of Python, the packages, and the devices that torch sees."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from importlib import metadata

from tutor import __version__
from tutor.commands.checks import Check

VARIABLE = "TUTOR_DEVICE"
SECONDS = 90  # a cold disk may take half a minute over torch; a broken driver takes for ever
_REINSTALL = "Install Tutor again, with `pip install --force-reinstall tutor-dl` or `make install`."

# It runs in a process of its own, since a broken torch may hang or crash. What it prints
# before its last line is torch's own business.
PROBE = """
import json, sys
found = {}
def tell():
    print(json.dumps(found), flush=True)
try:
    import numpy
    found["numpy"] = numpy.__version__
except Exception as error:
    found["numpy_error"] = f"{type(error).__name__}: {error}"
tell()
try:
    import torch
    found["torch"] = torch.__version__
    found["sum"] = float((torch.ones(3) + 1).sum())
except Exception as error:
    found["torch_error"] = f"{type(error).__name__}: {error}"
    tell()
    sys.exit()
tell()
try:
    from tutor.kit import devices
    device = devices.describe()
    found["device"] = {
        "name": device.name, "text": str(device), "chosen_by": device.chosen_by,
        "available": list(device.available), "problem": device.problem, "advice": device.advice,
    }
    tell()
    if device.name:
        torch.ones(3, device=device.name).sum().item()
    found["computes"] = True
except Exception as error:
    found["device_error"] = f"{type(error).__name__}: {error}".splitlines()[0]
tell()
try:
    from tutor.engine import vision
    found["torchvision_error"] = vision.import_torchvision()
    found["helped"] = vision.helped()
    if not found["torchvision_error"]:
        found["torchvision"] = sys.modules["torchvision"].__version__
except Exception as error:
    found["torchvision_error"] = f"{type(error).__name__}: {error}".splitlines()[0]
tell()
"""


def checks(device: str | None) -> list[Check]:
    """Python, Tutor, torch, torchvision, numpy, textual and the device."""
    environment = dict(os.environ)
    if device:
        environment[VARIABLE] = device
    found, trouble = probe(PROBE, environment)
    return [
        python(sys.version_info[:3]),
        Check("Tutor", "ok", __version__),
        torch(found, trouble),
        vision(found, trouble),
        numpy(found, trouble),
        textual(),
        *devices(found, trouble),
    ]


def probe(
    code: str, environment: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> tuple[dict[str, object], str]:
    """What a probe found before it ended, and how it ended if that was badly."""
    try:
        process = subprocess.run(
            [sys.executable, "-c", code],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            timeout=seconds, check=False, env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        out = late.stdout or b""
        text = out.decode(errors="replace") if isinstance(out, bytes) else out
        return _last_json(text), f"it did not end within {seconds:g} seconds"
    except OSError as error:
        return {}, str(error)
    found = _last_json(process.stdout)
    if process.returncode < 0:
        return found, f"it was killed by signal {-process.returncode}"
    if process.returncode:
        lines = process.stderr.strip().splitlines()
        return found, lines[-1] if lines else f"it ended with code {process.returncode}"
    return found, ""


def _last_json(text: str) -> dict[str, object]:
    for line in reversed(text.splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    return {}


def python(version: tuple[int, ...]) -> Check:
    """The interpreter's version and where it is."""
    text = f"{'.'.join(map(str, version))} ({platform.system()} {platform.machine()})"
    if version < (3, 11):
        return Check("Python", "bad", text, "Tutor needs Python 3.11 or newer.")
    return Check("Python", "ok", text)


def torch(found: Mapping[str, object], trouble: str) -> Check:
    """Whether torch can be imported and can add."""
    if "torch_error" in found or ("torch" not in found and trouble):
        text = f"can't be imported: {found.get('torch_error', trouble)}"
        advice = f"Lessons can be read but not run. {_REINSTALL}"
        return Check("torch", "bad", text, advice)
    if found.get("sum") != 6.0:
        return Check("torch", "bad", f"{found.get('torch')} miscalculates", _REINSTALL)
    return Check("torch", "ok", str(found["torch"]))


def numpy(found: Mapping[str, object], trouble: str) -> Check:
    """Whether numpy can be imported."""
    if "numpy" in found:
        return Check("numpy", "ok", str(found["numpy"]))
    return Check(
        "numpy", "bad", f"can't be imported: {found.get('numpy_error', trouble)}", _REINSTALL
    )


def vision(found: Mapping[str, object], trouble: str) -> Check:
    """Whether torchvision can be imported, by itself or with Tutor's help."""
    version = str(found.get("torchvision"))
    if found.get("torchvision_error") == "" and not found.get("helped"):
        return Check("torchvision", "ok", version)
    if found.get("torchvision_error") == "":
        text = (
            f'{version}, built for another torch: by itself it says "operator torchvision::nms '
            'does not exist". Tutor declares the missing operators, and it works'
        )
        return Check("torchvision", "ok", text)
    reason = found.get("torchvision_error") or trouble or "torch is missing"
    advice = f"Lessons that need its data sets can't run. {_REINSTALL}"
    return Check("torchvision", "warn", str(reason), advice)


def textual() -> Check:
    """Whether Textual is there, in a version that fits."""
    try:
        version = metadata.version("textual")
    except metadata.PackageNotFoundError:
        return Check("Textual", "bad", "is not installed", _REINSTALL)
    if version.split(".", maxsplit=1)[0] != "8":
        return Check("Textual", "warn", f"{version}; Tutor was made for 8", _REINSTALL)
    return Check("Textual", "ok", version)


def devices(found: Mapping[str, object], trouble: str) -> list[Check]:
    """The device that lesson code gets, and whether it computes."""
    device = found.get("device")
    if not isinstance(device, dict):
        reason = found.get("device_error") or trouble or "torch is missing"
        return [Check("device", "bad", f"unknown: {reason}", "See torch, above.")]
    if device["problem"]:
        return [Check("device", "bad", device["problem"], device["advice"])]
    if "computes" not in found:
        reason = str(found.get("device_error") or trouble)
        advice = "Its driver may not fit this torch. `--device cpu` or TUTOR_DEVICE=cpu works."
        return [Check("device", "bad", f"{device['name']} does not compute: {reason}", advice)]
    there = ", ".join(device["available"])
    text = f"{device['text']}, chosen by {device['chosen_by']}; there are: {there}"
    if device["chosen_by"] != VARIABLE:
        text = f"{device['text']}, {device['chosen_by']} of: {there}"
    return [Check("device", "ok", text)]
