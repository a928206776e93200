"""The guided editor as a window sees it: pages that are opened, forms that are filled in and posted."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from tests.worlds import make_world, signed_in
from umiem.domain.definition_file import load_definition
from umiem.storage.models import DefinitionVersion

BASE = "/staff/alfa/definitions"


def client_of(who: str = "author@alfa.example") -> Client:
    return signed_in(who, language="en")


class Editor:
    """One window: it remembers the hidden fields of the page it looked at last."""

    def __init__(self, client: Client, slug: str) -> None:
        self.client, self.slug, self.hidden = client, slug, {}

    def open(self, step: str, query: str = "") -> str:
        self.path = f"{BASE}/{self.slug}/edit/{step}/"
        answer = self.client.get(self.path + query)
        assert answer.status_code == 200, answer.content[:500]
        return self._look(answer)

    def save(self, act: str = "save", **values: object):
        fields = {name.replace("__", "."): value for name, value in values.items()}
        return self.post({**fields, "act": act})

    def post(self, values: dict[str, object]):
        answer = self.client.post(self.path, {**self.hidden, **values})
        if answer.status_code == 302:
            self.target = answer.headers["Location"]
            self._look(self.client.get(self.target))
        return answer

    def _look(self, answer) -> str:
        page = unescape(answer.content.decode())
        self.hidden = dict(
            re.findall(r'<input type="hidden" name="(seen|source|lang)" value="([^"]*)"', page)
        )
        return page


def begun() -> Editor:
    make_world("alfa", publish=False)
    client = client_of()
    made = client.post(
        f"{BASE}/new/",
        {
            "purpose": "stand-alone",
            "title_pl": "Żółte łodzie – podstawy",
            "title_en": "Yellow boats basics",
            "primary_language": "pl",
        },
    )
    assert made.headers["Location"] == f"{BASE}/zolte-lodzie-podstawy/edit/purpose/"
    return Editor(client, "zolte-lodzie-podstawy")


def specification(slug: str):
    rows = DefinitionVersion.objects.filter(definition__slug=slug, organisation__slug="alfa")
    row = rows.first()
    return load_definition(bytes(row.content), row.file_name)


def form_of(page: str) -> dict[str, object]:
    """Return what a browser would post from the page without touching it."""
    form = page[page.index('id="editor-form"') :]
    values: dict[str, object] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        got = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind, name = got.get("type", "text"), got.get("name")
        if name is None or (kind in ("checkbox", "radio") and " checked" not in tag):
            continue
        if kind == "checkbox":
            values.setdefault(name, []).append(got["value"])  # type: ignore[attr-defined]
        else:
            values[name] = got.get("value", "")
    for name, text in re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        values[name] = text
    for name, options in re.findall(r'<select [^>]*?name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        values[name] = chosen[1] if chosen else ""
    return values
