"""How a PostgreSQL server is reached: an address of libpq, also with several hosts, as settings of Django.

``postgres://name:password@first:5432,second:5432/umiem``: of several hosts the one that takes writes is used,
so that after a failover every process finds the new primary by itself (libpq, 34.1.1.3). What libpq knows
besides (``?sslmode=verify-full&sslrootcert=…``) is handed on.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from umiem.errors import MalformedInputError

CONNECT_SECONDS = 5
"""For each host; a server that stands still is given up after it."""
SILENT_SECONDS = 30
"""After so long without an answer to what was sent, a connection counts as dead, for instance when the
machine at the other end lost its power."""
CONNECTION_SECONDS = 600
_LIMITS = "-c statement_timeout=60000 -c lock_timeout=20000"
_KEEP_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 4}
_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def server_settings(url: str) -> dict[str, object]:
    """Return Django's settings of a database; raises ``MalformedInputError`` for no address of one."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    if urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise MalformedInputError("database-url-wrong")
    try:
        found: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError as problem:
        raise MalformedInputError("database-url-wrong") from problem
    named = {name: str(found.pop(ours, "")) for ours, name in _NAMES.items()}
    ports = named["PORT"].split(",") if named["PORT"] else []
    if not all(port.isdigit() and 0 < int(port) < 65_536 for port in ports if port):
        raise MalformedInputError("database-url-wrong")
    named["PORT"] = named["PORT"] or "5432"
    if "," in named["HOST"]:
        found.setdefault("target_session_attrs", "read-write")
    wanted = f"{_LIMITS} {found.pop('options', '')}".rstrip()
    known = {"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": 1000 * SILENT_SECONDS} | _KEEP_ALIVE
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": known | found | {"options": wanted},
    }
