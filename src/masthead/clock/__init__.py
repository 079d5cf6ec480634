"""Masthead's clock: what was planned for a moment happens then.

`due` says what has to happen and when, `tick` does it, one transaction an entry, `delays` remembers what could
not be done, `state` is what people are told, `running` is the process that looks again and again.
"""
