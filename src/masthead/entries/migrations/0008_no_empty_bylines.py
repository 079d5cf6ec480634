"""Who is deleted takes their rows in bylines along. Rows that were left empty before go now."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("masthead", "0007_listings_of_a_blog"),
    ]

    operations = [
        migrations.RunSQL("delete from masthead_byline where person_id is null and name = ''", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="byline",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="masthead.person",
            ),
        ),
    ]
