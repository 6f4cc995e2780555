"""Taking text out of the app: through the terminal's clipboard, or into a file."""

from __future__ import annotations

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
    app.notify(f"Copied {what}. If nothing arrives, your terminal takes no copies: s saves a file.")


def save(app: App[object], name: str, text: str) -> Path | None:
    """Write text to `saved/NAME.txt` in the learner's folder; never over another file."""
    folder = home_dir() / "saved"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free(folder, name)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        app.notify(
            f"Could not write to {folder}: {error.strerror}. TUTOR_HOME names another place.",
            severity="error",
            timeout=10,
        )
        return None
    app.notify(f"Saved to {path}", timeout=8)
    return path


def _free(folder: Path, name: str) -> Path:
    """A file name that is not taken yet."""
    path, number = folder / f"{name}.txt", 2
    while path.exists():
        path, number = folder / f"{name}-{number}.txt", number + 1
    return path
