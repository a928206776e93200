"""Credentials from elsewhere keep the ESCO skills that they name; None until their next check."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0031_set_aside")]

    operations = [
        migrations.AddField(
            model_name="importedcredential", name="skills", field=models.JSONField(null=True)
        ),
    ]
