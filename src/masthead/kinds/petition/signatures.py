"""Who signed, in two rooms that share no wall.

The inbox (`Signature`, `Paper`) holds what people gave us: their addresses, and names that they do not wish to be
shown. No fact reads these tables, so no page can; no revision holds their rows.

The public side (`Tally`, `Sheet`, `ShownSignature`) is a copy of what readers may see. One action writes it, from the
inbox, at most once every few seconds however many sign (`masthead.kinds.petition.counting`). Pages read nothing else.

Names stand on sheets of a fixed size, numbered from the oldest, and keep their sheet for ever: who is erased leaves a
gap, so that one sheet changes and no address moves.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from masthead.kinds.petition.models import Petition

NAMES_A_SHEET: Final = 200
WEB: Final = "web"
PAPER: Final = "paper"
IMPORTED: Final = "import"
SOURCES: list[tuple[str, Any]] = [(WEB, _("On the web")), (PAPER, _("On paper")), (IMPORTED, _("Imported"))]


def of_petition() -> Any:
    return models.ForeignKey("masthead_petition.Petition", models.CASCADE, related_name="+")


class Signature(models.Model):
    """One signature. It counts once it is confirmed, and is erased by deleting the row."""

    petition: models.ForeignKey[Petition, Petition] = of_petition()
    # What links in mails are made of, instead of a number that could be guessed.
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    # As it was typed, for mails; "" for paper.
    email = models.CharField(max_length=254, blank=True, default="")
    # The address in one spelling: one signature an address. NULL for paper, which has none.
    email_key = models.CharField(max_length=254, null=True, blank=True)  # unique, but for NULL
    place = models.CharField(max_length=200, blank=True, default="")
    comment = models.TextField(blank=True, default="")
    # Whether the signer agreed that readers see name, place and comment. The addressees get every name.
    shown = models.BooleanField(default=False)
    # What an editor took out of public view: the comment, or all of it. It counts all the same.
    withheld = models.CharField(
        max_length=10, blank=True, default="", choices=[("comment", _("The comment")), ("all", _("All of it"))]
    )
    # The language of the page on which it was signed, for mails.
    language = models.CharField(max_length=16, blank=True, default="")
    source = models.CharField(max_length=10, choices=SOURCES, default=WEB)
    signed_at = models.DateTimeField(default=timezone.now)
    # NULL until the link in the mail was followed. Paper and imports are confirmed by who enters them.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # NULL until the public side has it, and again whenever what readers see of it may have changed.
    counted_at = models.DateTimeField(null=True, blank=True)
    # When the last letter about it was due, and how many there were within a day of one another.
    lettered_at = models.DateTimeField(null=True, blank=True)
    letters = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Who entered it, if it did not come over the web.
    entered_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "masthead_petition_signature"
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["petition", "email_key"], name="masthead_petition_one_an_address"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["petition", "confirmed_at", "id"], name="masthead_petition_confirmed"),
            # Nobody confirmed them: they are erased after some days.
            models.Index(
                fields=["signed_at"], name="masthead_petition_unconfirmed", condition=Q(confirmed_at__isnull=True)
            ),
            models.Index(
                fields=["petition", "id"],
                name="masthead_petition_uncounted",
                condition=Q(confirmed_at__isnull=False, counted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Signature {self.pk}"


class Paper(models.Model):
    """Signatures on paper of which only the number is entered."""

    petition: models.ForeignKey[Petition, Petition] = of_petition()
    number = models.PositiveIntegerField()
    collected_on = models.DateField(null=True, blank=True)
    collected_at = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")
    entered_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "masthead_petition_paper"
        verbose_name = _("list on paper")
        verbose_name_plural = _("lists on paper")

    def __str__(self) -> str:
        return f"{self.number} on paper"


class Tally(models.Model):
    """What readers are told of how many signed: confirmed signatures of every source, and numbers on paper."""

    petition: models.OneToOneField[Petition, Petition] = models.OneToOneField(
        "masthead_petition.Petition", models.CASCADE, primary_key=True, related_name="+"
    )
    total = models.PositiveIntegerField(default=0)
    # Of these, on paper: by name or by number.
    on_paper = models.PositiveIntegerField(default=0)
    # How many names stand on the sheets now, and how many were ever set on one: the next is number `given` + 1.
    shown = models.PositiveIntegerField(default=0)
    given = models.PositiveIntegerField(default=0)
    # The number of the newest sheet; 0 while there is none.
    sheets = models.PositiveIntegerField(default=0)
    # The inbox has changed otherwise than by a new confirmation (erased, corrected, paper): count again. No page
    # reads it.
    stale = models.BooleanField(default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "masthead_petition_tally"

    def __str__(self) -> str:
        return f"{self.total} signatures"


class Sheet(models.Model):
    """A sheet of names that has been begun. It stays, whoever is erased."""

    petition: models.ForeignKey[Petition, Petition] = of_petition()
    number = models.PositiveIntegerField()
    # The hundred that it belongs to, from 0: no page and no group lists all sheets.
    hundred = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "masthead_petition_sheet"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["petition", "number"], name="masthead_petition_one_sheet"),
        ]

    def __str__(self) -> str:
        return f"Sheet {self.number}"


class ShownSignature(models.Model):
    """What readers see of a signature: only of signers who agreed, and only what no editor took out of view.

    Deleting the signature deletes this, in the same transaction.
    """

    signature: models.OneToOneField[Signature, Signature] = models.OneToOneField(
        Signature, models.CASCADE, primary_key=True, related_name="+"
    )
    petition: models.ForeignKey[Petition, Petition] = of_petition()
    # From 1, in the order in which they were counted; never given twice.
    number = models.PositiveIntegerField()
    # The sheet, from 1: (number - 1) // NAMES_A_SHEET + 1.
    block = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True, default="")
    comment = models.TextField(blank=True, default="")
    # When it was confirmed, in the site's time zone: 20261123.
    day = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "masthead_petition_shown"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["petition", "number"], name="masthead_petition_one_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["petition", "block", "number"], name="masthead_petition_block")]

    def __str__(self) -> str:
        return f"Name {self.number}"
