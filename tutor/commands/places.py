"""Checks of where things are kept, and whether they can be written."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tutor.commands.checks import Check, State


def checks(home: Path, lessons: Path) -> list[Check]:
    """The learner's home, the progress file, and the lessons."""
    return [home_check(home), progress(home), settings(home), lessons_check(lessons)]


def home_check(home: Path) -> Check:
    """Whether the home can be written; one that isn't there yet is made by the app."""
    advice = "Progress will be forgotten. Set TUTOR_HOME to a folder that you may write to."
    nearest = next((p for p in (home, *home.parents) if p.exists()), home)
    if not nearest.is_dir():
        return Check("home", "bad", f"{home}: {nearest} is not a folder", advice)
    if nearest != home and os.access(nearest, os.W_OK):
        return Check("home", "ok", f"{home}, made when the app first opens")
    if nearest != home:
        return Check("home", "bad", f"{home} can't be made: {nearest} is not writable", advice)
    try:
        # Trying is surer than asking: permissions don't know of full and read-only disks.
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"Tutor was here")
    except OSError as error:
        return Check("home", "bad", f"{home} can't be written: {error.strerror}", advice)
    return Check("home", "ok", str(home))


def progress(home: Path) -> Check:
    """The progress file as the app would find it; it is not changed."""
    from tutor.progress import peek

    path = home / "progress.db"
    kind, text = peek(home)
    advice = {
        "damaged": "The app will keep it aside under another name and begin a fresh one.",
        "newer": "It is left as it is; this version keeps a file beside it. Update Tutor.",
        "unreadable": "Check who owns the file, or set TUTOR_HOME to another folder.",
    }
    if kind == "none":
        return Check("progress", "ok", f"{path}, none yet")
    if kind == "sound":
        return Check("progress", "ok", f"{path}, {text}")
    state: State = "bad" if kind == "unreadable" else "warn"
    return Check("progress", state, f"{path} {text}", advice[kind])


def settings(home: Path) -> Check:
    """Whether all of the settings can be used; the file is not changed."""
    from tutor.progress import SettingsFile

    file = SettingsFile(home)
    parsed = file.load()
    faults = [str(fault) for fault in parsed.faults]
    if parsed.settings.keys:
        from tutor.app import keys

        found = keys.resolve(parsed.settings.keys)
        faults += [f"{name}: {message} {advice}" for name, message, advice in found.faults]
    if faults:
        return Check("settings", "warn", f"{file.path}, not all is used", " ".join(faults))
    if not file.path.exists():
        return Check("settings", "ok", f"{file.path}, none yet")
    changed = len(parsed.settings.keys)
    keys_changed = f", {changed} key{'s' * (changed != 1)} changed" if changed else ""
    return Check("settings", "ok", f"{file.path}{keys_changed}")


def lessons_check(root: Path) -> Check:
    """Whether there is a course, and all of its lessons can be opened."""
    from tutor.course import catalog

    if not root.is_dir():
        advice = "--lessons takes the folder of a course; without it, install Tutor again."
        return Check("lessons", "bad", f"{root} is not there", advice)
    reading = catalog.load_course(root)
    if reading.course is None:
        advice = f"`tutor lint {root}` says what is wrong."
        return Check("lessons", "bad", f"{root} holds no course", advice)
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    count = len(reading.course.lessons)
    text = f"{root}, {count} lesson{'s' * (count != 1)}"
    if errors:
        return Check("lessons", "warn", f"{text}, {errors[0]}", f"`tutor lint {root}` says it all.")
    return Check("lessons", "ok", text)
