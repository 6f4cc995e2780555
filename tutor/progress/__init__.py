"""What the learner has done: one SQLite file, which no crash and no second window may harm.

And what they have written: one plain file for each exercise, in the workspace. And what they have
set: `settings.toml`.
"""

from tutor.home import home_dir
from tutor.progress.files import NotSaved, Unreadable
from tutor.progress.opening import peek
from tutor.progress.progress import Progress
from tutor.progress.records import AnswerRecord, Attempt, Edit, Help, Place
from tutor.progress.settings_file import SettingsFile
from tutor.progress.workspace import Stamp, Workspace

__all__ = [
    "AnswerRecord",
    "Attempt",
    "Edit",
    "Help",
    "NotSaved",
    "Place",
    "Progress",
    "SettingsFile",
    "Stamp",
    "Unreadable",
    "Workspace",
    "home_dir",
    "peek",
]
