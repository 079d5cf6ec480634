from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("masthead_petition", "0002_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="lettered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signature",
            name="letters",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("confirmed_at__isnull", True)),
                fields=["signed_at"],
                name="masthead_petition_unconfirmed",
            ),
        ),
    ]
