"""The Textual app: screens, widgets, one style sheet. It never imports torch or numpy."""
