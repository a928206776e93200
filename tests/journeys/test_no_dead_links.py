"""Every link and picture that the pages for everyone show leads somewhere, in both languages."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.worlds import make_world

_ADDRESS = re.compile(r'(?:href|src)="(/[^"#]*)')
_SERVED_BY_THE_SERVER = ("/static/",)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["pl", "en"])
def test_public_pages_have_no_dead_links(language: str) -> None:
    make_world()
    client = Client(headers={"accept-language": language})
    seen: dict[str, int] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        if address in seen or address.startswith(_SERVED_BY_THE_SERVER) or address.startswith("/language/"):
            continue
        answer = client.get(address, follow=True)
        seen[address] = answer.status_code
        if "text/html" in answer["Content-Type"]:
            waiting.extend(_ADDRESS.findall(answer.content.decode()))
    assert len(seen) > 8
    assert {address: status for address, status in seen.items() if status >= 400} == {}
