"""Data sets: the registry, where their files lie on this machine, and getting them.

Nothing here loads torch or numpy: the app reads it, and so do the processes that run lessons.
"""
