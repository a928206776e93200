"""One register on every Polish page: impersonal or "Państwo", one word for one thing, dates as in letters."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils import translation

import umiem
from umiem.adapters.documents.words import WORDS

CATALOGUE = Path(umiem.__file__).parent / "locale/pl/LC_MESSAGES/django.po"

FAMILIAR = re.compile(
    r"\b(tw[oó]j\w*|tobie|tobą|cię|ci|ty|możesz|masz|chcesz|robisz|widzisz|zobaczysz|otrzymasz|posiadasz|potrafisz"
    r"|polegasz|musisz|wiesz|znajdziesz|dostaniesz|jesteś)\b",
    re.IGNORECASE,
)
BEGINS_A_SENTENCE_FAMILIARLY = re.compile(
    r"\. (Wybierz|Dodaj|Utwórz|Odśwież|Powiadom|Wpisz|Podaj|Popraw|Usuń|Sprawdź|Spróbuj|Kliknij|Zaloguj)\b"
)
OTHER_WORDS = re.compile(r"odnośnik|powiadomien|wersj\w+ robocz|\bprosimy\b", re.IGNORECASE)
TYPEWRITER = re.compile(r"(?<![=\w])\"|\"(?![\w>])| - ")


def _polish() -> list[str]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="pl")
    texts: list[str] = [words["pl"] for words in WORDS.values()]
    for message in catalogue:
        if message.id:
            texts += message.string if isinstance(message.string, tuple) else [str(message.string)]
    return texts


@pytest.mark.parametrize("rule", [FAMILIAR, BEGINS_A_SENTENCE_FAMILIARLY, OTHER_WORDS, TYPEWRITER])
def test_no_polish_sentence_breaks_the_rule(rule: re.Pattern[str]) -> None:
    plain = [re.sub(r"<[^>]+>", "", text) for text in _polish()]
    assert [text for text in plain if rule.search(text)] == []


@pytest.mark.parametrize(
    ("language", "long", "short", "price"),
    [("pl", "12 stycznia 2027", "12.01.2027", "1390,5"), ("en", "12 January 2027", "12 Jan 2027", "1390.5")],
)
def test_dates_and_numbers_as_people_write_them(language: str, long: str, short: str, price: str) -> None:
    template = Template(
        '{{ day|date:"DATE_FORMAT" }}/{{ day|date:"SHORT_DATE_FORMAT" }}/{{ price|floatformat:"-2" }}'
    )
    with translation.override(language):
        shown = template.render(Context({"day": date(2027, 1, 12), "price": 1390.5}))
    assert [part.replace("\xa0", " ") for part in shown.split("/")][:2] == [long, short]
    assert shown.split("/")[2].startswith(price)
