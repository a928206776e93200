"""``python -m bench.catalogue``: the catalogue with 10,000 definitions: one search, and one whole page.

Cards are invented. The page is rendered by Django's test client without a database, all middleware
included; the network is not.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

DEFINITIONS = 10_000
QUERIES = 200
_WORDS = [
    "analiza",
    "danych",
    "projektowanie",
    "interfejsów",
    "zarządzanie",
    "projektami",
    "python",
    "statystyka",
    "rachunkowość",
    "prawo",
    "pracy",
    "komunikacja",
    "sprzedaż",
    "logistyka",
    "magazyn",
    "elektryka",
    "spawanie",
    "opieka",
    "pielęgnacja",
    "język",
    "angielski",
    "grafika",
    "bezpieczeństwo",
    "sieci",
    "bazy",
    "raportowanie",
    "marketing",
    "rekrutacja",
    "szkolenia",
    "ekologia",
    "energetyka",
]

_SKILLS = [f"http://data.europa.eu/esco/skill/{number:05}" for number in range(14_000)]


def say(what: str, figure: float, unit: str) -> None:
    """Print one figure."""
    print(f"{what:<45} {figure:8.2f} {unit}")


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umiem.web.settings")
    with tempfile.TemporaryDirectory(prefix="umiem-bench-") as home:
        os.environ["UMIEM_HOME"] = home
        (Path(home) / "static").mkdir()  # WhiteNoise looks for it
        _measure()


def _measure() -> None:
    import django

    django.setup()
    from umiem.domain.catalogue import CatalogueQuery, build_index

    chance = random.Random(7)
    cards = [_card(number, chance) for number in range(DEFINITIONS)]
    began = time.perf_counter()
    needs = {f"occupation:{number}": chance.choices(_SKILLS, k=25) for number in range(3_000)}
    index = build_index(cards, needs=needs)
    say("index of 10,000 cards built", 1000 * (time.perf_counter() - began), "ms")
    times = []
    for _ in range(QUERIES):
        words = " ".join(chance.sample(_WORDS, 2))[: chance.randint(4, 20)]
        query = CatalogueQuery(words=words, chosen={"level": (str(chance.randint(2, 7)),)})
        began = time.perf_counter()
        index.search(query)
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    say("search with all facets counted, median", times[len(times) // 2], "ms")
    say("search with all facets counted, 95 %", times[int(len(times) * 0.95)], "ms")
    _page(index)


def _page(index: object) -> None:
    from django.test import Client

    from umiem.services.skill import catalogue

    catalogue.index = lambda: index  # type: ignore[assignment]
    catalogue.providers = lambda slugs: {}  # type: ignore[assignment]
    client = Client(HTTP_HOST="localhost")
    times = []
    for address in (
        "/catalogue/",
        "/catalogue/?q=analiza",
        "/catalogue/?q=pyton&level=5",
        "/catalogue/?page=40",
    ):
        client.get(address)
        for _ in range(10):
            began = time.process_time()
            answer = client.get(address)
            times.append(1000 * (time.process_time() - began))
            assert answer.status_code == 200, answer.status_code
    times.sort()
    say("page of the catalogue, processor, median", times[len(times) // 2], "ms (aim: 30)")
    say("page of the catalogue, processor, 95 %", times[int(len(times) * 0.95)], "ms")


def _card(number: int, chance: random.Random) -> object:
    from umiem.domain.catalogue import CardOffer, CatalogueCard
    from umiem.domain.skills.words import keys_of
    from umiem.domain.text import LocalizedText

    title = f"{' '.join(chance.sample(_WORDS, 3))} {number}"
    skills = tuple(chance.choices(_SKILLS, k=5))
    return CatalogueCard(
        organisation=f"provider-{number % 200}",
        slug=f"definition-{number}",
        titles=LocalizedText({"pl": title, "en": title}),
        description=LocalizedText({"pl": title}),
        eqf=chance.randint(2, 7),
        ects=float(chance.randint(1, 6)),
        hours=float(chance.randint(10, 120)),
        modes=(chance.choice(("online", "blended", "presential")),),
        languages=(chance.choice(("pl", "en")),),
        fields=(chance.choice(("0611", "0411", "0311", "0713", "0913")),),
        region=chance.choice(("PL-MZ", "PL-LD", "PL-MP")),
        skills=skills,
        occupations=(f"occupation:{chance.randrange(3_000)}",),
        published="2026-11-01",
        words=keys_of(title, "pl"),
        offers=(
            CardOffer(
                identifier=str(number),
                mode="online",
                language="pl",
                price=float(chance.randint(0, 2000)),
                starts=date(2030, 1, 1) + timedelta(days=chance.randint(0, 200)),
            ),
        ),
    )


if __name__ == "__main__":
    main()
