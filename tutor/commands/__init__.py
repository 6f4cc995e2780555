"""The sub-commands of `tutor`: one small module each, imported only when it is asked for.

A module has `configure(parser)`, which adds its arguments, and `run(arguments) -> int`, which
returns the exit code. Whatever is slow to import is imported inside functions.
"""

from __future__ import annotations

COMMANDS = {
    "list": "the lessons, and how far you are",
    "run": "run the cells of a lesson and print what they give",
    "read": "a whole lesson as plain text, for screen readers and paper",
    "check": "whether your code does what an exercise asks",
    "audit": "whether exercises judge as they should, for their authors",
    "data": "data sets: which are here, get them, use your own files, look at them",
    "lint": "everything that is wrong with a course, a lesson or one file",
    "keys": "every key of the app, and the name by which to give it another",
    "doctor": "whether all that Tutor needs is there",
    "demo": "drive the app through a lesson without a terminal",
}

MODULES = {
    "list": "tutor.commands.listing",
    "run": "tutor.commands.run",
    "read": "tutor.commands.read",
    "check": "tutor.commands.check",
    "audit": "tutor.commands.audit",
    "data": "tutor.commands.data",
    "lint": "tutor.commands.lint",
    "keys": "tutor.commands.keys",
    "doctor": "tutor.commands.doctor",
    "demo": "tutor.commands.demo",
}
