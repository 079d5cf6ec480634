"""What the database holds of links: nothing that opens without a passphrase, which it does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import models

from masthead.kinds.testimony.keepers.box import Locked

if TYPE_CHECKING:
    from masthead.kinds.testimony.models import Testimony


class SiteKey(models.Model):
    """The public key of the site; one row, or none while the site has no keepers."""

    public = models.BinaryField()
    made = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "masthead_testimony_site_key"


class Keeper(models.Model):
    """Somebody who may read links, and the site's private key behind their passphrase."""

    # The key outlives the account: with the last one all links would be lost.
    user = models.OneToOneField(User, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150, unique=True)
    salt = models.BinaryField()
    operations = models.PositiveIntegerField()
    memory = models.PositiveBigIntegerField()
    box = models.BinaryField()
    since = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "masthead_testimony_keeper"

    def __str__(self) -> str:
        return self.name

    @property
    def locked(self) -> Locked:
        return Locked(bytes(self.salt), self.operations, self.memory, bytes(self.box))


class SealedLink(models.Model):
    """Who stands behind the pseudonym of one entry. No column of the entry: drafts, copies, exports never have it."""

    entry: models.OneToOneField[Testimony, Testimony] = models.OneToOneField(
        "masthead_testimony.Testimony", models.CASCADE, related_name="+"
    )
    box = models.BinaryField()
    at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "masthead_testimony_sealed_link"

    def __str__(self) -> Any:
        return f"Sealed link of entry {self.entry_id}"
