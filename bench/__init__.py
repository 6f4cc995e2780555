"""`make bench`: what Tutor must reach, measured through the real app in a real terminal."""
