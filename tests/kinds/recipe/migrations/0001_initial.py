from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("masthead", "0002_byline_names")]

    operations = [
        migrations.CreateModel(
            name="Recipe",
            fields=[
                (
                    "entry_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="masthead.entry",
                    ),
                ),
                ("serves", models.PositiveSmallIntegerField(default=4)),
                ("ingredients", models.TextField(blank=True)),
            ],
            options={"verbose_name": "recipe", "db_table": "masthead_recipe"},
            bases=("masthead.entry",),
        )
    ]
