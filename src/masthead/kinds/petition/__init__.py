"""Petitions: the text, who calls, to whom it is addressed, and who signs.

`models` has the petition, `signatures` who signed it and what readers see of that, `pages` what readers get.
"""
