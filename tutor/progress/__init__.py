"""What the learner has done: one SQLite file, which no crash and no second window may harm."""

from tutor.progress.home import home_dir
from tutor.progress.opening import peek
from tutor.progress.progress import Progress
from tutor.progress.records import AnswerRecord, Attempt, Edit, Place

__all__ = ["AnswerRecord", "Attempt", "Edit", "Place", "Progress", "home_dir", "peek"]
