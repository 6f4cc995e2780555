"""Saving what is typed into a file of the workspace, in a thread, the newest text last."""

from __future__ import annotations

import threading

from tutor.progress import Workspace

PAUSE = 0.3  # seconds after the first unsaved key: what a kill of the app could cost


class Saver:
    """Brings one file up to date. `save` may be called from any thread, and from several."""

    def __init__(self, workspace: Workspace, exercise: str, text: str) -> None:
        """`text` is what the file holds already."""
        self.exercise = exercise
        self.text = text  # what should be in the file
        self._workspace = workspace
        self._saved = text
        self._lock = threading.Lock()

    @property
    def dirty(self) -> bool:
        """Whether the file isn't up to date."""
        return self.text != self._saved

    def settle(self, text: str) -> None:
        """The file holds this now: somebody else has saved it, or it was put back."""
        self.text = self._saved = text

    def save(self) -> None:
        """Save what should be there. Raises NotSaved; the text stays to be saved."""
        with self._lock:  # so that an older text can't come after a newer one
            text = self.text
            if text != self._saved or not self._workspace.path(self.exercise).exists():
                self._workspace.write(self.exercise, text)
                self._saved = text
