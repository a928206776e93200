"""A database that applied migrations under their former names is brought up to date like any other."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from umiem.storage.migration_state import missing_migrations

FORMER = {
    "0031_set_aside": "0036_set_aside",
    "0032_skills_from_elsewhere": "0038_skills_from_elsewhere",
    "0033_stack_applications": "0042_stack_applications",
    "0034_answers_from_elsewhere": "0039_answers_from_elsewhere",
    "0035_cheaper_bulk": "0031_cheaper_bulk",
}


@pytest.mark.django_db
@pytest.mark.database
def test_renamed_migrations_are_not_applied_twice() -> None:
    recorder = MigrationRecorder(connection)
    for now, before in FORMER.items():
        recorder.record_unapplied("storage", now)
        recorder.record_applied("storage", before)
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    assert executor.migration_plan(leaves) == []
    executor.loader.check_consistent_history(connection)
    executor.migrate(leaves)
    assert missing_migrations() == ()
