"""One installation: its folder, its settings, its addresses, its start-up."""
