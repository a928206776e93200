"""Batches can be revoked, suspended and lifted as a whole, by decisions that are worked off."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from umiem.storage.walls import new_walls


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0027_log_roots"),
    ]

    operations = [
        migrations.CreateModel(
            name="BatchChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("change", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("note", models.TextField(blank=True, default="")),
                ("notify", models.BooleanField(default=True)),
                ("next_chunk", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("made_by", models.CharField(max_length=320)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="storage.batch",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("change__in", ["revoke", "suspend", "lift"])),
                        name="batch_change_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("batch",),
                        name="batch_change_one_at_a_time",
                    ),
                ],
            },
        ),
        new_walls(("storage_batchchange", "batch_id", "storage_batch")),
    ]
