"""A candidate may answer with credentials from elsewhere, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0033_stack_applications")]

    operations = [
        migrations.AddField(
            model_name="requestanswer",
            name="imported",
            field=models.ManyToManyField(related_name="+", to="storage.importedcredential"),
        ),
    ]
