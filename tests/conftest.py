"""What every test may rely on: a data folder of its own, keys, a database in a file; which tests run now."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.worlds import World

LONGEST_IN_A_NAME = 60
_HOME = Path(tempfile.mkdtemp(prefix="umiem-tests-"))
os.environ.update(UMIEM_HOME=str(_HOME), UMIEM_BASE_URL="http://localhost:8000", UMIEM_DEMO="1")
os.environ.pop("UMIEM_SMTP_URL", None)

from tests.shared_data import LONG  # noqa: E402
from umiem import wiring  # noqa: E402 (it must not read the environment before it is set)

wiring.installation.cache_clear()
# How long an example takes is the machine's: a busy one fails no test.
hypothesis.settings.register_profile(
    "umiem", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("umiem")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long bytes by their parameter: a workbook made now is another one in the next process."""
    return argname if isinstance(val, bytes) and len(val) > LONGEST_IN_A_NAME else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the long tests of a short run; begin with what takes long, so that no worker ends with it."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("long", "postgres"))))
    if not LONG:
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes long: `make test-all` runs it"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out for their length."""
    skipped = terminalreporter.stats.get("skipped", [])
    if left_out := sum("takes long" in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(f"{left_out} long tests were left out; `make test-all` runs them, too.")


@pytest.fixture(scope="session", autouse=True)
def _data_folder() -> Iterator[None]:
    from django.conf import settings

    from umiem.adapters.keys.sealing import create_key_encryption_key

    place = wiring.installation()
    create_key_encryption_key(place.key_encryption_key)
    place.static_folder.mkdir(exist_ok=True)  # as `umiem up` does: WhiteNoise looks for it
    settings.STATIC_ROOT = str(place.static_folder)  # the settings were read before UMIEM_HOME was set here
    yield
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    """Each test begins with fresh counts of requests, and in the language of the installation."""
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite tests run on a file, so that several connections and the writer lock are real."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"] == "umiem.storage.sqlite":
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(_HOME / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _tables_as_in_a_new_installation() -> Iterator[None]:
    """The test database gets its tables as ``umiem up`` makes them, not migration by migration."""
    from django.core.management.commands.migrate import Command

    from umiem.storage.new_tables import make_new_tables

    handle = Command.handle

    def make_and_handle(command: Command, *arguments: Any, **options: Any) -> None:
        make_new_tables()
        handle(command, *arguments, **options)

    Command.handle = make_and_handle  # type: ignore[method-assign]
    yield
    Command.handle = handle  # type: ignore[method-assign]


@pytest.fixture
def home() -> Path:
    """The data folder of this test run."""
    return _HOME


@pytest.fixture
def world() -> World:
    """One organisation with staff and a published definition; a module may have another world."""
    from tests.worlds import make_world

    return make_world()


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_emptied() -> Iterator[None]:
    """Tests with real transactions empty every table afterwards; the triggers of SQLite would forbid it."""
    from django.db import connection
    from django.test import TransactionTestCase

    emptied = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        triggers: list[tuple[str, str]] = []
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'"
                )
                triggers = cursor.fetchall()
                for name, _ in triggers:
                    cursor.execute(f"DROP TRIGGER {name}")
        try:
            emptied(case)
        finally:
            with connection.cursor() as cursor:
                for _, statement in triggers:
                    cursor.execute(statement)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]
