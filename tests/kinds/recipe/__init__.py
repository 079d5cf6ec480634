"""An eighth kind, as somebody might add it: this folder is all of it."""
