"""Opening the installation of this machine, for commands that work on its database."""

from __future__ import annotations

import os

from umiem import wiring
from umiem.errors import ConfigurationError


def open_installation() -> wiring.Installation:
    """Start Django on the installation in UMIEM_HOME.

    Raises ``ConfigurationError`` when there is none, or when its database is not that of this version.
    """
    place = wiring.installation()
    if not (place.home / "installation.json").exists():
        raise ConfigurationError("installation-missing", path=str(place.home))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umiem.web.settings")
    import django

    django.setup()
    _check_tables()
    return place


def _check_tables() -> None:
    from django.db import DatabaseError

    from umiem.storage.migration_state import missing_migrations

    try:
        missing = missing_migrations()
    except DatabaseError as problem:
        first = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
        raise ConfigurationError("database-unusable", problem=first) from problem
    if missing:
        raise ConfigurationError("database-not-migrated")
