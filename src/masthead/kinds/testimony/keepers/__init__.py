"""Who stands behind a pseudonym: sealed by whoever may edit the entry, opened by keepers alone.

box.py       what is done with keys: no tables, no Django
models.py    the site's public key, its private key once for each keeper, the sealed links
keeping.py   what keepers and editors do
desk.py      their pages at the desk
"""
