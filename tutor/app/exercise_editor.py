"""The editor of an exercise. It brings Textual's text area: imported when it is wanted."""

from __future__ import annotations

from textual.binding import Binding

from tutor.app.editor import Editor


class ExerciseEditor(Editor):
    """Writes an exercise. It stays where it is once it was opened, and so does its undo."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("ctrl+r", "screen.check", "check", id="edit.check", priority=True),
    ]

    HELP = f"""\
**Writing an exercise.** Type as in any editor. `[[edit.check]]` checks it, `[[lesson.escape]]`
leaves the editor. What you type is saved as you type. {Editor.KEYS}"""

    def point_at(self, line: int | None) -> None:
        """Mark a line, and put the cursor there unless the learner is typing."""
        self.mark_line(line)
        if line is not None and not self.has_focus:
            self.move_cursor((min(line, self.document.line_count) - 1, 0))
