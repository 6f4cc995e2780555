"""What is taught: lesson and exercise files read into plain dataclasses.

`from tutor.course.reader import read_lesson`, `…exercises import read_exercise`,
`…catalog import load_course` and `…lint import lint` do the reading; what they give is in
`tutor.course.model`. Importing this package costs nothing.
"""
