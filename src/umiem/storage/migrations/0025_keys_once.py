"""On PostgreSQL each reference of the large tables is checked once: by the composite key of the tenant wall.

A composite key (organisation, column) says everything that the key of the column alone says, and that the
organisation exists. PostgreSQL checked all three for each row; that was most of what storing an award cost.
"""

import importlib

from django.db import migrations

_walls = importlib.import_module("umiem.storage.migrations.0002_tenant_walls")
TABLES = ("storage_award", "storage_credential", "storage_statusentry")
_OWN_KEYS = (
    "SELECT k.conname, a.attname, k.confrelid::regclass::text FROM pg_constraint k "
    "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] "
    "WHERE k.contype = 'f' AND k.conrelid = %s::regclass AND cardinality(k.conkey) = 1"
)


def _behind_walls(table):
    return {"organisation_id", *(column for child, column, _ in _walls.WALLS if child == table)}


def drop_contained_keys(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(_OWN_KEYS, [table])
            for name, column, _parent in cursor.fetchall():
                if column in _behind_walls(table):
                    cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def add_contained_keys(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    parents = {(child, column): parent for child, column, parent in _walls.WALLS}
    for table in TABLES:
        for column in sorted(_behind_walls(table)):
            parent = parents.get((table, column), "storage_organisation")
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {table[8:]}_{column}_fk FOREIGN KEY ({column}) "
                f"REFERENCES {parent} (id) DEFERRABLE INITIALLY DEFERRED"
            )


class Migration(migrations.Migration):
    dependencies = [("storage", "0024_hot_queries")]
    operations = [migrations.RunPython(drop_contained_keys, add_contained_keys)]
