"""How the site looks: templates, style and the interface's words, with the little code that loads them."""
