"""A row may only point at rows of its own organisation: the database refuses the rest.

PostgreSQL gets composite foreign keys. SQLite cannot add one to a table that exists, and gets triggers
that do the same. A later migration that rebuilds one of these tables on SQLite takes them down while it runs:
``umiem.storage.walls``.
"""

from django.db import migrations

# (child, its column, parent): child.organisation_id must equal parent.organisation_id
WALLS = (
    ("storage_definitionversion", "definition_id", "storage_definition"),
    ("storage_award", "definition_id", "storage_definition"),
    ("storage_award", "definition_version_id", "storage_definitionversion"),
    ("storage_award", "learner_id", "storage_learner"),
    ("storage_credential", "award_id", "storage_award"),
    ("storage_credential", "key_id", "storage_signingkey"),
    ("storage_statusentry", "status_list_id", "storage_statuslist"),
    ("storage_statusentry", "credential_id", "storage_credential"),
    ("storage_signerlogentry", "key_id", "storage_signingkey"),
    ("storage_sharelink", "credential_id", "storage_credential"),
)

_COMPOSITE_KEY = (
    "ALTER TABLE {child} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column}) "
    "REFERENCES {parent} (organisation_id, id) DEFERRABLE INITIALLY DEFERRED"
)
_TRIGGER = (
    "CREATE TRIGGER {name}_{event_name} BEFORE {event} ON {child} "
    "WHEN {unless}NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.id = NEW.{column} "
    "AND p.organisation_id = NEW.organisation_id) "
    "BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed: another organisation'); END"
)


def _names(child, column, parent):
    return {"child": child, "column": column, "parent": parent, "name": f"wall_{child}_{column}"[:55]}


def raise_wall(wall, schema_editor, *, but_null=False):
    """Build a wall; with ``but_null`` the column may also hold nothing."""
    names = _names(*wall)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_COMPOSITE_KEY.format(**names))
        return
    unless = f"NEW.{wall[1]} IS NOT NULL AND " if but_null else ""
    for event_name, event in (("insert", "INSERT"), ("update", f"UPDATE OF organisation_id, {wall[1]}")):
        schema_editor.execute(_TRIGGER.format(event_name=event_name, event=event, unless=unless, **names))


def lower_wall(wall, schema_editor):
    names = _names(*wall)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE {child} DROP CONSTRAINT {name}".format(**names))
        return
    for event_name in ("insert", "update"):
        schema_editor.execute(f"DROP TRIGGER {names['name']}_{event_name}")


def raise_walls(apps, schema_editor):
    for wall in WALLS:
        raise_wall(wall, schema_editor)


def lower_walls(apps, schema_editor):
    for wall in WALLS:
        lower_wall(wall, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("storage", "0001_tables")]
    operations = [migrations.RunPython(raise_walls, lower_walls)]
