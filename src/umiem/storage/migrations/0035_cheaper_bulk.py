"""What an award of a batch pays the database for is what somebody asks (decision 0220).

* Nothing that signing changes stands in an index, so PostgreSQL may release a credential without writing any of
  its indexes again (a HOT update): a single credential that waits says so in ``signing_since`` instead of by its
  state, and one that was given up takes nobody's place.
* One wall says that the version is one of the definition and both are the organisation's; it stands for two.
* Nobody asks for learners by address: an award has its own. Awards without a claim code are not in the index of
  codes. Nobody plans by the contents of documents, so
  PostgreSQL counts none.
"""

import importlib

from django.db import migrations, models
from django.db.models import F

_walls = importlib.import_module("umiem.storage.migrations.0002_tenant_walls")

REPLACED_WALLS = (
    ("storage_award", "definition_id", "storage_definition"),
    ("storage_award", "definition_version_id", "storage_definitionversion"),
)
WALL = "wall_storage_award_definition_version_id"
_KEY = "CREATE UNIQUE INDEX definition_version_of ON storage_definitionversion (organisation_id, definition_id, id)"
_WALL_ON_POSTGRESQL = (
    f"ALTER TABLE storage_award ADD CONSTRAINT {WALL} "
    "FOREIGN KEY (organisation_id, definition_id, definition_version_id) "
    "REFERENCES storage_definitionversion (organisation_id, definition_id, id) DEFERRABLE INITIALLY DEFERRED"
)
_WALL_ON_SQLITE = (
    "CREATE TRIGGER {name}_{event_name} BEFORE {event} ON storage_award "
    "WHEN NOT EXISTS (SELECT 1 FROM storage_definitionversion p WHERE p.id = NEW.definition_version_id "
    "AND p.definition_id = NEW.definition_id AND p.organisation_id = NEW.organisation_id) "
    "BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed: another organisation or definition'); END"
)
_EVENTS = (
    ("insert", "INSERT"),
    ("update", "UPDATE OF organisation_id, definition_id, definition_version_id"),
)
_NOT_COUNTED = {
    "storage_award": ("record",),
    "storage_credential": ("intent", "intent_digest", "data", "digest"),
}
_COUNTED_AGAIN = -1  # as many values as default_statistics_target says
_ROOM_FOR_THE_SIGNED = 42
"""Per cent of a page of credentials that new rows may fill; a released row is half as long again as an intended one."""


def name_who_waits(apps, schema_editor):
    credentials = apps.get_model("storage", "Credential").objects
    single = credentials.filter(state="intended", dictionary=None).exclude(replacement="key-compromised")
    single.update(signing_since=F("created_at"))
    credentials.filter(state="aborted").update(replaces=None)


def merge_walls(apps, schema_editor):
    for wall in REPLACED_WALLS:
        _walls.lower_wall(wall, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute(_KEY)
        schema_editor.execute(_WALL_ON_POSTGRESQL)
        return
    for event_name, event in _EVENTS:
        schema_editor.execute(_WALL_ON_SQLITE.format(name=WALL, event_name=event_name, event=event))


def part_walls(apps, schema_editor):
    _walls.lower_wall(REPLACED_WALLS[1], schema_editor)
    for wall in REPLACED_WALLS:
        _walls.raise_wall(wall, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX definition_version_of")


def leave_room(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE storage_credential SET (fillfactor = {_ROOM_FOR_THE_SIGNED})")
        _count(schema_editor, 0)


def take_room_back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE storage_credential RESET (fillfactor)")
        _count(schema_editor, _COUNTED_AGAIN)


def _count(schema_editor, values):
    for table, columns in _NOT_COUNTED.items():
        for column in columns:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {values}")


class Migration(migrations.Migration):
    dependencies = [("storage", "0034_answers_from_elsewhere")]

    operations = [
        migrations.AddField(
            model_name="credential",
            name="signing_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(name_who_waits, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="credential", name="credential_intended"),
        migrations.AddIndex(
            model_name="credential",
            index=models.Index(
                condition=models.Q(("signing_since__isnull", False)),
                fields=["signing_since"],
                name="credential_signing",
            ),
        ),
        migrations.RemoveConstraint(model_name="credential", name="credential_replaced_once"),
        migrations.RemoveIndex(model_name="credential", name="credential_replaces"),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", False)),
                fields=("replaces",),
                name="credential_replaced_once",
            ),
        ),
        migrations.RemoveIndex(model_name="learner", name="learner_email"),
        migrations.RemoveIndex(model_name="award", name="award_claim_hash"),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(
                condition=models.Q(("claim_hash", ""), _negated=True),
                fields=["claim_hash"],
                name="award_claim_hash",
            ),
        ),
        migrations.RunPython(merge_walls, part_walls),
        migrations.RunPython(leave_room, take_room_back),
    ]
