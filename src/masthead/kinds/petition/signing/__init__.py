"""Signing over the web: from the form to the row, from the row to the letter, from the letter's link to the count.

petitions   what is asked of a petition for it
form        what somebody filled in, and what is wrong with it
lines       its words, tidy
mailbox     one spelling of an address
taking      many signatures in one transaction
confirming  by the link of a letter, once
erasing     by the other link, and what was never confirmed
letters     what is written to who signed
"""
