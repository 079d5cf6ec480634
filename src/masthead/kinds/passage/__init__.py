"""A passage from a source: its words, where they stand, how to cite them, and what an editor says of them."""
