"""What was deleted leaves the files, too: freed pages are overwritten, and the write-ahead log is emptied.

``secure_delete`` overwrites what is deleted (``base.py``). The log keeps older pages until they are written
over, so it is brought into the database and cut to nothing after somebody was erased.
"""

from __future__ import annotations

from django.db import connection

_PATIENCE_MILLISECONDS = 500  # readers are waited for no longer: writers wait with us
_USUAL_MILLISECONDS = 30_000


def empty_the_log() -> bool:
    """Cut the write-ahead log to nothing; False when a reader or a transaction stood in the way: repeat it.

    Nothing to do on other databases: PostgreSQL's own ``VACUUM`` reuses what is dead.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MILLISECONDS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            blocked = cursor.fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {_USUAL_MILLISECONDS}")
    return bool(blocked == 0)
