"""Which pages the site has, what each asks, how it is laid out: the press's view of the site."""
