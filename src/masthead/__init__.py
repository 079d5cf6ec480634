"""Masthead: a publishing system for group blogs that have to last."""

__version__ = "0.1.0"
