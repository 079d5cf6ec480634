"""The press: what turns committed changes into pages.

It knows nothing of blogs, Django or Wagtail. A site gives it a `Registry` of facts, queries and pages, a
`Database` to read and a `DiskStore` to fill; `Press.run` then keeps the store equal to what the queries
say, asking again only what a committed change may have moved.

Read the rooms in this order: `answers` (what a query may say), `facts` (how the database is read),
`capture` (how changes are noticed), `registry` (how queries are declared), `evaluation` and `settling`
(how they are asked), `manifest` (which pages there are), `edition` (one run), `store`, `proof`.
"""
