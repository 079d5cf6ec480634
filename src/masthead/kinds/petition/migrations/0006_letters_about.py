"""Letters that wait say which signature they are about, as those that are written from now on do."""

from __future__ import annotations

import base64
import re
import uuid
from typing import Any

from django.db import migrations

LINK = re.compile(rb"/respond/petition/[0-9a-f]{32}/([A-Za-z0-9_-]{22})/erase/")


def mark(apps: Any, editor: Any) -> None:
    letters = apps.get_model("masthead_mail", "Letter").objects
    for number, message in letters.order_by("pk").values_list("pk", "message").iterator():
        if link := LINK.search(bytes(message)):
            about = uuid.UUID(bytes=base64.urlsafe_b64decode(link[1] + b"=="))
            letters.filter(pk=number).update(about=about)


class Migration(migrations.Migration):
    dependencies = [
        ("masthead_petition", "0005_words"),
        ("masthead_mail", "0002_about"),
    ]

    operations = [
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
