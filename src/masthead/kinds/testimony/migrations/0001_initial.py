import django.db.models.deletion
import masthead.entries.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("masthead", "0003_image_sha256"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public", models.BinaryField()),
                ("made", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "masthead_testimony_site_key",
            },
        ),
        migrations.CreateModel(
            name="Testimony",
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
                (
                    "sort",
                    models.CharField(
                        choices=[("memoir", "Memoir"), ("letter", "Letter"), ("statement", "Statement")],
                        db_default="memoir",
                        default="memoir",
                        max_length=20,
                    ),
                ),
                ("warnings", models.TextField(blank=True, db_default="", default="")),
                (
                    "told_date",
                    masthead.entries.models.fields.KnownDateField(blank=True, db_default="", default="", max_length=40),
                ),
                ("told_place", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("events", models.CharField(blank=True, db_default="", default="", max_length=300)),
                (
                    "events_date",
                    masthead.entries.models.fields.KnownDateField(blank=True, db_default="", default="", max_length=40),
                ),
                ("events_place", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("original_language", models.CharField(blank=True, db_default="", default="", max_length=16)),
            ],
            options={
                "verbose_name": "testimony",
                "verbose_name_plural": "testimonies",
                "db_table": "masthead_testimony",
            },
            bases=("masthead.entry",),
        ),
        migrations.CreateModel(
            name="Keeper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, unique=True)),
                ("salt", models.BinaryField()),
                ("operations", models.PositiveIntegerField()),
                ("memory", models.PositiveBigIntegerField()),
                ("box", models.BinaryField()),
                ("since", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "masthead_testimony_keeper",
            },
        ),
        migrations.CreateModel(
            name="SealedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("box", models.BinaryField()),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="masthead_testimony.testimony"
                    ),
                ),
            ],
            options={
                "db_table": "masthead_testimony_sealed_link",
            },
        ),
    ]
