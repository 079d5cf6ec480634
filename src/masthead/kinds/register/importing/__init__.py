"""Rows from a file: read it, say what would become of it, do it."""
