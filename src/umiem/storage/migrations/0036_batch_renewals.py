"""Batches can be renewed as a whole."""

from django.db import migrations, models

from umiem.storage.walls import without_walls


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0035_cheaper_bulk"),
    ]

    operations = without_walls(
        migrations.AddField(model_name="batchchange", name="valid_until", field=models.DateField(null=True)),
        migrations.RemoveConstraint(model_name="batchchange", name="batch_change_kind"),
        migrations.AddConstraint(
            model_name="batchchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("change__in", ["revoke", "suspend", "lift", "renew"])),
                name="batch_change_kind",
            ),
        ),
    )
