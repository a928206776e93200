"""The signer's log and the history of DID documents are only added to, and the new tables get their walls."""

import importlib

from django.db import migrations

walls = importlib.import_module("umiem.storage.migrations.0002_tenant_walls")

APPEND_ONLY = ("storage_signerlogentry", "storage_diddocumentversion")
WALLS = (
    ("storage_report", "award_id", "storage_award"),
    ("storage_reissue", "key_id", "storage_signingkey"),
    ("storage_keyceremony", "key_id", "storage_signingkey"),
    ("storage_credential", "replaces_id", "storage_credential"),
)
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION umiem_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def forbid_changes(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(_FUNCTION.replace("%", "%%"), params=())
    for table in APPEND_ONLY:
        for event in ("update", "delete"):
            name = f"append_only_{table}_{event}"
            if postgresql:
                what = "FOR EACH ROW EXECUTE FUNCTION umiem_append_only()"
            else:
                what = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} {what}")


def allow_changes(apps, schema_editor):
    where = "" if schema_editor.connection.vendor == "sqlite" else " ON {table}"
    for table in APPEND_ONLY:
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER append_only_{table}_{event}" + where.format(table=table))


def raise_walls(apps, schema_editor):
    for wall in WALLS:
        walls.raise_wall(wall, schema_editor, but_null=True)


def lower_walls(apps, schema_editor):
    for wall in WALLS:
        walls.lower_wall(wall, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("storage", "0007_keys_and_notices")]
    operations = [
        migrations.RunPython(forbid_changes, allow_changes),
        migrations.RunPython(raise_walls, lower_walls),
    ]
