"""A batch knows the language of its notices."""

from django.db import migrations, models

from umiem.storage.walls import without_walls


class Migration(migrations.Migration):
    dependencies = [("storage", "0022_mail_of_batches")]

    operations = without_walls(
        migrations.AddField(
            model_name="batch",
            name="language",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
    )
