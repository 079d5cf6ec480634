"""A site to look around in: an invented association with two blogs, in English and in Persian."""

from __future__ import annotations

__all__ = ["load"]


def load() -> None:
    """Write the demo content into a new site. See `masthead.demo.load`."""
    # Models can be imported only after Django has started.
    from masthead.demo.loading import fill

    fill()
