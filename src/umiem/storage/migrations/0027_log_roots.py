"""Roots of the signer log, one a day; a round of the scrubber reads further formats, too."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0026_request_definitions"),
    ]

    operations = [
        migrations.AddField(
            model_name="scrubround",
            name="readings_cursor",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="SignerLogRoot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("sequence", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log_roots",
                        to="storage.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-day",),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "day"), name="signer_log_root_day")
                ],
            },
        ),
    ]
