"""Which pages there are to look at, and as whom: every route that answers with a page, and further states."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
WATCHED = "tests.journeys.browser.watched_settings"
# answers that a page takes in by itself
PARTS_OF_PAGES = ("public:plan-names", "learner:public-page-preview")
# routes that call different secrets by one name → the parameter that holds theirs
_TOKENS: Mapping[str, Mapping[str, str]] = {
    "s/": {"token": "share_token"},
    "p/": {"token": "page_token"},
    "set/": {"token": "collection_token"},
    "c/": {"code": "printed_code"},
    "answer/": {"token": "candidate_token"},
    "verify/ask/": {"token": "employer_token"},
    "verify/many/": {"token": "batch_token"},
    "wallet/claim/": {"code": "claim_code"},
}


@dataclass
class Furniture:
    """The parameters of routes, the addresses of further states, and who is signed in."""

    values: Mapping[str, str]
    states: Mapping[str, str]
    sessions: Mapping[str, str]
    cookie: str
    seen: dict[str, set[str]] = field(default_factory=lambda: {"pl": set(), "en": set()})

    def path(self, pattern: str) -> str:
        """Fill the parameters of a route."""
        kind = next((values for start, values in _TOKENS.items() if pattern.startswith(start)), {})
        values = {**self.values, **{name: self.values[other] for name, other in kind.items()}}
        return "/" + _PARAMETER.sub(lambda found: values[found[1]], pattern.replace("^", "").rstrip("$"))


def furnish(environment: Mapping[str, str]) -> Furniture:
    """Fill a running installation."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.journeys.browser.furnishing"],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        text=True,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    found: dict[str, Any] = json.loads(made.stdout)
    return Furniture(**found)


def who_looks(path: str) -> str | None:
    """Return the role that a page is made for; None: everybody."""
    if path.startswith(("/staff/", "/operator/")):
        return "admin"
    if path.startswith(
        ("/wallet/", "/accounts/email", "/accounts/2fa", "/accounts/logout", "/accounts/reauth")
    ):
        return "learner"
    return None


def routes() -> Iterator[str]:
    """Yield the pattern of every route of the interface, those of the account library that are used, too."""
    from tests.journeys.route_walk import routes as all_routes

    for name, pattern in all_routes():
        is_page = name not in PARTS_OF_PAGES and not name.startswith(("published:", "api-"))
        if is_page and not pattern.startswith(("api/", "accounts/")):
            yield pattern
