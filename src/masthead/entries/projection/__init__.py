"""The projection: what is public and what stands in which listing, kept by the database's own triggers.

After any committed change, by whatever program, the tables of `masthead.entries.models.projection` equal their
definitions, which are views. Modules: `definitions` says what is public, `rules` which changes matter, `settling`
how tables follow, `sqlite` and `postgresql` how each database is told.
"""

from masthead.entries.projection.checking import check
from masthead.entries.projection.installing import install, remove
from masthead.entries.projection.loading import BulkOutsideTransactionError, bulk, settle
from masthead.entries.projection.reconciling import reconcile

__all__ = ["BulkOutsideTransactionError", "bulk", "check", "install", "reconcile", "remove", "settle"]
