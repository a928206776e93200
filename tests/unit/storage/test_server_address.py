"""The address of a PostgreSQL server: one host or several, and what libpq knows besides."""

from __future__ import annotations

import pytest

from umiem.errors import MalformedInputError
from umiem.storage.server import CONNECT_SECONDS, SILENT_SECONDS, server_settings


def test_one_host():
    found = server_settings("postgres://umiem:s%20ecret@db.example:5433/kredencja%C5%82y")
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    assert [found[name] for name in names] == ["kredencjały", "umiem", "s ecret", "db.example", "5433"]
    assert "target_session_attrs" not in found["OPTIONS"]
    assert found["CONN_HEALTH_CHECKS"] is True


def test_of_several_hosts_the_one_that_takes_writes_is_used():
    found = server_settings("postgresql://umiem@first:5432,second:5433/umiem")
    assert (found["HOST"], found["PORT"]) == ("first,second", "5432,5433")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"


def test_what_libpq_knows_besides_is_handed_on():
    found = server_settings(
        "postgres://umiem@a,b/umiem?target_session_attrs=primary&sslmode=verify-full&options=-c%20work_mem%3D8MB"
    )
    options = found["OPTIONS"]
    assert (options["target_session_attrs"], options["sslmode"]) == ("primary", "verify-full")
    assert "statement_timeout=60000" in options["options"]
    assert options["options"].endswith("-c work_mem=8MB")


def test_a_server_that_is_silent_is_given_up():
    options = server_settings("postgres://umiem@a/umiem")["OPTIONS"]
    assert options["connect_timeout"] == CONNECT_SECONDS == 5
    assert options["tcp_user_timeout"] == 1000 * SILENT_SECONDS == 30_000
    own = server_settings("postgres://umiem@a/umiem?connect_timeout=2")["OPTIONS"]
    assert own["connect_timeout"] == "2"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://umiem@a/umiem",
        "postgres://umiem@a:port/umiem",
        "postgres://umiem@a:0/umiem",
        "postgres://umiem@a:5432,b:99999/umiem",
        "postgres://umiem@a/umiem?sslmod=require",
        "host=a dbname=umiem",
        "postgres://umiem@a%00/umiem",
    ],
)
def test_an_address_of_no_server_is_refused(url):
    with pytest.raises(MalformedInputError):
        server_settings(url)
