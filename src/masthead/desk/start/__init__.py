"""The desk's start page: what waits for whoever looks, what is planned, what was published, what the press did.

`waiting` and `happened` ask, `panels` lays out. Each question reads a few rows, however large the archive is.
"""
