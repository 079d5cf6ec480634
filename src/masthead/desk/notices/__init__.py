"""Mail about reviews: what was submitted, what was decided, by whom and why.

`events` says what happened and who is told, `letters` says it in the receiver's language; words in other languages
stand in the `.po` files beside them.
"""
