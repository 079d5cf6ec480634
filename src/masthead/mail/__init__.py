"""Mail: written into a table in the transaction of the act that it tells of, delivered after its commit.

So an act that is undone sends nothing, and a mail server that is slow or away delays nobody at the desk. `backend` is
Django's way in, `delivery` the way out, `server` the mail server, `running` the thread that looks again and again.
"""
