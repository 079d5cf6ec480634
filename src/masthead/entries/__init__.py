"""The content model: entries, persons, terms, and the pure functions that make text of them."""
