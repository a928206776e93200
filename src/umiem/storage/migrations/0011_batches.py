"""Batches, blocks of the signer log, compressed credentials; and no index that another one contains.

Dropping an index on SQLite must not rebuild its table, which would take the tenant walls with it.
"""

import uuid
from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import umiem.storage.models.batches

_walls = import_module("umiem.storage.migrations.0002_tenant_walls")
BLOCKS = "storage_signerlogblock"
WALLS = (
    ("storage_batch", "definition_id", "storage_definition"),
    ("storage_batch", "definition_version_id", "storage_definitionversion"),
    ("storage_batchchunk", "batch_id", "storage_batch"),
    ("storage_signerlogblock", "key_id", "storage_signingkey"),
)
REDUNDANT = (
    ("award", "definition"),
    ("award", "definition_version"),
    ("award", "holder"),
    ("award", "organisation"),
    ("credential", "key"),
    ("credential", "organisation"),
    ("learner", "organisation"),
    ("statusentry", "credential"),
    ("statusentry", "organisation"),
    ("statusentry", "status_list"),
)


def drop_indexes(apps, schema_editor):
    """Drop the index that each of these columns has for itself: a wider one begins with it, or none is used."""
    for model_name, field_name in REDUNDANT:
        model = apps.get_model("storage", model_name)
        column = model._meta.get_field(field_name).column
        for name in schema_editor._constraint_names(
            model, [column], index=True, unique=False, foreign_key=None
        ):
            if name not in {index.name for index in model._meta.indexes}:
                schema_editor.execute(f'DROP INDEX "{name}"')


def make_indexes(apps, schema_editor):
    for model_name, field_name in REDUNDANT:
        model = apps.get_model("storage", model_name)
        schema_editor.execute(
            schema_editor._create_index_sql(model, fields=[model._meta.get_field(field_name)])
        )


def raise_walls(apps, schema_editor):
    for wall in WALLS:
        _walls.raise_wall(wall, schema_editor)
    for event in ("update", "delete"):
        if schema_editor.connection.vendor == "postgresql":
            what = "FOR EACH ROW EXECUTE FUNCTION umiem_append_only()"
        else:
            what = f"BEGIN SELECT RAISE(ABORT, 'rows of {BLOCKS} are only ever added'); END"
        schema_editor.execute(
            f"CREATE TRIGGER append_only_{BLOCKS}_{event} BEFORE {event} ON {BLOCKS} {what}"
        )


def lower_walls(apps, schema_editor):
    where = f" ON {BLOCKS}" if schema_editor.connection.vendor == "postgresql" else ""
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER append_only_{BLOCKS}_{event}{where}")
    for wall in WALLS:
        _walls.lower_wall(wall, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0010_plans_and_offers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("run", models.CharField(blank=True, default="", max_length=80)),
                ("notify", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        default=umiem.storage.models.batches.BatchState["RUNNING"], max_length=12
                    ),
                ),
                ("made_by", models.CharField(max_length=320)),
                ("source_name", models.CharField(blank=True, default="", max_length=200)),
                ("source_digest", models.CharField(blank=True, default="", max_length=64)),
                ("content_digest", models.CharField(max_length=64)),
                ("idempotency_key", models.CharField(max_length=200, null=True)),
                ("total", models.PositiveIntegerField()),
                ("rows_per_chunk", models.PositiveIntegerField()),
                ("awarded", models.PositiveIntegerField(default=0)),
                ("already", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("cancelled", models.PositiveIntegerField(default=0)),
                ("undone", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, default="", max_length=60)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("start_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("undo_until", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="BatchChunk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        default=umiem.storage.models.batches.ChunkState["WAITING"], max_length=12
                    ),
                ),
                ("source", models.BinaryField()),
                ("outcomes", models.BinaryField(null=True)),
                ("awarded", models.PositiveIntegerField(default=0)),
                ("already", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("worker", models.CharField(blank=True, default="", max_length=120)),
                ("fence", models.PositiveBigIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("stored_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("batch", "number"),
            },
        ),
        migrations.CreateModel(
            name="CompressionDictionary",
            fields=[
                ("name", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="SignerLogBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=80)),
                ("count", models.PositiveIntegerField()),
                ("first_credential", models.PositiveBigIntegerField()),
                ("last_credential", models.PositiveBigIntegerField()),
                ("entries", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="award",
            name="award_newest",
        ),
        migrations.RemoveIndex(
            model_name="credential",
            name="credential_digest",
        ),
        migrations.AddField(
            model_name="organisation",
            name="undo_hours",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="statuslist",
            name="seed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(
                condition=models.Q(("holder__isnull", False)), fields=["holder"], name="award_holder"
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="definition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.definition"
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="definition_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.definitionversion"
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="storage.organisation"
            ),
        ),
        migrations.AddField(
            model_name="batchchunk",
            name="batch",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="chunks",
                to="storage.batch",
            ),
        ),
        migrations.AddField(
            model_name="batchchunk",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="storage.organisation",
            ),
        ),
        migrations.AddField(
            model_name="compressiondictionary",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.organisation"
            ),
        ),
        migrations.AddField(
            model_name="credential",
            name="dictionary",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="storage.compressiondictionary",
            ),
        ),
        migrations.AddIndex(
            model_name="credential",
            index=models.Index(
                condition=models.Q(("state", "intended")), fields=["created_at"], name="credential_intended"
            ),
        ),
        migrations.AddField(
            model_name="signerlogblock",
            name="key",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="log_blocks",
                to="storage.signingkey",
            ),
        ),
        migrations.AddField(
            model_name="signerlogblock",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="batch_tenant"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(fields=("organisation", "idempotency_key"), name="batch_once"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["running", "paused", "done", "cancelled", "undoing", "undone"])
                ),
                name="batch_state",
            ),
        ),
        migrations.AddIndex(
            model_name="batchchunk",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "intended", "stored", "published"))),
                fields=["batch", "number"],
                name="batch_chunk_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchchunk",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="batch_chunk_number"),
        ),
        migrations.AddConstraint(
            model_name="batchchunk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["waiting", "intended", "stored", "published", "notified", "cancelled", "undone"],
                    )
                ),
                name="batch_chunk_state",
            ),
        ),
        migrations.AddIndex(
            model_name="signerlogblock",
            index=models.Index(fields=["organisation", "first_credential"], name="signer_log_block_place"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_indexes, make_indexes)],
            state_operations=[
                migrations.AlterField(
                    model_name="award",
                    name="definition",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="storage.definition",
                    ),
                ),
                migrations.AlterField(
                    model_name="award",
                    name="definition_version",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="storage.definitionversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="award",
                    name="holder",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="awards",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="award",
                    name="organisation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="storage.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="credential",
                    name="key",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="storage.signingkey",
                    ),
                ),
                migrations.AlterField(
                    model_name="credential",
                    name="organisation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="storage.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="learner",
                    name="organisation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learners",
                        to="storage.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="statusentry",
                    name="credential",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_entries",
                        to="storage.credential",
                    ),
                ),
                migrations.AlterField(
                    model_name="statusentry",
                    name="organisation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="statusentry",
                    name="status_list",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="storage.statuslist",
                    ),
                ),
            ],
        ),
        migrations.RunPython(raise_walls, lower_walls),
    ]
