from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("masthead", "0002_byline_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="image",
            name="sha256",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
    ]
