"""An installation for drills and measurements: made in a temporary folder, and gone afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from umiem.cli.drills.processes import kill_all, tidy_when_ended
from umiem.errors import ConfigurationError

if TYPE_CHECKING:
    from umiem.services.award.requests import AwardRequest
    from umiem.storage.models import Organisation

SERVER_SETTING = "UMIEM_TEST_POSTGRES_URL"
_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
DATABASES = ("sqlite", "postgres")
SLUG = "podstawy-jezyka-python"
ORGANISATION = "drill"
READY = 30.0  # seconds until a server that was broken answers again
_PAUSE, _CONNECT = 0.2, 5  # seconds
_FAMILY_NAMES = ("Żółć", "Gęślą-Jaźńska", "Nowak", "Świętopełk-Mirska", "O'Hara", "Brzęczyszczykiewicz")
_GIVEN_NAMES = ("Świętosława", "Jan", "Żaneta", "Óscar", "Łucja", "Kazimierz Jerzy")


@contextmanager
def drill_installation(database: str) -> Iterator[Path]:
    """Make an installation on SQLite, or on a database of its own on the PostgreSQL server of the tests."""
    server = os.environ.get(SERVER_SETTING, _SERVER)
    with tidy_when_ended(), _own_folder() as home:
        os.environ.update(
            UMIEM_HOME=str(home),
            UMIEM_BASE_URL="http://localhost:8000",
            UMIEM_DEMO="0",
            DJANGO_SETTINGS_MODULE="umiem.web.settings",
        )
        os.environ.pop("UMIEM_SMTP_URL", None)
        os.environ.pop("UMIEM_DATABASE_URL", None)
        with _own_database(server) if database == "postgres" else nullcontext():
            try:
                yield home
            finally:
                kill_all()


@contextmanager
def _own_folder() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="umiem-drill-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _own_database(server: str) -> Iterator[None]:
    name = f"umiem_drill_{secrets.token_hex(4)}"
    _on_server(server, f"CREATE DATABASE {name}")
    try:
        os.environ["UMIEM_DATABASE_URL"] = urlsplit(server)._replace(path=f"/{name}").geturl()
        yield
    finally:
        wait_until_it_answers(server)
        _on_server(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def prepare_drill() -> Organisation:
    """Make the tables, one organisation and one published definition; call inside ``drill_installation``."""
    from umiem import wiring

    wiring.installation.cache_clear()
    from umiem.cli.preparation import prepare_without_pages

    prepare_without_pages(wiring.installation())
    from umiem.services import organisations
    from umiem.services.access import SYSTEM
    from umiem.services.organisations import OrganisationDetails

    details = OrganisationDetails(slug=ORGANISATION, names={"pl": "Uczelnia Próbna"}, country="PL")
    made = organisations.create_organisation(SYSTEM, details, first_admin="admin@drill.example")
    _publish_definition()
    return made


def _publish_definition() -> None:
    """Lead the example through four eyes: written by one, approved by another."""
    from umiem.services import organisations
    from umiem.services.access import SYSTEM, actor_of
    from umiem.services.definition import definition_review, definitions
    from umiem.services.demo import examples_folder

    people = {
        role: organisations.add_member(SYSTEM, ORGANISATION, email=f"{role}@drill.example", role=role).user
        for role in ("author", "approver")
    }
    author, approver = actor_of(people["author"]), actor_of(people["approver"])
    path = examples_folder() / "definitions" / "podstawy-python.yaml"
    definitions.import_definition(author, ORGANISATION, data=path.read_bytes(), file_name=path.name)
    definition_review.submit_definition(author, ORGANISATION, SLUG)
    definition_review.decide_definition(
        approver, ORGANISATION, SLUG, decision="approved", reason="Zgodne z załącznikiem I."
    )
    definitions.publish_definition(author, ORGANISATION, SLUG)


def learners(run: str, first: int, end: int) -> list[AwardRequest]:
    """Return requests for learners with names as they are in Poland."""
    from umiem.services.award.requests import AwardRequest

    return [
        AwardRequest(
            given_name=_GIVEN_NAMES[number % len(_GIVEN_NAMES)],
            family_name=_FAMILY_NAMES[number % len(_FAMILY_NAMES)],
            email=f"{scattered(number)}.{run}@student.example.org",
        )
        for number in range(first, end)
    ]


def scattered(number: int) -> str:
    """Return a number as a text far from those of its neighbours, as addresses of people are."""
    return f"{number * 2_654_435_761 % 2**32:08x}.{number}"


def close_connections() -> None:
    """Close every connection, for instance before a fork."""
    from django.db import connections

    connections.close_all()


def wait_until_it_answers(server: str, *, within: float = READY) -> None:
    """Wait for a PostgreSQL server that a drill has broken, at most ``within`` seconds.

    Raises ``ConfigurationError`` when it does not come back.
    """
    end = time.monotonic() + within
    while True:
        try:
            return _on_server(server, "SELECT 1")
        except ConfigurationError:
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE)


def need_server() -> None:
    """Raise ``ConfigurationError`` postgres-for-drill-missing when the server does not answer."""
    _on_server(os.environ.get(SERVER_SETTING, _SERVER), "SELECT 1")


def _on_server(server: str, statement: str) -> None:
    import psycopg

    try:
        with psycopg.connect(server, autocommit=True, connect_timeout=_CONNECT) as connection:
            connection.execute(statement)
    except psycopg.OperationalError as problem:
        raise ConfigurationError("postgres-for-drill-missing", setting=SERVER_SETTING) from problem
