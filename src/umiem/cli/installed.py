"""Opening the installation of this machine, for commands that work on its database."""

from __future__ import annotations

import os

from umiem import wiring
from umiem.cli.preparation import join
from umiem.errors import ConfigurationError


def open_installation() -> wiring.Installation:
    """Start Django on the installation in UMIEM_HOME, which may be new on this machine.

    With the address of a server and a copy of the keys, a machine takes part in what others have begun.
    Raises ``ConfigurationError`` when there is none, or when its database is not that of this version.
    """
    place = wiring.installation()
    if not (place.home / "installation.json").exists():
        if place.database_url is None or not place.key_encryption_key.exists():
            raise ConfigurationError("installation-missing", path=str(place.home))
        join(place)
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
