from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("masthead_mail", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="about",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("about__isnull", False)), fields=["about"], name="masthead_letter_about"
            ),
        ),
    ]
