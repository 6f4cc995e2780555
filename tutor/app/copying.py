"""Taking text out of the app: through the terminal's clipboard, or into a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from textual.app import App

from tutor.progress import home_dir


def copy(app: App[object], text: str) -> None:
    """Ask the terminal to put text on the clipboard (OSC 52).

    A terminal does not say whether it did, so the message names the way that always works.
    """
    app.copy_to_clipboard(text)
    lines = len(text.splitlines())
    what = f"{lines} lines" if lines != 1 else "1 line"
    app.notify(
        f"Copied {what}. If nothing arrives, your terminal takes no copies: [[lesson.save]] "
        "saves a file."
    )


def save(app: App[object], name: str, text: str) -> Path | None:
    """Write text to `saved/NAME.txt` in the learner's folder; never over another file."""
    paths = save_files(app, name, {".txt": text})
    return paths[0] if paths else None


def save_files(app: App[object], name: str, texts: Mapping[str, str]) -> list[Path]:
    """The same for several files of one name, by their suffixes; their paths, none if it failed."""
    folder = home_dir() / "saved"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = _free(folder, name, texts)
        paths = [folder / f"{free}{suffix}" for suffix in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        app.notify(
            f"Could not write to {folder}: {error.strerror}. TUTOR_HOME names another place.",
            severity="error",
            timeout=10,
            markup=False,
        )
        return []
    others = "".join(f" and {path.name}" for path in paths[1:])
    app.notify(f"Saved to {paths[0]}{others}", timeout=8, markup=False)
    return paths


def _free(folder: Path, name: str, suffixes: Iterable[str]) -> str:
    """A file name that is not taken yet, with any of the suffixes."""
    free, number = name, 2
    while any((folder / f"{free}{suffix}").exists() for suffix in suffixes):
        free, number = f"{name}-{number}", number + 1
    return free
