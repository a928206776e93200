"""The tables of an empty database, made from the models at once instead of migration by migration.

Django's executor makes every model class anew for each step, which takes ten times as long as the tables.
What a migration does beside the models (walls, triggers) is done as it stands there; all are recorded as
applied. A test compares both ways, on both databases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations import Migration, RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

_OWN = "storage"


def make_new_tables() -> bool:
    """Make all tables in one transaction when there is none yet; return whether that was so.

    The caller runs ``migrate`` in any case: it finds what is left to do. Raises ``DatabaseError``.
    """
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        recorder.ensure_schema()
        for model in _models():
            editor.create_model(model)
        _finish(editor)
        for migration, _ in plan:
            if migration.app_label == _OWN:
                _do_what_models_do_not_say(migration, editor)
            recorder.record_applied(migration.app_label, migration.name)
    return True


def _models() -> Iterator[Any]:
    """Every model of every application, in the order they were defined in, each table once."""
    for model in apps.get_models():
        if model._meta.can_migrate(connection):
            yield model


def _finish(editor: Any) -> None:
    """Make the keys and indexes now that the editor keeps for its end: migrations look at them."""
    for statement in editor.deferred_sql:
        editor.execute(statement)
    editor.deferred_sql.clear()


def _do_what_models_do_not_say(migration: Migration, editor: Any) -> None:
    for operation in _leaves(migration.operations):
        if isinstance(operation, RunPython):
            operation.code(apps, editor)  # type: ignore[arg-type]
        elif isinstance(operation, RunSQL):
            operation.database_forwards(migration.app_label, editor, None, None)  # type: ignore[arg-type]


def _leaves(operations: Sequence[Any]) -> Iterator[Any]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _leaves(operation.database_operations)
        else:
            yield operation
