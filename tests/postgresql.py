"""The PostgreSQL server that tests may use, and whether it is there."""

from __future__ import annotations

import os

import psycopg

from tests.shared_data import missing

URL = os.environ.get("UMIEM_TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/test")


def need_postgresql() -> None:
    """Skip the test where no server answers, or fail where everything is required."""
    try:
        psycopg.connect(URL, connect_timeout=3).close()
    except psycopg.OperationalError:
        missing("PostgreSQL", f"apt-get install postgresql, and a database at {URL}")
