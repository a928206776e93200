"""What an installation needs before it serves: folder, keys, database, translations, static files."""

from __future__ import annotations

import hashlib
import os
import secrets

from umiem.cli.messages import _, say
from umiem.errors import ConfigurationError
from umiem.wiring import Installation, remember


def prepare(place: Installation) -> bool:
    """Make what is missing and keep what is there; return whether the demo was made now."""
    _make_folders(place)
    _make_secrets(place)
    _compile_translations()
    remember(place)
    _start_django()
    _migrate(place)
    _collect_static(place)
    made = _seed(place) if place.demo else False
    _publish()
    _refresh_catalogue()
    return made


def prepare_without_pages(place: Installation) -> None:
    """Make folders, secrets and tables: enough for everything but serving pages."""
    _make_folders(place)
    _make_secrets(place)
    remember(place)
    _start_django()
    _migrate(place)


def join(place: Installation) -> None:
    """Make this machine part of an installation that has its database and keys: folders, translations."""
    _make_folders(place)
    _compile_translations()
    remember(place)


def _make_folders(place: Installation) -> None:
    try:
        for folder in (place.home, place.home / "keys"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (place.public_folder, place.static_folder):
            folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise ConfigurationError("home-not-writable", path=str(place.home)) from problem


def _make_secrets(place: Installation) -> None:
    from umiem.adapters.keys.sealing import create_key_encryption_key

    create_key_encryption_key(place.key_encryption_key)
    try:
        descriptor = os.open(place.secret_key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_urlsafe(50))


def _compile_translations() -> None:
    """Compile each catalogue whose text is newer than its compiled form."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    from umiem.sentences.translate import LOCALE_FOLDER

    for source in LOCALE_FOLDER.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        temporary = compiled.with_suffix(f".{os.getpid()}.new")
        with temporary.open("wb") as stream:
            write_mo(stream, catalogue)
        temporary.replace(compiled)


def _start_django() -> None:
    import django

    django.setup()


def _migrate(place: Installation) -> None:
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from umiem.storage.migrating import one_at_a_time
    from umiem.storage.new_tables import make_new_tables

    try:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        say(_("Preparing the database …"))
        with one_at_a_time(connection, place.home):
            make_new_tables()
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as problem:
        raise ConfigurationError(
            "database-unusable", problem=str(problem).strip().splitlines()[0]
        ) from problem
    if place.database_url is None:
        place.database_path.chmod(0o600)


def _collect_static(place: Installation) -> None:
    """Copy the static files when one of them changed since the last time."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    stamp = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stamp.update(f"{path} {os.stat(storage.path(path)).st_mtime_ns}\n".encode())
    marker = place.static_folder / ".stamp"
    if marker.exists() and marker.read_text() == stamp.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    marker.write_text(stamp.hexdigest())


def _seed(place: Installation) -> bool:
    from django.db import connection

    from umiem.services import demo
    from umiem.storage.migrating import one_at_a_time

    if not demo.is_missing():
        return False
    say(_("Making a demo institution: definitions, awards, signed credentials …"))
    with one_at_a_time(connection, place.home):
        return demo.seed()


def _publish() -> None:
    from umiem.services.credential import status

    status.restore_public_folder()
    status.publish_due()


def _refresh_catalogue() -> None:
    """Make the cards of the catalogue anew that another version of Umiem wrote, before anybody searches."""
    from umiem.services.skill import catalogue

    catalogue.refresh_all()
