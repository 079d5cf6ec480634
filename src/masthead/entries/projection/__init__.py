"""The projection: what is public, kept by the database's own triggers."""
