"""Credentials from elsewhere keep the ESCO skills that they name; None until their next check."""

from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("storage", "0038_skills_from_elsewhere")
    ]  # its name before migrations were numbered in their order
    dependencies = [("storage", "0031_set_aside")]

    operations = [
        migrations.AddField(
            model_name="importedcredential", name="skills", field=models.JSONField(null=True)
        ),
    ]
