"""Serving the store over HTTP: what readers get, and nothing else.

Knows of files and of HTTP; nothing of Django, the press or the desk. Whatever a process remembers of a file it
checks against the file before it answers, so that no reader ever sees an old page.
"""
