"""What is done to what is published: one verb a file, one transaction, whoever calls it.

The verbs call Wagtail's own; they add what a caller without an editor needs: a lock, a second look, all or nothing.
"""
