"""Indexes that nothing asks: for prefixes of addresses (PostgreSQL), and of credentials that replace none.

The fields only lose ``db_index``: no table is made anew, so no trigger of the walls is lost on SQLite.
"""

import django.db.models.deletion
from django.db import migrations, models

_OLD = {
    "storage_award_email_6c8f606a": "storage_award (email)",
    "storage_award_claim_hash_28b06561": "storage_award (claim_hash)",
    "storage_credential_replaces_id_5e265c95": "storage_credential (replaces_id)",
    "storage_learner_email_f0c66c9e": "storage_learner (email)",
}
_FOR_PREFIXES = (
    "storage_award_email_6c8f606a_like",
    "storage_award_claim_hash_28b06561_like",
    "storage_learner_email_f0c66c9e_like",
)
"""Nothing asks these, so they are not made again on the way back."""


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0029_background_turns"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["email"], name="award_email"),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["claim_hash"], name="award_claim_hash"),
        ),
        migrations.AddIndex(
            model_name="learner",
            index=models.Index(fields=["email"], name="learner_email"),
        ),
        migrations.AddIndex(
            model_name="credential",
            index=models.Index(
                condition=models.Q(("replaces__isnull", False)),
                fields=["replaces"],
                name="credential_replaces",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="award",
                    name="claim_hash",
                    field=models.CharField(blank=True, default="", max_length=64),
                ),
                migrations.AlterField(
                    model_name="award",
                    name="email",
                    field=models.CharField(max_length=320),
                ),
                migrations.AlterField(
                    model_name="learner",
                    name="email",
                    field=models.CharField(max_length=320),
                ),
                migrations.AlterField(
                    model_name="credential",
                    name="replaces",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="storage.credential",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON {columns}")
                for name, columns in _OLD.items()
            ]
            + [
                migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", migrations.RunSQL.noop)
                for name in _FOR_PREFIXES
            ],
        ),
    ]
