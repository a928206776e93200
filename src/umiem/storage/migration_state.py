"""Does the database hold the tables of this version? Asked by name alone: commands start quickly."""

from __future__ import annotations

import pkgutil

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from umiem.storage import migrations


def missing_migrations() -> tuple[str, ...]:
    """Return the names of Umiem's migrations that this database has not seen; raises ``DatabaseError``."""
    applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "storage"}
    known = {module.name for module in pkgutil.iter_modules(migrations.__path__)}
    return tuple(sorted(known - applied))
