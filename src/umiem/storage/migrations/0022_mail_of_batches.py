"""Mails know their batch; the last rows that could point at another organisation get walls."""

import django.db.models.deletion
from django.db import migrations, models

from umiem.storage.walls import new_walls


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0021_peer_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmail",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mails",
                to="storage.batch",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmail",
            index=models.Index(
                condition=models.Q(("batch__isnull", False)), fields=["batch", "state"], name="mail_of_batch"
            ),
        ),
        new_walls(
            ("storage_outboxmail", "batch_id", "storage_batch"),
            ("storage_erasure", "award_id", "storage_award"),
            ("storage_definitionfeedback", "award_id", "storage_award"),
            ("storage_definitionfeedback", "invitation_id", "storage_peerinvitation"),
            but_null=True,
        ),
        new_walls(
            ("storage_listdraft", "definition_id", "storage_definition"),
            ("storage_definitionoffer", "definition_id", "storage_definition"),
        ),
    ]
