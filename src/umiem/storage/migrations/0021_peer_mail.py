import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0020_definition_feedback"),
    ]

    operations = [
        migrations.AddField(
            model_name="peerinvitation",
            name="mail",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="storage.outboxmail",
            ),
        ),
    ]
