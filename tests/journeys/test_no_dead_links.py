"""Every link and picture that the pages for everyone show leads somewhere, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.worlds import make_world

_ADDRESS = re.compile(r'(?:href|src)="(/[^"#]*)')
_SERVED_BY_THE_SERVER = ("/static/",)
MOST_OF_A_KIND = 6  # pages that differ only in an identifier or in the values of their parameters


def kind_of(address: str) -> str:
    """What an address is about: its path without identifiers, and the names of its parameters."""
    parts = urlsplit(address)
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|\d+", "*", parts.path)
    return f"{path}?{'&'.join(sorted(parse_qs(parts.query, keep_blank_values=True)))}"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["pl", "en"])
def test_public_pages_have_no_dead_links(language: str) -> None:
    make_world()
    client = Client(headers={"accept-language": language})
    seen: dict[str, int] = {}
    kinds: Counter[str] = Counter()
    waiting = ["/"]
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        if address in seen or address.startswith(_SERVED_BY_THE_SERVER) or address.startswith("/language/"):
            continue
        kinds[kind_of(address)] += 1
        if kinds[kind_of(address)] > MOST_OF_A_KIND:
            continue
        answer = client.get(address, follow=True)
        seen[address] = answer.status_code
        if "text/html" in answer["Content-Type"]:
            waiting.extend(_ADDRESS.findall(answer.content.decode()))
    assert len(seen) > 8
    assert {address: status for address, status in seen.items() if status >= 400} == {}
