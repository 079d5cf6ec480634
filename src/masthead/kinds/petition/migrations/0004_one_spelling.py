"""Upper and lower case of an address make no other signature any more."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models.functions import Lower


def lower(apps: Any, editor: Any) -> None:
    """Where somebody has signed in two spellings already, both stay: nobody's signature is taken away."""
    signatures = apps.get_model("masthead_petition", "Signature").objects
    for row in signatures.exclude(email_key=None).exclude(email_key=Lower("email_key")).order_by("pk").iterator():
        key = row.email_key.lower()
        if not signatures.filter(petition=row.petition_id, email_key=key).exists():
            signatures.filter(pk=row.pk).update(email_key=key)


class Migration(migrations.Migration):
    dependencies = [
        ("masthead_petition", "0003_letters"),
    ]

    operations = [
        migrations.RunPython(lower, migrations.RunPython.noop),
    ]
