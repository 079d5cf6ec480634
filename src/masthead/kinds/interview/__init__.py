"""Interviews: who takes part, what leads to it, and what is said, turn by turn."""
