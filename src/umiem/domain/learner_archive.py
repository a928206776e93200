"""What stands in a learner's archive beside the credentials: the page, the record and the table."""

from __future__ import annotations

from collections.abc import Iterable

PAGE, RECORD, TABLE = "index.html", "umiem.json", "credentials.csv"
_COMPANIONS = frozenset((PAGE, RECORD, TABLE))


def companions(names: Iterable[str]) -> frozenset[str]:
    """Return which names are not credentials: those three when all are there, else none.

    Any other archive or folder is taken as it is, so that a single file of such a name is checked.
    """
    return _COMPANIONS if set(names) >= _COMPANIONS else frozenset()
