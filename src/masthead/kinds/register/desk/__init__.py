"""The desk's pages for the rows of a register."""
