from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("masthead", "0006_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["kind", "blog_id", "target"], name="masthead_listing_of_blog"),
        ),
    ]
