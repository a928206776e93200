"""What every test may rely on: a data folder of its own, keys, and a database in a file."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_HOME = Path(tempfile.mkdtemp(prefix="umiem-tests-"))
os.environ.update(UMIEM_HOME=str(_HOME), UMIEM_BASE_URL="http://localhost:8000", UMIEM_DEMO="1")
os.environ.pop("UMIEM_SMTP_URL", None)

from umiem import wiring  # noqa: E402 (it must not read the environment before it is set)

wiring.installation.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _data_folder() -> Iterator[None]:
    from umiem.adapters.keys.sealing import create_key_encryption_key

    create_key_encryption_key(wiring.installation().key_encryption_key)
    yield
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    """Each test begins with fresh counts of requests."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite tests run on a file, so that several connections and the writer lock are real."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"] == "umiem.storage.sqlite":
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(_HOME / "test.sqlite3")


@pytest.fixture
def home() -> Path:
    """The data folder of this test run."""
    return _HOME
